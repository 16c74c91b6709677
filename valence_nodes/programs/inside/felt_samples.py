# SPDX-License-Identifier: Apache-2.0
"""What a fast IMU felt of late, step by step, so that a program can look back over many steps."""

from __future__ import annotations

from collections import deque
from typing import Any

KEPT_S = 10.0
SAMPLE_BYTES = 6 * 4


class FeltSamples:
    """The samples of the last seconds, as bytes; see `observation.ImuWindowData`."""

    def __init__(self) -> None:
        self.rate_hz = 0.0
        self._steps: deque[bytes] = deque()
        self._bytes = 0

    def add(self, window: dict[str, Any] | None) -> None:
        """Takes what came with a step; None from a robot without a fast IMU."""
        if window is None:
            return
        self.rate_hz = float(window["rate_hz"])
        self._steps.append(window["samples"])
        self._bytes += len(window["samples"])
        while self._bytes - len(self._steps[0]) >= KEPT_S * self.rate_hz * SAMPLE_BYTES:
            self._bytes -= len(self._steps.popleft())

    def last(self, seconds: float) -> bytes:
        """The samples of so many seconds, or as many as there are."""
        wanted = max(1, round(seconds * self.rate_hz)) * SAMPLE_BYTES
        return b"".join(self._steps)[-wanted:]
