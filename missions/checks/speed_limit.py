# SPDX-License-Identifier: Apache-2.0
"""For how long, and by how much, was the robot faster than allowed?"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, JsonValue

from missions.checks.check import Check, CheckContext, HeadwayParameters, Measurement, falling, zones_called
from missions.episode_record import EpisodeRecord
from missions.headway import FloatArray, headway
from missions.zones import ZoneName, inside_any

SLACK_MPS = 0.005
"""A robot that drives at the limit is a little faster in one step and a little slower in the next."""

Speed = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class SpeedLimitParameters(HeadwayParameters):
    """Parameters of the check.

    Attributes:
        limit_mps: greatest speed allowed.
        inside: names of zones in which the limit holds; None for everywhere.
        none_s: no points from so many seconds of too high a speed on, evenly less in between.
        none_excess_mps: no points either from so much above the limit on, evenly less in between; None: only
            time counts.
    """

    ZONE_FIELDS: ClassVar[tuple[str, ...]] = ("zones", "inside")

    limit_mps: Speed
    inside: Annotated[tuple[ZoneName, ...], Field(min_length=1, max_length=50)] | None = None
    none_s: Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)] = 5.0
    none_excess_mps: Speed | None = None


def measure(record: EpisodeRecord, context: CheckContext, parameters: SpeedLimitParameters) -> Measurement:
    """Gives points for keeping to the limit, in the measure in which the robot got on.

    Speed is that over ground, from the places at the ends of each step. A robot that never was where the limit
    holds has kept to nothing.
    """
    done = headway(record, context.mission, parameters)
    speeds_mps = _speeds_mps(done.lengths_m, done.durations_s)
    places = record.robot_pose[1 : done.steps + 1, :2]
    held = np.isfinite(places).all(axis=1)
    if parameters.inside is not None:
        held &= inside_any(zones_called(context.mission, parameters.inside), *places.T)
    excess_mps = np.where(held, np.maximum(speeds_mps - parameters.limit_mps, 0.0), 0.0)
    too_fast = excess_mps > SLACK_MPS
    over_s = float(done.durations_s[too_fast].sum())
    worst_mps = float(excess_mps.max(initial=0.0, where=too_fast))
    fraction = falling(over_s, 0.0, parameters.none_s)
    if parameters.none_excess_mps is not None:
        fraction = min(fraction, falling(worst_mps, 0.0, parameters.none_excess_mps))
    details: dict[str, JsonValue] = {
        "over_s": round(over_s, 3),
        "worst_excess_mps": round(worst_mps, 4),
        "top_speed_mps": round(float(speeds_mps.max(initial=0.0, where=held)), 4),
    }
    if not held.any():
        where = " or ".join(parameters.inside or ("this world",))
        reason = f"There are points for keeping to the limit only for a robot that drives in {where}."
        return Measurement(0.0, reason, details)
    first_s = float(record.sim_time_s[1:][np.flatnonzero(too_fast)[0]]) if too_fast.any() else None
    return Measurement(
        fraction * done.share, _in_words(over_s, worst_mps, first_s, parameters) + done.limit_in_words(), details
    )


def _speeds_mps(lengths_m: FloatArray, durations_s: FloatArray) -> FloatArray:
    return np.divide(lengths_m, durations_s, out=np.zeros_like(lengths_m), where=durations_s > 0.0)


def _in_words(over_s: float, worst_mps: float, first_s: float | None, parameters: SpeedLimitParameters) -> str:
    where = f" in {' or '.join(parameters.inside)}" if parameters.inside else ""
    limit = f"the {parameters.limit_mps:g} m/s allowed{where}"
    if first_s is None:
        return f"The robot kept to {limit}."
    return (
        f"The robot was faster than {limit} for {over_s:.1f} s, first at {first_s:.1f} s, by up to {worst_mps:.2f} m/s."
    )


CHECK = Check("speed_limit", SpeedLimitParameters, measure)
