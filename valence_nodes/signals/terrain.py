# SPDX-License-Identifier: Apache-2.0
"""What a robot drives on, by how its inertial unit shakes.

How strongly it shakes says little: that depends on the speed and on how firmly the unit is mounted. What the ground
leaves is a pattern: which lengths of waves it has. So a window becomes shares of its power, over waves a second and
over waves a metre (frequency by speed). After C. A. Brooks and K. Iagnemma, Vibration-based terrain classification for
planetary exploration rovers, IEEE Transactions on Robotics 21 (2005), 1185-1191, who learn from spectra, too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from valence_nodes.learning.models import OnnxModel
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.features import band_energies, power_spectrum
from valence_nodes.signals.recogniser import Recognised, Recogniser
from valence_nodes.signals.windows import Signal, checked_signal

CHANNELS = ("gyro_x", "gyro_y", "gyro_z", "acceleration_x", "acceleration_y", "acceleration_z")
"""Of a window, as `robot.imu_window()` and the datasets have them: rad/s and m/s²."""

SHAKEN = (0, 1, 5)
"""Those that shake on a robot with two wheels and a caster: rolling, nodding, up and down."""

LOWEST_HZ = 0.8
HERTZ = (0.8, 3.0, 5.0, 8.0, 12.0, 17.0, 23.0, 30.0, 40.0, 50.0)
PER_METRE = (4.0, 12.0, 20.0, 28.0, 38.0, 50.0, 70.0, 100.0, 150.0)
SLOWEST_MPS = 0.03
"""Slower, a robot feels nothing of the ground, and no window is told of."""

_FINER = 2.5
_TINY = 1e-12
_MOST = 1e4


def _names() -> tuple[str, ...]:
    names = ["speed_mps"]
    for channel in (CHANNELS[index] for index in SHAKEN):
        names += [f"{channel}_from_{low:g}_hz" for low in HERTZ[:-1]]
        names += [f"{channel}_from_{low:g}_per_m" for low in PER_METRE[:-1]]
        names += [f"{channel}_peak", f"{channel}_centroid_hz", f"{channel}_centroid_per_m"]
    return (*names, "up_by_pitch", "roll_by_pitch")


NAMES = _names()
"""Of the features in their order."""


def terrain_features(window: Any, rate_hz: float, speed_mps: float) -> Signal:
    """Describes how a robot shakes, whatever the strength.

    Args:
        window: of the inertial unit, (samples, 6): gyroscope x, y, z (rad/s), accelerometer x, y, z (m/s²).
        rate_hz: of the samples, 100 Hz or more.
        speed_mps: mean speed in the window, its sign doesn't matter.

    Returns:
        float64 (len(NAMES),).

    Raises:
        SignalError: the window or the rate is wrong, or the speed not finite.
    """
    signal = checked_signal(window, channels=len(CHANNELS))
    if not np.abs(signal).max() < _MOST:
        raise SignalError("No ground shakes a robot like this.", f"Numbers must be below {_MOST:g}.")
    if not np.isfinite(speed_mps):
        raise SignalError(f"The speed must be a finite number in m/s; {speed_mps!r} was given.")
    if rate_hz < 2 * HERTZ[-1]:
        raise SignalError(f"To know the ground takes 100 samples a second or more; {rate_hz:g} Hz were given.")
    speed = max(abs(float(speed_mps)), SLOWEST_MPS)
    frequencies, power = power_spectrum(signal[:, SHAKEN], rate_hz, length=round(len(signal) * _FINER))
    power[frequencies < LOWEST_HZ] = 0.0  # what steering does
    total = power.sum(axis=0) + _TINY
    shares = power / total
    lengths = frequencies / speed
    hertz = np.log(band_energies(frequencies, shares, HERTZ) + 1e-6)
    metres = np.log(band_energies(lengths, shares, PER_METRE) + 1e-6)
    peak = np.log(shares.max(axis=0) + 1e-9)[None]
    middle = (frequencies @ shares)[None]
    by_channel = np.concatenate([hertz, metres, peak, middle, middle / speed]).T.reshape(-1)
    roll, pitch, up = np.log(total)
    return np.array([speed, *by_channel, up - pitch, roll - pitch])


class TerrainRecogniser:
    """Says what ground a window belongs to."""

    def __init__(self, model: OnnxModel) -> None:
        """Takes a model that was trained on `terrain_features`.

        Raises:
            ModelError: it is for something else.
        """
        self._recogniser = Recogniser(model, NAMES, "terrain")

    def recognise(self, window: Any, rate_hz: float, speed_mps: float) -> Recognised | None:
        """Says what ground it is; None when the robot is too slow to feel it.

        Args:
            window: see `terrain_features`.
            rate_hz: the same.
            speed_mps: the same.

        Raises:
            SignalError: see `terrain_features`.
        """
        row = terrain_features(window, rate_hz, speed_mps)
        if abs(speed_mps) < SLOWEST_MPS:
            return None
        return self._recogniser.recognise(row)
