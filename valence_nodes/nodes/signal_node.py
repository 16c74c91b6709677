# SPDX-License-Identifier: Apache-2.0
"""What all signal nodes have in common: a trained model, and answers as `vision_msgs/Classification`.

That message is a stamp and class names with scores; what is classified need not be an image, and ROS has no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from rclpy.node import Node
from std_msgs.msg import Header
from vision_msgs.msg import Classification, ObjectHypothesis

from valence_nodes.learning.models import OnnxModel
from valence_nodes.nodes.number_parameters import declare_text
from valence_nodes.nodes.topics import RELIABLE
from valence_nodes.signals.recogniser import Recognised, find_model

T = TypeVar("T")


class SignalNode(Node):
    """A node that tells what it has recognised on one topic."""

    def __init__(self, name: str, topic: str, message_type: type = Classification) -> None:
        super().__init__(name)
        self.publisher = self.create_publisher(message_type, topic, RELIABLE)

    def declared_model(self) -> OnnxModel:
        """Declares the parameters `model` and `models`, and loads what they name.

        Raises:
            ModelError: there is no such model; it ends the node.
        """
        reference = declare_text(
            self, "model", "", "Folder of a trained model, or its name or name:version in the registry."
        )
        return find_model(reference, declare_text(self, "models", "", "Folder of the registry of models."))

    def tell(self, header: Header, found: Recognised) -> None:
        """Publishes what something was taken for, the likeliest first."""
        self.tell_all(header, found.chances)

    def tell_all(self, header: Header, chances: Iterable[tuple[str, float]]) -> None:
        """Publishes labels with their scores; none says that there was nothing."""
        results = [ObjectHypothesis(class_id=label, score=score) for label, score in chances]
        self.publisher.publish(Classification(header=header, results=results))

    def checked(self, read: Callable[[], T], error: type[Exception]) -> T | None:
        """Reads a message; what is wrong with it is warned of, now and then, and the message left out."""
        try:
            return read()
        except error as wrong:
            self.get_logger().warning(f"A message was left out: {wrong}", throttle_duration_sec=5.0)
            return None


def stamp_s(header: Header) -> float:
    """A header's stamp in seconds."""
    return float(header.stamp.sec + header.stamp.nanosec * 1e-9)
