# SPDX-License-Identifier: Apache-2.0
"""Writes the recording of one episode: takes messages as they come, and costs the episode little.

A message is only put into a list when it comes. Between steps, what has gathered goes to the disk: every second of the
wall clock, and every half megabyte. So a process that is killed loses a second at most, and all before it can be read.

The disk may fail (it is full, the folder is gone): then the recording ends there, the episode goes on.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from missions.recording.definitions import NoDefinitionError, message_definition
from missions.recording.mcap_stream import McapStream

PROFILE = "ros2"
RECORDING_FORMAT = "1"
"""Version of what stands in a recording: the names and types of its topics, metadata and attachments."""
EPISODE_METADATA = "valence_episode"
"""Metadata that stand at the beginning: what was run."""
RESULT_METADATA = "valence_result"
"""Metadata that stand at the end: what came out."""
QOS_KEY = "offered_qos_profiles"
"""Metadata of a channel: its quality of service, as `ros2 bag` has it."""

MadeLater = Callable[[], bytes]
"""Makes a message's bytes when it is written: many of a kind, one after the other, are made faster than one a step."""

_LATER_BYTES = 500  # about as many as such a message will have
_WRITE_EVERY_S = 1.0
_WRITE_EVERY_BYTES = 512 * 1024


@dataclass(frozen=True)
class RecordedTopic:
    """A topic of a recording.

    Attributes:
        name: absolute.
        type_name: such as `sensor_msgs/msg/Imu`.
        qos: its quality of service in the words of `ros2 bag`; may be empty.
    """

    name: str
    type_name: str
    qos: str = ""


@dataclass(frozen=True)
class Attached:
    """A file in a recording.

    Attributes:
        name: of the file.
        media_type: of its content.
        content: all of it.
    """

    name: str
    media_type: str
    content: bytes


class Recorder:
    """A recording being written. No method raises for what the disk does; `problem` tells.

    Attributes:
        problem: why the recording is not complete, in words; empty when all is well.
    """

    def __init__(
        self, file: Path, topics: Iterable[RecordedTopic], about: Mapping[str, str], attached: Iterable[Attached] = ()
    ) -> None:
        """Begins the file.

        Args:
            file: where to; what is there is written over.
            topics: that messages will come on.
            about: what is run, for `EPISODE_METADATA`.
            attached: files that are known from the beginning.
        """
        self.problem = ""
        self._name = file.name
        self._channels: dict[str, int] = {}
        self._gathered: list[tuple[int, int, bytes | MadeLater]] = []
        self._gathered_bytes = 0
        self._last_ns = 0
        self._written_s = time.monotonic()
        self._file: FileIO | None = None
        self._stream: McapStream | None = None
        try:
            # Without a buffer of Python's: what is written is the kernel's, whatever happens to this process.
            self._file = file.open("wb", buffering=0)
            self._stream = McapStream(self._file, PROFILE)
            self._stream.add_metadata(EPISODE_METADATA, about)
            self._add_channels(self._stream, topics)
            self._attach(self._stream, attached)
        except (OSError, NoDefinitionError) as error:
            self._give_up(error)

    def message(self, topic: str, data: bytes | MadeLater, time_ns: int) -> None:
        """Takes a message.

        Args:
            topic: one of those that were named.
            data: serialised (CDR), or what makes it when it is written.
            time_ns: simulated time, at which it was sent.

        Raises:
            KeyError: the topic was not named.
        """
        if self._stream is not None:
            self._gathered.append((self._channels[topic], time_ns, data))
            self._gathered_bytes += len(data) if isinstance(data, bytes) else _LATER_BYTES

    def write_due(self) -> None:
        """Writes what has gathered, if it is time."""
        now_s = time.monotonic()
        if self._gathered_bytes >= _WRITE_EVERY_BYTES or now_s - self._written_s >= _WRITE_EVERY_S:
            self._written_s = now_s
            self._write_gathered()

    def finish(
        self,
        topics: Iterable[RecordedTopic],
        messages: Iterable[tuple[str, bytes, int]],
        attached: Iterable[Attached],
        result: Mapping[str, str],
    ) -> None:
        """Writes what is left and what is known only now, and closes the file.

        Args:
            topics: that were not there before.
            messages: on any topic, as `message` takes them.
            attached: more files.
            result: what came out, for `RESULT_METADATA`.
        """
        self._write_gathered()
        try:
            if self._stream is not None:
                self._add_channels(self._stream, topics)
                for message in messages:
                    self.message(*message)
                    if self._gathered_bytes >= _WRITE_EVERY_BYTES:
                        self._write_gathered()
                self._write_gathered()
            if self._stream is not None:
                self._attach(self._stream, attached)
                self._stream.add_metadata(RESULT_METADATA, result)
                self._stream.finish()
        except (OSError, NoDefinitionError) as error:
            self._give_up(error)
        self.close()

    def close(self) -> None:
        """Closes the file; unless it was finished, it stays cut off where it is."""
        self._write_gathered()
        self._stream = None
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _write_gathered(self) -> None:
        gathered, self._gathered, self._gathered_bytes = self._gathered, [], 0
        if self._stream is None or not gathered:
            return
        self._last_ns = max(self._last_ns, gathered[-1][1])
        messages = [
            (channel, time_ns, data if isinstance(data, bytes) else data()) for channel, time_ns, data in gathered
        ]
        try:
            self._stream.write_messages(messages)
        except OSError as error:
            self._give_up(error)

    def _add_channels(self, stream: McapStream, topics: Iterable[RecordedTopic]) -> None:
        for topic in topics:
            definition = message_definition(topic.type_name)
            self._channels[topic.name] = stream.add_channel(
                topic.name, topic.type_name, definition, {QOS_KEY: topic.qos}
            )

    def _attach(self, stream: McapStream, attached: Iterable[Attached]) -> None:
        for one in attached:
            stream.add_attachment(one.name, one.media_type, one.content, self._last_ns)

    def _give_up(self, error: OSError | NoDefinitionError) -> None:
        """Ends the recording where it is, without the half of a record that the disk may have taken."""
        reason = error.strerror if isinstance(error, OSError) else str(error)
        where = f"ends before {self._last_ns / 1e9:.1f} s" if self._channels else "is not there"
        self.problem = f"The recording {self._name} {where}: {reason}."
        if self._file is not None and self._stream is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(self._stream.size_bytes)
        self._stream = None
        self.close()
