# SPDX-License-Identifier: Apache-2.0
"""What a program reads from its robot's sensors. Runs inside the box."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Odometry(NamedTuple):
    """Where the wheels say the robot is: metres and radians from where it started, x ahead, y left."""

    x_m: float
    y_m: float
    yaw_rad: float
    speed_mps: float
    turn_radps: float


class Imu(NamedTuple):
    """Heading (rad, counter-clockwise, 0 at the start), turning rate (rad/s) and acceleration (m/s²)."""

    yaw_rad: float
    turn_rate_radps: tuple[float, float, float]
    acceleration_mps2: tuple[float, float, float]


class Sound(NamedTuple):
    """How many samples there are in a second, and the samples: sound pressure (Pa), samples × channels, newest last."""

    rate_hz: int
    samples: npt.NDArray[np.float32]


class Battery(NamedTuple):
    """Voltage, and how full it is from 0 to 1."""

    voltage_v: float
    fraction: float


class Detection(NamedTuple):
    """Something seen by the camera: what, how sure (0..1), the box in the image (px), and its bearing (rad, left +)."""

    label: str
    score: float
    x_px: float
    y_px: float
    width_px: float
    height_px: float
    bearing_rad: float
