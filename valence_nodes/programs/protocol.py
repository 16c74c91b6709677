# SPDX-License-Identifier: Apache-2.0
"""The language between the program node and a program in its box: msgpack frames over one stream socket.

A frame is four bytes of length (big endian) and a msgpack map with a text `kind`. There are few kinds, all of
plain values; nothing in them is ever executed. What comes out of the box is checked field by field, for it may
come from a hostile program. This module is also used inside the box and needs only msgpack.

Node to box: `start` (program, features), `observation`, `part`, `stop`.
Box to node: `hello` (version), `loaded`, `want` (part), `action`, `failed`, `stopped`.
A program that learns is started with `learn_cpu_s` and answers with `learning` (log, plots, done; perhaps `doing` or
`examined`), `model` (part) as often as it takes, and `learned` (bytes, kind_of_model).

Parts of an observation that are large come only if the program asks for them: the observation holds `true` in their
place, the box answers with `want`, and gets a `part`. A picture of 320×240 pixels costs its way into the box as much
as all other parts of a second, and a program that uses detections never looks at it.
"""

from __future__ import annotations

import math
import select
import socket
import struct
import time
from typing import Any

import msgpack

VERSION = 2
ON_DEMAND = frozenset({"image", "sound"})
"""Parts of an observation that come when they are asked for."""

MAX_FROM_BOX_BYTES = 96 * 1024
MAX_TO_BOX_BYTES = 16 * 1024 * 1024
LEARN_WALL_FACTOR = 4.0
"""Learning may take so many times its processor time on the wall clock."""
MODEL_PART_BYTES = 32 * 1024
"""Of what was learned, in one frame."""
MAX_TEXT = 2000
MAX_LINES_A_STEP = 100
MAX_PLOTS_A_STEP = 32
MAX_CURVES = 64
MAX_LOG_CHARS = 1_100_000
"""Of all lines together, each with 40 more; the box itself stops a little earlier."""

_LENGTH = struct.Struct(">I")

# Texts from the box are shown on terminals: control characters become their Unicode pictures, and marks that turn
# the direction of writing (with which a line can be made to look like another) the replacement character.
_MARKS = (0x061C, 0x200E, 0x200F, 0x2028, 0x2029)
_MADE_VISIBLE = {
    **{code: 0x2400 + code for code in range(0x20) if code != ord("\t")},
    **dict.fromkeys([0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *_MARKS], 0xFFFD),
}


class ProtocolViolation(Exception):  # noqa: N818 - it is not an error of ours
    """The other end does not keep to the protocol."""


class PeerGone(Exception):  # noqa: N818
    """The other end is closed."""


class DeadlinePassed(Exception):  # noqa: N818
    """The other end took too long."""


class FrameSocket:
    """Sends and receives frames with a deadline that also holds against an end that trickles bytes."""

    def __init__(self, sock: socket.socket, max_receive_bytes: int) -> None:
        """Wraps a connected stream socket.

        Args:
            sock: the socket, which then belongs to this object.
            max_receive_bytes: longer frames are a violation.
        """
        self._sock = sock
        self._sock.setblocking(False)
        self._max_receive_bytes = max_receive_bytes
        self._buffer = bytearray()

    def send(self, kind: str, fields: dict[str, Any], timeout_s: float | None) -> None:
        """Sends one frame.

        Raises:
            DeadlinePassed: the other end does not read.
            PeerGone: the other end is closed.
        """
        body = msgpack.packb({"kind": kind, **fields})
        data = memoryview(_LENGTH.pack(len(body)) + body)
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while data:
            try:
                data = data[self._sock.send(data) :]
            except BlockingIOError:
                self._wait(deadline, write=True)
            except OSError as error:
                raise PeerGone(str(error)) from error

    def receive(self, timeout_s: float | None) -> dict[str, Any]:
        """Takes the next frame.

        Raises:
            DeadlinePassed: none came in time.
            PeerGone: the other end is closed.
            ProtocolViolation: it is not a frame.
        """
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while (frame := self._next_frame()) is None:
            try:
                data = self._sock.recv(1 << 18)
            except BlockingIOError:
                self._wait(deadline, write=False)
                continue
            except OSError as error:
                raise PeerGone(str(error)) from error
            if not data:
                raise PeerGone("closed")
            self._buffer += data
            if deadline is not None and time.monotonic() > deadline:
                raise DeadlinePassed
        return frame

    def pending(self) -> bool:
        """Whether something was sent that nobody asked for yet; an end that is closed has sent nothing."""
        if self._buffer:
            return True
        try:
            return self._ready(select.POLLIN, 0.0) and bool(self._sock.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def fileno(self) -> int:
        """The socket's file descriptor."""
        return self._sock.fileno()

    def close(self) -> None:
        """Closes the socket."""
        self._sock.close()

    def _next_frame(self) -> dict[str, Any] | None:
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if length > self._max_receive_bytes:
            raise ProtocolViolation(f"a frame of {length} bytes; at most {self._max_receive_bytes} are allowed")
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_LENGTH.size : end])
        del self._buffer[:end]
        return decode(body)

    def _wait(self, deadline: float | None, *, write: bool) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise DeadlinePassed
        self._ready(select.POLLOUT if write else select.POLLIN, left)

    def _ready(self, event: int, timeout_s: float | None) -> bool:
        # poll, for select takes no file descriptors above 1023.
        poll = select.poll()
        poll.register(self._sock, event)
        return bool(poll.poll(None if timeout_s is None else math.ceil(timeout_s * 1000)))


def decode(body: bytes) -> dict[str, Any]:
    """Unpacks one frame's body.

    Raises:
        ProtocolViolation: not msgpack, or not a map with a text `kind`.
    """
    try:
        frame = msgpack.unpackb(body, max_map_len=64, max_array_len=4096, max_ext_len=0, strict_map_key=True)
    except Exception as error:  # msgpack raises many kinds, ValueError and its own among them
        raise ProtocolViolation(f"not a frame: {type(error).__name__}") from error
    if not isinstance(frame, dict) or not isinstance(frame.get("kind"), str):
        raise ProtocolViolation("a frame must be a map with a kind")
    return frame


def finite(frame: dict[str, Any], name: str) -> float:
    """Takes a finite number out of a frame.

    Raises:
        ProtocolViolation: it is none.
    """
    value = frame.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ProtocolViolation(f"{name} must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ProtocolViolation(f"{name} must be finite")
    return number


def text(frame: dict[str, Any], name: str, limit: int = MAX_TEXT) -> str:
    """Takes a text of at most `limit` characters out of a frame; what steers a terminal is made visible.

    Raises:
        ProtocolViolation: it is none, or longer.
    """
    value = frame.get(name)
    if not isinstance(value, str) or len(value) > limit:
        raise ProtocolViolation(f"{name} must be a text of at most {limit} characters")
    return visible(value)


def visible(value: str) -> str:
    """The text as it can be shown on a terminal, whoever wrote it: nothing in it steers one."""
    return value.encode("utf-8", "replace").decode().translate(_MADE_VISIBLE)


def sendable(value: str) -> str:
    """The text as it can go into a frame: not too long, and with nothing that UTF-8 can't hold."""
    return value[:MAX_TEXT].encode("utf-8", "replace").decode()


def line_number(frame: dict[str, Any], name: str = "line") -> int | None:
    """Takes a line number (1 or more) or None out of a frame.

    Raises:
        ProtocolViolation: it is something else.
    """
    value = frame.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1_000_000:
        raise ProtocolViolation(f"{name} must be a line number")
    return value
