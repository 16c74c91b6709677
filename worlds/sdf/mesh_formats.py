# SPDX-License-Identifier: Apache-2.0
"""Triangles from the bytes of Wavefront OBJ and STL files, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_TRIANGLES = 200_000
MAX_VERTICES = 200_000
MAX_CORNERS = 64
MAX_LINES = 2_000_000

# The binary STL layout: 80 bytes of head, a count, then 50 bytes a triangle (normal, corners, attribute).
_STL_HEAD = 84
_STL_TRIANGLE = np.dtype([("normal", "<f4", (3,)), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])


class MeshFormatError(ValueError):
    """The bytes are not a mesh of the format; `line` is 0 where there are no lines."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Triangles:
    """A triangle mesh: `vertices` is n × 3 float64, `faces` m × 3 int64 indices into them."""

    vertices: NDArray[np.float64]
    faces: NDArray[np.int64]


def read_stl(content: bytes) -> Triangles:
    """Reads a binary or an ASCII STL file; corners at the same place become one vertex.

    Raises:
        MeshFormatError: it is cut off, too large, empty, or holds a number that is none.
    """
    if len(content) >= _STL_HEAD:
        count = int.from_bytes(content[80:84], "little")
        size = _STL_HEAD + count * _STL_TRIANGLE.itemsize
        # A binary file may start with “solid”, too; only its size tells.
        if len(content) == size:
            return _from_corners(_binary_corners(content, count))
        if not content.lstrip()[:5].lower() == b"solid":
            raise MeshFormatError(
                f"its head says {count} triangles, which take {size} bytes, but it has {len(content)}."
            )
    return _from_corners(_ascii_corners(content))


def _binary_corners(content: bytes, count: int) -> NDArray[np.float64]:
    if count > MAX_TRIANGLES:
        raise MeshFormatError(f"it has {count} triangles; at most {MAX_TRIANGLES} are allowed.")
    records = np.frombuffer(content, dtype=_STL_TRIANGLE, offset=_STL_HEAD, count=count)
    return records["corners"].astype(np.float64).reshape(-1, 3)


def _ascii_corners(content: bytes) -> NDArray[np.float64]:
    corners: list[tuple[float, float, float]] = []
    ended = False
    for line, words in _lines(content):
        if words[0].lower() == b"vertex":
            corners.append(_point(words, line))
            if len(corners) > 3 * MAX_TRIANGLES:
                raise MeshFormatError(f"it has more than {MAX_TRIANGLES} triangles.", line)
        elif words[0].lower() == b"endfacet" and len(corners) % 3:
            raise MeshFormatError("a facet has not three vertices.", line)
        ended = words[0].lower() == b"endsolid"
    if not ended:
        raise MeshFormatError("it is no STL, or is cut off: there is no endsolid.")
    return np.array(corners, dtype=np.float64).reshape(-1, 3)


def _from_corners(corners: NDArray[np.float64]) -> Triangles:
    if len(corners) == 0:
        raise MeshFormatError("it has no triangles.")
    if not np.isfinite(corners).all():
        raise MeshFormatError("a coordinate is not a finite number.")
    vertices, index = np.unique(corners, axis=0, return_inverse=True)
    return Triangles(vertices, index.reshape(-1, 3).astype(np.int64))


def read_obj(content: bytes) -> Triangles:
    """Reads vertices and faces of a Wavefront OBJ file; polygons are cut into triangles as a fan.

    Normals, texture coordinates, materials, lines and groups are passed over; no other file is opened.

    Raises:
        MeshFormatError: a face names a vertex that is not there, or the file is too large, empty or no OBJ.
    """
    vertices: list[tuple[float, float, float]] = []
    faces: list[tuple[int, int, int]] = []
    for line, words in _lines(content):
        if words[0] == b"v":
            vertices.append(_point(words, line))
            if len(vertices) > MAX_VERTICES:
                raise MeshFormatError(f"it has more than {MAX_VERTICES} vertices.", line)
        elif words[0] == b"f":
            if not 3 <= len(words) - 1 <= MAX_CORNERS:
                raise MeshFormatError(f"a face needs 3 to {MAX_CORNERS} corners, not {len(words) - 1}.", line)
            corners = [_index(word, len(vertices), line) for word in words[1:]]
            faces.extend((corners[0], corners[i], corners[i + 1]) for i in range(1, len(corners) - 1))
            if len(faces) > MAX_TRIANGLES:
                raise MeshFormatError(f"it has more than {MAX_TRIANGLES} triangles.", line)
    if not faces:
        raise MeshFormatError("it has no faces, or is no OBJ.")
    return Triangles(np.array(vertices, dtype=np.float64), np.array(faces, dtype=np.int64))


def _index(word: bytes, count: int, line: int) -> int:
    digits = word.split(b"/", 1)[0]
    number = int(digits) if digits.removeprefix(b"-").isdigit() and len(digits) < 12 else 0
    index = number - 1 if number > 0 else count + number
    if number == 0 or not 0 <= index < count:
        name = word[:20].decode("ascii", "replace")
        raise MeshFormatError(f"a face names the vertex “{name}”, but there are {count}.", line)
    return index


def _lines(content: bytes) -> Iterator[tuple[int, list[bytes]]]:
    lines = content.split(b"\n", MAX_LINES)
    if len(lines) > MAX_LINES:
        raise MeshFormatError(f"it has more than {MAX_LINES} lines.")
    for number, line in enumerate(lines, 1):
        words = line.split(None, MAX_CORNERS + 1)
        if words:
            yield number, words


def _point(words: list[bytes], line: int) -> tuple[float, float, float]:
    try:
        # Anything beyond these is a weight or a colour.
        x, y, z = (float(word) for word in words[1:4])
    except ValueError:
        raise MeshFormatError("a vertex needs three numbers.", line) from None
    # One comparison finds infinities and not-a-numbers alike.
    if not abs(x) + abs(y) + abs(z) < 1e30:
        raise MeshFormatError("a coordinate is not a usable number.", line)
    return (x, y, z)
