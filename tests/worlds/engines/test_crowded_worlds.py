# SPDX-License-Identifier: Apache-2.0
"""Worlds with more in them than can be moved are refused with their place, and those just below are moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.engines.mujoco.collision_parts import MANY_LINKS, MAX_LINKS
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError
from worlds.sdf.reader import read_world

MASS = "<inertial><mass>1</mass><inertia><ixx>0.1</ixx><iyy>0.1</iyy><izz>0.1</izz></inertia></inertial>"
BOX = "<collision name='c'><geometry><box><size>1 1 1</size></box></geometry></collision>"


@pytest.fixture
def engine() -> Iterator[MujocoEngine]:
    engine = MujocoEngine()
    yield engine
    engine.close()


def _load(engine: MujocoEngine, folder: Path, models: str) -> None:
    file = folder / "w.sdf"
    file.write_text(f"<sdf version='1.9'><world name='w'>\n{models}</world></sdf>", encoding="utf-8")
    engine.load_world(read_world(file), None)


def _boxes(number: int, apart_m: float) -> str:
    return "".join(
        f"<model name='m{one}'><pose>{one % 30 * apart_m} {one // 30 * apart_m} 1 0 0 0</pose>"
        f"<link name='l'>{MASS}{BOX}</link></model>\n"
        for one in range(number)
    )


def test_hundreds_of_things_move(engine: MujocoEngine, tmp_path: Path) -> None:
    _load(engine, tmp_path, _boxes(MANY_LINKS + 50, 2.0))
    engine.advance(0.1)
    fallen = [state.pose.position_m[2] for state in engine.ground_truth().entities.values()]
    assert len(fallen) == MANY_LINKS + 50
    assert fallen == pytest.approx([1 - 9.8 * 0.1 * 0.101 / 2] * len(fallen), abs=1e-6)


@pytest.mark.parametrize("number", [100, 1_900])
def test_things_in_one_place_are_too_many_contacts(engine: MujocoEngine, tmp_path: Path, number: int) -> None:
    with pytest.raises(SdfError, match="begins with more than 10000 contacts") as caught:
        _load(engine, tmp_path, _boxes(number, 0.001))
    assert caught.value.element.startswith("world[w]/model[m")
    assert caught.value.line >= 2


def test_a_world_with_too_many_links_is_refused(engine: MujocoEngine, tmp_path: Path) -> None:
    links = "".join(f"<link name='l{one}'/>" for one in range(MAX_LINKS))
    few = "<model name='few'><static>1</static><link name='l'/></model>"
    with pytest.raises(SdfError, match=f"more than {MAX_LINKS} links") as caught:
        _load(engine, tmp_path, f"{few}\n<model name='many'><static>1</static>{links}</model>")
    assert (caught.value.line, caught.value.element) == (3, "world[w]/model[many]")
