# SPDX-License-Identifier: Apache-2.0
"""Shapes: `<geometry>` of collisions and visuals."""

from __future__ import annotations

from collections.abc import Callable

from worlds.sdf import checked_values as values
from worlds.sdf.description import Box, Capsule, Cylinder, Ellipsoid, Geometry, Plane, Sphere
from worlds.sdf.document import Element
from worlds.sdf.heightmaps import read_heightmap
from worlds.sdf.made_meshes import read_cone, read_polylines
from worlds.sdf.meshes import read_mesh
from worlds.sdf.reading import Reading, is_only_seen

SHAPES = ("box", "sphere", "cylinder", "capsule", "ellipsoid", "cone", "plane", "polyline", "mesh", "heightmap")
"""Shapes that are read. `empty` is no shape; the table in `elements` says what becomes of others."""


FLAT_M = values.Bounds(0.0, values.SIZE_M.high, "m")


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
    if shapes and all(shape.tag == "polyline" for shape in shapes):
        return read_polylines(shapes, reading)
    if len(shapes) > 1:
        raise shapes[1].error(f"a <geometry> holds one shape; this one has <{shapes[0].tag}> already.")
    if not shapes:
        if geometry.children:
            return None
        raise geometry.error("is empty.", f"Allowed: {', '.join(SHAPES)}.")
    shape = shapes[0]
    if shape.tag == "mesh":
        return read_mesh(shape, reading)
    if shape.tag == "heightmap":
        return read_heightmap(shape, reading)
    return _READERS[shape.tag](shape)


def _box(shape: Element) -> Box:
    x, y, z = values.vector3(shape.child("size"), (1.0, 1.0, 1.0), _sizes(shape))
    return Box((_not_flat(x), _not_flat(y), _not_flat(z)))


def _sphere(shape: Element) -> Sphere:
    return Sphere(values.number(shape.child("radius"), 1.0, values.SIZE_M))


def _cylinder(shape: Element) -> Cylinder:
    return Cylinder(*_round(shape, 1.0))


def _capsule(shape: Element) -> Capsule:
    return Capsule(*_round(shape, 0.5))


def _round(shape: Element, default_m: float) -> tuple[float, float]:
    radius_m = values.number(shape.child("radius"), default_m, values.SIZE_M)
    return radius_m, _not_flat(values.number(shape.child("length"), 1.0, _sizes(shape)))


def _sizes(shape: Element) -> values.Bounds:
    """Which sizes are allowed: what is only looked at may be flat."""
    return FLAT_M if is_only_seen(shape) else values.SIZE_M


def _not_flat(size_m: float) -> float:
    return max(size_m, values.SIZE_M.low)


def _ellipsoid(shape: Element) -> Ellipsoid:
    return Ellipsoid(values.vector3(shape.child("radii"), (1.0, 1.0, 1.0), values.SIZE_M))


def _plane(shape: Element) -> Plane:
    size = shape.child("size")
    width, depth = (1.0, 1.0) if size is None else values.parse_numbers(size, size.text, values.SIZE_M, 2)
    return Plane(values.direction(shape.child("normal"), (0.0, 0.0, 1.0)), (width, depth))


_READERS: dict[str, Callable[[Element], Geometry]] = {
    "box": _box,
    "sphere": _sphere,
    "cylinder": _cylinder,
    "capsule": _capsule,
    "ellipsoid": _ellipsoid,
    "cone": read_cone,
    "plane": _plane,
}
