# SPDX-License-Identifier: Apache-2.0
"""A perception node that ends at its third image, without a word."""

from __future__ import annotations

import os

import rclpy
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2DArray

seen = 0


def see(image: Image) -> None:
    global seen  # noqa: PLW0603 - three lines of state
    seen += 1
    if seen == 3:
        os._exit(7)
    publisher.publish(Detection2DArray(header=image.header))


rclpy.init()
node = rclpy.create_node("dying_node")
publisher = node.create_publisher(Detection2DArray, "/detections", 10)
node.create_subscription(Image, "/camera/image_raw", see, rclpy.qos.qos_profile_sensor_data)
rclpy.spin(node)
