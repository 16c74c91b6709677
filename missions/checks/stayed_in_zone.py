# SPDX-License-Identifier: Apache-2.0
"""Which share of its way did the robot keep to the places it was to stay in?"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, JsonValue

from missions.checks.check import (
    Check,
    CheckContext,
    HeadwayParameters,
    Measurement,
    ShareParameters,
    Weight,
    rising,
    zones_called,
)
from missions.episode_record import EpisodeRecord
from missions.headway import headway, share_of
from missions.zones import ZoneName, inside_any


class StayedInZoneParameters(HeadwayParameters, ShareParameters):
    """Parameters of the check.

    Attributes:
        inside: names of the zones to stay in; the robot is in them while its middle is in one of them.
        by: whether the share is one of the way or of the time.
        full_share: all points from this share on.
        none_share: no points up to this share, evenly more in between.
    """

    ZONE_FIELDS: ClassVar[tuple[str, ...]] = ("zones", "inside")

    inside: Annotated[tuple[ZoneName, ...], Field(min_length=1, max_length=50)]
    by: Weight = "way"
    none_share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.5


def measure(record: EpisodeRecord, context: CheckContext, parameters: StayedInZoneParameters) -> Measurement:
    """Gives points for the share within the zones, in the measure in which the robot got on."""
    done = headway(record, context.mission, parameters)
    kept = inside_any(zones_called(context.mission, parameters.inside), *record.robot_pose[1 : done.steps + 1, :2].T)
    share = share_of(done.weights(parameters.by), kept)
    fraction = rising(share, parameters.none_share, parameters.full_share) * done.share
    out = np.flatnonzero(~kept)
    first_out_s = float(record.sim_time_s[out[0] + 1]) if len(out) else None
    details: dict[str, JsonValue] = {
        "share": round(share, 4),
        "way_m": round(done.way_m, 4),
        "first_outside_s": None if first_out_s is None else round(first_out_s, 3),
    }
    return Measurement(fraction, _in_words(share, first_out_s, parameters) + done.limit_in_words(), details)


def _in_words(share: float, first_out_s: float | None, parameters: StayedInZoneParameters) -> str:
    where = " or ".join(parameters.inside)
    if first_out_s is None:
        return f"The robot stayed in {where}."
    of = "way" if parameters.by == "way" else "time"
    words = f"The robot was in {where} for {share:.0%} of its {of}, first outside at {first_out_s:.1f} s"
    return words + ("." if share >= parameters.full_share else f"; all points are for {parameters.full_share:.0%}.")


CHECK = Check("stayed_in_zone", StayedInZoneParameters, measure)
