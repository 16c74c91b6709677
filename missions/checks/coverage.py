# SPDX-License-Identifier: Apache-2.0
"""Which share of a place's floor did the robot pass over?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field, JsonValue

from missions.checks.check import Check, CheckContext, Measurement, ShareParameters, rising, zones_called
from missions.episode_record import EpisodeRecord
from missions.footprints import FloatArray, Outline, outlines
from missions.zones import AnyZone, ZoneName, inside_any
from worlds.scenario import ROBOT_ENTITY

_MAX_SQUARES = 60_000

Metres = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class CoverageParameters(ShareParameters):
    """Parameters of the check.

    Attributes:
        inside: names of the zones whose floor is to be passed over.
        radius_m: so far around the robot's middle the floor is passed over; None for the robot's own radius.
        square_m: side of the squares that are counted; more in very large zones.
        full_share: all points from this share on.
        none_share: no points up to this share, evenly more in between.
    """

    ZONE_FIELDS: ClassVar[tuple[str, ...]] = ("inside",)

    inside: Annotated[tuple[ZoneName, ...], Field(min_length=1, max_length=50)]
    radius_m: Metres | None = None
    square_m: Annotated[float, Field(ge=0.01, le=10, allow_inf_nan=False)] = 0.05
    full_share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.9


class Floor:
    """The floor of zones, in squares.

    Attributes:
        square_m: side of a square.
        open: bool (rows, columns): the squares whose middle lies in a zone and not in a thing.
        passed: bool (rows, columns): the squares whose middle was passed.
    """

    def __init__(self, zones: Sequence[AnyZone], things: Sequence[Outline], square_m: float) -> None:
        """Lays the squares.

        Args:
            zones: one at least.
            things: what stands on the floor.
            square_m: side of a square, if there are not too many.
        """
        corners = np.array([corner for zone in zones for corner in zone.corners_m])
        self._low, size = corners.min(axis=0), np.ptp(corners, axis=0)
        self.square_m = max(square_m, math.sqrt(float(np.prod(size)) / _MAX_SQUARES))
        columns, rows = (max(1, math.ceil(length - 1e-9)) for length in size / self.square_m)
        self._x_m, self._y_m = np.meshgrid(
            self._low[0] + self.square_m * (np.arange(columns) + 0.5),
            self._low[1] + self.square_m * (np.arange(rows) + 0.5),
        )
        self.open = inside_any(zones, self._x_m, self._y_m)
        for thing in things:
            window = self._window(*thing.bounds_m)
            self.open[window] &= thing.distance_m(self._x_m[window], self._y_m[window]) > 0.0
        self.passed = np.zeros_like(self.open)

    def leave_out(self, x_m: float, y_m: float, radius_m: float) -> None:
        """Takes out of the open floor what is within a radius of a point."""
        self.open &= np.hypot(self._x_m - x_m, self._y_m - y_m) > radius_m

    def sweep(self, places: FloatArray, radius_m: float) -> None:
        """Marks what is within a radius of a way.

        Args:
            places: (n, 2), the way's corners.
            radius_m: how far from it.
        """
        for a, b in pairwise(places):
            (left, bottom), (right, top) = np.minimum(a, b) - radius_m, np.maximum(a, b) + radius_m
            window = self._window(left, bottom, right, top)
            if self.passed[window].size:
                line = Outline(np.stack((a, b)))
                self.passed[window] |= line.distance_m(self._x_m[window], self._y_m[window]) <= radius_m

    def _window(self, left_m: float, bottom_m: float, right_m: float, top_m: float) -> tuple[slice, slice]:
        """The squares that a rectangle touches."""
        rows, columns = self.open.shape
        return _span(bottom_m, top_m, self._low[1], self.square_m, rows), _span(
            left_m, right_m, self._low[0], self.square_m, columns
        )


def measure(record: EpisodeRecord, context: CheckContext, parameters: CoverageParameters) -> Measurement:
    """Gives points for the share of the zones' open floor that the robot passed over.

    What it covers at its start, before it has moved, is left out of the count, as is what things stand on.
    """
    radius_m = context.robot.body.radius_m if parameters.radius_m is None else parameters.radius_m
    others = [model for model in context.world.models if model.name != ROBOT_ENTITY]
    things = outlines(others, context.robot.body.height_m)
    floor = Floor(zones_called(context.mission, parameters.inside), things, parameters.square_m)
    way = _corners(record.robot_pose[:, :2], floor.square_m / 4)
    if len(way):
        floor.leave_out(float(way[0, 0]), float(way[0, 1]), radius_m)
    floor.sweep(way, radius_m)
    squares = int(floor.open.sum())
    share = int((floor.open & floor.passed).sum()) / squares if squares else 0.0
    details: dict[str, JsonValue] = {
        "share": round(share, 4),
        "floor_m2": round(squares * floor.square_m**2, 4),
        "radius_m": radius_m,
    }
    reason = f"The robot passed over {share:.0%} of the floor of {' and '.join(parameters.inside)}"
    reason += "." if share >= parameters.full_share else f"; all points are for {parameters.full_share:.0%}."
    return Measurement(rising(share, parameters.none_share, parameters.full_share), reason, details)


def _span(low_m: float, high_m: float, origin_m: float, square_m: float, count: int) -> slice:
    first, last = (min(max((edge - origin_m) / square_m, -1.0), count + 1.0) for edge in (low_m, high_m))
    return slice(max(0, math.floor(first)), max(0, min(count, math.ceil(last))))


def _corners(places: FloatArray, least_m: float) -> FloatArray:
    """Thins a way to places that are some distance apart; those that are not numbers are left out."""
    kept: list[npt.NDArray[np.float64]] = []
    for place in places[np.isfinite(places).all(axis=1)]:
        if not kept or math.dist(place, kept[-1]) >= least_m:
            kept.append(place)
    return np.array(kept).reshape(-1, 2)


CHECK = Check("coverage", CoverageParameters, measure)
