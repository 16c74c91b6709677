# SPDX-License-Identifier: Apache-2.0
"""What a program's `robot` would say, straight from the readings of a simulator: no message in between.

Numbers go the way that they go in messages (`nodes/reading_forms.py`, `nodes/from_messages.py`): what travels there as
32 bits is cut to 32 bits here. So a policy sees the same to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from valence_nodes.perception.colour_blobs import find_blobs
from valence_nodes.perception.line import find_line
from valence_nodes.programs.robot_readings import Detection, Imu, Odometry
from worlds.pose import Quaternion
from worlds.readings import CameraReading, ImuReading, LidarReading, OdometryReading, Reading
from worlds.robot_spec import RobotSpec

Picture = npt.NDArray[np.uint8]
_Look = Callable[[Picture], list[tuple[str, float, float, float, float, float]]]


def _line(picture: Picture) -> list[tuple[str, float, float, float, float, float]]:
    return [("line", one.strength, one.x_px, one.y_px, one.width_px, one.height_px) for one in find_line(picture)]


def _blobs(picture: Picture) -> list[tuple[str, float, float, float, float, float]]:
    return [(one.colour, one.fill, one.x_px, one.y_px, one.width_px, one.height_px) for one in find_blobs(picture)]


PERCEPTION: Mapping[str, _Look] = MappingProxyType({"line_node": _line, "colour_blob_node": _blobs})
"""Perception nodes whose algorithm can look here too, with the node's own settings: one line each."""


class NotSensedError(Exception):
    """Something was asked for that this robot does not sense here."""


class SensedNow:
    """What a robot senses now; takes one reading after another."""

    def __init__(self, robot: RobotSpec, perception: str | None = None) -> None:
        """Begins an episode.

        Args:
            robot: its first sensor of each kind counts, as for a program.
            perception: name of the mission's perception node; None without one.

        Raises:
            NotSensedError: no perception node of that name can look here.
        """
        if perception is not None and perception not in PERCEPTION:
            known = ", ".join(PERCEPTION)
            raise NotSensedError(f"The node {perception} can't look in training; those that can: {known}.")
        self._look = None if perception is None else PERCEPTION[perception]
        first = {sensor.kind: sensor.name for sensor in reversed(robot.sensors)}
        self._first = frozenset(first.values())
        lidar = next((sensor for sensor in robot.sensors if sensor.kind == "lidar"), None)
        self._lidar_yaw_rad = 0.0 if lidar is None else robot.frames.pose_in_footprint(lidar.frame_id).yaw_rad
        self._scan: npt.NDArray[np.float32] | None = None
        self._odometry: OdometryReading | None = None
        self._imu: ImuReading | None = None
        self._detections: list[Detection] | None = None

    def take(self, sensor: str, reading: Reading) -> None:
        """Takes a reading of a sensor, by its name in the simulator."""
        match reading:
            case OdometryReading():
                self._odometry = reading
            case ImuReading() if sensor in self._first:
                self._imu = reading
            case LidarReading() if sensor in self._first:
                first = -(float(np.float32(reading.angle_min_rad)) + self._lidar_yaw_rad)
                first /= float(np.float32(reading.angle_increment_rad))
                self._scan = np.roll(reading.ranges_m, -round(first))
            case CameraReading() if sensor in self._first and self._look is not None:
                self._detections = self._seen(reading, self._look)

    @property
    def scan(self) -> npt.NDArray[np.float32]:
        """The lidar's distances (m), the first straight ahead, then counter-clockwise."""
        if self._scan is None:
            raise NotSensedError("This robot has no lidar.")
        return self._scan

    @property
    def odometry(self) -> Odometry:
        """Where the wheels say the robot is."""
        now = self._odometry
        if now is None:
            raise NotSensedError("The odometry has said nothing yet.")
        half_rad = now.yaw_rad / 2
        yaw_rad = _yaw_rad((math.cos(half_rad), 0.0, 0.0, math.sin(half_rad)))
        return Odometry(now.x_m, now.y_m, yaw_rad, now.speed_mps, now.turn_radps)

    @property
    def imu(self) -> Imu:
        """Heading, turning rates and accelerations."""
        now = self._imu
        if now is None:
            raise NotSensedError("This robot has no inertial unit.")
        return Imu(_yaw_rad(now.orientation_wxyz), now.angular_velocity_radps, now.linear_acceleration_mps2)

    @property
    def detections(self) -> list[Detection]:
        """What the mission's perception node sees."""
        if self._detections is None:
            raise NotSensedError("There is no perception node that has seen a picture.")
        return self._detections

    @staticmethod
    def _seen(reading: CameraReading, look: _Look) -> list[Detection]:
        picture = np.asarray(reading.image, dtype=np.uint8)
        width_px = picture.shape[1]
        focal_px = width_px / (2 * math.tan(reading.horizontal_fov_rad / 2))
        found = []
        for label, score, x_px, y_px, wide_px, high_px in look(picture):
            bearing_rad = math.atan2(width_px / 2 - x_px, focal_px)
            found.append(Detection(label, score, x_px, y_px, wide_px, high_px, bearing_rad))
        return found


def _yaw_rad(wxyz: Quaternion) -> float:
    w, x, y, z = wxyz
    return math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
