# SPDX-License-Identifier: Apache-2.0
"""Picture files: is it a PNG or JPEG, and how large is it, known from its head before anything decodes it."""

from __future__ import annotations

from pathlib import Path

from worlds.errors import SdfError
from worlds.sdf.document import read_bytes

MAX_PICTURE_BYTES = 16 * 1024 * 1024
MAX_PICTURE_PX = 8192

# JPEG's start-of-frame markers (ITU-T T.81, table B.1); C4, C8 and CC are none.
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_picture(file: Path) -> tuple[bytes, int, int]:
    """Reads a PNG or JPEG file without decoding it.

    Returns:
        Its bytes, width and height in pixels.

    Raises:
        SdfError: it is missing, too large, or neither PNG nor JPEG.
    """
    content = read_bytes(file, MAX_PICTURE_BYTES, "picture")
    size = _png_size(content) or _jpeg_size(content)
    if size is None:
        raise SdfError(file, 0, "", "the picture is neither PNG nor JPEG, or is cut off.")
    width, height = size
    if not (1 <= width <= MAX_PICTURE_PX and 1 <= height <= MAX_PICTURE_PX):
        raise SdfError(
            file,
            0,
            "",
            f"the picture has {width} × {height} pixels; 1 to {MAX_PICTURE_PX} a side are allowed.",
        )
    return content, width, height


def _png_size(content: bytes) -> tuple[int, int] | None:
    if len(content) < 33 or content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _START_OF_FRAME:
            height = int.from_bytes(content[at + 5 : at + 7], "big")
            return int.from_bytes(content[at + 7 : at + 9], "big"), height
        at += 2 + max(2, int.from_bytes(content[at + 2 : at + 4], "big"))
    return None
