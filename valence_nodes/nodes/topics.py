# SPDX-License-Identifier: Apache-2.0
"""Quality of service by topic, as a TurtleBot has it.

Sensor streams are best effort with a short queue (`rmw_qos_profile_sensor_data`, as the LDS and camera drivers
publish them); odometry, IMU, joint states, battery and transforms are reliable; static transforms are latched.
Sources: turtlebot3_node and hls_lfcd_lds_driver (ROBOTIS), tf2_ros (qos.hpp), rclpy.qos.
"""

from __future__ import annotations

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from valence_nodes.topic_names import (
    AUDIO,
    CAMERA_IMAGE,
    CAMERA_INFO,
    CLASSIFICATION,
    CLOCK,
    CMD_VEL,
    COMMANDS,
    DETECTIONS,
    DIAGNOSTICS,
    EPISODE_STATE,
    FREE_SPACE,
    GESTURES,
    IMU,
    LINE,
    MARKERS,
    MOTOR_STATE,
    OBSERVATION_DUE,
    OBSTACLE_TRACKS,
    ODOMETRY,
    PROGRAM_LOG,
    PROGRAM_PLOT,
    SCAN,
    TERRAIN,
    TF,
    TF_STATIC,
    TONES,
    WRIST_IMU,
)

__all__ = [
    "AUDIO",
    "CAMERA_IMAGE",
    "CAMERA_INFO",
    "CLASSIFICATION",
    "CLOCK",
    "CMD_VEL",
    "COMMANDS",
    "DETECTIONS",
    "DIAGNOSTICS",
    "EPISODE_STATE",
    "FAST_SENSOR_DATA",
    "FAST_SENSOR_HZ",
    "FREE_SPACE",
    "GESTURES",
    "IMU",
    "LATCHED",
    "LINE",
    "MARKERS",
    "MOTOR_STATE",
    "OBSERVATION_DUE",
    "OBSTACLE_TRACKS",
    "ODOMETRY",
    "PROGRAM_LOG",
    "PROGRAM_PLOT",
    "RELIABLE",
    "SCAN",
    "SENSOR_DATA",
    "SIGNAL_DATA",
    "TERRAIN",
    "TF",
    "TF_STATIC",
    "TONES",
    "TRANSFORMS",
    "WRIST_IMU",
]

SENSOR_DATA = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=5,
    reliability=ReliabilityPolicy.BEST_EFFORT,
    durability=DurabilityPolicy.VOLATILE,
)
"""Lidar and camera: newest wins, nothing is sent twice."""

RELIABLE = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=10,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.VOLATILE,
)
"""Odometry, IMU, joint states, battery, commands, clock."""

FAST_SENSOR_HZ = 100.0
"""An IMU that is at least so fast is there for what it feels between steps, so that no reading may be lost."""

FAST_SENSOR_DATA = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=200,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.VOLATILE,
)
"""Such an IMU: all readings of a step come, in order."""

SIGNAL_DATA = QoSProfile(
    history=HistoryPolicy.KEEP_ALL,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.VOLATILE,
)
"""What signal nodes ask for: nothing is missed. Who replays a recording as fast as can be waits for room."""

TRANSFORMS = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=100,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.VOLATILE,
)
"""`/tf`."""

LATCHED = QoSProfile(
    history=HistoryPolicy.KEEP_LAST,
    depth=1,
    reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL,
)
"""`/tf_static` and the episode's state: a node that joins late still gets the last one."""
