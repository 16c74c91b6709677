# SPDX-License-Identifier: Apache-2.0
"""What is open for long in a browser's session, so that it ends with the session and not whenever it likes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class SessionStreams:
    """Streams by the session that they were opened in. Every method may be called from any thread."""

    def __init__(self) -> None:
        """Begins with none."""
        self._lock = threading.Lock()
        self._open: dict[str, dict[int, Callable[[], None]]] = {}
        self._tickets = 0

    @contextmanager
    def following(self, session_id: str, end: Callable[[], None]) -> Iterator[None]:
        """A context in which a stream is told when its session ends. Whether it still lasts is to be asked inside.

        Args:
            session_id: of the browser's session.
            end: called from any thread when it ends; must not take long.
        """
        with self._lock:
            self._tickets += 1
            ticket = self._tickets
            self._open.setdefault(session_id, {})[ticket] = end
        try:
            yield
        finally:
            with self._lock:
                of_session = self._open[session_id]
                del of_session[ticket]
                if not of_session:
                    del self._open[session_id]

    def end(self, session_id: str) -> None:
        """Ends all streams of a session that is over.

        Args:
            session_id: of the browser's session.
        """
        with self._lock:
            ends = list(self._open.get(session_id, {}).values())
        for one in ends:
            one()

    @property
    def count(self) -> int:
        """How many streams are open."""
        with self._lock:
            return sum(map(len, self._open.values()))
