# SPDX-License-Identifier: Apache-2.0
"""One line at the bottom of a terminal that is drawn again and again, and bars to put into it."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO


def bar(share: float, width: int) -> str:
    """Draws a share, 0 to 1, as a bar of so many signs."""
    filled = round(max(0.0, min(1.0, share)) * width)
    return "█" * filled + "·" * (width - filled)


class LiveLine:
    """The line; where there is no terminal, nothing of it is seen.

    Attributes:
        seen: whether there is a terminal that can show it.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        """Takes the stream to draw on, stderr if none is given."""
        self._stream = stream or sys.stderr
        self.seen = self._stream.isatty() and os.environ.get("TERM", "") not in {"", "dumb"}

    def draw(self, text: str) -> None:
        """Draws the line anew, cut to the terminal's width."""
        if self.seen:
            self._stream.write("\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1])
            self._stream.flush()

    def say(self, text: str) -> None:
        """Prints a line that stays, above this one; with or without a terminal."""
        self._clear()
        print(text, file=self._stream)

    def close(self) -> None:
        """Takes the line away."""
        self._clear()
        self._stream.flush()

    def _clear(self) -> None:
        if self.seen:
            self._stream.write("\r\x1b[K")
