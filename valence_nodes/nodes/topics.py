# SPDX-License-Identifier: Apache-2.0
"""Quality of service by topic, as a TurtleBot has it.

Sensor streams are best effort with a short queue (`rmw_qos_profile_sensor_data`, as the LDS and camera drivers
publish them); odometry, IMU, joint states, battery and transforms are reliable; static transforms are latched.
Sources: turtlebot3_node and hls_lfcd_lds_driver (ROBOTIS), tf2_ros (qos.hpp), rclpy.qos.
"""

from __future__ import annotations

from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

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

CAMERA_IMAGE = "/camera/image_raw"
CAMERA_INFO = "/camera/camera_info"
"""What nodes that look at a camera listen to; where a robot's camera is called otherwise, these names are remapped."""

CLOCK = "/clock"
CMD_VEL = "/cmd_vel"
TF = "/tf"
TF_STATIC = "/tf_static"
DETECTIONS = "/detections"
LINE = "/line"
OBSERVATION_DUE = "/valence/observation_due"
EPISODE_STATE = "/valence/episode_state"
PROGRAM_LOG = "/valence/program_log"
PROGRAM_PLOT = "/valence/program_plot"
