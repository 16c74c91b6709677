# SPDX-License-Identifier: Apache-2.0
"""Names of the topics that are the same for every robot; what is on them is in docs/ros.md."""

from __future__ import annotations

CLOCK = "/clock"
CMD_VEL = "/cmd_vel"
TF = "/tf"
TF_STATIC = "/tf_static"
DETECTIONS = "/detections"
LINE = "/line"
MARKERS = "/markers"
CLASSIFICATION = "/classification"
FREE_SPACE = "/free_space"
OBSTACLE_TRACKS = "/obstacle_tracks"
OBSERVATION_DUE = "/valence/observation_due"
EPISODE_STATE = "/valence/episode_state"
PROGRAM_LOG = "/valence/program_log"
PROGRAM_PLOT = "/valence/program_plot"

CAMERA_IMAGE = "/camera/image_raw"
CAMERA_INFO = "/camera/camera_info"
SCAN = "/scan"
ODOMETRY = "/odom"
"""What perception nodes listen to; where a robot calls its camera or lidar otherwise, these names are remapped."""

PROGRAM_STEP = "/valence/program_step"
"""Where the program was at each step: in recordings alone, no node publishes it."""

PROGRAM_SAMPLE = "/valence/program_sample"
"""What a program collects for a dataset: in recordings alone, too."""

TRUTH = "/valence/truth/"
"""What every topic of ground truth begins with: in recordings alone, and there only behind the episode's end."""

TRUTH_POSES = f"{TRUTH}poses"
TRUTH_EVENTS = f"{TRUTH}events"

IMU = "/imu"
ODOMETRY = "/odom"
TERRAIN = "/terrain"
AUDIO = "/audio"
TONES = "/tones"
COMMANDS = "/spoken_commands"
MOTOR_STATE = "/motor_state"
DIAGNOSTICS = "/diagnostics"
WRIST_IMU = "/wrist/imu"
GESTURES = "/gestures"
