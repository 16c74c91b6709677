# SPDX-License-Identifier: Apache-2.0
"""What all nodes that look at camera images have in common; most of them answer on `/detections`.

Every image is answered by one message with the image's own stamp, an empty one when nothing is seen, so that a
lock-stepped episode can wait for it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.timer import Timer
from sensor_msgs.msg import CameraInfo, Image
from vision_msgs.msg import Detection2D, Detection2DArray, ObjectHypothesisWithPose

from valence_nodes.nodes.number_parameters import Setting, declare_numbers, declare_text
from valence_nodes.nodes.topics import CAMERA_IMAGE, CAMERA_INFO, DETECTIONS, RELIABLE, SENSOR_DATA
from valence_nodes.perception.lens import Lens

Picture = npt.NDArray[np.uint8]
_CHANNELS = 3

WAIT_S = 3.0
"""On the wall clock, for what else an answer needs. Physical robots tell their odometry 20 times a second and more; an
episode sends what was lost once more after half a second, and waits for an answer longer than this."""

_MOST_HELD = 20


class ParameterNode(Node):
    """A node whose parameters are set when it starts and never after."""

    def declare_text(self, name: str, default: str, text: str) -> str:
        """Declares a text and returns its value; one of another type ends the node with a message that names it."""
        return declare_text(self, name, default, text)

    def declare_numbers(self, settings: Iterable[Setting]) -> dict[str, Any]:
        """Declares numbers that are set when the node starts and never after, and returns their values.

        A value out of its range, or of the other type, ends the node with a message that names the parameter.
        """
        return declare_numbers(self, settings)


class CameraNode(ParameterNode):
    """A node that answers each camera image with one message; a node says which in `answer`.

    Attributes:
        lens: the camera, once a usable `CameraInfo` has come to a node that called `know_camera`.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.lens: Lens | None = None
        self._held: deque[Image] = deque()
        self._held_since_s = 0.0
        self._patience: Timer | None = None

    def answer(self, image: Image, picture: Picture | None) -> None:
        """Publishes what there is to say of an image.

        Args:
            image: the message.
            picture: uint8 of shape (height, width, 3), RGB, at least one pixel; None if the image is of no use.
        """
        raise NotImplementedError

    def watch(self) -> None:
        """Listens to the camera, once the node is ready to answer."""
        self.create_subscription(Image, CAMERA_IMAGE, self._see, SENSOR_DATA)

    def know_camera(self) -> None:
        """Listens to what is said of the camera.

        Images that come before wait for it, three seconds at most: which of the two ROS delivers first is a matter of
        luck, and what is answered to an image must not be.
        """
        self._patience = self.create_timer(WAIT_S / 10, self._look_at_the_clock)
        self.create_subscription(CameraInfo, CAMERA_INFO, self._learn_of_camera, SENSOR_DATA)

    def ready(self, _image: Image) -> bool:
        """Whether all is known that an answer needs, once `know_camera` was called; what comes to be known, stays."""
        return self.lens is not None

    def go_on(self) -> None:
        """Answers the images that waited, if what they waited for is known now."""
        if self._held and self.ready(self._held[0]):
            self._wait_no_longer()

    def _learn_of_camera(self, info: CameraInfo) -> None:
        lens = Lens.of_calibration(list(info.k), list(info.d))
        if lens is not None:
            self.lens = lens
            self.go_on()

    def _see(self, image: Image) -> None:
        if self._patience is None or self.ready(image):
            self._wait_no_longer()
            self._answer_to(image)
        elif all(one.header.stamp != image.header.stamp for one in self._held):  # an episode sends one again
            self._held.append(image)
            self._held_since_s = self._held_since_s or time.monotonic()
            if len(self._held) > _MOST_HELD:
                self._wait_no_longer()

    def _look_at_the_clock(self) -> None:
        if self._held and time.monotonic() - self._held_since_s > WAIT_S:
            self._wait_no_longer()

    def _wait_no_longer(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        while self._held:
            self._answer_to(self._held.popleft())

    def _answer_to(self, image: Image) -> None:
        picture = picture_of(image)
        if picture is None:
            self.get_logger().warning(
                f"An image of {image.width}×{image.height} “{image.encoding[:20]}” with {len(image.data)} bytes "
                "was left out; complete rgb8 or bgr8 images are needed.",
                throttle_duration_sec=5.0,
            )
        self.answer(image, picture)


class SeeingNode(CameraNode):
    """A node that answers each camera image with what it sees in it, on `/detections`; a node says what in `look`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._publisher = self.create_publisher(Detection2DArray, DETECTIONS, RELIABLE)
        self.watch()

    def look(self, picture: Picture, image: Image) -> list[Detection2D]:
        """Finds what there is to see.

        Args:
            picture: uint8 of shape (height, width, 3), RGB, at least one pixel.
            image: the message that it came in.
        """
        raise NotImplementedError

    def answer(self, image: Image, picture: Picture | None) -> None:
        """Publishes what is seen; nothing of an image that is of no use."""
        answer = Detection2DArray(header=image.header)
        if picture is not None:
            answer.detections = self.look(picture, image)
        self._publisher.publish(answer)


def picture_of(image: Image) -> Picture | None:
    """The pixels of an `rgb8` or `bgr8` image as RGB; None when it is another, has no pixels, or is not complete."""
    row_bytes = image.width * _CHANNELS
    whole = 0 < row_bytes <= image.step and image.height > 0 and len(image.data) == image.height * image.step
    if not whole or image.encoding not in {"rgb8", "bgr8"}:
        return None
    rows = np.frombuffer(image.data, np.uint8).reshape(image.height, image.step)[:, :row_bytes]
    picture = rows.reshape(image.height, image.width, _CHANNELS)
    return np.ascontiguousarray(picture if image.encoding == "rgb8" else picture[:, :, ::-1])


def detection(
    image: Image, label: str, score: float, middle_px: tuple[float, float], size_px: tuple[float, float]
) -> Detection2D:
    """One thing that was seen.

    Args:
        image: in which.
        label: what it is.
        score: how sure, 0..1.
        middle_px: of its box, from the left and top edges of the picture.
        size_px: width and height of its box.
    """
    found = Detection2D(header=image.header)
    found.bbox.center.position.x, found.bbox.center.position.y = map(float, middle_px)
    found.bbox.size_x, found.bbox.size_y = map(float, size_px)
    result = ObjectHypothesisWithPose()
    result.hypothesis.class_id = label
    result.hypothesis.score = score
    found.results = [result]
    return found


def run(make_node: Callable[[], Node], args: list[str] | None) -> None:
    """Runs a node until ROS is shut down."""
    rclpy.init(args=args)
    node = make_node()
    try:
        rclpy.spin(node)
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
