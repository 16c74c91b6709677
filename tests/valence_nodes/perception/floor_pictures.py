# SPDX-License-Identifier: Apache-2.0
"""Pictures of a floor with a line on it, as a level camera sees them: drawn by geometry, without a renderer."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from valence_nodes.perception.line import LinePiece

WIDTH_PX, HEIGHT_PX = 320, 240
FOCAL_PX = 265.0
MIDDLE_PX = (160.0, 120.0)
CAMERA_M = 0.103
"""Height of the camera, as on a TurtleBot3 Waffle Pi."""

FLOOR, DARK = (200, 205, 205), (22, 22, 25)

Picture = npt.NDArray[np.uint8]
Shape = Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], npt.NDArray[np.float64]]
"""Distance of points on the floor (m ahead of the camera, m to the left) from the middle of a line, m."""


def straight(left_m: float = 0.0, angle_rad: float = 0.0) -> Shape:
    """A line through the point 0.3 m ahead and so far to the left, at an angle against straight ahead."""

    def distance(ahead: npt.NDArray[np.float64], left: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.abs((left - left_m) * math.cos(angle_rad) - (ahead - 0.3) * math.sin(angle_rad))

    return distance


def bend(radius_m: float) -> Shape:
    """A circle that begins under the camera, straight ahead; with a positive radius it bends to the left."""
    return lambda ahead, left: np.abs(np.hypot(ahead, left - radius_m) - abs(radius_m))


def corner(at_m: float) -> Shape:
    """Straight ahead as far as `at_m`, then sharply to the left."""

    def distance(ahead: npt.NDArray[np.float64], left: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        leg = np.hypot(left, np.maximum(ahead - at_m, 0.0))
        return np.minimum(leg, np.hypot(ahead - at_m, np.minimum(left, 0.0)))

    return distance


def floor(
    shape: Shape | None,
    *,
    colour: tuple[int, int, int] = DARK,
    light: float = 1.0,
    noise: float = 0.0,
    width_m: float = 0.04,
) -> Picture:
    """Draws a floor under a grey wall.

    Args:
        shape: of the line; None for a floor without one.
        colour: of the line.
        light: factor on everything.
        noise: standard deviation, 0..255, on each channel of each pixel.
        width_m: of the line.
    """
    rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX] + 0.5
    picture = np.empty((HEIGHT_PX, WIDTH_PX, 3))
    picture[:] = FLOOR
    below = np.maximum(rows - MIDDLE_PX[1], 1e-3)
    ahead = FOCAL_PX * CAMERA_M / below
    left = (MIDDLE_PX[0] - columns) * CAMERA_M / below
    if shape is not None:
        picture[shape(ahead, left) <= width_m / 2] = colour
    picture[rows < 128] = (120, 125, 130)
    picture *= light
    picture += np.random.default_rng(1).normal(0.0, noise, picture.shape)
    return picture.clip(0, 255).astype(np.uint8)


def on_the_floor(piece: LinePiece) -> tuple[float, float]:
    """Where on the floor the middle of a piece is: m ahead of the camera, m to the left."""
    below = piece.y_px - MIDDLE_PX[1]
    return FOCAL_PX * CAMERA_M / below, (MIDDLE_PX[0] - piece.x_px) * CAMERA_M / below
