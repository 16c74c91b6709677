# SPDX-License-Identifier: Apache-2.0
"""Whether the engines of the registry work on this machine: each is really started, in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from web_console.tried_code import tried

_FEATURES = """
from worlds.engines.registry import simulator_features
print(simulator_features({name!r}).version)
"""
_TRY_AGAIN_S = 60.0
"""What does not work may have been mended after this time."""


@dataclass(frozen=True)
class EngineState:
    """State of an engine.

    Attributes:
        works: whether it can be started.
        said: its version, or why not.
    """

    works: bool
    said: str


class EngineStates:
    """Looks once at each engine, and again from time to time at one that does not work."""

    def __init__(
        self,
        try_code: Callable[[str], tuple[bool, str]] = tried,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Makes it; nothing is tried yet.

        Args:
            try_code: runs Python code, and tells whether it succeeded and what it said.
            clock: seconds that never go back.
        """
        self._try_code = try_code
        self._clock = clock
        self._turn = threading.Lock()
        self._known: dict[str, tuple[EngineState, float]] = {}

    def state_of(self, name: str) -> EngineState:
        """The state of an engine of the registry."""
        with self._turn:
            known = self._known.get(name)
            if known is not None and (known[0].works or self._clock() - known[1] < _TRY_AGAIN_S):
                return known[0]
            state = EngineState(*self._try_code(_FEATURES.format(name=name)))
            self._known[name] = state, self._clock()
            return state
