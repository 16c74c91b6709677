# SPDX-License-Identifier: Apache-2.0
"""A battery that drains: power of the idle robot and of its drive, voltage falling in a line with charge."""

from __future__ import annotations

from worlds.readings import BatteryReading
from worlds.robot_spec import BatterySpec

_SECONDS_PER_HOUR = 3600.0


class Battery:
    """One battery, full at first."""

    def __init__(self, spec: BatterySpec) -> None:
        self._spec = spec
        self._charge_ah = spec.capacity_ah
        self._current_a = 0.0

    def drain(self, duration_s: float, wheel_speed_mps: float) -> None:
        """Takes out what the robot used.

        Args:
            duration_s: how long.
            wheel_speed_mps: mean of both wheels' speeds at their rims, without sign.
        """
        spec = self._spec
        power_w = spec.idle_power_w + spec.drive_power_w_per_mps * wheel_speed_mps
        self._current_a = -power_w / self._voltage_v
        used_ah = -self._current_a * duration_s / _SECONDS_PER_HOUR
        self._charge_ah = max(0.0, self._charge_ah - used_ah)

    @property
    def empty(self) -> bool:
        """Whether nothing is left; the motors stand still then."""
        return self._charge_ah <= 0.0

    @property
    def _voltage_v(self) -> float:
        spec = self._spec
        fraction = self._charge_ah / spec.capacity_ah
        return spec.voltage_empty_v + (spec.voltage_full_v - spec.voltage_empty_v) * fraction

    def read(self) -> BatteryReading:
        """Reads voltage, current and charge."""
        return BatteryReading(
            voltage_v=self._voltage_v,
            current_a=self._current_a,
            charge_ah=self._charge_ah,
            capacity_ah=self._spec.capacity_ah,
            fraction=self._charge_ah / self._spec.capacity_ah,
        )
