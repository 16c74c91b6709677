# SPDX-License-Identifier: Apache-2.0
"""What makes a truth a measurement, the same under every engine: a lidar's and an inertial unit's errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from worlds.pose import Pose, Quaternion, Vec3, multiply
from worlds.readings import ImuReading, LidarReading
from worlds.sdf.description import Imu, Lidar
from worlds.sensor_noise import GaussianNoise

_UP: Vec3 = (0.0, 0.0, 1.0)


def lidar_angles_rad(lidar: Lidar) -> npt.NDArray[np.float64]:
    """Angles of a lidar's rays in its frame, float64 (samples,), counter-clockwise from +x."""
    return np.linspace(lidar.min_angle_rad, lidar.max_angle_rad, lidar.samples)


class LidarModel:
    """One lidar in one episode: true distances become ranges as REP-117 has them.

    Noise is added to what is within limits, the sum is rounded to the resolution, and what left the limits by
    that is reported as a real one would.
    """

    def __init__(self, lidar: Lidar, stream: np.random.Generator) -> None:
        self._lidar = lidar
        self._noise = GaussianNoise(lidar.noise, stream)
        steps = max(1, lidar.samples - 1)
        self._increment_rad = (lidar.max_angle_rad - lidar.min_angle_rad) / steps

    def read(self, distances_m: npt.NDArray[np.float64]) -> LidarReading:
        """Makes a reading of the true distances along the rays (m, inf for none), float64 (samples,)."""
        lidar = self._lidar
        errors_m = self._noise.draw_many(len(distances_m))
        seen = (distances_m >= lidar.range_min_m) & (distances_m <= lidar.range_max_m)
        ranges_m = np.where(seen, distances_m + errors_m, distances_m)
        if lidar.range_resolution_m > 0:
            ranges_m = np.round(ranges_m / lidar.range_resolution_m) * lidar.range_resolution_m
        ranges_m[ranges_m < lidar.range_min_m] = -np.inf
        ranges_m[ranges_m > lidar.range_max_m] = np.inf
        return LidarReading(
            angle_min_rad=lidar.min_angle_rad,
            angle_increment_rad=self._increment_rad,
            range_min_m=lidar.range_min_m,
            range_max_m=lidar.range_max_m,
            ranges_m=ranges_m.astype(np.float32),
        )


@dataclass(frozen=True)
class Motion:
    """What an inertial unit would feel without error.

    Attributes:
        orientation_wxyz: of its frame in the world.
        angular_velocity_radps: in its frame.
        linear_acceleration_mps2: against free fall, in its frame: +9.8 on z at rest.
    """

    orientation_wxyz: Quaternion
    angular_velocity_radps: Vec3
    linear_acceleration_mps2: Vec3


class ImuModel:
    """One inertial unit in one episode.

    Its orientation is relative to that at the start. Gravity holds roll and pitch, as in a real unit's fusion
    of gyroscope and accelerometer; nothing holds the heading, so the gyroscope's error adds up in it.
    """

    def __init__(self, imu: Imu, stream: np.random.Generator, start_wxyz: Quaternion) -> None:
        """Makes the errors of an episode that starts with the unit's frame turned to `start_wxyz` in the world."""
        self._stream = stream
        self._noises = [GaussianNoise(noise, stream) for noise in (*imu.gyro_noise, *imu.accel_noise)]
        self._from_start = Pose((0.0, 0.0, 0.0), start_wxyz).inverse()
        self._last_time_s = 0.0
        self._drift_rad = 0.0

    def read(self, motion: Motion, sim_time_s: float) -> ImuReading:
        """Makes a reading of the true motion at a time (s since the reset, never before the last one)."""
        frame = Pose((0.0, 0.0, 0.0), motion.orientation_wxyz)
        # All in one draw: six cost as much as one.
        drawn = map(GaussianNoise.error, self._noises, self._stream.standard_normal(len(self._noises)).tolist())
        gyro_x, gyro_y, gyro_z, accel_x, accel_y, accel_z = drawn
        error_about_up = frame.rotate((gyro_x, gyro_y, gyro_z))[2]
        self._drift_rad += error_about_up * (sim_time_s - self._last_time_s)
        self._last_time_s = sim_time_s
        drift = _turn_about(self._from_start.rotate(_UP), self._drift_rad)
        relative = multiply(self._from_start.quaternion_wxyz, motion.orientation_wxyz)
        spin_x, spin_y, spin_z = motion.angular_velocity_radps
        push_x, push_y, push_z = motion.linear_acceleration_mps2
        return ImuReading(
            orientation_wxyz=multiply(drift, relative),
            angular_velocity_radps=(spin_x + gyro_x, spin_y + gyro_y, spin_z + gyro_z),
            linear_acceleration_mps2=(push_x + accel_x, push_y + accel_y, push_z + accel_z),
        )


def _turn_about(axis: Vec3, angle_rad: float) -> Quaternion:
    sine = math.sin(angle_rad / 2)
    return (math.cos(angle_rad / 2), axis[0] * sine, axis[1] * sine, axis[2] * sine)
