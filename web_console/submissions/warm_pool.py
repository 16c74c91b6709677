# SPDX-License-Identifier: Apache-2.0
"""The processes that grade: they stay for a while when they have done their work, ready for the next submission."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager

from missions.grading.local_pool import LocalPool

NICE = 5
"""How far grading steps back behind practice and the server: enough that others go first, and a program that is
graded on a busy machine still has the time to think that its mission grants it."""


class WarmPool:
    """A pool of processes on this machine, used by one thread."""

    def __init__(self, workers: int) -> None:
        """Makes it; nothing is started yet.

        Args:
            workers: how many episodes at once.
        """
        self.workers = workers
        self._pool: LocalPool | None = None

    @contextmanager
    def opened(self) -> Iterator[Executor]:
        """The pool, ready to work; left by an exception, it ends whatever it is doing."""
        pool = self._working()
        try:
            yield pool
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Ends all processes, and what they are doing."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.abandon()
            pool.__exit__(None, None, None)

    def _working(self) -> LocalPool:
        """A pool in which a worker answers: one may have been killed since it was used last."""
        if self._pool is not None:
            try:
                self._pool.submit(os.getpid).result()
            except BrokenExecutor:
                self.abandon()
        if self._pool is None:
            self._pool = LocalPool(self.workers, NICE)
        return self._pool
