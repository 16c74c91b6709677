# SPDX-License-Identifier: Apache-2.0
"""Watching an episode while it runs: what is seen, what may be wished, and that it changes no point."""

from __future__ import annotations

import math
import socket
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest

from missions.episode.request import EpisodeOutcome
from missions.episode.view_channel import MessageSplitter, ViewChannel, packed
from missions.recording.recording import open_recording
from missions.recording.replay_frames import main, replay_frames
from missions.spec import Mission
from tests.missions.episode.conftest import RunEpisode, shortened

DRIVE = """
def drive(robot):
    robot.say("Off I go.")
    while robot.running:
        robot.plot("time", robot.time_s)
        robot.move(0.15, 0.3)
"""

Frame = dict[str, Any]


class Watcher:
    """Somebody who watches, and may wish something at each frame."""

    def __init__(self, wish: Callable[[Frame], list[Frame]] = lambda frame: []) -> None:
        self._ours, self.theirs = socket.socketpair()
        self._wish = wish
        self.frames: list[Frame] = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        splitter = MessageSplitter()
        with self._ours:
            while data := self._ours.recv(1 << 16):
                for one in splitter.feed(data):
                    frame = msgpack.unpackb(one)
                    self.frames.append(frame)
                    for wish in self._wish(frame):
                        self._ours.sendall(packed(wish))

    def all_of(self, kind: str) -> list[Frame]:
        self._thread.join()
        return [frame for frame in self.frames if frame["k"] == kind]


def watched(
    run: RunEpisode, text: str, wish: Callable[[Frame], list[Frame]] = lambda frame: [], **fields: Any
) -> tuple[Watcher, EpisodeOutcome]:
    watcher = Watcher(wish)
    outcome = run(text, view=watcher.theirs, **fields)
    watcher._thread.join()
    return watcher, outcome


def test_what_is_said_and_done_is_shown_whole_and_the_rest_as_it_was_newest(run: RunEpisode) -> None:
    watcher, outcome = watched(run, DRIVE, pace=4)
    (begin,) = watcher.all_of("begin")
    assert "robot" in begin["entities"]
    assert (begin["mission"], begin["control_timestep_s"], begin["time_limit_s"]) == ("first_drive", 0.05, 4.0)
    assert [frame["text"] for frame in watcher.all_of("log")] == ["Off I go."]
    assert [frame["t"] for frame in watcher.all_of("plot")] == pytest.approx([step / 20 for step in range(80)])
    steps = watcher.all_of("step")
    assert [frame["step"] for frame in steps] == list(range(80))
    assert all(frame["functions"][-1] == ["drive", 6] for frame in steps[1:])
    kept = [frame["n"] for frame in watcher.frames if "n" in frame]
    assert kept == list(range(1, len(kept) + 1))
    scans = watcher.all_of("scan")
    assert 5 < len(scans) <= 41
    assert len(np.frombuffer(scans[0]["r"], "<f4")) == 360
    assert all(math.isfinite(frame["x"] + frame["y"] + frame["yaw"]) for frame in watcher.all_of("odom"))
    (end,) = watcher.all_of("end")
    assert (end["verdict"], end["score"]) == (outcome.scorecard.verdict, outcome.scorecard.score)
    last_score = watcher.all_of("score")[-1]
    assert [one["reason"] for one in last_score["criteria"]] == [one.reason for one in outcome.scorecard.criteria]


def test_poses_tell_where_everything_is(run: RunEpisode) -> None:
    watcher, outcome = watched(run, DRIVE, pace=4)
    entities = watcher.all_of("begin")[0]["entities"]
    places: dict[str, tuple[float, ...]] = {}
    for frame in watcher.all_of("poses"):
        numbers = np.frombuffer(frame["i"], "<u2")
        for number, row in zip(numbers, np.frombuffer(frame["p"], "<f4").reshape(-1, 7), strict=True):
            places[entities[number]] = tuple(row.tolist())
    assert set(places) == set(entities)
    truth = open_recording(outcome.folder / "episode.mcap").truth()
    assert truth is not None
    near = min(np.linalg.norm(row[:2] - places["robot"][:2]) for row in truth.poses["robot"])
    assert near < 1e-3


def test_being_watched_changes_no_bit(run: RunEpisode) -> None:
    _, seen = watched(run, DRIVE, pace=20)
    assert seen.scorecard.fingerprint() == run(DRIVE).scorecard.fingerprint()


def test_it_can_be_paused_and_taken_step_by_step_and_stopped(run: RunEpisode) -> None:
    told: list[tuple[str, float]] = []

    def wish(frame: Frame) -> list[Frame]:
        if frame["k"] != "state":
            return []
        told.append((frame["state"], frame["t"]))
        return {
            1: [{"action": "pause"}],
            2: [{"action": "step"}],
            3: [{"action": "step"}, {"action": "step"}],
            4: [{"action": "pace", "pace": 50}, {"action": "resume"}],
        }.get(len(told), [{"action": "stop"}])

    watcher, outcome = watched(run, DRIVE, wish, pace=1)
    states = [state for state, _ in told]
    assert states == ["running", "paused", "paused", "paused", "paused", "running"]
    first, second, third = (t for state, t in told[1:4])
    assert second - first == pytest.approx(0.05)
    assert third - second == pytest.approx(0.10)
    card = outcome.scorecard
    assert (card.verdict, card.passed, card.ending) == ("stopped", False, "stopped")
    assert card.sim_time_s < 4.0
    assert watcher.all_of("end")[0]["verdict"] == "stopped"
    assert open_recording(outcome.folder / "episode.mcap").complete


def test_a_program_that_thinks_for_long_can_be_stopped_meanwhile(run: RunEpisode) -> None:
    text = "def drive(robot):\n    robot.wait(0.5)\n    while True:\n        pass\n"

    def wish(frame: Frame) -> list[Frame]:
        return [{"action": "stop"}] if frame["k"] == "step" and frame["t"] > 0.4 else []

    _, outcome = watched(run, text, wish)
    assert outcome.scorecard.verdict == "stopped"
    assert run(DRIVE).scorecard.verdict == "below_pass_mark", "the next episode is none the worse"


@pytest.mark.parametrize(
    "nonsense", [b"\xff\xff\xff\xff", struct.pack("<I", 3) + b"abc", struct.pack("<I", 1) + b"\xc1"]
)
def test_a_viewer_that_talks_nonsense_spoils_nothing(run: RunEpisode, nonsense: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.sendall(nonsense)
        assert run(DRIVE, view=theirs).scorecard.verdict == "below_pass_mark"


def test_unknown_wishes_are_passed_over(run: RunEpisode) -> None:
    odd: list[Frame] = [{"action": "fly"}, {}, {"action": "pace", "pace": -1}, {"action": "pace", "pace": "fast"},
                        {"action": "pace", "pace": float("nan")}, {"action": "pace"}]  # fmt: skip
    _, outcome = watched(run, DRIVE, lambda frame: odd if frame["k"] == "begin" else [])
    assert outcome.scorecard.verdict == "below_pass_mark"


def test_a_viewer_that_leaves_or_never_reads_holds_nothing_up(run: RunEpisode) -> None:
    ours, theirs = socket.socketpair()
    ours.close()
    assert run(DRIVE, view=theirs).scorecard.steps == 80
    ours, theirs = socket.socketpair()
    with ours:
        assert run(DRIVE, view=theirs).scorecard.steps == 80


def test_frames_that_may_be_dropped_are_and_the_others_wait() -> None:
    ours, theirs = socket.socketpair()
    channel = ViewChannel(theirs)
    for number in range(2000):
        channel.send({"k": "image", "jpeg": b"x" * 4096}, keep=False)
        channel.send({"k": "log", "n": number}, keep=True)
    splitter, found = MessageSplitter(), []
    ours.setblocking(False)
    while len([one for one in found if one["k"] == "log"]) < 2000:
        channel.flush()
        found += [msgpack.unpackb(one) for one in splitter.feed(ours.recv(1 << 20))]
    assert [one["n"] for one in found if one["k"] == "log"] == list(range(2000))
    assert len([one for one in found if one["k"] == "image"]) < 500
    channel.close()
    ours.close()


def test_a_replay_shows_the_same(run: RunEpisode) -> None:
    watcher, outcome = watched(run, DRIVE, pace=4)
    frames = list(replay_frames(open_recording(outcome.folder / "episode.mcap"), pictures=False))
    for kind in ("log", "plot", "step", "end"):
        live = [{key: value for key, value in frame.items() if key != "n"} for frame in watcher.all_of(kind)]
        assert [frame for frame in frames if frame["k"] == kind] == live
    assert [frame["t"] for frame in frames[1:-2]] == sorted(frame["t"] for frame in frames[1:-2])
    assert frames[0]["entities"] == watcher.all_of("begin")[0]["entities"]


def test_pictures_and_detections_are_shown_where_there_is_a_camera(run: RunEpisode, tmp_path: Path) -> None:
    mission: Mission = shortened("line_follow", tmp_path, "time_limit_s: 2.0")
    watcher, outcome = watched(run, DRIVE, mission=mission, pace=1)
    pictures = watcher.all_of("image")
    assert pictures
    assert all(frame["jpeg"].startswith(b"\xff\xd8") and (frame["w"], frame["h"]) == (320, 240) for frame in pictures)
    assert any(one["label"] == "line" for frame in watcher.all_of("detections") for one in frame["d"])
    output = tmp_path / "pictures.bin"
    assert main([str(outcome.folder / "episode.mcap"), str(output), "--pictures"]) == 0
    assert len(list(msgpack.Unpacker(output.open("rb")))) == pytest.approx(20, abs=2)


def test_frames_of_what_is_no_recording_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, output = tmp_path / "episode.mcap", tmp_path / "frames.bin"
    file.write_bytes(b"nonsense")
    assert main([str(file), str(output)]) == 1
    assert "episode.mcap" in capsys.readouterr().err
    assert not output.exists()


def test_what_was_cut_off_is_shown_as_far_as_it_goes(run: RunEpisode, tmp_path: Path) -> None:
    whole = (run(DRIVE, pace=1).folder / "episode.mcap").read_bytes()  # a second at a time
    cut = tmp_path / "cut.mcap"
    cut.write_bytes(whole[: len(whole) * 3 // 4])
    frames = list(replay_frames(open_recording(cut), pictures=False))
    assert any(frame["k"] == "scan" for frame in frames)
    assert (frames[-1]["k"], frames[-1]["state"]) == ("state", "failed")
