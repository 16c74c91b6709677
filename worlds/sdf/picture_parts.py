# SPDX-License-Identifier: Apache-2.0
"""Parts of pictures: what a rectangle of a file shows, decoded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from worlds.sdf.description import PicturePart

_KEPT_SHEETS = 4


def picture_part(part: PicturePart) -> npt.NDArray[np.uint8] | None:
    """Decodes a part of a picture.

    Returns:
        RGB, uint8 (height, width, 3); None where the file can't be decoded or the part is not wholly within it.
    """
    sheet = _sheet(part.file)
    if sheet is None:
        return None
    bottom, right = part.top_px + part.height_px, part.left_px + part.width_px
    within = min(part.left_px, part.top_px) >= 0 and bottom <= sheet.shape[0] and right <= sheet.shape[1]
    if not within or min(part.width_px, part.height_px) < 1:
        return None
    return np.ascontiguousarray(sheet[part.top_px : bottom, part.left_px : right])


@lru_cache(maxsize=_KEPT_SHEETS)
def _sheet(file: Path) -> npt.NDArray[np.uint8] | None:
    """All of a file; kept, as many parts of it are wanted one after another."""
    pixels: npt.NDArray[np.uint8] | None = cv2.imread(str(file), cv2.IMREAD_COLOR_RGB)
    return pixels
