# SPDX-License-Identifier: Apache-2.0
"""What endpoints depend on: the database's session, who is asking, and the question whether they may."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from web_console.access.matrix import Action, Resource, allowed
from web_console.access.person import COOKIE, SECURE_COOKIE, Asker, asker, relation_to_team
from web_console.database.connection import Database
from web_console.database.tables import is_id
from web_console.people import browser_sessions
from web_console.server.refusal import RefusedError, not_found
from web_console.server.settings import Settings

CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class OfTeam(Protocol):
    """A row that belongs to a team."""

    id: str
    team_id: str


_Row = TypeVar("_Row", bound=OfTeam)


def _session(connection: HTTPConnection) -> Iterator[Session]:
    database: Database = connection.app.state.database
    with database.session() as session:
        yield session


DbSession = Annotated[Session, Depends(_session, scope="function")]


def cookie_name(settings: Settings) -> str:
    """Name of the cookie that says who is asking."""
    return SECURE_COOKIE if settings.secure_cookies else COOKIE


def _who(connection: HTTPConnection) -> Asker:
    """Who is behind a connection's cookie; being used keeps a session alive.

    The database is asked in a session of its own, so that nothing is held while the endpoint works.
    """
    database: Database = connection.app.state.database
    token = connection.cookies.get(cookie_name(connection.app.state.settings))
    with database.session() as session:
        who = asker(session, token)
    if who.expires_at is not None:
        browser_sessions.slide(database, who.session_id, who.role, who.expires_at)
    return who


def _asker(request: Request) -> Asker:
    """Who is asking; a change must bear the token that only our own pages know."""
    who = _who(request)
    if request.method not in _SAFE and who.role != "visitor":
        given = request.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(given.encode(), who.csrf_token.encode()):
            raise RefusedError(403, "csrf", "This page is out of date.", "Reload it; what you typed is kept.")
    return who


Who = Annotated[Asker, Depends(_asker)]


def ws_asker(websocket: WebSocket) -> Asker:
    """Who opens a WebSocket; that it was opened by a page of ours is made sure of before (`server/origins.py`).

    A WebSocket lives long: it must not depend on `DbSession`, which would keep a connection to the database as long.
    """
    return _who(websocket)


WsWho = Annotated[Asker, Depends(ws_asker)]


def ws_fetch(
    websocket: WebSocket, who: Asker, kind: type[_Row], row_id: str, resource: Resource, action: Action
) -> _Row:
    """The same as `fetch` for a WebSocket, with a session of its own that is closed at once. It blocks for a moment.

    Raises:
        RefusedError: as `fetch` does; the WebSocket is then closed with 4000 and the status, such as 4404.
    """
    database: Database = websocket.app.state.database
    with database.session() as session:
        return fetch(session, who, kind, row_id, resource, action)


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
    row = session.get(kind, row_id) if is_id(row_id) else None
    relation = "other" if row is None else relation_to_team(session, who, row.team_id)
    if row is None or not allowed(who.role, resource, "read", relation):
        raise not_found(resource)
    if not allowed(who.role, resource, action, relation):
        raise RefusedError(403, "not_allowed", "You may look at this, but not change it.")
    return row
