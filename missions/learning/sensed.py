# SPDX-License-Identifier: Apache-2.0
"""What a robot sensed at given times of a recorded episode, as a dataset holds it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from missions.recording.frames import rgb_of
from missions.recording.recording import Recording
from missions.recording.recording_error import RecordingError
from valence_nodes.learning.card import Column

IMU_CHANNELS = ("gyro_x", "gyro_y", "gyro_z", "acceleration_x", "acceleration_y", "acceleration_z")


@dataclass(frozen=True)
class Sense:
    """A kind of sensor whose readings can become samples.

    Attributes:
        kind: of the dataset.
        message: type of the messages.
        channels: columns of a signal; none of pictures.
        units: of these.
        about: in words.
    """

    kind: str
    message: str
    channels: tuple[str, ...]
    units: tuple[str, ...]
    about: str

    def topic_of(self, recording: Recording) -> str | None:
        """The first topic of the recording that holds such readings."""
        for name, topic in sorted(recording.topics.items()):
            if topic.type_name == self.message and recording.counts.get(name):
                return name
        return None

    def columns(self, recording: Recording) -> dict[str, Column]:
        """Units and meanings for the card."""
        topic = self.topic_of(recording)
        rate_hz = None
        if self.message == "sensor_msgs/msg/Imu" and topic and recording.end_s:
            rate_hz = _rate_hz(recording, topic)
        return {
            name: Column(name, "signal", unit, self.about, (), rate_hz)
            for name, unit in zip(self.channels, self.units, strict=True)
        }


SENSES = {
    "picture": Sense("pictures", "sensor_msgs/msg/Image", (), (), "the camera's picture"),
    "scan": Sense("signals", "sensor_msgs/msg/LaserScan", ("scan_m",), ("m",), "the lidar's ranges, counter-clockwise"),
    "imu": Sense(
        "signals",
        "sensor_msgs/msg/Imu",
        IMU_CHANNELS,
        ("rad/s",) * 3 + ("m/s²",) * 3,
        "what the IMU felt until then",
    ),
}
"""By the name that people give; the first that is there is taken where none is asked for."""


def sensed_at(
    recording: Recording,
    sense: Sense,
    times_ns: Sequence[int],
    size_px: tuple[int, int] | None,
    window_s: float,
) -> list[Any]:
    """Reads what was sensed last at given times.

    Args:
        recording: of an episode.
        sense: what is read.
        times_ns: simulated, rising.
        size_px: width and height that pictures are brought to; None leaves them as they are.
        window_s: length of the windows of an IMU.

    Returns:
        For each time uint8 (h, w, 3), RGB, of pictures; float32 (ranges, 1), m, of scans, what is out of range at the
        range; float32 (window, 6) of the IMU. None where nothing had been measured, or too little.

    Raises:
        RecordingError: the recording is damaged.
    """
    topic = sense.topic_of(recording)
    assert topic is not None
    if sense.kind == "pictures":
        return _last(recording, topic, times_ns, lambda message: _picture(recording, message, size_px))
    if sense.message == "sensor_msgs/msg/LaserScan":
        return _last(recording, topic, times_ns, _ranges)
    return _windows(recording, topic, times_ns, max(2, round(window_s * _rate_hz(recording, topic))))


def _last(recording: Recording, topic: str, times_ns: Sequence[int], read: Callable[[Any], Any]) -> list[Any]:
    """The last reading at each time; only those that are needed are decoded."""
    decode = recording.decoder(topic)
    found: list[Any] = []
    newest: bytes | None = None
    waiting = deque(times_ns)

    def answer() -> None:
        waiting.popleft()
        found.append(None if newest is None else read(decode(newest)))

    for raw in recording.raw([topic]):
        while waiting and waiting[0] < raw.time_ns:
            answer()
        if not waiting:
            break
        newest = raw.data
    while waiting:
        answer()
    return found


def _windows(recording: Recording, topic: str, times_ns: Sequence[int], samples: int) -> list[Any]:
    felt = [
        (time_ns, (spin.x, spin.y, spin.z, push.x, push.y, push.z))
        for time_ns, message in recording.decoded(topic)
        for spin, push in [(message.angular_velocity, message.linear_acceleration)]
    ]
    stamps = np.array([time_ns for time_ns, _ in felt], dtype=np.int64)
    values = np.array([one for _, one in felt], dtype=np.float32)
    ends = np.searchsorted(stamps, np.array(times_ns, dtype=np.int64), side="right")
    return [values[end - samples : end] if end >= samples else None for end in ends.tolist()]


def _rate_hz(recording: Recording, topic: str) -> float:
    return float(max(1, round(recording.counts[topic] / recording.end_s)))


def _picture(recording: Recording, message: Any, size_px: tuple[int, int] | None) -> npt.NDArray[np.uint8]:
    import cv2  # noqa: PLC0415 - only where pictures are collected

    try:
        rgb = rgb_of(message)
    except ValueError as error:
        raise RecordingError(f"{recording.file} holds {error}.", "") from error
    if size_px is not None:
        rgb = cv2.resize(rgb, size_px, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(rgb)


def _ranges(message: Any) -> npt.NDArray[np.float32]:
    ranges = np.asarray(message.ranges, dtype=np.float32)
    known = np.nan_to_num(ranges, nan=message.range_max, posinf=message.range_max, neginf=message.range_min)
    return np.clip(known, 0.0, message.range_max).astype(np.float32)[:, None]
