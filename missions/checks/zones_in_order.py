# SPDX-License-Identifier: Apache-2.0
"""How many zones did the robot reach, each after the one before it?"""

from __future__ import annotations

from pydantic import JsonValue

from missions.checks.check import Check, CheckContext, Measurement, ZoneParameters, follow
from missions.episode_record import EpisodeRecord
from missions.spec import MissionSpec
from missions.zones import Arrivals


def measure(record: EpisodeRecord, context: CheckContext, parameters: ZoneParameters) -> Measurement:
    """Gives the share of zones that were reached."""
    arrivals = follow(record, parameters.chosen(context.mission))
    details: dict[str, JsonValue] = {
        "reached": [zone.name for zone in arrivals.zones[: len(arrivals.times_s)]],
        "times_s": [round(time_s, 3) for time_s in arrivals.times_s],
        "zones": len(arrivals.zones),
    }
    return Measurement(arrivals.share, arrivals.in_words(), details)


class ZonesReached:
    """Ends an episode when the last zone is reached."""

    def __init__(self, mission: MissionSpec, parameters: ZoneParameters) -> None:
        self._arrivals = Arrivals(parameters.chosen(mission))

    def observe(self, sim_time_s: float, x_m: float, y_m: float) -> None:
        """Takes the robot's place at the end of a step."""
        self._arrivals.observe(sim_time_s, x_m, y_m)

    def complete(self) -> str | None:
        """Says that the last zone is reached, or None before."""
        if not self._arrivals.complete:
            return None
        return f"The robot reached {self._arrivals.zones[-1].name}, the last of {len(self._arrivals.zones)}."

    def text(self) -> str:
        """Says how many zones are reached."""
        return f"{len(self._arrivals.times_s)} of {len(self._arrivals.zones)} zones"


CHECK = Check("zones_in_order", ZoneParameters, measure, ZonesReached)
