# SPDX-License-Identifier: Apache-2.0
"""Messages between the lab's own processes of one episode: JSON lines over a Unix socket, file handles beside.

Only our own processes hold these sockets; a learner's program never does (it has `programs.protocol`).
"""

from __future__ import annotations

import json
import math
import select
import socket
import time
from typing import Any

_MAX_LINE_BYTES = 16_000_000


class ChannelClosedError(Exception):
    """The process at the other end is gone."""


class ControlChannel:
    """One end of the channel between two processes of the lab."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._buffer = bytearray()
        self._handles: list[int] = []

    @staticmethod
    def pair() -> tuple[ControlChannel, socket.socket]:
        """Makes a channel and the raw socket that a child process inherits as its end."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        return ControlChannel(ours), theirs

    @staticmethod
    def from_fd(fd: int) -> ControlChannel:
        """Opens the end that was inherited as file descriptor `fd`."""
        return ControlChannel(socket.socket(fileno=fd))

    def fileno(self) -> int:
        """The file descriptor, to wait for with others."""
        return self._sock.fileno()

    def send(self, kind: str, /, handles: tuple[int, ...] = (), **fields: Any) -> None:
        """Sends one message, and open file descriptors with it.

        Raises:
            ChannelClosedError: nobody reads any more.
        """
        line = json.dumps({"kind": kind, **fields}).encode() + b"\n"
        try:
            if handles:
                sent = socket.send_fds(self._sock, [line], list(handles))
                line = line[sent:]
            self._sock.sendall(line)
        except OSError as error:
            raise ChannelClosedError(str(error)) from error

    def receive(self, timeout_s: float | None) -> dict[str, Any] | None:
        """Takes the next message, or None when none came in time.

        Raises:
            ChannelClosedError: the other end is closed.
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            end = self._buffer.find(b"\n")
            if end >= 0:
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 1]
                message = json.loads(line)
                if not isinstance(message, dict):
                    raise ChannelClosedError("a message was not an object")
                return message
            if len(self._buffer) > _MAX_LINE_BYTES:
                raise ChannelClosedError("a message was too long")
            if not self._readable(None if deadline is None else max(0.0, deadline - time.monotonic())):
                return None
            try:
                data, handles, _, _ = socket.recv_fds(self._sock, 65536, 4)
            except OSError as error:
                raise ChannelClosedError(str(error)) from error
            if not data:
                raise ChannelClosedError("the other process ended")
            self._buffer += data
            self._handles += handles

    def _readable(self, timeout_s: float | None) -> bool:
        # poll, for select takes no file descriptors above 1023, and a server with many visitors gets there.
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return bool(poll.poll(None if timeout_s is None else math.ceil(timeout_s * 1000)))

    def take_handle(self) -> int:
        """Takes the oldest file descriptor that came with a message.

        Raises:
            ChannelClosedError: none came.
        """
        if not self._handles:
            raise ChannelClosedError("a file descriptor was expected")
        return self._handles.pop(0)

    def close(self) -> None:
        """Closes this end and every file descriptor nobody took."""
        self._sock.close()
        for handle in self._handles:
            socket.close(handle)
        self._handles.clear()
