# SPDX-License-Identifier: Apache-2.0
"""Where a program's `print` goes."""

from __future__ import annotations

import io
from collections.abc import Callable

from valence_nodes.programs import protocol


class Printed(io.TextIOBase):
    """Where `print` goes: line by line into the learner's log."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._open = ""

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, text: str) -> int:
        """Takes a text, and says each line of it that is complete."""
        *lines, self._open = (self._open + text).split("\n")
        for line in lines:
            self._say(line)
        if len(self._open) > protocol.MAX_TEXT:
            self._say(self._open)
            self._open = ""
        return len(text)

    def end(self) -> None:
        """Says what was printed without a line's end."""
        if self._open:
            self._say(self._open)
            self._open = ""
