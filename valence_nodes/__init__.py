# SPDX-License-Identifier: Apache-2.0
"""What does the robot see, recognise and do? ROS 2 nodes, the algorithms under them, the learner's robot."""
