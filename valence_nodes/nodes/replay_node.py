# SPDX-License-Identifier: Apache-2.0
"""ROS 2 node: publishes the serialised messages of a recording on the topics that they were recorded from."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import rclpy
from rclpy.context import Context
from rclpy.duration import Duration
from rclpy.exceptions import InvalidTopicNameException
from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy
from rclpy.signals import SignalHandlerOptions

from valence_nodes.nodes.offered_qos import qos_profile

_TYPE_NAME = re.compile(r"(?P<package>[a-z][a-z0-9_]*)/msg/(?P<name>[A-Z][A-Za-z0-9]*)")
_ANNOUNCED_S = 3.0
"""So often a node says that it is there, for those who did not hear it at first (Fast DDS): one in five does not."""
_QUIET_S = 1.5
_LONELY_S = 2 * _ANNOUNCED_S + 0.5
"""As long as nobody is found."""
_MAX_SETTLING_S = 12.0
_POLL_S = 0.02
_PATIENCE_S = 30.0
"""A node that was killed is waited for so long: as long as ROS takes to notice."""
_SLICE_S = 0.1


class CantReplayError(Exception):
    """A topic of a recording can't be published on this ROS."""


class _Outlet:
    """A publisher that loses nothing, however fast it is fed.

    As it was recorded, a reliable publisher keeps its last few messages for those who have not got them yet; played
    faster than they can be delivered, messages would be lost. So it keeps all of them, which no subscription can tell,
    and waits while there is no room. Latched topics must keep as few as they did, for who comes late gets those; their
    messages are waited for one by one.
    """

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        qos = publisher.qos_profile
        self._reliable = qos.reliability == ReliabilityPolicy.RELIABLE
        self._latched = qos.durability == DurabilityPolicy.TRANSIENT_LOCAL

    def publish(self, data: bytes) -> None:
        if self._latched:
            self.settle()
        deadline_s = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._publisher.publish(data)
            except rclpy_implementation.RCLError as error:
                # It has waited for room for a tenth of a second, in vain.
                if time.monotonic() < deadline_s:
                    continue
                topic = self._publisher.topic_name
                raise CantReplayError(f"A node that listens to {topic} takes no messages any more.") from error
            return

    def settle(self) -> None:
        """Waits until all messages have arrived."""
        deadline_s = time.monotonic() + _PATIENCE_S
        # In slices, for nothing interrupts rclpy while it waits.
        while self._reliable and not self._publisher.wait_for_all_acked(Duration(seconds=_SLICE_S)):
            self._reliable = time.monotonic() < deadline_s


class ReplayNode(Node):
    """The publishers of a recording's topics."""

    def __init__(self, topics: Sequence[tuple[str, str, str]], context: Context) -> None:
        """Makes the publishers.

        Args:
            topics: name, type such as `sensor_msgs/msg/Imu`, and quality of service as `offered_qos` writes it.
            context: of rclpy.

        Raises:
            CantReplayError: a type is not known here, or a name is none.
        """
        super().__init__("replay_node", context=context, start_parameter_services=False, enable_rosout=False)
        self._outlets: dict[str, _Outlet] = {}
        for topic, type_name, qos in topics:
            try:
                publisher = self.create_publisher(_message_class(topic, type_name), topic, _lossless(qos_profile(qos)))
            except InvalidTopicNameException as error:
                raise CantReplayError(f"“{topic[:60]}” can't be the name of a topic.") from error
            self._outlets[topic] = _Outlet(publisher)

    def publish(self, topic: str, data: bytes) -> None:
        """Publishes a serialised message on one of the topics."""
        self._outlets[topic].publish(data)

    def await_listeners(self) -> None:
        """Waits until the nodes that are on the graph have been found: until nothing new has come for a while."""
        began_s = changed_s = time.monotonic()
        known: object = None
        quiet_s = _LONELY_S
        while (now_s := time.monotonic()) - began_s < _MAX_SETTLING_S:
            if now_s - changed_s >= quiet_s and now_s - began_s > _ANNOUNCED_S:
                return
            seen = [(publisher.topic_name, publisher.get_subscription_count()) for publisher in self.publishers]
            graph = (sorted(self.get_node_names_and_namespaces()), seen)
            if graph != known:
                known, changed_s = graph, now_s
                quiet_s = _QUIET_S if any(count for _, count in seen) else _LONELY_S
            time.sleep(_POLL_S)

    def settle(self) -> None:
        """Waits until every message on a reliable topic has arrived."""
        for outlet in self._outlets.values():
            outlet.settle()


def _lossless(qos: QoSProfile) -> QoSProfile:
    """Quality of service that subscriptions can't tell from `qos`; a publisher that needs to lose nothing does not."""
    if qos.reliability == ReliabilityPolicy.RELIABLE and qos.durability == DurabilityPolicy.VOLATILE:
        return QoSProfile(history=HistoryPolicy.KEEP_ALL, reliability=qos.reliability, durability=qos.durability)
    return qos


def _message_class(topic: str, type_name: str) -> type:
    parts = _TYPE_NAME.fullmatch(type_name)
    try:
        if parts is None:
            raise ImportError(type_name)
        found: type = getattr(import_module(f"{parts['package']}.msg"), parts["name"])
    except (ImportError, AttributeError) as error:
        raise CantReplayError(f"{topic[:60]} has messages of the type {type_name[:80]}, which is not here.") from error
    return found


@contextmanager
def open_replay_node(topics: Sequence[tuple[str, str, str]], domain: int) -> Iterator[ReplayNode]:
    """Starts ROS on a domain and a replay node, and ends both.

    Args:
        topics: as `ReplayNode` takes them.
        domain: of ROS.

    Raises:
        CantReplayError: see `ReplayNode`.
    """
    context = Context()
    # Signals stay Python's: Ctrl-C is the command line's to deal with.
    rclpy.init(args=[], context=context, domain_id=domain, signal_handler_options=SignalHandlerOptions.NO)
    try:
        node = ReplayNode(topics, context)
        try:
            yield node
        finally:
            node.destroy_node()
    finally:
        context.try_shutdown()
