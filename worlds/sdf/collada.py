# SPDX-License-Identifier: Apache-2.0
"""Triangles from COLLADA files (.dae), which most published Gazebo models use.

Only what has a place is read: positions, faces, the nodes that put them somewhere, and the unit of length. The file
is parsed as SDF is, within the same limits: no entities, no other files. Like Gazebo's, this reader passes over
`<up_axis>`. Source: COLLADA 1.4.1 specification, Khronos Group.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from worlds.sdf.document import Element, parse_document
from worlds.sdf.mesh_formats import MAX_TRIANGLES, MAX_VERTICES, MeshFormatError, Triangles

MAX_NODES = 20_000
MAX_NODE_DEPTH = 64

_Floats = NDArray[np.float64]
_Indices = NDArray[np.int64]
_SHAPES = ("triangles", "polylist", "polygons", "tristrips", "trifans")


def read_collada(content: bytes, file: Path, part: str = "") -> Triangles:
    """Reads the triangles of a COLLADA file, in metres.

    Args:
        content: of the file.
        file: where it was read, for errors.
        part: name or id of the node or geometry to read alone (SDFormat's `<submesh>`), or an empty text for all.

    Raises:
        MeshFormatError: it is not COLLADA, holds nothing or too much, or names something that is not there.
        SdfError: it is no well-formed XML.
    """
    root = parse_document(file, content)
    if root.tag != "COLLADA":
        raise MeshFormatError(f"it is no COLLADA: it starts with <{root.tag[:80]}>.", root.line)
    return _Scene(root).triangles(part)


@dataclass(frozen=True)
class _Shape:
    """Vertices and faces of one `<geometry>`, before any transformation."""

    vertices: _Floats
    faces: _Indices


class _Scene:
    """One file."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._by_id = {element.attributes["id"]: element for element in root.walk() if "id" in element.attributes}
        unit = root.find("asset/unit")
        self._metres = 1.0
        if unit is not None and "meter" in unit.attributes:
            self._metres = float(_numbers(unit, unit.attributes["meter"], 1)[0])
        self._shapes: dict[int, _Shape | None] = {}
        self._nodes = 0

    def triangles(self, part: str) -> Triangles:
        found: list[_Shape] = []
        faces = vertices = 0
        for shape, names, place in self._placed():
            if part and part not in names:
                continue
            moved = shape.vertices @ place[:3, :3].T + place[:3, 3]
            turned = shape.faces if np.linalg.det(place[:3, :3]) >= 0 else shape.faces[:, ::-1]
            found.append(_Shape(moved * self._metres, turned + vertices))
            faces += len(turned)
            vertices += len(moved)
            if faces > MAX_TRIANGLES or vertices > MAX_VERTICES:
                raise MeshFormatError(f"it has more than {MAX_TRIANGLES} triangles or {MAX_VERTICES} vertices.")
        if not faces:
            raise MeshFormatError(f"it has no part “{part[:80]}”." if part else "it has no triangles.")
        result = Triangles(np.vstack([one.vertices for one in found]), np.vstack([one.faces for one in found]))
        if not (np.abs(result.vertices) < 1e30).all():
            raise MeshFormatError("a coordinate is not a usable number.")
        return result

    def _placed(self) -> Iterator[tuple[_Shape, tuple[str, ...], _Floats]]:
        """Yields each geometry where nodes put it; without a scene each where it is."""
        scenes = [scene for library in self._root.all("library_visual_scenes") for scene in library.all("visual_scene")]
        chosen = self._root.find("scene/instance_visual_scene")
        if chosen is not None:
            scenes = [self._named(chosen)]
        for scene in scenes[:1]:
            for node in scene.all("node"):
                yield from self._node(node, np.eye(4), (), 0)
        for geometry in () if scenes else self._root.walk():
            if geometry.tag == "geometry":
                shape = self._shape(geometry)
                if shape is not None:
                    yield shape, _names(geometry), np.eye(4)

    def _node(
        self, node: Element, around: _Floats, names: tuple[str, ...], depth: int
    ) -> Iterator[tuple[_Shape, tuple[str, ...], _Floats]]:
        self._nodes += 1
        if self._nodes > MAX_NODES or depth > MAX_NODE_DEPTH:
            raise MeshFormatError(f"it has more than {MAX_NODES} nodes, or deeper than {MAX_NODE_DEPTH}.", node.line)
        place, names = around @ _transform(node), (*names, *_names(node))
        for child in node.children:
            if child.tag == "instance_geometry":
                geometry = self._named(child)
                shape = self._shape(geometry)
                if shape is not None:
                    yield shape, (*names, *_names(geometry)), place
            elif child.tag == "node":
                yield from self._node(child, place, names, depth + 1)
            elif child.tag == "instance_node":
                yield from self._node(self._named(child), place, names, depth + 1)

    def _named(self, asking: Element, attribute: str = "url") -> Element:
        given = asking.attributes.get(attribute, "")
        found = self._by_id.get(given.removeprefix("#"))
        if found is None:
            raise MeshFormatError(f"<{asking.tag[:80]}> names “{given[:80]}”, which is not there.", asking.line)
        return found

    def _shape(self, geometry: Element) -> _Shape | None:
        if id(geometry) not in self._shapes:
            self._shapes[id(geometry)] = self._read_shape(geometry)
        return self._shapes[id(geometry)]

    def _read_shape(self, geometry: Element) -> _Shape | None:
        mesh = geometry.child("mesh")
        vertices = None if mesh is None else mesh.child("vertices")
        if mesh is None or vertices is None:
            return None  # Lines and splines have no faces.
        position = next((one for one in vertices.all("input") if one.attributes.get("semantic") == "POSITION"), None)
        if position is None:
            raise MeshFormatError("<vertices> has no POSITION.", vertices.line)
        points = self._points(self._named(position, "source"))
        faces = [_faces(shape, len(points)) for shape in mesh.all(*_SHAPES)]
        faces = [one for one in faces if len(one)]
        return _Shape(points, np.vstack(faces)) if faces else None

    def _points(self, source: Element) -> _Floats:
        array = source.child("float_array")
        if array is None:
            raise MeshFormatError("a <source> of positions has no <float_array>.", source.line)
        accessor = source.find("technique_common/accessor")
        stride = 3 if accessor is None else int(_numbers(accessor, accessor.attributes.get("stride", "3"), 1)[0])
        words = array.text.split(None, 3 * MAX_VERTICES + 1)
        if len(words) > 3 * MAX_VERTICES:
            raise MeshFormatError(f"it has more than {MAX_VERTICES} vertices.", array.line)
        values = _numbers(array, words)
        if stride < 3 or len(values) % stride:
            raise MeshFormatError(f"{len(values)} numbers are no positions with a stride of {stride}.", array.line)
        return values.reshape(-1, stride)[:, :3]


def _names(element: Element) -> tuple[str, ...]:
    return tuple(element.attributes[key] for key in ("name", "id") if element.attributes.get(key))


def _numbers(element: Element, given: str | list[str], count: int = 0) -> _Floats:
    words = given.split() if isinstance(given, str) else given
    try:
        values = np.array(words, dtype=np.float64)
    except ValueError:
        values = np.array([math.nan])
    if not np.isfinite(values).all() or (count and len(values) != count):
        raise MeshFormatError(f"<{element.tag[:80]}> needs {count or 'only'} finite numbers.", element.line)
    return values


def _transform(node: Element) -> _Floats:
    """The node's place in its parent: its transformations, the first one outermost."""
    place = np.eye(4)
    for child in node.children:
        step = np.eye(4)
        if child.tag == "matrix":
            step = _numbers(child, child.text, 16).reshape(4, 4)
        elif child.tag == "translate":
            step[:3, 3] = _numbers(child, child.text, 3)
        elif child.tag == "scale":
            step[:3, :3] = np.diag(_numbers(child, child.text, 3))
        elif child.tag == "rotate":
            step[:3, :3] = _rotation(child)
        place = place @ step
    return place


def _rotation(rotate: Element) -> _Floats:
    """Rodrigues' formula: an axis and an angle in degrees."""
    x, y, z, angle_deg = _numbers(rotate, rotate.text, 4).tolist()
    length = math.sqrt(x * x + y * y + z * z)
    if length < 1e-12:
        return np.eye(3)
    x, y, z = x / length, y / length, z / length
    angle = math.radians(angle_deg)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * (cross @ cross))


def _faces(shape: Element, vertices: int) -> _Indices:
    """Triangles of a group of faces; polygons are cut as a fan."""
    inputs = shape.all("input")
    vertex = next((one for one in inputs if one.attributes.get("semantic") == "VERTEX"), None)
    if vertex is None:
        raise MeshFormatError(f"<{shape.tag}> has no VERTEX.", shape.line)
    offset = _whole(shape, vertex.attributes.get("offset", "0"))
    stride = 1 + max(_whole(shape, one.attributes.get("offset", "0")) for one in inputs)
    runs = [_indices(shape, one.text)[offset::stride] for one in shape.all("p")]
    corners = np.concatenate(runs) if runs else np.zeros(0, dtype=np.int64)
    if len(corners) and not (corners.min() >= 0 and corners.max() < vertices):
        raise MeshFormatError(f"a face names a vertex that is not there; there are {vertices}.", shape.line)
    if shape.tag == "triangles":
        return corners[: len(corners) // 3 * 3].reshape(-1, 3)
    if shape.tag == "polylist":
        counts = shape.child("vcount")
        sizes = _indices(shape, "" if counts is None else counts.text)
        if sizes.sum() != len(corners) or (sizes < 0).any():
            raise MeshFormatError(
                f"<vcount> adds up to {int(sizes.sum())}; there are {len(corners)} corners.", shape.line
            )
        runs = np.split(corners, np.cumsum(sizes)[:-1]) if len(sizes) else []
    cut = [_cut(shape.tag, run) for run in runs if len(run) >= 3]
    return np.vstack(cut) if cut else np.zeros((0, 3), dtype=np.int64)


def _cut(tag: str, run: _Indices) -> _Indices:
    middle = np.arange(1, len(run) - 1)
    if tag != "tristrips":
        return np.column_stack([np.full(len(middle), run[0]), run[middle], run[middle + 1]])
    strip = np.column_stack([run[middle - 1], run[middle], run[middle + 1]])
    strip[1::2] = strip[1::2, [1, 0, 2]]
    return strip


def _whole(element: Element, text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if not 0 <= value < 100:
        raise MeshFormatError(f"the offset “{text[:20]}” is not allowed.", element.line)
    return value


def _indices(element: Element, text: str) -> _Indices:
    words = text.split(None, 16 * MAX_TRIANGLES)
    try:
        return np.array(words, dtype=np.int64) if len(words) <= 16 * MAX_TRIANGLES - 1 else np.array([-1])
    except (ValueError, OverflowError):
        raise MeshFormatError(f"<{element.tag[:80]}> holds something that is no whole number.", element.line) from None
