# SPDX-License-Identifier: Apache-2.0
"""Submissions that are really graded: real episodes, in the server's own grading processes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from fastapi.testclient import TestClient

from missions import spec
from missions.benchmark.process_tree import descendants
from missions.grading.grading import SubmissionRequest, grade
from missions.grading.submission import Submission as SubmissionScorecard
from missions.lab_home import LAB_HOME_VARIABLE
from missions.seeds import hidden_seeds
from missions.spec import Mission, load_mission
from tests.missions.episode.conftest import shortened
from tests.missions.grading.conftest import WANDER
from tests.process_tree import await_all_ended, watch
from tests.web_console.lab import Lab, Someone
from tests.web_console.programs.test_programs import made
from tests.web_console.submissions.submitting import row, until
from web_console.server.app import create_app
from web_console.server.settings import Settings

FIRST_DRIVE = load_mission("first_drive")


def catalogue_with(lines: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mission:
    """Puts a catalogue in the lab's place in which `first_drive` has some lines of its own."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    mission = shortened("first_drive", folder, *lines)
    monkeypatch.setattr(spec, "CATALOG", folder)
    monkeypatch.setenv(LAB_HOME_VARIABLE, str(tmp_path / "home"))
    return mission


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mission:
    """`first_drive` with 2 s to drive and two hidden seeds, as the lab's own mission."""
    return catalogue_with(("time_limit_s: 2.0", "hidden_seed_count: 2"), tmp_path, monkeypatch)


def submitted(someone: Someone, text: str) -> str:
    program = made(someone, text=dedent(text))
    answer = someone.browser.post("/api/submissions", json={"program_id": program["id"], "version": 1})
    assert answer.status_code == 201, answer.text
    submission_id: str = answer.json()["id"]
    return submission_id


def graded(someone: Someone, submission_id: str) -> dict[str, Any]:
    told: dict[str, Any] = {}

    def ended() -> bool:
        told.update(someone.browser.get(f"/api/submissions/{submission_id}").json())
        return told["state"] in {"graded", "failed"}

    until(ended)
    assert told["problem"] == ""
    return told


def test_the_scorecard_is_that_of_the_command_line(quick: Mission, lab: Lab, ada: Someone, settings: Settings) -> None:
    told = graded(ada, submitted(ada, WANDER))
    request = SubmissionRequest(quick, dedent(WANDER), "program.py", settings.home / "by_hand")
    by_hand = grade(request, workers=1)
    scorecard = SubmissionScorecard.model_validate(told["scorecard"])
    assert scorecard.fingerprint() == by_hand.fingerprint()
    assert told["score"] == by_hand.score
    assert len(told["episodes"]) == 2
    for number, seed in enumerate(hidden_seeds(quick), 1):
        folder = settings.home / "submissions" / told["id"] / f"seed_{number}"
        assert (folder / "episode.mcap").stat().st_size > 1000
        assert str(seed) not in str(told)
        assert str(seed).encode() not in b"".join(file.read_bytes() for file in folder.iterdir())


def test_a_server_that_ends_leaves_no_process_and_the_next_one_goes_on(quick: Mission, settings: Settings) -> None:
    app = create_app(settings)
    with TestClient(app):
        lab = Lab(app)
        ada = lab.person("Ada", lab.team("Foxes"))
        before = set(descendants(os.getpid()))
        submission_id = submitted(ada, WANDER)
        until(lambda: row(lab.database, submission_id).done >= 1)
        family = watch(set(descendants(os.getpid())) - before)
        assert family
        # The next episode does not begin: this server ends in the middle.
        app.state.submissions.practice_waiting = lambda: True
    await_all_ended(family)
    again = create_app(settings)
    with TestClient(again):
        assert row(again.state.database, submission_id).tries <= 1, "a stop is no try"
        told = graded(replace(ada, browser=Lab(again, lab.class_id).log_in(ada.person_id)), submission_id)
    assert told["done"] == told["total"] == 2
    assert [one["seed_name"] for one in told["episodes"]] == [f"hidden seed {number}" for number in (1, 2)]


def test_the_reference_passes_and_a_broken_program_is_told_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lab: Lab, ada: Someone, eve: Someone
) -> None:
    catalogue_with(("hidden_seed_count: 1",), tmp_path, monkeypatch)
    reference = submitted(ada, FIRST_DRIVE.reference.read_text(encoding="utf-8"))
    broken = submitted(eve, "def drive(robot):\n    robot.foward(1)\n")
    assert graded(ada, reference)["passed"] is True
    told = graded(eve, broken)
    assert (told["passed"], told["scorecard"]["verdict"]) == (False, "program_failed")
    assert "line 2" in told["scorecard"]["message"]
    assert told["worst_episode_id"] == told["episodes"][0]["id"]
