# SPDX-License-Identifier: Apache-2.0
"""Makes the demo: its people and programs as rows, its episodes and its submission by really running them.

What is there already is left alone, so that an interrupted making goes on the next time, and a finished one takes
no time at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from missions.episode.launcher import run_episode
from missions.episode.request import EpisodeRequest
from missions.grading.grading import SubmissionRequest, grade
from missions.grading.submission import Submission as Graded
from missions.spec import Mission, mission_names, read_mission
from web_console.access.person import Asker
from web_console.database.connection import Database
from web_console.database.tables import new_id, now
from web_console.demo import plan
from web_console.episodes.books import DatabaseBooks
from web_console.episodes.models import ENDED, Episode
from web_console.episodes.performance import Practice
from web_console.episodes.practice import new_practice
from web_console.episodes.schemas import NewEpisode
from web_console.people import seeding
from web_console.people.identity import identity
from web_console.people.models import LEARNER, Institution, Person, SchoolClass, Team
from web_console.programs.models import Program, ProgramVersion
from web_console.programs.schemas import NewProgram
from web_console.programs.team_programs import new_program
from web_console.submissions.dispatcher import PROGRAM_NAME
from web_console.submissions.graded_episodes import keep_episode, submission_folder
from web_console.submissions.models import GRADED, Submission
from worlds.errors import HintedError

Tell = Callable[[str], None]


@dataclass(frozen=True)
class _Made:
    """A program of the demo that is there."""

    planned: plan.DemoProgram
    mission: Mission
    text: str
    author: Asker
    program_id: str
    version_id: str


def make_demo(database: Database, home: Path, tell: Tell) -> str:
    """Makes the demo, or what lacks of it.

    Args:
        database: that keeps it.
        home: the lab's folder.
        tell: told about what takes long, and what could not be made, a line each.

    Returns:
        The code of its class.
    """
    with database.session() as session:
        made = [_program(session, one) for one in plan.PROGRAMS if one.mission in mission_names()]
    for one in made:
        # Such as a machine on which no box can be made: the class is there all the same.
        with _told(tell, one):
            for seed in one.mission.spec.public_seeds[: one.planned.seeds]:
                _practise(database, home, one, seed, tell)
        with _told(tell, one):
            if one.planned.submitted:
                _submit(database, home, one, tell)
    return plan.CODE


@contextmanager
def _told(tell: Tell, made: _Made) -> Iterator[None]:
    """Tells of what can't be run, and goes on without it."""
    try:
        yield
    except HintedError as error:
        tell(f"Demo: “{made.planned.name}” could not be run. {error.message} {error.hint}".rstrip())


def _class(session: Session) -> SchoolClass:
    there = session.scalar(select(SchoolClass).where(SchoolClass.join_code == plan.CODE))
    if there is not None:
        return there
    taken = {identity(name) for name in session.scalars(select(Institution.name))}
    name, number = plan.INSTITUTION, 1
    while identity(name) in taken:  # somebody's real one has its name
        number += 1
        name = f"{plan.INSTITUTION} {number}"
    return seeding.new_class(session, name, plan.CLASS, code=plan.CODE, demo=True)


def _program(session: Session, planned: plan.DemoProgram) -> _Made:
    school_class = _class(session)
    mission = read_mission(planned.mission)
    text = (mission.reference if planned.source == "reference" else mission.naive).read_text(encoding="utf-8")
    team = session.scalar(select(Team).where(Team.class_id == school_class.id, Team.name == planned.team))
    if team is None:
        team = seeding.new_teams(session, school_class, [planned.team])[0]
    person = session.scalar(select(Person).where(Person.class_id == school_class.id, Person.nickname == planned.author))
    if person is None:  # without a key: nobody can come back as one of the demo
        person = Person(
            role=LEARNER,
            nickname=planned.author,
            institution_id=school_class.institution_id,
            class_id=school_class.id,
            team_id=team.id,
        )
        session.add(person)
        session.flush()
    author = Asker(role="learner", person_id=person.id, team_id=team.id, class_id=school_class.id)
    program = session.scalar(
        select(Program)
        .where(Program.team_id == team.id, Program.mission == planned.mission, Program.name == planned.name)
        .order_by(Program.created_at)
        .limit(1)
    )
    if program is None:
        given = NewProgram(name=planned.name, tier="code", text=text)
        program = new_program(session, author, team.id, mission, given)
    first = select(ProgramVersion).where(ProgramVersion.program_id == program.id, ProgramVersion.number == 1)
    version = session.scalars(first).one()
    return _Made(planned, mission, version.text, author, program.id, version.id)


def _practise(database: Database, home: Path, made: _Made, seed: int, tell: Tell) -> None:
    with database.session() as session:
        there = select(Episode.id).where(
            Episode.version_id == made.version_id, Episode.seed == seed, Episode.state == ENDED
        )
        if session.scalar(there) is not None:
            return
        tell(f"Demo: {made.planned.mission} with “{made.planned.name}”, seed {seed}")
        program = session.get_one(Program, made.program_id)
        given = NewEpisode(program_id=program.id, version=1, seed=seed, target="mujoco", pace=0)
        _, practice = new_practice(session, made.author, program, given, home)
    books = DatabaseBooks(database)
    with _all_or_nothing(database, practice):
        books.started(practice)
        books.ended(
            practice,
            run_episode(
                EpisodeRequest(
                    mission=made.mission,
                    program_text=made.text,
                    program_name=practice.program_name,
                    seed=seed,
                    folder=practice.folder,
                )
            ),
        )


@contextmanager
def _all_or_nothing(database: Database, practice: Practice) -> Iterator[None]:
    practice.folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with database.session() as session:
            session.execute(delete(Episode).where(Episode.id == practice.episode_id))
        shutil.rmtree(practice.folder, ignore_errors=True)
        raise


def _submit(database: Database, home: Path, made: _Made, tell: Tell) -> None:
    with database.session() as session:
        if session.scalar(select(Submission.id).where(Submission.version_id == made.version_id)) is not None:
            return
    tell(f"Demo: grading “{made.planned.name}” for {made.planned.mission}")
    submission_id = new_id()
    folder = home / submission_folder(submission_id)
    try:
        graded = grade(SubmissionRequest(made.mission, made.text, PROGRAM_NAME, folder))
        with database.session() as session:
            row = _graded_row(made, submission_id, graded)
            session.add(row)
            session.flush()
            for one in graded.seeds:
                keep_episode(session, row, one.number, one.scorecard)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _graded_row(made: _Made, submission_id: str, graded: Graded) -> Submission:
    return Submission(
        id=submission_id,
        team_id=made.author.team_id,
        person_id=made.author.person_id,
        program_id=made.program_id,
        version_id=made.version_id,
        mission=made.planned.mission,
        state=GRADED,
        done=len(graded.seeds),
        total=len(graded.seeds),
        left_s=0.0,
        score=graded.score,
        max_score=graded.max_score,
        passed=graded.passed,
        scorecard=graded.model_dump_json(),
        ended_at=now(),
    )
