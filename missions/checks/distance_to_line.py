# SPDX-License-Identifier: Apache-2.0
"""How far did the robot stray from a line on the floor, and how far did it get along it?"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, JsonValue, model_validator

from missions.checks.check import Check, CheckContext, Measurement, Parameters, falling
from missions.episode_record import EpisodeRecord
from missions.floor_line import FloorLine
from missions.zones import Coordinate, FloatArray

LIKELY_SHARE = 0.95
"""“Nearly always” is so much of the way."""

ROUNDING_M = 1e-6

Metres = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class LineParameters(Parameters):
    """Parameters of the check.

    Attributes:
        line: points of the line (x, y in the world, m), in the direction in which it is to be followed.
        closed: whether the last point leads back to the first.
        laps: how often the line's whole length is to be followed for all points; an open line at most once. A little
            less than a whole number lets an episode end at a finish that the robot's middle only has to come near.
        full_m: all points up to this distance.
        none_m: no points from this distance on, evenly less in between.
        measure: the distance that counts: `mean`, or `p95`, within which the robot was for 95 % of its way.
    """

    line: Annotated[tuple[tuple[Coordinate, Coordinate], ...], Field(min_length=2, max_length=500)]
    closed: bool = False
    laps: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 1.0
    full_m: Metres = 0.05
    none_m: Metres = 0.25
    measure: Literal["mean", "p95"] = "mean"

    @model_validator(mode="after")
    def _makes_sense(self) -> LineParameters:
        if self.full_m >= self.none_m:
            raise ValueError(f"full_m ({self.full_m:g}) must be below none_m ({self.none_m:g})")
        if self.laps > 1 and not self.closed:
            raise ValueError(f"laps ({self.laps:g}) must not be above 1 when the line is not closed")
        ends = zip(self.line, (*self.line[1:], self.line[0]) if self.closed else self.line[1:], strict=False)
        for number, (a, b) in enumerate(ends, 1):
            if a == b:
                raise ValueError(f"point {number} of the line ({a[0]:g}, {a[1]:g}) is followed by itself")
        return self


def measure(record: EpisodeRecord, context: CheckContext, parameters: LineParameters) -> Measurement:
    """Gives points for keeping to the line, in the measure of the length that was followed in the right direction.

    Distances are weighed with the way that the robot drove, so that standing on the line improves nothing; what it did
    after it had followed all of it does not count.
    """
    del context  # the line is in the parameters, and nothing else is asked for
    line = FloorLine(parameters.line, closed=parameters.closed)
    wanted_m = parameters.laps * line.length_m
    places = record.robot_pose[:, :2]
    times_s = record.sim_time_s[np.isfinite(places).all(axis=1)]
    places = places[np.isfinite(places).all(axis=1)]
    along_m, distance_m = line.follow(places)
    gained_m = np.maximum.accumulate(along_m - along_m[0]) if len(along_m) else along_m
    done = np.flatnonzero(gained_m >= wanted_m - ROUNDING_M)
    rows = int(done[0]) + 1 if len(done) else len(gained_m)
    share = 1.0 if len(done) else float(gained_m[-1]) / wanted_m if rows else 0.0
    steps_m = np.hypot(*np.diff(places[:rows], axis=0).T)
    if share <= 0.0 or not steps_m.any():
        reason = "The robot did not get along the line; there are points only for following it in its direction."
        return Measurement(0.0, reason, {"share": 0.0, "wanted_m": round(wanted_m, 4)})
    driven = distance_m[1:rows]
    mean_m = float(np.average(driven, weights=steps_m))
    likely_m = _quantile(driven, steps_m, LIKELY_SHARE)
    farthest = int(distance_m[:rows].argmax())
    counted_m = mean_m if parameters.measure == "mean" else likely_m
    details: dict[str, JsonValue] = {
        "mean_m": round(mean_m, 4),
        "p95_m": round(likely_m, 4),
        "greatest_m": round(float(distance_m[farthest]), 4),
        "greatest_at_s": round(float(times_s[farthest]), 3),
        "followed_m": round(min(float(gained_m[rows - 1]), wanted_m), 4),
        "wanted_m": round(wanted_m, 4),
        "share": round(share, 4),
    }
    fraction = share * falling(counted_m, parameters.full_m, parameters.none_m)
    return Measurement(fraction, _in_words(details, counted_m, parameters), details)


def _quantile(values: FloatArray, weights: FloatArray, share: float) -> float:
    """The least value that so much of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, share * reached[-1] * (1 - 1e-12))])


def _in_words(details: dict[str, JsonValue], counted_m: float, parameters: LineParameters) -> str:
    if parameters.measure == "mean":
        reason = f"The robot's middle was {counted_m * 100:.1f} cm from the line on average"
    else:
        reason = f"The robot's middle was within {counted_m * 100:.1f} cm of the line for 95 % of its way"
    if counted_m > parameters.full_m:
        full_cm, none_cm = parameters.full_m * 100, parameters.none_m * 100
        reason += f" (all points are for {full_cm:g} cm or less, none from {none_cm:g} cm on)"
    reason += f"; it strayed farthest, by {details['greatest_m']:.2f} m, at {details['greatest_at_s']:.1f} s."
    if details["share"] != 1.0:
        followed = f"It followed {details['followed_m']:.1f} m of {details['wanted_m']:.1f} m in the right direction"
        reason += f" {followed}, and can win {details['share']:.0%} of these points."
    return reason


CHECK = Check("distance_to_line", LineParameters, measure)
