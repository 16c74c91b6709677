# SPDX-License-Identifier: Apache-2.0
"""How much longer was the robot's way than the shortest one?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from missions.checks.check import Check, CheckContext, Measurement, ZoneParameters, falling, follow
from missions.episode_record import EpisodeRecord
from missions.headway import step_lengths_m

Ratio = Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)]


class PathLengthParameters(ZoneParameters):
    """Parameters of the check.

    Attributes:
        full_ratio: all points up to this many times the shortest way.
        none_ratio: no points from this many times on, evenly less in between.
    """

    full_ratio: Ratio = 1.15
    none_ratio: Ratio = 2.0

    @model_validator(mode="after")
    def _full_comes_first(self) -> PathLengthParameters:
        if self.full_ratio >= self.none_ratio:
            raise ValueError(f"full_ratio ({self.full_ratio:g}) must be below none_ratio ({self.none_ratio:g})")
        return self


def measure(record: EpisodeRecord, context: CheckContext, parameters: PathLengthParameters) -> Measurement:
    """Gives points for a short way, measured until the last zone; none when a zone was not reached."""
    zones = parameters.chosen(context.mission)
    arrivals = follow(record, zones)
    if not arrivals.complete:
        reason = "There are points for a short way only when all zones are reached."
        return Measurement(0.0, reason, {"path_m": None, "shortest_m": None})
    end_s = arrivals.times_s[-1] if arrivals.times_s else 0.0
    path_m = float(step_lengths_m(record)[record.sim_time_s[1:] <= end_s].sum())
    shortest_m = context.optimum_m(zones)
    if shortest_m is None or shortest_m <= 0.0:
        # The robot got there by pushing things aside; there is no free way to hold its own against.
        return Measurement(1.0, f"The way was {path_m:.2f} m long.", {"path_m": round(path_m, 4), "shortest_m": None})
    ratio = path_m / shortest_m
    fraction = falling(ratio, parameters.full_ratio, parameters.none_ratio)
    reason = f"The way was {path_m:.2f} m long, {ratio:.2f} times the shortest ({shortest_m:.2f} m)"
    reason += "." if fraction == 1.0 else f"; all points are for {parameters.full_ratio:g} times or less."
    details = {"path_m": round(path_m, 4), "shortest_m": round(shortest_m, 4), "ratio": round(ratio, 4)}
    return Measurement(fraction, reason, details)


CHECK = Check("path_length", PathLengthParameters, measure)
