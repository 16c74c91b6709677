# SPDX-License-Identifier: Apache-2.0
"""Hollow and dented meshes: walls stop things, and what is between them is free."""

from __future__ import annotations

import math
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from tests.worlds.engines.test_mujoco_physics import BALL, body, load_text
from worlds.engines.mujoco import hollow_mesh
from worlds.engines.mujoco.hollow_mesh import PLATE_M, TooManyPiecesError, pieces
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError
from worlds.sdf.description import Mesh
from worlds.sdf.reader import read_world

OTHERS = Path(__file__).resolve().parents[1] / "sdf" / "others"
SIDES = list(product((-1, 1), repeat=3))
CUBE = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]


def cube(middle: tuple[float, float, float], half: float, inwards: bool = False) -> tuple[list, list]:
    corners = [tuple(m + half * side for m, side in zip(middle, sides, strict=True)) for sides in SIDES]
    faces = [(a, b, c) for a, b, c, _ in CUBE] + [(a, c, d) for a, _, c, d in CUBE]
    return corners, [face[::-1] for face in faces] if inwards else faces


def joined(*parts: tuple[list, list]) -> Mesh:
    vertices: list = []
    faces: list = []
    for corners, own in parts:
        faces += [tuple(index + len(vertices) for index in face) for face in own]
        vertices += corners
    return Mesh(Path("m.obj"), tuple(vertices), tuple(faces))


def write_obj(file: Path, mesh: Mesh) -> None:
    lines = [f"v {x} {y} {z}" for x, y, z in mesh.vertices_m] + [f"f {a + 1} {b + 1} {c + 1}" for a, b, c in mesh.faces]
    file.write_text("\n".join(lines), encoding="utf-8")


def test_lumps_that_are_convex_are_pieces_as_they_are() -> None:
    found = pieces(joined(cube((0, 0, 0), 1), cube((5, 0, 0), 1)), moves=False)
    assert len(found) == 2
    assert [piece.vertices_m.mean(axis=0)[0] for piece in found] == pytest.approx([0, 5])


def test_faces_of_a_dented_lump_become_plates_behind_its_surface() -> None:
    corners, faces = cube((0, 0, 0), 1)
    corners.append((0.0, 0.0, 0.5))  # a funnel instead of the upper side
    faces = [face for face in faces if not all(corners[i][2] == 1 for i in face)]
    faces += [(i, j, 8) for i, j in ((1, 5), (5, 7), (7, 3), (3, 1))]
    found = pieces(Mesh(Path("m.obj"), tuple(corners), tuple(faces)), moves=False)
    assert len(found) == 5 + 4
    for piece in found:
        assert np.ptp(piece.vertices_m, axis=0).min() <= 1 + PLATE_M
        assert np.abs(piece.vertices_m).max() <= 1 + PLATE_M / 2
    (whole,) = pieces(Mesh(Path("m.obj"), tuple(corners), tuple(faces)), moves=True)
    assert len(whole.vertices_m) == 9


def test_a_flat_mesh_gets_a_thickness() -> None:
    square = Mesh(Path("m.obj"), ((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)), ((0, 1, 2), (0, 2, 3)))
    for moves in (True, False):
        (plate,) = pieces(square, moves)
        assert np.ptp(plate.vertices_m, axis=0) == pytest.approx([1, 1, PLATE_M])


def test_too_many_pieces_are_refused_with_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mesh = joined(cube((0, 0, 0), 2), cube((0, 0, 0), 1, inwards=True))
    monkeypatch.setattr(hollow_mesh, "MAX_PIECES", 1)
    with pytest.raises(TooManyPiecesError):
        pieces(mesh, moves=False)
    write_obj(tmp_path / "m.obj", mesh)
    wall = """<model name="m"><static>1</static><link name="l"><collision name="c"><geometry><mesh><uri>m.obj</uri>
      </mesh></geometry></collision></link></model>"""
    with pytest.raises(SdfError, match=r"world\.sdf:\d+: world.*collision\[c\]: .*more than 1 convex pieces"):
        load_text(tmp_path, wall)


def test_a_ball_in_a_hollow_cube_stays_in_it(tmp_path: Path) -> None:
    write_obj(tmp_path / "m.obj", joined(cube((0, 0, 0), 1.0), cube((0, 0, 0), 0.9, inwards=True)))
    room = """<model name="room"><static>1</static><link name="l"><collision name="c"><geometry><mesh><uri>m.obj</uri>
      </mesh></geometry></collision></link></model>"""
    engine = load_text(tmp_path, "<gravity>3 2 -9.8</gravity>" + room + body("b", BALL, "0 0 0 0 0 0"))
    engine.advance(3.0)
    place = engine.ground_truth().entities["b"].pose.position_m
    engine.close()
    assert place == pytest.approx((0.8, 0.8, -0.8), abs=0.01)


def test_a_robot_in_the_room_of_hexagons_is_free_and_its_walls_hold() -> None:
    """Like TurtleBot3's published world: a ring of walls as one COLLADA mesh."""
    engine = MujocoEngine()
    engine.load_world(read_world(OTHERS / "hexagons.world"), None)
    engine.advance(1.5)
    ball = engine.ground_truth().entities["ball"].pose.position_m
    assert ball[2] == pytest.approx(0.1, abs=0.005)
    assert math.hypot(ball[0] - 0.5, ball[1]) < 0.05
    physics = engine._loaded.physics  # type: ignore[union-attr]
    physics.data.qvel[:3] = (0.6, 0.0, 0.0)
    engine.advance(6.0)
    reached = engine.ground_truth().entities["ball"].pose.position_m
    engine.close()
    assert 1.0 < reached[0] < 2.0
