# SPDX-License-Identifier: Apache-2.0
"""Puts programs and versions into the words of the API."""

from __future__ import annotations

from sqlalchemy.orm import Session

from web_console.people.models import Person
from web_console.programs import schemas
from web_console.programs.models import Program, ProgramVersion
from web_console.programs.versions import head_of


def told_version(session: Session, program: Program, version: ProgramVersion) -> schemas.Version:
    """A version with its document."""
    card = told_card(program, version, _author(session, version))
    return schemas.Version(**card.model_dump(), text=version.text, blocks=version.blocks)


def told_card(program: Program, version: ProgramVersion, author: Person | None) -> schemas.VersionCard:
    """A version without its document."""
    return schemas.VersionCard(
        id=version.id,
        number=version.number,
        parent_number=version.parent_number,
        kind=version.kind,
        label=version.label,
        tier=version.tier,
        author=_told_author(author),
        saved_at=version.created_at,
        is_head=version.number == program.head,
    )


def told_program_card(program: Program, head: ProgramVersion, author: Person | None) -> schemas.ProgramCard:
    """A program without its document."""
    return schemas.ProgramCard(
        id=program.id,
        mission=program.mission,
        name=program.name,
        head=program.head,
        tier=head.tier,
        author=_told_author(author),
        created_at=program.created_at,
        saved_at=head.created_at,
    )


def told_program(session: Session, program: Program) -> schemas.Program:
    """A program with its document."""
    head = head_of(session, program)
    card = told_program_card(program, head, _author(session, head))
    return schemas.Program(**card.model_dump(), document=told_version(session, program, head))


def _author(session: Session, version: ProgramVersion) -> Person | None:
    return None if version.author_id is None else session.get(Person, version.author_id)


def _told_author(author: Person | None) -> schemas.Author | None:
    return None if author is None else schemas.Author(id=author.id, nickname=author.nickname)
