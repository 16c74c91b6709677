# SPDX-License-Identifier: Apache-2.0
"""What the drivers of a robot's wheel motors measure: a direct-current motor behind its gears, and an encoder.

A motor's torque is its torque constant times its current (P. C. Krause et al., Analysis of Electric Machinery and Drive
Systems, chapter 2), so the current tells how hard it pushes. It takes some to turn its own gears, too: dry friction and
a part that grows with the speed. No two motors are alike there, and the driver measures with noise, in steps.

Left out: what the rotor's inertia takes when it speeds up, the ripple of its commutation, how the constant falls when
the motor grows warm.
"""

from __future__ import annotations

import math

from worlds.readings import MotorReading, WheelReading
from worlds.robot_spec import MotorSpec
from worlds.sensor_noise import noise_stream

STREAM = "motors"
_STILL_RADPS = 0.1
"""Below this the dry friction of the gears fades: who stands still needs none."""

_LEAST_WEAR = 0.3


class MotorCurrents:
    """The two motors of one robot in one episode."""

    def __init__(self, spec: MotorSpec, max_torque_nm: float, seed: int, noise_scale: float) -> None:
        """Draws how the gears run.

        Args:
            spec: of the motors and their drivers.
            max_torque_nm: of each motor.
            seed: of the episode.
            noise_scale: factor on the standard deviation of the noise.
        """
        self._spec = spec
        self._most_a = max_torque_nm / spec.torque_constant_nm_per_a
        self._noise_a = spec.noise_std_a * noise_scale
        self._stream = noise_stream(seed, STREAM)
        wear = 1.0 + spec.friction_variation_std * self._stream.standard_normal(2)
        self._wear = [max(_LEAST_WEAR, one) for one in wear.tolist()]

    def read(
        self, wheels: WheelReading, asked_radps: tuple[float, float], torques_nm: tuple[float, float]
    ) -> MotorReading:
        """Takes one reading.

        Args:
            wheels: what the encoders say.
            asked_radps: how fast the firmware wants the wheels to turn, left and right.
            torques_nm: with which the motors truly turn them, left and right.
        """
        left_noise, right_noise = self._stream.standard_normal(2).tolist()
        return MotorReading(
            wheels,
            asked_radps[0],
            asked_radps[1],
            self._current_a(torques_nm[0], asked_radps[0], self._wear[0], left_noise),
            self._current_a(torques_nm[1], asked_radps[1], self._wear[1], right_noise),
        )

    def _current_a(self, torque_nm: float, speed_radps: float, wear: float, drawn: float) -> float:
        spec = self._spec
        gears_a = spec.friction_a * math.tanh(speed_radps / _STILL_RADPS) + spec.friction_a_per_radps * speed_radps
        current_a = torque_nm / spec.torque_constant_nm_per_a + wear * gears_a
        current_a = max(-self._most_a, min(self._most_a, current_a)) + self._noise_a * drawn
        return round(current_a / spec.step_a) * spec.step_a
