# SPDX-License-Identifier: Apache-2.0
"""Browsers that are logged in: how long, and with what cookie."""

from __future__ import annotations

from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from tests.web_console.console import Browser, Console, running_console
from web_console.access.person import hashed
from web_console.database.tables import now
from web_console.people import browser_sessions
from web_console.people.models import BrowserSession

COOKIE = "valence_session"


def cookie(answer: Response, name: str = COOKIE) -> dict[str, str]:
    morsel = SimpleCookie(answer.headers["set-cookie"])[name]
    return {key: str(value) for key, value in morsel.items() if value} | {"value": morsel.value}


def expire_in(console: Console, browser: Browser, time: timedelta) -> None:
    with console.database.session() as session:
        row = update(BrowserSession).where(BrowserSession.token_hash == hashed(browser.cookies[COOKIE]))
        session.execute(row.values(expires_at=now() + time))


def lasts(console: Console, browser: Browser) -> timedelta:
    with console.database.session() as session:
        row = select(BrowserSession).where(BrowserSession.token_hash == hashed(browser.cookies[COOKIE]))
        return session.scalars(row).one().expires_at - now()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(console: Console) -> None:
    ada = console.learner(console.school_class())
    flags = cookie(ada.get("/api/session"))
    assert flags["httponly"] == "True"
    assert flags["samesite"] == "lax"
    assert flags["path"] == "/"
    assert flags["max-age"] == str(30 * 24 * 3600)
    assert "secure" not in flags
    assert "domain" not in flags
    assert len(flags["value"]) >= 43


def test_with_more_rights_the_cookie_goes_with_the_browser(console: Console) -> None:
    for browser in (console.teacher(), console.admin()):
        flags = cookie(browser.get("/api/session"))
        assert "max-age" not in flags
        assert "expires" not in flags
        assert lasts(console, browser) <= timedelta(hours=12)


def test_over_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    with running_console(tmp_path, secure_cookies=True) as console:
        code = console.school_class()
        browser = console.visitor(base_url="https://testserver")
        joined = browser.post("/api/session/join", json={"class_code": code, "nickname": "Ada", "team_name": "Otters"})
        assert cookie(joined, f"__Host-{COOKIE}")["secure"] == "True"
        browser.take(joined.json())
        assert browser.get("/api/session").json()["person"]["nickname"] == "Ada"
        plain = console.visitor(base_url="https://testserver", cookies={COOKIE: browser.cookies[f"__Host-{COOKIE}"]})
        assert plain.get("/api/session").json()["person"] is None, "a cookie that another host could set"


def test_a_session_ends_when_its_time_is_over(console: Console) -> None:
    ada = console.learner(console.school_class())
    expire_in(console, ada, timedelta(seconds=-1))
    assert ada.get("/api/session").json()["person"] is None


def test_a_session_lasts_as_long_as_it_is_used(console: Console) -> None:
    code = console.school_class()
    for browser, whole in ((console.learner(code), timedelta(days=30)), (console.teacher(), timedelta(hours=12))):
        expire_in(console, browser, whole / 2)
        assert browser.get("/api/missions").status_code == 200
        assert whole - lasts(console, browser) < timedelta(minutes=5)


def test_a_session_is_not_written_with_every_request(console: Console) -> None:
    ada = console.learner(console.school_class())
    before = lasts(console, ada)
    ada.get("/api/missions")
    assert lasts(console, ada) <= before


def test_who_only_looks_may_although_nothing_can_be_written(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = console.learner(console.school_class())
    expire_in(console, ada, timedelta(days=1))

    def full(*_arguments: object) -> object:
        raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    monkeypatch.setattr(browser_sessions, "update", full)
    assert ada.get("/api/session").json()["person"] is not None


def test_old_sessions_are_forgotten(console: Console) -> None:
    code = console.school_class()
    ada = console.learner(code)
    expire_in(console, ada, timedelta(seconds=-1))
    console.learner(code)
    with console.database.session() as session:
        assert session.scalar(select(func.count()).select_from(BrowserSession)) == 1


def test_a_person_has_so_many_browsers_at_most(console: Console) -> None:
    ada = console.learner(console.school_class())
    browsers = [console.visitor() for _ in range(22)]
    for browser in browsers:
        browser.post("/api/session/rejoin", json={"key": ada.key})
    with console.database.session() as session:
        assert session.scalar(select(func.count()).select_from(BrowserSession)) == 20
    assert ada.get("/api/session").json()["person"] is None, "the oldest one goes first"
    assert browsers[-1].get("/api/session").json()["person"] is not None


@pytest.mark.parametrize("value", ["", "x", "'", "\x00", "x" * 100_000, "ÿ", "../..", "null"])
def test_a_wrong_cookie_is_a_visitors(console: Console, value: str) -> None:
    answer = console.visitor().get("/api/session", headers={"cookie": f"{COOKIE}={value}".encode("latin-1")})
    assert answer.json()["person"] is None
