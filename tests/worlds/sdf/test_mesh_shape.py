# SPDX-License-Identifier: Apache-2.0
"""Which meshes are convex."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from worlds.sdf.description import Mesh
from worlds.sdf.mesh_shape import is_convex

CORNERS = [(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)]
CUBE = [
    (0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1), (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4),
    (1, 5, 7), (1, 7, 3),
]  # fmt: skip


def mesh(vertices: list[tuple[float, float, float]], faces: list[tuple[int, int, int]]) -> Mesh:
    return Mesh(Path("m.stl"), tuple(vertices), tuple(faces))


def ball(rings: int) -> Mesh:
    """A finely tessellated ball."""
    v, u = np.mgrid[0 : rings + 1, 0 : 2 * rings]
    polar, around = np.pi * v / rings, np.pi * u / rings
    points = np.stack([np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)], axis=-1)
    faces = []
    for ring in range(rings):
        for step in range(2 * rings):
            a, b = ring * 2 * rings + step, ring * 2 * rings + (step + 1) % (2 * rings)
            c, d = a + 2 * rings, b + 2 * rings
            faces += [(a, c, b), (b, c, d)]
    return mesh([tuple(p) for p in points.reshape(-1, 3).round(12).tolist()], faces)


def test_a_cube_is_convex_whichever_way_its_faces_look() -> None:
    assert is_convex(mesh(CORNERS, CUBE))
    assert is_convex(mesh(CORNERS, [(a, c, b) for a, b, c in CUBE]))


def test_a_cube_of_loose_triangles_is_convex() -> None:
    loose = [CORNERS[corner] for face in CUBE for corner in face]
    assert is_convex(mesh(loose, [(i, i + 1, i + 2) for i in range(0, len(loose), 3)]))


def test_a_cube_with_a_dent_is_not() -> None:
    vertices = [*CORNERS, (0.5, 0.5, 0.7)]
    top = [(1, 5, 8), (5, 7, 8), (7, 3, 8), (3, 1, 8)]
    assert not is_convex(mesh(vertices, CUBE[:-2] + top))


def test_two_cubes_are_not() -> None:
    moved = [(x + 3.0, y, z) for x, y, z in CORNERS]
    both = CUBE + [(a + 8, b + 8, c + 8) for a, b, c in CUBE]
    assert not is_convex(mesh(CORNERS + moved, both))


def test_a_fine_ball_is_convex() -> None:
    assert is_convex(ball(100))


def test_a_mesh_without_area_is_not() -> None:
    assert not is_convex(mesh([(0.0, 0.0, 0.0)] * 3, [(0, 1, 2)]))
