# SPDX-License-Identifier: Apache-2.0
"""Finding patches of strong colour in a picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

# Hue ranges in OpenCV's half degrees (0..179), red on both ends of the circle.
_HUES: dict[str, tuple[tuple[int, int], ...]] = {
    "red": ((0, 8), (172, 179)),
    "orange": ((9, 20),),
    "yellow": ((21, 34),),
    "green": ((35, 85),),
    "blue": ((95, 130),),
    "purple": ((131, 160),),
}

COLOURS = tuple(_HUES)
"""The names of the colours that can be found."""


@dataclass(frozen=True)
class Blob:
    """One patch of a colour.

    Attributes:
        colour: one of `COLOURS`.
        fill: share of its bounding box that has the colour, 0..1.
        x_px: middle of the box, from the left edge of the picture.
        y_px: middle of the box, from the top edge.
        width_px: of the box.
        height_px: of the box.
    """

    colour: str
    fill: float
    x_px: float
    y_px: float
    width_px: float
    height_px: float


def find_blobs(
    rgb: npt.NDArray[np.uint8],
    min_area_px: int = 40,
    min_saturation: int = 110,
    min_brightness: int = 50,
) -> list[Blob]:
    """Finds connected patches of each colour, the largest first.

    Args:
        rgb: picture, uint8 of shape (height, width, 3).
        min_area_px: smaller patches are noise.
        min_saturation: 0..255; below it a pixel counts as grey.
        min_brightness: 0..255; below it a pixel counts as black.

    Returns:
        Patches by falling area; equal areas by colour and place, so that the order is always the same.
    """
    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    found: list[tuple[int, Blob]] = []
    for colour in COLOURS:
        mask = colour_mask(hsv, colour, min_saturation, min_brightness)
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        for left, top, width, height, area in stats[1:count].tolist():
            if area >= min_area_px:
                blob = Blob(colour, area / (width * height), left + width / 2, top + height / 2, width, height)
                found.append((area, blob))
    found.sort(key=lambda pair: (-pair[0], pair[1].colour, pair[1].x_px, pair[1].y_px))
    return [blob for _, blob in found]


def colour_mask(
    hsv: npt.NDArray[np.uint8], colour: str, min_saturation: int, min_brightness: int
) -> npt.NDArray[np.uint8]:
    """Marks the pixels of a colour with 255, others with 0.

    Args:
        hsv: picture in OpenCV's HSV, uint8 of shape (height, width, 3).
        colour: one of `COLOURS`.
        min_saturation: 0..255; below it a pixel counts as grey.
        min_brightness: 0..255; below it a pixel counts as black.
    """
    mask = np.zeros(hsv.shape[:2], np.uint8)
    for low, high in _HUES[colour]:
        mask |= cv2.inRange(hsv, (low, min_saturation, min_brightness), (high, 255, 255))
    return mask
