# SPDX-License-Identifier: Apache-2.0
"""How much energy did the robot take from its battery?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, model_validator

from missions.checks.check import Check, CheckContext, HeadwayParameters, Measurement, falling
from missions.episode_record import EpisodeRecord
from missions.headway import headway
from worlds.robot_spec import BatterySpec

_SECONDS_PER_HOUR = 3600.0

Joules = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]


class EnergyParameters(HeadwayParameters):
    """Parameters of the check.

    Attributes:
        full_j: all points up to so many joules.
        none_j: no points from so many on, evenly less in between.
    """

    full_j: Joules
    none_j: Joules

    @model_validator(mode="after")
    def _full_comes_first(self) -> EnergyParameters:
        if self.full_j >= self.none_j:
            raise ValueError(f"full_j ({self.full_j:g}) must be below none_j ({self.none_j:g})")
        return self


def energy_j(battery: BatterySpec, from_fraction: float, to_fraction: float) -> float:
    """Returns the energy that a battery gave while its charge fell from one fraction to another.

    The voltage of the lab's battery falls in a line with its charge (`worlds/battery.py`), so the integral of
    voltage over charge is the mean voltage times the charge.
    """
    span_v = battery.voltage_full_v - battery.voltage_empty_v
    mean_v = battery.voltage_empty_v + span_v * (from_fraction + to_fraction) / 2
    return mean_v * battery.capacity_ah * _SECONDS_PER_HOUR * (from_fraction - to_fraction)


def measure(record: EpisodeRecord, context: CheckContext, parameters: EnergyParameters) -> Measurement:
    """Gives points for needing little until all was done; none while something lacks, for a rest costs little."""
    done = headway(record, context.mission, parameters)
    if done.share < 1.0:
        reason = f"There are points for little energy only when {done.done}."
        return Measurement(0.0, reason, {"energy_j": None, "joules_per_metre": None})
    used_j = energy_j(
        context.robot.battery, float(record.battery_fraction[0]), float(record.battery_fraction[done.steps])
    )
    fraction = falling(used_j, parameters.full_j, parameters.none_j)
    reason = f"The battery gave {used_j:.0f} J; all points are for {parameters.full_j:g} J or less"
    reason += "." if fraction == 1.0 else f", none from {parameters.none_j:g} J on."
    details: dict[str, JsonValue] = {
        "energy_j": round(used_j, 2),
        "joules_per_metre": round(used_j / done.way_m, 2),
    }
    return Measurement(fraction, reason, details)


CHECK = Check("energy", EnergyParameters, measure)
