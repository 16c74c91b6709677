# SPDX-License-Identifier: Apache-2.0
"""For what takes long: a few do it at once, a few more wait, and whoever comes then is told to come again.

A request that waits holds one of the server's threads (40, anyio's default). Were it not for this, a few people who ask
for what takes long could take them all, and nobody else would be answered.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from web_console.server.refusal import RefusedError


class WaitingRoom:
    """A waiting room, and the places behind it."""

    def __init__(self, places: int, most: int, most_of_one: int, patience_s: float) -> None:
        """Opens it.

        Args:
            places: how many do it at once.
            most: how many wait and do it, together.
            most_of_one: how many of these may be the same person's.
            patience_s: how long somebody waits at most.
        """
        self._places = threading.Semaphore(places)
        self._most, self._most_of_one, self._patience_s = most, most_of_one, patience_s
        self._lock = threading.Lock()
        self._here: Counter[str] = Counter()

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """A context in which it is somebody's turn.

        Args:
            who: the person.

        Raises:
            RefusedError: too many are here, or it takes too long (503).
        """
        with self._lock:
            if self._here.total() >= self._most or self._here[who] >= self._most_of_one:
                raise _busy()
            self._here[who] += 1
        try:
            if not self._places.acquire(timeout=self._patience_s):
                raise _busy()
            try:
                yield
            finally:
                self._places.release()
        finally:
            with self._lock:
                self._here[who] -= 1
                if not self._here[who]:
                    del self._here[who]


def _busy() -> RefusedError:
    return RefusedError(503, "busy", "The lab is busy with this for others.", "Try again in a moment.", retry_after_s=2)
