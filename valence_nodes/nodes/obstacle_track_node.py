# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: people and things that a lidar follows, as `valence_interfaces/ObstacleTracks` on `/obstacle_tracks`.

Each scan is answered by one message with its own stamp. The odometry and `/tf_static` say where the lidar was;
a scan waits until the odometry has come as far as it, three seconds at most.
"""

from __future__ import annotations

import math
import sys
import time
from collections import deque
from dataclasses import dataclass

import numpy as np
from nav_msgs.msg import Odometry
from sensor_msgs.msg import LaserScan
from tf2_msgs.msg import TFMessage
from valence_interfaces.msg import ObstacleTrack, ObstacleTracks

from valence_nodes.nodes.fixed_frames import FixedFrames
from valence_nodes.nodes.seeing_node import WAIT_S, ParameterNode, run
from valence_nodes.nodes.topics import LATCHED, OBSTACLE_TRACKS, ODOMETRY, RELIABLE, SCAN, SENSOR_DATA, TF_STATIC
from valence_nodes.perception.obstacle_tracks import ObstacleTracker, Track, TrackerSettings, sightings_of
from valence_nodes.perception.scan_clusters import Scan, find_clusters
from worlds.pose import Pose

_KEPT = 100
_ANOTHER_EPISODE_S = 1.0
"""What is so much older than what came last is of another episode, which begins at 0 again; else it was sent twice."""
_MOST_WAITING = 20
_FARTHEST_S = 0.2
"""Further than this from what the odometry told, where the lidar was is not known."""


@dataclass(frozen=True)
class _Told:
    """What one message of the odometry said."""

    time_s: float
    frame: str
    child: str
    pose: Pose
    speed_mps: float
    turn_radps: float

    def after(self, seconds: float) -> Pose:
        """Where it is so much later, when it goes on in its bend."""
        turned = self.turn_radps * seconds
        way = self.speed_mps * seconds
        return self.pose @ Pose.planar(way * math.cos(turned / 2), way * math.sin(turned / 2), turned)


class ObstacleTrackNode(ParameterNode):
    """Adapter between scans, odometry and `ObstacleTracker`."""

    def __init__(self) -> None:
        super().__init__("obstacle_track_node")
        numbers = self.declare_numbers(
            (
                ("least_points", 3, 1, 100, "Things that fewer rays hit are noise."),
                ("widest_m", 0.9, 0.05, 10.0, "Wider things are walls, m."),
                ("join_m", 0.25, 0.0, 1.0, "Two legs no further apart are one person, m."),
                ("acceleration_std_mps2", 0.8, 0.01, 20.0, "How hard things speed up, brake and turn, m/s²."),
                ("forget_s", 1.0, 0.1, 30.0, "After so long unseen something is given up, s."),
                ("least_speed_mps", 0.15, 0.0, 5.0, "What is slower stands, m/s."),
            )
        )
        self._clustering = {name: numbers.pop(name) for name in ["least_points", "widest_m", "join_m"]}
        self._tracker = ObstacleTracker(TrackerSettings(**numbers))
        self._frames = FixedFrames()
        self._odometry: deque[_Told] = deque(maxlen=_KEPT)
        self._waiting: deque[tuple[float, LaserScan]] = deque()
        self._tracks = self.create_publisher(ObstacleTracks, OBSTACLE_TRACKS, RELIABLE)
        self._last: tuple[LaserScan, ObstacleTracks] | None = None
        self.create_subscription(TFMessage, TF_STATIC, self._learn_frames, LATCHED)
        self.create_subscription(Odometry, ODOMETRY, self._go_on, SENSOR_DATA)
        self.create_subscription(LaserScan, SCAN, self._scanned, SENSOR_DATA)
        self.create_timer(WAIT_S / 10, self._wait_no_longer)

    def _learn_frames(self, message: TFMessage) -> None:
        self._frames.learn(message)
        self._answer_ready()

    def _go_on(self, message: Odometry) -> None:
        at, turn = message.pose.pose.position, message.pose.pose.orientation
        twist = message.twist.twist
        numbers = (at.x, at.y, at.z, turn.w, turn.x, turn.y, turn.z, twist.linear.x, twist.angular.z)
        length = math.hypot(turn.w, turn.x, turn.y, turn.z)
        if not all(map(math.isfinite, numbers)) or length == 0:
            return
        time_s = _seconds(message)
        if self._odometry and time_s <= self._odometry[-1].time_s:
            if time_s > self._odometry[-1].time_s - _ANOTHER_EPISODE_S:
                return
            self._odometry.clear()
        unit = (turn.w / length, turn.x / length, turn.y / length, turn.z / length)
        pose = Pose((at.x, at.y, at.z), unit)
        names = (message.header.frame_id, message.child_frame_id)
        self._odometry.append(_Told(time_s, *names, pose, twist.linear.x, twist.angular.z))
        self._answer_ready()

    def _scanned(self, scan: LaserScan) -> None:
        # An episode sends once more what may have been lost. It may have been the answer: that is given again, but
        # nobody is followed by the same scan twice.
        if any(_same(one, scan) for _, one in self._waiting):
            return
        if self._last is not None and _same(self._last[0], scan):
            self._tracks.publish(self._last[1])
            return
        self._waiting.append((time.monotonic(), scan))
        while len(self._waiting) > _MOST_WAITING:
            self._answer(self._waiting.popleft()[1])
        self._answer_ready()

    def _answer_ready(self) -> None:
        while self._waiting and self._odometry:
            scan = self._waiting[0][1]
            newest = self._odometry[-1]
            if newest.time_s < _seconds(scan) or self._mounted(scan, newest) is None:
                return
            self._waiting.popleft()
            self._answer(scan)

    def _wait_no_longer(self) -> None:
        """Answers scans whose odometry does not come."""
        while self._waiting and time.monotonic() - self._waiting[0][0] > WAIT_S:
            self._answer(self._waiting.popleft()[1])

    def _mounted(self, scan: LaserScan, told: _Told) -> Pose | None:
        return self._frames.pose_in(told.child, scan.header.frame_id)

    def _answer(self, scan: LaserScan) -> None:
        answer = ObstacleTracks(header=scan.header)
        place = self._place(scan)
        if place is not None:
            frame, lidar = place
            answer.header.frame_id = frame
            answer.tracks = [_message(one) for one in self._follow(scan, lidar)]
        self._last = (scan, answer)
        self._tracks.publish(answer)

    def _place(self, scan: LaserScan) -> tuple[str, Pose] | None:
        """The odometry's frame, and where the lidar was in it; None, and a warning, when that is not known."""
        time_s = _seconds(scan)
        told = min(self._odometry, key=lambda one: (abs(one.time_s - time_s), one.time_s), default=None)
        mounted = None if told is None else self._mounted(scan, told)
        if told is None or abs(told.time_s - time_s) > _FARTHEST_S:
            lacking = f"the odometry on {ODOMETRY} does not tell where the robot is at {time_s:.2f} s"
        elif mounted is None:
            lacking = f"{TF_STATIC} does not tell where {scan.header.frame_id[:60]!r} is on the robot"
        else:
            return told.frame, told.after(time_s - told.time_s) @ mounted
        self.get_logger().warning(f"A scan was left out; {lacking}.", throttle_duration_sec=5.0)
        return None

    def _follow(self, message: LaserScan, lidar: Pose) -> list[Track]:
        try:
            scan = Scan(
                message.angle_min,
                message.angle_increment,
                message.range_min,
                message.range_max,
                np.asarray(message.ranges, np.float32),
            )
        except ValueError as error:
            self.get_logger().warning(f"A scan was left out. {error}", throttle_duration_sec=5.0)
            return []
        sightings = sightings_of(scan, lidar, find_clusters(scan, **self._clustering))
        x_m, y_m, _ = lidar.position_m
        tracks = self._tracker.update(_seconds(message), sightings)
        return sorted(tracks, key=lambda one: math.hypot(one.x_m - x_m, one.y_m - y_m))


def _same(one: LaserScan, other: LaserScan) -> bool:
    """Whether it is one scan, sent twice; the first of two episodes may have the same stamp."""
    return _nanoseconds(one) == _nanoseconds(other) and one.ranges.tobytes() == other.ranges.tobytes()


def _nanoseconds(message: LaserScan | Odometry) -> int:
    stamp = message.header.stamp
    return int(stamp.sec * 1_000_000_000 + stamp.nanosec)


def _seconds(message: LaserScan | Odometry) -> float:
    return _nanoseconds(message) / 1e9


def _message(track: Track) -> ObstacleTrack:
    return ObstacleTrack(
        id=track.number,
        x_m=track.x_m,
        y_m=track.y_m,
        vx_mps=track.vx_mps,
        vy_mps=track.vy_mps,
        width_m=track.width_m,
        std_m=track.std_m,
        std_mps=track.std_mps,
        age_s=track.age_s,
        moving=track.moving,
    )


def main(args: list[str] | None = None) -> None:
    """Runs the node until ROS is shut down."""
    run(ObstacleTrackNode, args)


if __name__ == "__main__":
    main(sys.argv)
