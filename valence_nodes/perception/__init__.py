# SPDX-License-Identifier: Apache-2.0
"""What the robot sees: algorithms on pictures and scans, without ROS."""
