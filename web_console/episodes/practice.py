# SPDX-License-Identifier: Apache-2.0
"""Practice episodes: asked for, listed, and told of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from missions.episode.episode_files import RECORDING_FILE
from missions.learning.learning_report import REPORT_FILE
from missions.seeds import hidden_seed
from missions.spec import Mission
from web_console.access.person import Asker
from web_console.episodes import schemas
from web_console.episodes.learning_packages import require_learning_for
from web_console.episodes.models import KEPT, PRACTICE_FOLDER, RUNNING, WAITING, Episode
from web_console.episodes.performance import Practice
from web_console.episodes.stage import Stage
from web_console.mission_shelf.shelf import mission_of
from web_console.programs.models import Program, ProgramVersion
from web_console.programs.versions import version_to_run
from web_console.server.refusal import RefusedError, not_found

MOST_OPEN = 4
"""Episodes of one team that wait or run at once."""

_LISTED = 100


def new_practice(
    session: Session, who: Asker, program: Program, given: schemas.NewEpisode, home: Path
) -> tuple[Episode, Practice]:
    """Makes the row of an episode, and what the stage needs; the caller puts it on when the row is kept.

    Raises:
        RefusedError: it can't be run like this.
    """
    mission = mission_of(program.mission)
    robot = given.robot or mission.spec.robot
    _check(mission, given, robot)
    version = version_to_run(session, program, given.version or program.head)
    require_learning_for(mission, version.text)
    # Counted after the version was written to: of two who run something at once, one waits there for the other.
    still_open = select(func.count()).where(
        Episode.team_id == program.team_id, Episode.submission_id.is_(None), Episode.state.in_((WAITING, RUNNING))
    )
    if (session.scalar(still_open) or 0) >= MOST_OPEN:
        raise RefusedError(
            409, "too_many_open", f"Your team has {MOST_OPEN} episodes running.", "Stop one, or wait until one is over."
        )
    row = Episode(
        team_id=program.team_id,
        person_id=who.person_id,
        program_id=program.id,
        version_id=version.id,
        mission=program.mission,
        seed=given.seed,
        seed_name=f"seed {given.seed}",
        robot=robot,
        engine=given.target,
        pace=given.pace,
        state=WAITING,
    )
    session.add(row)
    session.flush()
    row.folder = f"{PRACTICE_FOLDER}/{row.id}"
    practice = Practice(
        episode_id=row.id,
        team_id=program.team_id,
        mission=program.mission,
        program_text=version.text,
        program_name=f"{program.name}.py",
        seed=given.seed,
        robot=robot,
        engine=given.target,
        pace=given.pace,
        folder=home / row.folder,
    )
    return row, practice


def _check(mission: Mission, given: schemas.NewEpisode, robot: str) -> None:
    spec = mission.spec
    if given.seed not in spec.public_seeds:
        seeds = ", ".join(map(str, spec.public_seeds))
        raise RefusedError(
            422, "unknown_seed", f"Seed {given.seed} is none to practise with.", f"This mission has {seeds}."
        )
    if robot not in spec.allowed_robots:
        allowed = ", ".join(spec.allowed_robots)
        raise RefusedError(422, "unknown_robot", "This mission is not for that robot.", f"It is for {allowed}.")


def episodes_of(session: Session, team_id: str, mission: str | None, program_id: str | None) -> Sequence[Episode]:
    """The newest episodes of a team."""
    query = select(Episode).where(Episode.team_id == team_id)
    if mission is not None:
        query = query.where(Episode.mission == mission)
    if program_id is not None:
        query = query.where(Episode.program_id == program_id)
    return session.scalars(query.order_by(Episode.created_at.desc(), Episode.id).limit(_LISTED)).all()


def told(session: Session, rows: Sequence[Episode], home: Path, stage: Stage) -> list[schemas.Episode]:
    """What is said of episodes."""
    versions = {
        version_id: (number, name)
        for version_id, number, name in session.execute(
            select(ProgramVersion.id, ProgramVersion.number, Program.name)
            .join(Program, Program.id == ProgramVersion.program_id)
            .where(ProgramVersion.id.in_({row.version_id for row in rows}))
        )
    }
    return [
        schemas.Episode(
            id=row.id,
            program_id=row.program_id,
            version=versions[row.version_id][0],
            program_name=versions[row.version_id][1],
            submission_id=row.submission_id,
            mission=row.mission,
            seed=row.seed,
            seed_name=row.seed_name,
            robot=row.robot,
            target=row.engine,
            pace=row.pace,
            state=row.state,  # type: ignore[arg-type] # one of them
            ahead=stage.ahead_of(row.id),
            score=row.score,
            max_score=row.max_score,
            passed=row.passed,
            verdict=row.verdict,
            problem=row.problem,
            has_recording=row.recording == KEPT
            and row.ended_at is not None
            and (home / row.folder / RECORDING_FILE).is_file(),
            has_learning_report=bool(row.folder) and (home / row.folder / REPORT_FILE).is_file(),
            recording_cleared=row.recording != KEPT,
            created_at=row.created_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]


def program_of(session: Session, row: Episode) -> schemas.EpisodeProgram:
    """The program that an episode ran, as it was then."""
    version = session.get(ProgramVersion, row.version_id)
    program = session.get(Program, row.program_id)
    if version is None or program is None:
        raise not_found("program")
    return schemas.EpisodeProgram(
        program_id=program.id,
        version=version.number,
        name=program.name,
        tier=version.tier,
        text=version.text,
        blocks=version.blocks,
    )


def seed_of(row: Episode) -> int:
    """The seed of an episode, also a hidden one, for what only the server sees."""
    if row.seed is not None:
        return row.seed
    return hidden_seed(row.mission, int(row.seed_name.rsplit(" ", 1)[-1]) - 1)
