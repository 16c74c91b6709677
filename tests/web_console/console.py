# SPDX-License-Identifier: Apache-2.0
"""A console for tests: the real application on a database of its own, and the browsers that people use it with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from web_console.access.guard import CSRF_HEADER
from web_console.access.person import COOKIE
from web_console.database.connection import Database
from web_console.people import seeding
from web_console.people.models import TEACHER
from web_console.people.staff import new_admin_link, new_staff
from web_console.server.app import create_app
from web_console.server.settings import Settings

PASSWORD = "correct horse battery staple"
ORIGIN = "http://testserver"
_names = itertools.count(1)


class Browser(TestClient):
    """A browser: its cookies, and the token that the console's pages send with every change."""

    def __init__(self, app: FastAPI, **more: Any) -> None:
        more.setdefault("base_url", ORIGIN)
        super().__init__(app, raise_server_exceptions=False, **more)
        self.key = ""
        self.team_id = ""

    def hold(self, token: str) -> None:
        """Holds a session's cookie, as if the server had given it."""
        self.cookies.set(COOKIE, token, domain="testserver.local", path="/")

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        """Keeps what a session's body says, as our pages do."""
        self.headers[CSRF_HEADER] = body["csrf_token"]
        self.team_id = (body["team"] or {"id": ""})["id"]
        self.key = body.get("key", self.key)
        return body


@dataclass
class Console:
    """A console that runs, and the people at it."""

    app: FastAPI
    settings: Settings
    stack: ExitStack = field(repr=False)

    @property
    def database(self) -> Database:
        database: Database = self.app.state.database
        return database

    def visitor(self, **more: Any) -> Browser:
        """A browser in which nobody is logged in."""
        return Browser(self.app, **more)

    def school_class(self, institution: str = "School", name: str = "7b") -> str:
        """Makes a class; returns its code."""
        with self.database.session() as session:
            return seeding.new_class(session, institution, name).join_code

    def learner(self, code: str, nickname: str = "", team: str = "", team_id: str = "") -> Browser:
        """A learner's browser; a new team unless one is said."""
        number = next(_names)
        asked = {"class_code": code, "nickname": nickname or f"Learner {number}"}
        asked |= {"team_id": team_id} if team_id else {"team_name": team or f"Team {number}"}
        browser = self.visitor()
        answer = browser.post("/api/session/join", json=asked)
        assert answer.status_code == 200, answer.text
        browser.take(answer.json())
        return browser

    def teacher(self, *codes: str) -> Browser:
        """A teacher's browser, of these classes."""
        login = f"teacher{next(_names)}"
        with self.database.session() as session:
            person = new_staff(session, TEACHER, login, PASSWORD, login)
            for code in codes:
                seeding.give_teacher(session, seeding.class_of(session, code), person)
        browser = self.visitor()
        answer = browser.post("/api/session/log-in", json={"login_name": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        browser.take(answer.json())
        return browser

    def admin(self) -> Browser:
        """An admin's browser, made with an admin link."""
        with self.database.session() as session:
            token = new_admin_link(session)
        login = f"admin{next(_names)}"
        asked = {"token": token, "login_name": login, "password": PASSWORD, "nickname": login}
        browser = self.visitor()
        answer = browser.post("/api/admin-link", json=asked)
        assert answer.status_code == 200, answer.text
        browser.take(answer.json())
        return browser


@contextmanager
def running_console(home: Path, **more: Any) -> Iterator[Console]:
    """A console that keeps all in `home`."""
    settings = replace(Settings(home=home), **more)
    app = create_app(settings)
    with ExitStack() as stack:
        stack.enter_context(TestClient(app))  # runs the application's beginning and end
        yield Console(app, settings, stack)
