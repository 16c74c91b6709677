# SPDX-License-Identifier: Apache-2.0
"""Makes sure that a text is one JSON object and not nested absurdly deep, whatever its size, without recursion.

A stack of blocks is nested as deep as it is long, so that Python's own reader would give up at some hundred blocks.
"""

from __future__ import annotations

import re

_STRING = r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"'
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_TOKEN = re.compile(rf"(?P<string>{_STRING})|(?P<value>{_NUMBER}|true|false|null)|(?P<sign>[{{}}\[\],:])")
_SPACE = re.compile(r"[ \t\n\r]*")


class JsonShapeError(ValueError):
    """A text is not what it should be; says what, for a person."""


def check_json_object(text: str, max_depth: int) -> None:
    """Checks a text.

    Args:
        text: that should be one JSON object (RFC 8259).
        max_depth: how many objects and lists may be within each other.

    Raises:
        JsonShapeError: it is none, or nested deeper.
    """
    open_signs: list[str] = []
    expected = "value"
    place = _after_space(text, 0)
    if not text.startswith("{", place):
        raise JsonShapeError("this is not a JSON object")
    while place < len(text):
        if expected == "nothing":
            raise JsonShapeError(f"something follows the object, at character {place + 1}")
        token = _TOKEN.match(text, place)
        if token is None:
            raise JsonShapeError(f"this is not JSON, at character {place + 1}")
        sign = token["sign"] or ("string" if token["string"] else "value")
        if sign in {"{", "["} and len(open_signs) == max_depth:
            raise JsonShapeError(f"it is nested more than {max_depth} deep")
        expected = _next(expected, sign, open_signs, place)
        place = _after_space(text, token.end())
    if expected != "nothing":
        raise JsonShapeError("the JSON ends too early")


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _next(expected: str, sign: str, open_signs: list[str], place: int) -> str:
    """What may come next; `expected` says what may come now.

    One of `value`, `value or ]`, `key`, `key or }`, `:`, `, or end` and `nothing`.
    """
    if expected.startswith("value"):
        if sign in {"{", "["}:
            open_signs.append(sign)
            return "key or }" if sign == "{" else "value or ]"
        if sign in {"string", "value"}:
            return ", or end"
        if sign == "]" and expected == "value or ]":
            return _closed(open_signs)
    elif expected.startswith("key"):
        if sign == "string":
            return ":"
        if sign == "}" and expected == "key or }":
            return _closed(open_signs)
    elif expected == ":" and sign == ":":
        return "value"
    elif expected == ", or end":
        inside = open_signs[-1]
        if sign == ",":
            return "key" if inside == "{" else "value"
        if sign == ("}" if inside == "{" else "]"):
            return _closed(open_signs)
    raise JsonShapeError(f"this is not JSON, at character {place + 1}")


def _closed(open_signs: list[str]) -> str:
    open_signs.pop()
    return ", or end" if open_signs else "nothing"
