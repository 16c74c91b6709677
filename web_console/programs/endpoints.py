# SPDX-License-Identifier: Apache-2.0
"""Endpoints of programs and their versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from sqlalchemy import select

from valence_nodes.programs.api_card import api_entries
from web_console.access.guard import DbSession, Who, fetch, require, require_team
from web_console.access.rate_limit import RateLimit
from web_console.mission_shelf.shelf import mission_of
from web_console.people.models import Person
from web_console.programs import schemas, team_programs, told, versions
from web_console.programs.documents import checked_document, checked_label, checked_name
from web_console.programs.models import Program, ProgramVersion
from web_console.programs.program_checker import ProgramChecker

router = APIRouter(tags=["programs"])

_PAGE = 200
# Far more than anybody types, and too little to fill a disk unseen.
_NEW = RateLimit("make a program", burst=30, per_minute=30)
_SAVE = RateLimit("save a program", burst=240, per_minute=120)
_CHECK = RateLimit("check a program", burst=120, per_minute=240)


@router.get("/missions/{name}/programs")
def list_programs(name: str, who: Who, session: DbSession) -> schemas.ProgramList:
    """Lists one's team's programs for a mission."""
    require(who, "program", "list")
    found = team_programs.programs_of(session, require_team(who), mission_of(name).spec.name)
    return schemas.ProgramList(programs=[told.told_program_card(*one) for one in found])


@router.post("/missions/{name}/programs", status_code=201, dependencies=[Depends(_NEW)])
def create_program(name: str, given: schemas.NewProgram, who: Who, session: DbSession) -> schemas.Program:
    """Makes a program for a mission, which belongs to one's team."""
    require(who, "program", "create")
    program = team_programs.new_program(session, who, require_team(who), mission_of(name), given)
    return told.told_program(session, program)


@router.post("/programs/check", dependencies=[Depends(_CHECK)])
def check_text(given: schemas.TextToCheck, who: Who, request: Request) -> schemas.CheckedProgram:
    """Says what is wrong with a program, without running it."""
    require(who, "program", "create")
    if given.mission:
        mission_of(given.mission)
    text = checked_document("code", given.text, None).text
    checker: ProgramChecker = request.app.state.program_checker
    return schemas.CheckedProgram.model_validate(checker.check(text, who.person_id))


@router.get("/robot-api")
def read_robot_api(who: Who) -> list[schemas.RobotApiEntry]:
    """Tells everything that a program can use, as the docstrings have it."""
    require(who, "mission", "read")
    return [schemas.RobotApiEntry.model_validate(asdict(one)) for one in api_entries()]


@router.get("/programs/{program_id}")
def read_program(program_id: str, who: Who, session: DbSession) -> schemas.Program:
    """Tells a program and what it is now."""
    return told.told_program(session, fetch(session, who, Program, program_id, "program", "read"))


@router.patch("/programs/{program_id}")
def rename_program(program_id: str, given: schemas.Rename, who: Who, session: DbSession) -> schemas.Program:
    """Gives a program another name."""
    program = fetch(session, who, Program, program_id, "program", "change")
    program.name = checked_name(given.name)
    return told.told_program(session, program)


@router.put(
    "/programs/{program_id}/document",
    response_model=schemas.VersionCard,
    dependencies=[Depends(_SAVE)],
    responses={409: {"model": schemas.ConflictBody}},
)
def save_document(
    program_id: str, given: schemas.DocumentToSave, who: Who, session: DbSession
) -> schemas.VersionCard | JSONResponse:
    """Saves what a program is to be from now on; if others saved meanwhile, it is kept beside theirs (409)."""
    program = fetch(session, who, Program, program_id, "program", "change")
    writing = versions.Writing(
        document=checked_document(given.tier, given.text, given.blocks),
        base=given.base,
        kind=given.kind,
        label=checked_label(given.label),
        author_id=who.person_id,
        # Without a name of its own, a page is known by its browser.
        writer=given.writer or who.session_id,
    )
    saved = versions.save(session, program, writing)
    if saved.conflict_with is None:
        return told.told_card(program, saved.version, session.get(Person, saved.version.author_id))
    theirs = told.told_version(session, program, saved.conflict_with)
    by = theirs.author.nickname if theirs.author else "Somebody"
    body = schemas.ConflictBody(
        kind="conflict",
        message=f"{by} saved this program while you were changing it.",
        hint="Both are kept. Look at both, and choose one.",
        theirs=theirs,
        yours=saved.version.number,
    )
    return JSONResponse(body.model_dump(mode="json"), 409)


@router.get("/programs/{program_id}/versions")
def list_versions(
    program_id: str, who: Who, session: DbSession, before: Annotated[int | None, Query(ge=1, lt=2**31)] = None
) -> schemas.VersionList:
    """Lists a program's versions, newest first, those with a number below `before`."""
    program = fetch(session, who, Program, program_id, "program", "read")
    found = (
        select(ProgramVersion, Person)
        .outerjoin(Person, Person.id == ProgramVersion.author_id)
        .where(ProgramVersion.program_id == program.id, ~versions.superseded())
        .order_by(ProgramVersion.number.desc())
        .limit(_PAGE + 1)
        .options(*versions.without_document())
    )
    if before is not None:
        found = found.where(ProgramVersion.number < before)
    rows = session.execute(found).all()
    cards = [told.told_card(program, version, author) for version, author in rows[:_PAGE]]
    return schemas.VersionList(versions=cards, older=len(rows) > _PAGE)


@router.get("/programs/{program_id}/versions/{number}")
def read_version(program_id: str, number: schemas.Number, who: Who, session: DbSession) -> schemas.Version:
    """Tells a version with its document."""
    program = fetch(session, who, Program, program_id, "program", "read")
    return told.told_version(session, program, versions.version_of(session, program, number))


@router.post("/programs/{program_id}/versions/{number}/restore", dependencies=[Depends(_SAVE)])
def restore_version(program_id: str, number: schemas.Number, who: Who, session: DbSession) -> schemas.Version:
    """Makes an older version the newest again."""
    program = fetch(session, who, Program, program_id, "program", "change")
    old = versions.version_of(session, program, number)
    return told.told_version(session, program, versions.restore(session, program, old, who.person_id))
