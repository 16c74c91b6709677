# SPDX-License-Identifier: Apache-2.0
"""What nobody foresaw: a calm answer, and a log that says everything but what people typed."""

from __future__ import annotations

import errno
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import anyio
import pytest
from fastapi import Body, WebSocket
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from tests.web_console.console import Console
from valence_nodes.programs.box import box_available
from web_console.access.guard import DbSession
from web_console.server.faults import Faults, disk_is_full
from web_console.server.refusal import RefusedError

REPOSITORY = Path(__file__).resolve().parents[3]


def log_of(console: Console) -> str:
    file = console.settings.home / "log" / "console.log"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_a_fault_is_told_without_what_is_inside(console: Console) -> None:
    @console.app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError("the secret inside")

    answer = console.visitor().get("/api/broken")
    assert (answer.status_code, answer.json()["kind"]) == (500, "fault")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    number = re.search(r"number ([0-9a-f]{8})", answer.json()["hint"])
    assert number
    log = log_of(console)
    assert f"fault {number.group(1)}: GET '/api/broken'" in log
    assert "RuntimeError: the secret inside" in log


def test_what_people_typed_does_not_come_into_the_log(console: Console) -> None:
    code = console.school_class()

    @console.app.post("/api/broken")
    def broken(session: DbSession, typed: Annotated[str, Body(embed=True)]) -> None:
        statement = "INSERT INTO team (id, created_at, name, name_identity, class_id) VALUES (:a, :a, :a, :a, :a)"
        session.execute(text(statement), {"a": typed})

    answer = console.learner(code).post("/api/broken", json={"typed": "my own words"})
    assert answer.status_code == 500
    assert "IntegrityError" in log_of(console)
    assert "my own words" not in log_of(console)


def test_an_address_cannot_write_lines_into_the_log(console: Console) -> None:
    @console.app.get("/api/broken/{what:path}")
    def broken(what: str) -> None:
        raise RuntimeError

    console.visitor().get("/api/broken/x%0a2026-01-01 ERROR all is lost%1b[2J")
    lines = log_of(console).splitlines()
    assert not [line for line in lines if line.startswith("2026-01-01 ERROR all")]
    assert "\x1b" not in log_of(console)


def test_a_log_that_cannot_be_written_costs_no_answer(console: Console) -> None:
    (console.settings.home / "log" / "console.log").mkdir()

    @console.app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError

    assert console.visitor().get("/api/broken").status_code == 500


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")),
    ],
)
def test_a_full_disk_is_told_as_such(console: Console, error: Exception) -> None:
    @console.app.post("/api/kept")
    def kept() -> None:
        try:
            raise error
        except OSError as first:
            raise RuntimeError("could not be kept") from first

    answer = console.visitor().post("/api/kept")
    assert (answer.status_code, answer.json()["kind"]) == (507, "disk_full")
    assert "not kept" in answer.json()["message"]
    assert "still has what you typed" in answer.json()["hint"]


def test_a_database_without_room_refuses_and_loses_nothing(console: Console) -> None:
    code = console.school_class()
    ada = console.learner(code, "Ada")
    with console.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    @event.listens_for(console.database.engine, "checkout")
    def limit(raw: sqlite3.Connection, *_: object) -> None:
        raw.execute(f"PRAGMA max_page_count={pages}")

    kinds = []
    while "disk_full" not in kinds and len(kinds) < 60:
        asked = {"class_code": code, "nickname": f"{len(kinds)} " + "x" * 30, "team_name": f"{len(kinds)} " + "y" * 30}
        answer = console.visitor(client=(f"10.0.0.{len(kinds)}", 1)).post("/api/session/join", json=asked)
        kinds.append("done" if answer.status_code == 200 else answer.json()["kind"])
    assert kinds[-1] == "disk_full"
    assert set(kinds[:-1]) <= {"done"}
    assert ada.get("/api/session").json()["person"]["nickname"] == "Ada"
    teams = console.visitor().get(f"/api/classes/by-code/{code}").json()["teams"]
    assert len(teams) == 1 + kinds.count("done")


def test_a_real_full_disk(tmp_path: Path) -> None:
    """The lab's folder on a file system of half a megabyte, in a process that sees it so."""
    status = box_available()
    if not status.ok:
        pytest.skip(f"no file system of its own on this machine: {status.reason}")
    command = [
        "bwrap", "--dev-bind", "/", "/", "--size", str(600_000), "--tmpfs", str(tmp_path),
        sys.executable, "-m", "tests.web_console.server.full_disk", str(tmp_path),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split() == ["507", "disk_full", "Ada", "200"], done.stdout


def test_a_locked_database_is_busy_and_not_broken(console: Console) -> None:
    @console.app.post("/api/kept")
    def kept() -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))

    answer = console.visitor().post("/api/kept")
    assert (answer.status_code, answer.json()["kind"]) == (503, "busy")


def test_other_errors_are_no_full_disk(tmp_path: Path) -> None:
    for error in (
        OSError(errno.EACCES, "x"),
        OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error")),
        IntegrityError("INSERT", {}, sqlite3.IntegrityError("UNIQUE constraint failed")),
        RuntimeError("database or disk is full"),
    ):
        assert not disk_is_full(error, tmp_path)
    loop = RuntimeError("a")
    loop.__cause__ = RuntimeError("b")
    loop.__cause__.__cause__ = loop
    assert not disk_is_full(loop, tmp_path)


def test_half_an_answer_is_not_taken_for_a_whole_one(console: Console) -> None:
    sent: list[Message] = []

    async def halfway(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError("in the middle")

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "app": console.app, "method": "GET", "path": "/", "headers": []}
    anyio.run(Faults(halfway, home=console.settings.home), scope, receive, send)
    assert [message.get("body") for message in sent] == [None, b"half"], "the server sees that the end is missing"
    assert "in the middle" in log_of(console)


def test_a_broken_websocket_is_closed_and_logged(console: Console) -> None:
    @console.app.websocket("/api/broken")
    async def broken(websocket: WebSocket) -> None:
        await websocket.accept()
        raise RuntimeError("in a stream")

    @console.app.websocket("/api/refused")
    async def refused(websocket: WebSocket) -> None:
        raise RefusedError(404, "not_found", "There is no such stream. " + "ä" * 200)

    with console.visitor().websocket_connect("/api/broken") as open_one, pytest.raises(WebSocketDisconnect) as closed:
        open_one.receive_text()
    assert closed.value.code == 1011
    assert "in a stream" in log_of(console)
    with console.visitor().websocket_connect("/api/refused") as open_one, pytest.raises(WebSocketDisconnect) as closed:
        open_one.receive_text()
    assert closed.value.code == 4404
    assert closed.value.reason.startswith("There is no such stream.")
    assert len(closed.value.reason.encode()) <= 123
