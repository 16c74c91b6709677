# SPDX-License-Identifier: Apache-2.0
"""What is written in modules for people to read, found in their syntax trees: whole sentences, and pieces of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILLERS = ("2.5", "3", "lidar", "")
"""What may stand where a value is put in: one of them fits."""
_MOST_VALUES = 4
_FOR_PROGRAMMERS = {"ValueError", "TypeError", "KeyError", "ProtocolViolation", "NotImplementedError", "HintedError"}
_FOR_PROGRAMMERS_TOO = {"Field", "compile", "match", "search", "namedtuple"}


def texts_in(file: str) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every text in a module's code: no docstrings, and nothing that only programmers see."""
    yield from _texts(ast.parse((ROOT / file).read_text(encoding="utf-8")))


def _texts(part: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
        return
    if isinstance(part, ast.Call) and _called(part) in _FOR_PROGRAMMERS | _FOR_PROGRAMMERS_TOO:
        return
    if isinstance(part, ast.Compare):
        return  # what others say, looked for
    if isinstance(part, ast.JoinedStr):
        yield part
        for value in part.values:
            if isinstance(value, ast.FormattedValue):
                yield from _texts(value.value)
        return
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        yield part
    for child in ast.iter_child_nodes(part):
        yield from _texts(child)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def fragments_in(file: str) -> set[str]:
    """The fixed pieces of texts that are words for people: two words at least."""
    found: set[str] = set()
    for text in texts_in(file):
        pieces = text.values if isinstance(text, ast.JoinedStr) else [text]
        found.update(str(piece.value) for piece in pieces if isinstance(piece, ast.Constant))
    return {one for one in found if re.search(r"[A-Za-z]{2}[^A-Za-z]* [^A-Za-z]*[A-Za-z]{2}", one)}


def sentences_in(file: str, more_fillers: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Texts that are whole sentences, each with what it may come to when its values are put in."""
    found: dict[str, list[str]] = {}
    for text in texts_in(file):
        if isinstance(text, ast.Constant):
            pieces: list[str | None] = [str(text.value)]
        else:
            pieces = [str(one.value) if isinstance(one, ast.Constant) else None for one in text.values]
        words = "".join(piece or "…" for piece in pieces)
        if re.fullmatch(r"(?s)[A-Z“].* .*[.!?)]", words):
            values = sum(piece is None for piece in pieces)
            assert values <= _MOST_VALUES, f"{file}: too many values in “{words}” to try"
            found[words] = [_filled(pieces, given) for given in product(FILLERS + more_fillers, repeat=values)]
    return found


def _filled(pieces: list[str | None], values: tuple[str, ...]) -> str:
    left = iter(values)
    return "".join(next(left) if piece is None else piece for piece in pieces)
