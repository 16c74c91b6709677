# SPDX-License-Identifier: Apache-2.0
"""One line on a terminal that shows how an episode goes, with the program's own lines above it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TextIO

from missions.episode.request import EpisodeProgress

_BAR = 20


class ProgressLine:
    """Draws the line on a terminal; elsewhere it only passes the program's lines on."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._live = stream.isatty() and os.environ.get("TERM", "") not in {"", "dumb"}
        self._began_s = time.monotonic()
        self._started_s: float | None = None

    def show(self, progress: EpisodeProgress) -> None:
        """Shows the newest state."""
        if self._started_s is None and progress.sim_time_s > 0:
            self._started_s = time.monotonic()
        for line in progress.log:
            self._clear()
            print(f"  {line}", file=self._stream)
        if self._live:
            self._stream.write("\r\x1b[K" + self._line(progress))
            self._stream.flush()

    def close(self) -> None:
        """Takes the line away."""
        self._clear()
        self._stream.flush()

    def _clear(self) -> None:
        if self._live:
            self._stream.write("\r\x1b[K")

    def _line(self, progress: EpisodeProgress) -> str:
        width = shutil.get_terminal_size().columns - 1
        if progress.stage == "preparing":
            return "Preparing the world and the robot …"[:width]
        done = min(1.0, progress.sim_time_s / progress.time_limit_s)
        bar = "█" * round(done * _BAR) + "·" * (_BAR - round(done * _BAR))
        wall_s = time.monotonic() - (self._started_s or self._began_s)
        faster = f"{progress.sim_time_s / wall_s:.0f}× real time" if wall_s > 0.2 else ""
        points = f"{progress.score:g} of {progress.max_score:g} points"
        parts = [f"{bar} {progress.sim_time_s:5.1f} s", faster, points, progress.text]
        return " | ".join(part for part in parts if part)[:width]
