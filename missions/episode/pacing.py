# SPDX-License-Identifier: Apache-2.0
"""How fast an episode goes on the wall clock: at a pace, step by step, or not at all until it is told to."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from missions.episode.live_view import LiveView


_LOOK_EVERY_S = 0.1
MIN_PACE, MAX_PACE = 0.1, 100.0

LONGEST_PAUSE_S = 600.0
"""How long an episode stands still without a wish before it ends: whoever paused it may have closed the page, and
others may wait for its place."""


class StoppedError(Exception):
    """The episode is to stop; the text says why."""


class Pacing:
    """Holds an episode back between its steps, as its pace and its viewers wish.

    Attributes:
        held_s: wall-clock time for which it was held back; no program is to blame for it.
    """

    def __init__(self, pace: float, view: LiveView | None) -> None:
        """Begins at the first step.

        Args:
            pace: simulated seconds a wall-clock second; 0 for as fast as it goes.
            view: whose viewers may change it; None when nobody watches.
        """
        self.held_s = 0.0
        self._pace = pace
        self._view = view
        self._paused = False
        self._wished_s = time.monotonic()
        self._steps_left = 0
        self._anchor_s, self._anchor_sim_s = time.monotonic(), 0.0

    def begin(self) -> None:
        """Tells that the first step is taken now."""
        self._anchor(0.0)
        self._tell("paused" if self._paused else "running", 0.0)

    def after_step(self, sim_time_s: float, alive: Callable[[], None]) -> bool:
        """Waits until the next step may be taken.

        Args:
            sim_time_s: where the episode is.
            alive: called ten times a second while it waits.

        Returns:
            Whether it waited.

        Raises:
            StoppedError: it is to end here, or was paused for too long.
        """
        if self._view is None and self._pace == 0:
            return False
        began_s = time.monotonic()
        self.take_wishes(sim_time_s)
        waited = self._hold(sim_time_s, alive)
        if waited:
            self.held_s += time.monotonic() - began_s
        return waited

    def _hold(self, sim_time_s: float, alive: Callable[[], None]) -> bool:
        waited = False
        if self._paused and self._steps_left > 0:
            self._steps_left -= 1
            if self._steps_left == 0 and self._view is not None:
                self._view.state("paused", sim_time_s, self._pace)
            self._anchor(sim_time_s)
        while self._paused and self._steps_left == 0:
            self._wait(_LOOK_EVERY_S)
            waited = True
            alive()
            self.take_wishes(sim_time_s)
            self._anchor(sim_time_s)
            if time.monotonic() - self._wished_s > LONGEST_PAUSE_S:
                raise StoppedError(f"It was paused for more than {LONGEST_PAUSE_S / 60:g} minutes.")
        while (ahead_s := self._ahead_s(sim_time_s)) > 0:
            self._wait(min(ahead_s, _LOOK_EVERY_S))
            waited = True
            self.take_wishes(sim_time_s)
            if self._paused:
                return self._hold(sim_time_s, alive)
        return waited

    def take_wishes(self, sim_time_s: float) -> None:
        """Does what viewers wish.

        Args:
            sim_time_s: where the episode is.

        Raises:
            StoppedError: one wants it to end.
        """
        if self._view is None:
            return
        for wish in self._view.wishes():
            self._wished_s = time.monotonic()
            self._do(wish, sim_time_s)

    def _do(self, wish: dict[str, Any], sim_time_s: float) -> None:
        match wish.get("action"):
            case "stop":
                raise StoppedError("It was stopped by its team.")
            case "pause":
                self._paused, self._steps_left = True, 0
                self._tell("paused", sim_time_s)
            case "resume":
                self._paused, self._steps_left = False, 0
                self._anchor(sim_time_s)
                self._tell("running", sim_time_s)
            case "step":
                self._paused = True
                self._steps_left += 1
            case "pace":
                pace = wish.get("pace")
                if isinstance(pace, (int, float)) and (pace == 0 or MIN_PACE <= pace <= MAX_PACE):
                    self._pace = float(pace)
                    self._anchor(sim_time_s)
                    self._tell("paused" if self._paused else "running", sim_time_s)

    def _tell(self, state: str, sim_time_s: float) -> None:
        if self._view is not None:
            self._view.state(state, sim_time_s, self._pace)

    def _anchor(self, sim_time_s: float) -> None:
        """Counts the pace from here, so that lost time is not caught up."""
        self._anchor_s, self._anchor_sim_s = time.monotonic(), sim_time_s

    def _ahead_s(self, sim_time_s: float) -> float:
        if self._pace == 0:
            return 0.0
        return self._anchor_s + (sim_time_s - self._anchor_sim_s) / self._pace - time.monotonic()

    def _wait(self, seconds: float) -> None:
        """Waits, less if a wish comes."""
        handle = None if self._view is None else self._view.handle
        if handle is None:
            time.sleep(seconds)
        else:
            select.select([handle], [], [], seconds)
            if self._view is not None:
                self._view.flush()
