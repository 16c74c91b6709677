# SPDX-License-Identifier: Apache-2.0
"""Plays many seeds on an executor: none gets lost when a worker does, and the order changes nothing."""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from missions.grading.seed_task import SeedTask, grade_seed
from missions.scorecard import Scorecard
from worlds.errors import HintedError

TRIES = 3
"""How often a seed is tried, when it fails through no fault of the program, and a pool that breaks."""

_TELL_EVERY_S = 0.5

_Key = TypeVar("_Key", bound=Hashable)

OpenExecutor = Callable[[], AbstractContextManager[Executor]]


class GradingError(HintedError):
    """Grading failed, through no fault of the program."""


@dataclass(frozen=True)
class GradingProgress:
    """How far it is.

    Attributes:
        done: episodes that have a scorecard.
        total: all of them.
        wall_s: since the beginning, on the wall clock.
        left_s: estimate of what is left; None as long as nothing is known.
    """

    done: int
    total: int
    wall_s: float
    left_s: float | None


OnProgress = Callable[[GradingProgress], None]


def play(
    tasks: Mapping[_Key, SeedTask],
    open_executor: OpenExecutor,
    workers: int,
    on_progress: OnProgress | None = None,
    on_card: Callable[[_Key, Scorecard], None] | None = None,
    may_begin: Callable[[], bool] | None = None,
) -> dict[_Key, Scorecard]:
    """Plays every task.

    A pool whose worker dies is opened anew for the seeds that have no scorecard yet.

    Args:
        tasks: what to play.
        open_executor: opens any `concurrent.futures.Executor`; left when all is done, by an exception too.
        workers: how many episodes it runs at once; for the estimate of the time that is left.
        on_progress: told at the beginning, about twice a second, and at the end.
        on_card: told each task's scorecard as soon as it is there.
        may_begin: asked before a task is handed to the executor, which then gets no more than it can run at once;
            asked again half a second later. Without it, all tasks are handed over at once.

    Returns:
        A scorecard for each task, in the tasks' order.

    Raises:
        GradingError: a seed can't be graded, or workers die again and again.
    """
    game = _Game(dict(tasks), workers, on_progress, on_card, may_begin)
    deaths = 0
    while game.open:
        before = len(game.cards)
        with open_executor() as executor:
            if game.play_on(executor):
                break
        deaths = 1 if len(game.cards) > before else deaths + 1
        if deaths >= TRIES:
            raise GradingError(
                f"Grading does not get on: its processes ended all of a sudden, {deaths} times in a row.",
                "The machine may lack memory: try --workers 1, and see `./valence doctor`.",
            )
    return {key: game.cards[key] for key in tasks}


class _Game(Generic[_Key]):
    """What has been played and what has not."""

    def __init__(
        self,
        tasks: dict[_Key, SeedTask],
        workers: int,
        on_progress: OnProgress | None,
        on_card: Callable[[_Key, Scorecard], None] | None,
        may_begin: Callable[[], bool] | None,
    ) -> None:
        self._tasks = tasks
        self._workers = workers
        self.cards: dict[_Key, Scorecard] = {}
        self._tries: Counter[_Key] = Counter()
        self._on_progress = on_progress
        self._on_card = on_card
        self._may_begin = may_begin
        self._began_s = self._last_s = time.monotonic()

    @property
    def open(self) -> list[_Key]:
        return [key for key in self._tasks if key not in self.cards]

    def play_on(self, executor: Executor) -> bool:
        """Plays what is open; returns whether all is done, which it is not when the executor broke."""
        waiting: dict[Future[Scorecard], _Key] = {}
        to_begin = deque(self.open)
        try:
            self._begin(executor, to_begin, waiting)
            self._tell()
            while waiting or to_begin:
                if waiting:
                    finished, _ = wait(waiting, timeout=_TELL_EVERY_S, return_when=FIRST_COMPLETED)
                else:
                    finished = set()
                    time.sleep(_TELL_EVERY_S)  # others go first
                for future in finished:
                    key = waiting.pop(future)
                    if not self._take(key, future):
                        to_begin.appendleft(key)
                self._begin(executor, to_begin, waiting)
                self._tell()
        except BrokenExecutor:
            return False
        finally:
            for future in waiting:
                future.cancel()
        return True

    def _begin(self, executor: Executor, to_begin: deque[_Key], waiting: dict[Future[Scorecard], _Key]) -> None:
        """Hands tasks to the executor: all, or as many as it can run if others may go first."""
        while to_begin:
            if self._may_begin is not None and (len(waiting) >= self._workers or not self._may_begin()):
                return
            key = to_begin.popleft()
            waiting[executor.submit(grade_seed, self._tasks[key])] = key

    def _take(self, key: _Key, future: Future[Scorecard]) -> bool:
        """Takes what a worker brought; returns whether it is a scorecard."""
        try:
            self.cards[key] = future.result()
        except BrokenExecutor:
            raise
        except Exception as error:  # an executor may report a lost worker in a way of its own
            self._tries[key] += 1
            if self._tries[key] < TRIES:
                return False
            what = error if isinstance(error, HintedError) else HintedError(f"{type(error).__name__}: {error}")
            name = self._tasks[key].seed_name
            raise GradingError(f"The lab failed with {name}, {TRIES} times: {what.message}", what.hint) from None
        self._last_s = time.monotonic()
        if self._on_card is not None:
            self._on_card(key, self.cards[key])
        return True

    def _tell(self) -> None:
        if self._on_progress is None:
            return
        now_s = time.monotonic()
        done, total = len(self.cards), len(self._tasks)
        left_s = None
        if done:
            rounds_done, rounds = math.ceil(done / self._workers), math.ceil(total / self._workers)
            all_s = (self._last_s - self._began_s) / rounds_done * rounds
            left_s = max(0.0, all_s - (now_s - self._began_s)) if done < total else 0.0
        self._on_progress(GradingProgress(done, total, now_s - self._began_s, left_s))
