# SPDX-License-Identifier: Apache-2.0
"""One line on a terminal for whoever drives by it: what was commanded, and what the robot senses."""

from __future__ import annotations

import math
from collections.abc import Callable

from missions.by_hand.hand_link import Sensed
from missions.by_hand.steering import STEPS, Wish
from missions.episode.request import EpisodeProgress
from web_console.command_line.live_line import LiveLine

_WIDEST_RAD = 0.5
_PLACES = 9

Look = Callable[[], tuple[Wish, tuple[float, float], Sensed]]
"""Tells what the hand wants, the same in m/s and rad/s, and what the robot senses."""


class DrivingLine:
    """Draws the line; where there is no terminal, nothing of it is seen."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._line = LiveLine()

    def show(self, progress: EpisodeProgress) -> None:
        """Shows the newest state."""
        if progress.stage == "preparing":
            self._line.draw("Preparing the world and the robot …")
        else:
            self._line.draw(state_text(progress, *self._look()))

    def say(self, text: str) -> None:
        """Prints a line that stays."""
        self._line.say(text)

    def close(self) -> None:
        """Takes the line away."""
        self._line.close()


def state_text(progress: EpisodeProgress, wish: Wish, command: tuple[float, float], sensed: Sensed) -> str:
    """Says in one line how it is."""
    speed_mps, turn_radps = command
    parts = [
        f"{progress.sim_time_s:5.1f} s",
        f"{speed_mps:+.2f} m/s {_turn(wish.turn)} {turn_radps:+.2f} rad/s",
        _distances(sensed),
        _bearing(sensed.bearing_rad),
        f"{progress.score:g} of {progress.max_score:g} points",
        progress.text,
    ]
    return " | ".join(part for part in parts if part)


def _turn(turn: float) -> str:
    """Such as `··◂◂◂|·····`."""
    steps = round(turn * STEPS)
    left, right = max(0, steps), max(0, -steps)
    return "·" * (STEPS - left) + "◂" * left + "|" + "▸" * right + "·" * (STEPS - right)


def _distances(sensed: Sensed) -> str:
    far = (("left", sensed.left_m), ("ahead", sensed.ahead_m), ("right", sensed.right_m))
    if math.isnan(sensed.ahead_m):
        return ""
    return ", ".join(f"{name} {_metres(distance_m)}" for name, distance_m in far)


def _metres(distance_m: float) -> str:
    return f"{distance_m:.2f} m" if math.isfinite(distance_m) else "free"


def _bearing(bearing_rad: float) -> str:
    """Where the nearest thing that the perception node sees lies, such as `sees [··●······]`."""
    if math.isnan(bearing_rad):
        return ""
    share = max(-1.0, min(1.0, bearing_rad / _WIDEST_RAD))
    place = round((1 - share) / 2 * (_PLACES - 1))
    return "sees [" + "·" * place + "●" + "·" * (_PLACES - 1 - place) + "]"
