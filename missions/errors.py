# SPDX-License-Identifier: Apache-2.0
"""Mistakes that missions and the lab's own files can name: one exception a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from worlds.errors import HintedError


class MissionsError(HintedError):
    """Something that a person gave to this room is wrong."""


class MissionError(MissionsError):
    """A mission can't be used.

    Attributes:
        file: the file that is wrong, None when it is the request (an unknown name).
        line: 1-based line of the mistake, 0 when the file as a whole is meant.
        reason: what is wrong, without the place.
    """

    def __init__(self, message: str, hint: str = "", file: Path | None = None, line: int = 0) -> None:
        place = "" if file is None else f"{file}:{line}: " if line else f"{file}: "
        super().__init__(place + message, hint)
        self.file = file
        self.line = line
        self.reason = message


class LabHomeError(MissionsError):
    """The lab's own folder, or a file in it, can't be used."""


def closest_hint(given: str, known: Iterable[str]) -> str:
    """Returns a sentence that names the closest of the known names, or all of them when none is close."""
    names = sorted(known)
    close = get_close_matches(given[:80], names, n=1)
    return f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(names) or 'none'}."
