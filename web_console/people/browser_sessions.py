# SPDX-License-Identifier: Apache-2.0
"""Browsers that somebody is logged in with: they begin, last as long as they are used, and end."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from web_console.access.person import hashed
from web_console.database.connection import Database
from web_console.database.tables import now
from web_console.people.models import LEARNER, BrowserSession, Person

_TOKEN_BYTES = 32
_MOST_OF_A_PERSON = 20
_SLIDES_A_LIFETIME = 24


def lifetime(role: str) -> timedelta:
    """How long a browser stays logged in without being used: 30 days, or 12 hours with more rights.

    Args:
        role: of the person.
    """
    return timedelta(days=30) if role == LEARNER else timedelta(hours=12)


def begin(session: Session, person: Person) -> str:
    """Logs a browser in, with a token that nobody has seen before.

    Args:
        session: of the database.
        person: who logs in; a row that the database has.

    Returns:
        The token for the cookie; only its hash is kept.
    """
    tidy(session)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        BrowserSession(
            token_hash=hashed(token),
            csrf_token=secrets.token_urlsafe(_TOKEN_BYTES),
            person_id=person.id,
            expires_at=now() + lifetime(person.role),
        )
    )
    session.flush()
    _drop_oldest(session, person.id)
    return token


def end(session: Session, session_id: str) -> None:
    """Logs a browser out.

    Args:
        session: of the database.
        session_id: of the browser's session; an empty one is none.
    """
    if session_id:
        session.execute(delete(BrowserSession).where(BrowserSession.id == session_id))


def end_all(session: Session, person_id: str) -> None:
    """Logs somebody out everywhere.

    Args:
        session: of the database.
        person_id: of the person.
    """
    session.execute(delete(BrowserSession).where(BrowserSession.person_id == person_id))


def tidy(session: Session) -> None:
    """Forgets browsers whose time is over."""
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now()))


def slide(database: Database, session_id: str, role: str, expires_at: datetime) -> None:
    """Gives a browser that is used its whole time again, not oftener than is worth it.

    It may fail, as on a full disk: whoever only wants to look must not be kept from it.

    Args:
        database: that keeps it.
        session_id: of the browser's session.
        role: of the person.
        expires_at: when it would end.
    """
    whole = lifetime(role)
    if expires_at - now() > whole - whole / _SLIDES_A_LIFETIME:
        return
    try:
        with database.session() as session:
            session.execute(
                update(BrowserSession).where(BrowserSession.id == session_id).values(expires_at=now() + whole)
            )
    except SQLAlchemyError:
        return


def _drop_oldest(session: Session, person_id: str) -> None:
    of_person = select(BrowserSession.id).where(BrowserSession.person_id == person_id)
    newest_first = of_person.order_by(BrowserSession.created_at.desc(), BrowserSession.id)
    too_many = session.scalars(newest_first.offset(_MOST_OF_A_PERSON)).all()
    if too_many:
        session.execute(delete(BrowserSession).where(BrowserSession.id.in_(too_many)))
