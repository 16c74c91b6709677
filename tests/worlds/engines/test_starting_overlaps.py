# SPDX-License-Identifier: Apache-2.0
"""Things that begin in each other are pushed apart as slowly as Gazebo does it, and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from worlds.engines.mujoco_engine import MujocoEngine
from worlds.sdf.reader import read_world

GROUNDS = {
    "plane": "<plane><normal>0 0 1</normal></plane>",
    "box": "<box><size>9 9 0.0002</size></box>",
    "none": "<empty/>",
}


def _box(name: str, x_m: float, z_m: float) -> str:
    moments = "<ixx>0.01</ixx><iyy>0.01</iyy><izz>0.01</izz>"
    return (
        f"<model name='{name}'>\n<pose>{x_m} 0 {z_m} 0 0 0</pose><link name='l'>"
        f"<inertial><mass>1</mass><inertia>{moments}</inertia></inertial>"
        "<collision name='c'><geometry><box><size>0.2 0.2 0.2</size></box></geometry></collision></link></model>"
    )


@pytest.fixture
def engine() -> Iterator[MujocoEngine]:
    engine = MujocoEngine()
    yield engine
    engine.close()


def _load(engine: MujocoEngine, folder: Path, ground: str, boxes: str) -> None:
    file = folder / "w.sdf"
    floor = f"<model name='floor'><static>1</static><link name='l'><collision name='c'><geometry>{GROUNDS[ground]}"
    file.write_text(
        f"<sdf version='1.9'><world name='w'>{floor}</geometry></collision></link></model>{boxes}</world></sdf>",
        encoding="utf-8",
    )
    engine.load_world(read_world(file), None)


def _height_m(engine: MujocoEngine, name: str) -> float:
    return engine.ground_truth().entities[name].pose.position_m[2]


@pytest.mark.parametrize("ground", ["plane", "box"])
def test_what_begins_in_the_floor_rises_by_a_millimetre_a_second(
    engine: MujocoEngine, tmp_path: Path, ground: str
) -> None:
    _load(engine, tmp_path, ground, _box("sunk", 0, 0.05) + _box("standing", 1, 0.1))
    for seconds in (1.0, 10.0, 30.0):
        engine.advance(seconds)
        assert _height_m(engine, "sunk") == pytest.approx(0.05 + 0.001 * seconds, abs=0.0005)
        assert _height_m(engine, "standing") == pytest.approx(0.1, abs=0.0005)
    engine.advance(60.0)
    assert _height_m(engine, "sunk") == pytest.approx(0.1, abs=0.0005)


def test_what_has_risen_falls_on_the_floor_like_all_else(engine: MujocoEngine, tmp_path: Path) -> None:
    _load(engine, tmp_path, "plane", _box("sunk", 0, 0.095) + _box("above", 0.05, 0.35))
    engine.advance(8.0)
    assert _height_m(engine, "sunk") == pytest.approx(0.1, abs=0.0005)
    assert _height_m(engine, "above") == pytest.approx(0.3, abs=0.001)


def test_of_two_that_move_the_upper_one_rises_as_slowly(engine: MujocoEngine, tmp_path: Path) -> None:
    _load(engine, tmp_path, "plane", _box("below", 0, 0.1) + _box("inside", 0, 0.25))
    engine.advance(1.0)
    assert _height_m(engine, "inside") == pytest.approx(0.251, abs=0.0005)


def test_every_episode_begins_with_the_same_overlap(engine: MujocoEngine, tmp_path: Path) -> None:
    _load(engine, tmp_path, "plane", _box("sunk", 0, 0.05))
    heights = []
    for _ in range(2):
        engine.reset(0)
        engine.advance(2.0)
        heights.append(_height_m(engine, "sunk"))
    assert heights[0] == heights[1]


def test_each_two_that_overlap_are_named_once_with_the_one_that_moves(engine: MujocoEngine, tmp_path: Path) -> None:
    boxes = _box("sunk", 0, 0.05) + _box("standing", 1, 0.1) + _box("inside", 1, 0.25) + _box("resting", 2, 0.0985)
    _load(engine, tmp_path, "plane", boxes)
    said = {warning.place.element: warning for warning in engine.warnings}
    assert len(engine.warnings) == 2
    assert "l::c begins 0.050 m deep in l::c of the model “floor”" in said["world[w]/model[sunk]"].message
    assert said["world[w]/model[sunk]"].place.line == 1
    assert {"world[w]/model[standing]", "world[w]/model[inside]"} & set(said)


def test_nothing_overlaps_in_an_empty_world(engine: MujocoEngine, tmp_path: Path) -> None:
    _load(engine, tmp_path, "none", _box("falling", 0, 5))
    engine.advance(0.1)
    assert engine.warnings == ()
