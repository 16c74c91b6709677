# SPDX-License-Identifier: Apache-2.0
"""What somebody saw and did in a recorded episode, as a policy would see and say it: what cloning learns from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from missions.recording.recording import Recording
from missions.recording.recording_error import RecordingError
from valence_nodes.policies.spec import ACTIONS, Observer, PolicySpec
from valence_nodes.programs.robot_readings import Detection, Imu, Odometry
from valence_nodes.topic_names import DETECTIONS
from worlds.robot_spec import RobotSpec, load_robot_spec

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Driving:
    """One recorded drive.

    Attributes:
        seed: mission seed, as the recording says it; −1 when it does not tell.
        observations: float32 (n, spec.size), one for each control step.
        answers: float32 (n, 2), what a policy would have had to say at each.
    """

    seed: int
    observations: Samples
    answers: Samples


class _Recorded:
    """What the robot sensed at a point of the recording."""

    def __init__(self, robot: RobotSpec) -> None:
        lidar = next((sensor for sensor in robot.sensors if sensor.kind == "lidar"), None)
        self._lidar_yaw_rad = 0.0 if lidar is None else robot.frames.pose_in_footprint(lidar.frame_id).yaw_rad
        self._camera: tuple[float, float] | None = None
        self.scan: npt.NDArray[np.float32] = np.empty(0, np.float32)
        self.odometry: Any = None
        self.imu: Any = None
        self.detections: list[Detection] = []

    def take_scan(self, message: Any) -> None:
        first = round(-(message.angle_min + self._lidar_yaw_rad) / message.angle_increment)
        self.scan = np.roll(np.asarray(message.ranges, dtype=np.float32), -first)

    def take_odometry(self, message: Any) -> None:
        at, moved = message.pose.pose, message.twist.twist
        yaw_rad = _yaw_rad(at.orientation)
        self.odometry = Odometry(at.position.x, at.position.y, yaw_rad, moved.linear.x, moved.angular.z)

    def take_imu(self, message: Any) -> None:
        spin, push = message.angular_velocity, message.linear_acceleration
        self.imu = Imu(_yaw_rad(message.orientation), (spin.x, spin.y, spin.z), (push.x, push.y, push.z))

    def take_info(self, message: Any) -> None:
        self._camera = (message.k[0], message.k[2])

    def take_detections(self, message: Any) -> None:
        if self._camera is None:
            return
        focal_px, middle_px = self._camera
        self.detections = []
        for one in message.detections:
            best = max((result.hypothesis for result in one.results), key=lambda hypothesis: hypothesis.score)
            x_px, y_px = one.bbox.center.position.x, one.bbox.center.position.y
            bearing_rad = math.atan2(middle_px - x_px, focal_px)
            self.detections.append(
                Detection(best.class_id, best.score, x_px, y_px, one.bbox.size_x, one.bbox.size_y, bearing_rad)
            )


def driving_of(recording: Recording, spec: PolicySpec) -> Driving:
    """Takes the samples out of a recording, one for each control step that was commanded.

    What was sensed before somebody began to drive and after the end is left out: a policy that learned to stand at the
    start would stay there.

    A policy's answer holds for some control steps; so what was done is the mean of the commands of as many steps from
    there on, and what was done last that of those before.

    Args:
        recording: of an episode of the lab.
        spec: of the policy that is to learn from it.

    Raises:
        RecordingError: it is damaged, lacks what the policy has to be given, or nobody drives in it.
        UnknownNameError: the lab has no such robot any more.
    """
    robot = load_robot_spec(recording.about.get("robot", ""))
    senses = _Recorded(robot)
    lacking = sorted(spec.needs - {sensor.kind for sensor in robot.sensors})
    if lacking:
        raise RecordingError(
            f"{recording.file} is of a {robot.name}, which has no {' and no '.join(lacking)} to learn from.",
            "Record an episode with a robot that has it.",
        )
    takers, command_topic = _takers(robot, senses, spec)
    missing = sorted({topic for topic in (*takers, command_topic) if not recording.counts.get(topic)})
    if missing:
        raise RecordingError(
            f"{recording.file} has nothing on {', '.join(missing)}, which the policy has to learn from.",
            "Record an episode with a robot and nodes that have it.",
        )
    decoders = {topic: recording.decoder(topic) for topic in (*takers, command_topic)}
    commands = [_twist(message) for _, message in recording.decoded(command_topic)]
    moving = [index for index, command in enumerate(commands) if command != (0.0, 0.0)]
    if not moving:
        raise RecordingError(f"In {recording.file} nobody drives.", "Leave it out, or record the episode anew.")
    said = np.stack([spec.action.answer(*command) for command in commands])
    observer = Observer(spec)
    observations: list[npt.NDArray[np.float32]] = []
    for raw in recording.raw([*takers, command_topic]):
        if raw.topic != command_topic:
            takers[raw.topic](decoders[raw.topic](raw.data))
            continue
        now = len(observations)
        before = said[max(0, now - spec.steps) : now]
        observer.remember(before.mean(axis=0) if len(before) else np.zeros(ACTIONS))
        observations.append(observer.look(senses))
    answers = np.stack([said[now : now + spec.steps].mean(axis=0) for now in range(len(said))])
    driven = slice(moving[0], moving[-1] + 1)
    seed = recording.about.get("seed", "")
    return Driving(
        int(seed) if seed.isdigit() else -1, np.stack(observations)[driven], answers[driven].astype(np.float32)
    )


def _takers(robot: RobotSpec, senses: _Recorded, spec: PolicySpec) -> tuple[dict[str, Any], str]:
    """What takes the messages of which topic, as far as the policy looks at them; and the topic of commands."""
    first = {sensor.kind: sensor for sensor in reversed(robot.sensors)}
    takers: dict[str, Any] = {f"/{robot.topics.odom}": senses.take_odometry}
    if "lidar" in spec.needs and "lidar" in first:
        takers[f"/{first['lidar'].topic}"] = senses.take_scan
    if "imu" in spec.needs and "imu" in first:
        takers[f"/{first['imu'].topic}"] = senses.take_imu
    if "camera" in spec.needs and "camera" in first:
        takers[f"/{first['camera'].info_topic}"] = senses.take_info
        takers[DETECTIONS] = senses.take_detections
    return takers, f"/{robot.topics.cmd_vel}"


def _twist(message: Any) -> tuple[float, float]:
    twist = message.twist if hasattr(message, "twist") else message
    return twist.linear.x, twist.angular.z


def _yaw_rad(turn: Any) -> float:
    return math.atan2(2 * (turn.w * turn.z + turn.x * turn.y), 1 - 2 * (turn.y * turn.y + turn.z * turn.z))
