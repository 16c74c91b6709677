# SPDX-License-Identifier: Apache-2.0
"""Readings of the simulator as serialised ROS messages, through one form a message (see `message_form`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
from rosgraph_msgs.msg import Clock
from tf2_msgs.msg import TFMessage

from valence_nodes.nodes import to_messages
from valence_nodes.nodes.message_form import MessageForm
from worlds.pose import Pose
from worlds.readings import (
    BatteryReading,
    CameraReading,
    ImuReading,
    LidarReading,
    MotorReading,
    OdometryReading,
    WheelReading,
)
from worlds.robot_spec import RobotSpec, SensorSpec

_STAMP = (("header.stamp.sec", "i"), ("header.stamp.nanosec", "I"))
_POSITION = ("x", "y")
_TURN = ("z", "w")


def seconds_and_rest(time_ns: int) -> tuple[int, int]:
    """Nanoseconds as the two numbers of a ROS time."""
    return divmod(time_ns, 1_000_000_000)


def _doubles(paths: str, *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{paths}.{name}", "d") for name in names)


class ReadingForms:
    """Serialises one robot's readings."""

    def __init__(self, spec: RobotSpec) -> None:
        self._spec = spec
        self._forms: dict[Hashable, MessageForm] = {}
        self._clock = MessageForm(Clock(), (("clock.sec", "i"), ("clock.nanosec", "I")))
        self._nowhere = to_messages.stamp_of(0)

    def _form(self, key: Hashable, make: Callable[[], MessageForm]) -> MessageForm:
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = make()
        return form

    def clock(self, time_ns: int) -> bytes:
        """`rosgraph_msgs/Clock`."""
        return self._clock.fill(seconds_and_rest(time_ns))

    def odometry(self, reading: OdometryReading, time_ns: int) -> bytes:
        """`nav_msgs/Odometry`: the pose in `odom`, the twist in the base frame (REP-105)."""
        frames = self._spec.frames

        def make() -> MessageForm:
            message = to_messages.odometry(reading, self._nowhere, frames.odom, frames.footprint)
            blanks = (
                *_STAMP,
                *_doubles("pose.pose.position", *_POSITION),
                *_doubles("pose.pose.orientation", *_TURN),
                ("twist.twist.linear.x", "d"),
                ("twist.twist.angular.z", "d"),
            )
            return MessageForm(message, blanks)

        half_rad = reading.yaw_rad / 2
        values = (
            *seconds_and_rest(time_ns),
            reading.x_m,
            reading.y_m,
            math.sin(half_rad),
            math.cos(half_rad),
            reading.speed_mps,
            reading.turn_radps,
        )
        return self._form("odometry", make).fill(values)

    def base_transform(self, reading: OdometryReading, time_ns: int) -> bytes:
        """`tf2_msgs/TFMessage`: where odometry has the base frame."""
        frames = self._spec.frames

        def make() -> MessageForm:
            moved = to_messages.transform(Pose(), self._nowhere, frames.odom, frames.footprint)
            blanks = (
                ("transforms.0.header.stamp.sec", "i"),
                ("transforms.0.header.stamp.nanosec", "I"),
                *_doubles("transforms.0.transform.translation", *_POSITION),
                *_doubles("transforms.0.transform.rotation", *_TURN),
            )
            return MessageForm(TFMessage(transforms=[moved]), blanks)

        half_rad = reading.yaw_rad / 2
        values = (*seconds_and_rest(time_ns), reading.x_m, reading.y_m, math.sin(half_rad), math.cos(half_rad))
        return self._form("transform", make).fill(values)

    def wheels(self, reading: WheelReading, time_ns: int) -> bytes:
        """`sensor_msgs/JointState` of the two wheels."""
        drive = self._spec.drive

        def make() -> MessageForm:
            message = to_messages.joint_state(reading, self._nowhere, drive.left_joint, drive.right_joint)
            return MessageForm(message, (*_STAMP, *_doubles("position", "0", "1"), *_doubles("velocity", "0", "1")))

        turned = (reading.left_rad, reading.right_rad, reading.left_radps, reading.right_radps)
        return self._form("wheels", make).fill((*seconds_and_rest(time_ns), *turned))

    def motors(self, reading: MotorReading, time_ns: int) -> bytes:
        """`valence_interfaces/MotorState` of the two wheels."""
        drive = self._spec.drive

        def make() -> MessageForm:
            message = to_messages.motor_state(reading, self._nowhere, drive.left_joint, drive.right_joint)
            names = ("position_rad", "velocity_radps", "command_radps", "current_a")
            return MessageForm(message, (*_STAMP, *(one for name in names for one in _doubles(name, "0", "1"))))

        wheels = reading.wheels
        turned = (wheels.left_rad, wheels.right_rad, wheels.left_radps, wheels.right_radps)
        asked = (reading.left_command_radps, reading.right_command_radps)
        values = (*turned, *asked, reading.left_a, reading.right_a)
        return self._form("motors", make).fill((*seconds_and_rest(time_ns), *values))

    def battery(self, reading: BatteryReading, time_ns: int) -> bytes:
        """`sensor_msgs/BatteryState`."""

        def make() -> MessageForm:
            names = ("voltage", "current", "charge", "percentage")
            message = to_messages.battery_state(reading, self._nowhere)
            return MessageForm(message, (*_STAMP, *((name, "f") for name in names)))

        charge = (reading.voltage_v, reading.current_a, reading.charge_ah, reading.fraction)
        return self._form(("battery", reading.capacity_ah), make).fill((*seconds_and_rest(time_ns), *charge))

    def imu(self, sensor: SensorSpec, reading: ImuReading, time_ns: int) -> bytes:
        """`sensor_msgs/Imu`: orientation, angular velocity, linear acceleration with gravity (REP-145)."""

        def make() -> MessageForm:
            blanks = (
                *_STAMP,
                *_doubles("orientation", "x", "y", "z", "w"),
                *_doubles("angular_velocity", "x", "y", "z"),
                *_doubles("linear_acceleration", "x", "y", "z"),
            )
            return MessageForm(to_messages.imu(reading, self._nowhere, sensor.frame_id), blanks)

        w, x, y, z = reading.orientation_wxyz
        turned = (x, y, z, w, *reading.angular_velocity_radps, *reading.linear_acceleration_mps2)
        return self._form(sensor.name, make).fill((*seconds_and_rest(time_ns), *turned))

    def scan(self, sensor: SensorSpec, reading: LidarReading, time_ns: int) -> bytes:
        """`sensor_msgs/LaserScan`; a simulated turn is taken at one instant."""

        def make() -> MessageForm:
            message = to_messages.laser_scan(reading, self._nowhere, sensor.frame_id, sensor.rate_hz)
            return MessageForm(message, _STAMP, "ranges")

        geometry = (reading.angle_min_rad, reading.angle_increment_rad, reading.range_min_m, reading.range_max_m)
        form = self._form((sensor.name, len(reading.ranges_m), geometry), make)
        return form.fill(seconds_and_rest(time_ns), reading.ranges_m.tobytes())

    def image(self, sensor: SensorSpec, reading: CameraReading, time_ns: int) -> bytes:
        """`sensor_msgs/Image`: `rgb8`, or `32FC1` metres for depth (REP-118)."""

        def make() -> MessageForm:
            message = to_messages.image(reading, self._nowhere, sensor.frame_id)
            return MessageForm(message, _STAMP, "data")

        form = self._form((sensor.name, reading.image.shape, reading.image.dtype.char), make)
        return form.fill(seconds_and_rest(time_ns), np.ascontiguousarray(reading.image).tobytes())

    def camera_info(self, sensor: SensorSpec, reading: CameraReading, time_ns: int) -> bytes:
        """`sensor_msgs/CameraInfo` of a pinhole without distortion."""

        def make() -> MessageForm:
            message: Any = to_messages.camera_info(reading, self._nowhere, sensor.frame_id)
            return MessageForm(message, _STAMP)

        key = (sensor.name, reading.image.shape, reading.horizontal_fov_rad)
        return self._form(key, make).fill(seconds_and_rest(time_ns))
