# SPDX-License-Identifier: Apache-2.0
"""The way between a running episode and those who watch it: frames go out, wishes come in.

Each message is a length (uint32, little-endian) and a map in msgpack. The episode never waits for its viewers: what
they do not take in time stays here, and frames that may be dropped are.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import Any

import msgpack

_LENGTH = struct.Struct("<I")
_DROP_ABOVE_BYTES = 256 * 1024
_MOST_BYTES = 64 * 1024 * 1024
_MOST_WISH_BYTES = 64 * 1024


class MessageSplitter:
    """Cuts a stream of bytes into messages."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        """Makes one.

        Args:
            most_bytes: longest message.
        """
        self._most_bytes = most_bytes
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Takes bytes; returns the messages that are whole now, still packed.

        Raises:
            ValueError: a message is too long.
        """
        self._buffer += data
        found = []
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > self._most_bytes:
                raise ValueError(f"a message of {length} bytes")
            if len(self._buffer) < _LENGTH.size + length:
                break
            found.append(bytes(self._buffer[_LENGTH.size : _LENGTH.size + length]))
            del self._buffer[: _LENGTH.size + length]
        return found


def packed(message: dict[str, Any]) -> bytes:
    """A message as it goes over the wire."""
    body: bytes = msgpack.packb(message)
    return _LENGTH.pack(len(body)) + body


class ViewChannel:
    """The episode's end."""

    def __init__(self, sock: socket.socket) -> None:
        """Takes the socket over."""
        sock.setblocking(False)
        self._sock: socket.socket | None = sock
        self._waiting = bytearray()
        self._wishes = MessageSplitter(_MOST_WISH_BYTES)

    @property
    def crowded(self) -> bool:
        """Whether so much waits that frames which may be dropped should be."""
        return len(self._waiting) > _DROP_ABOVE_BYTES

    def send(self, frame: dict[str, Any], *, keep: bool) -> None:
        """Sends a frame, now or when there is room.

        Args:
            frame: to be sent.
            keep: it must not be dropped.
        """
        if self._sock is None or (self.crowded and not keep):
            return
        self._waiting += packed(frame)
        self.flush()
        if len(self._waiting) > _MOST_BYTES:
            self.close()  # nobody reads: the recording has it all

    def flush(self) -> None:
        """Sends what waits, as far as there is room."""
        while self._sock is not None and self._waiting:
            try:
                sent = self._sock.send(self._waiting)
            except BlockingIOError:
                return
            except OSError:
                self.close()
                return
            del self._waiting[:sent]

    def finish(self, timeout_s: float) -> None:
        """Sends all that waits and closes.

        Args:
            timeout_s: how long a viewer may take for it.
        """
        if self._sock is not None:
            self._sock.settimeout(timeout_s)
            with contextlib.suppress(OSError):
                self._sock.sendall(self._waiting)
            self.close()

    def wishes(self) -> list[dict[str, Any]]:
        """Takes what viewers wish, without waiting."""
        found: list[Any] = []
        while self._sock is not None:
            try:
                data = self._sock.recv(65536)
            except BlockingIOError:
                break
            except OSError:
                data = b""
            if not data:
                self.close()
                break
            try:
                found += [msgpack.unpackb(one) for one in self._wishes.feed(data)]
            except (ValueError, msgpack.UnpackException):
                self.close()  # whoever talks nonsense sees no more
        return [wish for wish in found if isinstance(wish, dict)]

    def fileno(self) -> int | None:
        """The socket's file descriptor, to wait for wishes; None when it is closed."""
        return None if self._sock is None else self._sock.fileno()

    def close(self) -> None:
        """Closes this end; the episode goes on unseen."""
        if self._sock is not None:
            self._sock.close()
            self._sock = None
            self._waiting.clear()
