# SPDX-License-Identifier: Apache-2.0
"""How an episode is held back, on a clock that is moved by hand."""

from __future__ import annotations

from typing import Any

import pytest

from missions.episode import pacing
from missions.episode.pacing import LONGEST_PAUSE_S, Pacing, StoppedError


class FakeView:
    """Viewers with a list of wishes, one more each time somebody looks."""

    handle = None

    def __init__(self, *wishes: dict[str, Any] | None) -> None:
        self._wishes = list(wishes)
        self.states: list[str] = []

    def wishes(self) -> list[dict[str, Any]]:
        wish = self._wishes.pop(0) if self._wishes else None
        return [] if wish is None else [wish]

    def state(self, state: str, _sim_time_s: float, _pace: float) -> None:
        self.states.append(state)


class HandClock:
    """A clock that goes on by the time that is slept, and by `more_s` each time."""

    def __init__(self, more_s: float) -> None:
        self.now_s = 1000.0
        self._more_s = more_s

    def monotonic(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds + self._more_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    one = HandClock(LONGEST_PAUSE_S / 4)
    monkeypatch.setattr(pacing, "time", one)
    return one


def held(view: FakeView) -> tuple[Pacing, int]:
    """A pacing after one step, and how often the episode said that it is alive meanwhile."""
    one, alive = Pacing(0, view), [0]  # type: ignore[arg-type]

    def tell() -> None:
        alive[0] += 1

    one.begin()
    one.after_step(0.05, tell)
    return one, alive[0]


@pytest.mark.usefixtures("clock")
def test_an_episode_that_everybody_forgot_ends_and_its_place_is_free() -> None:
    with pytest.raises(StoppedError, match="paused for more than 10 minutes"):
        held(FakeView({"action": "pause"}))


def test_whoever_steps_on_now_and_then_is_not_forgotten(clock: HandClock) -> None:
    step = {"action": "step"}
    began_s = clock.now_s
    one, alive = held(FakeView({"action": "pause"}, None, step))
    assert alive == 2
    for _ in range(5):
        one._view._wishes = [None, step]  # type: ignore[union-attr]
        one.after_step(0.1, lambda: None)
    assert clock.now_s - began_s > LONGEST_PAUSE_S, "long enough in all"


@pytest.mark.usefixtures("clock")
def test_a_stop_says_whose_wish_it_was() -> None:
    with pytest.raises(StoppedError, match="stopped by its team"):
        held(FakeView({"action": "stop"}))
