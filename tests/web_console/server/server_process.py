# SPDX-License-Identifier: Apache-2.0
"""A real server on a real socket, for what a test client would smooth over."""

from __future__ import annotations

import itertools
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from web_console.server.app import create_app
from web_console.server.settings import Settings


@contextmanager
def listening(home: Path) -> Iterator[int]:
    """A console that listens; gives its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(home=home)), log_level="error", proxy_headers=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def said(port: int, request: bytes, *, more: Iterable[bytes] = (), hang_up: bool = False) -> tuple[int, bytes]:
    """What the server answers: its status (0 for none) and its body.

    Args:
        port: of the server.
        request: to send.
        more: to send after it.
        hang_up: closes our direction of the line once all is sent.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        try:
            for chunk in itertools.chain((request,), more):
                connection.sendall(chunk)
            if hang_up:
                connection.shutdown(socket.SHUT_WR)
            return _answer(connection)
        except ConnectionError:
            return 0, b""


def _answer(connection: socket.socket) -> tuple[int, bytes]:
    answer = b""
    while b"\r\n\r\n" not in answer:
        chunk = connection.recv(65536)
        if not chunk:
            return 0, answer
        answer += chunk
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    while length is None or len(body) < int(length.group(1)):
        chunk = connection.recv(65536)
        if not chunk:
            break
        body += chunk
    return int(head.split(b" ", 2)[1]), body
