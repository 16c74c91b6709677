# SPDX-License-Identifier: Apache-2.0
"""Runs a node of ours in this process, on real topics, and asks it with messages one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import HistoryPolicy, QoSProfile, ReliabilityPolicy

ENOUGH_S = 60.0
_ALL = QoSProfile(history=HistoryPolicy.KEEP_ALL, reliability=ReliabilityPolicy.RELIABLE)


class Asked:
    """A node that is spoken to and listened to."""

    def __init__(self, make_node: Callable[[], Node], topic: str, message_type: type) -> None:
        self._node, self._other = make_node(), rclpy.create_node("asking")
        self.answers: list[Any] = []
        self._other.create_subscription(message_type, topic, self.answers.append, _ALL)
        self._publishers: dict[str, Any] = {}
        self._executor = SingleThreadedExecutor()
        for node in (self._node, self._other):
            self._executor.add_node(node)
        self._until(lambda: self._other.count_publishers(topic) > 0)

    def tell(self, messages: Iterable[tuple[str, Any]]) -> None:
        """Sends messages, each when somebody listens to its topic."""
        for topic, message in messages:
            if topic not in self._publishers:
                publisher = self._publishers[topic] = self._other.create_publisher(type(message), topic, _ALL)
                self._until(lambda one=publisher: one.get_subscription_count() > 0)
            self._publishers[topic].publish(message)
            self._executor.spin_once(timeout_sec=0.0)

    def wait_for(self, count: int) -> list[Any]:
        """Waits for so many answers in all; a moment later there must be no more."""
        self._until(lambda: len(self.answers) >= count)
        for _ in range(5):
            self._executor.spin_once(timeout_sec=0.02)
        return self.answers

    def _until(self, happened: Callable[[], bool]) -> None:
        deadline_s = time.monotonic() + ENOUGH_S
        while not happened():
            assert time.monotonic() < deadline_s, f"{len(self.answers)} answers came"
            self._executor.spin_once(timeout_sec=0.05)

    def close(self) -> None:
        """Ends both nodes."""
        self._executor.shutdown()
        self._node.destroy_node()
        self._other.destroy_node()


@contextmanager
def in_process(
    make_node: Callable[[], Node], parameters: dict[str, Any], topic: str, message_type: type, domain: int
) -> Iterator[Asked]:
    """Runs a node with parameters, and listens to one of its topics."""
    given = [part for name, value in parameters.items() for part in ("-p", f"{name}:={value}")]
    rclpy.init(args=["--ros-args", *given], domain_id=domain)
    asked = Asked(make_node, topic, message_type)
    try:
        yield asked
    finally:
        asked.close()
        rclpy.try_shutdown()
