# SPDX-License-Identifier: Apache-2.0
"""Mistakes that worlds, robots and engines can name: one exception a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class HintedError(Exception):
    """A mistake that is told to a person; every room's own errors are of this kind.

    Attributes:
        message: what was given and what is allowed.
        hint: what to do next, or an empty text.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class WorldsError(HintedError):
    """Something that a person gave to this room is wrong."""


class SdfError(WorldsError):
    """An SDF file can't be used.

    Attributes:
        file: the file that is wrong.
        line: 1-based line, or 0 when the file as a whole is meant.
        element: path of the element, or an empty text.
        reason: the message without its place.
    """

    def __init__(self, file: Path, line: int, element: str, message: str, hint: str = "") -> None:
        place = f"{file}:{line}" if line else str(file)
        WorldsError.__init__(self, f"{place}: {element + ': ' if element else ''}{message}", hint)
        self.file = file
        self.line = line
        self.element = element
        self.reason = message


class RecordingError(WorldsError):
    """A recording of another engine can't be used.

    Attributes:
        file: the file that is wrong.
        line: 1-based line, or 0 when the file as a whole is meant.
    """

    def __init__(self, file: Path, line: int, message: str, hint: str = "") -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}", hint)
        self.file = file
        self.line = line


class UnknownNameError(WorldsError):
    """A robot, model, engine or sensor of that name does not exist."""

    def __init__(self, kind: str, given: str, known: Iterable[str]) -> None:
        names = sorted(known)
        close = get_close_matches(given, names, n=1)
        hint = f"Did you mean “{close[0]}”?" if close else f"Known: {', '.join(names) or 'none'}."
        super().__init__(f"There is no {kind} “{given[:80]}”.", hint)


class UnknownSensorError(UnknownNameError):
    """No sensor of that name is on the loaded robot."""

    def __init__(self, given: str, known: Iterable[str]) -> None:
        super().__init__("sensor", given, known)


class TimestepError(WorldsError):
    """A time does not fit the physics step."""


class UnsupportedByEngineError(WorldsError):
    """The engine lacks what the scenario needs."""


class UnstablePhysicsError(SdfError):
    """The physics of a world broke down: a number left all bounds; the place is that of the model that it broke at."""
