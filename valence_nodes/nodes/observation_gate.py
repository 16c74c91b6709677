# SPDX-License-Identifier: Apache-2.0
"""Putting the messages of one step together: waits until every one that is due has come, by stamp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from nav_msgs.msg import Odometry
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.serialization import deserialize_message
from rclpy.subscription import Subscription
from sensor_msgs.msg import BatteryState, CameraInfo, Image, Imu, LaserScan
from valence_interfaces.msg import AudioBlock, EpisodeState, ObservationDue
from vision_msgs.msg import Detection2DArray

from valence_nodes.nodes import from_messages, topics
from valence_nodes.nodes.imu_window import ImuWindow
from valence_nodes.nodes.inbox import Inbox
from valence_nodes.nodes.serialised import after_header, aligned, decoded, length, stamp_ns, text
from valence_nodes.nodes.sound_window import SoundWindow
from valence_nodes.programs.observation import ImageData, Observation
from worlds.robot_spec import RobotSpec

T = TypeVar("T")

_MOST_TOPICS = 64
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

    All are subscribed to as sensor data, best effort: only the newest counts, an episode sends again what was lost,
    and acknowledging 100 messages a second took a third of the processor time of sending them. A fast IMU and sound are
    the exception: a program also gets what came between steps, and with the same seed always the same.

    Args:
        spec: the robot.
        detections: whether a perception node is in the loop.
    """
    sources = [
        Source("odometry", f"/{spec.topics.odom}", Odometry, topics.SENSOR_DATA),
        Source("battery", f"/{spec.topics.battery_state}", BatteryState, topics.SENSOR_DATA),
    ]
    for kind, part, message_type, qos in (
        ("lidar", "scan", LaserScan, topics.SENSOR_DATA),
        ("imu", "imu", Imu, topics.SENSOR_DATA),
        ("camera", "image", Image, topics.SENSOR_DATA),
        ("microphone", "sound", AudioBlock, topics.RELIABLE),
    ):
        sensor = next((sensor for sensor in spec.sensors if sensor.kind == kind), None)
        if sensor is not None:
            fast = kind == "imu" and sensor.rate_hz >= topics.FAST_SENSOR_HZ
            how = topics.FAST_SENSOR_DATA if fast else qos
            sources.append(Source(part, f"/{sensor.topic}", message_type, how))
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
        imu = next((sensor for sensor in spec.sensors if sensor.kind == "imu"), None)
        self._felt = ImuWindow(imu.rate_hz) if imu is not None and imu.rate_hz >= topics.FAST_SENSOR_HZ else None
        self._heard = SoundWindow()
        self._newest: dict[str, bytes] = {}
        self._read: dict[str, tuple[bytes, Any]] = {}

    def unmatched(self) -> list[str]:
        """Topics whose publisher has not been found yet."""
        waiting = [self._due, self._state, *self._parts.values()]
        return [one.topic_name for one in waiting if one.get_publisher_count() == 0]

    def begin_episode(self) -> None:
        """Forgets what came in the episode before."""
        self._newest.clear()
        if self._felt is not None:
            self._felt.clear()
        self._heard.clear()
        self._read.clear()
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
        events: list[_Announced | Ended] = []

        def began() -> bool:
            while (message := self._inbox.take(self._state)) is not None:
                state = deserialize_message(message, EpisodeState)
                if state.episode_id == episode_id and state.state in _ENDED:
                    events.append(Ended(state.reason))
            while (message := self._inbox.take(self._due)) is not None:
                due = decoded(topics.OBSERVATION_DUE, message, _announced)
                if due.episode_id == episode_id:
                    events.append(due)
            return bool(events)

        if not self._inbox.wait_until(began, lambda: (self._due, self._state), wait_s):
            return None
        event = events[0]
        if isinstance(event, Ended):
            return event
        wanted = {self._part_of[topic]: due_ns for topic, due_ns in event.stamps_ns.items() if topic in self._part_of}
        if not self._inbox.wait_until(lambda: not self._missing(wanted), lambda: self._missing(wanted), timeout_s):
            raise MissingMessagesError([one.topic_name for one in self._missing(wanted)])
        return Due(self._observation(event.step, event.stamp_ns / 1e9, timing), event.stamp_ns)

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
                self._keep(part, message)

    def _keep(self, part: str, message: bytes) -> None:
        self._newest[part] = message
        if part == "imu" and self._felt is not None:
            self._felt.add(decoded(self._parts[part].topic_name, message, stamp_ns), message)
        elif part == "sound":
            topic = self._parts[part].topic_name
            decoded(topic, message, lambda data: self._heard.add(stamp_ns(data), data))

    def _missing(self, wanted: dict[str, int]) -> list[Subscription]:
        """Takes what has come and returns the subscriptions on which the wanted stamp has not."""
        missing: list[Subscription] = []
        for part, due_ns in wanted.items():
            newest = self._newest.get(part)
            while newest is None or stamp_ns(newest) < due_ns:
                taken = self._inbox.take(self._parts[part])
                if taken is None:
                    missing.append(self._parts[part])
                    break
                self._keep(part, taken)
                newest = taken
        return missing

    def _observation(self, step: int, time_s: float, timing: tuple[float, float]) -> Observation:
        return Observation(
            step=step,
            time_s=time_s,
            control_timestep_s=timing[0],
            time_limit_s=timing[1],
            scan=self._part("scan", from_messages.scan_data),
            image=self._with_info("image", _picture),
            odometry=self._part("odometry", from_messages.odometry_data),
            imu=self._part("imu", from_messages.imu_data),
            imu_window=None if self._felt is None else self._felt.take(),
            sound=self._heard.newest(),
            battery=self._part("battery", from_messages.battery_data),
            detections=self._with_info("detections", from_messages.detection_data),
        )

    def _part(self, part: str, read: Callable[[bytes], T]) -> T | None:
        """Reads the newest message of a part; the same message gives the same object again."""
        newest = self._newest.get(part)
        if newest is None:
            return None
        known = self._read.get(part)
        if known is None or known[0] is not newest:
            known = self._read[part] = (newest, decoded(self._parts[part].topic_name, newest, read))
        data: T = known[1]
        return data

    def _with_info(self, part: str, read: Callable[[bytes, bytes], T]) -> T | None:
        info = self._newest.get("camera_info")
        return None if info is None else self._part(part, lambda data: read(data, info))


def _picture(data: bytes, info: bytes) -> ImageData:
    return from_messages.image_data(data, from_messages.horizontal_fov_rad(info))


@dataclass(frozen=True)
class _Announced:
    """A `valence_interfaces/ObservationDue`: the step's stamp and number, and the newest stamp of each topic."""

    stamp_ns: int
    step: int
    episode_id: str
    stamps_ns: dict[str, int]


def _announced(data: bytes) -> _Announced:
    at = aligned(after_header(data), 8)
    step = int.from_bytes(data[at : at + 8], "little")
    episode_id, at = text(data, at + 8)
    count, at = length(data, at)
    if count > _MOST_TOPICS:
        raise IndexError(f"{count} topics are announced")
    names = []
    for _ in range(count):
        name, at = text(data, at)
        names.append(name)
    count, at = length(data, at)
    if count != len(names):
        raise IndexError(f"{len(names)} topics have {count} stamps")
    stamps_ns = {name: stamp_ns(data, at + 8 * number) for number, name in enumerate(names)}
    return _Announced(stamp_ns(data), step, episode_id, stamps_ns)
