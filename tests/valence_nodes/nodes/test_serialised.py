# SPDX-License-Identifier: Apache-2.0
"""Messages filled into forms and read out of bytes are those that rclpy makes and reads."""

from __future__ import annotations

import array
import math
import struct
from typing import Any

import numpy as np
import pytest
from geometry_msgs.msg import TwistStamped
from hypothesis import given
from hypothesis import strategies as st
from nav_msgs.msg import Odometry
from rclpy.serialization import deserialize_message, serialize_message
from sensor_msgs.msg import BatteryState, CameraInfo, Image, Imu, LaserScan
from std_msgs.msg import Header

from valence_nodes.nodes import from_messages, to_messages
from valence_nodes.nodes.message_form import MessageForm
from valence_nodes.nodes.reading_forms import ReadingForms
from valence_nodes.nodes.serialised import BrokenMessageError, after_header, decoded, stamp_ns, text
from worlds.readings import (
    BatteryReading,
    CameraReading,
    ImuReading,
    LidarReading,
    MotorReading,
    OdometryReading,
    WheelReading,
)
from worlds.robot_spec import load_robot_spec

STAMP_NS = 12_345_678_901
numbers = st.floats(allow_nan=False, width=32)
frames = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


def header(frame_id: str) -> Header:
    return Header(stamp=to_messages.stamp_of(STAMP_NS), frame_id=frame_id)


@given(frames, frames, st.lists(numbers, min_size=6, max_size=6))
def test_odometry_is_read_whatever_its_frames_are_called(frame: str, child: str, values: list[float]) -> None:
    message = Odometry(header=header(frame), child_frame_id=child)
    message.pose.pose.position.x, message.pose.pose.position.y = values[0], values[1]
    message.pose.pose.orientation.z, message.pose.pose.orientation.w = values[2], values[3]
    message.twist.twist.linear.x, message.twist.twist.angular.z = values[4], values[5]
    data = serialize_message(message)
    read = from_messages.odometry_data(data)
    assert (read.x_m, read.y_m, read.speed_mps, read.turn_radps) == (values[0], values[1], values[4], values[5])
    assert stamp_ns(data) == STAMP_NS


@given(frames, st.lists(numbers, min_size=10, max_size=10), st.lists(numbers, max_size=50))
def test_imu_battery_and_scan_are_read(frame: str, values: list[float], ranges: list[float]) -> None:
    imu = Imu(header=header(frame))
    imu.orientation.w = 1.0
    spin, push = imu.angular_velocity, imu.linear_acceleration
    spin.x, spin.y, spin.z, push.x, push.y, push.z = values[:6]
    read = from_messages.imu_data(serialize_message(imu))
    assert (*read.angular_velocity_radps, *read.linear_acceleration_mps2) == tuple(values[:6])
    assert read.yaw_rad == 0.0
    battery = BatteryState(header=header(frame), voltage=values[6], percentage=values[7])
    charge = from_messages.battery_data(serialize_message(battery))
    assert (charge.voltage_v, charge.fraction) == (values[6], values[7])
    scan = LaserScan(header=header(frame), angle_min=values[8], range_max=values[9], ranges=ranges)
    turn = from_messages.scan_data(serialize_message(scan))
    assert (turn.angle_min_rad, turn.range_max_m) == (values[8], values[9])
    assert turn.ranges_m == array.array("f", ranges).tobytes()


@given(frames, st.sampled_from(["", "plumb_bob", "equidistant"]), st.lists(numbers, max_size=8))
def test_camera_info_is_read_with_any_number_of_distortions(frame: str, model: str, distortions: list[float]) -> None:
    info = CameraInfo(header=header(frame), width=640, height=480, distortion_model=model, d=distortions)
    info.k = [500.0, 0.0, 321.0, 0.0, 500.0, 240.0, 0.0, 0.0, 1.0]
    assert from_messages.intrinsics(serialize_message(info)) == (640, 500.0, 321.0)


@pytest.mark.parametrize("encoding", ["rgb8", "bgr8"])
def test_a_picture_is_read_as_rgb(encoding: str) -> None:
    pixels = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    sent = pixels if encoding == "rgb8" else pixels[:, :, ::-1]
    message = Image(header=header("camera"), height=2, width=3, encoding=encoding, step=9)
    message.data = array.array("B", sent.tobytes())
    assert from_messages.image_data(serialize_message(message), 1.0).rgb == pixels.tobytes()


@pytest.mark.parametrize(("encoding", "step"), [("mono8", 3), ("rgb8", 12), ("rgb8", 0)])
def test_a_picture_of_another_kind_is_refused(encoding: str, step: int) -> None:
    message = Image(header=header("camera"), height=2, width=3, encoding=encoding, step=step)
    message.data = array.array("B", bytes(2 * step))
    with pytest.raises(ValueError, match="camera sends"):
        from_messages.image_data(serialize_message(message), 1.0)


def same(data: bytes, expected: Any) -> bool:
    """Whether serialised bytes are those of a message, but for the padding, which rclpy leaves as it finds it.

    rclpy also leaves 4 bytes behind an empty array of float64 at the very end.
    """
    # Texts, for NaN is not equal to itself; and a round trip, for float32 fields hold float64 until they are sent.
    sent = serialize_message(expected)
    kind = type(expected)
    if len(sent) - len(data) not in {0, 4}:
        return False
    return repr(deserialize_message(data, kind)) == repr(deserialize_message(sent, kind))


def good_messages() -> list[tuple[Any, bytes]]:
    return [
        (from_messages.odometry_data, serialize_message(Odometry(header=header("odom")))),
        (from_messages.imu_data, serialize_message(Imu(header=header("imu")))),
        (from_messages.scan_data, serialize_message(LaserScan(header=header("scan"), ranges=[1.0] * 9))),
        (from_messages.battery_data, serialize_message(BatteryState(header=header("")))),
        (from_messages.intrinsics, serialize_message(CameraInfo(header=header("camera")))),
    ]


@pytest.mark.parametrize("which", range(5))
def test_bytes_that_are_no_message_are_refused_and_nothing_else(which: int) -> None:
    read, good = good_messages()[which]
    decoded("/topic", good, read)
    for end in range(len(good)):
        try:
            decoded("/topic", good[:end], read)
        except BrokenMessageError as error:
            assert "/topic" in str(error)
    for at in range(4, min(len(good), 60)):
        for value in (0, 1, 127, 255):
            try:
                decoded("/topic", good[:at] + bytes([value]) + good[at + 1 :], read)
            except (BrokenMessageError, ValueError):
                continue
    with pytest.raises(BrokenMessageError, match="little-endian"):
        decoded("/topic", b"\0\0" + good[2:], read)


def test_a_text_longer_than_its_message_is_refused() -> None:
    with pytest.raises(IndexError, match="longer than the message"):
        text(b"\0\1\0\0" + struct.pack("<I", 2**31) + b"abc", 4)


WHEELS = WheelReading(5.0, -6.0, 7.0, 0.125)
READINGS = [
    ("odometry", OdometryReading(1.0, -2.0, 0.5, 0.1, -0.2), OdometryReading(3.5, 0.25, -3.0, 0.0, 1.5)),
    ("wheels", WheelReading(1.0, 2.0, 3.0, 4.0), WheelReading(-9.5, 0.0, 2.5, -1e-9)),
    ("motors", MotorReading(WHEELS, 1.5, 2.5, 0.25, -0.5), MotorReading(WHEELS, -1.5, 0.0, 1e-3, 2.1)),
    ("battery", BatteryReading(12.0, -1.0, 1.5, 1.8, 0.9), BatteryReading(11.0, -2.0, 0.5, 1.8, 0.25)),
]


@pytest.mark.parametrize(("kind", "first", "second"), READINGS)
def test_a_filled_form_is_the_message_that_rclpy_makes(kind: str, first: Any, second: Any) -> None:
    spec = load_robot_spec("turtlebot3_burger")
    forms = ReadingForms(spec)
    stamp = to_messages.stamp_of(STAMP_NS)
    drive, odom, base = spec.drive, spec.frames.odom, spec.frames.footprint
    for reading in (first, second, first):
        expected, filled = {
            "odometry": lambda one: (to_messages.odometry(one, stamp, odom, base), forms.odometry(one, STAMP_NS)),
            "wheels": lambda one: (
                to_messages.joint_state(one, stamp, drive.left_joint, drive.right_joint),
                forms.wheels(one, STAMP_NS),
            ),
            "motors": lambda one: (
                to_messages.motor_state(one, stamp, drive.left_joint, drive.right_joint),
                forms.motors(one, STAMP_NS),
            ),
            "battery": lambda one: (to_messages.battery_state(one, stamp), forms.battery(one, STAMP_NS)),
        }[kind](reading)
        assert same(filled, expected)


def test_forms_of_sensors_are_the_messages_that_rclpy_makes() -> None:
    spec = load_robot_spec("turtlebot3_waffle_pi")
    forms, stamp = ReadingForms(spec), to_messages.stamp_of(STAMP_NS)
    by_kind = {sensor.kind: sensor for sensor in spec.sensors}
    imu, lidar, camera = by_kind["imu"], by_kind["lidar"], by_kind["camera"]
    felt = ImuReading((0.5, 0.1, 0.2, 0.3), (1.0, 2.0, 3.0), (4.0, 5.0, 9.8))
    assert same(forms.imu(imu, felt, STAMP_NS), to_messages.imu(felt, stamp, imu.frame_id))
    for count in (360, 7):
        ranges = np.linspace(0.1, 3.0, count, dtype=np.float32)
        ranges[0], ranges[1] = math.inf, -math.inf
        turn = LidarReading(0.0, 0.1, 0.12, 3.5, ranges)
        expected = to_messages.laser_scan(turn, stamp, lidar.frame_id, lidar.rate_hz)
        assert same(forms.scan(lidar, turn, STAMP_NS), expected)
    for shape, kind in (((4, 6, 3), np.uint8), ((4, 6), np.float32)):
        picture = CameraReading(np.arange(math.prod(shape)).reshape(shape).astype(kind), 1.0)
        seen = to_messages.image(picture, stamp, camera.frame_id)
        assert same(forms.image(camera, picture, STAMP_NS), seen)
        info = to_messages.camera_info(picture, stamp, camera.frame_id)
        assert same(forms.camera_info(camera, picture, STAMP_NS), info)
    moved = deserialize_message(forms.clock(STAMP_NS), type(to_messages.stamp_of(0)))
    assert (moved.sec, moved.nanosec) == (12, 345_678_901)


def test_a_form_refuses_what_does_not_fit() -> None:
    form = MessageForm(TwistStamped(), (("twist.linear.x", "d"),))
    for values in ((1.0, 2.0), ()):
        with pytest.raises(ValueError, match="1 values are needed"):
            form.fill(values)
    with pytest.raises(ValueError, match="block of 0 bytes"):
        form.fill((1.0,), b"more")
    with pytest.raises(ValueError, match="not found"):
        MessageForm(TwistStamped(), (("twist.linear.x", "d"), ("header.stamp.sec", "i")))


def test_the_end_of_a_header_follows_its_frame() -> None:
    data = serialize_message(TwistStamped(header=header("abc")))
    assert after_header(data) == 4 + 8 + 4 + 4


def test_a_form_ends_with_its_last_field() -> None:
    reading, spec = WheelReading(1.0, 2.0, 3.0, 4.0), load_robot_spec("turtlebot3_burger")
    wheels = ReadingForms(spec).wheels(reading, STAMP_NS)
    names = (spec.drive.left_joint, spec.drive.right_joint)
    assert wheels.endswith(struct.pack("<2dI", 3.0, 4.0, 0)), "velocities, and no efforts"
    made = serialize_message(to_messages.joint_state(reading, to_messages.stamp_of(STAMP_NS), *names))
    assert len(wheels) <= len(made)
