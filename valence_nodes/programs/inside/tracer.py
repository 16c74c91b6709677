# SPDX-License-Identifier: Apache-2.0
"""Looks, in the box, at what the program is doing when it lets a step pass. It changes nothing, and never fails."""

from __future__ import annotations

import dis
import sys
from dataclasses import dataclass
from functools import partial
from types import CodeType, FrameType
from typing import Any

from valence_nodes.programs.inside.short_text import short_text
from valence_nodes.programs.protocol import sendable
from valence_nodes.programs.trace import (
    MAX_FUNCTIONS,
    MAX_LINE,
    MAX_NAME_CHARS,
    MAX_TRACE_BYTES,
    MAX_VARIABLES,
    text_bytes,
)

_OUTERMOST = 3
_INNERMOST = MAX_FUNCTIONS - _OUTERMOST - 1
_MAX_FRAMES = 2000
_MAX_CODES = 500
_MAX_CODE_BYTES = 40_000

# In a function that asks for its own local variables, up to Python 3.12, our look would change what it was given.
_LOOKS_AT_ITSELF = frozenset({"locals", "vars", "eval", "exec"})
_BY_NAME = frozenset({"LOAD_GLOBAL", "STORE_GLOBAL", "LOAD_NAME", "STORE_NAME"})
_CO_OPTIMIZED = 1
_FRAME_KEEPS_A_COPY = sys.version_info < (3, 13)
_NOTHING = object()


@dataclass(frozen=True)
class _Seen:
    """What is known of a piece of code for good.

    Attributes:
        code: keeps it alive, so that its id stays its own.
        is_the_programs: the learner's, not ours or the library's.
        function: its name.
        local: its variables.
        others: names that it uses and that are not its own.
        in_slots: its variables have fixed places, as in every function; a module's or class's are in a dict.
    """

    code: CodeType
    is_the_programs: bool
    function: str = ""
    local: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    in_slots: bool = True


class Tracer:
    """Gathers the fields of a `trace.Trace`."""

    def __init__(self, program_name: str) -> None:
        self._program_name = program_name
        self._seen: dict[int, _Seen] = {}

    def look(self, frame: FrameType | None) -> dict[str, Any] | None:
        """What the program is doing.

        Args:
            frame: of the function that was called last, ours or the program's.

        Returns:
            Fields for `trace.read_trace`, or None when nothing of the program is running.
        """
        try:
            return self._look(frame)
        except BaseException:  # whatever it is, the program must not notice
            return None

    def _look(self, frame: FrameType | None) -> dict[str, Any] | None:
        running: list[tuple[str, int]] = []  # innermost first
        innermost: tuple[FrameType, _Seen] | None = None
        known = self._seen
        for _ in range(_MAX_FRAMES):
            if frame is None:
                break
            code = frame.f_code
            seen = known.get(id(code)) or self._learn(code)
            if seen.is_the_programs:
                innermost = innermost or (frame, seen)
                running.append((seen.function, min(max(frame.f_lineno or 0, 0), MAX_LINE)))
            frame = frame.f_back
        if innermost is None:
            return None
        if len(running) > MAX_FUNCTIONS:
            left_out = f"… {len(running) - _OUTERMOST - _INNERMOST} more"
            running[_INNERMOST:-_OUTERMOST] = [(left_out, 0)]
        running.reverse()
        functions = [function for function, _ in running]
        names, values = _variables(*innermost, MAX_TRACE_BYTES - sum(map(text_bytes, functions)))
        return {"functions": functions, "lines": [line for _, line in running], "names": names, "values": values}

    def _learn(self, code: CodeType) -> _Seen:
        if len(self._seen) >= _MAX_CODES:
            self._seen.clear()  # a program that makes code without end is looked at anew each time
        file_name = code.co_filename
        seen = _Seen(code, type(file_name) is str and file_name == self._program_name)
        if seen.is_the_programs:
            seen = _seen(code)
        self._seen[id(code)] = seen
        return seen


def _seen(code: CodeType) -> _Seen:
    used = list(code.co_names)
    if len(code.co_code) <= _MAX_CODE_BYTES:
        # The names alone can't be told from those of attributes, as in robot.time_s.
        used = [str(one.argval) for one in dis.get_instructions(code) if one.opname in _BY_NAME]
    in_slots = bool(code.co_flags & _CO_OPTIMIZED)
    local = (*code.co_varnames, *code.co_cellvars, *code.co_freevars) if in_slots else tuple(used)
    if in_slots and _FRAME_KEEPS_A_COPY and not _LOOKS_AT_ITSELF.isdisjoint(code.co_names):
        local = ()
    return _Seen(code, True, sendable(code.co_name[:MAX_NAME_CHARS]), _clean(local), _clean(used), in_slots)


def _clean(names: Any) -> tuple[str, ...]:
    """Each name once, without those that Python makes up (`.0`) and those of modules (`__name__`)."""
    return tuple(
        name
        for name in dict.fromkeys(names)
        if not name.startswith((".", "__")) and len(name) <= MAX_NAME_CHARS and sendable(name) == name
    )


def _variables(frame: FrameType, seen: _Seen, room_bytes: int) -> tuple[list[str], list[str]]:
    shown: dict[str, str] = {}
    held: Any = frame.f_locals if seen.local else {}
    if type(held) is not dict and (_FRAME_KEEPS_A_COPY or not seen.in_slots):
        held = {}  # some mapping of the program's own
    for owner, wanted in ((held, seen.local), (frame.f_globals, seen.others)):
        get = owner.get if owner is held else partial(dict.get, owner)  # an heir of dict may have a get of its own
        for name in wanted:
            value = get(name, _NOTHING)
            if value is _NOTHING or name in shown:
                continue
            text = short_text(value)
            if text is None:
                continue
            text = text if text.isascii() else sendable(text)
            room_bytes -= len(name) + len(text) if text.isascii() else text_bytes(name) + text_bytes(text)
            if room_bytes < 0 or len(shown) == MAX_VARIABLES:
                break
            shown[name] = text
    if seen.in_slots and seen.local and _FRAME_KEEPS_A_COPY:
        # Up to Python 3.12 a frame keeps the dict, and so would keep alive what the program has long forgotten.
        held.clear()
    return list(shown), list(shown.values())
