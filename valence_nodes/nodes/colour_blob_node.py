# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: patches of colour in the camera image, as `vision_msgs/Detection2DArray` on `/detections`.

Every image is answered by one message with the image's own stamp, an empty one when nothing is seen, so that a
lock-stepped episode can wait for it.
"""

from __future__ import annotations

import sys

import numpy as np
import rclpy
from rcl_interfaces.msg import ParameterDescriptor
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2D, Detection2DArray, ObjectHypothesisWithPose

from valence_nodes.nodes.topics import DETECTIONS, RELIABLE, SENSOR_DATA
from valence_nodes.perception.colour_blobs import Blob, find_blobs


class ColourBlobNode(Node):
    """Adapter between `/camera/image_raw` (rgb8) and `find_blobs`.

    Parameters: `min_area_px` (int), `min_saturation` and `min_brightness` (int, 0..255): see `find_blobs`.
    """

    def __init__(self) -> None:
        super().__init__("colour_blob_node")
        self._limits = {
            name: self.declare_parameter(name, default, ParameterDescriptor(description=text))
            for name, default, text in (
                ("min_area_px", 40, "Smaller patches are left out, px²."),
                ("min_saturation", 110, "Paler pixels count as grey, 0..255."),
                ("min_brightness", 50, "Darker pixels count as black, 0..255."),
            )
        }
        self._publisher = self.create_publisher(Detection2DArray, DETECTIONS, RELIABLE)
        self.create_subscription(Image, "/camera/image_raw", self._see, SENSOR_DATA)

    def _see(self, image: Image) -> None:
        answer = Detection2DArray(header=image.header)
        if image.encoding == "rgb8" and len(image.data) == image.height * image.width * 3:
            pixels = np.frombuffer(image.data, np.uint8).reshape(image.height, image.width, 3)
            limits = {name: int(parameter.value) for name, parameter in self._limits.items()}
            answer.detections = [_detection(blob, image) for blob in find_blobs(pixels, **limits)]
        else:
            self.get_logger().warning(
                f"An image of {image.width}×{image.height} “{image.encoding}” with {len(image.data)} bytes "
                "was left out; complete rgb8 images are needed.",
                throttle_duration_sec=5.0,
            )
        self._publisher.publish(answer)


def _detection(blob: Blob, image: Image) -> Detection2D:
    detection = Detection2D(header=image.header)
    detection.bbox.center.position.x = blob.x_px
    detection.bbox.center.position.y = blob.y_px
    detection.bbox.size_x = float(blob.width_px)
    detection.bbox.size_y = float(blob.height_px)
    result = ObjectHypothesisWithPose()
    result.hypothesis.class_id = blob.colour
    result.hypothesis.score = blob.fill
    detection.results = [result]
    return detection


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    rclpy.init(args=args)
    node = ColourBlobNode()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main(sys.argv)
