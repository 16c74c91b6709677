# SPDX-License-Identifier: Apache-2.0
"""What a robot is besides its SDF: limits, drive, frames, topics, rates, battery (`robot.yaml`).

A robot is a folder in `worlds/models` with a `model.sdf` and a `robot.yaml`; the folder's name is the
robot's name. Units are SI; frames follow REP-103 and REP-105.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from worlds.errors import UnknownNameError
from worlds.pose import Pose
from worlds.sdf.reader import PROJECT_MODELS
from worlds.yaml_file import read_yaml

SPEC_FILE = "robot.yaml"

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Topic = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*$")]
Text = Annotated[str, Field(min_length=1, max_length=500)]

SensorKind = Literal["lidar", "camera", "depth_camera", "imu", "contact", "microphone"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DriveSpec(_Part):
    """Two driven wheels on one axle.

    Attributes:
        left_joint: SDF name of the left wheel's joint.
        right_joint: SDF name of the right wheel's joint.
        radius_m: wheel radius.
        separation_m: between the wheels' middles.
        encoder_ticks_per_rev: encoder resolution per wheel turn.
        max_torque_nm: the torque limit of each wheel's motor in simulation.
    """

    left_joint: Name
    right_joint: Name
    radius_m: Positive
    separation_m: Positive
    encoder_ticks_per_rev: Positive
    max_torque_nm: Positive


class LimitsSpec(_Part):
    """What the firmware clamps commands to; each holds in both directions."""

    max_speed_mps: Positive
    max_turn_radps: Positive
    max_acceleration_mps2: Positive
    max_turn_acceleration_radps2: Positive


class FixedFrame(_Part):
    """A frame that never moves on the robot, for `/tf_static`.

    Attributes:
        name: frame id.
        parent: frame id of the frame that `xyz_m` and `rpy_rad` are in; given before this one.
        xyz_m: origin in the parent.
        rpy_rad: fixed-axis roll, pitch, yaw in the parent.
    """

    name: Name
    parent: Name
    xyz_m: tuple[Finite, Finite, Finite]
    rpy_rad: tuple[Finite, Finite, Finite] = (0.0, 0.0, 0.0)

    @property
    def pose(self) -> Pose:
        """The frame in its parent."""
        return Pose.from_rpy(self.xyz_m, self.rpy_rad)


class FramesSpec(_Part):
    """REP-105 frames of the robot.

    Attributes:
        odom: where odometry started.
        footprint: on the ground under the robot: the SDF model's own frame.
        base: the robot's body.
        fixed: every fixed frame, `base` in `footprint` first, then what is on the base.
    """

    odom: Name
    footprint: Name
    base: Name
    fixed: tuple[FixedFrame, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_a_tree(self) -> FramesSpec:
        known = {self.footprint}
        for frame in self.fixed:
            if frame.parent not in known:
                raise ValueError(f"frame {frame.name}: its parent {frame.parent} must come before it")
            if frame.name in known:
                raise ValueError(f"frame {frame.name} comes twice")
            known.add(frame.name)
        if self.base not in known:
            raise ValueError(f"base frame {self.base} is not among the fixed frames")
        return self

    def pose_in_footprint(self, name: str) -> Pose:
        """Returns the pose of a fixed frame in the footprint, which is the SDF model's frame.

        Raises:
            UnknownNameError: no frame of that name.
        """
        if name == self.footprint:
            return Pose()
        frame = next((frame for frame in self.fixed if frame.name == name), None)
        if frame is None:
            raise UnknownNameError("frame", name, [self.footprint, *(frame.name for frame in self.fixed)])
        return self.pose_in_footprint(frame.parent) @ frame.pose


class SensorSpec(_Part):
    """A sensor of the SDF model and how it appears on ROS.

    Attributes:
        name: the SDF sensor's name.
        kind: what it measures.
        topic: where readings are published.
        frame_id: the frame that its messages name (cameras: the `_optical` one).
        rate_hz: readings a second of simulated time; the same as the SDF sensor's `update_rate`.
        info_topic: topic of the `CameraInfo`; cameras only.
    """

    name: Name
    kind: SensorKind
    topic: Topic
    frame_id: Name
    rate_hz: Positive
    info_topic: Topic | None = None

    @model_validator(mode="after")
    def _info_is_for_cameras(self) -> SensorSpec:
        if (self.info_topic is not None) != (self.kind in {"camera", "depth_camera"}):
            raise ValueError("info_topic belongs to cameras, and every camera has one")
        return self


class OdometrySpec(_Part):
    """Dead reckoning from the wheels.

    Attributes:
        rate_hz: messages a second, for odometry and joint states.
        wheel_radius_error_std: standard deviation of each wheel's radius error as a fraction, drawn once an
            episode: what the firmware believes differs from what the wheel is.
        separation_error_std: the same for the wheel separation.
    """

    rate_hz: Positive
    wheel_radius_error_std: Annotated[float, Field(ge=0, lt=0.2)]
    separation_error_std: Annotated[float, Field(ge=0, lt=0.2)]


class TopicsSpec(_Part):
    """Topics that belong to no sensor; all relative to the robot's namespace."""

    cmd_vel: Topic
    cmd_vel_type: Literal["TwistStamped", "Twist"]
    odom: Topic
    joint_states: Topic
    battery_state: Topic


class BatterySpec(_Part):
    """A linear battery model.

    Attributes:
        voltage_full_v: at full charge.
        voltage_empty_v: when the robot switches off.
        capacity_ah: charge.
        idle_power_w: computer, sensors and motors at rest.
        drive_power_w_per_mps: on top of it per m/s of wheel speed, mean of both wheels.
        rate_hz: messages a second.
    """

    voltage_full_v: Positive
    voltage_empty_v: Positive
    capacity_ah: Positive
    idle_power_w: NotNegative
    drive_power_w_per_mps: NotNegative
    rate_hz: Positive

    @model_validator(mode="after")
    def _full_is_more(self) -> BatterySpec:
        if self.voltage_full_v <= self.voltage_empty_v:
            raise ValueError(
                f"voltage_full_v ({self.voltage_full_v}) must be above voltage_empty_v ({self.voltage_empty_v})"
            )
        return self


class MotorSpec(_Part):
    """What the drivers of the wheel motors measure; `worlds.motor_currents` says how.

    Attributes:
        topic: where readings are published.
        rate_hz: messages a second.
        torque_constant_nm_per_a: torque at the wheel by current.
        friction_a: current that turns the gears alone, however slowly.
        friction_a_per_radps: what comes on top by the wheel's speed.
        friction_variation_std: standard deviation of both from motor to motor, as a fraction.
        noise_std_a: standard deviation of a reading.
        step_a: in which steps the driver measures.
    """

    topic: Topic
    rate_hz: Positive
    torque_constant_nm_per_a: Positive
    friction_a: NotNegative
    friction_a_per_radps: NotNegative
    friction_variation_std: Annotated[float, Field(ge=0, lt=0.5)]
    noise_std_a: NotNegative
    step_a: Positive


class BodySpec(_Part):
    """The robot's size and mass.

    Attributes:
        radius_m: of the circle about the base frame's origin that holds the whole robot.
        height_m: from the ground.
        mass_kg: as the data sheet has it.
    """

    radius_m: Positive
    height_m: Positive
    mass_kg: Positive


class LoadSpec(_Part):
    """What stands loose on the robot, for worlds with uneven ground: `worlds.shaking` says how it moves.

    Attributes:
        height_m: of its middle above the ground.
        rocking_hz: how often a second it rocks on its foot when it is nudged.
        rocking_damping: the ratio to critical damping of that.
        friction: between its foot and the tray.
        room_m: when it has slid so far in all, it has fallen off.
    """

    height_m: Positive
    rocking_hz: Annotated[float, Field(ge=0.5, le=30)]
    rocking_damping: Annotated[float, Field(ge=0.005, le=2)]
    friction: Positive
    room_m: Positive


class RobotSpec(_Part):
    """Everything about a robot that its SDF model does not say.

    Attributes:
        name: the folder's name in `worlds/models`.
        title: for people.
        summary: one sentence for people.
        sources: where the figures come from.
        model_uri: `model://` address of the SDF model.
        drive: wheels and motors.
        limits: of speed and acceleration.
        body: size and mass.
        frames: REP-105 frames and fixed transforms.
        sensors: what the robot feels and sees.
        odometry: rate and seeded error.
        topics: ROS names.
        battery: how it drains.
        motor: what its motor drivers measure, if they tell.
        load: what stands on it, if anything does.
        caster_x_m: where it stands besides on its wheels, ahead of their axle; only uneven ground asks for it.
    """

    name: Name
    title: Text
    summary: Text
    sources: tuple[Text, ...] = Field(min_length=1)
    model_uri: Annotated[str, Field(pattern=r"^model://[A-Za-z0-9_]+$")]
    drive: DriveSpec
    limits: LimitsSpec
    body: BodySpec
    frames: FramesSpec
    sensors: tuple[SensorSpec, ...]
    odometry: OdometrySpec
    topics: TopicsSpec
    battery: BatterySpec
    motor: MotorSpec | None = None
    load: LoadSpec | None = None
    caster_x_m: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _names_fit(self) -> RobotSpec:
        frames = {frame.name for frame in self.frames.fixed}
        for sensor in self.sensors:
            if sensor.frame_id not in frames:
                raise ValueError(f"sensor {sensor.name}: frame {sensor.frame_id} is not among frames.fixed")
        names = [sensor.name for sensor in self.sensors]
        topics = [sensor.topic for sensor in self.sensors]
        for kind, given in (("name", names), ("topic", topics)):
            twice = sorted({one for one in given if given.count(one) > 1})
            if twice:
                raise ValueError(f"two sensors have the same {kind}: {', '.join(twice)}")
        return self

    def sensor(self, name: str) -> SensorSpec:
        """Returns the sensor of that SDF name.

        Raises:
            UnknownNameError: no sensor of that name.
        """
        for sensor in self.sensors:
            if sensor.name == name:
                return sensor
        raise UnknownNameError("sensor", name, [sensor.name for sensor in self.sensors])


def robot_names() -> tuple[str, ...]:
    """Names of the robots that the lab has, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in PROJECT_MODELS.glob(f"*/{SPEC_FILE}")))


def load_robot_spec(name_or_folder: str | Path) -> RobotSpec:
    """Loads a robot's spec.

    Args:
        name_or_folder: a text is a robot's name (see `robot_names`); a `Path` is the folder of a robot.

    Raises:
        UnknownNameError: no robot of that name; says the closest.
        YamlFileError: the spec file is wrong, with file and line.
    """
    if isinstance(name_or_folder, Path):
        return _load(name_or_folder)
    if name_or_folder not in robot_names():
        raise UnknownNameError("robot", name_or_folder, robot_names())
    return _load(PROJECT_MODELS / name_or_folder)


@cache
def _load(folder: Path) -> RobotSpec:
    return read_yaml(folder / SPEC_FILE, RobotSpec)
