# SPDX-License-Identifier: Apache-2.0
"""What a recording says over time, as arrays: the path, speeds, distances, the program's own curves. Needs no ROS.

Made for the lab's recordings, and takes what it can from those of others, where only odometry must be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from missions.recording.recording import Recording
from missions.recording.recording_error import RecordingError
from valence_nodes.topic_names import PROGRAM_PLOT
from worlds.scenario import ROBOT_ENTITY

FloatArray = npt.NDArray[np.float64]
PathSource = Literal["truth", "odometry"]

_MAX_CURVES = 200
_FAR = 1e6  # m, m/s, rad/s


@dataclass(frozen=True)
class Curve:
    """Values over time.

    Attributes:
        time_s: float64 (n,), simulated; since the first message, where time does not begin at 0.
        values: float64 (n,) or (n, k).
    """

    time_s: FloatArray
    values: FloatArray


@dataclass(frozen=True)
class Curves:
    """What a recording says over time.

    Attributes:
        source: where the path and the speeds are from: ground truth, in the world; or odometry, from where the robot
            started.
        path: x (m), y (m) and yaw (rad), (n, 3).
        speeds: forward (m/s) and turning speed (rad/s), (n, 2).
        wanted: the same as the program asked for it, (n, 2); without rows where it is not recorded.
        nearest: distance (m) from the lidar to the nearest thing, (n,); where nothing is in range, NaN.
        plotted: the program's own curves by name, in the order in which they began.
        begins_at_s: what was taken off all times.
    """

    source: PathSource
    path: Curve
    speeds: Curve
    wanted: Curve
    nearest: Curve
    plotted: dict[str, Curve]
    begins_at_s: float


def read_curves(recording: Recording) -> Curves:
    """Reads the curves of a recording.

    Raises:
        RecordingError: it is damaged, or says nowhere where the robot was.
    """
    truth = recording.truth()
    source: PathSource = "odometry"
    if truth is not None and ROBOT_ENTITY in truth.poses:
        source = "truth"
        path = _whole(Curve(truth.sim_time_s, truth.planar(ROBOT_ENTITY)))
        speeds = _speeds(path)
    else:
        path, speeds = _odometry(recording)
    if not len(path.time_s):
        raise RecordingError(
            f"{recording.file} does not say where the robot was: it holds neither ground truth nor odometry.",
            f"It holds {', '.join(sorted(recording.topics)) or 'no messages'}."[:300],
        )
    begins_at_s = 0.0 if recording.about else float(path.time_s[0])
    return Curves(
        source=source,
        path=_later(path, begins_at_s),
        speeds=_later(speeds, begins_at_s),
        wanted=_later(_wanted(recording), begins_at_s),
        nearest=_later(_nearest(recording), begins_at_s),
        plotted=_plotted(recording, begins_at_s),
        begins_at_s=begins_at_s,
    )


def _later(curve: Curve, begins_at_s: float) -> Curve:
    return Curve(curve.time_s - begins_at_s, curve.values)


def _odometry(recording: Recording) -> tuple[Curve, Curve]:
    def row(message: Any) -> tuple[float, ...]:
        at, turn, twist = message.pose.pose.position, message.pose.pose.orientation, message.twist.twist
        yaw = np.arctan2(2 * (turn.w * turn.z + turn.x * turn.y), 1 - 2 * (turn.y**2 + turn.z**2))
        return at.x, at.y, float(yaw), twist.linear.x, twist.angular.z

    both = _whole(_read(recording, ("nav_msgs/msg/Odometry",), "/odom", row, 5))
    return Curve(both.time_s, both.values[:, :3]), Curve(both.time_s, both.values[:, 3:])


def _wanted(recording: Recording) -> Curve:
    def row(message: Any) -> tuple[float, ...]:
        twist = getattr(message, "twist", message)
        return twist.linear.x, twist.angular.z

    return _whole(_read(recording, ("geometry_msgs/msg/TwistStamped", "geometry_msgs/msg/Twist"), "/cmd_vel", row, 2))


def _nearest(recording: Recording) -> Curve:
    def row(message: Any) -> tuple[float]:
        ranges = np.asarray(message.ranges, dtype=np.float64)
        # REP-117: -inf is something too close to measure, and so no farther than what can be measured.
        ranges = np.where(np.isneginf(ranges), message.range_min, ranges)
        ranges = ranges[np.isfinite(ranges) & (ranges > 0)]
        return (float(ranges.min()) if len(ranges) else np.nan,)

    read = _read(recording, ("sensor_msgs/msg/LaserScan",), "/scan", row, 1)
    return Curve(read.time_s, read.values[:, 0])


def _plotted(recording: Recording, begins_at_s: float) -> dict[str, Curve]:
    points: dict[str, list[tuple[float, float]]] = {}
    for time_ns, message in recording.decoded(PROGRAM_PLOT):
        if message.name in points or len(points) < _MAX_CURVES:
            points.setdefault(message.name, []).append((time_ns / 1e9 - begins_at_s, message.value))
    return {name: Curve(*np.array(found, dtype=np.float64).T) for name, found in points.items()}


def _read(
    recording: Recording, kinds: tuple[str, ...], usual: str, row: Callable[[Any], tuple[float, ...]], columns: int
) -> Curve:
    """Reads a curve from the topic that is usual for such messages, or else from the first that has such."""
    topics = sorted(
        (name for name, topic in recording.topics.items() if topic.type_name in kinds), key=lambda name: name != usual
    )
    times: list[float] = []
    rows: list[tuple[float, ...]] = []
    for time_ns, message in _decoded(recording, topics):
        times.append(time_ns / 1e9)
        rows.append(row(message))
    return Curve(np.array(times, dtype=np.float64), np.array(rows, dtype=np.float64).reshape(-1, columns))


def _decoded(recording: Recording, topics: list[str]) -> Iterator[tuple[int, Any]]:
    return recording.decoded(topics[0]) if topics else iter(())


def _whole(curve: Curve) -> Curve:
    """Without rows that hold something that is no number, or that no robot can be at."""
    rows = (np.abs(curve.values) < _FAR).all(axis=1)
    return Curve(curve.time_s[rows], curve.values[rows])


def _speeds(path: Curve) -> Curve:
    """Speeds from one place to the next: along the robot's heading half-way, and of turning."""
    if len(path.time_s) < 2:
        return Curve(np.empty(0), np.empty((0, 2)))
    step_s = np.diff(path.time_s)
    moved = np.diff(path.values, axis=0)
    turned = np.arctan2(np.sin(moved[:, 2]), np.cos(moved[:, 2]))
    heading = path.values[:-1, 2] + turned / 2
    ahead = moved[:, 0] * np.cos(heading) + moved[:, 1] * np.sin(heading)
    passed = step_s > 0
    values = np.column_stack([ahead, turned])[passed] / step_s[passed, None]
    return Curve(path.time_s[1:][passed], values)
