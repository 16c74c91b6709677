# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: how far the floor before a robot is free, by its camera, as `sensor_msgs/LaserScan` on `/free_space`.

It is a scan as of a lidar in the robot's frame on the floor, so that whatever avoids obstacles by a lidar can take it:
`inf` is free as far as `range_max`, `-inf` begins below the picture, `nan` is out of the picture (REP-117). The
camera's `CameraInfo` and `/tf_static` have to be known: the first images wait for them, three seconds at most. While
they are not known, and where an image is of no use, a scan has no ranges.
"""

from __future__ import annotations

import sys

from sensor_msgs.msg import Image, LaserScan
from tf2_msgs.msg import TFMessage

from valence_nodes.nodes.fixed_frames import FixedFrames
from valence_nodes.nodes.seeing_node import CameraNode, Picture, run
from valence_nodes.nodes.topics import CAMERA_INFO, FREE_SPACE, LATCHED, RELIABLE, TF_STATIC
from valence_nodes.perception.free_space import FreeSpaceFinder, FreeSpaceSettings

_BASE_FRAME = ("base_frame", "base_footprint", "The robot's frame on the floor.")
_WARN_EACH_S = 5.0


class FreeSpaceNode(CameraNode):
    """Adapter between camera images and `FreeSpaceFinder`."""

    def __init__(self) -> None:
        super().__init__("free_space_node")
        self._base_frame = self.declare_text(*_BASE_FRAME)
        numbers = self.declare_numbers(
            (
                ("rays", 61, 3, 1000, "How many directions are told of."),
                ("farthest_m", 2.5, 0.3, 20.0, "What is farther away is not told, m."),
                ("least_height_m", 0.08, 0.0, 1.0, "What seems lower lies flat on the floor: a line, a pad, m."),
                ("tolerance", 10.0, 1.0, 100.0, "How much a colour may differ from the floor's (CIE L*a*b*)."),
            )
        )
        self._finder = FreeSpaceFinder(FreeSpaceSettings(**numbers))
        self._frames = FixedFrames()
        self._scans = self.create_publisher(LaserScan, FREE_SPACE, RELIABLE)
        self.create_subscription(TFMessage, TF_STATIC, self._learn_frames, LATCHED)
        self.know_camera()
        self.watch()

    def ready(self, image: Image) -> bool:
        """Whether the camera's calibration and its place are known."""
        return super().ready(image) and self._frames.pose_in(self._base_frame, image.header.frame_id) is not None

    def _learn_frames(self, message: TFMessage) -> None:
        self._frames.learn(message)
        self.go_on()

    def answer(self, image: Image, picture: Picture | None) -> None:
        """Publishes the scan."""
        scan = LaserScan()
        scan.header.stamp, scan.header.frame_id = image.header.stamp, self._base_frame
        if picture is not None:
            self._fill(scan, image.header.frame_id, picture)
        self._scans.publish(scan)

    def _fill(self, scan: LaserScan, camera_frame: str, picture: Picture) -> None:
        camera = self._frames.pose_in(self._base_frame, camera_frame)
        if self.lens is None:
            lacking = f"no usable calibration has come on {CAMERA_INFO} yet."
        elif camera is None:
            lacking = f"{TF_STATIC} does not tell where {camera_frame[:60]!r} is in {self._base_frame[:60]!r}."
        else:
            try:
                found = self._finder.find(picture, self.lens, camera)
            except ValueError as error:
                lacking = str(error)
            else:
                scan.angle_min = found.angle_min_rad
                scan.angle_increment = found.angle_increment_rad
                scan.angle_max = found.angle_min_rad + found.angle_increment_rad * (len(found.ranges_m) - 1)
                scan.range_min, scan.range_max = found.range_min_m, found.range_max_m
                scan.ranges = found.ranges_m.tolist()
                return
        self.get_logger().warning(f"Nothing is told of an image; {lacking}", throttle_duration_sec=_WARN_EACH_S)


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(FreeSpaceNode, args)


if __name__ == "__main__":
    main(sys.argv)
