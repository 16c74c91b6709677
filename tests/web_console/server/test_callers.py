# SPDX-License-Identifier: Apache-2.0
"""Who may call: our pages, under our names."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from tests.web_console.console import Console, running_console
from web_console.server.callers import ANY_ADDRESS

REJOIN = ("/api/session/rejoin", {"key": "maple-otter-river-00000"})


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "testserver"]
)
def test_our_names_are_answered(console: Console, host: str) -> None:
    assert console.visitor().get("/api/missions", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "localhost.evil.example", "evil-localhost", "10.0.0.7", "[fe80::1]", "",
        "localhost@evil.example", "localhost:8000:9000", "localhost:port", "localhost/", "127.0.0.1.nip.io", "[::1",
        "localhost,evil.example", " ", "x" * 100_000,
    ],
)  # fmt: skip
def test_a_foreign_name_is_refused(console: Console, host: str) -> None:
    """DNS rebinding: a page of evil.example whose name leads to 127.0.0.1."""
    answer = console.visitor().get("/api/missions", headers={"host": host})
    assert (answer.status_code, answer.json()["kind"]) == (400, "unknown_host")
    assert "--host" in answer.json()["hint"]


def test_two_names_at_once_are_none(console: Console) -> None:
    answer = console.visitor().get("/api/missions", headers=[("host", "localhost"), ("host", "evil.example")])
    assert answer.status_code == 400


def test_any_address_is_no_name(tmp_path: Path) -> None:
    with running_console(tmp_path, allowed_hosts=("testserver", "lab.school.example", ANY_ADDRESS)) as console:
        for host in ("10.0.0.7:8000", "[fe80::1]:8000", "lab.school.example"):
            assert console.visitor().get("/api/missions", headers={"host": host}).status_code == 200
        for host in ("evil.example", "10.0.0.7.evil.example", "any-address", "999.1.1.1"):
            assert console.visitor().get("/api/missions", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
        {"host": "localhost:8000", "origin": "http://localhost:8000"},
        {"host": "[::1]:8000", "origin": "http://[::1]:8000"},
        {"host": "localhost", "origin": "http://localhost:80"},
    ],
)
def test_a_change_from_our_page_is_looked_at(console: Console, headers: dict[str, str]) -> None:
    answer = console.visitor().post(REJOIN[0], json=REJOIN[1], headers=headers)
    assert answer.json()["kind"] == "no_key"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://testserver:8001"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver@evil.example"},
        {"origin": "http://evil.example@testserver"},
        {"origin": "http://testserver/evil"},
        {"origin": "file://testserver"},
        {"origin": "http://testserver:port"},
        {"origin": "http://[testserver"},
        {"host": "localhost:8000", "origin": "http://127.0.0.1:8000"},
        {"host": "localhost:8000", "origin": "http://localhost:9000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "Same-Origin "},
    ],
)
def test_a_change_from_a_foreign_page_is_refused(console: Console, headers: dict[str, str]) -> None:
    answer = console.visitor().post(REJOIN[0], json=REJOIN[1], headers=headers)
    assert (answer.status_code, answer.json()["kind"]) == (403, "foreign_page")


def test_the_pages_token_does_not_help_a_foreign_page(console: Console) -> None:
    ada = console.learner(console.school_class())
    assert ada.delete("/api/session", headers={"origin": "https://evil.example"}).status_code == 403
    assert ada.get("/api/session").json()["person"] is not None


def test_over_https_a_page_that_came_without_it_is_foreign(tmp_path: Path) -> None:
    with running_console(tmp_path, secure_cookies=True) as console:
        for origin, kind in (("https://testserver", "no_key"), ("http://testserver", "foreign_page")):
            answer = console.visitor().post(REJOIN[0], json=REJOIN[1], headers={"origin": origin})
            assert answer.json()["kind"] == kind


def test_no_answer_may_be_read_by_a_foreign_page(console: Console) -> None:
    for method in ("GET", "OPTIONS", "POST"):
        answer = console.visitor().request(method, "/api/session", headers={"origin": "https://evil.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_websocket_opens_for_our_pages_alone(console: Console) -> None:
    @console.app.websocket("/api/echo")
    async def echo(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("hello")
        await websocket.close()

    for headers in (
        {},
        {"origin": "http://testserver"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
    ):
        with console.visitor().websocket_connect("/api/echo", headers=headers) as open_one:
            assert open_one.receive_text() == "hello"
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"host": "evil.example"}):
        with pytest.raises(WebSocketDisconnect), console.visitor().websocket_connect("/api/echo", headers=headers):
            pass
