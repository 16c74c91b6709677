# SPDX-License-Identifier: Apache-2.0
"""What is written can be read by everybody, up to where it ends, however it ends."""

from __future__ import annotations

import io
import random
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory
from rosbags.highlevel import AnyReader

from missions.recording.recorder import Recorder
from missions.recording.recording import open_recording
from missions.recording.recording_error import RecordingError
from tests.missions.recording.small_recordings import ABOUT, HEADERS, header, small_recording
from valence_nodes.topic_names import TRUTH_POSES


def test_the_library_reads_it_with_every_checksum(tmp_path: Path) -> None:
    data = small_recording(tmp_path / "a.mcap").read_bytes()
    reader = make_reader(io.BytesIO(data), decoder_factories=[DecoderFactory()], validate_crcs=True)
    assert reader.get_header().profile == "ros2"
    decoded = list(reader.iter_decoded_messages("/headers"))
    assert [one.decoded_message.frame_id for one in decoded] == [f"frame {number}" for number in range(6)]
    assert [one.message.data for one in decoded] == [header(number) for number in range(6)]
    assert all(one.message.log_time == one.message.publish_time for one in decoded)
    assert [one.message.log_time for one in decoded] == [number * 100_000_000 for number in range(6)]
    assert {one.name: one.data for one in reader.iter_attachments()}["more.txt"] == b"more"
    assert {one.name: one.metadata for one in reader.iter_metadata()} == {
        "valence_episode": ABOUT,
        "valence_result": {"verdict": "passed"},
    }
    summary = reader.get_summary()
    assert summary is not None
    assert summary.statistics is not None
    assert (summary.statistics.message_count, summary.statistics.chunk_count) == (7, 3)
    assert len(summary.chunk_indexes) == 3
    assert {one.encoding for one in summary.schemas.values()} == {"ros2msg"}
    assert len(summary.schemas) == 2, "a type that two topics have is written once"


def test_rosbags_reads_it(tmp_path: Path) -> None:
    with AnyReader([small_recording(tmp_path / "a.mcap")]) as reader:
        found = [
            (connection.topic, reader.deserialize(data, connection.msgtype).frame_id)  # type: ignore[attr-defined]
            for connection, _, data in reader.messages()
            if connection.topic == "/headers"
        ]
    assert found == [("/headers", f"frame {number}") for number in range(6)]


def test_cut_off_anywhere_it_is_read_up_to_there(tmp_path: Path) -> None:
    whole = small_recording(tmp_path / "a.mcap").read_bytes()
    cut = tmp_path / "cut.mcap"
    all_of_it = [header(number) for number in range(6)]
    seen = set()
    # Every seventh place: records have all lengths, so that each of their parts is met.
    for length in {*range(0, len(whole), 7), *range(len(whole) - 40, len(whole))}:
        cut.write_bytes(whole[:length])
        try:
            recording = open_recording(cut)
        except RecordingError as error:
            assert "empty" in error.message or "cut off before" in error.message, (length, error.message)
            continue
        assert not recording.complete
        assert recording.about["mission"] == "try_out"
        read = [one.data for one in recording.raw(["/headers"])]
        assert read == all_of_it[: len(read)]
        if len(read) not in seen:
            decoded = [message.frame_id for _, message in recording.decoded("/headers")]
            assert decoded == [f"frame {number}" for number in range(len(read))]
            seen.add(len(read))
    assert seen == {0, 3, 6}, "each chunk counts as soon as it is whole"
    assert open_recording(tmp_path / "a.mcap").complete


def test_zeros_at_the_end_are_a_cut_too(tmp_path: Path) -> None:
    file = small_recording(tmp_path / "a.mcap", finished=False)
    file.write_bytes(file.read_bytes() + bytes(4096))
    assert len(list(open_recording(file).raw())) == 6


def test_what_has_gathered_is_in_the_file_a_second_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 100.0
    monkeypatch.setattr("missions.recording.recorder.time.monotonic", lambda: now_s)
    recorder = Recorder(tmp_path / "a.mcap", [HEADERS], ABOUT)
    recorder.message("/headers", header(0), 0)
    recorder.write_due()
    assert list(open_recording(tmp_path / "a.mcap").raw()) == []
    now_s += 1.0
    recorder.write_due()
    assert [one.data for one in open_recording(tmp_path / "a.mcap").raw()] == [header(0)]
    recorder.message("/headers", bytes(1_000_000), 1)
    recorder.write_due()
    assert len(list(open_recording(tmp_path / "a.mcap").raw())) == 2, "much is not kept for a second"
    recorder.close()


def test_truth_stands_behind_everything_else(tmp_path: Path) -> None:
    topics = [one.topic for one in open_recording(small_recording(tmp_path / "a.mcap")).raw()]
    assert topics == ["/headers"] * 6 + [TRUTH_POSES]
    unfinished = small_recording(tmp_path / "b.mcap", finished=False)
    assert TRUTH_POSES.encode() not in unfinished.read_bytes()
    assert TRUTH_POSES not in open_recording(unfinished).topics


def test_a_topic_that_was_not_named_is_a_mistake_of_ours(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.mcap", [HEADERS], ABOUT)
    with pytest.raises(KeyError):
        recorder.message("/other", b"", 0)
    recorder.close()


@pytest.mark.parametrize(
    ("file", "said"),
    [(Path("/dev/full"), "No space left"), (Path("/nowhere/a.mcap"), "No such file"), (Path("/"), "directory")],
)
def test_a_disk_that_takes_nothing_is_told_and_harms_nobody(file: Path, said: str) -> None:
    recorder = Recorder(file, [HEADERS], ABOUT)
    assert said in recorder.problem
    assert "is not there" in recorder.problem
    recorder.message("/headers", header(0), 0)
    recorder.message("/not/even/a/topic", header(0), 0)
    recorder.write_due()
    recorder.finish([], [("/headers", header(1), 1)], [], {})
    recorder.close()


def test_a_type_without_a_definition_is_told(tmp_path: Path) -> None:
    odd = type(HEADERS)("/odd", "nowhere_msgs/msg/Nothing")
    assert "nowhere_msgs/msg/Nothing" in Recorder(tmp_path / "a.mcap", [odd], ABOUT).problem


@pytest.fixture
def small_disk() -> Iterator[int]:
    """No file can grow beyond so many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield 20_000
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_leaves_what_was_whole(tmp_path: Path, small_disk: int) -> None:
    file = tmp_path / "a.mcap"
    recorder = Recorder(file, [HEADERS], ABOUT)
    number = 0
    while not recorder.problem:
        # Bytes that can't be compressed, so that the disk fills up soon.
        recorder.message("/headers", number.to_bytes(4, "big") + noise(number), number * 1_000_000_000)
        recorder._write_gathered()
        number += 1
    assert f"ends before {number - 1}.0 s: File too large" in recorder.problem
    recorder.finish([], [], [], {})
    read = list(open_recording(file).raw())
    assert [one.data[:4] for one in read] == [one.to_bytes(4, "big") for one in range(number - 1)]
    assert 10_000 < file.stat().st_size <= small_disk
    assert not open_recording(file).complete


def noise(number: int) -> bytes:
    """A thousand bytes of noise, the same each time."""
    return random.Random(number).randbytes(1000)
