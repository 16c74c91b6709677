# SPDX-License-Identifier: Apache-2.0
"""A recording is played in its order and at its time."""

from __future__ import annotations

from pathlib import Path

import pytest

from missions.recording.playback import playback, played_topics
from missions.recording.recording import open_recording
from tests.missions.recording.small_recordings import header, small_recording
from valence_nodes.topic_names import TRUTH_POSES


class Watch:
    """A wall clock that goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, wait_s: float) -> None:
        assert wait_s > 0
        self.now_s += wait_s


@pytest.mark.parametrize("pace", [0.5, 1.0, 4.0])
def test_each_message_comes_at_its_time(tmp_path: Path, pace: float) -> None:
    recording, watch = open_recording(small_recording(tmp_path / "a.mcap")), Watch()
    seen = [(watch.now_s - 50.0, one.data) for one in playback(recording, pace, clock_s=watch, sleep=watch.sleep)]
    assert [data for _, data in seen] == [header(number) for number in range(6)]
    assert [at_s for at_s, _ in seen] == pytest.approx([number / 10 / pace for number in range(6)])


def test_a_pace_of_0_waits_for_nothing(tmp_path: Path) -> None:
    recording, watch = open_recording(small_recording(tmp_path / "a.mcap")), Watch()
    assert len(list(playback(recording, 0.0, clock_s=watch, sleep=watch.sleep))) == 6
    assert watch.now_s == 50.0


def test_who_is_late_catches_up(tmp_path: Path) -> None:
    recording, watch = open_recording(small_recording(tmp_path / "a.mcap")), Watch()
    played = playback(recording, 1.0, clock_s=watch, sleep=watch.sleep)
    next(played)
    watch.now_s += 0.35
    assert [(next(played).data, round(watch.now_s - 50.0, 6)) for _ in range(4)] == [
        (header(1), 0.35),
        (header(2), 0.35),
        (header(3), 0.35),
        (header(4), 0.4),
    ]


def test_truth_is_played_only_when_asked_for_and_at_its_time(tmp_path: Path) -> None:
    recording = open_recording(small_recording(tmp_path / "a.mcap"))
    assert TRUTH_POSES not in {one.topic for one in playback(recording, 0.0)}
    assert TRUTH_POSES not in {one.name for one in played_topics(recording, truth=False)}
    assert TRUTH_POSES in {one.name for one in played_topics(recording, truth=True)}
    played = [(one.time_ns, one.topic) for one in playback(recording, 0.0, truth=True)]
    assert [time_ns for time_ns, _ in played] == sorted(time_ns for time_ns, _ in played)
    assert played[1] == (0, TRUTH_POSES)


def test_a_recording_that_was_cut_off_is_played_too(tmp_path: Path) -> None:
    recording = open_recording(small_recording(tmp_path / "a.mcap", finished=False))
    assert len(list(playback(recording, 0.0, truth=True))) == 6
