# SPDX-License-Identifier: Apache-2.0
"""Finding square markers (ArUco, AprilTag) in a picture, and where they are in space.

Finding and reading is OpenCV's: S. Garrido-Jurado et al., "Automatic generation and detection of highly reliable
fiducial markers under occlusion", Pattern Recognition 47 (2014); AprilTag's codes: E. Olson, ICRA 2011. Pose from the
four corners: T. Collins and A. Bartoli, "Infinitesimal plane-based pose estimation", IJCV 109 (2014).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from valence_nodes.perception.lens import Lens

FAMILIES = ("4x4_50", "5x5_100", "6x6_250", "apriltag_16h5", "apriltag_25h9", "apriltag_36h11")
"""Sets of markers that can be read: ArUco's by bits and number of markers, AprilTag's by bits and Hamming distance."""

_LEAST_PX = 12
"""Smaller pictures can't hold a marker."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class MarkerPose:
    """Where a marker is in the camera's optical frame (x right, y down, z forward).

    The marker's own frame has its origin in the middle, x to its right, y up and z out of it, towards who reads it.

    Attributes:
        position_m: of its middle.
        quaternion_wxyz: of its frame.
        error_px: root mean square distance between the corners as seen and as the pose has them.
        ambiguity: error of this pose as a share of that of the other pose that a square seen from afar might have,
            0..1; near 1 nobody can tell which way the marker leans.
    """

    position_m: tuple[float, float, float]
    quaternion_wxyz: tuple[float, float, float, float]
    error_px: float
    ambiguity: float


@dataclass(frozen=True)
class Marker:
    """A marker that was read.

    Attributes:
        number: its id in the family.
        corners_px: float64 (4, 2), from the left and top edges of the picture; the marker's own upper left one first,
            then clockwise.
        pose: None where the camera is not known.
    """

    number: int
    corners_px: FloatArray
    pose: MarkerPose | None


class MarkerFinder:
    """Finds the markers of one family.

    Attributes:
        family: one of `FAMILIES`.
        side_m: edge of the black square.
    """

    def __init__(self, family: str = "4x4_50", side_m: float = 0.18) -> None:
        """Prepares the family's dictionary.

        Args:
            family: one of `FAMILIES`.
            side_m: edge of the black square.

        Raises:
            ValueError: there is no such family, or a side is no length.
        """
        if family not in FAMILIES:
            raise ValueError(f"There is no marker family “{family[:40]}”; known: {', '.join(FAMILIES)}.")
        if not 0 < side_m < math.inf:
            raise ValueError(f"A marker's side_m must be a length above 0; {side_m!r} was given.")
        self.side_m = side_m
        self.family = family
        parameters = cv2.aruco.DetectorParameters()
        # Corners to a tenth of a pixel and better: a pose is as good as its corners.
        parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
        parameters.cornerRefinementWinSize = 3
        name = f"DICT_{family.upper()}"
        dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, name))
        self._detector = cv2.aruco.ArucoDetector(dictionary, parameters)

    def find(self, rgb: npt.NDArray[np.uint8], lens: Lens | None = None) -> list[Marker]:
        """Finds all markers, the largest in the picture first.

        Args:
            rgb: picture, uint8 of shape (height, width, 3).
            lens: the camera that took it; without it no pose is known.

        Raises:
            ValueError: another shape or type.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
            raise ValueError(f"A picture is uint8 of shape (height, width, 3), not {rgb.dtype} of shape {rgb.shape}.")
        if min(rgb.shape[:2]) < _LEAST_PX:
            return []
        squares, numbers, _ = self._detector.detectMarkers(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
        if numbers is None:
            return []
        found = []
        for square, number in zip(squares, np.ravel(numbers).tolist(), strict=True):
            corners = np.asarray(square, np.float64).reshape(4, 2)
            pose = None if lens is None else self._pose(corners, lens)
            # OpenCV's pixel i is centred at i, ours reaches from i to i + 1.
            found.append((abs(cv2.contourArea(corners.astype(np.float32))), Marker(number, corners + 0.5, pose)))
        found.sort(key=lambda pair: (-pair[0], pair[1].number, tuple(pair[1].corners_px[0])))
        return [marker for _, marker in found]

    def _pose(self, corners: FloatArray, lens: Lens) -> MarkerPose | None:
        half = self.side_m / 2
        square = np.array([[-half, half, 0.0], [half, half, 0.0], [half, -half, 0.0], [-half, -half, 0.0]])
        distortion = np.array(lens.distortion, np.float64) if lens.distortion else None
        _, turns, shifts, errors = cv2.solvePnPGeneric(
            square, corners, lens.matrix, distortion, flags=cv2.SOLVEPNP_IPPE_SQUARE
        )
        poses = [
            (float(np.ravel(error)[0]), turn, np.ravel(shift))
            for error, turn, shift in zip(np.ravel(errors), turns, shifts, strict=True)
            if np.isfinite(turn).all() and np.isfinite(shift).all() and np.ravel(shift)[2] > 0
        ]
        if not poses:
            return None
        poses.sort(key=lambda one: one[0])
        error_px, turn, shift = poses[0]
        other_px = poses[1][0] if len(poses) > 1 else math.inf
        x, y, z = shift.tolist()
        return MarkerPose((x, y, z), _quaternion(turn), error_px, error_px / other_px if other_px > 0 else 1.0)


def _quaternion(rotation_vector: FloatArray) -> tuple[float, float, float, float]:
    x, y, z = np.ravel(rotation_vector).tolist()
    angle = math.sqrt(x * x + y * y + z * z)
    # sin(a/2)/a near 0 is 1/2.
    scale = math.sin(angle / 2) / angle if angle > 1e-9 else 0.5
    return math.cos(angle / 2), x * scale, y * scale, z * scale
