# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: a line on the floor, as `vision_msgs/Detection2DArray` on `/detections` and as a whole on `/line`.

`/detections` bears the label `line` once for every band of the picture that the line crosses, the nearest first.
`/line` is a `valence_interfaces/LineDetection`: where the line meets the lower edge, and its angle on the floor, for
which the node has to know the camera's `CameraInfo`; before one has come, nothing is said to be found there.
"""

from __future__ import annotations

import sys

from sensor_msgs.msg import Image
from valence_interfaces.msg import LineDetection
from vision_msgs.msg import Detection2D

from valence_nodes.nodes.seeing_node import Picture, SeeingNode, detection, run
from valence_nodes.nodes.topics import LINE, RELIABLE
from valence_nodes.perception.line import (
    LineLook,
    LinePiece,
    find_line,
    floor_angle_rad,
    offset_at_lower_edge,
)

_LABEL = "line"
_COLOUR = ("colour", "dark", "What the line looks like: dark, red, orange, yellow, green, blue or purple.")


class LineNode(SeeingNode):
    """Adapter between camera images and `find_line`."""

    def __init__(self) -> None:
        super().__init__("line_node")
        name, default, text = _COLOUR
        colour = self.declare_text(name, default, text)
        numbers = self.declare_numbers(
            (
                ("bands", 6, 1, 50, "Number of bands of the picture that are looked at."),
                ("top", 0.55, 0.0, 0.95, "Upper edge of the highest band, as a share of the picture's height."),
                ("max_width", 0.22, 0.01, 1.0, "Wider dark things are no line, as a share of the picture's width."),
                ("min_contrast", 0.5, 0.05, 1.0, "A dark line gives back so much less light than the floor."),
                ("min_area_px", 60, 1, 1_000_000, "Smaller patches are left out, px²."),
                ("min_saturation", 90, 0, 255, "Paler pixels are no coloured line, 0..255."),
                ("min_brightness", 40, 0, 255, "Darker pixels are no coloured line, 0..255."),
            )
        )
        self._line_look = LineLook(colour, **numbers)
        self._line = self.create_publisher(LineDetection, LINE, RELIABLE)
        self.know_camera()

    def look(self, picture: Picture, image: Image) -> list[Detection2D]:
        """Finds the pieces of the line; the score is how clearly a piece stands out."""
        pieces = find_line(picture, self._line_look)
        self._line.publish(self._whole(pieces, image))
        return [
            detection(image, _LABEL, piece.strength, (piece.x_px, piece.y_px), (piece.width_px, piece.height_px))
            for piece in pieces
        ]

    def _whole(self, pieces: list[LinePiece], image: Image) -> LineDetection:
        line = LineDetection(header=image.header)
        if pieces and self.lens is not None:
            line.found = True
            line.offset = offset_at_lower_edge(pieces, image.width, image.height)
            line.angle_rad = floor_angle_rad(pieces, self.lens.focal_px[0], self.lens.middle_px)
        return line


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(LineNode, args)


if __name__ == "__main__":
    main(sys.argv)
