# SPDX-License-Identifier: Apache-2.0
"""When each sensor is read: exact instants, counted in physics steps, so that rates never drift."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from worlds.errors import TimestepError

_TOLERANCE = 1e-6
_LONGEST_CYCLE = 10_000


@dataclass(frozen=True)
class Instant:
    """A moment at which something is read.

    Attributes:
        physics_step: physics steps since the reset.
        sim_time_s: the same in seconds.
        sim_time_ns: the same in whole nanoseconds, for stamps.
        sensors: names of what is due, in the order that they were given; empty at the end of a control step
            at which nothing is due.
    """

    physics_step: int
    sim_time_s: float
    sim_time_ns: int
    sensors: tuple[str, ...]


class SensorSchedule:
    """Says what is due when, within one control step after another.

    Reading k of a sensor is due at the physics step nearest to k periods; everything is due once at time 0. A
    sensor faster than the physics is read at every step.
    """

    def __init__(self, rates_hz: Mapping[str, float], physics_timestep_s: float, control_timestep_s: float) -> None:
        """Makes a schedule.

        Args:
            rates_hz: readings a second by sensor.
            physics_timestep_s: length of a physics step.
            control_timestep_s: length of a control step.

        Raises:
            TimestepError: a control step is not a whole number of physics steps.
            ValueError: a rate is not positive.
        """
        self._physics_timestep_s = physics_timestep_s
        self._steps = whole_steps(control_timestep_s, physics_timestep_s)
        if self._steps < 1:
            raise TimestepError(f"A control step of {control_timestep_s:g} s is no step.")
        self._period_steps: dict[str, float] = {}
        for name, rate_hz in rates_hz.items():
            if not 0 < rate_hz < float("inf"):
                raise ValueError(f"The rate of {name} must be more than 0 Hz; {rate_hz!r} was given.")
            period = max(1.0, 1.0 / (rate_hz * physics_timestep_s))
            # 1 / (50 Hz · 1 ms) is 20.000000000000004 or so in binary.
            self._period_steps[name] = float(round(period)) if abs(period - round(period)) < 1e-9 else period

        # Where every period is a whole number of physics steps, what is due repeats itself after a while.
        periods = [int(period) for period in self._period_steps.values() if period == int(period)]
        cycle = math.lcm(self._steps, *periods) // self._steps
        self._cycle = cycle if len(periods) == len(self._period_steps) and cycle <= _LONGEST_CYCLE else 0
        self._patterns: dict[int, tuple[tuple[int, tuple[str, ...]], ...]] = {}

    @property
    def steps_per_control(self) -> int:
        """Physics steps in a control step."""
        return self._steps

    def start(self) -> Instant:
        """The instant 0, at which everything is due."""
        return Instant(0, 0.0, 0, tuple(self._period_steps))

    def instants(self, control_step: int) -> tuple[Instant, ...]:
        """Lists the instants after `control_step` control steps, up to and with the end of the next.

        The last one is always the end of the control step, whether something is due then or not.
        """
        first = control_step * self._steps
        place = control_step % self._cycle if self._cycle else control_step
        pattern = self._patterns.get(place)
        if pattern is None:
            pattern = self._pattern(control_step)
            if self._cycle:
                self._patterns[place] = pattern
        return tuple(self._instant(first + offset, sensors) for offset, sensors in pattern)

    def _pattern(self, control_step: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """What is due how many physics steps after the control step's beginning."""
        first, last = control_step * self._steps, (control_step + 1) * self._steps
        due: dict[int, list[str]] = {}
        for name, period in self._period_steps.items():
            count = int(first / period)
            while (step := _nearest(count * period)) <= last:
                if step > first:
                    due.setdefault(step, []).append(name)
                count += 1
        due.setdefault(last, [])
        return tuple((step - first, tuple(due[step])) for step in sorted(due))

    def _instant(self, step: int, sensors: tuple[str, ...]) -> Instant:
        sim_time_s = step * self._physics_timestep_s
        return Instant(step, sim_time_s, round(sim_time_s * 1e9), sensors)


def whole_steps(duration_s: float, physics_timestep_s: float) -> int:
    """Counts the physics steps in a duration.

    Raises:
        TimestepError: it is not a whole number of them; shows both numbers.
    """
    steps = duration_s / physics_timestep_s
    if not abs(steps) < 2**53 or abs(steps - round(steps)) > _TOLERANCE * max(1.0, abs(steps) * _TOLERANCE):
        raise TimestepError(
            f"{duration_s:.9g} s is not a whole number of physics steps of {physics_timestep_s:.9g} s.",
            "Give a multiple of the physics step.",
        )
    return round(steps)


def _nearest(steps: float) -> int:
    # Half a step goes up, for all steps alike; rounding to even would make a sensor uneven.
    return int(steps + 0.5)
