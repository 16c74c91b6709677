# SPDX-License-Identifier: Apache-2.0
"""The application: every feature's endpoints, and what guards all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from web_console.access.session_streams import SessionStreams
from web_console.database.connection import Database
from web_console.episodes.books import DatabaseBooks, close_interrupted
from web_console.episodes.endpoints import router as episodes
from web_console.episodes.recording_room import RecordingRoom
from web_console.episodes.stage import Stage
from web_console.episodes.stream import router as streams
from web_console.mission_shelf.endpoints import router as missions
from web_console.people import browser_sessions
from web_console.people.endpoints import router as people
from web_console.programs.endpoints import router as programs
from web_console.programs.program_checker import ProgramChecker
from web_console.scenes.endpoints import router as scenes
from web_console.server.body_limit import BodyLimit
from web_console.server.callers import OurCallersOnly
from web_console.server.faults import Faults, close_log, open_log
from web_console.server.headers import SecurityHeaders
from web_console.server.pages import add_pages
from web_console.server.rate_limits import RateLimits
from web_console.server.refusal import RefusalBody
from web_console.server.refusing import add_refusals
from web_console.server.settings import Settings
from web_console.submissions.dispatcher import Dispatcher
from web_console.submissions.endpoints import router as submissions
from web_console.targets.endpoints import router as targets
from web_console.targets.engine_states import EngineStates

ROUTERS = (
    missions,
    people,
    programs,
    scenes,
    targets,
    episodes,
    streams,
    submissions,
)


def create_app(settings: Settings) -> FastAPI:
    """Makes the application.

    Args:
        settings: of this server.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            await run_in_threadpool(_open, app, settings, stack)
            yield
            await run_in_threadpool(stack.close)

    app = FastAPI(
        title="VALENCE Robotics Lab",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses={"4XX": {"model": RefusalBody}},
    )
    app.state.settings = settings
    app.state.rate_limits = RateLimits()
    app.state.engine_states = EngineStates()
    app.state.session_streams = SessionStreams()
    add_refusals(app)
    _guard(app, settings)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    if settings.pages is not None:
        add_pages(app, settings.pages)
    return app


def _open(app: FastAPI, settings: Settings, stack: ExitStack) -> None:
    """Opens what a running server has; it is closed in the opposite order."""
    app.state.log = open_log(settings.home)
    stack.callback(close_log, app.state.log)
    database = app.state.database = Database(settings.database)
    stack.callback(database.close)
    with database.session() as session:
        browser_sessions.tidy(session)
    close_interrupted(database)
    room = app.state.recording_room = RecordingRoom(database, settings.home, settings.recordings_bytes, app.state.log)
    stack.callback(room.close)
    app.state.stage = Stage(settings.practice_at_once, DatabaseBooks(database, is_over=room.wake))
    stack.callback(app.state.stage.close)
    app.state.program_checker = stack.enter_context(ProgramChecker())
    app.state.submissions = Dispatcher(database, settings.home, settings.grading_workers, app.state.log)
    app.state.submissions.practice_waiting = lambda: app.state.stage.someone_waits
    app.state.submissions.episode_kept = room.wake
    stack.callback(app.state.submissions.close)
    app.state.submissions.start()
    room.start()


def _guard(app: FastAPI, settings: Settings) -> None:
    """Puts the guards around an application; the last one is the outermost."""
    app.add_middleware(BodyLimit)
    app.add_middleware(OurCallersOnly, allowed_hosts=settings.allowed_hosts, https=settings.secure_cookies)
    app.add_middleware(Faults, home=settings.home)
    app.add_middleware(SecurityHeaders, https=settings.secure_cookies)
