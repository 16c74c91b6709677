# SPDX-License-Identifier: Apache-2.0
"""Pictures in ZIP files: read with care, for a ZIP can be a bomb and a picture can claim any size."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

MAX_FILES = 200_000
MAX_FILE_BYTES = 16_000_000
MAX_ALL_BYTES = 1_000_000_000
MAX_SIDE_PX = 2048
MAX_PIXEL_BYTES = 2_000_000_000
"""Of all pictures of one part in memory."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the same pictures give the same file
JPEG = b"\xff\xd8"
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def open_zip(file: Path) -> zipfile.ZipFile:
    """Opens a ZIP after a look at what it claims to hold; what it really holds is measured by `read_member`.

    Raises:
        DataError: it is none, or holds too much, or names files outside itself.
    """
    try:
        opened = zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise DataError(f"There is no file {file}.") from error
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DataError(f"{file} can't be read as a ZIP: {str(error)[:120]}.") from error
    try:
        _check_members(file, opened.infolist())
    except DataError:
        opened.close()
        raise
    return opened


def _check_members(file: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES:
        raise DataError(f"{file} has {len(members):,} files in it, and {MAX_FILES:,} are the most.")
    for one in members:
        path = PurePosixPath(one.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or one.filename[1:2] == ":":
            raise DataError(f"{file} names a file outside itself: {one.filename[:80]!r}.", "It may mean harm.")
        if one.flag_bits & 1:
            raise DataError(f"{file} is locked with a password.", "Pack it anew without one.")
        if one.file_size > MAX_FILE_BYTES:
            raise DataError(
                f"{file}: {one.filename[:80]!r} has {one.file_size:,} bytes, and {MAX_FILE_BYTES:,} are the most."
            )
    total = sum(one.file_size for one in members)
    if total > MAX_ALL_BYTES:
        raise DataError(f"{file} unpacks to {total:,} bytes, and {MAX_ALL_BYTES:,} are the most.")
    names = {one.filename for one in members}
    if len(names) < len(members):
        raise DataError(f"{file} has two files of the same name in it.", "Pack it anew.")


def read_member(opened: zipfile.ZipFile, name: str) -> bytes:
    """Reads one file out of a ZIP, and never more than a file may have, whatever the ZIP claims.

    Raises:
        DataError: it is not there, damaged or too large.
    """
    try:
        with opened.open(name) as member:
            data = member.read(MAX_FILE_BYTES + 1)
    except KeyError as error:
        raise DataError(f"{opened.filename} has no file “{name[:80]}”.") from error
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{opened.filename}: “{name[:80]}” is damaged ({str(error)[:80]}).") from error
    except Exception as error:  # zlib.error, lzma's and others' own
        raise DataError(f"{opened.filename}: “{name[:80]}” can't be unpacked ({str(error)[:80]}).") from error
    if len(data) > MAX_FILE_BYTES:
        raise DataError(f"{opened.filename}: “{name[:80]}” has more than {MAX_FILE_BYTES:,} bytes.")
    return data


def picture_size(data: bytes) -> tuple[int, int]:
    """Returns width and height of a PNG or JPEG (px) from its head, without unpacking it.

    PNG: ISO/IEC 15948, 11.2.2. JPEG: ITU-T T.81, B.2.2.

    Raises:
        DataError: it is neither.
    """
    if data[:8] == _PNG and data[12:16] == b"IHDR":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    place = 2
    while data.startswith(JPEG) and place + 9 < len(data) and data[place] == 0xFF:
        if data[place + 1] in _JPEG_FRAMES:
            return int.from_bytes(data[place + 7 : place + 9], "big"), int.from_bytes(
                data[place + 5 : place + 7], "big"
            )
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    raise DataError("it is no PNG and no JPEG")


def decode_picture(data: bytes, name: str) -> Pixels:
    """Unpacks a picture.

    Args:
        data: of a PNG or JPEG.
        name: for messages.

    Returns:
        uint8, height × width for grey ones, else height × width × 3 (red, green, blue), top row first.

    Raises:
        DataError: it is no picture, or too large.
    """
    import cv2  # noqa: PLC0415 - only who has pictures needs it

    try:
        width_px, height_px = picture_size(data)
    except DataError as error:
        raise DataError(f"The picture “{name[:80]}” can't be read: {error.message}.") from error
    if not 0 < width_px <= MAX_SIDE_PX or not 0 < height_px <= MAX_SIDE_PX:
        raise DataError(
            f"The picture “{name[:80]}” is {width_px} × {height_px} pixels, and {MAX_SIDE_PX} a side are the most.",
            "Make it smaller: small pictures are learned from faster, too.",
        )
    import numpy as np  # noqa: PLC0415

    try:
        pixels: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise DataError(f"The picture “{name[:80]}” is damaged.") from error
    if pixels is None:
        raise DataError(f"The picture “{name[:80]}” is damaged.")
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    if pixels.ndim == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGB if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB)
    return pixels  # type: ignore[no-any-return]


def encode_picture(pixels: Pixels) -> bytes:
    """Packs a picture as PNG.

    Args:
        pixels: uint8, height × width, or height × width × 3 (red, green, blue).
    """
    import cv2  # noqa: PLC0415

    if pixels.ndim == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".png", pixels)[1])


def write_zip(file: Path, members: Iterable[tuple[str, bytes]]) -> None:
    """Writes files into a ZIP; the same files give the same ZIP."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as opened:
        for name, data in members:
            opened.writestr(zipfile.ZipInfo(name, _FIXED_TIME), data)


def read_pictures(file: Path, names: Sequence[str]) -> Pixels:
    """Reads pictures of one size out of a ZIP.

    Returns:
        uint8 (n, h, w) or (n, h, w, 3), in the order of `names`.

    Raises:
        DataError: one is missing, damaged or of another size.
    """
    import numpy as np  # noqa: PLC0415

    all_of_them: Any = None
    with open_zip(file) as opened:
        for index, name in enumerate(names):
            one = decode_picture(read_member(opened, str(name)), str(name))
            if all_of_them is None:
                if one.nbytes * len(names) > MAX_PIXEL_BYTES:
                    raise DataError(
                        f"{len(names):,} pictures of {one.shape[1]} × {one.shape[0]} pixels don't fit into memory.",
                        "Make them smaller.",
                    )
                all_of_them = np.empty((len(names), *one.shape), np.uint8)
            if one.shape != all_of_them.shape[1:]:
                first = " × ".join(map(str, all_of_them.shape[1:]))
                raise DataError(
                    f"The picture “{str(name)[:80]}” is {' × '.join(map(str, one.shape))}, the first one {first}.",
                    "Pictures of a dataset have one size: import them with --size.",
                )
            all_of_them[index] = one
    if all_of_them is None:
        return np.empty((0, 0, 0), np.uint8)
    return all_of_them  # type: ignore[no-any-return]
