# SPDX-License-Identifier: Apache-2.0
"""The report of an examination: one HTML file with everything in it, for eyes and for screen readers."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.charts import Series, line_chart
from valence_nodes.learning.datasets import Part
from valence_nodes.learning.errors import LearningError
from valence_nodes.learning.evaluation import Comparison, Evaluation
from valence_nodes.learning.explaining import column_importance, occlusion
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.report_page import report_page
from valence_nodes.learning.report_sections import (
    calibration_section,
    class_section,
    importance_section,
    matrix_table,
    scatter_section,
    score_bars,
    section,
)
from valence_nodes.learning.report_words import LANGUAGES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PICTURES_A_CELL = 12
_MOST_CLASSES = 30
_SHOWN_ERRORS = 12
_DOTS = 2000
_WORDS = LANGUAGES["en"]


@dataclass(frozen=True)
class ReportInput:
    """What a report tells of.

    Attributes:
        title: name of the model.
        model: itself.
        part: that it was examined with.
        evaluation: how it did.
        facts: what else is known of it, in the order in which it is shown.
        more_data: samples, score in training, score in the examination, of trainings with ever more data.
        other: name of a second model, and how the two compare.
        neighbour: another baseline that was tried beside, its name and its score.
    """

    title: str
    model: OnnxModel
    part: Part
    evaluation: Evaluation
    facts: dict[str, str] = field(default_factory=dict)
    more_data: tuple[tuple[int, float, float], ...] = ()
    other: tuple[str, Comparison] | None = None
    neighbour: tuple[str, float] | None = None


def report_html(given: ReportInput) -> str:
    """Makes the page."""
    sections = [_summary(given)]
    if given.evaluation.task == "classes":
        sections += [_confusion(given), _per_class(given.evaluation), _calibration(given.evaluation)]
    else:
        sections.append(_scatter(given.evaluation))
    sections += [_course(given), _more_data(given), _importance(given), _errors(given), _facts(given)]
    return report_page(given.title, sections)


def _summary(given: ReportInput) -> str:
    one = given.evaluation
    if one.task == "classes":
        lead = f"<strong>{one.score:.1%}</strong> of {one.samples} samples right"
        rows = [("this model", one.score), (one.baseline, one.baseline_score)]
    else:
        lead = f"<strong>R² {one.score:.3f}</strong>, off by {one.mean_error:.4g} on average, of {one.samples} samples"
        rows = [("this model", one.score), (one.baseline, one.baseline_score)]
    if given.neighbour is not None:
        rows.append(given.neighbour)
    note = _WORDS["unseen"].format(part=escape(given.part.name))
    if given.part.name == "train":
        note = _WORDS["seen"]
    compared = ""
    if given.other is not None:
        name, comparison = given.other
        compared = (
            f"<p>Beside “{escape(name)}”: {escape(str(comparison))} Only this one got {comparison.only_first} samples "
            f"right, only the other {comparison.only_second}.</p>"
        )
    return f'<section><p class="lead">{lead}</p>{score_bars(_WORDS, rows)}<p>{note}</p>{compared}</section>'


def _confusion(given: ReportInput) -> str:
    one = given.evaluation
    if len(one.classes) > _MOST_CLASSES:
        return section(_WORDS["confusion"], f"<p>{_WORDS['too_many_classes'].format(count=len(one.classes))}</p>")
    return section(_WORDS["confusion"], matrix_table(_WORDS, one.classes, one.confusion) + _cells(given))


def _cells(given: ReportInput) -> str:
    """The pictures behind the cells in which something went wrong, and those on the diagonal."""
    if given.part.kind != "pictures":
        return ""
    cells: dict[tuple[Any, Any], list[int]] = {}
    for place, pair in enumerate(zip(given.evaluation.truth.tolist(), given.evaluation.told.tolist(), strict=True)):
        cells.setdefault(pair, []).append(place)
    shown = []
    for (truth, told), places in sorted(cells.items(), key=lambda one: (one[0][0] == one[0][1], -len(one[1]))):
        name = escape(str(truth))
        pictures = "".join(_picture(given.part.pictures[place], name) for place in places[:_PICTURES_A_CELL])
        what = f"{escape(str(truth))}, and it said {escape(str(told))}"
        if truth == told:
            what = f"{escape(str(truth))}, rightly"
        more = f" <span>and {len(places) - _PICTURES_A_CELL} more</span>" if len(places) > _PICTURES_A_CELL else ""
        shown.append(
            f"<details{' open' if truth != told else ''}><summary>{what}: {len(places)}</summary>"
            f'<div class="pictures">{pictures}{more}</div></details>'
        )
    return f"<h3>The pictures behind each cell</h3>{''.join(shown)}"


def _per_class(one: Evaluation) -> str:
    figures = [(each.name, each.precision, each.recall, each.f1, each.samples) for each in one.per_class]
    return class_section(_WORDS, figures)


def _calibration(one: Evaluation) -> str:
    return calibration_section(_WORDS, [(bin_.sure, bin_.right) for bin_ in one.calibration], one.calibration_error)


def _scatter(one: Evaluation) -> str:
    stride = max(1, one.samples // _DOTS)
    return scatter_section(_WORDS, list(zip(one.truth[::stride].tolist(), one.told[::stride].tolist(), strict=True)))


def _course(given: ReportInput) -> str:
    curve = given.model.curve
    if len(curve) < 2:
        return ""
    steps = range(1, len(curve) + 1)
    trained = [(x, one.train_score) for x, one in zip(steps, curve, strict=True) if one.train_score is not None]
    shown = [(x, one.validation_score) for x, one in zip(steps, curve, strict=True) if one.validation_score is not None]
    series = [Series("what it learned from", trained), Series("validation", shown)]
    chart = line_chart(
        "Course of the training", [one for one in series if one.points], x_label="round", y_label="score", marks=False
    )
    stopped = " It was stopped before its end; the best so far was kept." if given.model.stopped else ""
    return (
        "<section><h2>Course of the training</h2><p>When the line of training goes on rising and the other does not, "
        f"the model learns by heart.{stopped}</p>{chart}</section>"
    )


def _more_data(given: ReportInput) -> str:
    if len(given.more_data) < 2:
        return ""
    chart = line_chart(
        "Learning curve",
        [
            Series("what it learned from", [(samples, train) for samples, train, _ in given.more_data]),
            Series("what it did not", [(samples, examined) for samples, _, examined in given.more_data]),
        ],
        x_label="samples learned from",
        y_label="score",
    )
    return (
        "<section><h2>Would more data help?</h2><p>If the lower line still rises at its right end, yes. If both lines "
        f"have met, better features or another kind of model help more.</p>{chart}</section>"
    )


def _importance(given: ReportInput) -> str:
    try:
        if given.model.inputs.kind == "table":
            return importance_section(_WORDS, column_importance(given.model, given.part)[:20])
        if given.model.inputs.kind == "pictures" and given.evaluation.task == "classes":
            return _saliency(given)
    except LearningError as error:
        return f"<section><h2>What it looks at</h2><p>{escape(str(error))}</p></section>"
    return ""


def _saliency(given: ReportInput) -> str:
    places = list(dict.fromkeys(given.evaluation.truth.tolist()))[:8]
    shown = []
    for name in places:
        place = given.evaluation.truth.tolist().index(name)
        picture = given.part.pictures[place]
        heat = _heat(picture, occlusion(given.model, picture))
        told, seen = escape(str(given.evaluation.told[place])), escape(str(name))
        both = _picture(picture, seen) + _picture(heat, "where it looks")
        shown.append(f"<figure>{both}<figcaption>said {told}</figcaption></figure>")
    return (
        "<section><h2>Where it looks</h2><p>Each place of a picture was covered in turn. Where it glows, the model "
        f'became less sure: it looks there.</p><div class="pictures">{"".join(shown)}</div></section>'
    )


def _errors(given: ReportInput) -> str:
    places = given.evaluation.most_confident_errors(_SHOWN_ERRORS)
    if not places:
        return ""
    items = []
    for place in places:
        truth, told = escape(str(given.evaluation.truth[place])), escape(str(given.evaluation.told[place]))
        sure = f", {given.evaluation.sure[place]:.0%} sure" if len(given.evaluation.sure) else ""
        if given.evaluation.task == "numbers":
            truth, told = f"{given.evaluation.truth[place]:.4g}", f"{given.evaluation.told[place]:.4g}"
        if given.part.kind == "pictures":
            items.append(
                f"<figure>{_picture(given.part.pictures[place], truth)}"
                f"<figcaption>{truth}; said {told}{sure}</figcaption></figure>"
            )
        else:
            row = given.part.table.iloc[place]
            values = ", ".join(f"{name} {_short(row[name])}" for name in given.part.features[:12])
            episode = escape(str(row[given.part.card.groups]))
            items.append(f"<li>{truth}; said {told}{sure} (episode {episode}): {escape(values)}</li>")
    inside = "".join(items)
    listed = f'<div class="pictures">{inside}</div>' if given.part.kind == "pictures" else f"<ul>{inside}</ul>"
    return (
        "<section><h2>Where it was surest, and wrong</h2><p>Look at these first: wrong labels, rare cases, or "
        f"something that the model can't see.</p>{listed}</section>"
    )


def _facts(given: ReportInput) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in given.facts.items()
    )
    return f"<section><h2>What was examined</h2><div class='wide'><table>{rows}</table></div></section>" if rows else ""


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:40]


def _picture(pixels: NDArray[np.uint8], escaped: str) -> str:
    """A picture, with words for those who can't see it."""
    from valence_nodes.learning.pictures import encode_picture  # noqa: PLC0415 - needs OpenCV

    data = base64.b64encode(encode_picture(pixels)).decode("ascii")
    return f'<img alt="a picture of: {escaped}" src="data:image/png;base64,{data}">'


def _heat(picture: NDArray[np.uint8], seen: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Lays a glow over a grey copy of a picture: from black over red to yellow (the scale is the picture's own)."""
    import numpy as np  # noqa: PLC0415

    grey = picture if picture.ndim == 2 else picture.mean(axis=2)
    glow = np.clip(seen / max(float(seen.max()), 1e-6), 0, 1)
    mixed = np.stack([grey] * 3, axis=-1) * 0.45
    mixed[..., 0] += 140 * glow
    mixed[..., 1] += 140 * np.clip(2 * glow - 1, 0, 1)
    return np.clip(mixed, 0, 255).astype(np.uint8)
