# SPDX-License-Identifier: Apache-2.0
"""Where on the floor the pixels of a camera lie: its lens, and its pose over the floor."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from valence_nodes.perception.lens import Lens
from worlds.pose import Pose

LEAST_HEIGHT_M = 0.01
"""A camera that lies on the floor sees nothing of it."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FloorView:
    """The floor as a camera sees it; all is in the robot's frame on the floor (x forward, y left, z up).

    Attributes:
        height_m: of the camera over the floor.
        x_m: float64 (height, width): where the ray through the middle of a pixel meets the floor; inf at and above the
            horizon.
        y_m: the same to the left.
        away_m: float64 (height, width): how far that is from the point below the camera; inf as well.
        rise: float64 (height, width): how much a ray rises, m a metre over the floor; below the horizon it is negative.
        middle_m: (x, y) of the point below the camera.
    """

    height_m: float
    x_m: FloatArray
    y_m: FloatArray
    away_m: FloatArray
    rise: FloatArray
    middle_m: tuple[float, float]

    @classmethod
    def of(cls, lens: Lens, camera: Pose, width_px: int, height_px: int) -> FloorView:
        """Looks along the ray of every pixel.

        Args:
            lens: of the camera.
            camera: pose of its optical frame (x right, y down, z forward) in the robot's frame on the floor.
            width_px: of the picture.
            height_px: of the same.

        Raises:
            ValueError: the pose is not finite, or the camera is not above the floor.
        """
        x_m, y_m, height_m = camera.position_m
        if not np.isfinite([*camera.position_m, *camera.quaternion_wxyz]).all() or height_m < LEAST_HEIGHT_M:
            raise ValueError(
                f"The camera must be above the floor (at least {LEAST_HEIGHT_M} m); it is at {height_m!r} m."
            )
        rows, columns = np.mgrid[:height_px, :width_px].astype(np.float64)
        pixels = np.stack([columns, rows], axis=-1).reshape(-1, 1, 2)
        distortion = np.array(lens.distortion) if lens.distortion else None
        plane = cv2.undistortPoints(pixels, lens.matrix, distortion).reshape(height_px, width_px, 2)
        turn = np.array([camera.rotate(axis) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))])
        rays = plane[..., :1] * turn[0] + plane[..., 1:] * turn[1] + turn[2]
        level = np.hypot(rays[..., 0], rays[..., 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            rise = rays[..., 2] / level
            steps = np.where(rays[..., 2] < 0, -height_m / rays[..., 2], np.inf)
            ahead, left = (np.where(np.isfinite(steps), steps * rays[..., axis], np.inf) for axis in (0, 1))
        return cls(height_m, x_m + ahead, y_m + left, np.hypot(ahead, left), rise, (x_m, y_m))
