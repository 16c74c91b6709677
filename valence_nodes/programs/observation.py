# SPDX-License-Identifier: Apache-2.0
"""What the robot knows at one instant, as the program node hands it to a program. Also used in the box."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ScanData:
    """A lidar turn; `ranges_m` are little-endian float32 bytes, angles counter-clockwise from ahead."""

    angle_min_rad: float
    angle_increment_rad: float
    range_min_m: float
    range_max_m: float
    ranges_m: bytes


@dataclass(frozen=True)
class ImageData:
    """A camera frame: rgb8 bytes, row by row from the top left."""

    width_px: int
    height_px: int
    horizontal_fov_rad: float
    rgb: bytes


@dataclass(frozen=True)
class OdometryData:
    """Dead reckoning in the `odom` frame."""

    x_m: float
    y_m: float
    yaw_rad: float
    speed_mps: float
    turn_radps: float


@dataclass(frozen=True)
class ImuData:
    """Heading (rad, 0 at the start), gyroscope (rad/s), accelerometer (m/s²); axes of the robot."""

    yaw_rad: float
    angular_velocity_radps: tuple[float, float, float]
    linear_acceleration_mps2: tuple[float, float, float]


@dataclass(frozen=True)
class ImuWindowData:
    """What a fast IMU felt since the step before: little-endian float32 bytes, six numbers a sample, oldest first.

    Gyroscope x, y, z (rad/s) and accelerometer x, y, z (m/s²), axes of the robot.
    """

    rate_hz: float
    samples: bytes


@dataclass(frozen=True)
class SoundData:
    """What the microphones heard in the last second: little-endian int16 bytes, in each sample the channels.

    A sample of 32,767 stands for a sound pressure of `full_scale_pa`; two channels are the left and the right one.
    """

    rate_hz: int
    channels: int
    full_scale_pa: float
    samples: bytes


@dataclass(frozen=True)
class BatteryData:
    """Voltage (V) and charge as a fraction 0..1."""

    voltage_v: float
    fraction: float


@dataclass(frozen=True)
class DetectionData:
    """Something seen in the camera image: a box in pixels, and the bearing to its middle.

    `bearing_rad` is counter-clockwise from ahead (left positive), from the camera's field of view.
    """

    label: str
    score: float
    x_px: float
    y_px: float
    width_px: float
    height_px: float
    bearing_rad: float


@dataclass(frozen=True)
class Observation:
    """Everything at one step; a sensor that has given nothing yet, or that the robot lacks, is None.

    Attributes:
        step: number of the control step, 0 first.
        time_s: simulated (or the robot's) time since the episode began.
        control_timestep_s: time until the next step.
        time_limit_s: when the episode is truncated.
    """

    step: int
    time_s: float
    control_timestep_s: float
    time_limit_s: float
    scan: ScanData | None = None
    image: ImageData | None = None
    odometry: OdometryData | None = None
    imu: ImuData | None = None
    imu_window: ImuWindowData | None = None
    sound: SoundData | None = None
    battery: BatteryData | None = None
    detections: tuple[DetectionData, ...] | None = field(default=None)
