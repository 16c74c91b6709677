# SPDX-License-Identifier: Apache-2.0
"""Reading single fields out of a serialised ROS message (CDR), without converting all of it to Python.

Plain CDR as ROS 2 has it (OMG "CDR encapsulation", DDS-XTypes 1.3, 7.6.3): four bytes of header, then the fields in
order, each aligned to its own size counted from behind the header; texts and arrays with their length in front.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypeVar

_HEADER = 4
_LENGTH = struct.Struct("<I")
_STAMP = struct.Struct("<iI")

HEADER_STAMP_AT = _HEADER
"""Where a message that begins with `std_msgs/Header` has its stamp."""

T = TypeVar("T")


class BrokenMessageError(ValueError):
    """A message's bytes are not what its type says."""


def decoded(what: str, data: bytes, read: Callable[[bytes], T]) -> T:
    """Reads a message that may come from anybody.

    Raises:
        BrokenMessageError: its bytes are too short, not little-endian, or make no sense; names `what`.
    """
    try:
        if data[:2] != b"\0\1":
            raise BrokenMessageError(f"A message on {what} is not little-endian CDR.")
        return read(data)
    except (struct.error, IndexError, UnicodeDecodeError, ArithmeticError) as error:
        raise BrokenMessageError(f"A message on {what} is broken: {error}.") from error


def stamp_ns(data: bytes, at: int = HEADER_STAMP_AT) -> int:
    """The ROS time at `at`, in nanoseconds."""
    sec, nanosec = _STAMP.unpack_from(data, at)
    return int(sec) * 1_000_000_000 + int(nanosec)


def aligned(at: int, size: int) -> int:
    """The place of a field of `size` bytes that comes at or after `at`."""
    return at + (_HEADER - at) % size


def after_text(data: bytes, at: int) -> int:
    """The end of the text that comes at or after `at`."""
    at = aligned(at, 4)
    return at + 4 + int(_LENGTH.unpack_from(data, at)[0])


def after_header(data: bytes) -> int:
    """The end of the `std_msgs/Header` that a message begins with."""
    return after_text(data, HEADER_STAMP_AT + 8)


def text(data: bytes, at: int) -> tuple[str, int]:
    """The text that comes at or after `at`, and its end."""
    at = aligned(at, 4)
    end = after_text(data, at)
    if end > len(data):
        raise IndexError("a text is longer than the message")
    return data[at + 4 : end - 1].decode(), end


def length(data: bytes, at: int) -> tuple[int, int]:
    """The length of the array that comes at or after `at`, and where its elements begin (not yet aligned)."""
    at = aligned(at, 4)
    return int(_LENGTH.unpack_from(data, at)[0]), at + 4


def block(data: bytes, at: int, size: int) -> tuple[bytes, int]:
    """The elements, each of `size` bytes, of the array that comes at or after `at`, and their end."""
    count, at = length(data, at)
    end = at + count * size
    if end > len(data):
        raise IndexError("an array is longer than the message")
    return data[at:end], end
