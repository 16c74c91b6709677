# SPDX-License-Identifier: Apache-2.0
"""People who mean harm: fixed sessions, guesses, races, and things that are no names."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests.web_console.console import PASSWORD, Browser, Console
from web_console.people import passwords
from web_console.people.models import BrowserSession, Person, Team
from web_console.people.staff import new_admin_link
from web_console.server.rate_limits import RateLimits

COOKIE = "valence_session"


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Makes all calls at the same moment."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def work(number: int) -> None:
        barrier.wait()
        answers[number] = calls[number]()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def stopped_clock(console: Console) -> None:
    """No token comes back while a test runs, however slow the machine is."""
    console.app.state.rate_limits = RateLimits(lambda: 0.0)


def kinds(answers: list[Any]) -> Counter[str]:
    return Counter("done" if one.status_code == 200 else one.json()["kind"] for one in answers)


def test_a_token_that_was_slipped_in_is_not_taken_over(console: Console) -> None:
    code = console.school_class()
    slipped = console.visitor(cookies={COOKIE: "chosen-by-somebody"})
    slipped.post("/api/session/join", json={"class_code": code, "nickname": "Ada", "team_name": "Otters"})
    assert slipped.cookies.get(COOKIE, domain="testserver.local") != "chosen-by-somebody"
    assert console.visitor(cookies={COOKIE: "chosen-by-somebody"}).get("/api/session").json()["person"] is None


def test_the_session_of_whoever_logs_in_anew_ends(console: Console) -> None:
    code = console.school_class()
    mallory, ada = console.learner(code), console.learner(code)
    victim = console.visitor(cookies={COOKIE: mallory.cookies[COOKIE]})
    victim.take(victim.get("/api/session").json())
    answer = victim.post("/api/session/rejoin", json={"key": ada.key})
    assert answer.status_code == 200
    assert mallory.get("/api/session").json()["person"] is None, "the session that was slipped in"
    with console.database.session() as session:
        tokens = session.scalars(select(BrowserSession.csrf_token)).all()
    assert len(set(tokens)) == len(tokens)


def test_a_change_without_the_pages_token_is_refused(console: Console) -> None:
    ada = console.learner(console.school_class())
    for given in ("", "wrong", console.learner(console.school_class(name="8a")).headers["X-CSRF-Token"], "ÿ" * 43):
        answer = ada.delete("/api/session", headers={"X-CSRF-Token": given.encode("latin-1")})
        assert (answer.status_code, answer.json()["kind"]) == (403, "csrf")
    assert ada.get("/api/session").json()["person"] is not None


def test_a_log_in_takes_as_long_for_a_name_that_nobody_has(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    console.teacher()
    with console.database.session() as session:
        login = session.scalar(select(Person.login_name).where(Person.role == "teacher"))
    verified: list[str] = []
    hasher = passwords._hasher
    passwords.password_fits(None, "")  # the very first call has more to do

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept.partition(",p=")[0])
            return hasher.verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Watched())
    answers = [
        console.visitor().post("/api/session/log-in", json={"login_name": name, "password": "wrong password"})
        for name in (login, "nobody", "no name at all")
    ]
    assert len({(one.status_code, one.text) for one in answers}) == 1
    assert answers[0].status_code == 401
    assert verified == [verified[0]] * 3, "one hash each, with the same parameters"


def test_many_who_log_in_at_once_do_not_keep_others_from_being_answered(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()

    class Slow:
        def verify(self, kept: str, password: str) -> bool:
            begun.release()
            go_on.wait(60)
            return False

    passwords.password_fits(None, "")
    monkeypatch.setattr(passwords, "_hasher", Slow())
    monkeypatch.setattr(passwords, "_room_to_wait", threading.BoundedSemaphore(1))
    first = threading.Thread(target=passwords.password_fits, args=(None, "x"))
    first.start()
    begun.acquire()
    asked = {"login_name": "head", "password": "wrong password"}
    answer = console.visitor().post("/api/session/log-in", json=asked)
    go_on.set()
    first.join()
    assert (answer.status_code, answer.json()["kind"]) == (503, "busy")


def test_a_learner_has_no_password_to_guess(console: Console) -> None:
    console.learner(console.school_class(), "Ada")
    for name in ("Ada", "ada", "None", ""):
        answer = console.visitor().post("/api/session/log-in", json={"login_name": name, "password": ""})
        assert answer.status_code == 401


@pytest.mark.usefixtures("stopped_clock")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/session/rejoin", {"key": "maple-otter-river-00000"}),
        ("POST", "/api/session/join", {"class_code": "AAAABBBB", "nickname": "M", "team_name": "M"}),
        ("POST", "/api/session/log-in", {"login_name": "teacher", "password": "wrong password"}),
        ("POST", "/api/admin-link", {"token": "x", "login_name": "m", "password": PASSWORD, "nickname": "M"}),
        ("GET", "/api/classes/by-code/AAAABBBB", None),
    ],
)
def test_guessing_is_slowed_down(console: Console, method: str, path: str, body: dict[str, str] | None) -> None:
    statuses = []
    while 429 not in statuses and len(statuses) < 60:
        statuses.append(console.visitor().request(method, path, json=body).status_code)
    assert 5 <= len(statuses) <= 16
    answer = console.visitor().request(method, path, json=body)
    assert answer.json()["kind"] == "too_often"
    assert int(answer.headers["retry-after"]) == answer.json()["retry_after_s"] > 0
    assert str(answer.json()["retry_after_s"]) in answer.json()["hint"]


@pytest.mark.usefixtures("stopped_clock")
def test_one_persons_password_is_not_guessed_from_many_addresses(console: Console) -> None:
    asked = {"login_name": "head", "password": "wrong password"}
    statuses = Counter(
        console.visitor(client=(f"10.0.{number}.1", 5000)).post("/api/session/log-in", json=asked).status_code
        for number in range(40)
    )
    assert statuses == {401: 30, 429: 10}


@pytest.mark.usefixtures("stopped_clock")
def test_a_whole_class_comes_in_through_one_address(console: Console) -> None:
    code = console.school_class()
    for number in range(30):
        assert console.visitor().get(f"/api/classes/by-code/{code}").status_code == 200
        console.learner(code, f"Learner number {number}")


def test_of_many_who_want_one_nickname_one_gets_it(console: Console) -> None:
    code = console.school_class()
    asked = [{"class_code": code, "nickname": "Ada", "team_name": f"Team {number}"} for number in range(8)]
    answers = at_once([lambda one=one: console.visitor().post("/api/session/join", json=one) for one in asked])
    assert kinds(answers) == {"done": 1, "nickname_taken": 7}
    with console.database.session() as session:
        assert session.scalar(select(func.count()).select_from(Team)) == 1


def test_of_many_who_want_one_team_one_makes_it(console: Console) -> None:
    code = console.school_class()
    asked = [{"class_code": code, "nickname": f"L{number}", "team_name": "Otters"} for number in range(8)]
    answers = at_once([lambda one=one: console.visitor().post("/api/session/join", json=one) for one in asked])
    assert kinds(answers) == {"done": 1, "team_taken": 7}


def test_who_is_a_moment_late_is_refused_too(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look before the leap sees nothing yet: the database itself has to refuse."""
    from web_console.people import joining

    code = console.school_class()
    console.learner(code, "Ada", "Otters")
    monkeypatch.setattr(joining, "identity", lambda name: "not seen yet")
    for nickname, team, kind in (("Ada", "Foxes", "nickname_taken"), ("Bo", "Otters", "team_taken")):
        asked = {"class_code": code, "nickname": nickname, "team_name": team}
        answer = console.visitor().post("/api/session/join", json=asked)
        assert (answer.status_code, answer.json()["kind"]) == (409, kind)


def test_of_two_who_have_the_admin_link_one_becomes_admin(console: Console) -> None:
    with console.database.session() as session:
        token = new_admin_link(session)
    asked = [
        {"token": token, "login_name": f"boss{number}", "password": PASSWORD, "nickname": "Boss"} for number in range(4)
    ]
    answers = at_once([lambda one=one: console.visitor().post("/api/admin-link", json=one) for one in asked])
    assert kinds(answers) == {"done": 1, "no_link": 3}


@pytest.mark.parametrize(
    "name",
    ["'; DROP TABLE person; --", '" OR ""="', "../../etc/passwd", "<script>alert(1)</script>", "%00%s%n", "{{7*7}}"],
)
def test_a_name_is_only_a_name(console: Console, name: str) -> None:
    code = console.school_class(institution=name, name=name)
    ada = console.learner(code, name, name)
    body = ada.get("/api/session").json()
    assert body["person"]["nickname"] == name
    assert body["team"] | {"id": ""} == {"id": "", "name": name, "class_name": name, "institution": name}
    with console.database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM person")) == 1


@pytest.mark.parametrize(
    "body",
    [
        None, [], "x", 7, {}, {"nickname": "Ada"}, {"class_code": None, "nickname": "Ada"},
        {"class_code": {"$ne": ""}, "nickname": "Ada", "team_name": "x"},
        {"class_code": "x" * 1_000_000, "nickname": "Ada", "team_name": "x"},
        {"class_code": "AAAA", "nickname": "x" * 1_000_000, "team_name": "x"},
        {"class_code": "AAAA", "nickname": "Ada", "team_name": ["x"]},
        {"class_code": "AAAA", "nickname": "Ada", "team_id": "x" * 1_000_000},
        {"class_code": "AAAA", "nickname": True, "team_name": "x"},
    ],
)  # fmt: skip
def test_what_is_no_joining_is_refused(console: Console, body: object) -> None:
    answer = console.visitor().post("/api/session/join", json=body)
    assert answer.status_code == 422
    assert set(answer.json()) == {"kind", "message", "hint"}
    assert len(answer.text) < 1000


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "aaaaaaaaaaaa", "teacher-is-me"])
def test_a_weak_password_is_refused(password: str) -> None:
    from web_console.server.refusal import RefusedError

    with pytest.raises(RefusedError) as refused:
        passwords.check_new_password(password, "teacher")
    assert password not in refused.value.message or not password


def test_a_password_is_the_same_on_every_keyboard(console: Console) -> None:
    kept = passwords.password_hash("Zoe\u0308 geht \u212bus")
    assert passwords.password_fits(kept, "Zoë geht Åus")
    assert not passwords.password_fits(kept, "Zoe geht Aus")
    assert not passwords.password_fits(None, "Zoë geht Åus")
    assert not passwords.password_fits("no hash at all", "x")


def test_an_old_hash_is_renewed_at_log_in(console: Console) -> None:
    from argon2 import PasswordHasher
    from sqlalchemy import update

    console.teacher()
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with console.database.session() as session:
        session.execute(update(Person).values(password_hash=weak, login_name="head"))
    browser: Browser = console.visitor()
    asked = {"login_name": "head", "password": PASSWORD}
    assert browser.post("/api/session/log-in", json=asked).status_code == 200
    with console.database.session() as session:
        assert not passwords.needs_new_hash(session.scalar(select(Person.password_hash)) or "")
