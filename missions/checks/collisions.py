# SPDX-License-Identifier: Apache-2.0
"""How often, and how hard, did the robot touch something that it does not stand on?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, JsonValue, model_validator

from missions.checks.check import Check, CheckContext, Measurement, ZoneParameters, falling, follow
from missions.episode_record import ContactEvent, EpisodeRecord

FLOOR_NORMAL_Z = 0.7
"""A contact whose normal is steeper than this is something the robot stands on (slopes up to 45°)."""

MERGE_S = 0.5
"""Contacts with one thing that are no further apart than this are one touch."""

Count = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Force = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]


class CollisionParameters(ZoneParameters):
    """Parameters of the check.

    Attributes:
        free: so many touches cost nothing.
        none: no points from so many touches on, evenly less in between.
        hard_n: a touch with at least this force counts twice.
    """

    free: Count = 0
    none: Count = 5
    hard_n: Force = 30.0

    @model_validator(mode="after")
    def _none_is_more(self) -> CollisionParameters:
        if self.free >= self.none:
            raise ValueError(f"free ({self.free:g}) must be below none ({self.none:g})")
        return self


@dataclass
class Touch:
    """One touch, from its first to its last contact.

    Attributes:
        entity: what was touched.
        began_s: first contact.
        ended_s: last contact.
        force_n: greatest force.
    """

    entity: str
    began_s: float
    ended_s: float
    force_n: float


def touches(contacts: tuple[ContactEvent, ...]) -> list[Touch]:
    """Merges contacts to separate touches, in the order they began; what the robot stands on is none."""
    found: list[Touch] = []
    last: dict[str, Touch] = {}
    for contact in contacts:
        if contact.normal_z > FLOOR_NORMAL_Z:
            continue
        touch = last.get(contact.entity)
        if touch is not None and contact.sim_time_s - touch.ended_s <= MERGE_S + 1e-9:
            touch.ended_s = contact.sim_time_s
            touch.force_n = max(touch.force_n, contact.force_n)
        else:
            touch = Touch(contact.entity, contact.sim_time_s, contact.sim_time_s, contact.force_n)
            last[contact.entity] = touch
            found.append(touch)
    return found


def measure(record: EpisodeRecord, context: CheckContext, parameters: CollisionParameters) -> Measurement:
    """Gives points for driving without touching, in the measure in which zones were reached.

    A robot that stands still touches nothing; that is worth nothing.
    """
    found = touches(record.contacts)
    hard = sum(touch.force_n >= parameters.hard_n for touch in found)
    share = follow(record, parameters.chosen(context.mission)).share
    fraction = falling(len(found) + hard, parameters.free, parameters.none) * share
    strongest_n = max((touch.force_n for touch in found), default=0.0)
    details: dict[str, JsonValue] = {
        "touches": len(found),
        "hard_touches": hard,
        "strongest_n": round(strongest_n, 3),
        "touched": [*sorted({touch.entity for touch in found})],
        "times_s": [round(touch.began_s, 3) for touch in found[:100]],
    }
    return Measurement(fraction, _in_words(found, hard, share), details)


def _in_words(found: list[Touch], hard: int, share: float) -> str:
    if found:
        first = ", ".join(f"{touch.entity} at {touch.began_s:.1f} s" for touch in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        number = "once" if len(found) == 1 else f"{len(found)} times"
        reason = f"Touched things {number}: {first}{more}."
        if hard:
            reason += f" {hard} of them hard, which counts twice."
    else:
        reason = "Touched nothing."
    if share == 0.0:
        reason += " These points begin with the first zone reached."
    elif share < 1.0:
        reason += f" {share:.0%} of these points can be won with the zones reached."
    return reason


CHECK = Check("collisions", CollisionParameters, measure)
