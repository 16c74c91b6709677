# SPDX-License-Identifier: Apache-2.0
"""Teachers and admins: how they are made, how they log in, and the link that makes the first admin."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web_console.access.person import hashed
from web_console.database.tables import now
from web_console.people import browser_sessions
from web_console.people.models import ADMIN, TEACHER, AdminLink, Person, Team
from web_console.people.names import display_name, login_name
from web_console.people.passwords import (
    check_new_password,
    generated_password,
    needs_new_hash,
    password_fits,
    password_hash,
)
from web_console.people.schemas import AdminLinkRequest
from web_console.server.refusal import RefusedError

LINK_LASTS = timedelta(hours=24)
_TOKEN_BYTES = 32


def new_staff(
    session: Session, role: str, login: str, password: str, nickname: str, institution_id: str | None = None
) -> Person:
    """Makes a teacher or an admin, with a team of their own in which they try things out.

    Args:
        session: of the database.
        role: `teacher` or `admin`.
        login: their log-in name.
        password: theirs.
        nickname: how they are called.
        institution_id: that they belong to.

    Raises:
        RefusedError: a name or the password can't be had, with the reason.
    """
    assert role in (TEACHER, ADMIN)
    name = login_name(login)
    called = display_name("nickname", nickname)
    check_new_password(password, name)
    if session.scalar(select(Person.id).where(Person.login_name == name)) is not None:
        raise _taken(name)
    kept = password_hash(password)  # before anything is written: it takes its time
    team = Team(class_id=None, name=called)
    session.add(team)
    session.flush()
    person = Person(
        role=role,
        nickname=called,
        institution_id=institution_id,
        team_id=team.id,
        login_name=name,
        password_hash=kept,
    )
    session.add(person)
    try:
        session.flush()
    except IntegrityError as error:  # somebody was quicker
        raise _taken(name) from error
    return person


def log_in(session: Session, login: str, password: str) -> Person:
    """Finds a teacher or an admin by name and password; it takes as long whether the name is known or not.

    Args:
        session: of the database.
        login: the log-in name as it was typed.
        password: as it was typed.

    Raises:
        RefusedError: one of them is wrong; which one is not told.
    """
    try:
        name = login_name(login)
    except RefusedError:
        name = ""
    person = session.scalar(select(Person).where(Person.login_name == name))
    kept = person.password_hash if person is not None else None
    if not password_fits(kept, password) or person is None or kept is None:
        hint = "Check both. An admin can give you a new password."
        raise RefusedError(401, "wrong_password", "The log-in name or the password is wrong.", hint)
    if needs_new_hash(kept):
        person.password_hash = password_hash(password)
    return person


def new_password_for(session: Session, login: str, password: str | None) -> tuple[Person, str | None]:
    """Gives a teacher or an admin another password, and logs them out everywhere.

    Args:
        session: of the database.
        login: the log-in name as it was typed.
        password: the new one; None has one made.

    Returns:
        The person, and the password if it was made here.

    Raises:
        RefusedError: there is no such person, or the password is too weak.
    """
    name = login_name(login)
    person = session.scalar(select(Person).where(Person.login_name == name))
    if person is None:
        raise RefusedError(404, "not_found", f"Nobody has the log-in name “{name}”.", "Look at each letter.")
    chosen = password if password is not None else generated_password(name)
    person.password_hash = password_hash(check_new_password(chosen, name))
    browser_sessions.end_all(session, person.id)
    return person, chosen if password is None else None


def needs_first_admin(session: Session) -> bool:
    """Whether there is no admin yet."""
    return session.scalar(select(Person.id).where(Person.role == ADMIN)) is None


def new_admin_link(session: Session) -> str:
    """Makes the token of a link that makes an admin, once and within a day; links that were made before are void.

    Args:
        session: of the database.
    """
    session.execute(delete(AdminLink).where(AdminLink.used_at.is_(None)))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(AdminLink(token_hash=hashed(token), used_at=None))
    session.flush()
    return token


def use_admin_link(session: Session, asked: AdminLinkRequest) -> Person:
    """Makes an admin of whoever has the token.

    Args:
        session: of the database; if anything is refused, the link stays unused with it.
        asked: the token, and who the admin will be.

    Raises:
        RefusedError: the token is wrong, used or too old, or a name or the password can't be had.
    """
    # One statement, so that of two at once one alone finds it unused.
    claim = (
        update(AdminLink)
        .where(
            AdminLink.token_hash == hashed(asked.token),
            AdminLink.used_at.is_(None),
            AdminLink.created_at > now() - LINK_LASTS,
        )
        .values(used_at=now())
        .returning(AdminLink.id)
    )
    if session.scalar(claim) is None:
        raise RefusedError(
            404,
            "no_link",
            "This link is used, too old, or was not copied as a whole.",
            "As long as there is no admin, each start of `./valence up` prints a new one.",
        )
    return new_staff(session, ADMIN, asked.login_name, asked.password, asked.nickname)


def _taken(name: str) -> RefusedError:
    return RefusedError(409, "login_name_taken", f"There is somebody with the log-in name “{name}”.", "Choose another.")
