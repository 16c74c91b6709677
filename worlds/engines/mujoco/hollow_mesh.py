# SPDX-License-Identifier: Apache-2.0
"""Meshes that are not convex, cut into pieces that are: MuJoCo touches the convex hull of whatever it is given.

What hangs together in a mesh is one lump. A lump that is convex is a piece, unless another one whose faces look
inwards is in it: then the two are the outside and the inside of a room. Of those, and of any lump that is not convex,
each flat face becomes a plate, a few millimetres thick, behind its surface, if it can't move; so walls are where the
mesh has them, and rooms stay open. A lump that moves is one piece: its hull.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from worlds.sdf.description import Mesh
from worlds.sdf.mesh_shape import is_convex

PLATE_M = 0.005
"""How thick a plate is: thicker than anything sinks in, thinner than most walls."""
MAX_PIECES = 12_000
"""Of a mesh; a world whose meshes have as many loads in four seconds."""
_FLAT = 1e-4
_ROUND = 1e-9

_Floats = NDArray[np.float64]
_Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Piece:
    """Corners of a convex body; MuJoCo makes its faces."""

    vertices_m: _Floats


class TooManyPiecesError(ValueError):
    """A mesh falls into more pieces than an engine can touch."""


def pieces(mesh: Mesh, moves: bool) -> tuple[Piece, ...]:
    """Cuts a mesh up.

    Args:
        mesh: any triangles.
        moves: whether it is part of something that moves.

    Returns:
        What it is touched by: pieces with a volume.

    Raises:
        TooManyPiecesError: they are too many.
    """
    vertices, faces = _merged(mesh)
    found: list[Piece] = []
    lumps = list(islice(_lumps(len(vertices), faces), MAX_PIECES + 1))
    _refuse_too_many(lumps)
    rooms = _rooms(vertices, lumps)
    for number, lump in enumerate(lumps):
        corners = vertices[np.unique(lump)]
        is_inside = number in rooms
        if moves:
            if not is_inside:
                found.append(Piece(_with_volume(corners)))
        elif number in rooms.values() or is_inside or _is_flat(corners) or not is_convex(_part(mesh, vertices, lump)):
            found += islice(_plates(vertices, lump, is_inside), MAX_PIECES + 1)
        else:
            found.append(Piece(corners))
        _refuse_too_many(found)
    return tuple(found)


def _refuse_too_many(found: Sequence[object]) -> None:
    if len(found) > MAX_PIECES:
        raise TooManyPiecesError(f"it falls into more than {MAX_PIECES} convex pieces")


def _merged(mesh: Mesh) -> tuple[_Floats, _Indices]:
    """Vertices at the same place as one; faces without area are gone."""
    vertices, place = np.unique(np.asarray(mesh.vertices_m, dtype=np.float64), axis=0, return_inverse=True)
    faces = place.reshape(-1)[np.asarray(mesh.faces, dtype=np.int64)]
    corners = vertices[faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return vertices, faces[area > _ROUND**2]


def _lumps(count: int, faces: _Indices) -> Iterator[_Indices]:
    """Yields the faces of each part whose faces share vertices."""
    label = np.arange(count)
    changed = True
    while changed:
        least = label[faces].min(axis=1)
        before = label.copy()
        for column in range(3):
            np.minimum.at(label, faces[:, column], least)
        label = label[label]
        changed = not np.array_equal(before, label)
    of_face = label[faces[:, 0]] if len(faces) else np.zeros(0, dtype=np.int64)
    order = np.argsort(of_face, kind="stable")
    borders = np.flatnonzero(np.diff(of_face[order])) + 1
    for group in np.split(order, borders) if len(order) else ():
        yield faces[group]


def _rooms(vertices: _Floats, lumps: list[_Indices]) -> dict[int, int]:
    """Which lumps are the insides of which others: their faces look inwards, and the other is all around."""
    low = np.array([vertices[lump.ravel()].min(axis=0) for lump in lumps]).reshape(-1, 3)
    high = np.array([vertices[lump.ravel()].max(axis=0) for lump in lumps]).reshape(-1, 3)
    found = {}
    for number, lump in enumerate(lumps):
        if _looks_inwards(vertices, lump):
            around = np.flatnonzero((low < low[number]).all(axis=1) & (high > high[number]).all(axis=1))
            if len(around):
                found[number] = int(around[np.prod(high - low, axis=1)[around].argmin()])
    return found


def _looks_inwards(vertices: _Floats, lump: _Indices) -> bool:
    """Whether the faces of a lump enclose a negative volume."""
    corners = vertices[lump] - vertices[lump].mean(axis=(0, 1))
    return float(np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))) < 0


def _part(mesh: Mesh, vertices: _Floats, lump: _Indices) -> Mesh:
    used, place = np.unique(lump, return_inverse=True)
    corners = tuple((x, y, z) for x, y, z in vertices[used].tolist())
    return Mesh(mesh.file, corners, tuple((a, b, c) for a, b, c in place.reshape(-1, 3).tolist()))


def _is_flat(corners: _Floats) -> bool:
    return _thickness(corners)[0] <= _FLAT * float(np.ptp(corners, axis=0).max() + _ROUND)


def _thickness(corners: _Floats) -> tuple[float, _Floats]:
    """Extent of a body in the direction in which it is thinnest, and that direction."""
    centred = corners - corners.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False) if len(corners) > 2 else (0, 0, np.eye(3))
    thinnest = directions[-1] if len(directions) == 3 else np.array([0.0, 0.0, 1.0])
    return float(np.ptp(centred @ thinnest)), thinnest


def _with_volume(corners: _Floats) -> _Floats:
    """A body that is flat gets the thickness of a plate."""
    if not _is_flat(corners):
        return corners
    aside = _thickness(corners)[1] * PLATE_M / 2
    return np.vstack([corners + aside, corners - aside])


def _plates(vertices: _Floats, lump: _Indices, is_inside: bool) -> Iterator[Piece]:
    """Makes a plate of each flat convex face of a lump, or of each of the triangles of a face that is not convex."""
    corners = vertices[lump]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(normals, axis=1)
    normals /= areas[:, None]
    if not is_inside and _looks_inwards(vertices, lump):
        normals = -normals  # All faces look inwards: the file has them in the other order.
    size = float(np.ptp(corners.reshape(-1, 3), axis=0).max())
    offsets = np.einsum("ij,ij->i", normals, corners[:, 0])
    keys = np.round(np.column_stack([normals / _FLAT, offsets / (_FLAT * size)])).astype(np.int64)
    _, of_plane = np.unique(keys, axis=0, return_inverse=True)
    of_plane = of_plane.reshape(-1)
    for plane in range(int(of_plane.max()) + 1 if len(of_plane) else 0):
        chosen = np.flatnonzero(of_plane == plane)
        normal = normals[chosen[0]]
        for face in _lumps(len(vertices), lump[chosen]):
            whole = vertices[np.unique(face)]
            area = float(np.linalg.norm(_area_vectors(vertices, face), axis=1).sum())
            if _hull_area(whole, normal) <= area * (1 + _FLAT):
                yield _plate(whole, normal)
            else:
                for triangle in face:
                    yield _plate(vertices[triangle], normal)


def _area_vectors(vertices: _Floats, faces: _Indices) -> _Floats:
    corners = vertices[faces]
    return np.asarray(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) / 2)


def _hull_area(points: _Floats, normal: _Floats) -> float:
    """Area of the convex hull of points in a plane."""
    across = np.cross(normal, [1.0, 0.0, 0.0] if abs(normal[0]) < 0.9 else [0.0, 1.0, 0.0])
    across /= np.linalg.norm(across)
    centred = points - points.mean(axis=0)
    flat = np.column_stack([centred @ across, centred @ np.cross(normal, across)]).astype(np.float32)
    return float(cv2.contourArea(cv2.convexHull(flat)))


def _plate(corners: _Floats, normal: _Floats) -> Piece:
    return Piece(np.vstack([corners, corners - normal * PLATE_M]))
