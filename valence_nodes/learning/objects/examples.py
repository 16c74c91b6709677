# SPDX-License-Identifier: Apache-2.0
"""Labelled pictures in the size that the net looks at, in memory and in a file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from valence_nodes.learning.errors import DataError
from valence_nodes.learning.objects.scenes import CLASSES, VIEWS, LabelledPicture, labelled_pictures
from valence_nodes.perception.object_detector import DetectorForm, shrunk

WIDTH_PX, HEIGHT_PX = 160, 120
FORM = DetectorForm(tuple(CLASSES), WIDTH_PX, HEIGHT_PX)
"""What the net looks at; a picture of another size is brought to it."""

_KEYS = ("pictures", "boxes", "scenes", "classes")


@dataclass(frozen=True)
class Examples:
    """Pictures and boxes to learn from.

    Attributes:
        pictures: uint8 (n, 120, 160, 3) RGB.
        boxes: float32 (m, 7), a row a box: number of its picture, number of its class, left, top, right, bottom (px),
            1 if it counts or else 0.
        scenes: int64 (n,): the scene of each picture.
    """

    pictures: npt.NDArray[np.uint8]
    boxes: npt.NDArray[np.float32]
    scenes: npt.NDArray[np.int64]

    def __len__(self) -> int:
        """How many pictures there are."""
        return len(self.pictures)

    def of_picture(self, number: int) -> npt.NDArray[np.float32]:
        """The boxes of one picture, float32 (k, 6): what `boxes` has without the picture's number."""
        return self.boxes[self.boxes[:, 0] == number, 1:]

    def save(self, file: Path) -> None:
        """Writes them into a NumPy archive (`.npz`)."""
        np.savez_compressed(
            file, pictures=self.pictures, boxes=self.boxes, scenes=self.scenes, classes=np.array(list(CLASSES))
        )

    @classmethod
    def open(cls, file: Path) -> Examples:
        """Reads what `save` wrote; nothing in it is ever unpickled.

        Raises:
            DataError: it is not there, damaged, or of other classes.
        """
        try:
            with np.load(file, allow_pickle=False) as opened:
                pictures, boxes, scenes, classes = (opened[key] for key in _KEYS)
        except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as error:
            raise DataError(f"{file} holds no labelled pictures: {str(error)[:120]}.", "Make them anew.") from error
        if classes.tolist() != list(CLASSES):
            raise DataError(f"The pictures in {file} are labelled with other classes.", "Make them anew.")
        return cls._checked(file, pictures, boxes, scenes)

    @classmethod
    def _checked(cls, file: Path, pictures: object, boxes: object, scenes: object) -> Examples:
        read = cls(np.asarray(pictures), np.asarray(boxes), np.asarray(scenes))
        whole = (
            read.pictures.dtype == np.uint8
            and read.pictures.shape[1:] == (HEIGHT_PX, WIDTH_PX, 3)
            and read.boxes.dtype == np.float32
            and read.boxes.ndim == 2
            and read.boxes.shape[1] == 7
            and read.scenes.shape == (len(read.pictures),)
            and bool(np.isfinite(read.boxes).all())
            and bool(np.isin(read.boxes[:, 0], np.arange(len(read.pictures))).all())
            and bool(np.isin(read.boxes[:, 1], np.arange(len(CLASSES))).all())
        )
        if not whole:
            raise DataError(f"{file} is damaged: its arrays are not of one another.", "Make them anew.")
        return read


def gather(seeds: range, views: int = VIEWS, told: Callable[[int], None] = lambda _made: None) -> Examples:
    """Makes the pictures of scenes.

    Args:
        seeds: of the scenes.
        views: pictures of each.
        told: is told how many pictures there are already.
    """
    return examples_of(_counted(labelled_pictures(seeds, views), told))


def _counted(pictures: Iterable[LabelledPicture], told: Callable[[int], None]) -> Iterable[LabelledPicture]:
    for number, one in enumerate(pictures, 1):
        told(number)
        yield one


def examples_of(pictures: Iterable[LabelledPicture]) -> Examples:
    """Brings labelled pictures to the size that the net looks at."""
    numbers = {label: number for number, label in enumerate(CLASSES)}
    small: list[npt.NDArray[np.uint8]] = []
    rows: list[tuple[float, ...]] = []
    scenes: list[int] = []
    for picture in pictures:
        height, width = picture.picture.shape[:2]
        across, down = WIDTH_PX / width, HEIGHT_PX / height
        for box in picture.boxes:
            edges = (box.left_px * across, box.top_px * down, box.right_px * across, box.bottom_px * down)
            rows.append((len(small), numbers[box.label], *edges, float(box.counts)))
        small.append(shrunk(picture.picture, FORM))
        scenes.append(picture.scene)
    stacked = np.stack(small) if small else np.empty((0, HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    return Examples(stacked, np.array(rows, np.float32).reshape(-1, 7), np.array(scenes, np.int64))
