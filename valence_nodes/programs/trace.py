# SPDX-License-Identifier: Apache-2.0
"""What a program was doing when it let a step pass: gathered in the box, checked when it comes out of it.

A program that forges its trace deceives nobody but those who replay it. This module is also used inside the box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from valence_nodes.programs.protocol import ProtocolViolation, visible

MAX_FUNCTIONS = 8
MAX_VARIABLES = 20
MAX_NAME_CHARS = 60
MAX_VALUE_CHARS = 120
MAX_TRACE_BYTES = 2000
"""Of all texts of one step together, in UTF-8."""

MAX_LINE = 999_999


@dataclass(frozen=True)
class Trace:
    """Where a program was, and what its variables held.

    Attributes:
        functions: of the program that were running, outermost first. One that stands for several that are left out
            begins with “…” and is at line 0.
        lines: the line of the program at which each of them was.
        names: of the innermost function's variables, and of the global ones that it uses.
        values: what they held, in the same order, as short texts for people.
    """

    functions: tuple[str, ...]
    lines: tuple[int, ...]
    names: tuple[str, ...]
    values: tuple[str, ...]


def text_bytes(text: str) -> int:
    """How long a text is in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def read_trace(frame: dict[str, Any]) -> Trace | None:
    """Takes the trace, or None, out of a frame; what steers a terminal is made visible.

    Raises:
        ProtocolViolation: it is something else, or longer than is allowed.
    """
    value = frame.get("trace")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ProtocolViolation("trace must be a map")
    functions = _texts(value, "functions", MAX_FUNCTIONS, MAX_NAME_CHARS)
    names = _texts(value, "names", MAX_VARIABLES, MAX_NAME_CHARS)
    values = _texts(value, "values", MAX_VARIABLES, MAX_VALUE_CHARS)
    lines = value.get("lines")
    if not isinstance(lines, list) or len(lines) != len(functions) or len(values) != len(names):
        raise ProtocolViolation("a trace needs a line for each function and a value for each name")
    for one in lines:
        if type(one) is not int or not 0 <= one <= MAX_LINE:
            raise ProtocolViolation("lines of a trace must be line numbers")
    together = "".join([*functions, *names, *values])
    if text_bytes(together) > MAX_TRACE_BYTES:
        raise ProtocolViolation(f"a trace must have at most {MAX_TRACE_BYTES} bytes")
    if not together.isprintable():  # which holds for all that `visible` changes, and is seen much faster
        functions, names, values = ([visible(one) for one in texts] for texts in (functions, names, values))
    return Trace(tuple(functions), tuple(lines), tuple(names), tuple(values))


def _texts(fields: dict[str, Any], name: str, most: int, limit: int) -> list[str]:
    value = fields.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise ProtocolViolation(f"{name} of a trace must be a list of at most {most}")
    for one in value:
        if type(one) is not str or len(one) > limit:
            raise ProtocolViolation(f"{name} of a trace must be texts of at most {limit} characters")
    return value
