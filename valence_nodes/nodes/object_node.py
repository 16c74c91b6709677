# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: things in the camera image by a small trained net, as `vision_msgs/Detection2DArray` on `/detections`."""

from __future__ import annotations

import sys
from pathlib import Path

from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2D

from valence_nodes.nodes.seeing_node import Picture, SeeingNode, detection, run
from valence_nodes.perception.object_detector import SHIPPED, ObjectDetector

_MODEL = ("model", "", "ONNX file of a detector; without one that which comes with the lab.")


class ObjectNode(SeeingNode):
    """Adapter between camera images and `ObjectDetector`; the surest comes first."""

    def __init__(self) -> None:
        """Loads the detector.

        Raises:
            ModelError: the file holds none; it ends the node.
        """
        super().__init__("object_node")
        numbers = self.declare_numbers((("min_score", 0.4, 0.01, 1.0, "Less sure finds are left out, 0..1."),))
        file = self.declare_text(*_MODEL)
        self._detector = ObjectDetector.open(Path(file).expanduser() if file else SHIPPED, numbers["min_score"])

    def look(self, picture: Picture, image: Image) -> list[Detection2D]:
        """Finds the things, labelled with their class; the score is how sure the net is."""
        return [
            detection(
                image,
                one.label,
                one.score,
                ((one.left_px + one.right_px) / 2, (one.top_px + one.bottom_px) / 2),
                (one.right_px - one.left_px, one.bottom_px - one.top_px),
            )
            for one in self._detector.find(picture)
        ]


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(ObjectNode, args)


if __name__ == "__main__":
    main(sys.argv)
