# SPDX-License-Identifier: Apache-2.0
"""Reads the recording of an episode, `episode.mcap`, also one that was cut off. Needs no ROS.

```python
recording = open_recording(Path("episode.mcap"))
for at_ns, odometry in recording.decoded("/odom"):
    print(at_ns / 1e9, odometry.pose.pose.position.x)
truth = recording.truth()  # None when the episode did not come to its end
```
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from mcap_ros2.decoder import DecoderFactory
from pydantic import ValidationError

from missions.recording import mcap_scan
from missions.recording.floor_map import MAP_FILE, FloorMap
from missions.recording.mcap_scan import McapScan
from missions.recording.recorder import (
    EPISODE_METADATA,
    PROFILE,
    QOS_KEY,
    RECORDING_FORMAT,
    RESULT_METADATA,
    RecordedTopic,
)
from missions.recording.recording_error import RecordingError
from missions.recording.truth_events import TruthEvent
from missions.scorecard import Scorecard
from valence_nodes.topic_names import TRUTH_EVENTS, TRUTH_POSES

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RawMessage:
    """A message as it went over the wire.

    Attributes:
        topic: absolute name.
        time_ns: simulated time.
        data: serialised (CDR).
    """

    topic: str
    time_ns: int
    data: bytes


@dataclass(frozen=True)
class Truth:
    """Where things truly were, a row a control step.

    Attributes:
        sim_time_s: float64 (n,).
        poses: by entity, float64 (n, 7): x, y, z (m) and the unit quaternion w, x, y, z of its model frame in the
            world; NaN where it is not told. The robot is `worlds.scenario.ROBOT_ENTITY`.
    """

    sim_time_s: FloatArray
    poses: dict[str, FloatArray]

    def planar(self, entity: str) -> FloatArray:
        """Returns an entity's x (m), y (m) and yaw (rad), float64 (n, 3).

        Raises:
            KeyError: there is no such entity.
        """
        x, y, _, qw, qx, qy, qz = self.poses[entity].T
        yaw = np.arctan2(2 * (qw * qz + qx * qy), 1 - 2 * (qy * qy + qz * qz))
        return np.column_stack([x, y, yaw])


class Recording:
    """A recording; it reads from the file whenever it is asked.

    Attributes:
        file: where it is.
        complete: it was finished. If not, the episode was cut off, and there is neither truth nor a result.
        about: what was run: `mission`, `title`, `robot`, `engine`, `seed` (a number, or `hidden`), `program_name`,
            `program_sha256`, `control_rate_hz`, `time_limit_s`, `version_…`; empty when it is not of an episode.
        result: what came out: `verdict`, `passed`, `score`, `max_score`, `pass_mark`, `ending`, `ending_reason`,
            `sim_time_s`, `steps`, `trajectory_sha256`; empty when it was cut off.
        topics: by name.
        counts: how many messages there are by topic; of a recording that was cut off, as far as is known.
        end_s: simulated time of its last message.
    """

    def __init__(self, file: Path, found: McapScan) -> None:
        """Takes what was found in a file; use `open_recording`."""
        self.file = file
        self.complete = found.complete
        self.about: Mapping[str, str] = found.metadata.get(EPISODE_METADATA, {})
        self.result: Mapping[str, str] = found.metadata.get(RESULT_METADATA, {})
        self._found = found
        self._names = {number: channel.topic for number, channel in found.channels.items()}
        self.topics = {
            channel.topic: RecordedTopic(
                channel.topic, found.schemas[channel.schema_id].name, channel.metadata.get(QOS_KEY, "")
            )
            for channel in found.channels.values()
            if channel.schema_id in found.schemas and channel.message_encoding == "cdr"
        }
        self.end_s = max((chunk.end_ns for chunk in found.chunks), default=0) / 1e9
        self.counts = dict.fromkeys(self.topics, 0)
        for chunk in found.chunks:
            for number, count in chunk.counts.items():
                if self._names.get(number) in self.counts:
                    self.counts[self._names[number]] += count

    def raw(self, topics: Collection[str] | None = None) -> Iterator[RawMessage]:
        """Reads serialised messages in the order in which they came; ground truth comes behind all others.

        Args:
            topics: names; None for all.

        Raises:
            RecordingError: the file is damaged, or gone.
        """
        wanted = {
            number: name
            for number, name in self._names.items()
            if name in self.topics and (topics is None or name in topics)
        }
        with self._opened() as file:
            for chunk in self._found.chunks:
                if chunk.counts and not chunk.counts.keys() & wanted.keys():
                    continue
                for number, time_ns, data in mcap_scan.messages(file, chunk):
                    if number in wanted:
                        yield RawMessage(wanted[number], time_ns, data)

    def decoded(self, topic: str) -> Iterator[tuple[int, Any]]:
        """Reads the messages of a topic, decoded without ROS: simulated time (ns), and an object with their fields.

        Args:
            topic: its name; of one that there is not, there are no messages.

        Raises:
            RecordingError: the file is damaged, or gone.
        """
        if topic not in self.topics:
            return
        decode = self.decoder(topic)
        for raw in self.raw([topic]):
            try:
                message = decode(raw.data)
            except Exception as error:  # the library's decoder has no exception of its own
                at_s = raw.time_ns / 1e9
                raise self._damaged(f"holds a message on {topic} at {at_s:g} s that is not one ({error})") from error
            yield raw.time_ns, message

    def decoder(self, topic: str) -> Callable[[bytes], Any]:
        """Makes what decodes the messages of a topic that is in `topics`.

        Raises:
            RecordingError: its definition can't be read.
        """
        channel = next(one for one in self._found.channels.values() if one.topic == topic)
        try:
            decode = DecoderFactory().decoder_for(channel.message_encoding, self._found.schemas[channel.schema_id])
        except Exception as error:  # the library's parser has no exception of its own
            raise self._damaged(f"holds a definition for {topic} that can't be read ({error})") from error
        if decode is None:
            raise self._damaged(f"holds no definition for {topic}")
        return decode

    def truth(self) -> Truth | None:
        """Reads where things truly were; None when the episode was cut off."""
        times: list[float] = []
        rows: dict[str, list[tuple[int, tuple[float, ...]]]] = {}
        for time_ns, message in self.decoded(TRUTH_POSES):
            for one in message.transforms:
                at, turn = one.transform.translation, one.transform.rotation
                row = (at.x, at.y, at.z, turn.w, turn.x, turn.y, turn.z)
                rows.setdefault(one.child_frame_id, []).append((len(times), row))
            times.append(time_ns / 1e9)
        if not times:
            return None
        poses = {name: np.full((len(times), 7), np.nan) for name in rows}
        for name, known in rows.items():
            poses[name][[number for number, _ in known]] = [row for _, row in known]
        return Truth(np.array(times), poses)

    def events(self) -> list[TruthEvent]:
        """Reads what the referee saw happen, in order of time; none when the episode was cut off."""
        return [
            TruthEvent(time_ns / 1e9, event.kind, event.subject, event.text, event.value)
            for time_ns, event in self.decoded(TRUTH_EVENTS)
        ]

    def floor_map(self) -> FloorMap | None:
        """Reads the map; None when the episode was cut off."""
        content = self.attachment(MAP_FILE)
        try:
            return None if content is None else FloorMap.model_validate_json(content)
        except ValidationError as error:
            raise self._damaged(f"holds a map that is none ({error.error_count()} mistakes)") from error

    def scorecard(self) -> Scorecard | None:
        """Reads the scorecard; None when the episode was cut off."""
        content = self.attachment("scorecard.json")
        try:
            return None if content is None else Scorecard.model_validate_json(content)
        except ValidationError as error:
            raise self._damaged(f"holds a scorecard that is none ({error.error_count()} mistakes)") from error

    def program_text(self) -> str | None:
        """Reads the program's source."""
        content = self.attachment("program.py")
        return None if content is None else content.decode("utf-8", "replace")

    def attachment(self, name: str) -> bytes | None:
        """Reads a file that the recording carries; None when it has none of that name.

        Raises:
            RecordingError: the recording is damaged, or gone.
        """
        place = self._found.attachments.get(name)
        if place is None:
            return None
        with self._opened() as file:
            return mcap_scan.attachment(file, place)

    def _damaged(self, what: str) -> RecordingError:
        return RecordingError(f"{self.file} {what}.", "Its episode has to be run again.")

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with _named(self.file), self.file.open("rb") as file:
            yield file


def open_recording(file: Path, *, of_others: bool = False) -> Recording:
    """Opens a recording and looks at what is in it.

    Args:
        file: where it is.
        of_others: takes any of ROS 2 messages, such as one by `ros2 bag`; then `about` may be empty, and times are
            those at which messages were logged.

    Raises:
        RecordingError: it can't be read, is none of the lab's, or is damaged.
    """
    with _named(file):
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode):
            what = "is a folder" if stat.S_ISDIR(mode) else "is not an ordinary file"
            raise RecordingError(what, "Give the file episode.mcap in an episode's folder.")
        with file.open("rb") as opened:
            found = mcap_scan.scan(opened, file.stat().st_size)
        if found.profile != PROFILE:
            raise RecordingError(
                f"is an MCAP file of the profile “{found.profile[:40]}”, not “{PROFILE}”",
                "Only recordings of the lab's episodes can be read.",
            )
        about = found.metadata.get(EPISODE_METADATA)
        if about is None and of_others:
            return Recording(file, found)
        if about is None:
            raise RecordingError(
                f"is an MCAP file, but no recording of an episode (it lacks the metadata “{EPISODE_METADATA}”)"
                if found.complete
                else "is cut off before it says what was run",
                "Recordings of others are for Foxglove or `ros2 bag play`.",
            )
        if about.get("format") != RECORDING_FORMAT:
            raise RecordingError(
                f"has the format “{about.get('format', '')[:20]}”; this lab reads format {RECORDING_FORMAT}",
                "Use the lab's version that it was recorded with.",
            )
        return Recording(file, found)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Puts the file's name in front of what is wrong with it."""
    try:
        yield
    except RecordingError as error:
        if error.message.startswith(str(file)):
            raise
        raise RecordingError(f"{file} {error.message}.", error.hint) from error
    except FileNotFoundError as error:
        raise RecordingError(f"There is no file {file}.", "Recordings lie in the folders of episodes.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise RecordingError(f"{file} can't be read ({reason}).", "") from error
