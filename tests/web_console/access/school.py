# SPDX-License-Identifier: Apache-2.0
"""Two classes with two teams each, the teacher of one, an admin, a visitor; and what belongs to each team."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from sqlalchemy import select

from tests.web_console.console import Browser, Console
from web_console.access.matrix import Relation, Role
from web_console.database.tables import now
from web_console.episodes.models import ENDED, Episode
from web_console.people import browser_sessions
from web_console.people.models import Person, Team
from web_console.programs.models import Program, ProgramVersion
from web_console.submissions.models import GRADED, Submission

MISSION = "first_drive"
NOWHERE = "AAAAAAAAAAAAAAAAAAAAAA"
_addresses = itertools.count(1)


@dataclass(frozen=True)
class Things:
    """Ids of what belongs to a team; those of nothing where none are given."""

    team: str = NOWHERE
    program: str = NOWHERE
    version: str = NOWHERE
    episode: str = NOWHERE
    submission: str = NOWHERE


@dataclass
class School:
    """All of it.

    Attributes:
        console: in which it is.
        code: of the class that the teacher teaches.
        people: id of somebody of each role; for learners one of team A1.
        things: by team: A1 and A2 of the class that is taught, B1 and B2 of the other, `teacher`, `admin`.
    """

    console: Console
    code: str
    people: dict[Role, str] = field(default_factory=dict)
    things: dict[str, Things] = field(default_factory=dict)

    def browser(self, role: Role) -> Browser:
        """A browser of somebody of a role, that has just come in from an address of its own."""
        number = next(_addresses)
        browser = self.console.visitor(client=(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1))
        if role != "visitor":
            with self.console.database.session() as session:
                token = browser_sessions.begin(session, session.get_one(Person, self.people[role]))
            browser.hold(token)
            browser.take(browser.get("/api/session").json())
        return browser

    def things_of(self, role: Role, relation: Relation) -> list[Things]:
        """What stands to somebody of a role in this relation."""
        own = {"learner": "A1", "teacher": "teacher", "admin": "admin"}.get(role)
        taught = {"A1", "A2"} if role == "teacher" else set()
        names = {"own": {own} - {None}, "taught": taught, "other": set(self.things) - {own} - taught, "none": set()}
        return [self.things[name] for name in sorted(filter(None, names[relation]))]


def build_school(console: Console) -> School:
    """Makes it."""
    code, other = console.school_class(name="A"), console.school_class(name="B")
    school = School(console, code)
    teams = {f"{name}{number}": console.learner(one) for name, one in (("A", code), ("B", other)) for number in (1, 2)}
    teams |= {"teacher": console.teacher(code), "admin": console.admin()}
    school.things = {name: _things(console, browser.team_id) for name, browser in teams.items()}
    with console.database.session() as session:
        for role, name in (("learner", "A1"), ("teacher", "teacher"), ("admin", "admin")):
            of_team = select(Person.id).where(Person.team_id == teams[name].team_id)
            school.people[role] = session.scalars(of_team).one()  # type: ignore[index]
        assert session.scalar(select(Team.id).where(Team.id == NOWHERE)) is None
    return school


def _things(console: Console, team_id: str) -> Things:
    with console.database.session() as session:
        program = Program(team_id=team_id, mission=MISSION, name="Ours", head=1)
        session.add(program)
        session.flush()
        version = ProgramVersion(
            program_id=program.id, number=1, kind="kept", tier="code", text="def drive(robot):\n    pass\n"
        )
        session.add(version)
        session.flush()
        run = {"team_id": team_id, "program_id": program.id, "version_id": version.id, "mission": MISSION}
        submission = Submission(**run, state=GRADED, total=1, done=1, score=1, max_score=2, passed=False)
        episode = Episode(
            **run,
            seed=1,
            seed_name="1",
            robot="turtlebot3_burger",
            engine="mujoco",
            pace=0,
            state=ENDED,
            ended_at=now(),
        )  # fmt: skip
        session.add_all((submission, episode))
        session.flush()
        return Things(team_id, program.id, version.id, episode.id, submission.id)
