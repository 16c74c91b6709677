# SPDX-License-Identifier: Apache-2.0
"""Windows of samples that come one by one with a time: a gap, a step back or another rate begins anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.windows import Gathered, Signal, checked_rate

_RATE_TOLERANCE = 0.1
_GAP_PERIODS = 3.0


class TimedWindows:
    """Gathers samples into windows, and sees to it that a window is of one piece."""

    def __init__(self, rate_hz: float, window_s: float, step_s: float, channels: int) -> None:
        """Begins empty.

        Args:
            rate_hz: that samples must have.
            window_s: length of a window.
            step_s: from one window's beginning to the next one's, at most a window.
            channels: numbers a sample.

        Raises:
            SignalError: a number is out of range.
        """
        self._rate_hz = checked_rate(rate_hz)
        samples = round(window_s * rate_hz)
        self._gathered = Gathered(samples, max(1, min(samples, round(step_s * rate_hz))), channels)
        self._times_s: list[float] = []

    def add(self, time_s: float, sample: Sequence[float]) -> Signal | None:
        """Takes a sample.

        Args:
            time_s: when it was taken; one that is no newer than the last begins anew, and so does a gap.
            sample: a number a channel.

        Returns:
            The window that is full now, float64 (samples, channels), or None.

        Raises:
            SignalError: the sample is not finite or of another shape, or samples come at another rate; what was
                gathered is forgotten.
        """
        if self._times_s and not 0 < time_s - self._times_s[-1] < _GAP_PERIODS / self._rate_hz:
            self._restart()
        try:
            full = self._gathered.add(np.asarray(sample, dtype=np.float64)[None])
        except SignalError:
            self._restart()
            raise
        self._times_s.append(time_s)
        del self._times_s[: -self._gathered.samples]
        if not full:
            return None
        rate_hz = (len(self._times_s) - 1) / (self._times_s[-1] - self._times_s[0])
        if abs(rate_hz / self._rate_hz - 1.0) > _RATE_TOLERANCE:
            self._restart()
            raise SignalError(
                f"Samples come {rate_hz:.4g} times a second, and {self._rate_hz:g} Hz are needed.",
                "Set the rate of the sensor, or the parameter rate_hz and a model that was trained at it.",
            )
        return full[-1]

    def _restart(self) -> None:
        self._gathered.clear()
        self._times_s.clear()
