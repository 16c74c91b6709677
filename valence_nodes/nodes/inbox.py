# SPDX-License-Identifier: Apache-2.0
"""Waiting for ROS messages one at a time, in order, on the caller's thread.

Lock-step needs to take exactly the messages of one step and go on at once. An rclpy executor builds its whole
wait set anew for each callback and hands over in an order of its own; so this waits on the wait set directly, as
rclpy's own `wait_for_message` does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from rclpy.impl.implementation_singleton import rclpy_implementation
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.subscription import Subscription


def _unused(_message: object) -> None:
    """Stands where rclpy wants a callback; an inbox takes messages itself."""


class Inbox:
    """The subscriptions of one node, and waiting for some of them."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._wait_sets: dict[int, Any] = {}

    def subscribe(self, topic: str, message_type: type, qos: QoSProfile) -> Subscription:
        """Subscribes; messages stay in the middleware's queue (`qos.depth`) until they are taken, as serialised bytes.

        Converting all of a message to Python costs more than all else that happens to it; see `serialised`.
        """
        return self._node.create_subscription(message_type, topic, _unused, qos, raw=True)

    def take(self, subscription: Subscription) -> bytes | None:
        """Takes the oldest waiting message, serialised, or None."""
        taken = subscription.handle.take_message(subscription.msg_type, True)
        return None if taken is None else bytes(taken[0])

    def drain(self, subscription: Subscription) -> None:
        """Throws away what is waiting."""
        while self.take(subscription) is not None:
            pass

    def wait(self, subscriptions: Sequence[Subscription], timeout_s: float) -> None:
        """Returns when one of `subscriptions` has a message, or after `timeout_s`.

        Messages of other subscriptions wake nobody: they would turn waiting into spinning.
        """
        size = len(subscriptions)
        if size not in self._wait_sets:
            handle = self._node.context.handle
            self._wait_sets[size] = rclpy_implementation.WaitSet(size, 0, 0, 0, 0, 0, handle)
        wait_set = self._wait_sets[size]
        wait_set.clear_entities()
        for subscription in subscriptions:
            wait_set.add_subscription(subscription.handle)
        wait_set.wait(int(max(0.0, timeout_s) * 1e9))

    def wait_until(
        self, ready: Callable[[], bool], subscriptions: Callable[[], Sequence[Subscription]], timeout_s: float
    ) -> bool:
        """Waits, calling `ready` after each message; says whether it came true in time.

        Args:
            ready: takes messages and says whether that was enough.
            subscriptions: what to wait for next; asked anew each time.
            timeout_s: longest wait.
        """
        deadline = time.monotonic() + timeout_s
        while not ready():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self.wait(subscriptions(), left)
        return True
