# SPDX-License-Identifier: Apache-2.0
"""What a picture shows as a whole, by a model that a team trained (`./valence train`): ONNX, never a pickle."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.registry import CARD_FILE, ONNX_FILE, ModelRegistry, read_model_card

_TRAIN = "Train one on a dataset of pictures: ./valence train DATASET --model cnn"


def find_picture_model(reference: str, models: str) -> OnnxModel:
    """Loads a model.

    Args:
        reference: the folder of a model, its `model.onnx`, or `name` or `name:version` in the registry.
        models: folder of the registry; may be empty when a folder or file is given.

    Raises:
        ModelError: none is named, it is not there, damaged, or no ONNX model.
    """
    if not reference:
        raise ModelError("No model is named.", "Set the parameter model to a model's name, or to its folder.")
    place = Path(reference).expanduser()
    if place.suffix.lower() in {".pickle", ".pkl", ".joblib", ".pt", ".pth"}:
        raise ModelError(
            f"{place.name[:80]} may be a pickle, which could do anything when it is opened.",
            f"Only ONNX is loaded here: give the folder of a model with {CARD_FILE} and {ONNX_FILE}.",
        )
    if place.name == ONNX_FILE and place.is_file():
        place = place.parent
    if (place / CARD_FILE).is_file():
        return read_model_card(place).load()
    if not models:
        raise ModelError(
            f"“{reference[:100]}” is no folder with a {CARD_FILE}.",
            "Set the parameter models to the folder of the registry to find a model by its name.",
        )
    return ModelRegistry(Path(models).expanduser()).get(reference).load()


class PictureClassifier:
    """Says what pictures show, each brought to the size that the model learned from."""

    def __init__(self, model: OnnxModel) -> None:
        """Takes a model.

        Raises:
            ModelError: it tells no classes, takes no pictures, does not fit its card, or some of its weights are no
                numbers.
        """
        if model.task != "classes" or not model.classes:
            raise ModelError(f"A classifier must tell classes; this {model.kind} tells {model.task}.", _TRAIN)
        shape = model.inputs.shape
        if model.inputs.kind != "pictures" or len(shape) not in {2, 3} or (len(shape) == 3 and shape[2] != 3):
            given = " × ".join(map(str, shape))
            raise ModelError(
                f"A classifier takes pictures; this {model.kind} takes {model.inputs.kind} of {given}.", _TRAIN
            )
        self._model = model
        grey = np.full((2, 2, 3), 128, np.uint8)
        self.classify(grey)  # files that do not belong together are found out now

    def classify(self, picture: npt.NDArray[np.uint8]) -> tuple[tuple[str, float], ...]:
        """Says what a picture shows.

        Args:
            picture: uint8 of shape (height, width, 3), RGB, of any size.

        Returns:
            Every class with how sure the model is of it, 0..1, the likeliest first.

        Raises:
            ModelError: what the model answers is no chances.
            ValueError: it is no such picture.
        """
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
            raise ValueError(
                f"A picture is uint8 of shape (height, width, 3); {picture.dtype} {picture.shape} was given."
            )
        height, width = self._model.inputs.shape[:2]
        fitted = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        if len(self._model.inputs.shape) == 2:
            fitted = cv2.cvtColor(fitted, cv2.COLOR_RGB2GRAY)
        chances = self._model.predict_proba(fitted)
        if not (np.isfinite(chances).all() and (chances >= -1e-6).all() and (chances <= 1 + 1e-6).all()):
            raise ModelError("The model answers what are no chances (NaN, or out of 0 to 1): its weights are damaged.")
        ordered = np.argsort(-chances, kind="stable")
        return tuple((str(self._model.classes[one]), float(chances[one])) for one in ordered)
