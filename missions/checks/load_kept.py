# SPDX-License-Identifier: Apache-2.0
"""Does what stands on the robot still stand where it was put?"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field, JsonValue, model_validator

from missions.checks.check import Check, CheckContext, HeadwayParameters, Measurement, falling
from missions.episode_record import EpisodeRecord
from missions.headway import headway

Slide = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class LoadKeptParameters(HeadwayParameters):
    """Parameters of the check.

    Attributes:
        full_m: all points if the load has slid no farther than this in all.
        none_m: no points from this on, evenly less in between; None: the room that the robot's tray has.
    """

    full_m: Slide = 0.02
    none_m: Slide | None = None

    @model_validator(mode="after")
    def _none_is_more(self) -> LoadKeptParameters:
        if self.none_m is not None and self.none_m <= self.full_m:
            raise ValueError(f"none_m ({self.none_m:g}) must be above full_m ({self.full_m:g})")
        return self


def measure(record: EpisodeRecord, context: CheckContext, parameters: LoadKeptParameters) -> Measurement:
    """Gives points for a load that has hardly slid, in the measure in which the robot got on.

    How far it slides is reckoned by `worlds.shaking` from the robot's true way over the ground.
    """
    load = context.robot.load
    if load is None or record.load_slid_m is None:
        return Measurement(0.0, "There is no load on this robot, or no uneven ground in this world.")
    done = headway(record, context.mission, parameters)
    none_m = load.room_m if parameters.none_m is None else parameters.none_m
    slid_m = record.load_slid_m[: done.steps + 1]
    far_m = float(slid_m[-1]) if len(slid_m) else 0.0
    details: dict[str, JsonValue] = {"slid_m": round(far_m, 4)}
    lost = np.flatnonzero(slid_m >= none_m)
    if len(lost):
        lost_s = float(record.sim_time_s[lost[0]])
        details["lost_s"] = round(lost_s, 3)
        reason = f"The load slid by {none_m * 100:.0f} cm and fell off the tray, at {lost_s:.1f} s."
        return Measurement(0.0, reason, details)
    reason = f"The load slid by {far_m * 100:.1f} cm in all; {parameters.full_m * 100:.0f} cm cost nothing"
    reason += f", and it falls off at {none_m * 100:.0f} cm."
    fraction = falling(far_m, parameters.full_m, none_m)
    return Measurement(fraction * done.share, reason + done.limit_in_words(), details)


CHECK = Check("load_kept", LoadKeptParameters, measure)
