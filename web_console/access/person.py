# SPDX-License-Identifier: Apache-2.0
"""Who is asking: the person behind a request's cookie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_console.access.matrix import Relation, Role
from web_console.database.tables import now
from web_console.people.models import BrowserSession, ClassTeacher, Person, Team

COOKIE = "valence_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""The name over HTTPS: browsers take it from this very host alone, and only with `Secure` (RFC 6265bis, 4.1.3.2)."""


@dataclass(frozen=True)
class Asker:
    """Who is asking; all empty for a visitor.

    Attributes:
        role: of the person.
        person_id: of the person.
        team_id: the team that a learner is in; teachers and admins have a team of their own to try things out.
        class_id: a learner's class.
        session_id: of the browser's session.
        csrf_token: that changes must bear.
        expires_at: when the browser's session ends unless it is used.
    """

    role: Role = "visitor"
    person_id: str = ""
    team_id: str = ""
    class_id: str = ""
    session_id: str = ""
    csrf_token: str = ""
    expires_at: datetime | None = None


def hashed(token: str) -> str:
    """What is kept of a token: its SHA-256. Tokens are random and long, so nothing slower is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def asker(session: Session, token: str | None) -> Asker:
    """Finds who is asking.

    Args:
        session: of the database.
        token: the cookie's value; None or a wrong one is a visitor's.
    """
    if not token:
        return Asker()
    found = session.scalar(select(BrowserSession).where(BrowserSession.token_hash == hashed(token)))
    if found is None or found.expires_at <= now():
        return Asker()
    person = session.get(Person, found.person_id)
    if person is None:
        return Asker()
    return Asker(
        role=cast("Role", person.role),
        person_id=person.id,
        team_id=person.team_id or "",
        class_id=person.class_id or "",
        session_id=found.id,
        csrf_token=found.csrf_token,
        expires_at=found.expires_at,
    )


def relation_to_team(session: Session, who: Asker, team_id: str) -> Relation:
    """How somebody stands to what belongs to a team."""
    if who.team_id and who.team_id == team_id:
        return "own"
    if who.role == "teacher":
        taught = (
            select(Team.id)
            .join(ClassTeacher, ClassTeacher.class_id == Team.class_id)
            .where(Team.id == team_id, ClassTeacher.person_id == who.person_id)
        )
        if session.scalar(taught) is not None:
            return "taught"
    return "other"
