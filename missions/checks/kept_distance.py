# SPDX-License-Identifier: Apache-2.0
"""On which share of its way did the robot keep the distance it was to keep?"""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field, JsonValue, model_validator

from missions.checks.check import (
    Check,
    CheckContext,
    HeadwayParameters,
    Measurement,
    ShareParameters,
    Weight,
    rising,
)
from missions.episode_record import EpisodeRecord
from missions.headway import FloatArray, headway, share_of
from missions.surfaces import Side, distances_m, static_outlines

Metres = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
ModelName = Annotated[str, Field(min_length=1, max_length=200)]


class KeptDistanceParameters(HeadwayParameters, ShareParameters):
    """Parameters of the check.

    Attributes:
        wanted_m: distance to keep between the robot's middle and the nearest surface.
        band_m: so much more or less is as good.
        side: on which side of the robot.
        models: names of models of the world whose surfaces count, all of them static; None for every static one.
        by: whether the share is one of the way or of the time.
        full_share: all points from this share on.
        none_share: no points up to this share, evenly more in between.
    """

    MODEL_FIELDS: ClassVar[tuple[str, ...]] = ("models",)

    wanted_m: Metres
    band_m: Metres
    side: Side = "any"
    models: Annotated[tuple[ModelName, ...], Field(min_length=1, max_length=200)] | None = None
    by: Weight = "way"
    none_share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.3

    @model_validator(mode="after")
    def _band_is_narrow(self) -> KeptDistanceParameters:
        if self.band_m >= self.wanted_m:
            raise ValueError(f"band_m ({self.band_m:g}) must be below wanted_m ({self.wanted_m:g})")
        return self


def measure(record: EpisodeRecord, context: CheckContext, parameters: KeptDistanceParameters) -> Measurement:
    """Gives points for the share at the distance wanted, in the measure in which the robot got on.

    What counts is where the robot is at the end of each step. A part of the way on which nothing is on that side
    is one on which the distance was not kept.
    """
    done = headway(record, context.mission, parameters)
    things = static_outlines(context.world.models, parameters.models, context.robot.body.height_m)
    away_m = distances_m(things, record.robot_pose[1 : done.steps + 1], parameters.side)
    kept = np.abs(away_m - parameters.wanted_m) <= parameters.band_m
    weights = done.weights(parameters.by)
    share = share_of(weights, kept)
    fraction = rising(share, parameters.none_share, parameters.full_share) * done.share
    seen_m = away_m[np.isfinite(away_m)]
    outside_s = _longest(~kept, record.sim_time_s[1 : done.steps + 1])
    details: dict[str, JsonValue] = {
        "share": round(share, 4),
        "way_m": round(done.way_m, 4),
        "least_m": round(float(seen_m.min()), 4) if len(seen_m) else None,
        "median_m": round(float(np.median(seen_m)), 4) if len(seen_m) else None,
        "greatest_m": round(float(seen_m.max()), 4) if len(seen_m) else None,
        "longest_outside_s": None if outside_s is None else [round(time_s, 3) for time_s in outside_s],
    }
    return Measurement(fraction, _in_words(share, outside_s, parameters) + done.limit_in_words(), details)


def _longest(marked: npt.NDArray[np.bool_], times_s: FloatArray) -> tuple[float, float] | None:
    """From when to when the longest run of marked steps went; None when none is marked."""
    edges = np.flatnonzero(np.diff(marked.astype(np.int8), prepend=0, append=0))
    if len(edges) == 0:
        return None
    begins_s, ends_s = times_s[edges[::2]], times_s[edges[1::2] - 1]
    longest = int(np.argmax(ends_s - begins_s))
    return float(begins_s[longest]), float(ends_s[longest])


def _in_words(share: float, outside_s: tuple[float, float] | None, parameters: KeptDistanceParameters) -> str:
    low_m, high_m = parameters.wanted_m - parameters.band_m, parameters.wanted_m + parameters.band_m
    of = "way" if parameters.by == "way" else "time"
    side = "" if parameters.side == "any" else f" to its {parameters.side}"
    words = f"The robot kept {low_m:.2f} to {high_m:.2f} m from the nearest thing{side} on {share:.0%} of its {of}"
    if share >= parameters.full_share or outside_s is None:
        return words + "."
    words += f"; all points are for {parameters.full_share:.0%}, none up to {parameters.none_share:.0%}."
    return words + f" It was out of there for longest from {outside_s[0]:.1f} to {outside_s[1]:.1f} s."


CHECK = Check("kept_distance", KeptDistanceParameters, measure)
