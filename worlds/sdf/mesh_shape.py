# SPDX-License-Identifier: Apache-2.0
"""Is a mesh convex? MuJoCo touches the convex hull of a mesh, which is the mesh only then."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from worlds.sdf.description import Mesh

_TOLERANCE = 1e-3
_SAMPLED_FACES = 500

_Floats = npt.NDArray[np.float64]
_Indices = npt.NDArray[np.int64]


def is_convex(mesh: Mesh) -> bool:
    """Whether a mesh is its convex hull, to a thousandth of its size.

    At each edge the two faces must not form a dent. That alone lets two convex lumps pass, so no corner may lie
    outside some hundred of the faces either. The time grows with the number of faces, not with its square.
    """
    vertices, faces = _merged(mesh)
    corners = vertices[faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    solid = lengths > 0
    if not solid.any():
        return False
    faces, corners, normals = faces[solid], corners[solid], normals[solid] / lengths[solid, None]
    middle = vertices.mean(axis=0)
    if np.einsum("ij,ij->i", normals * lengths[solid, None], corners[:, 0] - middle).sum() < 0:
        normals = -normals  # All faces look inwards: the file has them in the other order.
    offsets = np.einsum("ij,ij->i", normals, corners[:, 0])
    allowed = _TOLERANCE * float(np.ptp(vertices, axis=0).max())
    if _deepest_dent(vertices, faces, normals, offsets) > allowed:
        return False
    chosen = np.linspace(0, len(faces) - 1, min(len(faces), _SAMPLED_FACES)).astype(np.int64)
    return all(float((vertices @ normals[face]).max()) - offsets[face] <= allowed for face in chosen)


def _merged(mesh: Mesh) -> tuple[_Floats, _Indices]:
    """Vertices and faces with vertices at the same place as one; STL repeats each for every face."""
    vertices = np.asarray(mesh.vertices_m, dtype=np.float64)
    distinct, place = np.unique(vertices, axis=0, return_inverse=True)
    return distinct, place.reshape(-1)[np.asarray(mesh.faces, dtype=np.int64)]


def _deepest_dent(vertices: _Floats, faces: _Indices, normals: _Floats, offsets: _Floats) -> float:
    """How far the far corner of a face stands out of its neighbour's plane, at most, in metres."""
    face = np.tile(np.arange(len(faces)), 3)
    edge = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    far = np.concatenate([faces[:, 2], faces[:, 0], faces[:, 1]])
    order = np.lexsort((edge[:, 1], edge[:, 0]))
    edge, face, far = edge[order], face[order], far[order]
    same = (edge[1:] == edge[:-1]).all(axis=1)
    if not same.any():
        return 0.0
    first, beyond = face[:-1][same], vertices[far[1:][same]]
    return float((np.einsum("ij,ij->i", normals[first], beyond) - offsets[first]).max())
