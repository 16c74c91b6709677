# SPDX-License-Identifier: Apache-2.0
"""Height fields from pictures: `<heightmap>`."""

from __future__ import annotations

import cv2
import numpy as np

from worlds.sdf import checked_values as values
from worlds.sdf.description import Heightmap
from worlds.sdf.document import Element
from worlds.sdf.pictures import read_picture
from worlds.sdf.reading import Reading

MAX_SIDE_PX = 1025


def read_heightmap(heightmap: Element, reading: Reading) -> Heightmap:
    """Reads a heightmap: black is the bottom, white (of 8 or 16 bits) the top of `<size>`.

    Raises:
        SdfError: the picture is missing, outside its folder, too large, or can't be decoded.
    """
    uri = heightmap.child("uri")
    if uri is None or not uri.text:
        raise heightmap.error("needs a <uri>.")
    file = reading.find(uri, uri.text)
    content, width, height = read_picture(file)
    if max(width, height) > MAX_SIDE_PX or min(width, height) < 2:
        raise uri.error(f"{width} × {height} pixels are not allowed; 2 to {MAX_SIDE_PX} a side are.")
    try:
        pixels = cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH)
    except cv2.error:
        pixels = None
    if pixels is None or pixels.dtype not in (np.uint8, np.uint16):
        raise uri.error("the picture can't be decoded; it may be cut off.", "Use a grey PNG of 8 or 16 bits.")
    heights = pixels.astype(np.float64) / np.iinfo(pixels.dtype).max
    return Heightmap(
        file=file,
        size_m=values.vector3(heightmap.child("size"), (1.0, 1.0, 1.0), values.SIZE_M),
        position_m=values.vector3(heightmap.child("pos"), (0.0, 0.0, 0.0), values.POSITION_M),
        heights=tuple(tuple(row) for row in heights.tolist()),
    )
