# SPDX-License-Identifier: Apache-2.0
"""Wheel encoders and dead reckoning: what a robot believes of its way from what its wheels turned."""

from __future__ import annotations

import math
from collections import deque

from worlds.readings import OdometryReading, WheelReading

_SPEED_WINDOW_TICKS = 5
"""Speeds are taken over so many firmware ticks: over one, an encoder's step would be most of a slow speed."""


class Odometry:
    """Integrates encoder steps of two wheels to a pose in `odom`.

    The pose follows the exact arc of each interval's wheel turns, as for any differential drive.
    """

    def __init__(
        self, ticks_per_rev: float, left_radius_m: float, right_radius_m: float, separation_m: float, period_s: float
    ) -> None:
        """Starts at 0, 0, 0.

        Args:
            ticks_per_rev: encoder steps a turn.
            left_radius_m: what the firmware believes of the left wheel.
            right_radius_m: the same of the right wheel.
            separation_m: what it believes of the distance of the wheels.
            period_s: time between two updates.
        """
        self._step_rad = 2 * math.pi / ticks_per_rev
        self._radii_m = (left_radius_m, right_radius_m)
        self._separation_m = separation_m
        self._period_s = period_s
        self._history: deque[tuple[int, int]] = deque([(0, 0)], maxlen=_SPEED_WINDOW_TICKS + 1)
        self._x_m = self._y_m = self._yaw_rad = 0.0

    def update(self, left_rad: float, right_rad: float) -> None:
        """Takes the wheels' true angles since the start, one period after the last."""
        before = self._history[-1]
        ticks = (math.floor(left_rad / self._step_rad + 0.5), math.floor(right_rad / self._step_rad + 0.5))
        self._history.append(ticks)
        left_m = (ticks[0] - before[0]) * self._step_rad * self._radii_m[0]
        right_m = (ticks[1] - before[1]) * self._step_rad * self._radii_m[1]
        turned_rad = (right_m - left_m) / self._separation_m
        way_m = (left_m + right_m) / 2
        half = turned_rad / 2
        chord_m = way_m * (math.sin(half) / half if half else 1.0)
        self._x_m += chord_m * math.cos(self._yaw_rad + half)
        self._y_m += chord_m * math.sin(self._yaw_rad + half)
        self._yaw_rad = math.remainder(self._yaw_rad + turned_rad, 2 * math.pi)

    def wheels(self) -> WheelReading:
        """Reads the encoders."""
        left, right = self._history[-1]
        left_radps, right_radps = self._wheel_speeds_radps
        return WheelReading(left * self._step_rad, right * self._step_rad, left_radps, right_radps)

    @property
    def _wheel_speeds_radps(self) -> tuple[float, float]:
        (old_left, old_right), (left, right) = self._history[0], self._history[-1]
        span_s = max(1, len(self._history) - 1) * self._period_s
        return (left - old_left) * self._step_rad / span_s, (right - old_right) * self._step_rad / span_s

    @property
    def rim_speeds_mps(self) -> tuple[float, float]:
        """Speeds of the wheels at their rims, left and right, as the firmware believes them."""
        left_radps, right_radps = self._wheel_speeds_radps
        return left_radps * self._radii_m[0], right_radps * self._radii_m[1]

    def read(self) -> OdometryReading:
        """Reads the pose and speeds that the robot believes."""
        left_mps, right_mps = self.rim_speeds_mps
        return OdometryReading(
            x_m=self._x_m,
            y_m=self._y_m,
            yaw_rad=self._yaw_rad,
            speed_mps=(left_mps + right_mps) / 2,
            turn_radps=(right_mps - left_mps) / self._separation_m,
        )
