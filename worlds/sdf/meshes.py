# SPDX-License-Identifier: Apache-2.0
"""Meshes: which file `<mesh>` names, in which format, scaled and within limits.

Wavefront OBJ, STL and COLLADA are read here, in `mesh_formats` and `collada`: each is a page or two of plain format,
and a library for it would bring a hundred other formats whose parsers nobody here has checked against hostile files.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from worlds.errors import SdfError
from worlds.pose import Vec3
from worlds.sdf import checked_values as values
from worlds.sdf.collada import read_collada
from worlds.sdf.description import Mesh
from worlds.sdf.document import Element, read_bytes, shown
from worlds.sdf.mesh_formats import MeshFormatError, Triangles, read_obj, read_stl
from worlds.sdf.reading import OutsideFolderError, Reading, is_only_seen

MAX_MESH_BYTES = 64 * 1024 * 1024
FORMATS = (".dae", ".obj", ".stl")
SCALE = values.Bounds(1e-9, 1e6)


def read_mesh(mesh: Element, reading: Reading) -> Mesh | None:
    """Reads a `<mesh>`.

    A mirrored scale (one or three negative factors) turns the faces, so that they still look outwards.

    Args:
        mesh: the element.
        reading: finds the file, counts triangles.

    Returns:
        The mesh; None, with a warning, if it is only looked at and missing, broken, too large or in a format not
        supported.

    Raises:
        SdfError: the scale is wrong, the file is outside its folder or, of a collision, missing, broken, too large or
            in a format not supported; or its points are too far away.
    """
    uri = mesh.child("uri")
    if uri is None or not uri.text:
        raise mesh.error("needs a <uri>.")
    scale = values.vector3(mesh.child("scale"), (1.0, 1.0, 1.0), values.ANY)
    if any(abs(factor) not in SCALE for factor in scale):
        raise mesh.error(f"the <scale> {scale} is not allowed; each factor's size must be {SCALE}.")
    try:
        return _read_file(mesh, uri, scale, reading)
    except OutsideFolderError:
        raise
    except SdfError as error:
        if not is_only_seen(mesh):
            raise
        reading.warn_of(uri, f"{error.reason} The visual is left out. {error.hint}".strip())
        return None


def _read_file(mesh: Element, uri: Element, scale: Vec3, reading: Reading) -> Mesh:
    file = reading.find(uri, uri.text)
    suffix = file.suffix.lower()
    if suffix not in FORMATS:
        raise uri.error(
            f"meshes of type {shown(file.suffix)} are not supported; {', '.join(FORMATS)} are.",
            "Convert it, for example with Blender or assimp.",
        )
    part, centred = _submesh(mesh, suffix, reading)
    key = (file, scale, part, centred)
    if key not in reading.meshes:
        try:
            triangles = _triangles(file, suffix, part)
        except MeshFormatError as error:
            line = f"line {error.line}: " if error.line else ""
            raise uri.error(f"the mesh {shown(file.name)} can't be read: {line}{error}") from error
        except SdfError as error:
            line = f"line {error.line}: " if error.line else ""
            raise uri.error(f"{shown(file.name)}: {line}{error.reason}", error.hint) from error
        reading.count_faces(uri, len(triangles.faces))
        if centred:
            vertices = triangles.vertices
            triangles = Triangles(vertices - (vertices.min(axis=0) + vertices.max(axis=0)) / 2, triangles.faces)
        reading.meshes[key] = _scaled(uri, file, triangles, scale)
    return reading.meshes[key]


def _triangles(file: Path, suffix: str, part: str) -> Triangles:
    content = read_bytes(file, MAX_MESH_BYTES, "mesh")
    if suffix == ".dae":
        return read_collada(content, file, part)
    return read_obj(content) if suffix == ".obj" else read_stl(content)


def _submesh(mesh: Element, suffix: str, reading: Reading) -> tuple[str, bool]:
    """Reads which part of the file is meant, and whether it is moved so that its middle is the origin."""
    submesh = mesh.child("submesh")
    if submesh is None:
        return "", False
    name = submesh.child("name")
    if name is None or not name.text:
        raise submesh.error("needs a <name>.")
    if suffix != ".dae":
        reading.warn_of(submesh, "parts of such a mesh have no names here; all of it is used.")
        return "", values.boolean(submesh.child("center"), False)
    return name.text, values.boolean(submesh.child("center"), False)


def _scaled(uri: Element, file: Path, triangles: Triangles, scale: Vec3) -> Mesh:
    vertices = triangles.vertices * np.array(scale, dtype=np.float64)
    farthest = float(np.abs(vertices).max())
    if not farthest <= values.POSITION_M.high:
        raise uri.error(
            f"the mesh reaches {farthest:g} m from its origin; at most {values.POSITION_M.high:g} m are allowed.",
            "Is it drawn in millimetres? Then <scale> 0.001 0.001 0.001.",
        )
    faces = triangles.faces if np.prod(np.sign(scale)) > 0 else triangles.faces[:, ::-1]
    return Mesh(
        file,
        tuple((x, y, z) for x, y, z in vertices.tolist()),
        tuple((a, b, c) for a, b, c in faces.tolist()),
    )
