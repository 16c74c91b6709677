# SPDX-License-Identifier: Apache-2.0
"""Who uses which recording now, so that none is cleared under somebody's eyes, and none used that is being cleared."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from web_console.server.refusal import RefusedError

WATCHED_FOR_S = 600.0
"""For so long after its frames were given somebody may still watch it, and ask for its pictures or the file."""


def cleared() -> RefusedError:
    """What is said of an episode whose recording made room for newer ones (410, “gone”)."""
    return RefusedError(
        410,
        "recording_cleared",
        "This episode's recording made room for newer ones. Its score and its log are still there.",
        "Run it again with the same seed: it goes exactly the same way.",
    )


class RecordingHolds:
    """Recordings in use. Every method may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begins with none.

        Args:
            clock: seconds that only grow.
        """
        self._clock = clock
        self._lock = threading.Lock()
        self._held: Counter[str] = Counter()
        self._watched_at_s: dict[str, float] = {}
        self._claimed: set[str] = set()

    @contextmanager
    def holding(self, episode_id: str) -> Iterator[bool]:
        """A context in which a recording stays where it is, if it says True: else it is being cleared.

        Its row is to be read inside.

        Args:
            episode_id: whose recording.
        """
        with self._lock:
            stays = episode_id not in self._claimed
            self._held[episode_id] += 1
        try:
            yield stays
        finally:
            with self._lock:
                self._held[episode_id] -= 1
                if not self._held[episode_id]:
                    del self._held[episode_id]

    def watched(self, episode_id: str) -> None:
        """Somebody who may has begun to watch it: it stays for a while.

        Args:
            episode_id: whose recording.
        """
        with self._lock:
            self._watched_at_s[episode_id] = self._clock()

    @contextmanager
    def claiming(self, episode_id: str) -> Iterator[bool]:
        """A context in which nobody begins to use a recording, if it says True: nobody uses it now.

        Args:
            episode_id: whose recording.
        """
        with self._lock:
            since_s = self._clock() - WATCHED_FOR_S
            self._watched_at_s = {one: at_s for one, at_s in self._watched_at_s.items() if at_s > since_s}
            free = not (episode_id in self._held or episode_id in self._watched_at_s or episode_id in self._claimed)
            if free:
                self._claimed.add(episode_id)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._claimed.discard(episode_id)
