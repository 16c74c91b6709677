# SPDX-License-Identifier: Apache-2.0
"""Streams end with the session that they were opened in, however that ends, and nobody else's do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from starlette.websockets import WebSocketDisconnect

from tests.web_console.console import Browser, Console, running_console
from tests.web_console.episodes.histories import History
from web_console.access.session_streams import SessionStreams
from web_console.episodes import stream
from web_console.episodes.broadcast import Broadcast
from web_console.people.models import BrowserSession, Person

LOGGED_OUT, NOT_THERE = 4401, 4404


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    with running_console(tmp_path) as running:
        yield running


@pytest.fixture
def code(console: Console) -> str:
    return console.school_class()


@pytest.fixture
def ada(console: Console, code: str) -> Browser:
    return console.learner(code)


@pytest.fixture
def show(console: Console, ada: Browser) -> Broadcast:
    """An episode of Ada's team that runs, as far as its viewers can tell."""
    episode = History(console).practice(ada.team_id, state="running")
    running = console.app.state.stage._shows[episode] = Broadcast()
    running.put({"k": "log", "t": 0, "n": 0, "text": "Hi"})
    return running


@pytest.fixture
def path(console: Console, show: Broadcast) -> str:
    (episode,) = console.app.state.stage._shows
    return f"/api/episodes/{episode}/stream"


def closed_with(socket: Any) -> int:
    with pytest.raises(WebSocketDisconnect) as closed:
        while True:
            socket.receive_bytes()
    return closed.value.code


def test_who_logs_out_sees_no_more_and_others_do(console: Console, ada: Browser, show: Broadcast, path: str) -> None:
    also_ada = console.visitor()
    also_ada.take(also_ada.post("/api/session/rejoin", json={"key": ada.key}).json())
    with ada.websocket_connect(path) as socket, also_ada.websocket_connect(path) as other:
        socket.receive_bytes()
        other.receive_bytes()
        assert ada.delete("/api/session").status_code == 200
        assert closed_with(socket) == LOGGED_OUT
        show.put({"k": "log", "t": 1, "n": 0, "text": "Still here"})
        assert b"Still here" in other.receive_bytes()
    assert show.viewers == 0
    assert console.app.state.session_streams.count == 0


def test_who_comes_in_as_somebody_else_sees_no_more(
    console: Console, ada: Browser, path: str, code: str, show: Broadcast
) -> None:
    with ada.websocket_connect(path) as socket:
        socket.receive_bytes()
        eve = console.learner(code)
        assert ada.post("/api/session/rejoin", json={"key": eve.key}).status_code == 200
        assert closed_with(socket) == LOGGED_OUT


def end_all_sessions(console: Console) -> None:
    with console.database.session() as session:
        session.execute(delete(BrowserSession))


def leave_the_team(console: Console) -> None:
    with console.database.session() as session:
        session.execute(update(Person).values(team_id=None))


@pytest.mark.parametrize(("happens", "code_"), [(end_all_sessions, LOGGED_OUT), (leave_the_team, NOT_THERE)])
def test_what_ends_elsewhere_is_noticed_after_a_while_also_where_nothing_happens(
    console: Console,
    ada: Browser,
    path: str,
    show: Broadcast,
    happens: Callable[[Console], None],
    code_: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "LOOK_EVERY_S", 0.05)
    with ada.websocket_connect(path) as socket:
        socket.receive_bytes()
        happens(console)
        assert closed_with(socket) == code_
    assert show.viewers == 0


def test_a_log_out_while_it_is_being_opened_does_not_slip_through(
    console: Console, ada: Browser, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = SessionStreams.following

    @contextmanager
    def too_late(self: SessionStreams, session_id: str, end: Callable[[], None]) -> Iterator[None]:
        end_all_sessions(console)
        self.end(session_id)
        with following(self, session_id, end):
            yield

    monkeypatch.setattr(SessionStreams, "following", too_late)
    with ada.websocket_connect(path) as socket:
        assert closed_with(socket) == LOGGED_OUT


def test_a_session_without_streams_ends_without_ado() -> None:
    streams = SessionStreams()
    streams.end("nobody's")
    heard: list[str] = []
    with streams.following("a", lambda: heard.append("first")), streams.following("a", lambda: heard.append("second")):
        streams.end("a")
        assert streams.count == 2
    streams.end("a")
    assert heard == ["first", "second"]
    assert streams.count == 0
