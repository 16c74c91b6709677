# SPDX-License-Identifier: Apache-2.0
"""Things in a picture, by a small net that was trained on pictures of the worlds (`valence_nodes/learning/objects`).

The net tells for every cell of a coarse grid how sure it is that the middle of a thing of each class is there, and
how far the thing's edges are from the cell's middle: X. Zhou, D. Wang and P. Krähenbühl, “Objects as Points”, 2019
(arXiv:1904.07850), with the distances of Z. Tian et al., “FCOS”, ICCV 2019, for the box.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import open_session

SHIPPED = Path(__file__).parent / "objects.onnx"
"""The detector that comes with the lab."""

FORM_KEY = "valence_detector"
"""Under this name an ONNX file says what its net is shown and what it tells, as JSON."""

MAX_BYTES = 50_000_000
_MOST_CLASSES = 200
_MOST_SIDE_PX = 2000
_MOST_FOUND = 100
_SAME = 0.5
"""Two boxes that share more of their area (intersection over union) are of one thing."""
_TRAIN = "Train one with: python -m valence_nodes.learning.objects.training"


@dataclass(frozen=True)
class DetectorForm:
    """What a detector's net is shown, and what it tells.

    Attributes:
        classes: that it knows, in the order of its answers.
        width_px: of the picture that it is shown.
        height_px: of the same.
    """

    classes: tuple[str, ...]
    width_px: int
    height_px: int

    def to_json(self) -> str:
        """The text that stands in the ONNX file."""
        return json.dumps({"classes": self.classes, "width_px": self.width_px, "height_px": self.height_px})

    @classmethod
    def from_json(cls, text: str) -> DetectorForm:
        """Reads what `to_json` wrote.

        Raises:
            ValueError: it is something else.
        """
        given = json.loads(text)
        if not isinstance(given, dict) or set(given) != {"classes", "width_px", "height_px"}:
            raise ValueError("it must have classes, width_px and height_px")
        classes, sides = given["classes"], (given["width_px"], given["height_px"])
        named = isinstance(classes, list) and all(isinstance(one, str) and 0 < len(one) <= 60 for one in classes)
        if not named or not 0 < len(classes) <= _MOST_CLASSES or len(set(classes)) != len(classes):
            raise ValueError(f"classes must be 1 to {_MOST_CLASSES} different short names")
        if not all(type(side) is int and 8 <= side <= _MOST_SIDE_PX for side in sides):
            raise ValueError(f"width_px and height_px must be whole numbers from 8 to {_MOST_SIDE_PX}")
        return cls(tuple(classes), *sides)


@dataclass(frozen=True)
class DetectedObject:
    """A thing that was found.

    Attributes:
        label: its class.
        score: how sure, 0..1.
        left_px: of the box around what can be seen of it, from the picture's left edge.
        top_px: of the same, from the upper edge.
        right_px: of the same.
        bottom_px: of the same.
    """

    label: str
    score: float
    left_px: float
    top_px: float
    right_px: float
    bottom_px: float


class ObjectDetector:
    """Finds things in pictures.

    Attributes:
        form: what the net is shown and tells.
    """

    def __init__(self, onnx: bytes, min_score: float = 0.4) -> None:
        """Takes a net.

        Args:
            onnx: of it, as the training writes it.
            min_score: what is less sure is left out, above 0, at most 1.

        Raises:
            ModelError: it is no such net, or some of its weights are no numbers.
            ValueError: `min_score` is out of its range.
        """
        if not 0 < min_score <= 1:
            raise ValueError(f"min_score must be above 0 and at most 1; {min_score!r} was given.")
        if len(onnx) > MAX_BYTES:
            raise ModelError(f"The detector has {len(onnx):,} bytes, and {MAX_BYTES:,} are the most.")
        self._min_score = min_score
        self._session = open_session(onnx)
        self.form = _form(self._session)
        self._check_answers()

    @classmethod
    def open(cls, file: Path = SHIPPED, min_score: float = 0.4) -> ObjectDetector:
        """Opens a detector.

        Raises:
            ModelError: the file is not there, too large, or no detector.
        """
        try:
            if file.stat().st_size > MAX_BYTES:
                raise ModelError(f"{file} has more than {MAX_BYTES:,} bytes.", _TRAIN)
            onnx = file.read_bytes()
        except OSError as error:
            raise ModelError(f"{file} can't be read: {error.strerror}.", _TRAIN) from error
        return cls(onnx, min_score)

    def find(self, picture: npt.NDArray[np.uint8]) -> list[DetectedObject]:
        """Finds the things of the detector's classes, the surest first.

        Args:
            picture: uint8 of shape (height, width, 3), RGB, of any size.

        Raises:
            ValueError: it is no such picture.
        """
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
            raise ValueError(
                f"A picture is uint8 of shape (height, width, 3); {picture.dtype} {picture.shape} was given."
            )
        height, width = picture.shape[:2]
        heat, edges = self._ask(shrunk(picture, self.form))
        cell_px = np.array([self.form.width_px / heat.shape[2], self.form.height_px / heat.shape[1]])
        numbers, rows, columns = np.nonzero(heat >= self._min_score)
        scores = heat[numbers, rows, columns]
        surest = np.argsort(-scores, kind="stable")[:_MOST_FOUND]
        numbers, rows, columns, scores = numbers[surest], rows[surest], columns[surest], scores[surest]
        middles = (np.stack([columns, rows], axis=1) + 0.5) * cell_px
        left_top, right_bottom = edges[:2, rows, columns].T, edges[2:, rows, columns].T
        corners = np.concatenate([middles - left_top, middles + right_bottom], axis=1)
        corners *= np.tile([width / self.form.width_px, height / self.form.height_px], 2)
        corners = corners.clip(0.0, [width, height, width, height])
        kept = _without_doubles(corners, numbers)
        return [
            DetectedObject(self.form.classes[numbers[one]], float(scores[one]), *map(float, corners[one]))
            for one in kept
            if (corners[one, 2:] > corners[one, :2]).all()
        ]

    def _ask(self, small: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        shown = np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32) / np.float32(255)
        heat, edges = self._session.run(["heat", "edges"], {"picture": shown})
        return heat[0], edges[0]

    def _check_answers(self) -> None:
        form = self.form
        rows_of_grey = np.linspace(0, 255, form.height_px * form.width_px * 3).astype(np.uint8)
        try:
            heat, edges = self._ask(rows_of_grey.reshape(form.height_px, form.width_px, 3))
            fits = heat.ndim == 3 and len(heat) == len(form.classes) and edges.shape == (4, *heat.shape[1:])
        except Exception as error:  # onnxruntime's own kinds of error, which have no common name
            raise ModelError(f"The net can't be asked as a detector: {str(error)[:160]}.", _TRAIN) from error
        if not fits:
            raise ModelError(
                f"The net tells {heat.shape} and {edges.shape}; for {len(form.classes)} classes that is no detector.",
                _TRAIN,
            )
        if not (np.isfinite(heat).all() and np.isfinite(edges).all()):
            raise ModelError("Some of the net's answers are no finite numbers: its weights are damaged.", _TRAIN)


def shrunk(picture: npt.NDArray[np.uint8], form: DetectorForm) -> npt.NDArray[np.uint8]:
    """Brings a picture, uint8 (height, width, 3), to the size that a net is shown."""
    return np.asarray(cv2.resize(picture, (form.width_px, form.height_px), interpolation=cv2.INTER_AREA), np.uint8)


def _form(session: Any) -> DetectorForm:
    text = session.get_modelmeta().custom_metadata_map.get(FORM_KEY)
    if text is None:
        raise ModelError(f"The net is no object detector: it lacks “{FORM_KEY}”.", _TRAIN)
    try:
        return DetectorForm.from_json(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise ModelError(f"The net's “{FORM_KEY}” is damaged: {str(error)[:120]}.", _TRAIN) from error


def _without_doubles(corners: npt.NDArray[np.float64], numbers: npt.NDArray[np.int64]) -> list[int]:
    """Which boxes stay when of several of one thing only the first does."""
    kept: list[int] = []
    for one in range(len(corners)):
        if all(numbers[one] != numbers[other] or overlap(corners[one], corners[other]) <= _SAME for other in kept):
            kept.append(one)
    return kept


def overlap(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """How much of their area two boxes (left, top, right, bottom) share: intersection over union, 0..1."""
    a, b = np.asarray(one, np.float64), np.asarray(other, np.float64)
    shared = np.prod(np.clip(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0.0, None))
    both = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - shared
    return float(shared / both) if both > 0 else 0.0
