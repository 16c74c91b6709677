# SPDX-License-Identifier: Apache-2.0
"""What sensors and the referee read from a simulator: plain values, SI units, REP-103 axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from worlds.pose import Pose, Quaternion, Vec3


@dataclass(frozen=True)
class LidarReading:
    """One turn of a lidar, in the sensor frame.

    Attributes:
        angle_min_rad: of the first ray, counter-clockwise from +x.
        angle_increment_rad: between rays.
        range_min_m: nearest distance measured.
        range_max_m: farthest distance measured.
        ranges_m: float32, shape (samples,); REP-117: -inf too close, +inf nothing in range.
    """

    angle_min_rad: float
    angle_increment_rad: float
    range_min_m: float
    range_max_m: float
    ranges_m: npt.NDArray[np.float32]


@dataclass(frozen=True)
class CameraReading:
    """One frame: `image` is uint8 (height, width, 3) RGB, or float32 (height, width) metres for depth."""

    image: npt.NDArray[np.uint8] | npt.NDArray[np.float32]
    horizontal_fov_rad: float


@dataclass(frozen=True)
class ImuReading:
    """Gyroscope (rad/s) and accelerometer (m/s², gravity included: +9.8 on z at rest), in the sensor frame.

    `orientation_wxyz` is relative to where the episode began, as a real IMU's fusion gives it, gyro error
    included.
    """

    orientation_wxyz: Quaternion
    angular_velocity_radps: Vec3
    linear_acceleration_mps2: Vec3


@dataclass(frozen=True)
class ContactReading:
    """Whether the sensor's collisions touch something, and the greatest force since the last reading (N)."""

    touching: bool
    force_n: float


@dataclass(frozen=True)
class WheelReading:
    """Encoder angles (rad, quantised to ticks) and speeds (rad/s) of the left and the right wheel."""

    left_rad: float
    right_rad: float
    left_radps: float
    right_radps: float


@dataclass(frozen=True)
class MotorReading:
    """What the motor drivers measure of the left and the right wheel, positive where it drives ahead.

    Attributes:
        wheels: what the encoders say.
        left_command_radps: how fast the firmware wants the wheel to turn.
        right_command_radps: the same of the right one.
        left_a: current of the motor, A.
        right_a: the same of the right one.
    """

    wheels: WheelReading
    left_command_radps: float
    right_command_radps: float
    left_a: float
    right_a: float


@dataclass(frozen=True)
class OdometryReading:
    """Dead reckoning from the wheel encoders, in `odom`: starts at 0, 0, 0 and drifts, as a real one does."""

    x_m: float
    y_m: float
    yaw_rad: float
    speed_mps: float
    turn_radps: float


@dataclass(frozen=True)
class BatteryReading:
    """Voltage (V), current (A, negative when discharging), charge left (Ah) and as a fraction 0..1."""

    voltage_v: float
    current_a: float
    charge_ah: float
    capacity_ah: float
    fraction: float


@dataclass(frozen=True)
class MicrophoneReading:
    """What was heard since the reading before: blocks follow one another without a gap.

    Attributes:
        rate_hz: samples a second.
        full_scale_pa: sound pressure of a sample of 32,767, Pa.
        samples: int16, shape (samples, channels): one channel, or the left and the right one.
    """

    rate_hz: int
    full_scale_pa: float
    samples: npt.NDArray[np.int16]


Reading = (
    LidarReading
    | CameraReading
    | ImuReading
    | ContactReading
    | WheelReading
    | OdometryReading
    | BatteryReading
    | MicrophoneReading
    | MotorReading
)


@dataclass(frozen=True)
class EntityPicture:
    """Ground truth of what a camera sees, pixel by pixel; no reading, and on no topic.

    Attributes:
        names: of the world's models.
        indices: int32 (height, width): which of `names` a pixel shows; -1 where it shows none.
    """

    names: tuple[str, ...]
    indices: npt.NDArray[np.int32]


@dataclass(frozen=True)
class EntityState:
    """Ground truth of one model: pose in the world, velocity of its origin in the world frame."""

    pose: Pose
    linear_velocity_mps: Vec3
    angular_velocity_radps: Vec3


@dataclass(frozen=True)
class Contact:
    """Something that the robot touched since the last ground truth.

    Attributes:
        collision: scoped name `link::collision` of the robot's part.
        entity: name of the other model.
        entity_collision: scoped name of the other part.
        normal: unit vector in the world, from the other thing to the robot (z near 1: it stands on it).
        force_n: greatest normal force seen since the last ground truth.
    """

    collision: str
    entity: str
    entity_collision: str
    normal: Vec3
    force_n: float


@dataclass(frozen=True)
class GroundTruth:
    """What is true in the world now; only the referee and viewers may see it.

    Attributes:
        sim_time_s: time of the truth.
        entities: state of every non-static model by name, the robot's under `scenario.ROBOT_ENTITY`.
        contacts: what the robot touched since the last call, floor contacts of its wheels included.
        load_slid_m: how far the robot's load has slid on its tray in all, None without a load or uneven ground.
    """

    sim_time_s: float
    entities: dict[str, EntityState]
    contacts: tuple[Contact, ...]
    load_slid_m: float | None = None
