# SPDX-License-Identifier: Apache-2.0
"""A running server for tests, and people who are logged in to it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI
from fastapi.testclient import TestClient

from web_console.access.guard import CSRF_HEADER
from web_console.access.person import COOKIE, hashed
from web_console.database.connection import Database
from web_console.database.tables import now
from web_console.people.models import BrowserSession, ClassTeacher, Institution, Person, SchoolClass, Team


@dataclass
class Someone:
    """Somebody with a browser in which they are logged in."""

    browser: TestClient
    person_id: str
    team_id: str
    class_id: str


class Lab:
    """A running server with one class, to which people can be added."""

    def __init__(self, app: FastAPI, class_id: str = "") -> None:
        self.app = app
        self.visitor = TestClient(app)
        self.class_id = class_id or self._new_class()

    def _new_class(self) -> str:
        with self.database.session() as session:
            institution = Institution(name="School")
            session.add(institution)
            session.flush()
            one = SchoolClass(institution_id=institution.id, name="7b", join_code="ABCD")
            session.add(one)
            session.flush()
            return one.id

    @property
    def database(self) -> Database:
        database: Database = self.app.state.database
        return database

    def team(self, name: str) -> str:
        with self.database.session() as session:
            team = Team(class_id=self.class_id, name=name)
            session.add(team)
            session.flush()
            return team.id

    def person(self, nickname: str, team_id: str | None, role: str = "learner") -> Someone:
        """Adds somebody and logs them in; a teacher teaches the class."""
        with self.database.session() as session:
            person = Person(role=role, nickname=nickname, class_id=self.class_id, team_id=team_id)
            session.add(person)
            session.flush()
            if role == "teacher":
                session.add(ClassTeacher(class_id=self.class_id, person_id=person.id))
            person_id = person.id
        return Someone(self.log_in(person_id), person_id, team_id or "", self.class_id)

    def log_in(self, person_id: str) -> TestClient:
        """Opens another browser in which somebody is logged in."""
        token, csrf_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        with self.database.session() as session:
            expires_at = now() + timedelta(hours=1)
            session.add(
                BrowserSession(
                    token_hash=hashed(token), csrf_token=csrf_token, person_id=person_id, expires_at=expires_at
                )
            )
        browser = TestClient(self.app, headers={CSRF_HEADER: csrf_token, "Origin": "http://testserver"})
        browser.cookies.set(COOKIE, token)
        return browser
