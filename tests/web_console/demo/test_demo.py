# SPDX-License-Identifier: Apache-2.0
"""The demo: marked as such, really run, and made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from missions.episode.episode_files import RECORDING_FILE
from missions.episode.launcher import EpisodeError
from tests.web_console.console import Console, running_console
from valence_nodes.programs.box import box_available
from web_console.demo import making, plan
from web_console.demo.making import make_demo
from web_console.episodes.models import Episode
from web_console.people.models import Institution, Person, SchoolClass
from web_console.programs.models import Program
from web_console.submissions.models import Submission

SMALL = (
    replace(plan.PROGRAMS[0], mission="first_drive"),
    replace(plan.PROGRAMS[1], mission="first_drive", seeds=1),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    with pytest.MonkeyPatch.context() as patch, running_console(tmp_path_factory.mktemp("home")) as console:
        patch.setattr(plan, "PROGRAMS", SMALL)
        lines: list[str] = []
        make_demo(console.database, console.settings.home, lines.append)
        assert len(lines) == 3, lines
        yield console


def rows(console: Console, kind: type[Episode] | type[Submission] | type[Program] | type[Person]) -> int:
    with console.database.session() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_everything_in_the_demo_says_so(demo: Console) -> None:
    assert demo.visitor().get("/api/session").json()["demo"] is True
    body = demo.visitor().get("/api/classes/by-code/demo-demo").json()
    names = [body["name"], body["institution"], *(team["name"] for team in body["teams"])]
    names += [name for team in body["teams"] for name in team["members"]]
    with demo.database.session() as session:
        names += session.scalars(select(Program.name)).all()
        assert session.scalars(select(Institution.demo)).all() == [True]
        assert session.scalars(select(Person.key_hash)).all() == [None, None], "nobody comes back as one of them"
    assert all("demo" in name.casefold() for name in names), names
    code = demo.school_class()
    assert demo.learner(code).get("/api/session").json()["demo"] is False


def test_whoever_joins_looks_at_what_was_really_run(demo: Console) -> None:
    teams = demo.visitor().get(f"/api/classes/by-code/{plan.CODE}").json()["teams"]
    guest = demo.learner(plan.CODE, team_id=next(team["id"] for team in teams if team["name"] == "Demo Otters"))
    assert guest.get("/api/session").json()["demo"] is True
    episodes = [one for one in guest.get("/api/episodes").json()["episodes"] if one["submission_id"] is None]
    assert {(one["state"], one["passed"]) for one in episodes} == {("ended", False), ("ended", True)}
    for one in episodes:
        assert one["has_recording"]
        card = guest.get(f"/api/episodes/{one['id']}/scorecard").json()
        assert (card["score"], card["seed"]) == (one["score"], one["seed"])
        frames = guest.get(f"/api/episodes/{one['id']}/frames")
        assert frames.status_code == 200
        assert len(frames.content) > 1000
        assert guest.get(f"/api/episodes/{one['id']}/program").json()["text"].count("def drive") == 1


def test_a_submission_is_really_graded(demo: Console) -> None:
    with demo.database.session() as session:
        graded = session.scalars(select(Submission)).one()
        episodes = session.scalars(select(Episode).where(Episode.submission_id == graded.id)).all()
    assert (graded.state, graded.passed) == ("graded", True)
    assert len(episodes) == graded.total == graded.done
    assert {one.seed for one in episodes} == {None}
    # A score is rounded to hundredths.
    assert sum(one.score or 0 for one in episodes) / len(episodes) == pytest.approx(graded.score, abs=0.006)
    for one in episodes:
        assert (demo.settings.home / one.folder / RECORDING_FILE).is_file()
        assert '"seed":null' in (one.scorecard or "")


def test_whoever_joins_sees_the_submission(demo: Console) -> None:
    teams = demo.visitor().get(f"/api/classes/by-code/{plan.CODE}").json()["teams"]
    guest = demo.learner(plan.CODE, team_id=next(team["id"] for team in teams if team["name"] == "Demo Otters"))
    (card,) = guest.get("/api/submissions").json()["submissions"]
    detail = guest.get(f"/api/submissions/{card['id']}").json()
    assert (detail["state"], detail["passed"]) == ("graded", True)
    assert [one["score"] for one in detail["episodes"]]
    assert guest.get(f"/api/submissions/{card['id']}/scorecard").json()["passed"] is True
    for one in detail["episodes"]:
        assert guest.get(f"/api/episodes/{one['id']}/frames").status_code == 200


def test_it_is_made_once_and_what_lacks_is_made_up_for(demo: Console) -> None:
    lines: list[str] = []
    before = [rows(demo, kind) for kind in (Episode, Submission, Program)]
    assert make_demo(demo.database, demo.settings.home, lines.append) == plan.CODE
    assert (lines, [rows(demo, kind) for kind in (Episode, Submission, Program)]) == ([], before)
    with demo.database.session() as session:
        lost = session.scalars(select(Episode).where(Episode.submission_id.is_(None)).limit(1)).one()
        session.execute(delete(Episode).where(Episode.id == lost.id))
    make_demo(demo.database, demo.settings.home, lines.append)
    assert len(lines) == 1
    assert [rows(demo, kind) for kind in (Episode, Submission, Program)] == before


def broken(*_: object) -> None:
    raise EpisodeError("There is no box.", "Install one.")


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_where_nothing_can_be_run_the_class_is_there_all_the_same(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "run_episode", broken)
    monkeypatch.setattr(making, "grade", broken)
    lines: list[str] = []
    make_demo(console.database, console.settings.home, lines.append)
    assert "could not be run. There is no box. Install one." in "\n".join(lines)
    assert rows(console, Episode) == rows(console, Submission) == 0
    assert rows(console, Program) == len(plan.PROGRAMS)
    console.learner(plan.CODE)


def test_an_interrupted_making_leaves_no_half_episode(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "run_episode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_demo(console.database, console.settings.home, lambda _line: None)
    assert rows(console, Episode) == 0
    assert list((console.settings.home / "episodes").iterdir()) == []


def test_a_real_school_of_that_name_stays_its_own(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    console.school_class(plan.INSTITUTION, plan.CLASS)
    monkeypatch.setattr(making, "run_episode", broken)
    monkeypatch.setattr(making, "grade", broken)
    make_demo(console.database, console.settings.home, lambda _line: None)
    with console.database.session() as session:
        demo = session.scalars(select(SchoolClass).where(SchoolClass.join_code == plan.CODE)).one()
        assert demo.institution.demo
        real = session.scalars(select(Institution).where(Institution.name == plan.INSTITUTION)).one()
        assert not real.demo


def test_missions_that_are_not_there_are_left_out(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "mission_names", lambda: ())
    assert make_demo(console.database, Path("/nowhere"), lambda _line: None) == plan.CODE
