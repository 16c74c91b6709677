# SPDX-License-Identifier: Apache-2.0
"""From where a sound comes, by the time between two microphones."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.windows import checked_rate, checked_signal

SOUND_MPS = 343.0
_FINER = 8


def bearing_rad(sound: Any, rate_hz: float, spacing_m: float) -> float:
    """Tells the direction of the loudest sound.

    The time between the ears is where the generalised cross-correlation with phase transform has its peak (C. H. Knapp,
    G. C. Carter, The generalized correlation method for estimation of time delay, IEEE Transactions on Acoustics,
    Speech, and Signal Processing 24 (1976), 320-327); it leaves out how strong each frequency is. Ahead and behind
    sound alike.

    Args:
        sound: (samples, 2), left and right.
        rate_hz: of the samples.
        spacing_m: between the microphones.

    Returns:
        From -π/2 (right) over 0 (ahead or behind) to π/2 (left).

    Raises:
        SignalError: the sound or a number is wrong.
    """
    signal, rate = checked_signal(sound, channels=2, fewest=64), checked_rate(rate_hz)
    if not 0 < spacing_m <= 10:
        raise SignalError(f"Microphones must be more than 0 and at most 10 m apart; {spacing_m!r} m was given.")
    left, right = np.fft.rfft((signal - signal.mean(axis=0)).T, 2 * len(signal))
    crossed = right * np.conj(left)
    crossed /= np.maximum(np.abs(crossed), 1e-12)
    match = np.fft.irfft(crossed, 2 * len(signal) * _FINER)
    most = math.ceil(spacing_m / SOUND_MPS * rate * _FINER)
    lags = np.arange(-most, most + 1)
    later_s = float(lags[int(np.argmax(match[lags]))]) / (rate * _FINER)
    return math.asin(max(-1.0, min(1.0, later_s * SOUND_MPS / spacing_m)))
