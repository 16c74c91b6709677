# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: a simulated robot on the topics of the physical one.

It publishes what a TurtleBot does and takes `/cmd_vel`. In an episode it keeps lock-step: it says which
messages make up the observation of a step (`valence_interfaces/ObservationDue`) and waits for the command
that bears the step's stamp.
"""

from __future__ import annotations

import math
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import rclpy
from geometry_msgs.msg import Twist, TwistStamped
from nav_msgs.msg import Odometry
from rclpy.context import Context
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import DurabilityPolicy, QoSProfile
from rclpy.serialization import serialize_message
from rclpy.subscription import Subscription
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import BatteryState, CameraInfo, Image, Imu, JointState, LaserScan
from std_msgs.msg import Bool
from tf2_msgs.msg import TFMessage
from valence_interfaces.msg import AudioBlock, EpisodeState, MotorState, ObservationDue, ObstacleTracks
from vision_msgs.msg import Detection2DArray

from valence_nodes.nodes import to_messages, topics
from valence_nodes.nodes.inbox import Inbox
from valence_nodes.nodes.message_form import MessageForm
from valence_nodes.nodes.observation_gate import observation_sources
from valence_nodes.nodes.outlet import Outlet
from valence_nodes.nodes.reading_forms import ReadingForms, seconds_and_rest
from valence_nodes.nodes.serialised import HEADER_STAMP_AT, after_header, aligned, decoded, stamp_ns
from worlds.readings import (
    BatteryReading,
    CameraReading,
    ContactReading,
    ImuReading,
    LidarReading,
    MicrophoneReading,
    MotorReading,
    OdometryReading,
    Reading,
    WheelReading,
)
from worlds.robot_spec import RobotSpec, SensorSpec, load_robot_spec
from worlds.simulator import Action

_MESSAGE_OF_KIND = {
    "lidar": (LaserScan, topics.SENSOR_DATA),
    "camera": (Image, topics.SENSOR_DATA),
    "depth_camera": (Image, topics.SENSOR_DATA),
    "imu": (Imu, topics.RELIABLE),
    "contact": (Bool, topics.RELIABLE),
    "microphone": (AudioBlock, topics.RELIABLE),
}

_LISTENERS_EVERY_NS = 50_000_000
"""Simulated time after which somebody who has joined gets messages; to ask at each costs half as much as to send."""

_MATCH_POLL_S = 0.002  # DDS has no event for "matched" that a wait set of rclpy takes.

WATCHED_TOPICS = {
    topics.DETECTIONS: Detection2DArray,
    topics.FREE_SPACE: LaserScan,
    topics.OBSTACLE_TRACKS: ObstacleTracks,
}
"""Topics that nodes in the loop answer on, and that an episode may wait for by stamp."""


Tap = Callable[[str, bytes, int], None]
"""Is told of every message of an episode: topic, serialised message (CDR), simulated time in ns."""

_TWIST = struct.Struct("<6d")


@dataclass(frozen=True)
class Answer:
    """The command that came for a step.

    Attributes:
        action: what to do.
        finite: False when the command held NaN or infinity; `action` then stands still.
    """

    action: Action
    finite: bool


@contextmanager
def open_robot_node(robot: str, watch: tuple[str, ...]) -> Iterator[RobotNode]:
    """Starts ROS and a robot node, and ends both.

    Args:
        robot: name of the robot.
        watch: topics of other nodes that `await_watched` will be asked for.
    """
    rclpy.init(args=[])
    node = RobotNode(load_robot_spec(robot), watch=watch)
    try:
        yield node
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


class RobotNode(Node):
    """The robot's side of the topics; give it readings, and wait on it for commands."""

    PREPARING = EpisodeState.PREPARING
    RUNNING = EpisodeState.RUNNING
    TERMINATED = EpisodeState.TERMINATED
    TRUNCATED = EpisodeState.TRUNCATED
    FAILED = EpisodeState.FAILED

    def __init__(self, spec: RobotSpec, *, watch: tuple[str, ...] = (), context: Context | None = None) -> None:
        """Makes the publishers and subscriptions.

        Args:
            spec: the robot.
            watch: topics of other nodes that `await_watched` will be asked for.
            context: of rclpy, the default one when None.
        """
        super().__init__("robot_node", context=context, start_parameter_services=False)
        self._spec = spec
        self._inbox = Inbox(self)
        self._forms = ReadingForms(spec)
        self.tap: Tap | None = None
        self._sent: dict[str, tuple[Publisher, bytes]] = {}
        self._repeatable: dict[str, tuple[Publisher, bytes]] = {}
        self._due: dict[str, int] = {}
        self._due_form: tuple[tuple[str, ...], MessageForm] | None = None
        self._watched_ns: dict[str, int] = {}
        self._episode = EpisodeState()
        self._outlets: list[Outlet] = []
        self._listeners_ns = -_LISTENERS_EVERY_NS
        self._make_publishers()
        stamped = spec.topics.cmd_vel_type == "TwistStamped"
        self._stamped = stamped
        self._commands = self._inbox.subscribe(
            f"/{spec.topics.cmd_vel}", TwistStamped if stamped else Twist, topics.RELIABLE
        )
        self._watched = {topic: self._inbox.subscribe(topic, WATCHED_TOPICS[topic], topics.RELIABLE) for topic in watch}

    def _make_publishers(self) -> None:
        spec = self._spec
        self._clock = self._outlet(Clock, topics.CLOCK, topics.RELIABLE, observed=False)
        self._odometry = self._outlet(Odometry, spec.topics.odom, topics.RELIABLE)
        self._joints = self._outlet(JointState, spec.topics.joint_states, topics.RELIABLE)
        self._battery = self._outlet(BatteryState, spec.topics.battery_state, topics.RELIABLE)
        self._motors: Outlet | None = None
        if spec.motor is not None:
            self._motors = self._outlet(MotorState, spec.motor.topic, topics.RELIABLE, observed=False)
        self._tf = self._outlet(TFMessage, topics.TF, topics.TRANSFORMS, observed=False)
        self._tf_static = self._outlet(TFMessage, topics.TF_STATIC, topics.LATCHED, observed=False)
        self._state = self._outlet(EpisodeState, topics.EPISODE_STATE, topics.LATCHED, observed=False)
        self._observation_due = self._outlet(ObservationDue, topics.OBSERVATION_DUE, topics.RELIABLE, observed=False)
        self._sensors: dict[str, tuple[SensorSpec, Outlet]] = {}
        self._infos: dict[str, Outlet] = {}
        for sensor in spec.sensors:
            message_type, qos = _MESSAGE_OF_KIND[sensor.kind]
            if sensor.kind == "imu" and sensor.rate_hz >= topics.FAST_SENSOR_HZ:
                qos = topics.FAST_SENSOR_DATA
            self._sensors[sensor.name] = (sensor, self._outlet(message_type, sensor.topic, qos))
            if sensor.info_topic is not None:
                self._infos[sensor.name] = self._outlet(CameraInfo, sensor.info_topic, topics.SENSOR_DATA)

    def _outlet(self, message_type: type, topic: str, qos: QoSProfile, *, observed: bool = True) -> Outlet:
        absolute = f"/{topic.lstrip('/')}"
        publisher = self.create_publisher(message_type, absolute, qos)
        outlet = Outlet(absolute, publisher, observed, qos.durability == DurabilityPolicy.TRANSIENT_LOCAL)
        self._outlets.append(outlet)
        return outlet

    def tapped_topics(self) -> list[tuple[str, str, QoSProfile]]:
        """Every topic that a tap is told of: name, type such as `sensor_msgs/msg/LaserScan`, quality of service."""
        ends = [*self.publishers, self._commands, *self._watched.values()]
        topics = [(end.topic_name, _type_name(end.msg_type), end.qos_profile) for end in ends]
        # What rclpy publishes of itself is not the robot's.
        return [topic for topic in topics if topic[0] not in {"/rosout", "/parameter_events"}]

    def publish_static_transforms(self) -> None:
        """Publishes where everything sits on the robot, once; late nodes get it too."""
        stamp = to_messages.stamp_of(0)
        fixed = [to_messages.transform(one.pose, stamp, one.parent, one.name) for one in self._spec.frames.fixed]
        self._send(self._tf_static, serialize_message(TFMessage(transforms=fixed)), 0)

    def publish_clock(self, sim_time_ns: int) -> None:
        """Publishes `/clock`, and finds out now and then who listens to what."""
        if not 0 <= sim_time_ns - self._listeners_ns < _LISTENERS_EVERY_NS:
            self._listeners_ns = sim_time_ns
            for outlet in self._outlets:
                outlet.look_for_listeners()
        self._send(self._clock, self._forms.clock(sim_time_ns), sim_time_ns)

    def publish(self, sensor: str, reading: Reading, sim_time_ns: int) -> None:
        """Publishes one reading, stamped with the time it was taken.

        Args:
            sensor: its name in the simulator: an SDF sensor, `wheels`, `odometry`, `battery` or `motors`.
            reading: what it read.
            sim_time_ns: when.
        """
        forms, send = self._forms, self._send
        # The order of cases is the order of frequency.
        match reading:
            case OdometryReading():
                send(self._odometry, forms.odometry(reading, sim_time_ns), sim_time_ns)
                send(self._tf, forms.base_transform(reading, sim_time_ns), sim_time_ns)
            case WheelReading():
                send(self._joints, forms.wheels(reading, sim_time_ns), sim_time_ns)
            case ImuReading():
                part, outlet = self._sensors[sensor]
                send(outlet, forms.imu(part, reading, sim_time_ns), sim_time_ns)
            case MotorReading():
                # No program waits for it: where nobody listens or records, it need not even be put into a message.
                if self._motors is not None and (self._motors.heard or self.tap is not None):
                    send(self._motors, forms.motors(reading, sim_time_ns), sim_time_ns)
            case LidarReading():
                part, outlet = self._sensors[sensor]
                send(outlet, forms.scan(part, reading, sim_time_ns), sim_time_ns)
            case CameraReading():
                part, outlet = self._sensors[sensor]
                send(self._infos[sensor], forms.camera_info(part, reading, sim_time_ns), sim_time_ns)
                send(outlet, forms.image(part, reading, sim_time_ns), sim_time_ns)
            case BatteryReading():
                send(self._battery, forms.battery(reading, sim_time_ns), sim_time_ns)
            case MicrophoneReading():
                part, outlet = self._sensors[sensor]
                block = to_messages.audio_block(reading, to_messages.stamp_of(sim_time_ns), part.frame_id)
                send(outlet, serialize_message(block), sim_time_ns)
            case ContactReading():
                send(self._sensors[sensor][1], serialize_message(Bool(data=reading.touching)), sim_time_ns)

    def newest_command(self) -> Action | None:
        """Takes the newest command that has come since last asked, whatever its stamp; None when none has."""
        newest = None
        while (message := self._inbox.take(self._commands)) is not None:
            newest = message
        return None if newest is None else self._answer(newest).action

    def _send(self, outlet: Outlet, message: bytes, sim_time_ns: int) -> None:
        outlet.publish(message)
        if outlet.observed:
            self._due[outlet.topic] = sim_time_ns
            self._sent[outlet.topic] = (outlet.publisher, message)
        if self.tap is not None:
            self.tap(outlet.topic, message, sim_time_ns)

    def publish_due(self, episode_id: str, step: int, sim_time_ns: int) -> None:
        """Says which messages make up the observation of `step`: the newest one of each topic."""
        self._inbox.drain(self._commands)  # A command for an earlier step is no answer to this one.
        self._repeatable, self._sent = self._sent, {}
        named = (episode_id, *self._due)
        if self._due_form is None or self._due_form[0] != named:
            self._due_form = (named, _due_form(episode_id, list(self._due)))
        stamps = [number for due_ns in self._due.values() for number in seconds_and_rest(due_ns)]
        message = self._due_form[1].fill((*seconds_and_rest(sim_time_ns), step, *stamps))
        self._send(self._observation_due, message, sim_time_ns)

    def publish_again(self) -> None:
        """Sends this step's messages once more, for when one was lost on the way to a best-effort subscription.

        While the observation is not due yet, nodes in the loop are waited for: those are what they have to answer.
        """
        for publisher, message in (self._sent or self._repeatable).values():
            publisher.publish(message)

    def await_watched(self, topic: str, sim_time_ns: int, timeout_s: float) -> bool:
        """Waits for another node's answer to what was stamped `sim_time_ns`; it joins the observation."""

        def came() -> bool:
            while (message := self._inbox.take(self._watched[topic])) is not None:
                answered_ns = self._watched_ns[topic] = decoded(topic, message, stamp_ns)
                if self.tap is not None:
                    self.tap(topic, message, answered_ns)
            return self._watched_ns.get(topic, -1) >= sim_time_ns

        if self._inbox.wait_until(came, lambda: (self._watched[topic],), timeout_s):
            self._due[topic] = sim_time_ns
            return True
        return False

    def await_action(self, sim_time_ns: int, timeout_s: float) -> Answer | None:
        """Waits for the command for the step at `sim_time_ns`; None when none came in time."""
        answers: list[bytes] = []

        def came() -> bool:
            while (message := self._inbox.take(self._commands)) is not None:
                if not self._stamped or decoded(self._commands.topic_name, message, stamp_ns) == sim_time_ns:
                    answers.append(message)
                    return True
            return False

        if not self._inbox.wait_until(came, self._awaited_commands, timeout_s):
            return None
        if self.tap is not None:
            self.tap(self._commands.topic_name, answers[0], sim_time_ns)
        return self._answer(answers[0])

    def _awaited_commands(self) -> tuple[Subscription, ...]:
        return (self._commands,)

    def _answer(self, message: bytes) -> Answer:
        def twist(data: bytes) -> tuple[float, float]:
            at = aligned(after_header(data), 8) if self._stamped else HEADER_STAMP_AT
            speed_mps, _, _, _, _, turn_radps = _TWIST.unpack_from(data, at)
            return speed_mps, turn_radps

        speed_mps, turn_radps = decoded(self._commands.topic_name, message, twist)
        if math.isfinite(speed_mps) and math.isfinite(turn_radps):
            return Answer(Action(speed_mps, turn_radps), finite=True)
        return Answer(Action(), finite=False)

    def begin_episode(self, mission: str, episode_id: str, seed: int) -> None:
        """Forgets the messages of the episode before, and remembers whose state to tell."""
        self._due.clear()
        self._sent.clear()
        self._watched_ns.clear()
        self._episode = EpisodeState(mission=mission, episode_id=episode_id, seed=seed)

    def publish_state(self, state: int, sim_time_ns: int, reason: str) -> None:
        """Publishes where the episode stands: a constant of `valence_interfaces/EpisodeState`, and why."""
        self._episode.header.stamp = to_messages.stamp_of(sim_time_ns)
        self._episode.state, self._episode.reason = state, reason
        self._episode.sim_time_s = sim_time_ns / 1e9
        self._send(self._state, serialize_message(self._episode), sim_time_ns)

    def await_peers(self, alive: Callable[[], None], timeout_s: float) -> list[str]:
        """Waits until the program node (and every watched node) is at the other end of its topics.

        Args:
            alive: asked in between; raises when waiting is in vain.
            timeout_s: longest wait.

        Returns:
            The topics that still lack somebody; empty when all is well.
        """
        spec = self._spec
        sources = observation_sources(spec, detections=topics.DETECTIONS in self._watched)
        expected = {topics.OBSERVATION_DUE, topics.EPISODE_STATE, f"/{spec.topics.cmd_vel}"}
        expected |= {source.topic for source in sources}
        deadline = time.monotonic() + timeout_s
        while lacking := sorted(topic for topic in expected if self._matched(topic) == 0):
            if time.monotonic() > deadline:
                break
            alive()
            time.sleep(_MATCH_POLL_S)
        return lacking

    def _matched(self, topic: str) -> int:
        for subscription in (self._commands, *self._watched.values()):
            if subscription.topic_name == topic:
                return int(subscription.get_publisher_count())
        return sum(
            int(publisher.get_subscription_count()) for publisher in self.publishers if publisher.topic_name == topic
        )


def _due_form(episode_id: str, names: list[str]) -> MessageForm:
    message = ObservationDue(episode_id=episode_id, topics=names, stamps=[to_messages.stamp_of(0) for _ in names])
    blanks = [("header.stamp.sec", "i"), ("header.stamp.nanosec", "I"), ("step", "Q")]
    for number in range(len(names)):
        blanks += [(f"stamps.{number}.sec", "i"), (f"stamps.{number}.nanosec", "I")]
    return MessageForm(message, blanks)


def _type_name(message_type: Any) -> str:
    package, kind, *_ = message_type.__module__.split(".")
    return f"{package}/{kind}/{message_type.__name__}"


def main(arguments: list[str] | None = None) -> None:
    """Runs a simulated robot on the ROS graph of this shell; see `free_drive`."""
    from valence_nodes.nodes.free_drive import main as drive_freely  # noqa: PLC0415 - it imports this module

    drive_freely(arguments)


if __name__ == "__main__":
    main()
