# SPDX-License-Identifier: Apache-2.0
"""Versions of a program: saved so that nothing that was typed is lost, whoever saves at the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased, defer
from sqlalchemy.sql.base import ExecutableOption

from web_console.database.tables import now
from web_console.episodes.models import Episode
from web_console.programs.documents import Document
from web_console.programs.models import AUTOSAVE, CONFLICT, KEPT, RESTORED, Program, ProgramVersion
from web_console.server.refusal import RefusedError, not_found
from web_console.submissions.models import Submission

SERIES = timedelta(minutes=2)
"""How long autosaves of one writer, one upon the other, count as one: the last of them stands for all."""

LINGER = timedelta(seconds=30)
"""How long one that another stands for stays: somebody may be about to run it."""

MAX_VERSIONS = 2000


@dataclass(frozen=True)
class Writing:
    """Something that somebody saves.

    Attributes:
        document: what they wrote.
        base: number of the version that they wrote it from.
        kind: `autosave` or `kept`.
        label: what they call it.
        author_id: the person.
        writer: the page in their browser.
    """

    document: Document
    base: int
    kind: str
    label: str
    author_id: str
    writer: str

    def is_by_author_of(self, version: ProgramVersion) -> bool:
        """Whether the same person wrote a version, in the same page."""
        return (version.author_id, version.writer) == (self.author_id, self.writer)


@dataclass(frozen=True)
class Saved:
    """What became of it.

    Attributes:
        version: that holds it now; the head, if there is no conflict.
        conflict_with: the head, when somebody else had saved meanwhile.
    """

    version: ProgramVersion
    conflict_with: ProgramVersion | None = None


def first_version(session: Session, program: Program, document: Document, author_id: str, label: str) -> ProgramVersion:
    """Begins a new program, which has no version yet."""
    version = _version(program, 1, document, KEPT, author_id)
    version.label = label
    session.add(version)
    program.head = 1
    session.flush()
    return version


def save(session: Session, program: Program, writing: Writing) -> Saved:
    """Saves what somebody wrote: as the program's new head or, if others saved meanwhile, beside it.

    Raises:
        RefusedError: the program has too many versions.
    """
    _lock(session, program)
    head = head_of(session, program)
    if document_of(head) == writing.document:
        # As after an answer that was lost on its way: what is asked for is there already.
        if writing.kind == KEPT:
            head.kind = KEPT if head.kind == AUTOSAVE else head.kind
            head.label, head.began_at = writing.label or head.label, None
        return Saved(head)
    if writing.base == head.number or _wrote_all_since(session, head, writing):
        version = _next(session, program, writing, head)
        program.head = version.number
        session.flush()
        thin_out(session, program)
        return Saved(version)
    return Saved(_beside(session, program, writing), head)


def restore(session: Session, program: Program, old: ProgramVersion, author_id: str) -> ProgramVersion:
    """Makes an older version the newest again; what the program is now stays in its history."""
    _lock(session, program)
    version = _version(program, _free_number(session, program), document_of(old), RESTORED, author_id)
    version.parent_number, version.label = old.number, old.label
    session.add(version)
    head_of(session, program).began_at = None  # this one must be found again, even if it was typed a moment ago
    program.head = version.number
    session.flush()
    return version


def version_to_run(session: Session, program: Program, number: int) -> ProgramVersion:
    """Finds a version that is about to be run or submitted, and makes sure that it stays as it is for ever.

    Raises:
        RefusedError: there is none of that number.
    """
    one = (ProgramVersion.program_id == program.id, ProgramVersion.number == number)
    # Written before it is read: from here on nobody can take it away.
    pinned = session.scalar(
        update(ProgramVersion)
        .where(*one)
        .values(began_at=None)
        .returning(ProgramVersion.id)
        .execution_options(synchronize_session=False)
    )
    if pinned is None:
        raise not_found("version")
    version = session.scalars(select(ProgramVersion).where(*one).execution_options(populate_existing=True)).one()
    if version.kind == AUTOSAVE:
        version.kind = KEPT
        session.flush()
    return version


def version_of(session: Session, program: Program, number: int) -> ProgramVersion:
    """Finds a version.

    Raises:
        RefusedError: there is none of that number.
    """
    found = select(ProgramVersion).where(ProgramVersion.program_id == program.id, ProgramVersion.number == number)
    version = session.scalar(found)
    if version is None:
        raise not_found("version")
    return version


def head_of(session: Session, program: Program) -> ProgramVersion:
    """What a program is now."""
    return version_of(session, program, program.head)


def document_of(version: ProgramVersion) -> Document:
    """What a version holds."""
    return Document(version.tier, version.text, version.blocks)


def without_document() -> tuple[ExecutableOption, ...]:
    """For queries of many versions: leaves out what is long."""
    return defer(ProgramVersion.text, raiseload=True), defer(ProgramVersion.blocks, raiseload=True)


def superseded() -> ColumnElement[bool]:
    """Whether a later version of its series stands for a version (a condition for queries of versions)."""
    later = aliased(ProgramVersion)
    return ProgramVersion.kind.in_((AUTOSAVE, CONFLICT)) & exists().where(
        later.program_id == ProgramVersion.program_id,
        later.kind == ProgramVersion.kind,
        later.author_id == ProgramVersion.author_id,
        later.writer == ProgramVersion.writer,
        later.began_at == ProgramVersion.began_at,
        later.number > ProgramVersion.number,
    )


def thin_out(session: Session, program: Program) -> None:
    """Takes away versions that others stand for: the autosaves of the same two minutes, but never one that was run."""
    session.execute(
        delete(ProgramVersion)
        .where(
            ProgramVersion.program_id == program.id,
            ProgramVersion.created_at < now() - LINGER,
            superseded(),
            ~exists().where(Episode.program_id == program.id, Episode.version_id == ProgramVersion.id),
            ~exists().where(Submission.program_id == program.id, Submission.version_id == ProgramVersion.id),
        )
        .execution_options(synchronize_session=False)
    )


def _lock(session: Session, program: Program) -> None:
    """Makes whoever wants to save the same program wait for us, in every database; then reads what it is now."""
    one = update(Program).where(Program.id == program.id).values(head=Program.head)
    session.execute(one.execution_options(synchronize_session=False))
    session.refresh(program)


def _wrote_all_since(session: Session, head: ProgramVersion, writing: Writing) -> bool:
    """Whether all that came after the base, if that is one, was written by the same page; its answer was lost."""
    if writing.base >= head.number:
        return False
    since = select(ProgramVersion).where(
        ProgramVersion.program_id == head.program_id,
        ProgramVersion.number > writing.base,
        ProgramVersion.kind != CONFLICT,
    )
    since = since.options(*without_document())
    return bool(writing.writer) and all(writing.is_by_author_of(version) for version in session.scalars(since))


def _next(session: Session, program: Program, writing: Writing, head: ProgramVersion) -> ProgramVersion:
    version = _version(program, _free_number(session, program), writing.document, writing.kind, writing.author_id)
    version.parent_number, version.label, version.writer = writing.base, writing.label, writing.writer
    if writing.kind == AUTOSAVE:
        version.began_at = version.created_at
        goes_on = writing.base == head.number and head.kind == AUTOSAVE and writing.is_by_author_of(head)
        if goes_on and head.began_at is not None and version.created_at - head.began_at < SERIES:
            version.began_at, version.parent_number = head.began_at, head.parent_number
    session.add(version)
    return version


def _beside(session: Session, program: Program, writing: Writing) -> ProgramVersion:
    """Keeps what was written beside the head, under a number of its own."""
    mine = (
        select(ProgramVersion)
        .where(
            ProgramVersion.program_id == program.id,
            ProgramVersion.kind == CONFLICT,
            ProgramVersion.author_id == writing.author_id,
            ProgramVersion.writer == writing.writer,
            ProgramVersion.parent_number == writing.base,
        )
        .order_by(ProgramVersion.number.desc())
        .limit(1)
    )
    before = session.scalar(mine)
    if before is not None and document_of(before) == writing.document:
        return before
    version = _version(program, _free_number(session, program), writing.document, CONFLICT, writing.author_id)
    version.parent_number, version.label, version.writer = writing.base, writing.label, writing.writer
    version.began_at = version.created_at
    if before is not None and before.began_at is not None and version.created_at - before.began_at < SERIES:
        version.began_at = before.began_at
    session.add(version)
    session.flush()
    thin_out(session, program)
    return version


def _version(program: Program, number: int, document: Document, kind: str, author_id: str) -> ProgramVersion:
    return ProgramVersion(
        program_id=program.id,
        number=number,
        author_id=author_id,
        kind=kind,
        tier=document.tier,
        text=document.text,
        blocks=document.blocks,
        created_at=now(),
    )


def _free_number(session: Session, program: Program) -> int:
    of_program = select(func.max(ProgramVersion.number), func.count()).where(ProgramVersion.program_id == program.id)
    highest, count = session.execute(of_program).one()
    if count >= MAX_VERSIONS:
        raise RefusedError(
            409,
            "too_many_versions",
            f"This program has {count} versions, which is as many as one may have.",
            "Make a new program from its newest version, and go on there.",
        )
    return int(highest or 0) + 1
