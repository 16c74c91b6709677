# SPDX-License-Identifier: Apache-2.0
"""Simulator readings as the ROS messages that a TurtleBot publishes (REP-103 axes, REP-117 ranges)."""

from __future__ import annotations

import array
import math
from typing import Any

import numpy as np
from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from nav_msgs.msg import Odometry
from sensor_msgs.msg import BatteryState, CameraInfo, Image, Imu, JointState, LaserScan
from valence_interfaces.msg import AudioBlock, MotorState

from worlds.pose import Pose
from worlds.readings import (
    BatteryReading,
    CameraReading,
    ImuReading,
    LidarReading,
    MicrophoneReading,
    MotorReading,
    OdometryReading,
    WheelReading,
)

# What a TurtleBot3's firmware fills in: diagonal variances of pose and twist, small where dead reckoning is good.
_ODOMETRY_VARIANCE = (1e-3, 1e-3, 1e6, 1e6, 1e6, 1e-2)


def stamp_of(sim_time_ns: int) -> Time:
    """Nanoseconds as a ROS time."""
    return Time(sec=sim_time_ns // 1_000_000_000, nanosec=sim_time_ns % 1_000_000_000)


def laser_scan(reading: LidarReading, stamp: Time, frame_id: str, rate_hz: float) -> LaserScan:
    """A lidar turn; a simulated turn is taken at one instant, so `time_increment` is 0."""
    message = LaserScan()
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    message.angle_min = reading.angle_min_rad
    message.angle_max = reading.angle_min_rad + reading.angle_increment_rad * (len(reading.ranges_m) - 1)
    message.angle_increment = reading.angle_increment_rad
    message.scan_time = 1.0 / rate_hz
    message.range_min = reading.range_min_m
    message.range_max = reading.range_max_m
    message.ranges = array.array("f", reading.ranges_m.tobytes())
    return message


def image(reading: CameraReading, stamp: Time, frame_id: str) -> Image:
    """A camera frame: `rgb8`, or `32FC1` metres for depth (REP-118)."""
    message = Image()
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    message.height, message.width = reading.image.shape[:2]
    message.encoding = "rgb8" if reading.image.ndim == 3 else "32FC1"
    message.step = reading.image.strides[0]
    message.data = array.array("B", np.ascontiguousarray(reading.image).tobytes())
    return message


def camera_info(reading: CameraReading, stamp: Time, frame_id: str) -> CameraInfo:
    """The pinhole model of a camera without distortion (REP-104 and sensor_msgs/CameraInfo)."""
    message = CameraInfo()
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    height, width = reading.image.shape[:2]
    message.height, message.width = height, width
    focal_px = width / (2 * math.tan(reading.horizontal_fov_rad / 2))
    cx, cy = width / 2, height / 2
    message.distortion_model = "plumb_bob"
    message.d = [0.0] * 5
    message.k = [focal_px, 0.0, cx, 0.0, focal_px, cy, 0.0, 0.0, 1.0]
    message.r = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    message.p = [focal_px, 0.0, cx, 0.0, 0.0, focal_px, cy, 0.0, 0.0, 0.0, 1.0, 0.0]
    return message


def imu(reading: ImuReading, stamp: Time, frame_id: str) -> Imu:
    """Orientation, angular velocity and linear acceleration (gravity included, REP-145)."""
    message = Imu()
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    _fill_quaternion(message.orientation, reading.orientation_wxyz)
    _fill_vector(message.angular_velocity, reading.angular_velocity_radps)
    _fill_vector(message.linear_acceleration, reading.linear_acceleration_mps2)
    return message


def audio_block(reading: MicrophoneReading, stamp: Time, frame_id: str) -> AudioBlock:
    """A block of sound; its stamp is that of its last sample."""
    message = AudioBlock()
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    message.rate_hz = reading.rate_hz
    message.channels = reading.samples.shape[1]
    message.full_scale_pa = reading.full_scale_pa
    message.samples = array.array("h", np.ascontiguousarray(reading.samples).tobytes())
    return message


def joint_state(reading: WheelReading, stamp: Time, left_joint: str, right_joint: str) -> JointState:
    """The two wheels."""
    message = JointState()
    message.header.stamp = stamp
    message.header.frame_id = "base_link"
    message.name = [left_joint, right_joint]
    message.position = [reading.left_rad, reading.right_rad]
    message.velocity = [reading.left_radps, reading.right_radps]
    return message


def motor_state(reading: MotorReading, stamp: Time, left_joint: str, right_joint: str) -> MotorState:
    """What the drivers of the two wheels' motors measure."""
    message = MotorState()
    message.header.stamp = stamp
    message.header.frame_id = "base_link"
    message.joints = [left_joint, right_joint]
    message.position_rad = [reading.wheels.left_rad, reading.wheels.right_rad]
    message.velocity_radps = [reading.wheels.left_radps, reading.wheels.right_radps]
    message.command_radps = [reading.left_command_radps, reading.right_command_radps]
    message.current_a = [reading.left_a, reading.right_a]
    return message


def odometry(reading: OdometryReading, stamp: Time, odom_frame: str, base_frame: str) -> Odometry:
    """Pose in `odom`, twist in the base frame (REP-105)."""
    message = Odometry()
    message.header.stamp = stamp
    message.header.frame_id = odom_frame
    message.child_frame_id = base_frame
    message.pose.pose.position.x = reading.x_m
    message.pose.pose.position.y = reading.y_m
    message.pose.pose.orientation.z = math.sin(reading.yaw_rad / 2)
    message.pose.pose.orientation.w = math.cos(reading.yaw_rad / 2)
    message.twist.twist.linear.x = reading.speed_mps
    message.twist.twist.angular.z = reading.turn_radps
    for axis, variance in enumerate(_ODOMETRY_VARIANCE):
        message.pose.covariance[axis * 7] = variance
        message.twist.covariance[axis * 7] = variance
    return message


def battery_state(reading: BatteryReading, stamp: Time) -> BatteryState:
    """Charge of a lithium pack; what a robot does not measure is NaN, as the message asks."""
    message = BatteryState()
    message.header.stamp = stamp
    message.voltage = reading.voltage_v
    message.temperature = math.nan
    message.current = reading.current_a
    message.charge = reading.charge_ah
    message.capacity = reading.capacity_ah
    message.design_capacity = reading.capacity_ah
    message.percentage = reading.fraction
    message.power_supply_status = BatteryState.POWER_SUPPLY_STATUS_DISCHARGING
    message.power_supply_health = BatteryState.POWER_SUPPLY_HEALTH_GOOD
    message.power_supply_technology = BatteryState.POWER_SUPPLY_TECHNOLOGY_LIPO
    message.present = True
    return message


def transform(pose: Pose, stamp: Time, parent: str, child: str) -> TransformStamped:
    """The pose of frame `child` in frame `parent`."""
    message = TransformStamped()
    message.header.stamp = stamp
    message.header.frame_id = parent
    message.child_frame_id = child
    _fill_vector(message.transform.translation, pose.position_m)
    _fill_quaternion(message.transform.rotation, pose.quaternion_wxyz)
    return message


def _fill_vector(message: Any, values: tuple[float, float, float]) -> None:
    message.x, message.y, message.z = values


def _fill_quaternion(message: Any, wxyz: tuple[float, float, float, float]) -> None:
    message.w, message.x, message.y, message.z = wxyz
