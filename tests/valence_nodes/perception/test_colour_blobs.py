# SPDX-License-Identifier: Apache-2.0
"""Patches of colour are found where they are, and noise is not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from valence_nodes.perception.colour_blobs import COLOURS, find_blobs

RGB = {
    "red": (220, 20, 20),
    "orange": (240, 130, 10),
    "yellow": (235, 220, 20),
    "green": (20, 180, 40),
    "blue": (20, 60, 220),
    "purple": (150, 30, 190),
}


def picture(*patches: tuple[str, int, int, int, int]) -> npt.NDArray[np.uint8]:
    pixels = np.full((120, 160, 3), 128, np.uint8)
    for colour, left, top, width, height in patches:
        pixels[top : top + height, left : left + width] = RGB[colour]
    return pixels


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_is_found_where_it_is(colour: str) -> None:
    (blob,) = find_blobs(picture((colour, 30, 40, 20, 10)))
    assert blob.colour == colour
    assert (blob.x_px, blob.y_px, blob.width_px, blob.height_px) == (40, 45, 20, 10)
    assert blob.fill == 1.0


def test_the_largest_comes_first_whatever_its_place() -> None:
    blobs = find_blobs(picture(("red", 0, 0, 10, 10), ("blue", 50, 50, 40, 40), ("red", 120, 10, 20, 20)))
    assert [(blob.colour, blob.width_px) for blob in blobs] == [("blue", 40), ("red", 20), ("red", 10)]


def test_grey_dark_and_tiny_things_are_no_blobs() -> None:
    assert find_blobs(picture()) == []
    assert find_blobs(np.zeros((10, 10, 3), np.uint8)) == []
    assert find_blobs(picture(("red", 10, 10, 6, 6))) == []
    assert len(find_blobs(picture(("red", 10, 10, 6, 6)), min_area_px=36)) == 1


def test_one_colour_in_two_places_is_two_blobs() -> None:
    assert len(find_blobs(picture(("green", 10, 10, 20, 20), ("green", 100, 10, 20, 20)))) == 2
