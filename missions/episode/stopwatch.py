# SPDX-License-Identifier: Apache-2.0
"""Where the wall-clock time of an episode goes, by part."""

from __future__ import annotations

import time

PARTS = ("physics", "rays", "render", "sensors", "ros", "program", "nodes", "referee", "recording")
"""Parts of `Timing.parts_s`.

`physics`: steps of the engine with the robot's firmware; `rays`: lidars; `render`: cameras; `sensors`: the others;
`ros`: serialising, publishing, and messages on their way; `program`: the program with its box and their socket;
`nodes`: waiting for perception nodes; `referee`: ground truth and checks; `recording`: writing it all down.
"""


class Stopwatch:
    """Adds up wall-clock time by part, lap after lap."""

    def __init__(self) -> None:
        self.parts_s = dict.fromkeys(PARTS, 0.0)
        self._last_s = time.perf_counter()

    def start(self) -> None:
        """Begins a lap."""
        self._last_s = time.perf_counter()

    def lap(self, part: str) -> None:
        """Adds the time since the last lap to a part."""
        now_s = time.perf_counter()
        self.parts_s[part] += now_s - self._last_s
        self._last_s = now_s
