# SPDX-License-Identifier: Apache-2.0
"""A perception node that is there but never answers."""

from __future__ import annotations

import rclpy
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2DArray

rclpy.init()
node = rclpy.create_node("never_node")
publisher = node.create_publisher(Detection2DArray, "/detections", 10)
node.create_subscription(Image, "/camera/image_raw", lambda image: None, rclpy.qos.qos_profile_sensor_data)
rclpy.spin(node)
