# SPDX-License-Identifier: Apache-2.0
"""A ROS message that is sent again and again with other numbers: serialised once, then only filled in.

rclpy converts a Python message field by field, the 72 covariances of an odometry message among them, each time it
is published. A form asks rclpy to serialise the message once, finds out where the numbers that change stand in it,
and from then on writes just those. The bytes are the ones that rclpy would have made, without what it may leave behind
the last field.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from rclpy.serialization import deserialize_message, serialize_message

_BLOCK_MARK = 0xA5
_SPARE_BYTES = 4


class MessageForm:
    """One message in serialised form (CDR), with blanks for numbers and for one block of bytes."""

    def __init__(self, message: Any, blanks: Sequence[tuple[str, str]], block: str | None = None) -> None:
        """Makes the form of a message.

        Args:
            message: with everything set that stays as it is; its blanks are overwritten.
            blanks: path of each number that changes, such as `pose.position.x` or `stamps.0.sec`, and its type as
                in `struct`: `d` float64, `f` float32, `i` int32, `I` uint32, `Q` uint64; in the order of the fields.
            block: path of an array of bytes or float32 that is replaced whole, by one of the same length.

        Raises:
            ValueError: a blank is not where its order says, or the serialised message is not little-endian CDR.
        """
        marks = [_mark(kind, number) for number, (_, kind) in enumerate(blanks)]
        for (path, _), mark in zip(blanks, marks, strict=True):
            _set(message, path, mark)
        self._count = len(blanks)
        self._block_bytes = 0
        if block is not None:
            array = _get(message, block)
            self._block_bytes = len(array) * array.itemsize
            array[:] = type(array)(array.typecode, bytes([_BLOCK_MARK]) * self._block_bytes)
        data = _to_the_last_field(serialize_message(message), type(message))
        if data[:2] != b"\0\1":
            raise ValueError("Only little-endian CDR can be filled in.")
        self._data = bytearray(data)
        self._runs = _runs(data, [kind for _, kind in blanks], marks)
        self._block_at = data.index(bytes([_BLOCK_MARK]) * self._block_bytes) if block is not None else 0

    def fill(self, values: Sequence[float], block: bytes = b"") -> bytes:
        """Returns the serialised message.

        Args:
            values: of the blanks, in order.
            block: what the array holds; as long as the form's.

        Raises:
            ValueError: there are too few or many values, or the block is longer or shorter.
            struct.error: a value does not fit its type.
        """
        if len(values) != self._count:
            raise ValueError(f"{self._count} values are needed; {len(values)} were given.")
        data = self._data
        for first, last, at, packer in self._runs:
            packer.pack_into(data, at, *values[first:last])
        if len(block) != self._block_bytes:
            raise ValueError(f"A block of {self._block_bytes} bytes is needed; {len(block)} were given.")
        if block:
            data[self._block_at : self._block_at + self._block_bytes] = block
        return bytes(data)


def _to_the_last_field(data: bytes, kind: type) -> bytes:
    """Leaves out the room that rmw_fastrtps keeps for the alignment of the elements of an empty array at the end.

    It holds whatever was in memory, and readers that are strict about lengths (rosbags) refuse the message.
    """
    whole = repr(deserialize_message(data, kind))
    try:
        spare = repr(deserialize_message(data[:-_SPARE_BYTES], kind)) == whole
    except Exception:  # rclpy has none of its own for a message that is too short
        spare = False
    return data[:-_SPARE_BYTES] if spare else data


_Run = tuple[int, int, int, struct.Struct]


def _runs(data: bytes, kinds: list[str], marks: list[float]) -> list[_Run]:
    """Finds each mark, and joins those that stand side by side: (first blank, blank after the last, offset, packer)."""
    runs: list[_Run] = []
    end = -1
    for number, (kind, mark) in enumerate(zip(kinds, marks, strict=True)):
        pattern = struct.pack(f"<{kind}", mark)
        at = data.index(pattern, max(end, 0))
        if data.count(pattern) != 1:
            raise ValueError(f"Blank {number} can't be told from others.")
        if at == end:
            first, _, began, packer = runs.pop()
            runs.append((first, number + 1, began, struct.Struct(packer.format + kind)))
        else:
            runs.append((number, number + 1, at, struct.Struct(f"<{kind}")))
        end = at + len(pattern)
    return runs


def _mark(kind: str, number: int) -> float:
    """A value that stands in no message by chance, another one for each blank; exact in float32, too."""
    return 0x5A5A5A00 + number if kind in "iIQ" else (0x5A5A00 + number) * 2.0**-40


def _get(message: Any, path: str) -> Any:
    for part in path.split("."):
        message = message[int(part)] if part.isdigit() else getattr(message, part)
    return message


def _set(message: Any, path: str, value: Any) -> None:
    owner, _, name = path.rpartition(".")
    target = _get(message, owner) if owner else message
    if name.isdigit():
        target[int(name)] = value
    else:
        setattr(target, name, value)
