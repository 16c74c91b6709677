# SPDX-License-Identifier: Apache-2.0
"""Serialised ROS messages as the observation data that a program gets; each reads only what it needs."""

from __future__ import annotations

import math
import struct

from rclpy.serialization import deserialize_message
from vision_msgs.msg import Detection2DArray

from valence_nodes.nodes.serialised import after_header, after_text, aligned, block, length, text
from valence_nodes.programs.observation import (
    BatteryData,
    DetectionData,
    ImageData,
    ImuData,
    OdometryData,
    ScanData,
    SoundData,
)

_POSE = struct.Struct("<7d")
_TWIST = struct.Struct("<6d")
_COVARIANCE_BYTES = 36 * 8
_IMU = struct.Struct("<4d72x3d72x3d")
_SCAN = struct.Struct("<7f")
_SIZE = struct.Struct("<II")
_BATTERY = struct.Struct("<7f")
_INTRINSICS = struct.Struct("<9d")
_STEP = struct.Struct("<I")
_SOUND = struct.Struct("<IB3xf")
_MOST_CHANNELS = 8


def scan_data(data: bytes) -> ScanData:
    """A lidar turn (`sensor_msgs/LaserScan`)."""
    at = aligned(after_header(data), 4)
    angle_min, _, increment, _, _, range_min, range_max = _SCAN.unpack_from(data, at)
    ranges, _ = block(data, at + _SCAN.size, 4)
    return ScanData(angle_min, increment, range_min, range_max, ranges)


def image_data(data: bytes, horizontal_fov_rad: float) -> ImageData:
    """An `rgb8` or `bgr8` picture (`sensor_msgs/Image`).

    Raises:
        ValueError: another encoding, or rows that are not packed.
    """
    at = aligned(after_header(data), 4)
    height, width = _SIZE.unpack_from(data, at)
    encoding, at = text(data, at + _SIZE.size)
    at = aligned(at + 1, 4)
    (row_bytes,) = _STEP.unpack_from(data, at)
    pixels, _ = block(data, at + 4, 1)
    if row_bytes != width * 3 or len(pixels) != width * height * 3:
        raise ValueError(f"The camera sends {len(pixels)} bytes for {width}×{height} pixels of “{encoding}”.")
    if encoding == "bgr8":
        swapped = bytearray(pixels)
        swapped[0::3], swapped[2::3] = pixels[2::3], pixels[0::3]
        pixels = bytes(swapped)
    elif encoding != "rgb8":
        raise ValueError(f"The camera sends “{encoding}”; rgb8 and bgr8 can be used.")
    return ImageData(width, height, horizontal_fov_rad, pixels)


def intrinsics(data: bytes) -> tuple[int, float, float]:
    """Width (px), focal length (px) and middle column (px) of a pinhole camera (`sensor_msgs/CameraInfo`)."""
    at = aligned(after_header(data), 4)
    _, width = _SIZE.unpack_from(data, at)
    at = after_text(data, at + _SIZE.size)
    distortions, at = length(data, at)
    at = aligned(at, 8) + distortions * 8 if distortions else at
    focal_px, _, middle_px, *_ = _INTRINSICS.unpack_from(data, aligned(at, 8))
    return width, focal_px, middle_px


def horizontal_fov_rad(info: bytes) -> float:
    """Horizontal field of view of a pinhole camera (`sensor_msgs/CameraInfo`)."""
    width, focal_px, _ = intrinsics(info)
    return 2 * math.atan2(width / 2, focal_px)


def odometry_data(data: bytes) -> OdometryData:
    """Dead reckoning on the ground plane (`nav_msgs/Odometry`)."""
    at = aligned(after_text(data, after_header(data)), 8)
    x_m, y_m, _, qx, qy, qz, qw = _POSE.unpack_from(data, at)
    speed_mps, _, _, _, _, turn_radps = _TWIST.unpack_from(data, at + _POSE.size + _COVARIANCE_BYTES)
    return OdometryData(x_m, y_m, _yaw_rad(qw, qx, qy, qz), speed_mps, turn_radps)


def imu_data(data: bytes) -> ImuData:
    """Heading, gyroscope and accelerometer (`sensor_msgs/Imu`)."""
    x, y, z, w, *rest = _IMU.unpack_from(data, aligned(after_header(data), 8))
    gyro_x, gyro_y, gyro_z, accel_x, accel_y, accel_z = rest
    return ImuData(_yaw_rad(w, x, y, z), (gyro_x, gyro_y, gyro_z), (accel_x, accel_y, accel_z))


def battery_data(data: bytes) -> BatteryData:
    """Voltage and charge (`sensor_msgs/BatteryState`)."""
    voltage_v, *_, fraction = _BATTERY.unpack_from(data, aligned(after_header(data), 4))
    return BatteryData(voltage_v=voltage_v, fraction=fraction)


def sound_data(data: bytes) -> SoundData:
    """A block of sound (`valence_interfaces/AudioBlock`).

    Raises:
        IndexError: its numbers make no sense.
    """
    at = aligned(after_header(data), 4)
    rate_hz, channels, full_scale_pa = _SOUND.unpack_from(data, at)
    samples, _ = block(data, at + _SOUND.size, 2)
    whole = 1 <= channels <= _MOST_CHANNELS and len(samples) % (2 * channels) == 0
    if not whole or not rate_hz or not 0 < full_scale_pa < math.inf:
        raise IndexError(f"{len(samples)} bytes, {channels} channels, {rate_hz} Hz and {full_scale_pa:g} Pa")
    return SoundData(rate_hz, channels, full_scale_pa, samples)


def detection_data(data: bytes, info: bytes) -> tuple[DetectionData, ...]:
    """What was seen (`vision_msgs/Detection2DArray`).

    Each detection's best hypothesis, with the bearing to the middle of its box.
    """
    found = []
    _, focal_px, middle_px = intrinsics(info)
    for detection in deserialize_message(data, Detection2DArray).detections:
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
                bearing_rad=math.atan2(middle_px - x, focal_px),
            )
        )
    return tuple(found)


def _yaw_rad(w: float, x: float, y: float, z: float) -> float:
    return math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
