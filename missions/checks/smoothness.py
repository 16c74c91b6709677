# SPDX-License-Identifier: Apache-2.0
"""How much did the program jerk at the wheel?"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field, JsonValue, model_validator

from missions.checks.check import Check, CheckContext, HeadwayParameters, Measurement, falling
from missions.episode_record import EpisodeRecord
from missions.headway import headway

Changes = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]


class SmoothnessParameters(HeadwayParameters):
    """Parameters of the check.

    Attributes:
        full_per_m: all points up to so many changes a metre; 1 is a change of speed from nothing to the fastest,
            or the same of turning.
        none_per_m: no points from so many on, evenly less in between.
    """

    full_per_m: Changes = 2.0
    none_per_m: Changes = 10.0

    @model_validator(mode="after")
    def _full_comes_first(self) -> SmoothnessParameters:
        if self.full_per_m >= self.none_per_m:
            raise ValueError(f"full_per_m ({self.full_per_m:g}) must be below none_per_m ({self.none_per_m:g})")
        return self


def measure(record: EpisodeRecord, context: CheckContext, parameters: SmoothnessParameters) -> Measurement:
    """Gives points for few changes of the commands, in the measure in which the robot got on.

    The measure is the total variation of what a controller commands, the sum of all its moves up and down, as
    S. Skogestad proposes for smoothness: TV = Σ |u(i+1) − u(i)| (“Simple analytic rules for model reduction and PID
    controller tuning”, Journal of Process Control 13, 2003, pp. 291-309). Commands are cut to what the robot can
    do, and counted in parts of it, so that speed and turning add up. The sum is taken for each metre of the way, so
    that neither a longer mission nor a slower robot changes what a figure means. Commands, not the motion, because
    those are the program's own: wheels and floor shake a robot a little whoever drives it.
    """
    done = headway(record, context.mission, parameters)
    limits = context.robot.limits
    greatest = np.array([limits.max_speed_mps, limits.max_turn_radps])
    asked = np.clip(record.actions / greatest, -1.0, 1.0)[: done.steps + 1]
    speed_changes, turn_changes = (float(part) for part in np.abs(np.diff(asked, axis=0)).sum(axis=0))
    details: dict[str, JsonValue] = {
        "speed_changes": round(speed_changes, 3),
        "turn_changes": round(turn_changes, 3),
        "way_m": round(done.way_m, 4),
    }
    if done.share == 0.0:
        return Measurement(0.0, "Smooth driving counts only for a robot that gets on.", details)
    per_m = (speed_changes + turn_changes) / done.way_m
    details["changes_per_m"] = round(per_m, 3)
    fraction = falling(per_m, parameters.full_per_m, parameters.none_per_m)
    reason = f"A metre took {per_m:.1f} changes of command from nothing to the utmost"
    reason += f" (turning {turn_changes / done.way_m:.1f}, speed {speed_changes / done.way_m:.1f})"
    reason += f"; all points are for {parameters.full_per_m:g} or less"
    reason += "." if fraction == 1.0 else f", none from {parameters.none_per_m:g} on."
    return Measurement(fraction * done.share, reason + done.limit_in_words(), details)


CHECK = Check("smoothness", SmoothnessParameters, measure)
