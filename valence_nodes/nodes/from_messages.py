# SPDX-License-Identifier: Apache-2.0
"""ROS messages as the observation data that a program gets."""

from __future__ import annotations

import math

from builtin_interfaces.msg import Time
from nav_msgs.msg import Odometry
from sensor_msgs.msg import BatteryState, CameraInfo, Image, Imu, LaserScan
from vision_msgs.msg import Detection2DArray

from valence_nodes.programs.observation import (
    BatteryData,
    DetectionData,
    ImageData,
    ImuData,
    OdometryData,
    ScanData,
)


def nanoseconds_of(stamp: Time) -> int:
    """A ROS time as nanoseconds."""
    return int(stamp.sec) * 1_000_000_000 + int(stamp.nanosec)


def scan_data(message: LaserScan) -> ScanData:
    """A lidar turn."""
    return ScanData(
        angle_min_rad=message.angle_min,
        angle_increment_rad=message.angle_increment,
        range_min_m=message.range_min,
        range_max_m=message.range_max,
        ranges_m=message.ranges.tobytes(),
    )


def image_data(message: Image, info: CameraInfo) -> ImageData:
    """An `rgb8` or `bgr8` picture with the camera's field of view.

    Raises:
        ValueError: another encoding.
    """
    data = message.data.tobytes()
    if message.encoding == "bgr8":
        swapped = bytearray(data)
        swapped[0::3], swapped[2::3] = data[2::3], data[0::3]
        data = bytes(swapped)
    elif message.encoding != "rgb8":
        raise ValueError(f"The camera sends “{message.encoding}”; rgb8 and bgr8 can be used.")
    return ImageData(message.width, message.height, horizontal_fov_rad(info), data)


def horizontal_fov_rad(info: CameraInfo) -> float:
    """Horizontal field of view of a pinhole camera."""
    return 2 * math.atan2(info.width / 2, info.k[0])


def odometry_data(message: Odometry) -> OdometryData:
    """Dead reckoning on the ground plane."""
    turned = message.pose.pose.orientation
    return OdometryData(
        x_m=message.pose.pose.position.x,
        y_m=message.pose.pose.position.y,
        yaw_rad=_yaw_rad(turned.w, turned.x, turned.y, turned.z),
        speed_mps=message.twist.twist.linear.x,
        turn_radps=message.twist.twist.angular.z,
    )


def imu_data(message: Imu) -> ImuData:
    """Heading, gyroscope and accelerometer."""
    turned, gyro, accel = message.orientation, message.angular_velocity, message.linear_acceleration
    return ImuData(
        yaw_rad=_yaw_rad(turned.w, turned.x, turned.y, turned.z),
        angular_velocity_radps=(gyro.x, gyro.y, gyro.z),
        linear_acceleration_mps2=(accel.x, accel.y, accel.z),
    )


def battery_data(message: BatteryState) -> BatteryData:
    """Voltage and charge."""
    return BatteryData(voltage_v=message.voltage, fraction=message.percentage)


def detection_data(message: Detection2DArray, info: CameraInfo) -> tuple[DetectionData, ...]:
    """What was seen; each detection's best hypothesis, with the bearing to the middle of its box."""
    found = []
    focal_px = info.k[0]
    for detection in message.detections:
        if not detection.results:
            continue
        best = max(detection.results, key=lambda result: float(result.hypothesis.score)).hypothesis
        x, y = detection.bbox.center.position.x, detection.bbox.center.position.y
        found.append(
            DetectionData(
                label=best.class_id,
                score=best.score,
                x_px=x,
                y_px=y,
                width_px=detection.bbox.size_x,
                height_px=detection.bbox.size_y,
                bearing_rad=math.atan2(info.k[2] - x, focal_px),
            )
        )
    return tuple(found)


def _yaw_rad(w: float, x: float, y: float, z: float) -> float:
    return math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
