# SPDX-License-Identifier: Apache-2.0
"""The application: every feature's endpoints, and what guards all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.middleware.trustedhost import TrustedHostMiddleware

from web_console.database.connection import Database
from web_console.mission_shelf.endpoints import router as missions
from web_console.programs.endpoints import router as programs
from web_console.programs.program_checker import ProgramChecker
from web_console.server.pages import add_pages
from web_console.server.refusal import RefusalBody, RefusedError
from web_console.server.settings import Settings
from web_console.submissions.dispatcher import Dispatcher
from web_console.submissions.endpoints import router as submissions
from web_console.targets.endpoints import router as targets
from web_console.targets.engine_states import EngineStates

ROUTERS = (missions, programs, targets, submissions)


def create_app(settings: Settings) -> FastAPI:
    """Makes the application.

    Args:
        settings: of this server.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database = Database(settings.database)
        app.state.submissions = Dispatcher(app.state.database, settings.home, settings.grading_workers)
        with ProgramChecker() as app.state.program_checker:
            app.state.submissions.start()
            try:
                yield
            finally:
                app.state.submissions.close()
        app.state.database.close()

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
    app.state.engine_states = EngineStates()
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts))
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    if settings.pages is not None:
        add_pages(app, settings.pages)
    return app


def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusedError)
    body = {"kind": error.kind, "message": error.message, "hint": error.hint, **error.details}
    return JSONResponse(body, error.status)


def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part != "body")[:100]
    body = {"kind": "invalid", "message": f"{where or 'The request'}: {first['msg']}."[:300], "hint": ""}
    return JSONResponse(body, 422)
