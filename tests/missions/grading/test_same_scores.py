# SPDX-License-Identifier: Apache-2.0
"""A submission's points: the same for any number of workers, any order, any executor, and workers that die."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from missions.benchmark.process_tree import descendants
from missions.grading.grading import SUBMISSION_FILE, grade, seed_folder
from missions.grading.playing import GradingError, GradingProgress
from missions.grading.submission import Submission
from missions.seeds import hidden_seeds
from tests.missions.grading.conftest import ASK

SEEDS = 4


class Backwards(ThreadPoolExecutor):
    """Begins with what was scheduled last, once all seeds are scheduled."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self._held: list[tuple[Future[Any], tuple[Any, ...]]] = []
        self.order: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        promise: Future[Any] = Future()
        self._held.append((promise, (fn, *args)))
        if len(self._held) == SEEDS:
            for position in reversed(range(SEEDS)):
                super().submit(self._keep, position, *self._held[position])
        return promise

    def _keep(self, position: int, promise: Future[Any], call: tuple[Any, ...]) -> None:
        self.order.append(position)
        promise.set_result(call[0](*call[1:]))


class Forgetful(ThreadPoolExecutor):
    """Loses each piece of work `times` times before it does it, as a cluster may that loses a machine."""

    def __init__(self, times: int) -> None:
        super().__init__(max_workers=2)
        self._times = times
        self._lost: dict[object, int] = {}

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        lost = self._lost.get(args, 0)
        if lost == self._times:
            return super().submit(fn, *args, **kwargs)
        self._lost[args] = lost + 1
        promise: Future[Any] = Future()
        promise.set_exception(RuntimeError("the machine went away"))
        return promise


def fresh_processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@pytest.fixture(scope="module")
def alone(ask: ASK) -> Submission:
    """The submission of one worker."""
    return grade(ask(), workers=1)


def test_any_number_of_workers_any_order_and_any_executor_give_the_same(ask: ASK, alone: Submission) -> None:
    backwards = Backwards()
    given = {workers: grade(ask(), workers=workers).fingerprint() for workers in (2, 3)}
    executors: dict[str, Callable[[], Executor]] = {
        "backwards": lambda: backwards,
        "processes": fresh_processes,
    }
    given |= {name: grade(ask(), open_executor=opened).fingerprint() for name, opened in executors.items()}  # type: ignore[misc]
    assert backwards.order == [3, 2, 1, 0]
    assert set(given.values()) == {alone.fingerprint()}, given
    # It is not the same only because nothing happened.
    assert len({seed.scorecard.trajectory_sha256 for seed in alone.seeds}) == SEEDS
    assert all(seed.scorecard.steps == 40 for seed in alone.seeds)


def test_a_killed_worker_costs_nothing(ask: ASK, alone: Submission) -> None:
    killed = []

    def kill_one(progress: GradingProgress) -> None:
        if progress.done == 1 and not killed:
            victim = multiprocessing.active_children()[0].pid
            assert victim is not None
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    request = ask()
    submission = grade(request, workers=2, on_progress=kill_one)
    assert killed
    assert submission.fingerprint() == alone.fingerprint()
    left = Submission.model_validate_json((request.folder / SUBMISSION_FILE).read_text(encoding="utf-8"))
    assert left == submission


def test_workers_that_always_die_are_told(ask: ASK) -> None:
    def kill_all(progress: GradingProgress) -> None:
        for worker in multiprocessing.active_children():
            worker.kill()

    request = ask()
    with pytest.raises(GradingError, match="3 times in a row") as caught:
        grade(request, workers=2, on_progress=kill_all)
    assert "--workers 1" in caught.value.hint
    assert not (request.folder / SUBMISSION_FILE).exists()


def test_a_seed_that_gets_lost_is_tried_again(ask: ASK, alone: Submission) -> None:
    assert grade(ask(), open_executor=lambda: Forgetful(2)).fingerprint() == alone.fingerprint()
    with pytest.raises(GradingError, match=r"hidden seed \d, 3 times: .*the machine went away"):
        grade(ask(), open_executor=lambda: Forgetful(3))


def test_a_thread_that_ends_takes_its_processes_along(ask: ASK) -> None:
    before = set(descendants(os.getpid()))
    during: set[int] = set()

    def look(progress: GradingProgress) -> None:
        during.update(set(descendants(os.getpid())) - before)

    grade(ask(), on_progress=look, open_executor=lambda: ThreadPoolExecutor(1))
    assert during
    assert not during & set(descendants(os.getpid()))


def test_a_fault_of_the_lab_is_told_without_the_seed(ask: ASK) -> None:
    request = ask(engine="no_such_engine")
    with pytest.raises(GradingError, match=r"hidden seed \d, 3 times") as caught:
        grade(request, workers=1)
    assert not any(str(seed) in str(caught.value) for seed in hidden_seeds(request.mission))


def test_progress_is_told_from_nothing_to_all(ask: ASK) -> None:
    told: list[GradingProgress] = []
    grade(ask("def drive(robot):\n    pass\n"), workers=2, on_progress=told.append)
    assert [one.total for one in told] == [SEEDS] * len(told)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert (told[0].done, told[0].left_s) == (0, None)
    assert (told[-1].done, told[-1].left_s) == (SEEDS, 0.0)
    assert all(one.left_s is not None and one.left_s >= 0 for one in told if one.done)


def test_each_seed_is_told_as_soon_as_it_is_there(ask: ASK, alone: Submission) -> None:
    told: dict[int, str] = {}
    done: list[int] = []
    request = ask()
    grade(
        request,
        workers=1,
        on_progress=lambda progress: done.append(progress.done - len(told)),
        on_seed=lambda number, card: told.update({number: card.trajectory_sha256}),
    )
    assert told == {seed.number: seed.scorecard.trajectory_sha256 for seed in alone.seeds}
    assert set(done) == {0}, "progress is told after the seed"
    assert all((seed_folder(request.folder, number) / "episode.mcap").exists() for number in told)


def test_what_is_known_is_not_played_again(ask: ASK, alone: Submission) -> None:
    known = {seed.number: seed.scorecard for seed in alone.seeds if seed.number != 2}
    told: list[int] = []
    progress: list[GradingProgress] = []
    submission = grade(
        ask(), workers=1, known=known, on_progress=progress.append, on_seed=lambda number, _: told.append(number)
    )
    assert told == [2]
    assert (progress[0].done, progress[0].total, progress[-1].done) == (SEEDS - 1, SEEDS, SEEDS)
    assert submission.fingerprint() == alone.fingerprint()


def test_no_episode_begins_while_others_go_first(ask: ASK, alone: Submission) -> None:
    begun: list[object] = []
    waits = iter([False, False, True, False, True, True, True])

    class Watched(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            begun.append(args)
            return super().submit(fn, *args, **kwargs)

    at_once: list[int] = []
    submission = grade(
        ask(),
        workers=1,
        open_executor=lambda: Watched(1),
        on_progress=lambda progress: at_once.append(len(begun) - progress.done),
        may_begin=lambda: next(waits),
    )
    assert submission.fingerprint() == alone.fingerprint()
    assert at_once[0] == 0, "the first one had to wait"
    assert max(at_once) == 1, "none is handed over before there is a place for it"
    assert next(waits, None) is None
