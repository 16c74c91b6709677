# SPDX-License-Identifier: Apache-2.0
"""A publisher that knows whether anybody listens."""

from __future__ import annotations

from dataclasses import dataclass

from rclpy.publisher import Publisher


@dataclass
class Outlet:
    """A publisher with what is asked of it for every message, so that rclpy isn't asked each time.

    Attributes:
        topic: absolute name.
        publisher: of that topic.
        observed: its messages are part of the observation of a step.
        latched: who subscribes later gets the last message.
        heard: somebody gets what is published now.
    """

    topic: str
    publisher: Publisher
    observed: bool
    latched: bool
    heard: bool = True

    def look_for_listeners(self) -> None:
        """Finds out whether somebody gets what is published."""
        self.heard = self.latched or self.publisher.get_subscription_count() > 0

    def publish(self, message: bytes) -> None:
        """Publishes, unless nobody would get it: that costs a tenth of an episode on topics that no program reads."""
        if self.heard:
            self.publisher.publish(message)
