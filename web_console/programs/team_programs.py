# SPDX-License-Identifier: Apache-2.0
"""A team's programs for a mission: which there are, and how one begins."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from missions.spec import Mission
from web_console.access.guard import fetch
from web_console.access.person import Asker
from web_console.database.tables import is_id
from web_console.people.models import Person, Team
from web_console.programs.documents import Document, checked_document, checked_name
from web_console.programs.models import Program, ProgramVersion
from web_console.programs.schemas import NewProgram
from web_console.programs.versions import document_of, first_version, without_document
from web_console.server.refusal import RefusedError, not_found

MAX_PROGRAMS = 200
"""A team's programs for one mission."""


def programs_of(session: Session, team_id: str, mission: str) -> list[tuple[Program, ProgramVersion, Person | None]]:
    """Programs with what each is now and who wrote it, the one that was changed last first."""
    found = (
        select(Program, ProgramVersion, Person)
        .join(ProgramVersion, (ProgramVersion.program_id == Program.id) & (ProgramVersion.number == Program.head))
        .outerjoin(Person, Person.id == ProgramVersion.author_id)
        .where(Program.team_id == team_id, Program.mission == mission)
        .order_by(ProgramVersion.created_at.desc(), Program.id)
        .options(*without_document())
    )
    return [(program, version, author) for program, version, author in session.execute(found)]


def new_program(session: Session, who: Asker, team_id: str, mission: Mission, given: NewProgram) -> Program:
    """Makes a program.

    Raises:
        RefusedError: there are too many; or what it should hold can't be used, or be seen by who is asking.
    """
    document, label = _beginning(session, who, mission, given)
    count = _count_locked(session, team_id, mission.spec.name)
    if count >= MAX_PROGRAMS:
        raise RefusedError(
            409,
            "too_many_programs",
            f"Your team has {count} programs for this mission, which is as many as it may have.",
            "Go on with one of them; each keeps all its versions.",
        )
    name = f"Program {count + 1}" if given.name is None else checked_name(given.name)
    program = Program(team_id=team_id, mission=mission.spec.name, name=name)
    session.add(program)
    session.flush()
    first_version(session, program, document, who.person_id, label)
    return program


def _beginning(session: Session, who: Asker, mission: Mission, given: NewProgram) -> tuple[Document, str]:
    """What a new program begins with, and the label that says where it is from."""
    text, blocks, label = given.text, given.blocks, ""
    if given.from_version_id is not None:
        version = session.get(ProgramVersion, given.from_version_id) if is_id(given.from_version_id) else None
        if version is None:
            raise not_found("version")
        source = fetch(session, who, Program, version.program_id, "program", "read")
        before = document_of(version)
        if given.tier == "blocks" and before.tier != "blocks" and blocks is None:
            raise RefusedError(
                422, "no_blocks", "A program that was typed can't become blocks.", "Begin a new one with blocks."
            )
        text = before.text if text is None else text
        blocks = before.blocks if blocks is None else blocks
        label = f"{source.name[:60]} #{version.number}"
    elif text is None and given.tier == "code":
        text = mission.starter.read_text(encoding="utf-8")
    return checked_document(given.tier, text or "", blocks), label


def _count_locked(session: Session, team_id: str, mission: str) -> int:
    """Counts a team's programs, while none of the team can make another one."""
    one = update(Team).where(Team.id == team_id).values(name=Team.name)
    session.execute(one.execution_options(synchronize_session=False))
    counted = select(func.count()).select_from(Program).where(Program.team_id == team_id, Program.mission == mission)
    return session.scalar(counted) or 0
