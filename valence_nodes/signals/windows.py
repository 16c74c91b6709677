# SPDX-License-Identifier: Apache-2.0
"""Windows of signals: checked, cut with overlap, gathered from what comes bit by bit. NumPy is all it needs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from valence_nodes.signals.errors import SignalError

Signal = npt.NDArray[np.float64]

FEWEST_SAMPLES = 4
MOST_SAMPLES = 10_000_000
"""Ten minutes of sound; a longer signal is a mistake, and would fill the memory with windows."""


def checked_signal(given: Any, *, channels: int | None = None, fewest: int = FEWEST_SAMPLES) -> Signal:
    """Reads a signal, or says what is wrong with it.

    Args:
        given: numbers of shape (samples,) or (samples, channels).
        channels: how many there must be; 0 asks for (samples,), None takes any.
        fewest: samples there must be.

    Returns:
        The signal as float64.

    Raises:
        SignalError: it is no array of numbers, of another shape, too short, too long, or holds NaN or infinity.
    """
    try:
        signal = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise SignalError(
            f"A signal must be an array of numbers, not {type(given).__name__} ({str(given)[:40]}).",
            "Give a list or a NumPy array with a number a sample.",
        ) from error
    wanted = "(samples,)" if channels == 0 else f"(samples, {channels})"
    fits = signal.ndim == 1 if channels == 0 else signal.ndim == 2 and signal.shape[1] == channels
    if channels is None:
        fits = signal.ndim == 1 or (signal.ndim == 2 and signal.shape[1] > 0)
        wanted = "(samples,) or (samples, channels)"
    if not fits:
        raise SignalError(f"A signal of the shape {signal.shape} was given; {wanted} is needed.")
    if not fewest <= len(signal) <= MOST_SAMPLES:
        raise SignalError(
            f"The signal has {len(signal)} samples; from {fewest} to {MOST_SAMPLES:,} are needed.",
            "Wait until enough has come." if len(signal) < fewest else "Cut it into windows.",
        )
    bad = int((~np.isfinite(signal)).sum())
    if bad:
        raise SignalError(
            f"The signal holds NaN or infinity in {bad} of {signal.size} places.",
            "Leave these samples out, or put a number in their place (numpy.nan_to_num).",
        )
    return signal


def checked_rate(rate_hz: float) -> float:
    """Reads a sampling rate, Hz.

    Raises:
        SignalError: it is no number above 0.
    """
    try:
        rate = float(rate_hz)
    except (TypeError, ValueError) as error:
        raise SignalError(f"The sampling rate must be a number in Hz, not {str(rate_hz)[:40]!r}.") from error
    if not 0 < rate <= 1e7:
        raise SignalError(f"The sampling rate must be above 0 and at most 10,000,000 Hz; {rate:g} was given.")
    return rate


def windows(signal: Any, samples: int, step: int | None = None) -> Signal:
    """Cuts a signal into windows that overlap; what is left at the end is left out.

    Args:
        signal: (samples,) or (samples, channels).
        samples: of a window.
        step: from one window's beginning to the next one's, half a window when None.

    Returns:
        float64 (windows, samples) or (windows, samples, channels), without copying.

    Raises:
        SignalError: the signal is wrong or shorter than a window, or a length is not positive.
    """
    step = max(1, samples // 2) if step is None else step
    if samples < 1 or step < 1:
        raise SignalError(f"A window of {samples} samples every {step} is none; both must be 1 or more.")
    whole = checked_signal(signal, fewest=1)
    if len(whole) < samples:
        raise SignalError(f"The signal has {len(whole)} samples, and a window {samples}.", "Take shorter windows.")
    cut = np.lib.stride_tricks.sliding_window_view(whole, samples, axis=0)[::step]
    return cut if whole.ndim == 1 else np.moveaxis(cut, -1, 1)


def hann(samples: int) -> Signal:
    """Hann's window in its periodic form, float64 (samples,).

    F. J. Harris, On the use of windows for harmonic analysis with the discrete Fourier transform, Proceedings of the
    IEEE 66 (1978), 51-83: with half an overlap the windows add up to one.
    """
    shape: Signal = 0.5 - 0.5 * np.cos(np.arange(samples) * (2 * math.pi / max(1, samples)))
    return shape


class Gathered:
    """Gathers samples as they come until a window is full; then it moves on by a step."""

    def __init__(self, samples: int, step: int, channels: int) -> None:
        """Begins empty.

        Args:
            samples: of a window.
            step: between windows' beginnings, at most a window.
            channels: numbers a sample.

        Raises:
            SignalError: a length is not positive, or the step is longer than a window.
        """
        if not (1 <= step <= samples <= MOST_SAMPLES and channels >= 1):
            raise SignalError(f"Windows of {samples} samples × {channels} every {step} samples can't be gathered.")
        self.samples, self.step = samples, step
        self._held = np.empty((0, channels))

    def clear(self) -> None:
        """Forgets what came."""
        self._held = self._held[:0]

    def add(self, block: Any) -> list[Signal]:
        """Takes samples.

        Args:
            block: (samples, channels), finite.

        Returns:
            The windows that are full now, oldest first: float64 (samples, channels) each.

        Raises:
            SignalError: the block is of another shape or not finite; it is left out.
        """
        block = checked_signal(block, channels=self._held.shape[1], fewest=0)
        self._held = np.concatenate([self._held, block])
        full = []
        while len(self._held) >= self.samples:
            full.append(self._held[: self.samples].copy())
            self._held = self._held[self.step :]
        return full
