# SPDX-License-Identifier: Apache-2.0
"""Where on the floor a robot can't be: outlines of everything solid between its feet and its top."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from worlds.pose import Pose, Vec3
from worlds.sdf.description import (
    Box,
    Capsule,
    Cylinder,
    Ellipsoid,
    Geometry,
    Heightmap,
    Mesh,
    Model,
    Plane,
    Sphere,
)

FloatArray = npt.NDArray[np.float64]

LOWEST_M = 0.01
"""Things that are lower than this can be driven over."""

_ROUND = 24
"""Corners that a round outline gets when it does not stand upright."""


@dataclass(frozen=True)
class Outline:
    """A convex outline on the floor, in the world: points grown by a radius.

    Attributes:
        points_m: corners (n, 2), counter-clockwise; one point with a radius is a disc.
        radius_m: how far the outline reaches around them.
    """

    points_m: FloatArray
    radius_m: float = 0.0

    def distance_m(self, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
        """Returns how far points (any shape) are from the outline; 0 inside."""
        points = self.points_m
        if len(points) == 1:
            away: FloatArray = np.hypot(x_m - points[0, 0], y_m - points[0, 1])
            return np.maximum(away - self.radius_m, 0.0)
        nearest = np.full(x_m.shape, np.inf)
        inside = np.full(x_m.shape, len(points) > 2)
        for (ax, ay), (bx, by) in zip(points, np.roll(points, -1, axis=0), strict=True):
            ex, ey = bx - ax, by - ay
            px, py = x_m - ax, y_m - ay
            along = np.clip((px * ex + py * ey) / (ex * ex + ey * ey), 0.0, 1.0)
            nearest = np.minimum(nearest, np.hypot(px - along * ex, py - along * ey))
            inside &= ex * py - ey * px >= 0.0
        return np.where(inside, 0.0, np.maximum(nearest - self.radius_m, 0.0))

    def is_within(self, x_m: float, y_m: float, room_m: float) -> bool:
        """Whether one point is nearer to the outline than `room_m`."""
        left, bottom, right, top = self.bounds_m
        if max(left - x_m, x_m - right, bottom - y_m, y_m - top) >= room_m:
            return False
        return bool(self.distance_m(np.array([x_m]), np.array([y_m]))[0] < room_m)

    @cached_property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """Least x, least y, greatest x, greatest y."""
        low, high = self.points_m.min(axis=0) - self.radius_m, self.points_m.max(axis=0) + self.radius_m
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def outlines(models: Iterable[Model], top_m: float) -> list[Outline]:
    """Finds the outlines of models.

    Planes and height fields are ground. A mesh counts as its convex hull.

    Args:
        models: solid things, with their poses in the world.
        top_m: height of the robot; what is above it leaves room to pass under.
    """
    found = []
    for model in models:
        for link in model.links:
            for collision in link.collisions:
                pose = model.pose @ link.pose @ collision.pose
                outline = _outline(collision.geometry, pose, LOWEST_M, top_m)
                if outline is not None:
                    found.append(outline)
    return found


def reach_m(model: Model) -> float:
    """Returns the radius of the circle about the model's origin that holds its solid parts, at any height."""
    flat = [outline for outline in outlines([model], math.inf) if len(outline.points_m)]
    x_m, y_m, _ = model.pose.position_m
    return max(
        (float(np.hypot(*(outline.points_m - (x_m, y_m)).T).max()) + outline.radius_m for outline in flat),
        default=0.0,
    )


def _outline(geometry: Geometry, pose: Pose, bottom_m: float, top_m: float) -> Outline | None:
    z_m = pose.position_m[2]
    upright = abs(pose.rotate((0.0, 0.0, 1.0))[2]) > 1 - 1e-9
    if isinstance(geometry, Plane | Heightmap):
        return None
    if isinstance(geometry, Sphere):
        return _disc(pose, _slice_radius(geometry.radius_m, z_m, bottom_m, top_m))
    if isinstance(geometry, Cylinder) and upright:
        low, high = z_m - geometry.length_m / 2, z_m + geometry.length_m / 2
        return _disc(pose, geometry.radius_m if low < top_m and high > bottom_m else None)
    corners, edges = _solid(geometry)
    return _hull(_slab([pose.transform(corner) for corner in corners], edges, bottom_m, top_m))


def _disc(pose: Pose, radius_m: float | None) -> Outline | None:
    return None if radius_m is None else Outline(np.array([pose.position_m[:2]]), radius_m)


def _slice_radius(radius_m: float, z_m: float, bottom_m: float, top_m: float) -> float | None:
    """Radius of the part of a ball between two heights, or None."""
    off_m = max(bottom_m - z_m, z_m - top_m, 0.0)
    return math.sqrt(radius_m**2 - off_m**2) if off_m < radius_m else None


def _solid(geometry: Geometry) -> tuple[Sequence[Vec3], Iterable[tuple[int, int]]]:
    """Returns corners, and pairs of corners that the outline needs to be cut along."""
    if isinstance(geometry, Mesh):
        sides = {(min(a, b), max(a, b)) for f in geometry.faces for a, b in zip(f, f[1:] + f[:1], strict=True)}
        return geometry.vertices_m, sorted(sides)
    if isinstance(geometry, Box):
        x, y, z = (size / 2 for size in geometry.size_m)
        corners = [(sx * x, sy * y, sz * z) for sx in (-1, 1) for sy in (-1, 1) for sz in (-1, 1)]
        return corners, _all_pairs(len(corners))
    if isinstance(geometry, Ellipsoid):
        a, b, c = geometry.radii_m
        rings = [(math.cos(t), math.sin(t)) for t in np.linspace(-math.pi / 2, math.pi / 2, _ROUND // 2 + 1)]
        return _rings([(width, c * height) for width, height in rings], a, b)
    if isinstance(geometry, Capsule):
        half, radius = geometry.length_m / 2, geometry.radius_m
        quarter = [(math.cos(t), math.sin(t)) for t in np.linspace(0, math.pi / 2, _ROUND // 4 + 1)]
        upper = [(width, half + radius * height) for width, height in quarter]
        lower = [(width, -z) for width, z in reversed(upper)]
        return _rings([*lower, *upper], radius, radius)
    if isinstance(geometry, Cylinder):
        half = geometry.length_m / 2
        return _rings([(1.0, -half), (1.0, half)], geometry.radius_m, geometry.radius_m)
    raise TypeError(f"no outline for {type(geometry).__name__}")


def _rings(levels: list[tuple[float, float]], a_m: float, b_m: float) -> tuple[list[Vec3], list[tuple[int, int]]]:
    """Corners on rings about z, joined along each ring and from ring to ring."""
    # The corners lie outside the round so that the outline is never too small.
    grown = 1 / math.cos(math.pi / _ROUND)
    turns = [(math.cos(t) * grown, math.sin(t) * grown) for t in np.arange(_ROUND) * (2 * math.pi / _ROUND)]
    corners = [(a_m * w * c, b_m * w * s, z) for w, z in levels for c, s in turns]
    edges = []
    for ring in range(len(levels)):
        for turn in range(_ROUND):
            here = ring * _ROUND + turn
            edges.append((here, ring * _ROUND + (turn + 1) % _ROUND))
            if ring + 1 < len(levels):
                edges.append((here, here + _ROUND))
    return corners, edges


def _all_pairs(count: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(count) for b in range(a + 1, count)]


def _slab(
    corners: Sequence[Vec3], edges: Iterable[tuple[int, int]], bottom_m: float, top_m: float
) -> list[tuple[float, float]]:
    """Cuts a solid to the heights from bottom to top; returns points whose hull is its outline."""
    kept = [(x, y) for x, y, z in corners if bottom_m <= z <= top_m]
    for a, b in edges:
        (ax, ay, az), (bx, by, bz) = corners[a], corners[b]
        for level in (bottom_m, top_m):
            if math.isfinite(level) and (az - level) * (bz - level) < 0:
                part = (level - az) / (bz - az)
                kept.append((ax + part * (bx - ax), ay + part * (by - ay)))
    return kept


def _hull(points: list[tuple[float, float]]) -> Outline | None:
    """Convex hull, counter-clockwise (A. M. Andrew's monotone chain, 1979)."""
    ordered = sorted({(round(x, 9), round(y, 9)) for x, y in points})
    if not ordered:
        return None
    if len(ordered) < 3:
        return Outline(np.array(ordered))
    chains: list[list[tuple[float, float]]] = []
    for sequence in (ordered, ordered[::-1]):
        chain: list[tuple[float, float]] = []
        for point in sequence:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains.append(chain[:-1])
    return Outline(np.array(chains[0] + chains[1]))


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
