# SPDX-License-Identifier: Apache-2.0
"""Height fields from pictures: `<heightmap>`."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from worlds.errors import SdfError
from worlds.sdf import checked_values as values
from worlds.sdf.description import Heightmap
from worlds.sdf.document import Element, shown
from worlds.sdf.pictures import read_picture
from worlds.sdf.reading import OutsideFolderError, Reading, is_only_seen

MAX_SIDE_PX = 1025


def read_heightmap(heightmap: Element, reading: Reading) -> Heightmap | None:
    """Reads a heightmap: black is the bottom, white (of 8 or 16 bits) the top of `<size>`.

    Returns:
        The heightmap; None, with a warning, if it is only looked at and its picture can't be used.

    Raises:
        SdfError: a size is wrong, the picture is outside its folder or, of a collision, missing, too large, or can't
            be decoded.
    """
    uri = heightmap.child("uri")
    if uri is None or not uri.text:
        raise heightmap.error("needs a <uri>.")
    size_m = values.vector3(heightmap.child("size"), (1.0, 1.0, 1.0), values.SIZE_M)
    position_m = values.vector3(heightmap.child("pos"), (0.0, 0.0, 0.0), values.POSITION_M)
    try:
        file, heights = _heights(uri, reading)
    except OutsideFolderError:
        raise
    except SdfError as error:
        if not is_only_seen(heightmap):
            raise
        reading.warn_of(uri, f"{error.reason} The visual is left out. {error.hint}".strip())
        return None
    return Heightmap(file, size_m, position_m, heights)


def _heights(uri: Element, reading: Reading) -> tuple[Path, tuple[tuple[float, ...], ...]]:
    file = reading.find(uri, uri.text)
    try:
        content, width, height = read_picture(file)
    except SdfError as error:
        raise uri.error(f"{shown(file.name)}: {error.reason}", error.hint) from error
    if max(width, height) > MAX_SIDE_PX or min(width, height) < 2:
        raise uri.error(f"{width} × {height} pixels are not allowed; 2 to {MAX_SIDE_PX} a side are.")
    try:
        pixels = cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH)
    except cv2.error:
        pixels = None
    if pixels is None or pixels.dtype not in (np.uint8, np.uint16):
        raise uri.error("the picture can't be decoded; it may be cut off.", "Use a grey PNG of 8 or 16 bits.")
    heights = pixels.astype(np.float64) / np.iinfo(pixels.dtype).max
    return file, tuple(tuple(row) for row in heights.tolist())
