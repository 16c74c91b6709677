# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: ArUco and AprilTag markers, on `/detections`, and with their poses on `/markers`.

`/detections` has a box around each marker, labelled `marker_7` by its number, the largest first. `/markers` is a
`vision_msgs/Detection3DArray` in the camera's optical frame, with the same markers in the same order; it needs the
camera's `CameraInfo`, and is empty before one has come.
"""

from __future__ import annotations

import sys

from sensor_msgs.msg import Image
from vision_msgs.msg import Detection2D, Detection3D, Detection3DArray, ObjectHypothesisWithPose

from valence_nodes.nodes.seeing_node import Picture, SeeingNode, detection, run
from valence_nodes.nodes.topics import MARKERS, RELIABLE
from valence_nodes.perception.markers import Marker, MarkerFinder, MarkerPose

_FAMILY = (
    "family",
    "4x4_50",
    "Set of markers: 4x4_50, 5x5_100, 6x6_250, apriltag_16h5, apriltag_25h9 or apriltag_36h11.",
)
_CERTAIN = 1.0
"""A code is read, with all its bits but those that its family corrects, or it is not read."""


class MarkerNode(SeeingNode):
    """Adapter between camera images and `MarkerFinder`."""

    def __init__(self) -> None:
        super().__init__("marker_node")
        family = self.declare_text(*_FAMILY)
        sizes = self.declare_numbers((("side_m", 0.18, 0.001, 10.0, "Edge of the markers' black square, m."),))
        self._finder = MarkerFinder(family, sizes["side_m"])
        self._poses = self.create_publisher(Detection3DArray, MARKERS, RELIABLE)
        self.know_camera()

    def look(self, picture: Picture, image: Image) -> list[Detection2D]:
        """Finds the markers."""
        markers = self._finder.find(picture, self.lens)
        placed = Detection3DArray(header=image.header)
        placed.detections = [self._placed(image, one, one.pose) for one in markers if one.pose is not None]
        self._poses.publish(placed)
        return [_box(image, one) for one in markers]

    def _placed(self, image: Image, marker: Marker, pose: MarkerPose) -> Detection3D:
        found = Detection3D(header=image.header, id=str(marker.number))
        result = ObjectHypothesisWithPose()
        result.hypothesis.class_id = _label(marker)
        # Nobody can tell which way a marker leans when both ways fit its corners equally well.
        result.hypothesis.score = 1.0 - pose.ambiguity
        at, turn = result.pose.pose.position, result.pose.pose.orientation
        at.x, at.y, at.z = pose.position_m
        turn.w, turn.x, turn.y, turn.z = pose.quaternion_wxyz
        found.results = [result]
        found.bbox.center = result.pose.pose
        found.bbox.size.x = found.bbox.size.y = self._finder.side_m
        return found


def _label(marker: Marker) -> str:
    return f"marker_{marker.number}"


def _box(image: Image, marker: Marker) -> Detection2D:
    (left, top), (right, bottom) = marker.corners_px.min(axis=0).tolist(), marker.corners_px.max(axis=0).tolist()
    middle = ((left + right) / 2, (top + bottom) / 2)
    return detection(image, _label(marker), _CERTAIN, middle, (right - left, bottom - top))


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(MarkerNode, args)


if __name__ == "__main__":
    main(sys.argv)
