# SPDX-License-Identifier: Apache-2.0
"""Putting the messages of one step together: waits until every one that is due has come, by stamp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nav_msgs.msg import Odometry
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.subscription import Subscription
from sensor_msgs.msg import BatteryState, CameraInfo, Image, Imu, LaserScan
from valence_interfaces.msg import EpisodeState, ObservationDue
from vision_msgs.msg import Detection2DArray

from valence_nodes.nodes import from_messages, topics
from valence_nodes.nodes.from_messages import nanoseconds_of
from valence_nodes.nodes.inbox import Inbox
from valence_nodes.programs.observation import Observation
from worlds.robot_spec import RobotSpec

_ENDED = (EpisodeState.TERMINATED, EpisodeState.TRUNCATED, EpisodeState.FAILED)


@dataclass(frozen=True)
class Due:
    """A complete observation and the stamp that the answer must bear."""

    observation: Observation
    stamp_ns: int


@dataclass(frozen=True)
class Ended:
    """The episode is over."""

    reason: str


class MissingMessagesError(Exception):
    """Messages that were announced did not come.

    Attributes:
        topics: on which ones.
    """

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Nothing came on {', '.join(missing)}.")
        self.topics = missing


@dataclass(frozen=True)
class Source:
    """Where a part of the observation comes from."""

    part: str
    topic: str
    message_type: type
    qos: QoSProfile


def observation_sources(spec: RobotSpec, *, detections: bool) -> list[Source]:
    """The topics that a program's observation is made of: the robot's first sensor of each kind.

    Args:
        spec: the robot.
        detections: whether a perception node is in the loop.
    """
    sources = [
        Source("odometry", f"/{spec.topics.odom}", Odometry, topics.RELIABLE),
        Source("battery", f"/{spec.topics.battery_state}", BatteryState, topics.RELIABLE),
    ]
    for kind, part, message_type, qos in (
        ("lidar", "scan", LaserScan, topics.SENSOR_DATA),
        ("imu", "imu", Imu, topics.RELIABLE),
        ("camera", "image", Image, topics.SENSOR_DATA),
    ):
        sensor = next((sensor for sensor in spec.sensors if sensor.kind == kind), None)
        if sensor is not None:
            sources.append(Source(part, f"/{sensor.topic}", message_type, qos))
            if sensor.info_topic is not None:
                sources.append(Source("camera_info", f"/{sensor.info_topic}", CameraInfo, qos))
    if detections:
        sources.append(Source("detections", topics.DETECTIONS, Detection2DArray, topics.RELIABLE))
    return sources


class ObservationGate:
    """Subscribes to what a robot's program can know, and hands out one observation a step."""

    def __init__(self, node: Node, spec: RobotSpec, *, detections: bool) -> None:
        """Subscribes.

        Args:
            node: whose subscriptions they are.
            spec: the robot, for its topics.
            detections: whether a perception node is in the loop.
        """
        self._inbox = Inbox(node)
        subscribe = self._inbox.subscribe
        self._due = subscribe(topics.OBSERVATION_DUE, ObservationDue, topics.RELIABLE)
        self._state = subscribe(topics.EPISODE_STATE, EpisodeState, topics.LATCHED)
        sources = observation_sources(spec, detections=detections)
        self._parts = {one.part: subscribe(one.topic, one.message_type, one.qos) for one in sources}
        self._part_of = {one.topic: one.part for one in sources}
        self._newest: dict[str, Any] = {}

    def unmatched(self) -> list[str]:
        """Topics whose publisher has not been found yet."""
        waiting = [self._due, self._state, *self._parts.values()]
        return [one.topic_name for one in waiting if one.get_publisher_count() == 0]

    def begin_episode(self) -> None:
        """Forgets what came in the episode before."""
        self._newest.clear()
        for subscription in (self._due, self._state, *self._parts.values()):
            self._inbox.drain(subscription)

    def next(self, episode_id: str, timing: tuple[float, float], wait_s: float, timeout_s: float) -> Due | Ended | None:
        """Waits for the next step of the episode.

        Args:
            episode_id: messages of other episodes are passed over.
            timing: control timestep and time limit of the episode, s.
            wait_s: how long to wait for the step to begin.
            timeout_s: how long to wait for its messages once it began.

        Returns:
            What is due, that the episode ended, or None when nothing came in `wait_s`.

        Raises:
            MissingMessagesError: the step began, but its messages did not come.
        """
        events: list[ObservationDue | Ended] = []

        def began() -> bool:
            while (state := self._inbox.take(self._state)) is not None:
                if state.episode_id == episode_id and state.state in _ENDED:
                    events.append(Ended(state.reason))
            while (due := self._inbox.take(self._due)) is not None:
                if due.episode_id == episode_id:
                    events.append(due)
            return bool(events)

        if not self._inbox.wait_until(began, lambda: (self._due, self._state), wait_s):
            return None
        event = events[0]
        if isinstance(event, Ended):
            return event
        wanted = {
            self._part_of[topic]: nanoseconds_of(stamp)
            for topic, stamp in zip(event.topics, event.stamps, strict=True)
            if topic in self._part_of
        }
        if not self._inbox.wait_until(lambda: not self._missing(wanted), lambda: self._missing(wanted), timeout_s):
            raise MissingMessagesError([one.topic_name for one in self._missing(wanted)])
        stamp_ns = nanoseconds_of(event.header.stamp)
        return Due(self._observation(event.step, stamp_ns / 1e9, timing), stamp_ns)

    def await_first(self, timeout_s: float) -> None:
        """Waits until every part of the observation has come once, from a robot that nobody lock-steps.

        Raises:
            MissingMessagesError: some did not come in time.
        """

        def lacking() -> list[Subscription]:
            self._take_newest()
            return [one for part, one in self._parts.items() if part not in self._newest]

        if not self._inbox.wait_until(lambda: not lacking(), lacking, timeout_s):
            raise MissingMessagesError([one.topic_name for one in lacking()])

    def newest(self, step: int, time_s: float, timing: tuple[float, float]) -> Observation:
        """Puts together the newest of everything that has come, whatever its stamp.

        Args:
            step: number of the control step.
            time_s: since the program began.
            timing: control timestep and time limit, s.
        """
        self._take_newest()
        return self._observation(step, time_s, timing)

    def _take_newest(self) -> None:
        for part, subscription in self._parts.items():
            while (message := self._inbox.take(subscription)) is not None:
                self._newest[part] = message

    def _missing(self, wanted: dict[str, int]) -> list[Subscription]:
        """Takes what has come and returns the subscriptions on which the wanted stamp has not."""
        missing: list[Subscription] = []
        for part, stamp_ns in wanted.items():
            newest = self._newest.get(part)
            while newest is None or nanoseconds_of(newest.header.stamp) < stamp_ns:
                taken = self._inbox.take(self._parts[part])
                if taken is None:
                    missing.append(self._parts[part])
                    break
                newest = self._newest[part] = taken
        return missing

    def _observation(self, step: int, time_s: float, timing: tuple[float, float]) -> Observation:
        newest = self._newest
        info = newest.get("camera_info")
        return Observation(
            step=step,
            time_s=time_s,
            control_timestep_s=timing[0],
            time_limit_s=timing[1],
            scan=from_messages.scan_data(newest["scan"]) if "scan" in newest else None,
            image=from_messages.image_data(newest["image"], info) if info and "image" in newest else None,
            odometry=from_messages.odometry_data(newest["odometry"]) if "odometry" in newest else None,
            imu=from_messages.imu_data(newest["imu"]) if "imu" in newest else None,
            battery=from_messages.battery_data(newest["battery"]) if "battery" in newest else None,
            detections=(
                from_messages.detection_data(newest["detections"], info) if info and "detections" in newest else None
            ),
        )
