# SPDX-License-Identifier: Apache-2.0
"""What endpoints depend on: the database's session, who is asking, and the question whether they may."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from web_console.access.matrix import Action, Resource, allowed
from web_console.access.person import COOKIE, Asker, asker, relation_to_team
from web_console.database.connection import Database
from web_console.server.refusal import RefusedError, not_found

CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def _session(connection: HTTPConnection) -> Iterator[Session]:
    database: Database = connection.app.state.database
    with database.session() as session:
        yield session


DbSession = Annotated[Session, Depends(_session, scope="function")]


def _asker(request: Request, session: DbSession) -> Asker:
    """Who is asking; a change must bear the token that only our own pages know."""
    who = asker(session, request.cookies.get(COOKIE))
    if request.method not in _SAFE and who.role != "visitor":
        given = request.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(given.encode(), who.csrf_token.encode()):
            raise RefusedError(403, "csrf", "This page is out of date.", "Reload it; what you typed is kept.")
    return who


Who = Annotated[Asker, Depends(_asker)]


class OfTeam(Protocol):
    """A row that belongs to a team."""

    id: str
    team_id: str


_Row = TypeVar("_Row", bound=OfTeam)


def require(who: Asker, resource: Resource, action: Action) -> None:
    """Makes sure that somebody may do something to what belongs to their own team, or to nobody.

    Raises:
        RefusedError: they are not logged in (401), or may not (403).
    """
    if allowed(who.role, resource, action, "own") or allowed(who.role, resource, action, "none"):
        return
    if who.role == "visitor":
        raise RefusedError(401, "log_in", "You are not logged in, or no longer.", "Log in; what you typed is kept.")
    raise RefusedError(403, "not_allowed", "You may not do that.", "Ask your teacher.")


def require_team(who: Asker) -> str:
    """The team of who is asking.

    Raises:
        RefusedError: they have none.
    """
    if not who.team_id:
        raise RefusedError(403, "no_team", "You are in no team.", "Join one with your class code.")
    return who.team_id


def fetch(session: Session, who: Asker, kind: type[_Row], row_id: str, resource: Resource, action: Action) -> _Row:
    """Fetches a team's row if its asker may do this to it. One that they may not see is not there, for them.

    Args:
        session: of the database.
        who: is asking.
        kind: the row's table.
        row_id: its id.
        resource: what it is in the matrix.
        action: what is done to it.

    Raises:
        RefusedError: it is not there (404), they are not logged in (401), or may not (403).
    """
    if who.role == "visitor":
        require(who, resource, action)
    row = session.get(kind, row_id)
    relation = "other" if row is None else relation_to_team(session, who, row.team_id)
    if row is None or not allowed(who.role, resource, "read", relation):
        raise not_found(resource)
    if not allowed(who.role, resource, action, relation):
        raise RefusedError(403, "not_allowed", "You may look at this, but not change it.")
    return row
