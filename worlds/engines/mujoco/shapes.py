# SPDX-License-Identifier: Apache-2.0
"""From the description's geometries to MuJoCo's."""

from __future__ import annotations

from typing import Any

import mujoco
import numpy as np

from worlds.engines.mujoco.hollow_mesh import Piece, pieces
from worlds.engines.mujoco.kinematic_tree import set_pose
from worlds.pose import Pose, turn_z_to
from worlds.sdf.description import (
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Geometry,
    Heightmap,
    Mesh,
    Plane,
    Sphere,
)

_GEOM = mujoco.mjtGeom
_HEIGHTMAP_BASE_M = 0.1
_LEAST_HEIGHT_M = 1e-6


class Shapes:
    """Gives geoms their shape; meshes and height fields are added to the `MjSpec` once each."""

    def __init__(self, spec: Any, *, planes_end: bool) -> None:
        """Makes it for one `MjSpec`; `planes_end` draws planes as large as they look, else they are infinite."""
        self._spec = spec
        self._planes_end = planes_end
        self._assets: dict[int, tuple[object, str]] = {}
        self._cuts: dict[tuple[int, bool], tuple[Mesh, tuple[Piece, ...]]] = {}
        self._pieces: dict[tuple[int, bool, int], str] = {}

    def apply(self, geom: Any, geometry: Geometry, pose: Pose) -> None:
        """Sets a geom's type, size and pose in its body."""
        if isinstance(geometry, Heightmap):
            self._heightmap(geom, geometry, pose)
            return
        set_pose(geom, pose)
        if isinstance(geometry, Mesh):
            geom.type = _GEOM.mjGEOM_MESH
            geom.meshname = self._mesh(geometry)
        elif isinstance(geometry, Plane):
            set_pose(geom, pose @ Pose((0.0, 0.0, 0.0), turn_z_to(geometry.normal)))
            geom.type = _GEOM.mjGEOM_PLANE
            x_m, y_m = geometry.size_m if self._planes_end else (0.0, 0.0)
            geom.size = [x_m / 2, y_m / 2, 1.0]
        else:
            geom.type, geom.size = _primitive(geometry)

    def _mesh(self, mesh: Mesh) -> str:
        known = self._assets.get(id(mesh))
        if known is not None:
            return known[1]
        name = f"mesh {len(self._assets)}"
        added = self._spec.add_mesh(name=name)
        added.uservert = np.asarray(mesh.vertices_m, dtype=np.float64).ravel().tolist()
        added.userface = np.asarray(mesh.faces, dtype=np.int64).ravel().tolist()
        # Bodies bring their own inertia; a shell's can be computed of open and flat meshes, too.
        added.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_SHELL
        self._assets[id(mesh)] = (mesh, name)
        return name

    def piece_names(self, mesh: Mesh, moves: bool) -> list[str]:
        """Adds the convex pieces that a mesh is touched by, once each, and returns their names.

        Raises:
            TooManyPiecesError: they are too many.
        """
        found = []
        for number, piece in enumerate(self._cut(mesh, moves)):
            key = (id(mesh), moves, number)
            if key not in self._pieces:
                self._pieces[key] = name = f"piece {len(self._pieces)}"
                added = self._spec.add_mesh(name=name)
                added.uservert = piece.vertices_m.ravel().tolist()
                added.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_SHELL
            found.append(self._pieces[key])
        return found

    def _cut(self, mesh: Mesh, moves: bool) -> tuple[Piece, ...]:
        key = (id(mesh), moves)
        if key not in self._cuts:
            # The mesh is kept, so that no other one gets its id.
            self._cuts[key] = (mesh, pieces(mesh, moves))
        return self._cuts[key][1]

    def _heightmap(self, geom: Any, heightmap: Heightmap, pose: Pose) -> None:
        heights = np.asarray(heightmap.heights, dtype=np.float64)[::-1]
        low, high = float(heights.min()), float(heights.max())
        size_x, size_y, size_z = heightmap.size_m
        known = self._assets.get(id(heightmap))
        if known is None:
            known = (heightmap, f"heightmap {len(self._assets)}")
            added = self._spec.add_hfield(name=known[1], nrow=heights.shape[0], ncol=heights.shape[1])
            elevation_m = max((high - low) * size_z, _LEAST_HEIGHT_M)
            added.size = [size_x / 2, size_y / 2, elevation_m, _HEIGHTMAP_BASE_M]
            # MuJoCo stretches what it is given to 0..1, so the lowest point becomes part of the position.
            added.userdata = heights.ravel().tolist()
            self._assets[id(heightmap)] = known
        offset = Pose(heightmap.position_m) @ Pose((0.0, 0.0, low * size_z))
        set_pose(geom, pose @ offset)
        geom.type = _GEOM.mjGEOM_HFIELD
        geom.hfieldname = known[1]


def _primitive(geometry: Box | Sphere | Cylinder | Capsule | Ellipsoid) -> tuple[Any, list[float]]:
    if isinstance(geometry, Box):
        return _GEOM.mjGEOM_BOX, [length / 2 for length in geometry.size_m]
    if isinstance(geometry, Sphere):
        return _GEOM.mjGEOM_SPHERE, [geometry.radius_m, 0.0, 0.0]
    if isinstance(geometry, Ellipsoid):
        return _GEOM.mjGEOM_ELLIPSOID, list(geometry.radii_m)
    kind = _GEOM.mjGEOM_CYLINDER if isinstance(geometry, Cylinder) else _GEOM.mjGEOM_CAPSULE
    return kind, [geometry.radius_m, geometry.length_m / 2, 0.0]
