# SPDX-License-Identifier: Apache-2.0
"""Is a mesh convex? MuJoCo touches the convex hull of a mesh, which is the mesh only then."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from worlds.sdf.description import Mesh

_TOLERANCE = 1e-3
_CHUNK = 4_000_000


def is_convex(mesh: Mesh) -> bool:
    """Whether no corner of the mesh lies outside a face by more than a thousandth of the mesh's size.

    Only corners that differ and faces that differ in direction are compared, so that a finely tessellated mesh
    takes its time but no more than one with few faces for each distinct plane.
    """
    vertices = np.unique(np.asarray(mesh.vertices_m, dtype=np.float64), axis=0)
    planes = _planes(mesh)
    allowed = _TOLERANCE * float(np.ptp(vertices, axis=0).max())
    rows = max(1, _CHUNK // len(vertices))
    for start in range(0, len(planes), rows):
        part = planes[start : start + rows]
        if float((part[:, :3] @ vertices.T - part[:, 3:]).max()) > allowed:
            return False
    return True


def _planes(mesh: Mesh) -> npt.NDArray[np.float64]:
    """Outward unit normals and offsets of the faces, shape (n, 4), the same plane once."""
    corners = np.asarray(mesh.vertices_m, dtype=np.float64)[np.asarray(mesh.faces, dtype=np.int64)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1)
    solid = lengths > 0
    normals = normals[solid] / lengths[solid, None]
    planes = np.column_stack([normals, np.einsum("ij,ij->i", normals, corners[solid, 0])])
    return np.unique(planes.round(9), axis=0)
