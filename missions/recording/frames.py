# SPDX-License-Identifier: Apache-2.0
"""Frames: what a viewer of an episode is sent, live or from its recording, as small plain maps (for msgpack).

`k` is a frame's kind, `t` simulated seconds. Arrays are bytes, little-endian. docs/recordings.md lists the kinds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from mcap.records import Schema
from mcap_ros2.decoder import DecoderFactory

from missions.recording.definitions import NoDefinitionError, message_definition
from worlds.pose import Pose

Frame = dict[str, Any]
Decode = Callable[[bytes], Any]
"""Makes an object with the fields of a message."""

FRAMES_FORMAT = 1
"""Version of what is in frames."""

JPEG_QUALITY = 80
_SCAN, _IMAGE, _ODOMETRY = "sensor_msgs/msg/LaserScan", "sensor_msgs/msg/Image", "nav_msgs/msg/Odometry"
_DETECTIONS = "vision_msgs/msg/Detection2DArray"
_LOG, _PLOT, _STEP, _EVENT = (f"valence_interfaces/msg/{name}" for name in (
    "ProgramLog", "ProgramPlot", "ProgramStep", "EpisodeEvent"
))  # fmt: skip


class MessageFrames:
    """Turns messages of an episode's topics into frames."""

    def __init__(self, types: Mapping[str, str], decoder: Callable[[str], Decode]) -> None:
        """Prepares it.

        Args:
            types: type of each topic, such as `sensor_msgs/msg/LaserScan`; topics of others are passed over.
            decoder: makes what decodes the messages of a topic.
        """
        self._types, self._decoder = dict(types), decoder
        self._decode: dict[str, Decode] = {}
        self.topics = frozenset(topic for topic, kind in types.items() if kind in _MAKERS)

    def frame(self, topic: str, data: bytes, time_ns: int) -> Frame | None:
        """Makes the frame of a message; None when there is none of its type, or it is not one.

        Args:
            topic: where it went.
            data: serialised (CDR).
            time_ns: simulated time.
        """
        if topic not in self.topics:
            return None
        if topic not in self._decode:
            self._decode[topic] = self._decoder(topic)
        try:
            return {"t": time_ns / 1e9, **_MAKERS[self._types[topic]](self._decode[topic](data))}
        except Exception:  # the library's decoder has no exception of its own; a viewer can do without one message
            return None


def decoder_of_type(kind: str) -> Decode:
    """Makes what decodes messages of a type that this machine has.

    Args:
        kind: such as `sensor_msgs/msg/LaserScan`.

    Raises:
        NoDefinitionError: it has no such type.
    """
    schema = Schema(id=1, name=kind, encoding="ros2msg", data=message_definition(kind).encode())
    decode = DecoderFactory().decoder_for("cdr", schema)
    if decode is None:
        raise NoDefinitionError(f"The definition of {kind} can't be read.")
    return decode


class PoseFrames:
    """Makes frames of where things are; each holds only what moved since the one before."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._last: dict[str, Pose] = {}

    @property
    def entities(self) -> list[str]:
        """Names of the things seen so far; their places in this list are the numbers that frames name them by."""
        return list(self._numbers)

    def know(self, names: Mapping[str, object]) -> None:
        """Gives numbers to things."""
        for name in names:
            self._numbers.setdefault(name, len(self._numbers))

    def frame(self, sim_time_s: float, poses: Mapping[str, Pose]) -> Frame | None:
        """Makes the frame; None when nothing moved.

        Args:
            sim_time_s: simulated time.
            poses: in the world, by name; one whose name has no number is left out.
        """
        moved = [(self._numbers[name], name, pose) for name, pose in poses.items()
                 if name in self._numbers and self._last.get(name) != pose]  # fmt: skip
        if not moved:
            return None
        for _, name, pose in moved:
            self._last[name] = pose
        numbers = np.array([number for number, _, _ in moved], dtype="<u2")
        rows = np.array([(*pose.position_m, *pose.quaternion_wxyz) for _, _, pose in moved], dtype="<f4")
        return {"k": "poses", "t": sim_time_s, "i": numbers.tobytes(), "p": rows.tobytes()}

    def all_again(self) -> None:
        """Lets the next frame hold everything."""
        self._last.clear()


def _scan(message: Any) -> Frame:
    return {
        "k": "scan",
        "a0": message.angle_min,
        "da": message.angle_increment,
        "min": message.range_min,
        "max": message.range_max,
        "r": np.asarray(message.ranges, dtype="<f4").tobytes(),
    }


def rgb_of(message: Any) -> npt.NDArray[np.uint8]:
    """The pixels of a `sensor_msgs/Image`, uint8 (height, width, 3), red, green, blue.

    Raises:
        ValueError: it is of another encoding than rgb8, or has not as many bytes as it says.
    """
    if message.encoding != "rgb8":
        raise ValueError(f"pictures of the encoding {str(message.encoding)[:20]}, not rgb8")
    pixels = np.frombuffer(message.data, dtype=np.uint8).reshape(message.height, message.step)
    return pixels[:, : message.width * 3].reshape(message.height, message.width, 3)


def _image(message: Any) -> Frame:
    import cv2  # noqa: PLC0415 - only where pictures are watched

    rgb = rgb_of(message)
    _, jpeg = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return {"k": "image", "w": message.width, "h": message.height, "jpeg": jpeg.tobytes()}


def _odometry(message: Any) -> Frame:
    place, turn, twist = message.pose.pose.position, message.pose.pose.orientation, message.twist.twist
    yaw = math.atan2(2 * (turn.w * turn.z + turn.x * turn.y), 1 - 2 * (turn.y**2 + turn.z**2))
    return {"k": "odom", "x": place.x, "y": place.y, "yaw": yaw, "v": twist.linear.x, "w": twist.angular.z}


def _detections(message: Any) -> Frame:
    found = []
    for one in message.detections:
        best = max(one.results, key=lambda result: float(result.hypothesis.score), default=None)
        found.append(
            {
                "label": "" if best is None else best.hypothesis.class_id,
                "score": 0.0 if best is None else best.hypothesis.score,
                "x": one.bbox.center.position.x,
                "y": one.bbox.center.position.y,
                "w": one.bbox.size_x,
                "h": one.bbox.size_y,
            }
        )
    return {"k": "detections", "d": found}


def _log(message: Any) -> Frame:
    return {"k": "log", "line": message.line or None, "text": message.text}


def _plot(message: Any) -> Frame:
    return {"k": "plot", "name": message.name, "value": message.value}


def _step(message: Any) -> Frame:
    return step_frame(message.step, message.line, message.functions, message.lines, message.names, message.values)


def step_frame(step: int, line: int | None, functions: Any, lines: Any, names: Any, values: Any) -> Frame:
    """What the program was doing at a step, without its time; arguments as in `valence_nodes.programs.trace.Trace`."""
    return {
        "k": "step",
        "step": step,
        "line": line or None,
        "functions": [list(pair) for pair in zip(functions, lines, strict=False)],
        "variables": [list(pair) for pair in zip(names, values, strict=False)],
    }


def _event(message: Any) -> Frame:
    return {"k": "event", "kind": message.kind, "subject": message.subject, "text": message.text,
            "value": message.value}  # fmt: skip


_MAKERS: dict[str, Callable[[Any], Frame]] = {
    _SCAN: _scan,
    _IMAGE: _image,
    _ODOMETRY: _odometry,
    _DETECTIONS: _detections,
    _LOG: _log,
    _PLOT: _plot,
    _STEP: _step,
    _EVENT: _event,
}
