# SPDX-License-Identifier: Apache-2.0
"""What runs on the robot's own board, the same under every engine: from commands to wheels, from wheels to odometry.

It ticks at 100 Hz of simulated time. At each tick the engine gives it the wheels' true angles (`sense`) and
drives the motors with what it asks for (`drive`).
"""

from __future__ import annotations

import math

import numpy as np

from worlds.battery import Battery
from worlds.odometry import Odometry
from worlds.readings import BatteryReading, OdometryReading, WheelReading
from worlds.robot_spec import RobotSpec
from worlds.sensor_noise import noise_stream
from worlds.simulator import Action

FIRMWARE_RATE_HZ = 100.0


class Firmware:
    """The board of a differential-drive robot in one episode.

    It believes in wheel radii and a wheel separation that are a little off, drawn from the seed: it drives by
    them and it reckons by them, so that a robot that thinks it goes straight drifts, as a real one does.
    """

    def __init__(self, spec: RobotSpec, seed: int, period_s: float, noise_scale: float) -> None:
        """Boots the board: at rest, full battery, odometry at 0.

        Args:
            spec: of the robot.
            seed: of the episode.
            period_s: exact time between two ticks.
            noise_scale: factor on the standard deviations of what it believes.
        """
        self._limits = spec.limits
        self._period_s = period_s
        stream = noise_stream(seed, "odometry")
        left, right, apart = (float(error) for error in stream.standard_normal(3) * noise_scale)
        drive, errors = spec.drive, spec.odometry
        self._left_radius_m = drive.radius_m * (1.0 + errors.wheel_radius_error_std * left)
        self._right_radius_m = drive.radius_m * (1.0 + errors.wheel_radius_error_std * right)
        self._separation_m = drive.separation_m * (1.0 + errors.separation_error_std * apart)
        self._odometry = Odometry(
            drive.encoder_ticks_per_rev, self._left_radius_m, self._right_radius_m, self._separation_m, period_s
        )
        self._battery = Battery(spec.battery)
        self._goal = Action()
        self._speed_mps = 0.0
        self._turn_radps = 0.0
        self._asked_radps = (0.0, 0.0)

    def command(self, action: Action) -> None:
        """Takes a command, cut to the robot's limits.

        Raises:
            ValueError: it is not finite.
        """
        limits = self._limits
        checked = finite_action(action)
        self._goal = Action(
            _within(checked.speed_mps, limits.max_speed_mps), _within(checked.turn_radps, limits.max_turn_radps)
        )

    def sense(self, left_rad: float, right_rad: float) -> None:
        """Takes the wheels' angles (rad since the start) at a tick, one period after the last."""
        self._odometry.update(left_rad, right_rad)
        left_mps, right_mps = self._odometry.rim_speeds_mps
        self._battery.drain(self._period_s, (abs(left_mps) + abs(right_mps)) / 2)

    def drive(self) -> tuple[float, float]:
        """Says how fast the wheels shall turn until the next tick, (left, right) in rad/s."""
        if self._battery.empty:
            self._asked_radps = (0.0, 0.0)
            return self._asked_radps
        limits = self._limits
        self._speed_mps += _within(
            self._goal.speed_mps - self._speed_mps, limits.max_acceleration_mps2 * self._period_s
        )
        self._turn_radps += _within(
            self._goal.turn_radps - self._turn_radps, limits.max_turn_acceleration_radps2 * self._period_s
        )
        half_mps = self._turn_radps * self._separation_m / 2
        self._asked_radps = (
            (self._speed_mps - half_mps) / self._left_radius_m,
            (self._speed_mps + half_mps) / self._right_radius_m,
        )
        return self._asked_radps

    @property
    def asked_radps(self) -> tuple[float, float]:
        """How fast it last said that the wheels shall turn, left and right."""
        return self._asked_radps

    def wheels(self) -> WheelReading:
        """Reads the encoders."""
        return self._odometry.wheels()

    def odometry(self) -> OdometryReading:
        """Reads the dead reckoning."""
        return self._odometry.read()

    def battery(self) -> BatteryReading:
        """Reads the battery."""
        return self._battery.read()


def finite_action(action: Action) -> Action:
    """Returns the action if both numbers are finite.

    Raises:
        ValueError: one is NaN or infinite, or no number at all.
    """
    for name, value in (("speed_mps", action.speed_mps), ("turn_radps", action.turn_radps)):
        if not isinstance(value, int | float | np.floating | np.integer) or not math.isfinite(value):
            raise ValueError(f"An action's {name} must be a finite number; {value!r} was given.")
    return Action(float(action.speed_mps), float(action.turn_radps))


def _within(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))
