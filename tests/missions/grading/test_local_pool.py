# SPDX-License-Identifier: Apache-2.0
"""The pool of processes: work in main threads, and an end that leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest

from missions.benchmark.process_tree import descendants
from missions.grading.grading import grade
from missions.grading.local_pool import LocalPool
from missions.grading.playing import GradingProgress
from tests.missions.grading.conftest import ASK
from tests.process_tree import Watched, await_all_ended, command_line, watch
from valence_nodes.programs.box_files import PYTHON

FOR_EVER = "def drive(robot):\n    while True:\n        pass\n"


def where_am_i() -> tuple[bool, int, int]:
    return threading.current_thread() is threading.main_thread(), os.getpid(), os.getsid(0)


def wait_for_ever(begun: Path, ended: Path) -> None:
    """Tells through a pipe that it has begun, and writes a file when it is stopped."""
    try:
        begun.write_text("begun")  # a named pipe: waits for its reader
        signal.pause()
    finally:
        ended.write_text("cleared away")


class EndsItsWorker:
    """A result that tells its worker to end while it is on its way out, outside of the work."""

    def __reduce__(self) -> tuple[type[int], tuple[int]]:
        os.kill(os.getpid(), signal.SIGTERM)
        return int, (1,)


def hear_nothing() -> None:
    """Work that takes the exception which ends it for one of its own."""
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    except BaseException:
        signal.pause()


def test_work_is_done_in_the_main_thread_of_another_session() -> None:
    with LocalPool(1) as pool:
        main, pid, session = pool.submit(where_am_i).result()
        assert pool.submit(where_am_i).result() == (main, pid, session), "a worker stays"
    assert main
    assert pid != os.getpid()
    assert session == pid, "a terminal's Ctrl-C is for the parent alone"


def test_left_by_an_exception_it_stops_what_runs_and_lets_it_clear_away(tmp_path: Path) -> None:
    begun, ended = tmp_path / "begun", tmp_path / "ended"
    os.mkfifo(begun)
    with pytest.raises(KeyboardInterrupt), LocalPool(1) as pool:
        pool.submit(wait_for_ever, begun, ended)
        assert begun.read_text() == "begun"
        raise KeyboardInterrupt
    assert ended.read_text() == "cleared away"
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("work", [EndsItsWorker, hear_nothing])
def test_a_worker_that_is_told_to_end_ends_whatever_it_is_at(work: Callable[[], object]) -> None:
    with LocalPool(1) as pool, pytest.raises(BrokenExecutor):
        pool.submit(work).result()
    assert multiprocessing.active_children() == []


def test_an_interrupted_grading_leaves_no_process(ask: ASK, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = set(descendants(os.getpid()))
    family: list[Watched] = []

    def stop(progress: GradingProgress) -> None:
        found = set(descendants(os.getpid())) - before
        boxes = [one for one in found if command_line(one).startswith(bytes(PYTHON))]
        if len(boxes) == 2:  # both workers are in the middle of an episode
            family.extend(watch(found - {kept()}))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(ask(FOR_EVER), workers=2, on_progress=stop)
    assert family
    await_all_ended(family)
    assert list(temporary.iterdir()) == [], "a folder is left behind"


def kept() -> int | None:
    """Number of the process that Python keeps for itself once it has started others."""
    return multiprocessing.resource_tracker._resource_tracker._pid  # type: ignore[attr-defined] # Python's own
