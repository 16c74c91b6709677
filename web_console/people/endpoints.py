# SPDX-License-Identifier: Apache-2.0
"""Endpoints by which people come in and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal, cast

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from web_console.access.guard import DbSession, Who, cookie_name, require
from web_console.access.person import Asker, asker
from web_console.access.rate_limit import RateLimit, Tries, take
from web_console.access.session_streams import SessionStreams
from web_console.people import browser_sessions, joining, staff
from web_console.people.models import LEARNER, Institution, Person, SchoolClass, Team
from web_console.people.schemas import (
    AdminLinkRequest,
    ClassSeen,
    JoinedBody,
    JoinRequest,
    LogInRequest,
    PersonSeen,
    RejoinRequest,
    SessionBody,
    TeamSeen,
)
from web_console.server.rate_limits import Rate
from web_console.server.refusal import RefusedError
from web_console.server.settings import Settings

router = APIRouter(tags=["people"])

# A school often has one address: a class that comes in at once must fit, and a wrong guess costs more than a right one.
CODES = RateLimit("class codes", burst=100, per_minute=60, by_address=True, wrong_guess=10)
JOIN = RateLimit("join", burst=60, per_minute=30, by_address=True, wrong_guess=6)
REJOIN = RateLimit("rejoin", burst=60, per_minute=30, by_address=True, wrong_guess=5)
LOG_IN = RateLimit("log-in", burst=15, per_minute=10, by_address=True, wrong_guess=1)
ADMIN_LINK = RateLimit("admin link", burst=10, per_minute=5, by_address=True, wrong_guess=1)
_LOG_IN_OF_A_NAME = Rate(burst=30, per_minute=10)


@router.get("/session")
def read_session(request: Request, response: Response, session: DbSession, who: Who) -> SessionBody:
    """Says who is logged in with this browser."""
    require(who, "session", "read")
    if who.person_id:
        settings: Settings = request.app.state.settings
        _give_cookie(response, settings, request.cookies[cookie_name(settings)], who.role)
    return _seen(session, who)


@router.post("/session/join")
def join(
    request: Request,
    response: Response,
    session: DbSession,
    who: Who,
    afterwards: BackgroundTasks,
    asked: JoinRequest,
    tries: Annotated[Tries, Depends(JOIN)],
) -> JoinedBody:
    """Takes a learner into a class and a team."""
    require(who, "session", "create")
    with _guessing(tries, "no_class"):
        learner, key = joining.join(session, asked)
    seen = _logged_in(request, response, session, who, learner, afterwards)
    return JoinedBody(**seen.model_dump(), key=key)


@router.post("/session/rejoin")
def rejoin(
    request: Request,
    response: Response,
    session: DbSession,
    who: Who,
    afterwards: BackgroundTasks,
    asked: RejoinRequest,
    tries: Annotated[Tries, Depends(REJOIN)],
) -> SessionBody:
    """Lets a learner come back with the key."""
    require(who, "session", "create")
    with _guessing(tries, "no_key"):
        learner = joining.rejoin(session, asked.key)
    return _logged_in(request, response, session, who, learner, afterwards)


@router.post("/session/log-in")
def log_in(
    request: Request,
    response: Response,
    session: DbSession,
    who: Who,
    afterwards: BackgroundTasks,
    asked: LogInRequest,
    tries: Annotated[Tries, Depends(LOG_IN)],
) -> SessionBody:
    """Logs a teacher or an admin in."""
    require(who, "session", "create")
    # Also by name, against many addresses that try one person's passwords.
    take(request.app.state.rate_limits, "log-in of a name", asked.login_name.strip().casefold(), _LOG_IN_OF_A_NAME)
    with _guessing(tries, "wrong_password"):
        person = staff.log_in(session, asked.login_name, asked.password)
    return _logged_in(request, response, session, who, person, afterwards)


@router.delete("/session")
def log_out(
    request: Request, response: Response, session: DbSession, who: Who, afterwards: BackgroundTasks
) -> SessionBody:
    """Logs this browser out."""
    require(who, "session", "change")
    _end(request, session, who, afterwards)
    settings: Settings = request.app.state.settings
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.secure_cookies, httponly=True, samesite="lax"
    )
    return _seen(session, Asker())


@router.get("/classes/by-code/{code}")
def class_by_code(session: DbSession, who: Who, code: str, tries: Annotated[Tries, Depends(CODES)]) -> ClassSeen:
    """Says what a class code opens: the class and its teams."""
    require(who, "class_code", "read")
    with _guessing(tries, "no_class"):
        return joining.describe_class(session, joining.class_by_code(session, code))


@router.post("/admin-link")
def use_admin_link(
    request: Request,
    response: Response,
    session: DbSession,
    who: Who,
    afterwards: BackgroundTasks,
    asked: AdminLinkRequest,
    tries: Annotated[Tries, Depends(ADMIN_LINK)],
) -> SessionBody:
    """Makes the first admin, once."""
    require(who, "admin_link", "create")
    with _guessing(tries, "no_link"):
        person = staff.use_admin_link(session, asked)
    return _logged_in(request, response, session, who, person, afterwards)


@contextmanager
def _guessing(tries: Tries, kind: str) -> Iterator[None]:
    """Charges for what is refused as a wrong guess."""
    try:
        yield
    except RefusedError as error:
        if error.kind == kind:
            tries.was_wrong()
        raise


def _logged_in(
    request: Request, response: Response, session: Session, who: Asker, person: Person, afterwards: BackgroundTasks
) -> SessionBody:
    """Begins a session with a new token; the one that this browser had ends, whoever gave it to it."""
    _end(request, session, who, afterwards)
    token = browser_sessions.begin(session, person)
    _give_cookie(response, request.app.state.settings, token, person.role)
    return _seen(session, asker(session, token))


def _end(request: Request, session: Session, who: Asker, afterwards: BackgroundTasks) -> None:
    """Ends a browser's session and, as soon as that can be seen by others, what is open in it."""
    browser_sessions.end(session, who.session_id)
    streams: SessionStreams = request.app.state.session_streams
    if who.session_id:
        afterwards.add_task(streams.end, who.session_id)


def _give_cookie(response: Response, settings: Settings, token: str, role: str) -> None:
    """Gives the cookie, or gives it again so that it lasts; with more rights it goes when the browser is closed."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(browser_sessions.lifetime(role).total_seconds()) if role == LEARNER else None,
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )


def _seen(session: Session, who: Asker) -> SessionBody:
    if not who.person_id:
        demo = session.scalar(select(Institution.id).where(Institution.demo)) is not None
        return SessionBody(person=None, team=None, csrf_token="", demo=demo)
    person = session.get_one(Person, who.person_id)
    team = session.get(Team, person.team_id) if person.team_id else None
    school_class = session.get(SchoolClass, team.class_id) if team is not None and team.class_id else None
    institution = session.get(Institution, person.institution_id) if person.institution_id else None
    return SessionBody(
        person=PersonSeen(
            id=person.id, nickname=person.nickname, role=cast('Literal["learner", "teacher", "admin"]', person.role)
        ),
        team=None
        if team is None
        else TeamSeen(
            id=team.id,
            name=team.name,
            class_name=school_class.name if school_class else "",
            institution=institution.name if institution else "",
        ),
        csrf_token=who.csrf_token,
        demo=institution is not None and institution.demo,
    )
