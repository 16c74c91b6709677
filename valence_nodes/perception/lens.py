# SPDX-License-Identifier: Apache-2.0
"""What a camera's calibration says: where a point in front of it falls in the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_MATRIX_NUMBERS = 9
_MOST_DISTORTIONS = (0, 4, 5, 8, 12, 14)
"""How many distortion coefficients OpenCV's pinhole model takes (its documentation of `solvePnP`)."""


@dataclass(frozen=True)
class Lens:
    """A pinhole camera; in its optical frame x points right, y down and z forward (REP-103).

    Attributes:
        focal_px: focal length along x and y.
        middle_px: where the optical axis meets the picture, from its left and top edges.
        distortion: coefficients of the model `plumb_bob` or `rational_polynomial`; empty for none.
    """

    focal_px: tuple[float, float]
    middle_px: tuple[float, float]
    distortion: tuple[float, ...] = ()

    @classmethod
    def of_calibration(cls, matrix: Sequence[float], distortion: Sequence[float] = ()) -> Lens | None:
        """Reads the fields `k` and `d` of a `sensor_msgs/CameraInfo`.

        Args:
            matrix: row-major 3 × 3.
            distortion: coefficients.

        Returns:
            The camera; None when it is not calibrated (focal length 0), or its numbers are impossible.
        """
        if len(matrix) != _MATRIX_NUMBERS or len(distortion) not in _MOST_DISTORTIONS:
            return None
        focal_x, _, middle_x, _, focal_y, middle_y = matrix[:6]
        if not all(map(math.isfinite, [*matrix, *distortion])) or focal_x <= 0 or focal_y <= 0:
            return None
        kept = tuple(distortion) if any(distortion) else ()
        return cls((focal_x, focal_y), (middle_x, middle_y), kept)

    @classmethod
    def of_view(cls, width_px: int, height_px: int, horizontal_fov_rad: float) -> Lens:
        """An ideal camera with square pixels whose axis meets the picture in its middle."""
        focal = width_px / (2 * math.tan(horizontal_fov_rad / 2))
        return cls((focal, focal), (width_px / 2, height_px / 2))

    @property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The matrix K, float64 (3, 3), for OpenCV, to which pixel i reaches from i - 0.5 to i + 0.5."""
        (focal_x, focal_y), (middle_x, middle_y) = self.focal_px, self.middle_px
        return np.array([[focal_x, 0.0, middle_x - 0.5], [0.0, focal_y, middle_y - 0.5], [0.0, 0.0, 1.0]])
