# SPDX-License-Identifier: Apache-2.0
"""The figures of an examination as plain values: small enough for a frame out of the box, and checked outside it.

A model and its samples never leave the box, so whoever shows a report outside has nothing but these.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valence_nodes.learning.datasets import Part
    from valence_nodes.learning.evaluation import Evaluation
    from valence_nodes.learning.models import OnnxModel

MOST_CLASSES = 30
MOST_BARS = 20
MOST_DOTS = 400
MOST_ERRORS = 12
MOST_TEXT = 60
MOST_VALUES = 6
PICTURE_SIDE = 32
"""Pictures of samples are made so small, px: twelve of them, coloured, take 37 kB."""
_MOST_SHUFFLED = 50_000
"""Columns times samples; weighing them takes three times as many answers."""


def examination_figures(model: OnnxModel, part: Part, found: Evaluation) -> dict[str, Any]:
    """Takes the figures out of an examination.

    Args:
        model: that was examined.
        part: that it was examined with.
        found: how it did.

    Returns:
        Numbers, short texts, lists of them, and pictures as raw bytes.
    """
    shown = len(found.classes) <= MOST_CLASSES
    return {
        "part": part.name[:MOST_TEXT],
        "kind": model.kind[:MOST_TEXT],
        "task": found.task,
        "samples": found.samples,
        "score": _number(found.score),
        "baseline": found.baseline[:MOST_TEXT],
        "baseline_score": _number(found.baseline_score),
        "mean_error": _number(found.mean_error or 0.0),
        "classes": [str(one)[:MOST_TEXT] for one in found.classes] if shown else [],
        "confusion": [list(row) for row in found.confusion] if shown else [],
        "calibration": [[one.sure, one.right, one.samples] for one in found.calibration],
        "dots": _dots(found),
        "importance": _importance(model, part, found),
        "errors": [_error(part, found, place) for place in found.most_confident_errors(MOST_ERRORS)],
    }


def _dots(found: Evaluation) -> list[list[float]]:
    """What numbers are, and what was said."""
    if found.task != "numbers":
        return []
    stride = max(1, math.ceil(found.samples / MOST_DOTS))
    pairs = zip(found.truth[::stride].tolist(), found.told[::stride].tolist(), strict=True)
    return [[_number(truth), _number(told)] for truth, told in pairs]


def _importance(model: OnnxModel, part: Part, found: Evaluation) -> list[list[Any]]:
    """How much each column matters; a table with very many is left out, for each is shuffled and asked three times."""
    from valence_nodes.learning.explaining import column_importance  # noqa: PLC0415 - only who examines a table

    if model.inputs.kind != "table" or len(model.inputs.columns) * found.samples > _MOST_SHUFFLED:
        return []
    bars = column_importance(model, part)[:MOST_BARS]
    return [[name[:MOST_TEXT], _number(loss)] for name, loss in bars]


def _error(part: Part, found: Evaluation, place: int) -> dict[str, Any]:
    truth, told = found.truth[place], found.told[place]
    if found.task == "numbers":
        truth, told = f"{truth:.4g}", f"{told:.4g}"
    row = part.table.iloc[place]
    return {
        "truth": str(truth)[:MOST_TEXT],
        "told": str(told)[:MOST_TEXT],
        "sure": _number(found.sure[place]) if len(found.sure) else 0.0,
        "episode": str(row[part.card.groups])[:MOST_TEXT],
        "values": [[name[:MOST_TEXT], _short(row[name])] for name in part.features[:MOST_VALUES]],
        **(_picture(part.pictures[place]) if part.kind == "pictures" else {}),
    }


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:MOST_TEXT]


def _picture(pixels: Any) -> dict[str, Any]:
    """A picture of a sample, each side at most `PICTURE_SIDE`, as rows of grey or of red, green, blue."""
    import numpy as np  # noqa: PLC0415 - the box starts faster without it

    step = max(1, math.ceil(max(pixels.shape[:2]) / PICTURE_SIDE))
    small = np.ascontiguousarray(pixels[::step, ::step], np.uint8)
    return {"height": int(small.shape[0]), "width": int(small.shape[1]), "pixels": small.tobytes()}


def _number(value: Any) -> float:
    """A finite number: what is none can't be shown."""
    number = float(value)
    return number if math.isfinite(number) else 0.0
