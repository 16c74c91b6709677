# SPDX-License-Identifier: Apache-2.0
"""Finding a line on the floor in a camera picture."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from valence_nodes.perception.colour_blobs import COLOURS, colour_mask

DARK = "dark"
LINE_COLOURS = (DARK, *COLOURS)
"""What a line can look like: darker than the floor on both sides, or of one of the strong colours."""

_DIMMEST_FLOOR = 20
"""A floor darker than this (0..255) is lost in the noise of a camera; nothing is told apart on it."""

_FEWEST_PX = 4
"""Fewer pixels than this in a band are its edge, not its middle."""

Mask = npt.NDArray[np.bool_]
Strength = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LineLook:
    """How a line looks in a picture.

    Attributes:
        colour: one of `LINE_COLOURS`.
        bands: number of bands of equal height that are looked at.
        top: upper edge of the highest band, as a share of the picture's height; the horizon of a level camera is 0.5.
        max_width: widest that a dark line may be, as a share of the picture's width; wider is a shadow or a thing.
        min_contrast: of a dark line, how much less light it gives back than the floor beside it, 0..1.
        min_area_px: smaller patches are noise.
        min_saturation: of a coloured line, 0..255.
        min_brightness: of a coloured line, 0..255.
    """

    colour: str = DARK
    bands: int = 6
    top: float = 0.55
    max_width: float = 0.22
    min_contrast: float = 0.5
    min_area_px: int = 60
    min_saturation: int = 90
    min_brightness: int = 40

    def __post_init__(self) -> None:
        if self.colour not in LINE_COLOURS:
            raise ValueError(f"There is no line colour “{self.colour[:40]}”; known: {', '.join(LINE_COLOURS)}.")


@dataclass(frozen=True)
class LinePiece:
    """The line in one band of the picture.

    Attributes:
        strength: how clearly it stands out, 0..1: mean contrast of a dark line, share of its box of a coloured one.
        x_px: its middle, from the left edge of the picture.
        y_px: its middle, from the top edge.
        width_px: from its leftmost to its rightmost pixel.
        height_px: from its first to its last row.
    """

    strength: float
    x_px: float
    y_px: float
    width_px: float
    height_px: float


def find_line(rgb: npt.NDArray[np.uint8], look: LineLook | None = None) -> list[LinePiece]:
    """Finds the middle of a line in each of several bands, the nearest band first.

    A dark line is what is darker than the floor on both sides of it, in proportion: brighter or dimmer light changes
    nothing, and neither does a shadow that is wider than a line. Of several patches the largest and nearest counts, but
    one that leaves the picture (as lines do) before one that does not (as things do). A band that the line does not
    cross, or in which it is too faint, is left out.

    Args:
        rgb: picture, uint8 of shape (height, width, 3).
        look: how the line looks.

    Raises:
        ValueError: another shape or type.
    """
    look = look or LineLook()
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
        raise ValueError(f"A picture is uint8 of shape (height, width, 3), not {rgb.dtype} of shape {rgb.shape}.")
    height = rgb.shape[0]
    top = min(max(round(height * look.top), 0), height)
    floor = np.ascontiguousarray(rgb[top:])
    if 0 in floor.shape:
        return []
    strength = _strength_of_dark(floor, look) if look.colour == DARK else _strength_of_colour(floor, look)
    line = _foremost_patch(strength > 0, look.min_area_px)
    if line is None:
        return []
    return list(_pieces(np.where(line, strength, 0), top, look.bands))


def floor_angle_rad(pieces: Sequence[LinePiece], focal_px: float, middle_px: tuple[float, float]) -> float:
    """Direction of the line on the floor against straight ahead, counter-clockwise positive.

    The pieces are thrown onto the floor under a level camera: a point `v` below the horizon and `u` left of the middle
    lies f/v ahead and u/v to the left, in heights of the camera, which the direction does not depend on. It is that of
    the straight line with the least squared distances (the first principal axis), from the nearest piece outwards.
    Of a single piece only the bearing is known.

    Args:
        pieces: at least one, nearest first.
        focal_px: focal length.
        middle_px: where the optical axis meets the picture; its row is the horizon.
    """
    below = [max(piece.y_px - middle_px[1], 1.0) for piece in pieces]
    ahead = np.array([focal_px / v for v in below])
    left = np.array([(middle_px[0] - piece.x_px) / v for piece, v in zip(pieces, below, strict=True)])
    if len(pieces) == 1:
        return math.atan2(left[0], ahead[0])
    points = np.stack([ahead - ahead.mean(), left - left.mean()])
    _, axes = np.linalg.eigh(points @ points.T)
    along = axes[:, -1]
    outwards = points[:, -1] - points[:, 0]
    x, y = along if along @ outwards >= 0 else -along
    return math.atan2(y, x)


def offset_at_lower_edge(pieces: Sequence[LinePiece], width_px: int, height_px: int) -> float:
    """Where the line meets the lower edge of the picture: -1 at its right end, 0 in the middle, 1 at its left end.

    Args:
        pieces: at least one, nearest first; the two nearest are drawn out to the edge.
        width_px: of the picture.
        height_px: of the picture.
    """
    x_px = pieces[0].x_px
    if len(pieces) > 1 and pieces[0].y_px > pieces[1].y_px:
        slope = (pieces[0].x_px - pieces[1].x_px) / (pieces[0].y_px - pieces[1].y_px)
        x_px += slope * (height_px - pieces[0].y_px)
    return float(min(max(1 - 2 * x_px / width_px, -1.0), 1.0))


def _strength_of_dark(rgb: npt.NDArray[np.uint8], look: LineLook) -> Strength:
    """How much darker each pixel is than the floor around it, as a share; 0 where that is too little.

    The floor without its line is a morphological closing (Serra 1982), which fills what is dark and narrower than its
    square. The brightest of the three channels counts, so that no strong colour is taken for dark.
    """
    value = cv2.GaussianBlur(rgb.max(axis=2), (5, 5), 0)
    side = max(3, round(rgb.shape[1] * look.max_width) | 1)
    floor = cv2.morphologyEx(value, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    contrast = (floor.astype(np.float32) - value) / np.maximum(floor, 1)
    strength: Strength = np.where((contrast >= look.min_contrast) & (floor >= _DIMMEST_FLOOR), contrast, np.float32(0))
    return strength


def _strength_of_colour(rgb: npt.NDArray[np.uint8], look: LineLook) -> Strength:
    hsv = cv2.cvtColor(cv2.GaussianBlur(rgb, (5, 5), 0), cv2.COLOR_RGB2HSV)
    mask = colour_mask(hsv, look.colour, look.min_saturation, look.min_brightness)
    return (mask > 0).astype(np.float32)


def _foremost_patch(mask: Mask, min_area_px: int) -> Mask | None:
    """The connected patch that is largest when near pixels count more than far ones (by their row, squared).

    So the line under the robot's nose outweighs a long dark foot of a wall at the far end of the hall. A patch that
    reaches the left, right or lower edge goes before all that do not.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    height, width = mask.shape
    nearness = np.repeat(np.arange(height, dtype=np.float64) ** 2, width)
    weights = np.bincount(labels.ravel(), nearness, count).tolist()
    best, best_rank = 0, (False, 0.0)
    for label, (left, upper, wide, high, area) in enumerate(stats[1:count].tolist(), 1):
        rank = (left == 0 or left + wide == width or upper + high == height, weights[label])
        if area >= min_area_px and rank > best_rank:
            best, best_rank = label, rank
    return labels == best if best else None


def _pieces(strength: Strength, top: int, bands: int) -> Iterator[LinePiece]:
    """Cuts the line into bands from below.

    Where it crosses a band twice, the piece next to the one before counts, or next to the middle in the first.
    """
    edges = np.linspace(strength.shape[0], 0, bands + 1).round().astype(int)
    before_px = strength.shape[1] / 2
    for lower, upper in itertools.pairwise(edges):
        strip = strength[upper:lower]
        if 0 in strip.shape:
            continue
        mask = (strip > 0).astype(np.uint8)
        count, labels, stats, middles = cv2.connectedComponentsWithStats(mask, connectivity=8)
        parts = [part for part in range(1, count) if stats[part, cv2.CC_STAT_AREA] >= _FEWEST_PX]
        if not parts:
            continue
        away_px = np.abs(middles[:, 0] - before_px).tolist()
        part = min(parts, key=away_px.__getitem__)
        _, _, wide, high, _ = stats[part].tolist()
        x, y = middles[part].tolist()
        before_px = x
        # Pixel i reaches from i to i + 1.
        yield LinePiece(float(strip[labels == part].mean()), x + 0.5, y + upper + top + 0.5, wide, high)
