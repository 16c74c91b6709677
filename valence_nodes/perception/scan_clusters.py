# SPDX-License-Identifier: Apache-2.0
"""Cutting a lidar scan into things: neighbouring rays that hit the same surface.

Where a surface ends is told by the adaptive breakpoint of G. A. Borges and M.-J. Aldon, "Line extraction in 2D range
images for mobile robotics", Journal of Intelligent and Robotic Systems 40 (2004): two neighbouring points are of one
surface unless they are further apart than a surface that meets the ray at a small angle would have them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_GRAZING_RAD = math.radians(15)
"""A surface that meets the rays at a smaller angle falls to pieces."""

_RANGE_STD_M = 0.01
"""Of one range: LDS-01 and LDS-02 (ROBOTIS e-Manual) have 10 mm and more."""

_AT_THE_LIMIT_M = 0.15
"""So near to the lidar's reach, what ends there may only have gone out of reach."""

_BETWEEN_LEGS = 3

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scan:
    """One turn of a lidar, in its own frame (`sensor_msgs/LaserScan`).

    Attributes:
        angle_min_rad: of the first ray, counter-clockwise from +x.
        angle_increment_rad: between rays; not 0.
        range_min_m: nearest distance measured.
        range_max_m: farthest distance measured.
        ranges_m: shape (n,); whatever is not finite, or out of reach, is nothing.
    """

    angle_min_rad: float
    angle_increment_rad: float
    range_min_m: float
    range_max_m: float
    ranges_m: npt.NDArray[np.float32]

    def __post_init__(self) -> None:
        numbers = (self.angle_min_rad, self.angle_increment_rad, self.range_min_m, self.range_max_m)
        if not all(map(math.isfinite, numbers)) or self.angle_increment_rad == 0 or self.ranges_m.ndim != 1:
            raise ValueError(
                "A scan has finite angles and limits, an increment other than 0, and a row of ranges; given were "
                f"angle_min_rad {self.angle_min_rad!r}, angle_increment_rad {self.angle_increment_rad!r}, limits "
                f"{self.range_min_m!r} and {self.range_max_m!r}, and ranges of shape {self.ranges_m.shape}."
            )
        if abs(self.angle_increment_rad) * len(self.ranges_m) > 2 * math.pi + abs(self.angle_increment_rad) * 1.5:
            raise ValueError(
                f"{len(self.ranges_m)} rays, {self.angle_increment_rad!r} rad apart, are more than one turn of a lidar."
            )


@dataclass(frozen=True)
class Cluster:
    """Something that was hit by rays beside each other.

    Attributes:
        x_m: its middle, halfway between its two ends, in the lidar's frame.
        y_m: likewise.
        width_m: from one end to what is farthest from it.
        points: how many rays hit it.
        cut: something nearer hides one of its ends, or it goes out of reach there, so that its middle is uncertain.
    """

    x_m: float
    y_m: float
    width_m: float
    points: int
    cut: bool


def find_clusters(scan: Scan, least_points: int = 3, widest_m: float = 0.9, join_m: float = 0.25) -> list[Cluster]:
    """Finds what is no wider than a person or a small thing.

    Args:
        scan: one turn.
        least_points: fewer rays are noise.
        widest_m: wider is a wall.
        join_m: two legs no further apart are one person.

    Returns:
        In the order of the rays.
    """
    ranges = scan.ranges_m.astype(np.float64)
    hit = np.isfinite(ranges) & (ranges >= max(scan.range_min_m, 1e-3)) & (ranges <= scan.range_max_m)
    if not hit.any():
        return []
    ranges = np.where(hit, ranges, np.inf)
    angles = scan.angle_min_rad + scan.angle_increment_rad * np.arange(len(ranges))
    points = np.column_stack([np.cos(angles), np.sin(angles)]) * np.where(hit, ranges, 0.0)[:, None]
    groups = _joined(list(_groups(points, ranges, scan)), points, join_m)
    found = (_cluster(group, points, ranges, scan) for group in groups if len(group) >= least_points)
    return [one for one in found if one.width_m <= widest_m]


def _groups(points: FloatArray, ranges: FloatArray, scan: Scan) -> Iterator[list[int]]:
    """Numbers of neighbouring rays that hit one surface; a full turn's last ray is beside its first."""
    count = len(ranges)
    step = abs(scan.angle_increment_rad)
    slack = math.sin(step) / math.sin(_GRAZING_RAD - step) if step < _GRAZING_RAD / 2 else 1.0
    after = np.roll(ranges, -1)
    apart = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
    linked = apart <= np.minimum(ranges, after) * slack + 3 * _RANGE_STD_M
    linked &= np.isfinite(ranges) & np.isfinite(after)
    if not _full_turn(scan):
        linked[-1] = False
    breaks = np.flatnonzero(~linked)
    if breaks.size == 0:
        yield list(range(count))
        return
    # From behind the first break once round to it.
    order = np.roll(np.arange(count), -(int(breaks[0]) + 1)).tolist()
    group: list[int] = []
    for ray in order:
        if math.isfinite(ranges[ray]):
            group.append(ray)
        if not linked[ray] and group:
            yield group
            group = []


def _full_turn(scan: Scan) -> bool:
    return abs(scan.angle_increment_rad) * (len(scan.ranges_m) + 0.5) >= 2 * math.pi


def _joined(groups: list[list[int]], points: FloatArray, join_m: float) -> list[list[int]]:
    """Puts pairs of narrow things close beside each other together: legs."""
    joined: list[list[int]] = []
    for group in groups:
        # Between two legs a ray or two may hit the wall behind.
        near = (one for one in joined[-_BETWEEN_LEGS:][::-1] if _are_legs(one, group, points, join_m))
        before = next(near, None)
        if before is None:
            joined.append(list(group))
        else:
            before.extend(group)
    return joined


def _are_legs(one: list[int], other: list[int], points: FloatArray, join_m: float) -> bool:
    wide_m = max(_width_m(one, points), _width_m(other, points))
    return wide_m <= join_m and math.dist(points[one[-1]], points[other[0]]) <= join_m


def _width_m(group: list[int], points: FloatArray) -> float:
    """Farthest that any point is from one end; a wall all around has its ends beside each other."""
    return float(np.hypot(*(points[group] - points[group[0]]).T).max())


def _cluster(group: list[int], points: FloatArray, ranges: FloatArray, scan: Scan) -> Cluster:
    first, last = points[group[0]], points[group[-1]]
    x_m, y_m = ((first + last) / 2).tolist()
    count = len(ranges)
    sides = ((group[0], group[0] - 1), (group[-1], group[-1] + 1))
    cut = any(_hidden(end, beside % count, ranges, scan) for end, beside in sides)
    if not _full_turn(scan) and (group[0] == 0 or group[-1] == count - 1):
        cut = True
    return Cluster(x_m, y_m, _width_m(group, points), len(group), cut)


def _hidden(end: int, beside: int, ranges: FloatArray, scan: Scan) -> bool:
    """Whether a thing may go on behind what the ray beside its end hits, or beyond the lidar's reach."""
    if math.isfinite(ranges[beside]):
        return bool(ranges[beside] < ranges[end])
    return bool(ranges[end] > scan.range_max_m - _AT_THE_LIMIT_M)
