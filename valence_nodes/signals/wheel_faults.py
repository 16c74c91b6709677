# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a wheel, by the current of its motor, its encoder and the gyroscope.

Each wheel gets a row of features of its own, most of them beside the other wheel's: two motors of one robot drive on the
same ground at the same time, so what one takes more than the other is its own doing. A worn bearing takes more current,
by the turn; a loose hub takes less when it should push, and the robot turns otherwise than its shafts; a blind encoder
counts less than the firmware asks for. Residuals between signals that must agree, then a classifier: after R. Isermann,
Model-based fault-detection and diagnosis – status and applications, Annual Reviews in Control 29 (2005), 71-85.
"""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from valence_nodes.learning.models import OnnxModel
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.recogniser import Recognised, Recogniser, ranked
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal

CHANNELS = (
    *("left_position_rad", "right_position_rad", "left_velocity_radps", "right_velocity_radps"),
    *("left_command_radps", "right_command_radps", "left_current_a", "right_current_a", "turn_rate_radps"),
)
"""Of a window: a `valence_interfaces/MotorState`, and the gyroscope about the vertical at the same time."""

HEALTHY = "healthy"
LABELS = (HEALTHY, "bearing", "hub", "encoder")
RATE_HZ = 50.0
WINDOW_S = 2.0

NAMES = (
    *("speed_radps", "speeding_up_radps2", "current_a", "current_more_a", "ripple_a", "ripple_more_a"),
    *("by_turn_a", "by_turn_more_a", "push_a_s2", "push_less_a_s2", "peak_a", "peak_more_a"),
    *("counted", "least_counted", "off_command_radps", "off_gyro_mps", "ahead_by_push_mps", "ahead_by_way_mps"),
)
"""Of the features in their order."""

LOWEST_RATE_HZ, FASTEST_RATE_HZ = 20.0, 1000.0
SLOWEST_RADPS = 0.3
"""Slower, a wheel tells nothing."""

_SMOOTH_S = 0.06
_PART_S = 0.2
_MOST = 1e4
_TINY = 1e-9


def wheel_features(window: Any, rate_hz: float, radius_m: float, separation_m: float) -> tuple[Signal, Signal] | None:
    """Describes how both wheels run.

    Args:
        window: (samples, 9), see `CHANNELS`.
        rate_hz: of the samples, 20 to 1000 Hz.
        radius_m: of the wheels.
        separation_m: between them.

    Returns:
        float64 (len(NAMES),) of the left and of the right wheel; None when they hardly turned.

    Raises:
        SignalError: the window, the rate or a length is wrong.
    """
    rate = checked_rate(rate_hz)
    if not LOWEST_RATE_HZ <= rate <= FASTEST_RATE_HZ:
        raise SignalError(f"To know a wheel takes 20 to 1000 samples a second; {rate:g} Hz were given.")
    signal = checked_signal(window, channels=len(CHANNELS), fewest=round(rate * 0.8))
    if not np.abs(signal).max() < _MOST:
        raise SignalError("No motor, wheel or gyroscope has such numbers.", f"They must be below {_MOST:g}.")
    if not (0 < radius_m < separation_m < _MOST):
        raise SignalError(f"Wheels of {radius_m!r} m that are {separation_m!r} m apart are none.")
    position, velocity, command, current = (signal[:, at : at + 2] for at in (0, 2, 4, 6))
    if np.abs(command).mean(axis=0).max() < SLOWEST_RADPS:
        return None
    size = max(1, round(_SMOOTH_S * rate))
    push = _smooth(np.gradient(command, 1.0 / rate, axis=0), size)
    turn_radps = (velocity[:, 1] - velocity[:, 0]) * radius_m / separation_m
    off_mps = _smooth((turn_radps - _smooth(signal[:, 8:9], size)[:, 0])[:, None], size)[:, 0] * separation_m
    by_wheel = [
        _of_wheel(position[:, one], velocity[:, one], command[:, one], current[:, one], push[:, one], rate)
        for one in (0, 1)
    ]
    rows = []
    for one, sign in ((0, -1.0), (1, 1.0)):
        own, other = by_wheel[one], by_wheel[1 - one]
        ahead_mps = sign * off_mps
        rows.append(
            np.array(
                [
                    *(own["speed"], own["push"]),
                    *(own["current"], own["current"] - other["current"]),
                    *(own["ripple"], own["ripple"] - other["ripple"]),
                    *(own["by_turn"], own["by_turn"] - other["by_turn"]),
                    *(own["slope"], other["slope"] - own["slope"]),
                    *(own["peak"], own["peak"] - other["peak"]),
                    *(own["counted"], own["least"], own["off"]),
                    float(np.sqrt(np.mean(off_mps**2))),
                    float(np.sum(ahead_mps * push[:, one]) / (np.abs(push[:, one]).sum() + _TINY)),
                    float(np.sum(ahead_mps * command[:, one]) / (np.abs(command[:, one]).sum() + _TINY)),
                ]
            )
        )
    return rows[0], rows[1]


def _of_wheel(
    position: Signal, velocity: Signal, command: Signal, current: Signal, push: Signal, rate: float
) -> dict[str, float]:
    """What one wheel's own signals say."""
    way = np.tanh(command / SLOWEST_RADPS)
    # What the current is for: the gears' friction, their drag by the speed, and speeding up; the rest is ripple.
    causes = np.column_stack([way, command, push])
    weights = np.linalg.solve(causes.T @ causes + 0.05 * np.eye(3), causes.T @ current)
    ripple = current - causes @ weights
    part = max(1, round(_PART_S * rate))
    whole = len(command) // part * part
    asked = np.abs(command[:whole]).reshape(-1, part).mean(axis=1)
    turned = np.abs(velocity[:whole]).reshape(-1, part).mean(axis=1)
    moving = asked > SLOWEST_RADPS
    asked_rad = np.abs(command[1:]).sum() / rate
    turned_rad = np.abs(np.diff(position)).sum()
    return {
        "speed": float(np.abs(command).mean()),
        "push": float(np.sqrt(np.mean(push**2))),
        "current": float(np.sum(current * way) / (np.abs(way).sum() + _TINY)),
        "ripple": float(ripple.std()),
        "by_turn": float(2 * np.abs(np.mean((ripple * way) * np.exp(-1j * position)))),
        "slope": float(weights[2]),
        "peak": float(np.percentile(np.abs(current), 97)),
        "counted": float(turned_rad / asked_rad) if asked_rad > SLOWEST_RADPS else 1.0,
        "least": float((turned[moving] / asked[moving]).min()) if moving.any() else 1.0,
        "off": float(np.sqrt(np.mean((velocity - command) ** 2))),
    }


def _smooth(columns: Signal, size: int) -> Signal:
    """The mean over so many samples before, by column."""
    padded = np.concatenate([np.repeat(columns[:1], size - 1, axis=0), columns])
    smooth: Signal = np.lib.stride_tricks.sliding_window_view(padded, size, axis=0).mean(axis=-1)
    return smooth


class WheelFaultRecogniser:
    """Says what each wheel has, by the last few windows together."""

    def __init__(self, model: OnnxModel, radius_m: float, separation_m: float, *, windows: int = 4) -> None:
        """Takes a model that was trained on `wheel_features`.

        Args:
            model: that tells `LABELS`.
            radius_m: of the wheels.
            separation_m: between them.
            windows: over so many the chances are averaged: a fault stays, a bump in the floor doesn't.

        Raises:
            ModelError: the model is for something else.
            SignalError: fewer than one window.
        """
        if windows < 1:
            raise SignalError(f"Chances can't be averaged over {windows} windows; 1 or more can.")
        self._recogniser = Recogniser(model, NAMES, "wheel faults")
        self._radius_m, self._separation_m = radius_m, separation_m
        self._told: tuple[deque[dict[str, float]], ...] = (deque(maxlen=windows), deque(maxlen=windows))

    def forget(self) -> None:
        """Begins anew."""
        for told in self._told:
            told.clear()

    def recognise(self, window: Any, rate_hz: float) -> tuple[Recognised, Recognised] | None:
        """Says what the left and the right wheel have; None when they hardly turned.

        Raises:
            SignalError: see `wheel_features`.
        """
        rows = wheel_features(window, rate_hz, self._radius_m, self._separation_m)
        if rows is None:
            return None
        left, right = (self._of_wheel(told, row) for told, row in zip(self._told, rows, strict=True))
        return left, right

    def _of_wheel(self, told: deque[dict[str, float]], row: Signal) -> Recognised:
        told.append(dict(self._recogniser.recognise(row).chances))
        return ranked((label, sum(one[label] for one in told) / len(told)) for label in self._recogniser.labels)
