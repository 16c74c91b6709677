# SPDX-License-Identifier: Apache-2.0
"""Makes recordings of a drive without an episode: a robot that drives straight ahead, then turns left on the spot."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Twist, TwistStamped
from mcap.writer import CompressionType, Writer
from nav_msgs.msg import Odometry
from rclpy.serialization import serialize_message
from sensor_msgs.msg import LaserScan

from missions.recording.definitions import message_definition
from missions.recording.floor_map import MAP_FILE, FloorMap, MapOutline, MapThing
from missions.recording.recorder import Attached, RecordedTopic, Recorder
from missions.recording.truth_events import TruthEvent
from missions.zones import CircleZone, RectangleZone
from tests.missions.recording.small_recordings import ABOUT
from valence_nodes.nodes import recorded_messages
from valence_nodes.nodes.recorded_messages import TYPES, PoseMessages
from valence_nodes.topic_names import PROGRAM_PLOT, TRUTH_EVENTS, TRUTH_POSES
from worlds.pose import Pose

STEPS = 40
STEP_NS = 50_000_000
SPEED_MPS, TURN_RADPS = 0.2, 0.5

ODOM = RecordedTopic("/odom", "nav_msgs/msg/Odometry")
SCAN = RecordedTopic("/scan", "sensor_msgs/msg/LaserScan")
CMD_VEL = RecordedTopic("/cmd_vel", "geometry_msgs/msg/TwistStamped")

CRATE = MapOutline(points_m=((1.9, 0.4), (2.1, 0.4), (2.1, 0.6), (1.9, 0.6)))
FLOOR = FloorMap(
    robot="robot",
    robot_radius_m=0.1,
    zones=(
        CircleZone(name="goal", shape="circle", centre_m=(1.0, 0.0), radius_m=0.2, colour="green"),
        RectangleZone(name="yard", shape="rectangle", centre_m=(0, 1), size_m=(1, 0.5), yaw_rad=0.3, colour="white"),
    ),
    things=(
        MapThing(
            name="post",
            static=True,
            x_m=0,
            y_m=-1,
            yaw_rad=0,
            outlines=(MapOutline(points_m=((0, -1),), radius_m=0.1),),
        ),
        MapThing(name="crate", static=False, x_m=2.0, y_m=0.5, yaw_rad=0, outlines=(CRATE,)),
    ),
)
EVENTS = (
    TruthEvent(0.4, "touched", "post", "Touched post.", 3.0),
    TruthEvent(0.9, "zone_reached", "goal", "Came into goal."),
    TruthEvent(2.0, "ended", "terminated", "It was enough.", 2.0),
)
RESULT = {"verdict": "passed", "score": "80.0", "max_score": "100.0", "ending_reason": "It was enough."}


def place(step: int) -> tuple[float, float, float]:
    """Where the robot is at the beginning of a step: x, y, yaw."""
    ahead, turning = min(step, STEPS // 2), max(0, step - STEPS // 2)
    return SPEED_MPS * 0.05 * ahead, 0.0, TURN_RADPS * 0.05 * turning


def odometry(step: int, stamp: Time) -> Odometry:
    x_m, _, yaw_rad = place(step)
    message = Odometry()
    message.header.stamp = stamp
    message.pose.pose.position.x = x_m
    message.pose.pose.orientation.w = math.cos(yaw_rad / 2)
    message.pose.pose.orientation.z = math.sin(yaw_rad / 2)
    message.twist.twist.linear.x = SPEED_MPS if step < STEPS // 2 else 0.0
    return message


def scan(nearest_m: float) -> LaserScan:
    return LaserScan(range_min=0.12, range_max=3.5, ranges=[math.inf, nearest_m, 3.0, math.nan])


def drive(file: Path, *, finished: bool = True, plots: dict[str, float] | None = None, floor: FloorMap = FLOOR) -> Path:
    """Writes the recording of an episode."""
    about = {**ABOUT, "title": "Try $it$ out", "robot": "turtlebot3_burger", "program_name": "mine.py"}
    own = [RecordedTopic(name, kind) for name, kind in TYPES.items()]
    recorder = Recorder(file, [ODOM, SCAN, CMD_VEL, *own[:4]], about)
    for step in range(STEPS):
        time_ns = step * STEP_NS
        stamp = Time(sec=time_ns // 10**9, nanosec=time_ns % 10**9)
        wanted = TwistStamped()
        wanted.twist.linear.x = 0.25 if step < STEPS // 2 else 0.0
        messages: list[tuple[str, Any]] = [("/odom", odometry(step, stamp)), ("/cmd_vel", wanted)]
        messages += [("/scan", scan(-math.inf if step == 0 else 2.0 - 0.01 * step))] if step % 2 == 0 else []
        for topic, message in messages:
            recorder.message(topic, bytes(serialize_message(message)), time_ns)
        for name, value in (plots or {}).items():
            recorder.message(PROGRAM_PLOT, recorded_messages.plot_point(name, value * step, time_ns), time_ns)
    recorder._write_gathered()
    if not finished:
        recorder.close()
        return file
    poses = PoseMessages()
    truth = [(TRUTH_POSES, poses.filled(_poses(step), step * STEP_NS), step * STEP_NS) for step in range(STEPS + 1)]
    for one in EVENTS:
        at_ns = round(one.sim_time_s * 1e9)
        data = recorded_messages.episode_event(one.kind, one.subject, one.text, one.value, at_ns)
        truth.append((TRUTH_EVENTS, data, at_ns))
    attached = [Attached(MAP_FILE, "application/json", floor.model_dump_json().encode())]
    recorder.finish(own[4:], truth, attached, RESULT)
    assert recorder.problem == ""
    return file


def _poses(step: int) -> dict[str, Pose]:
    x_m, y_m, yaw_rad = place(step)
    crate_x_m = 2.0 + (0.3 if step > STEPS // 2 else 0.0)
    return {
        "robot": Pose.planar(x_m + 1, y_m + 2, yaw_rad),
        "crate": Pose.planar(crate_x_m, 0.5, 0.0),
    }


def others_drive(
    file: Path,
    *,
    chunked: bool = True,
    topic: str = "/odom",
    compression: CompressionType = CompressionType.ZSTD,
    make: Callable[[int, Time], Odometry] = odometry,
) -> Path:
    """Writes a recording as `ros2 bag` does: nothing but messages, logged at the time of the day."""
    kinds = {topic: ("nav_msgs/msg/Odometry", make), "/go": ("geometry_msgs/msg/Twist", lambda *_: Twist())}
    with file.open("wb") as stream:
        writer = Writer(stream, compression=compression, use_chunking=chunked)
        writer.start("ros2")
        for name, (kind, made) in kinds.items():
            schema = writer.register_schema(kind, "ros2msg", message_definition(kind).encode())
            channel = writer.register_channel(name, "cdr", schema)
            for step in range(STEPS):
                time_ns = 1_900_000_000 * 10**9 + step * STEP_NS
                writer.add_message(channel, time_ns, bytes(serialize_message(made(step, Time()))), time_ns)
        writer.finish()
    return file
