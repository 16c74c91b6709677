# SPDX-License-Identifier: Apache-2.0
"""How soon did the robot reach the last zone?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from missions.checks.check import Check, CheckContext, Measurement, ZoneParameters, falling, follow
from missions.episode_record import EpisodeRecord

Seconds = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]


class TimeParameters(ZoneParameters):
    """Parameters of the check.

    Attributes:
        full_s: all points up to this time.
        none_s: no points from this time on, evenly less in between.
    """

    full_s: Seconds
    none_s: Seconds

    @model_validator(mode="after")
    def _full_comes_first(self) -> TimeParameters:
        if self.full_s >= self.none_s:
            raise ValueError(f"full_s ({self.full_s:g}) must be below none_s ({self.none_s:g})")
        return self


def measure(record: EpisodeRecord, context: CheckContext, parameters: TimeParameters) -> Measurement:
    """Gives all points for a quick robot and none for a slow one, or for one that did not get there."""
    arrivals = follow(record, parameters.chosen(context.mission))
    if not arrivals.complete:
        return Measurement(0.0, "There are points for time only when all zones are reached.", {"time_s": None})
    time_s = arrivals.times_s[-1] if arrivals.times_s else 0.0
    fraction = falling(time_s, parameters.full_s, parameters.none_s)
    reason = f"It took {time_s:.1f} s; all points are for {parameters.full_s:g} s or less"
    reason += "." if fraction == 1.0 else f", none from {parameters.none_s:g} s on."
    return Measurement(fraction, reason, {"time_s": round(time_s, 3)})


CHECK = Check("time", TimeParameters, measure)
