# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: patches of colour in the camera image, as `vision_msgs/Detection2DArray` on `/detections`."""

from __future__ import annotations

import sys

from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2D

from valence_nodes.nodes.seeing_node import Picture, SeeingNode, detection, run
from valence_nodes.perception.colour_blobs import find_blobs


class ColourBlobNode(SeeingNode):
    """Adapter between camera images and `find_blobs`; the largest patch comes first."""

    def __init__(self) -> None:
        super().__init__("colour_blob_node")
        self._limits = self.declare_numbers(
            (
                ("min_area_px", 40, 1, 1_000_000, "Smaller patches are left out, px²."),
                ("min_saturation", 110, 0, 255, "Paler pixels count as grey, 0..255."),
                ("min_brightness", 50, 0, 255, "Darker pixels count as black, 0..255."),
            )
        )

    def look(self, picture: Picture, image: Image) -> list[Detection2D]:
        """Finds the patches, labelled with their colour; the score is the share of its box that a patch fills."""
        return [
            detection(image, blob.colour, blob.fill, (blob.x_px, blob.y_px), (blob.width_px, blob.height_px))
            for blob in find_blobs(picture, **self._limits)
        ]


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(ColourBlobNode, args)


if __name__ == "__main__":
    main(sys.argv)
