# SPDX-License-Identifier: Apache-2.0
"""A file that is no recording of ours is refused with its reason, whatever it says of itself."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.writer import MCAP0_MAGIC, CompressionType, Writer

from missions.recording.floor_map import MAP_FILE
from missions.recording.recorder import Attached, Recorder
from missions.recording.recording import open_recording
from missions.recording.recording_error import RecordingError
from tests.missions.recording.small_recordings import ABOUT, HEADERS, header, small_recording


def refusal(file: Path) -> RecordingError:
    with pytest.raises(RecordingError) as caught:
        list(open_recording(file).raw())
    assert str(file) in caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value


def others_file(file: Path, profile: str = "ros2", *, about: dict[str, str] | None = None) -> Path:
    """A file as the `mcap` library writes it."""
    with file.open("wb") as stream:
        writer = Writer(stream, compression=CompressionType.LZ4)
        writer.start(profile)
        if about is not None:
            writer.add_metadata("valence_episode", about)
        schema = writer.register_schema("std_msgs/msg/Header", "ros2msg", b"string frame_id\n")
        channel = writer.register_channel("/headers", "cdr", schema)
        writer.add_message(channel, 0, header(0), 0)
        writer.finish()
    return file


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    assert "There is no file" in refusal(tmp_path / "missing.mcap").message
    assert "is a folder" in refusal(tmp_path).message
    assert "not an ordinary file" in refusal(fifo).message
    assert "not an ordinary file" in refusal(Path("/dev/zero")).message
    assert "can't be read" in refusal(tmp_path / ("x" * 400)).message
    assert "can't be read" in refusal(Path("a\0b")).message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"#!/bin/sh\n", "is no MCAP file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is no MCAP file"),
        (b"\x89MCAP1\r\n", "is no MCAP file"),
        (MCAP0_MAGIC[:5], "cut off before its header"),
        (MCAP0_MAGIC, "cut off before its header"),
        (MCAP0_MAGIC + bytes(1000), "does not begin with a header"),
        (MCAP0_MAGIC + struct.pack("<BQ", 1, 2**63), "cut off before its header"),
        (MCAP0_MAGIC + struct.pack("<BQ", 1, 4) + b"\xff\xff\xff\xff", "damaged at byte 17"),
        (MCAP0_MAGIC + struct.pack("<BQII", 1, 8, 0, 0) + bytes(2000), "profile “”"),
    ],
)
def test_what_is_no_mcap_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "a.mcap"
    file.write_bytes(content)
    assert said in refusal(file).message


def test_others_recordings_are_told_from_ours(tmp_path: Path) -> None:
    assert "profile “ros1”" in refusal(others_file(tmp_path / "a.mcap", "ros1")).message
    theirs = refusal(others_file(tmp_path / "b.mcap"))
    assert "no recording of an episode" in theirs.message
    assert "Foxglove" in theirs.hint
    newer = refusal(others_file(tmp_path / "c.mcap", about={**ABOUT, "format": "9"}))
    assert "has the format “9”; this lab reads format 1" in newer.message
    packed = others_file(tmp_path / "d.mcap", about=ABOUT)
    assert open_recording(packed).complete
    assert "compressed with “lz4”" in refusal(packed).message


def test_a_file_without_our_topics_has_nothing_to_tell(tmp_path: Path) -> None:
    recording = open_recording(small_recording(tmp_path / "a.mcap"))
    assert recording.counts == {"/headers": 6, "/tf": 0, "/valence/truth/poses": 1}
    assert list(recording.decoded("/odom")) == []
    assert recording.events() == []
    assert recording.floor_map() is None
    assert recording.scorecard() is None
    assert recording.program_text() == "def drive(robot):\n    pass\n"
    assert recording.end_s == pytest.approx(0.5)
    unfinished = open_recording(small_recording(tmp_path / "b.mcap", finished=False))
    assert unfinished.truth() is None
    assert unfinished.result == {}


def test_attachments_and_messages_that_are_none_are_told(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mcap", [HEADERS], ABOUT)
    recorder.message("/headers", b"\0\1\0\0\1\2", 1_500_000_000)
    recorder.finish([], [], [Attached(MAP_FILE, "", b"{}"), Attached("scorecard.json", "", b"no")], {})
    recording = open_recording(tmp_path / "a.mcap")
    with pytest.raises(RecordingError, match=r"a message on /headers at 1.5 s that is not one"):
        list(recording.decoded("/headers"))
    with pytest.raises(RecordingError, match="holds a map that is none"):
        recording.floor_map()
    with pytest.raises(RecordingError, match="holds a scorecard that is none"):
        recording.scorecard()


def first_chunk(data: bytes) -> int:
    """Where the first chunk's record begins."""
    at = len(MCAP0_MAGIC)
    while data[at] != 6:
        at += 9 + int.from_bytes(data[at + 1 : at + 9], "little")
    return at


def test_a_chunk_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(small_recording(tmp_path / "a.mcap").read_bytes())
    at = first_chunk(data) + 9 + 16
    file = tmp_path / "b.mcap"
    for size, said in ((2**40, f"says that it holds {2**40} bytes"), (7, "not as long as it says")):
        data[at : at + 8] = size.to_bytes(8, "little")
        file.write_bytes(data)
        assert said in refusal(file).message


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    whole = small_recording(tmp_path / "a.mcap").read_bytes()
    at = first_chunk(whole)
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(300_000_000))
    for size in (300_000_000, 1000):
        content = struct.pack("<QQQII", 0, 1, size, 0, 4) + b"zstd" + struct.pack("<Q", len(bomb)) + bomb
        file = tmp_path / "b.mcap"
        file.write_bytes(whole[:at] + struct.pack("<BQ", 6, len(content)) + content)
        assert "is damaged" in refusal(file).message


def test_a_chunk_that_changed_is_noticed(tmp_path: Path) -> None:
    data = bytearray(small_recording(tmp_path / "a.mcap").read_bytes())
    data[first_chunk(data) + 9 + 60] ^= 1
    file = tmp_path / "b.mcap"
    file.write_bytes(data)
    assert "is damaged" in refusal(file).message


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.data())
def test_a_changed_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = tmp_path / "whole.mcap"
    content = bytearray((whole if whole.exists() else small_recording(whole)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(8, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    file = tmp_path / "changed.mcap"
    file.write_bytes(content)
    try:
        recording = open_recording(file)
        for topic in recording.topics:
            list(recording.decoded(topic))
        recording.truth()
        recording.events()
        recording.floor_map()
        recording.program_text()
    except RecordingError as error:
        assert str(file) in error.message
