# SPDX-License-Identifier: Apache-2.0
"""Makes recordings of a few messages, without an episode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from rclpy.serialization import serialize_message
from std_msgs.msg import Header
from tf2_msgs.msg import TFMessage

from missions.recording.recorder import RECORDING_FORMAT, Attached, RecordedTopic, Recorder
from valence_nodes.topic_names import TRUTH_POSES

ABOUT = {"format": RECORDING_FORMAT, "mission": "try_out", "seed": "1"}
HEADERS = RecordedTopic("/headers", "std_msgs/msg/Header")
TRANSFORMS = RecordedTopic("/tf", "tf2_msgs/msg/TFMessage")
TRUTH = RecordedTopic(TRUTH_POSES, "tf2_msgs/msg/TFMessage")
PROGRAM = Attached("program.py", "text/x-python", b"def drive(robot):\n    pass\n")


def header(number: int) -> bytes:
    """A message that can be told from others."""
    data: bytes = serialize_message(Header(frame_id=f"frame {number}"))
    return data


def small_recording(
    file: Path, numbers: Iterable[int] = range(6), *, about: Mapping[str, str] = ABOUT, finished: bool = True
) -> Path:
    """Writes one: a message each tenth of a second, a chunk each three of them."""
    recorder = Recorder(file, [HEADERS, TRANSFORMS], about, [PROGRAM])
    for number in numbers:
        recorder.message("/headers", header(number), number * 100_000_000)
        if number % 3 == 2:
            recorder._write_gathered()
    if finished:
        truth = [(TRUTH_POSES, bytes(serialize_message(TFMessage())), 0)]
        recorder.finish([TRUTH], truth, [Attached("more.txt", "text/plain", b"more")], {"verdict": "passed"})
    else:
        recorder.close()
    assert recorder.problem == ""
    return file
