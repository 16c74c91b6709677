# SPDX-License-Identifier: Apache-2.0
"""A trained classifier for rows of features: where it is found, whether it fits, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.registry import CARD_FILE, ModelRegistry, read_model_card


@dataclass(frozen=True)
class Recognised:
    """What something was taken for.

    Attributes:
        label: the likeliest class.
        confidence: how sure that is, 0..1.
        chances: of every class, the likeliest first.
    """

    label: str
    confidence: float
    chances: tuple[tuple[str, float], ...]


def find_model(reference: str, models: str) -> OnnxModel:
    """Loads a model.

    Args:
        reference: a folder that holds a `model.json`, or a model's `name` or `name:version` in the registry.
        models: folder of the registry; may be empty when a folder is given.

    Raises:
        ModelError: none is named, it is not there, damaged, or no ONNX model.
    """
    if not reference:
        raise ModelError("No model is named.", "Set the parameter model to a model's name or to its folder.")
    folder = Path(reference).expanduser()
    if (folder / CARD_FILE).is_file():
        return read_model_card(folder).load()
    if not models:
        raise ModelError(
            f"“{reference[:100]}” is no folder with a {CARD_FILE}.",
            "Set the parameter models to the folder of the registry to find a model by its name.",
        )
    return ModelRegistry(Path(models).expanduser()).get(reference).load()


class Recogniser:
    """Asks a model about rows of features, and about nothing that it did not learn from."""

    def __init__(self, model: OnnxModel, names: Sequence[str], what: str) -> None:
        """Takes a model.

        Args:
            model: that tells classes.
            names: of the features in their order.
            what: the model is for, as in “a model for terrain”.

        Raises:
            ModelError: the model tells no classes, or takes another number of features.
        """
        if model.task != "classes" or not model.classes:
            raise ModelError(f"A model for {what} must tell classes; this {model.kind} tells {model.task}.")
        if model.inputs.shape != (len(names),):
            given = " × ".join(map(str, model.inputs.shape))
            raise ModelError(
                f"A model for {what} takes {len(names)} features; this {model.kind} takes {given} numbers.",
                "Train one with: python -m valence_nodes.signals.training",
            )
        self._model = model
        self._names = tuple(names)
        model.scores(np.zeros((1, len(names)), np.float32))  # a file that belongs to another model is found out now

    @property
    def labels(self) -> tuple[str, ...]:
        """What it can answer."""
        return tuple(map(str, self._model.classes))

    def recognise(self, row: Any) -> Recognised:
        """Says what a row of features belongs to.

        Args:
            row: (features,), finite.

        Raises:
            ModelError: it has another length, or holds NaN.
        """
        chances = self._model.predict_proba(np.asarray(row, np.float32)).tolist()
        return ranked(zip(self.labels, chances, strict=True))


def ranked(chances: Iterable[tuple[str, float]]) -> Recognised:
    """Puts the likeliest first."""
    ordered = tuple(sorted(((label, float(chance)) for label, chance in chances), key=lambda one: -one[1]))
    return Recognised(*ordered[0], ordered)
