# SPDX-License-Identifier: Apache-2.0
"""How many of the things that belong somewhere did the robot bring there?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, JsonValue, model_validator

from missions.checks.check import Check, CheckContext, Measurement, Parameters, zones_called
from missions.episode_record import EpisodeRecord
from missions.headway import MOVED_M, step_lengths_m
from missions.variation_spec import Kind
from missions.zones import AnyZone, ZoneName
from worlds.scenario import Placement

REST_S, REST_M = 0.5, 0.01
"""A thing rests that was no farther than this from its last place in the last moment."""

Fate = Literal["right", "wrong", "moving", "outside"]


class ThingsInZonesParameters(Parameters):
    """Parameters of the check.

    Attributes:
        kinds: what there may be, as the labels say it.
        zones: where each of the kinds belongs, in the same order.
        wrong: share of a thing's points that is taken off for each thing that rests in the zone of another kind.
        any_zone: whether the zone of any kind will do.
    """

    ZONE_FIELDS: ClassVar[tuple[str, ...]] = ("zones",)

    kinds: Annotated[tuple[Kind, ...], Field(min_length=1, max_length=50)]
    zones: Annotated[tuple[ZoneName, ...], Field(min_length=1, max_length=50)]
    wrong: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0
    any_zone: bool = False

    @model_validator(mode="after")
    def _a_zone_each(self) -> ThingsInZonesParameters:
        if len(self.kinds) != len(self.zones) or len(set(self.kinds)) != len(self.kinds):
            raise ValueError("kinds must name each kind once, and zones as many zones, one for each kind")
        return self


@dataclass(frozen=True)
class _Found:
    """What became of a thing: where it is (the name of a zone, or nothing), and whether that is right."""

    name: str
    kind: str
    home: str
    place: str
    fate: Fate


def measure(record: EpisodeRecord, context: CheckContext, parameters: ThingsInZonesParameters) -> Measurement:
    """Gives a share for each thing that rests where it belongs and did not stand there at the start."""
    zones = dict(zip(parameters.kinds, zones_called(context.mission, parameters.zones), strict=True))
    things = [one for one in context.scenario.placements if one.kind in zones]
    found = [_found(record, one, zones, parameters.any_zone) for one in things]
    right = sum(one.fate == "right" for one in found)
    wrong = sum(one.fate == "wrong" for one in found)
    went = bool(np.isfinite(record.robot_pose).all()) and float(step_lengths_m(record).sum()) >= MOVED_M
    share = (right - parameters.wrong * wrong) / len(found) if found and went else 0.0
    details: dict[str, JsonValue] = {
        "right": right,
        "wrong": wrong,
        "things": {one.name: {"kind": one.kind, "place": one.place, "what": one.fate} for one in found},
    }
    reason = _in_words(found, parameters) if went else "The robot has not moved anything."
    return Measurement(max(0.0, share), reason, details)


def _found(record: EpisodeRecord, thing: Placement, zones: dict[str, AnyZone], any_zone: bool) -> _Found:
    home = zones[thing.kind].name
    places = record.entities.get(thing.name)
    if places is None or not len(places) or not np.isfinite(places).all():
        return _Found(thing.name, thing.kind, home, "", "outside")
    rows = int(np.searchsorted(record.sim_time_s, record.sim_time_s[-1] - REST_S))
    lately = np.hypot(*(places[rows:, :2] - places[-1, :2]).T)
    if float(lately.max()) > REST_M:
        return _Found(thing.name, thing.kind, home, "", "moving")
    x_m, y_m = float(places[-1, 0]), float(places[-1, 1])
    there = next((zone for zone in zones.values() if zone.distance_m(x_m, y_m) <= 0.0), None)
    if there is None or there.distance_m(float(places[0, 0]), float(places[0, 1])) <= 0.0:
        return _Found(thing.name, thing.kind, home, "", "outside")
    fate: Fate = "right" if any_zone or there.name == home else "wrong"
    return _Found(thing.name, thing.kind, home, there.name, fate)


def _in_words(found: list[_Found], parameters: ThingsInZonesParameters) -> str:
    if not found:
        return "There is nothing in this world that belongs somewhere."
    if parameters.any_zone:
        missing = [one.kind for one in found if one.fate != "right"]
        brought = len(found) - len(missing)
        if not missing:
            return f"All {len(found)} of them rest in a zone."
        return f"{brought} of {len(found)} rest in a zone; not there: {', '.join(missing)}."
    return " ".join(_sentence(one) for one in found)


def _sentence(one: _Found) -> str:
    if one.fate == "right":
        return f"The {one.kind} rests in {one.home}, where it belongs."
    if one.fate == "wrong":
        return f"The {one.kind} rests in {one.place}, but belongs in {one.home}."
    if one.fate == "moving":
        return f"The {one.kind} was still moving at the end; it belongs in {one.home}."
    return f"The {one.kind} is in no zone; it belongs in {one.home}."


CHECK = Check("things_in_zones", ThingsInZonesParameters, measure)
