# SPDX-License-Identifier: Apache-2.0
"""How far a grading is, with the time that is left: a line on a terminal, now and then one elsewhere."""

from __future__ import annotations

from missions.grading.playing import GradingProgress
from web_console.command_line.live_line import LiveLine, bar

_BAR = 20
_QUIET_S = 15.0
"""Where there is no terminal, a line is printed so often at most."""


class GradingLine:
    """Shows how many episodes of a grading are done."""

    def __init__(self) -> None:
        self._line = LiveLine()
        self._said = (0, 0.0)

    def show(self, progress: GradingProgress) -> None:
        """Shows the newest state."""
        if self._line.seen:
            self._line.draw(f"{bar(progress.done / progress.total, _BAR)} {progress_text(progress)}")
            return
        done, wall_s = self._said
        if progress.done > done and progress.wall_s >= wall_s + _QUIET_S:
            self._said = progress.done, progress.wall_s
            self._line.say(progress_text(progress))

    def close(self) -> None:
        """Takes the line away."""
        self._line.close()


def progress_text(progress: GradingProgress) -> str:
    """Says how far it is, in words."""
    text = f"episode {min(progress.done + 1, progress.total)} of {progress.total}"
    return text if progress.left_s is None else f"{text} | about {_duration(progress.left_s)} left"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{round(seconds / 60)} min"
