# SPDX-License-Identifier: Apache-2.0
"""ROS 2 nodes: thin adapters between topics and the algorithms; the only place that imports rclpy."""
