# SPDX-License-Identifier: Apache-2.0
"""Mel-frequency cepstral coefficients: how the ear's bands share a sound's power, in few numbers that hardly correlate.

S. B. Davis and P. Mermelstein, Comparison of parametric representations for monosyllabic word recognition in
continuously spoken sentences, IEEE Transactions on Acoustics, Speech, and Signal Processing 28 (1980), 357-366. The mel
scale is that of D. O'Shaughnessy, Speech Communication (1987), page 150. Written here because there is no library that
is light and kept: `docs/dependencies.md` says which were looked at.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal, hann, windows

FRAME_S = 0.025
FRAME_STEP_S = 0.010
FILTERS = 26
COEFFICIENTS = 13
PRE_EMPHASIS = 0.97
_FLOOR = 1e-10


def mel_of(frequency_hz: float) -> float:
    """The pitch that a frequency is heard as, mel."""
    return 2595.0 * math.log10(1.0 + frequency_hz / 700.0)


@cache
def mel_filters(filters: int, length: int, rate_hz: float, low_hz: float, high_hz: float) -> Signal:
    """Triangles over the spectrum, evenly spaced in mel, each from the middle of the one before to that of the next.

    Args:
        filters: how many.
        length: of the Fourier transform.
        rate_hz: of the samples.
        low_hz: where the first begins.
        high_hz: where the last ends.

    Returns:
        Weights, float64 (filters, length // 2 + 1).

    Raises:
        SignalError: there are none, or the limits are not 0 ≤ low < high ≤ half the rate.
    """
    if filters < 1 or not 0 <= low_hz < high_hz <= rate_hz / 2:
        raise SignalError(
            f"{filters} mel filters from {low_hz:g} to {high_hz:g} Hz can't be made of samples at {rate_hz:g} Hz.",
            f"The limits must rise and lie between 0 and {rate_hz / 2:g} Hz.",
        )
    mels = np.linspace(mel_of(low_hz), mel_of(high_hz), filters + 2)
    edges = 700.0 * (10.0 ** (mels / 2595.0) - 1.0)
    bins = np.fft.rfftfreq(length, 1.0 / rate_hz)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    triangles: Signal = np.maximum(0.0, np.minimum(rising, falling))
    return triangles


@cache
def _cosines(filters: int, coefficients: int) -> Signal:
    """The discrete cosine transform (II, orthonormal) as a matrix (filters, coefficients)."""
    middle = (np.arange(filters) + 0.5)[:, None] * np.arange(coefficients) * (math.pi / filters)
    matrix: Signal = np.cos(middle) * math.sqrt(2.0 / filters)
    matrix[:, 0] /= math.sqrt(2.0)
    return matrix


def mfcc(
    sound: Any,
    rate_hz: float,
    *,
    coefficients: int = COEFFICIENTS,
    filters: int = FILTERS,
    low_hz: float = 80.0,
    high_hz: float | None = None,
) -> Signal:
    """Describes a sound by frames of 25 ms, one every 10 ms.

    Args:
        sound: (samples,), of any unit: a factor changes the first coefficient alone.
        rate_hz: of the samples.
        coefficients: how many of the cosine transform are kept.
        filters: mel bands.
        low_hz: lower limit of the bands.
        high_hz: upper limit, half the rate when None.

    Returns:
        float64 (frames, coefficients).

    Raises:
        SignalError: the sound is wrong or shorter than a frame, or a number is out of range.
    """
    rate = checked_rate(rate_hz)
    if not 1 <= coefficients <= filters:
        raise SignalError(f"Of {filters} filters {coefficients} coefficients can't be kept; from 1 to {filters} can.")
    samples, step = round(FRAME_S * rate), max(1, round(FRAME_STEP_S * rate))
    signal = checked_signal(sound, channels=0, fewest=max(2, samples))
    sharper = np.append(signal[0], signal[1:] - PRE_EMPHASIS * signal[:-1])
    length = 1 << max(3, (samples - 1).bit_length())
    frames = windows(sharper, samples, step) * hann(samples)
    power = np.abs(np.fft.rfft(frames, length, axis=1)) ** 2 / length
    bank = mel_filters(filters, length, rate, low_hz, rate / 2 if high_hz is None else high_hz)
    loudness = np.log(power @ bank.T + _FLOOR)
    described: Signal = loudness @ _cosines(filters, coefficients)
    return described
