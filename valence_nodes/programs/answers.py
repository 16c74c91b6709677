# SPDX-License-Identifier: Apache-2.0
"""What a program answers to a question of its mission: checked in the box to help, and outside of it to be safe.

An answer travels as JSON text, so that nothing in it is ever executed and its size is known before it is read.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from valence_nodes.programs.protocol import ProtocolViolation

MAX_ANSWER_CHARS = 8_000
"""Of one answer's JSON text, which is ASCII."""

MAX_ANSWERS_A_STEP = 4
MAX_NAMES = 16
MAX_ANSWERS = 200
"""Of one episode in all."""

MAX_DEPTH = 4
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class WrongAnswerError(Exception):
    """An answer that can't be given, with words for its author."""


@dataclass(frozen=True)
class Answer:
    """An answer that a program gave.

    Attributes:
        name: of the question.
        value: plain JSON: None, truth values, finite numbers, texts, lists, and maps with texts as keys.
    """

    name: str
    value: Any


def answer_text(name: object, value: object) -> str:
    """Writes an answer as JSON text.

    Raises:
        WrongAnswerError: the name or the value can't be used; says why.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise WrongAnswerError(
            f"a name has small letters, digits and _, begins with a letter, and is no longer than 40; not {name!r:.60}."
        )
    text = json.dumps(_plain(value, MAX_DEPTH), separators=(",", ":"))
    if len(text) > MAX_ANSWER_CHARS:
        raise WrongAnswerError(f"“{name}” would be {len(text)} characters long; at most {MAX_ANSWER_CHARS} are taken.")
    return text


def read_answers(frame: dict[str, Any]) -> tuple[Answer, ...]:
    """Takes the answers out of a frame from the box.

    Raises:
        ProtocolViolation: something else is there, or more than is allowed.
    """
    given = frame.get("answers", [])
    if not isinstance(given, list) or len(given) > MAX_ANSWERS_A_STEP:
        raise ProtocolViolation("answers must be a short list")
    return tuple(_read(one) for one in given)


def _read(one: object) -> Answer:
    name, text = (one.get("name"), one.get("json")) if isinstance(one, dict) else (None, None)
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ProtocolViolation("an answer must have a plain name")
    if not isinstance(text, str) or len(text) > MAX_ANSWER_CHARS:
        raise ProtocolViolation(f"an answer must be a text of at most {MAX_ANSWER_CHARS} characters")
    try:
        return Answer(name, _plain(json.loads(text), MAX_DEPTH))
    except (ValueError, RecursionError, WrongAnswerError) as error:
        raise ProtocolViolation(f"an answer must be plain JSON: {type(error).__name__}") from error


def _plain(value: Any, depth: int) -> Any:
    """A copy of plain values only."""
    if value is None or isinstance(value, bool | str):
        return str(value).encode("utf-8", "replace").decode() if isinstance(value, str) else value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list | tuple | set | frozenset | dict) and depth == 0:
        raise WrongAnswerError(f"lists and maps can be in each other {MAX_DEPTH} deep, no deeper.")
    if isinstance(value, dict):
        wrong = [type(key).__name__ for key in value if not isinstance(key, str)]
        if wrong:
            raise WrongAnswerError(f"the keys of a map must be texts, not {wrong[0]}.")
        return {_plain(key, depth): _plain(one, depth - 1) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(one, depth - 1) for one in value), key=json.dumps)
    if isinstance(value, list | tuple):
        return [_plain(one, depth - 1) for one in value]
    if hasattr(value, "tolist"):  # numpy's numbers and arrays, and pandas' columns
        return _plain(value.tolist(), depth)
    raise WrongAnswerError(f"an answer is made of numbers, texts, lists and maps, and has no {type(value).__name__}.")


def _number(value: int | float) -> int | float:
    # A number of a kind of its own could be written as anything.
    number = int(value) if isinstance(value, int) else float(value)
    if isinstance(number, int) and abs(number) >= 2**63:
        raise WrongAnswerError("a whole number has at most 63 bits.")
    if not math.isfinite(number):
        raise WrongAnswerError(f"{number} is no usable number.")
    return number
