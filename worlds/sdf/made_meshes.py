# SPDX-License-Identifier: Apache-2.0
"""Shapes that engines here know as triangles alone: cones and extruded outlines."""

from __future__ import annotations

import math

from worlds.pose import Vec3
from worlds.sdf import checked_values as values
from worlds.sdf.description import Mesh
from worlds.sdf.document import Element
from worlds.sdf.reading import Reading

CONE_SIDES = 32
MAX_POINTS = 1_000

Point = tuple[float, float]
Triangle = tuple[int, int, int]


def read_cone(cone: Element) -> Mesh:
    """Reads a `<cone>`: along z, its tip up, its middle height at the origin."""
    radius = values.number(cone.child("radius"), 0.5, values.SIZE_M)
    half = values.number(cone.child("length"), 1.0, values.SIZE_M) / 2
    turns = [2 * math.pi * side / CONE_SIDES for side in range(CONE_SIDES)]
    ring = [(radius * math.cos(turn), radius * math.sin(turn), -half) for turn in turns]
    tip, middle = CONE_SIDES, CONE_SIDES + 1
    around = [(side, (side + 1) % CONE_SIDES) for side in range(CONE_SIDES)]
    faces = [(one, other, tip) for one, other in around] + [(other, one, middle) for one, other in around]
    return Mesh(cone.document.file, (*ring, (0.0, 0.0, half), (0.0, 0.0, -half)), tuple(faces))


def read_polylines(outlines: list[Element], reading: Reading) -> Mesh:
    """Reads `<polyline>`s: each outline becomes a solid between z = 0 and its height.

    Raises:
        SdfError: an outline has fewer than three points or too many, no area, or crosses itself.
    """
    vertices: list[Vec3] = []
    faces: list[Triangle] = []
    if len(outlines) > 1:
        reading.warn_of(outlines[1], "an outline inside another makes no hole here, as it does in Gazebo.")
    for outline in outlines:
        height = values.number(outline.child("height"), 1.0, values.SIZE_M)
        points = _points(outline)
        first, count = len(vertices), len(points)
        vertices += [(x, y, 0.0) for x, y in points] + [(x, y, height) for x, y in points]
        for a, b, c in _triangles(outline, points):
            faces += [(first + a, first + c, first + b), (first + count + a, first + count + b, first + count + c)]
        for one in range(count):
            other = (one + 1) % count
            low, high = (first + one, first + other), (first + count + one, first + count + other)
            faces += [(low[0], low[1], high[1]), (low[0], high[1], high[0])]
    return Mesh(outlines[0].document.file, tuple(vertices), tuple(faces))


def _points(outline: Element) -> list[Point]:
    """The outline's corners, counter-clockwise, none twice in a row."""
    given = outline.all("point")
    if len(given) > MAX_POINTS:
        raise outline.error(f"has {len(given)} points; at most {MAX_POINTS} are allowed.")
    points: list[Point] = []
    for element in given:
        x, y = values.parse_numbers(element, element.text, values.POSITION_M, 2)
        if not points or (x, y) != points[-1]:
            points.append((x, y))
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        raise outline.error(f"needs three points or more; it has {len(points)}.")
    return points if _area(points) > 0 else points[::-1]


def _area(points: list[Point]) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairs) / 2


def _triangles(outline: Element, points: list[Point]) -> list[Triangle]:
    """Cuts ears off until a triangle is left (Meisters, “Polygons have ears”, 1975)."""
    left = list(range(len(points)))
    found: list[Triangle] = []
    while len(left) > 3:
        ear = next((at for at in range(len(left)) if _is_ear(points, left, at)), None)
        if ear is None:
            raise outline.error("crosses itself or has no area.", "Give the corners in order, once round.")
        found.append((left[ear - 1], left[ear], left[(ear + 1) % len(left)]))
        del left[ear]
    found.append((left[0], left[1], left[2]))
    return found


def _is_ear(points: list[Point], left: list[int], at: int) -> bool:
    a, b, c = points[left[at - 1]], points[left[at]], points[left[(at + 1) % len(left)]]
    if _turn(a, b, c) <= 0:
        return False
    corners = {a, b, c}
    others = (points[index] for index in left)
    return not any(
        other not in corners and _turn(a, b, other) >= 0 and _turn(b, c, other) >= 0 and _turn(c, a, other) >= 0
        for other in others
    )


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
