# SPDX-License-Identifier: Apache-2.0
"""What a request may bring along."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.web_console.console import Console
from tests.web_console.server.server_process import listening, said
from web_console.server.body_limit import MOST_BYTES, BodyLimit

LOG_IN = b"POST /api/session/log-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with listening(tmp_path_factory.mktemp("home")) as number:
        yield number


def test_what_just_fits_is_read(console: Console) -> None:
    body = json.dumps({"login_name": "nobody", "password": "wrong"}).encode()
    fits = console.visitor().post("/api/session/log-in", content=body + b" " * (MOST_BYTES - len(body)))
    assert fits.status_code == 422  # no content type: but it was read
    over = console.visitor().post("/api/session/log-in", content=body + b" " * (MOST_BYTES - len(body) + 1))
    assert (over.status_code, over.json()["kind"]) == (413, "too_large")
    assert "2 MB" in over.json()["message"]
    assert over.headers["content-security-policy"]


def test_too_large_a_length_is_refused_before_a_byte_is_sent(port: int) -> None:
    status, answer = said(port, LOG_IN + b"Content-Length: 100000000\r\n\r\n")
    assert status == 413
    assert b"too_large" in answer


def test_who_sends_a_hundred_megabytes_gets_an_answer_and_not_a_broken_line(port: int) -> None:
    chunks = (b"x" * 1_000_000 for _ in range(100))
    tracemalloc.start()
    status, _ = said(port, LOG_IN + b"Content-Length: 100000000\r\n\r\n", more=chunks)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert status == 413
    assert peak < 10_000_000


def test_chunks_are_counted(port: int) -> None:
    chunk = b"f4240\r\n" + b"x" * 1_000_000 + b"\r\n"
    status, answer = said(port, LOG_IN + b"Transfer-Encoding: chunked\r\n\r\n", more=iter([chunk] * 5 + [b"0\r\n\r\n"]))
    assert status == 413
    assert b"too_large" in answer


def test_a_length_that_lies_deceives_nobody(port: int) -> None:
    short, _ = said(port, LOG_IN + b"Content-Length: 2\r\n\r\n" + b"x" * 3_000_000)
    assert short in (0, 400, 422)
    long, _ = said(port, LOG_IN + b"Content-Length: 1000\r\n\r\n{}", hang_up=True)
    assert long in (0, 400)
    for length in (b"-1", b"1e9", b"0x10", b"\xb2", b"9" * 30, b"1\r\nContent-Length: 2"):
        status, _ = said(port, LOG_IN + b"Content-Length: " + length + b"\r\n\r\n{}")
        assert status in (400, 413), length
    both, _ = said(port, LOG_IN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert both in (400, 422)
    still, _ = said(port, b"GET /api/missions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert still == 200


def test_who_never_ends_is_not_waited_for() -> None:
    sent: list[Message] = []

    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("the application was reached")

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(b"content-length", b"10")]}
    anyio.run(BodyLimit(never, within_s=0.0), scope, receive, send)
    assert sent[0]["status"] == 408


def test_what_is_no_request_at_all_harms_nobody(port: int) -> None:
    for request in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
        b"GET / HTTP/1.1\r\n\r\n",  # without a host
        b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET http://elsewhere/api/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ):
        status, _ = said(port, request)
        assert status < 500
    still, _ = said(port, b"GET /api/missions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert still == 200
