# SPDX-License-Identifier: Apache-2.0
"""Practice whose program learns first: what viewers are shown, how it is stopped, and how its failure is told."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import msgpack
import pytest

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.episode.view_channel import packed
from missions.learning.learning_report import read_report
from missions.spec import Mission, load_mission
from tests.missions.mission_files import PROGRAM, plain_spec, write_mission
from valence_nodes.programs.box import box_available
from web_console.episodes.broadcast import Broadcast
from web_console.episodes.learning_first import run_learned

pytestmark = pytest.mark.skipif(not box_available().ok, reason="no box on this machine")

DRIVE = "\ndef drive(robot):\n    robot.forward(robot.model)\n"


@pytest.fixture
def mission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mission:
    monkeypatch.setenv("VALENCE_HOME", str(tmp_path / "lab"))
    folder = write_mission(tmp_path, plain_spec(public_seeds=[4], time_limit_s=5, learning={"cpu_s": 20}))
    (folder / "rule.py").write_text(PROGRAM, encoding="utf-8")
    return load_mission(folder)


def played(mission: Mission, learn: str, folder: Path, *wishes: str) -> tuple[EpisodeOutcome, list[dict[str, Any]]]:
    """Runs a program whose `learn` has this body; returns the outcome, and the frames that a viewer gets."""
    show = Broadcast()
    viewer = show.join(lambda: None)
    ours, theirs = socket.socketpair()
    text = f"def learn(data):\n{learn}{DRIVE}"
    with ours, theirs, EpisodeRunner() as runner:
        for wish in wishes:
            ours.send(packed({"action": wish}))
        outcome = run_learned(EpisodeRequest(mission, text, "p.py", 4, folder, view=theirs), runner, show, theirs)
    frames: list[dict[str, Any]] = []
    while (news := viewer.news())[0] is not None:
        frames += msgpack.unpackb(news[0])
    return outcome, frames


def test_what_it_says_is_shown_and_then_it_drives(mission: Mission, tmp_path: Path) -> None:
    outcome, frames = played(mission, "    print('hard work')\n    return 1.0\n", tmp_path / "episode")
    assert (outcome.scorecard.passed, outcome.scorecard.model is not None) == (True, True)
    assert [frame["text"] for frame in frames if frame["k"] == "log"] == ["hard work"]
    states = [frame["state"] for frame in frames if frame["k"] == "state"]
    assert states[:2] == ["learning", "preparing"]


def test_a_program_that_fails_to_learn_ends_like_one_that_fails_to_drive(mission: Mission, tmp_path: Path) -> None:
    outcome, frames = played(mission, "    x = 1\n    return y\n", tmp_path / "episode")
    failure = outcome.scorecard.failure
    assert failure is not None
    assert (outcome.scorecard.verdict, failure.line) == ("program_failed", 3)
    assert frames[-1]["k"] == "end"
    assert frames[-1]["failure"]["message"] == failure.message == "There is nothing called “y”."
    assert (tmp_path / "episode" / "scorecard.json").is_file()


def test_it_is_stopped_while_it_learns(mission: Mission, tmp_path: Path) -> None:
    outcome, frames = played(mission, "    while True: pass\n", tmp_path / "episode", "pause", "stop")
    assert (outcome.scorecard.verdict, frames[-1]["verdict"]) == ("stopped", "stopped")


LEARNS = """
    rows = numpy.arange(20.0).reshape(-1, 1)
    print('now')
    model = lab.train('forest', rows, target=['near'] * 10 + ['far'] * 10, trees=5)
    return 1.0
"""


def test_whoever_comes_late_sees_all_of_it_in_one_frame(mission: Mission, tmp_path: Path) -> None:
    outcome, frames = played(mission, f"    import numpy{LEARNS}", tmp_path / "episode")
    assert outcome.scorecard.passed, outcome.scorecard.message
    (learning,) = [frame for frame in frames if frame["k"] == "learning"]
    assert learning["doing"] == {"stage": "train", "kind": "forest", "rows": 20}
    assert learning["done"] is not None
    assert 0 <= learning["used_s"] <= learning["limit_s"] == 20
    assert "n" not in learning, "it is not kept: the next takes its place"


def test_what_it_learned_and_how_is_kept_beside_the_episode(mission: Mission, tmp_path: Path) -> None:
    outcome, _ = played(mission, f"    import numpy{LEARNS}", tmp_path / "episode")
    report = read_report(tmp_path / "episode")
    assert report is not None
    assert report.model == outcome.scorecard.model
    assert [line.text for line in report.lines] == ["now"]
    assert [len(curve.points) for curve in report.curves] == [5]
    # The same program learns once; the next episode tells the same.
    again, frames = played(mission, f"    import numpy{LEARNS}", tmp_path / "again")
    assert again.scorecard.model == outcome.scorecard.model
    assert read_report(tmp_path / "again") == report
    assert not [frame for frame in frames if frame["k"] == "learning"]


def test_of_one_that_fails_it_is_kept_why(mission: Mission, tmp_path: Path) -> None:
    outcome, _ = played(mission, "    print('so far')\n    return y\n", tmp_path / "episode")
    report = read_report(tmp_path / "episode")
    assert report is not None
    assert (report.model, report.why_not) == (None, outcome.scorecard.message)
    assert [line.text for line in report.lines] == ["so far"]
