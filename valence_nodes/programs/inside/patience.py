# SPDX-License-Identifier: Apache-2.0
"""When a robot that is to drive or turn has been blocked for too long."""

from __future__ import annotations

import math


class Patience:
    """Notices that nothing has moved for 3 seconds."""

    def __init__(self, time_s: float) -> None:
        self.gave_up = False
        self._since_s = time_s
        self._best = -math.inf

    def exhausted(self, time_s: float, progress: float, least: float) -> bool:
        """Whether nothing has moved by `least` for 3 seconds.

        Args:
            time_s: now.
            progress: how far it is, in metres or radians.
            least: what counts as having moved, in the same unit.
        """
        if progress > self._best + least:
            self._best, self._since_s = progress, time_s
        self.gave_up = time_s - self._since_s > 3.0
        return self.gave_up
