# SPDX-License-Identifier: Apache-2.0
"""Every endpoint as everybody, for everything: what the table allows is done, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from tests.web_console.access.requests import SAMPLES
from tests.web_console.access.school import MISSION, School, Things, build_school
from tests.web_console.console import Browser, running_console
from web_console.access import guard
from web_console.access.endpoints import ENDPOINTS, Endpoint, routes_of
from web_console.access.matrix import ROLES, Relation, Role, allowed
from web_console.server.rate_limits import RateLimits

Asked = tuple[Role, str, str, Relation, bool]


@dataclass(frozen=True)
class Answer:
    """How an endpoint answered; a WebSocket's close code has its status behind 4000."""

    status: int
    body: str


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    home = tmp_path_factory.mktemp("home")
    pages = home / "dist"
    (pages / "assets").mkdir(parents=True)
    (pages / "index.html").write_text("page", encoding="utf-8")
    with running_console(home, pages=pages) as console:
        yield build_school(console)


@pytest.fixture
def asked(school: School, monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """What the matrix was asked, and what it said."""
    seen: list[Asked] = []
    school.console.app.state.rate_limits = RateLimits()

    def watched(role: Role, resource: Any, action: Any, relation: Relation) -> bool:
        said = allowed(role, resource, action, relation)
        seen.append((role, resource, action, relation, said))
        return said

    monkeypatch.setattr(guard, "allowed", watched)
    return seen


def call(school: School, browser: Browser, route: str, things: Things) -> Answer:
    """Calls an endpoint; how often it was called before plays no part here."""
    school.console.app.state.rate_limits = RateLimits()
    method, _, path = route.partition(" ")
    sample = SAMPLES[route]
    for name in sample.path(school, things):
        path = path.replace("{}", name, 1)
    assert "{}" not in path
    if method == "WS":
        return _opened(browser, path)
    answer = browser.request(method, path, json=sample.body(school, things))
    return Answer(answer.status_code, answer.text)


def _opened(browser: Browser, path: str) -> Answer:
    try:
        with browser.websocket_connect(path) as open_one:
            message = open_one.receive()
    except WebSocketDisconnect as closed:
        return Answer(closed.code - 4000 if closed.code >= 4000 else 404, closed.reason)
    if message["type"] == "websocket.close" and message["code"] >= 4000:
        return Answer(message["code"] - 4000, message.get("reason", ""))
    return Answer(200, "")


def expected_refusal(role: Role, endpoint: Endpoint, relation: Relation) -> int:
    """The status of what may not be done: what one may not see is not there."""
    if role == "visitor":
        return 401
    return 403 if allowed(role, endpoint.resource, "read", relation) else 404


def test_every_route_is_in_the_table_and_has_a_request_here(school: School) -> None:
    routes = list(routes_of(school.console.app))
    assert len(routes) == len(set(routes))
    unknown = set(routes) - set(ENDPOINTS)
    assert not unknown, f"add to web_console/access/endpoints.py: {sorted(unknown)}"
    assert set(ENDPOINTS) == set(SAMPLES), "add a request to tests/web_console/access/requests.py"


def test_what_the_matrix_allows_somebody_is_there_to_be_done() -> None:
    later = {("class", "list"), ("class", "read"), ("team", "list"), ("team", "read")}  # pages for teachers
    from web_console.access.matrix import MATRIX

    in_matrix = {(resource, action) for _, resource, action, _ in MATRIX}
    assert in_matrix - later == {(one.resource, one.action) for one in ENDPOINTS.values()}


def cases() -> Iterator[tuple[str, Role, Relation]]:
    for route, endpoint in ENDPOINTS.items():
        for role in ROLES:
            relations: tuple[Relation, ...] = ("own", "taught", "other") if endpoint.of_team else ("none",)
            for relation in relations:
                if relation == "own" and role == "visitor":
                    continue
                if relation == "taught" and role != "teacher":
                    continue
                yield route, role, relation


@pytest.mark.parametrize(("route", "role", "relation"), list(cases()))
def test_the_table_is_kept(school: School, asked: list[Asked], route: str, role: Role, relation: Relation) -> None:
    if route not in set(routes_of(school.console.app)):
        pytest.fail("no such route: take it out of web_console/access/endpoints.py")
    endpoint = ENDPOINTS[route]
    if not endpoint.of_team:
        may = any(allowed(role, endpoint.resource, endpoint.action, one) for one in ("own", "none"))
        check(school, asked, route, role, "own", Things(team=school.things["A1"].team), may=may)
        return
    for things in school.things_of(role, relation):
        may = allowed(role, endpoint.resource, endpoint.action, relation)
        check(school, asked, route, role, relation, things, may=may)


def check(
    school: School, asked: list[Asked], route: str, role: Role, relation: Relation, things: Things, *, may: bool
) -> None:
    """Calls an endpoint, and makes sure that it does, or does not, and asked the right question."""
    endpoint = ENDPOINTS[route]
    browser = school.browser(role)
    asked.clear()
    answer = call(school, browser, route, things)
    about = f"{route} as {role} for {relation}: {answer}, asked {asked}"
    assert answer.status < 500, about
    if endpoint.resource != "page":
        # What may not even be read is not there, and nothing more is asked about it.
        questions = {endpoint.action, "read"} if endpoint.of_team and not may else {endpoint.action}
        assert {(role, endpoint.resource, one) for one in questions} & {one[:3] for one in asked}, about
    if not may:
        assert answer.status == expected_refusal(role, endpoint, relation), about
        if answer.status == 404:
            nowhere = call(school, school.browser(role), route, Things())
            assert answer == nowhere, "an answer tells that something is there"
        return
    assert answer.status not in {401, 403} or json.loads(answer.body)["kind"] == "wrong_password", about
    if endpoint.resource != "page":
        granted = {one[:3] for one in asked if one[4] and (not endpoint.of_team or one[3] == relation)}
        assert (role, endpoint.resource, endpoint.action) in granted, about


@pytest.mark.parametrize("route", [route for route, one in ENDPOINTS.items() if one.of_team])
@pytest.mark.parametrize("guess", ["", ".", "..", "%2e%2e%2f", "'", '" OR 1=1 --', "%00", "x" * 5000, "ÿ", "*", "null"])
@pytest.mark.usefixtures("asked")
def test_guessing_finds_nothing(school: School, route: str, guess: str) -> None:
    things = Things(guess, guess, guess, guess, guess)
    method, _, path = route.partition(" ")
    if guess in ("", ".", "..") and "{}" in path:
        return  # another address, which is another endpoint's
    answer = call(school, school.browser("learner"), f"{method} {path}", things)
    assert answer.status in {404, 405, 422}


def test_no_list_tells_of_what_one_may_not_see(school: School) -> None:
    lists = [
        route
        for route, endpoint in ENDPOINTS.items()
        if route.startswith("GET /api/") and not endpoint.of_team and endpoint.resource != "class_code"
    ]
    queries = [f"?mission={MISSION}"] + [f"?program_id={things.program}" for things in school.things.values()]
    for role in ROLES:
        hidden = school.things_of(role, "other")
        for route in lists:
            for query in ["", *queries]:
                path = route.removeprefix("GET ")
                for name in SAMPLES[route].path(school, Things()):
                    path = path.replace("{}", name, 1)
                text = school.browser(role).get(path + query).text
                for things in hidden:
                    for one in (things.team, things.program, things.version, things.episode, things.submission):
                        assert one not in text, f"{path}{query} as {role}"


def test_a_version_of_another_team_is_no_template(school: School) -> None:
    for things in (school.things["A2"], school.things["B1"]):
        body = {"tier": "code", "from_version_id": things.version}
        answer = school.browser("learner").post(f"/api/missions/{MISSION}/programs", json=body)
        assert answer.status_code == 404


@pytest.mark.parametrize("route", [route for route, one in ENDPOINTS.items() if one.resource != "page"])
def test_a_browser_whose_session_is_over_is_a_visitors(school: School, asked: list[Asked], route: str) -> None:
    browser = school.browser("learner")
    token = browser.cookies["valence_session"]
    browser.delete("/api/session")
    browser.hold(token)
    asked.clear()
    call(school, browser, route, school.things["A1"])
    assert {one[0] for one in asked} == {"visitor"}


@pytest.mark.parametrize("route", [route for route in ENDPOINTS if route.split()[0] not in {"GET", "WS"}])
def test_a_change_needs_the_pages_token(school: School, asked: list[Asked], route: str) -> None:
    browser = school.browser("learner")
    del browser.headers["X-CSRF-Token"]
    asked.clear()
    answer = call(school, browser, route, school.things["A1"])
    assert (answer.status, json.loads(answer.body)["kind"]) == (403, "csrf")
    assert not asked, "the endpoint was reached"


def test_who_leaves_a_team_sees_nothing_of_it_any_more(school: School) -> None:
    from web_console.people.models import Person

    things = school.things["A1"]
    browser = school.browser("learner")
    assert browser.get(f"/api/programs/{things.program}").status_code == 200
    with school.console.database.session() as session:
        session.get_one(Person, school.people["learner"]).team_id = None
    try:
        assert browser.get(f"/api/programs/{things.program}").status_code == 404
        assert browser.get(f"/api/missions/{MISSION}/programs").json()["kind"] == "no_team"
    finally:
        with school.console.database.session() as session:
            session.get_one(Person, school.people["learner"]).team_id = things.team


def test_a_teacher_who_gives_a_class_away_sees_nothing_of_it_any_more(school: School, tmp_path: Path) -> None:
    from sqlalchemy import delete

    from web_console.people import seeding
    from web_console.people.models import ClassTeacher, Person

    browser, program = school.browser("teacher"), school.things["A2"].program
    assert browser.get(f"/api/programs/{program}").status_code == 200
    with school.console.database.session() as session:
        session.execute(delete(ClassTeacher))
    try:
        assert browser.get(f"/api/programs/{program}").status_code == 404
    finally:
        with school.console.database.session() as session:
            teacher = session.get_one(Person, school.people["teacher"])
            seeding.give_teacher(session, seeding.class_of(session, school.code), teacher)
