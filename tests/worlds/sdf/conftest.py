# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from worlds.sdf.description import World
from worlds.sdf.reader import read_world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A world's folder with a neighbour that the world may not reach."""
    own = tmp_path / "lab" / "worlds"
    own.mkdir(parents=True)
    return own


@pytest.fixture
def read(folder: Path) -> Callable[[str], World]:
    """Writes a text to `w.sdf` and reads it as a world."""

    def write_and_read(text: str) -> World:
        file = folder / "w.sdf"
        file.write_text(text, encoding="utf-8")
        return read_world(file)

    return write_and_read
