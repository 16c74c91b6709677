# SPDX-License-Identifier: Apache-2.0
"""The pool of processes on this machine that grades by default: workers start side by side and end with us.

However the process that opened the pool ends, its workers notice at their end of a pipe and end too, with every
process of the episodes that they run.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import FrameType, TracebackType
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")

MAX_WORKERS = 64


def usable_cores() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0))


class LocalPool(ProcessPoolExecutor):
    """A pool of fresh processes, each of which does its work in its main thread.

    Left in a `with` by an exception, it stops what is running instead of waiting for it.
    """

    def __init__(self, workers: int, nice: int = 0) -> None:
        """Makes the pool; a worker starts when there is something to do for it.

        Args:
            workers: how many at most, 1 to `MAX_WORKERS`.
            nice: how far they step back behind other processes of the machine, 0 (not at all) to 19.
        """
        # A fork would copy whatever threads and sockets the caller has.
        context = get_context("spawn")
        theirs, self._lifeline = context.Pipe(duplex=False)
        self._theirs = theirs
        super().__init__(workers, mp_context=context, initializer=_begin_worker, initargs=(theirs, nice))

    def submit(self, work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Schedules work; see `concurrent.futures.Executor.submit`."""
        with _interrupts_held():
            return super().submit(partial(_work, partial(work, *args, **kwargs)))

    def abandon(self) -> None:
        """Ends all workers at once, and what they do."""
        self._lifeline.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        if kind is not None:
            self.abandon()
        try:
            return super().__exit__(kind, error, trace)
        finally:
            self._lifeline.close()
            self._theirs.close()


class _Ended(SystemExit):
    """The worker has to end now: raised in its work, so that what is open there is closed on the way out."""


_CLEARING_S = 10.0
"""Clearing away takes a second or two; a worker that is still there so long after it was told to end, is told again."""


@dataclass
class _State:
    """What a worker is at."""

    works: bool = False
    ends: bool = False


_state = _State()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keeps Ctrl-C back for a moment: a worker is born with this, so it can't be hit before it is ready."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(lifeline: Connection, nice: int) -> None:
    """Prepares a worker: Ctrl-C is its parent's affair, and its parent's end is its own."""
    os.setsid()
    os.nice(nice)  # what a worker starts inherits it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_watch, args=(lifeline,), daemon=True).start()


def _watch(lifeline: Connection) -> None:
    """Waits for the end of the pipe: nothing is ever written to it."""
    lifeline.poll(None)
    os.kill(os.getpid(), signal.SIGTERM)


def _end(_number: int, _frame: FrameType | None) -> None:
    """Ends the worker, which an exception alone can not be trusted with.

    Outside of its work the pool would take it for a result and go on; within, somebody's `except BaseException` or
    `__del__` might. So it is remembered, and told again when nothing has come of it.
    """
    if not _state.works:
        os._exit(0)
    _state.ends = True
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not disturb the clearing away
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, _CLEARING_S)
    raise _Ended


def _work(work: Callable[[], _T]) -> _T:
    """Does one piece of work in a worker."""
    try:
        _state.works = True
        return work()
    finally:
        _state.works = False
        if _state.ends:
            # All that was open has been closed on the way here. Raised further, it would count as a result.
            os._exit(0)
