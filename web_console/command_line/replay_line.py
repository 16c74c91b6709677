# SPDX-License-Identifier: Apache-2.0
"""How far a replay is: a line on a terminal."""

from __future__ import annotations

import time

from web_console.command_line.live_line import LiveLine, bar

_BAR = 20
_DRAW_EVERY_S = 0.1


class ReplayLine:
    """Draws the line."""

    def __init__(self, end_s: float, domain: int) -> None:
        """Takes the recording's length (simulated seconds) and the ROS domain on which it is played."""
        self._line = LiveLine()
        self._end_s = end_s
        self._domain = domain
        self._drawn_s = 0.0

    def wait(self) -> None:
        """Shows that nothing is played yet."""
        self._line.draw(f"Looking for nodes on ROS domain {self._domain} …")

    def show(self, sim_time_s: float) -> None:
        """Shows how far it is."""
        now_s = time.monotonic()
        if now_s - self._drawn_s >= _DRAW_EVERY_S:
            self._drawn_s = now_s
            share = sim_time_s / self._end_s if self._end_s > 0 else 1.0
            drawn = bar(share, _BAR)
            self._line.draw(f"{drawn} {sim_time_s:5.1f} of {self._end_s:.1f} s | ROS domain {self._domain}")

    def close(self) -> None:
        """Takes the line away."""
        self._line.close()
