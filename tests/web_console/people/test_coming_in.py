# SPDX-License-Identifier: Apache-2.0
"""How people come in, come back and go."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select, update

from tests.web_console.console import PASSWORD, Console
from web_console.people import joining
from web_console.people.keys import shown_class_code
from web_console.people.models import BrowserSession, Person, SchoolClass, Team


def test_a_visitor_is_nobody(console: Console) -> None:
    assert console.visitor().get("/api/session").json() == {
        "person": None,
        "team": None,
        "csrf_token": "",
        "demo": False,
    }


def test_a_learner_joins_with_a_code_and_a_nickname_alone(console: Console) -> None:
    code = console.school_class("Grammar School", "7b")
    browser = console.visitor()
    answer = browser.post("/api/session/join", json={"class_code": code, "nickname": "Ada", "team_name": "Otters"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["person"]["nickname"] == "Ada"
    assert body["person"]["role"] == "learner"
    assert (body["team"]["name"], body["team"]["class_name"]) == ("Otters", "7b")
    assert body["team"]["institution"] == "Grammar School"
    assert re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-[0-9]{5}", body["key"])
    again = browser.get("/api/session").json()
    assert again == {key: value for key, value in body.items() if key != "key"}


@pytest.mark.parametrize("typed", ["{0}", "{1}", "{2}", " {3} ", "{4}"])
def test_a_code_is_read_however_it_is_typed(console: Console, typed: str) -> None:
    code = console.school_class()
    full_width = "".join(chr(ord(sign) - 0x20 + 0xFF00) for sign in code)
    shown = shown_class_code(code)
    given = typed.format(code, code.lower(), shown, " ".join(shown.lower()), full_width)
    assert console.visitor().get(f"/api/classes/by-code/{given}").json()["name"] == "7b"


def test_a_code_opens_the_class_and_its_teams(console: Console) -> None:
    code = console.school_class()
    ada = console.learner(code, "Ada", "Otters")
    console.learner(code, "Bo", team_id=ada.team_id)
    console.learner(code, "Cleo", "Foxes")
    console.learner(console.school_class(name="8a"), "Dan", "Bears")
    console.teacher(code)
    body = console.visitor().get(f"/api/classes/by-code/{code}").json()
    assert (body["name"], body["institution"]) == ("7b", "School")
    assert [(team["name"], team["members"]) for team in body["teams"]] == [
        ("Otters", ["Ada", "Bo"]),
        ("Foxes", ["Cleo"]),
    ]


def test_the_key_brings_back_the_same_person(console: Console) -> None:
    ada = console.learner(console.school_class())
    before = ada.get("/api/session").json()["person"]
    for typed in (ada.key, ada.key.upper().replace("-", " "), f"  {ada.key.replace('-', ' - ')}."):
        elsewhere = console.visitor()
        answer = elsewhere.post("/api/session/rejoin", json={"key": typed})
        assert answer.json()["person"] == before
        assert elsewhere.get("/api/session").json()["person"] == before
    assert ada.get("/api/session").json()["person"] == before


def test_of_key_token_and_password_nothing_is_kept_that_lets_in(console: Console) -> None:
    code = console.school_class()
    ada = console.learner(code)
    teacher = console.teacher(code)
    console.database.close()
    kept = b"".join(file.read_bytes() for file in console.settings.home.iterdir() if file.is_file())
    secrets = [ada.key, PASSWORD, ada.cookies["valence_session"], teacher.cookies["valence_session"]]
    assert ada.headers["X-CSRF-Token"].encode() in kept  # what is kept can be found this way
    assert not [secret for secret in secrets if secret.encode() in kept]
    assert b"$argon2id$" in kept


@pytest.mark.parametrize("typed", ["", "maple", "maple-otter-river-00000", "x" * 100, "'; DROP TABLE person; --", "½"])
def test_a_wrong_key_is_nobodys(console: Console, typed: str) -> None:
    console.learner(console.school_class())
    console.teacher()  # who has no key at all
    answer = console.visitor().post("/api/session/rejoin", json={"key": typed})
    assert (answer.status_code, answer.json()["kind"]) == (404, "no_key")


@pytest.mark.parametrize("nickname", ["Ada", "ada", " A d a ", "ADA", "Ａｄａ", "A\u00a0da"])
def test_a_nickname_is_given_once_in_a_class_whatever_it_looks_like(console: Console, nickname: str) -> None:
    code = console.school_class()
    console.learner(code, "Ada")
    answer = console.visitor().post(
        "/api/session/join", json={"class_code": code, "nickname": nickname, "team_name": "Others"}
    )
    assert (answer.status_code, answer.json()["kind"]) == (409, "nickname_taken")
    assert "key" in answer.json()["hint"]
    with console.database.session() as session:
        assert session.scalar(select(func.count()).select_from(Team)) == 1, "no team is left of a refused one"
    console.learner(console.school_class(name="8a"), "Ada")  # another class has its own


def test_a_team_is_there_once_in_a_class(console: Console) -> None:
    code = console.school_class()
    console.learner(code, "Ada", "Otters")
    answer = console.visitor().post(
        "/api/session/join", json={"class_code": code, "nickname": "Bo", "team_name": "otters"}
    )
    assert (answer.status_code, answer.json()["kind"]) == (409, "team_taken")


def test_a_team_of_another_class_is_not_there(console: Console) -> None:
    code, other = console.school_class(), console.school_class(name="8a")
    ada = console.learner(code)
    teacher = console.teacher(code)
    for team_id in (ada.team_id, teacher.team_id, "nowhere", "' OR 1=1 --"):
        answer = console.visitor().post(
            "/api/session/join", json={"class_code": other, "nickname": "Bo", "team_id": team_id}
        )
        assert (answer.status_code, answer.json()["kind"]) == (404, "not_found")


@pytest.mark.parametrize("team", [{}, {"team_id": "x", "team_name": "y"}, {"team_id": None, "team_name": None}])
def test_one_team_is_needed(console: Console, team: dict[str, str]) -> None:
    asked = {"class_code": console.school_class(), "nickname": "Ada"} | team
    assert console.visitor().post("/api/session/join", json=asked).status_code == 422


def test_teams_and_classes_have_room_for_so_many(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_IN_A_TEAM", 2)
    monkeypatch.setattr(joining, "MOST_IN_A_CLASS", 3)
    code = console.school_class()
    ada = console.learner(code)
    console.learner(code, team_id=ada.team_id)
    asked = {"class_code": code, "nickname": "Cleo", "team_id": ada.team_id}
    assert console.visitor().post("/api/session/join", json=asked).json()["kind"] == "team_full"
    console.learner(code)
    asked = {"class_code": code, "nickname": "Dan", "team_name": "New"}
    assert console.visitor().post("/api/session/join", json=asked).json()["kind"] == "class_full"


def test_a_closed_class_takes_nobody_new_but_its_own_come_back(console: Console) -> None:
    code = console.school_class()
    ada = console.learner(code)
    with console.database.session() as session:
        session.execute(update(SchoolClass).values(open=False))
    asked = {"class_code": code, "nickname": "Bo", "team_name": "New"}
    assert console.visitor().post("/api/session/join", json=asked).json()["kind"] == "class_closed"
    assert console.visitor().get(f"/api/classes/by-code/{code}").status_code == 403
    assert console.visitor().post("/api/session/rejoin", json={"key": ada.key}).status_code == 200


def test_teachers_and_admins_have_a_team_of_their_own(console: Console) -> None:
    code = console.school_class()
    for browser, role in ((console.teacher(code), "teacher"), (console.admin(), "admin")):
        body = browser.get("/api/session").json()
        assert body["person"]["role"] == role
        assert body["team"]["name"] == body["person"]["nickname"]
        assert body["team"]["class_name"] == ""
    assert console.visitor().get(f"/api/classes/by-code/{code}").json()["teams"] == []


def test_a_log_in_name_is_read_whatever_its_capitals(console: Console) -> None:
    console.teacher()
    with console.database.session() as session:
        login = session.scalar(select(Person.login_name).where(Person.role == "teacher")) or ""
    asked = {"login_name": f" {login.upper()} ", "password": PASSWORD}
    assert console.visitor().post("/api/session/log-in", json=asked).status_code == 200


def test_logging_out_ends_this_browser_alone(console: Console) -> None:
    ada = console.learner(console.school_class())
    elsewhere = console.visitor()
    elsewhere.take(elsewhere.post("/api/session/rejoin", json={"key": ada.key}).json())
    token = ada.cookies["valence_session"]
    answer = ada.delete("/api/session")
    assert answer.json()["person"] is None
    assert "valence_session" not in ada.cookies
    replayed = console.visitor(cookies={"valence_session": token})
    assert replayed.get("/api/session").json()["person"] is None
    assert elsewhere.get("/api/session").json()["person"] is not None
    assert console.visitor().delete("/api/session").status_code == 200


def test_an_admin_link_works_once(console: Console) -> None:
    from web_console.people.staff import needs_first_admin, new_admin_link

    with console.database.session() as session:
        assert needs_first_admin(session)
        void = new_admin_link(session)
        token = new_admin_link(session)
    asked = {"login_name": "boss", "password": PASSWORD, "nickname": "Boss"}
    assert console.visitor().post("/api/admin-link", json=asked | {"token": void}).status_code == 404
    short = console.visitor().post("/api/admin-link", json=asked | {"token": token, "password": "short"})
    assert (short.status_code, short.json()["kind"]) == (422, "bad_password")
    assert console.visitor().post("/api/admin-link", json=asked | {"token": token}).status_code == 200
    used = console.visitor().post("/api/admin-link", json=asked | {"token": token, "login_name": "other"})
    assert (used.status_code, used.json()["kind"]) == (404, "no_link")
    with console.database.session() as session:
        assert not needs_first_admin(session)
        assert session.scalar(select(func.count()).select_from(BrowserSession)) == 1


def test_an_admin_link_lasts_a_day(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from web_console.people import staff

    with console.database.session() as session:
        token = staff.new_admin_link(session)
    later = staff.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(staff, "now", lambda: later)
    asked = {"token": token, "login_name": "boss", "password": PASSWORD, "nickname": "Boss"}
    assert console.visitor().post("/api/admin-link", json=asked).json()["kind"] == "no_link"
