# SPDX-License-Identifier: Apache-2.0
"""Shapes: `<geometry>` of collisions and visuals."""

from __future__ import annotations

from worlds.sdf import checked_values as values
from worlds.sdf.description import Box, Capsule, Cylinder, Ellipsoid, Geometry, Plane, Sphere
from worlds.sdf.document import Element
from worlds.sdf.heightmaps import read_heightmap
from worlds.sdf.meshes import read_mesh
from worlds.sdf.reading import Reading

SHAPES = ("box", "sphere", "cylinder", "capsule", "ellipsoid", "plane", "mesh", "heightmap")
"""Shapes that are read. `empty` is no shape; the table in `elements` says what becomes of others."""


def read_geometry(parent: Element, reading: Reading) -> Geometry | None:
    """Reads the shape of a collision or a visual.

    Sizes that the file leaves out are SDFormat's defaults.

    Args:
        parent: the `<collision>` or `<visual>`.
        reading: finds the files that a shape names.

    Returns:
        The shape, or None if it is empty.

    Raises:
        SdfError: there is no shape, more than one, or one with a wrong size or file.
    """
    geometry = parent.child("geometry")
    if geometry is None:
        raise parent.error("needs a <geometry>.")
    shapes = [child for child in geometry.children if child.tag in SHAPES]
    if len(shapes) > 1:
        raise shapes[1].error(f"a <geometry> holds one shape; this one has <{shapes[0].tag}> already.")
    if not shapes:
        if geometry.children:
            return None
        raise geometry.error("is empty.", f"Allowed: {', '.join(SHAPES)}.")
    shape = shapes[0]
    radius, length = shape.child("radius"), shape.child("length")
    if shape.tag == "box":
        return Box(values.vector3(shape.child("size"), (1.0, 1.0, 1.0), values.SIZE_M))
    if shape.tag == "sphere":
        return Sphere(values.number(radius, 1.0, values.SIZE_M))
    if shape.tag == "cylinder":
        return Cylinder(values.number(radius, 1.0, values.SIZE_M), values.number(length, 1.0, values.SIZE_M))
    if shape.tag == "capsule":
        return Capsule(values.number(radius, 0.5, values.SIZE_M), values.number(length, 1.0, values.SIZE_M))
    if shape.tag == "ellipsoid":
        return Ellipsoid(values.vector3(shape.child("radii"), (1.0, 1.0, 1.0), values.SIZE_M))
    if shape.tag == "mesh":
        return read_mesh(shape, reading)
    if shape.tag == "heightmap":
        return read_heightmap(shape, reading)
    return _plane(shape)


def _plane(shape: Element) -> Plane:
    size = shape.child("size")
    width, depth = (1.0, 1.0) if size is None else values.parse_numbers(size, size.text, values.SIZE_M, 2)
    return Plane(values.direction(shape.child("normal"), (0.0, 0.0, 1.0)), (width, depth))
