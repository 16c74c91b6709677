# SPDX-License-Identifier: Apache-2.0
"""One line on a terminal that shows how an episode goes, with the program's own lines above it."""

from __future__ import annotations

import time

from missions.episode.request import EpisodeProgress
from web_console.command_line.live_line import LiveLine, bar

_BAR = 20


class ProgressLine:
    """Draws the line on a terminal; elsewhere it only passes the program's lines on."""

    def __init__(self) -> None:
        self._line = LiveLine()
        self._began_s = time.monotonic()
        self._started_s: float | None = None

    def show(self, progress: EpisodeProgress) -> None:
        """Shows the newest state."""
        if self._started_s is None and progress.sim_time_s > 0:
            self._started_s = time.monotonic()
        for line in progress.log:
            self._line.say(f"  {line}")
        self._line.draw(self._text(progress))

    def close(self) -> None:
        """Takes the line away."""
        self._line.close()

    def _text(self, progress: EpisodeProgress) -> str:
        if progress.stage == "preparing":
            return "Preparing the world and the robot …"
        wall_s = time.monotonic() - (self._started_s or self._began_s)
        faster = f"{progress.sim_time_s / wall_s:.0f}× real time" if wall_s > 0.2 else ""
        points = f"{progress.score:g} of {progress.max_score:g} points"
        drawn = bar(progress.sim_time_s / progress.time_limit_s, _BAR)
        parts = [f"{drawn} {progress.sim_time_s:5.1f} s", faster, points, progress.text]
        return " | ".join(part for part in parts if part)
