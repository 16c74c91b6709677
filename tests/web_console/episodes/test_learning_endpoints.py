# SPDX-License-Identifier: Apache-2.0
"""What the console tells of learning: the page about it, to whom, and what it says where nothing can be learned yet."""

from __future__ import annotations

from typing import Any

import pytest

from missions.learning.learning_report import REPORT_FILE, LearningReport, write_report
from tests.web_console.lab import Lab, Someone
from tests.web_console.programs.test_programs import made
from valence_nodes.learning import extra
from web_console.database.tables import now
from web_console.episodes.models import ENDED, Episode

LEARNS = "def learn(data):\n    return 1\n\ndef drive(robot):\n    pass\n"
PLAIN = "def drive(robot):\n    pass\n"
NOWHERE = "A" * 22


def made_in(someone: Someone, mission: str, text: str) -> dict[str, Any]:
    answer = someone.browser.post(f"/api/missions/{mission}/programs", json={"tier": "code", "text": text})
    assert answer.status_code == 201, answer.text
    program: dict[str, Any] = answer.json()
    return program


@pytest.fixture
def episode(lab: Lab, ada: Someone) -> Episode:
    """An episode of Ada's team, whose program learned."""
    program = made(ada)
    with lab.database.session() as session:
        row = Episode(
            team_id=ada.team_id,
            program_id=program["id"],
            version_id=program["document"]["id"],
            mission="feel_the_ground",
            seed=1,
            seed_name="seed 1",
            robot="turtlebot3_burger_tray",
            engine="mujoco",
            pace=0,
            state=ENDED,
            folder="episodes/one",
            ended_at=now(),
        )
        session.add(row)
        session.flush()
    write_report(lab.app.state.settings.home / row.folder, LearningReport(why_not="<b>It</b> failed."))
    return row


def test_the_page_is_for_those_who_may_see_the_episode(
    ada: Someone, bob: Someone, eve: Someone, episode: Episode
) -> None:
    path = f"/api/episodes/{episode.id}/learning"
    for someone in (ada, bob):
        answer = someone.browser.get(path)
        assert answer.status_code == 200
        assert "How the program learned" in answer.text
        assert "&lt;b&gt;It&lt;/b&gt; failed." in answer.text
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none';")
        assert "script" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert eve.browser.get(path).status_code == 404
    assert ada.browser.get(f"/api/episodes/{episode.id}").json()["has_learning_report"] is True
    assert "Wie das Programm lernte" in ada.browser.get(f"{path}?language=de").text


@pytest.mark.parametrize("language", ["fr", "", "x" * 5000, "../en", "%00"])
def test_another_language_is_refused(ada: Someone, episode: Episode, language: str) -> None:
    assert ada.browser.get(f"/api/episodes/{episode.id}/learning?language={language}").status_code == 422


@pytest.mark.parametrize("content", [None, b"", b"{}x", b'{"model": 1}'])
def test_where_there_is_none_it_is_told(lab: Lab, ada: Someone, episode: Episode, content: bytes | None) -> None:
    file = lab.app.state.settings.home / episode.folder / REPORT_FILE
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    answer = ada.browser.get(f"/api/episodes/{episode.id}/learning")
    assert (answer.status_code, answer.json()["kind"]) == (404, "no_learning_report")
    assert ada.browser.get(f"/api/episodes/{NOWHERE}/learning").status_code == 404


def test_without_what_learning_needs_a_lab_says_what_to_do(ada: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ada.browser.get("/api/missions/first_drive").json()["learning"] is None
    told = ada.browser.get("/api/missions/feel_the_ground").json()["learning"]
    assert (told["has_data"], told["limit_s"]) == (True, 120)
    monkeypatch.setattr(extra.importlib.util, "find_spec", lambda _name: None)
    assert ada.browser.get("/api/missions/feel_the_ground").json()["learning"]["installed"] is False
    learns = made_in(ada, "feel_the_ground", LEARNS)
    for path, more in (("/api/episodes", {"seed": 1, "pace": 0}), ("/api/submissions", {"version": 1})):
        refused = ada.browser.post(path, json={"program_id": learns["id"], **more})
        assert (refused.status_code, refused.json()["kind"]) == (409, "learning_not_installed")
        assert "./valence --with-learning doctor" in refused.json()["hint"]
    # Nothing is in the way of programs that learn nothing, there and elsewhere.
    for mission in ("feel_the_ground", "first_drive"):
        program = made_in(ada, mission, PLAIN)
        assert ada.browser.post("/api/submissions", json={"program_id": program["id"], "version": 1}).status_code == 201
