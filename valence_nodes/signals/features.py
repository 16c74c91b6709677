# SPDX-License-Identifier: Apache-2.0
"""Features of a window of a signal: numbers that say how strong it is, how fast, and where in the spectrum.

The definitions are those of G. Peeters, A large set of audio features for sound description (CUIDADO project report,
IRCAM 2004), sections 4 to 6. They hold for vibration as for sound. NumPy is all that is needed, so programs may use it
in the box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal, hann

ROLLOFF_SHARE = 0.85
_TINY = 1e-12


def power_spectrum(window: Any, rate_hz: float, *, length: int | None = None) -> tuple[Signal, Signal]:
    """Splits a window's power by frequency.

    The mean is taken out first (gravity in an accelerometer would cover everything), and Hann's window laid over. What
    comes out adds up to the mean square of the signal: P_k = c |X_k|² / (N Σ w²), with c = 2 but for frequency 0 and
    half the sampling rate (G. Heinzel et al., Spectrum and spectral density estimation by the DFT, 2002, section 9).

    Args:
        window: (samples,) or (samples, channels).
        rate_hz: of the samples.
        length: of the transform when it shall be longer than the window: a finer raster, not more information.

    Returns:
        Frequencies in Hz, float64 (bins,); power in the signal's unit squared, float64 (bins,) or (bins, channels).

    Raises:
        SignalError: the window or the rate is wrong.
    """
    signal, rate = checked_signal(window), checked_rate(rate_hz)
    samples = len(signal)
    length = samples if length is None else length
    if length < samples:
        raise SignalError(f"A transform of {length} values is too short for a window of {samples} samples.")
    shape = hann(samples)
    shaped = (signal - signal.mean(axis=0)) * (shape if signal.ndim == 1 else shape[:, None])
    power = np.abs(np.fft.rfft(shaped, length, axis=0)) ** 2 / (length * (shape**2).sum())
    power[1 : (length + 1) // 2] *= 2.0
    return np.fft.rfftfreq(length, 1.0 / rate).astype(np.float64, copy=False), power


def band_energies(frequencies_hz: Signal, power: Signal, edges_hz: Sequence[float]) -> Signal:
    """Adds up the power between edges.

    Args:
        frequencies_hz: as `power_spectrum` gives them.
        power: (bins,) or (bins, channels).
        edges_hz: rising, of the bands: one more than there are bands; a band holds its lower edge, not its upper.

    Returns:
        float64 (bands,) or (bands, channels), in the signal's unit squared.

    Raises:
        SignalError: there are fewer than two edges, or they don't rise.
    """
    edges = np.asarray(edges_hz, dtype=np.float64)
    if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise SignalError(f"Edges of bands must be two or more rising numbers in Hz; {str(edges_hz)[:80]} was given.")
    summed = np.concatenate([np.zeros((1, *power.shape[1:])), np.cumsum(power, axis=0)])
    return np.diff(summed[np.searchsorted(frequencies_hz, edges)], axis=0)


def centroid_hz(frequencies_hz: Signal, power: Signal) -> Signal:
    """Where the power lies on average: Σ f P / Σ P, Hz; 0 where there is none. By channel."""
    return np.asarray(np.tensordot(frequencies_hz, power, axes=(0, 0)) / np.maximum(power.sum(axis=0), _TINY))


def rolloff_hz(frequencies_hz: Signal, power: Signal, share: float = ROLLOFF_SHARE) -> Signal:
    """Below which frequency a share of the power lies, Hz. By channel."""
    summed = np.cumsum(power, axis=0)
    reached = summed >= share * summed[-1]
    return np.asarray(frequencies_hz[np.argmax(reached, axis=0)])


def rms(window: Any) -> Signal:
    """Root mean square about the mean, in the signal's unit; by channel.

    Raises:
        SignalError: the window is wrong.
    """
    return np.asarray(checked_signal(window).std(axis=0))


def zero_crossings(window: Any) -> Signal:
    """How often the signal goes through its mean, as a share of its steps, 0..1; by channel.

    Raises:
        SignalError: the window is wrong.
    """
    signal = checked_signal(window)
    above = signal > signal.mean(axis=0)
    return np.asarray((above[1:] != above[:-1]).mean(axis=0))


def features(window: Any, rate_hz: float, edges_hz: Sequence[float], channels: Sequence[str] = ()) -> dict[str, float]:
    """All features of a window by name: a row for a classifier.

    The bands come as logarithms of their share of the power, so that they say how a signal is made and not how strong
    it is; that is in `rms`.

    Args:
        window: (samples,) or (samples, channels).
        rate_hz: of the samples.
        edges_hz: of the bands.
        channels: their names, which stand before the features'; without them `c0`, `c1` …; one channel needs none.

    Returns:
        Of each channel `rms`, `zero_crossings`, `centroid_hz`, `rolloff_hz` and `band_1`, `band_2` …

    Raises:
        SignalError: the window, the rate, the edges or the names are wrong.
    """
    signal = checked_signal(window)
    single = signal.ndim == 1
    columns = signal[:, None] if single else signal
    count = columns.shape[1]
    if channels and len(channels) != count:
        raise SignalError(f"There are {count} channels, and {len(channels)} names for them.")
    names = channels or ([""] if single else [f"c{number}" for number in range(count)])
    frequencies, power = power_spectrum(columns, rate_hz)
    shares = band_energies(frequencies, power, edges_hz) / np.maximum(power.sum(axis=0), _TINY)
    rows: dict[str, npt.NDArray[np.float64]] = {
        "rms": rms(columns),
        "zero_crossings": zero_crossings(columns),
        "centroid_hz": centroid_hz(frequencies, power),
        "rolloff_hz": rolloff_hz(frequencies, power),
    }
    rows |= {f"band_{number + 1}": np.log(share + 1e-6) for number, share in enumerate(shares)}
    return {
        f"{channel}_{name}" if channel else name: float(values[index])
        for index, channel in enumerate(names)
        for name, values in rows.items()
    }
