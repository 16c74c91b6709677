# SPDX-License-Identifier: Apache-2.0
"""Reading the attacks in `tests/attacks`: what each must come to stands in its head, as its README says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "attacks"
NORMALLY = "normally"


@dataclass(frozen=True)
class Attack:
    """One attack, and what must come of it.

    Attributes:
        name: of its file.
        text: the program.
        ends: kinds of failure it may end with, or `normally` alone.
        words: one of these must stand in the failure's message or hint; none given, anything may.
        says: lines that it must have said, in order.
        lines: of which the failure must name one; None among them where it may name none.
    """

    name: str
    text: str
    ends: tuple[str, ...]
    words: tuple[str, ...]
    says: tuple[str, ...]
    lines: tuple[int | None, ...]


def read_attack(file: Path) -> Attack:
    """Reads an attack's file."""
    text = file.read_text(encoding="utf-8")
    rows = text.splitlines()
    head: dict[str, list[str]] = {"attack": [], "ends": [], "words": [], "says": [], "line": []}
    for row in rows[1:]:
        if not row.startswith("# "):
            break
        key, _, value = row[2:].partition(": ")
        head[key].append(value)
    assert len(head["attack"]) == len(head["ends"]) == 1, f"{file}: needs one line “# attack:” and one “# ends:”"
    marked = tuple(number for number, row in enumerate(rows, 1) if "# here" in row)
    unknown = (None,) if not marked or head["line"] == ["may be unknown"] else ()
    return Attack(
        name=file.name,
        text=text,
        ends=tuple(head["ends"][0].split(" or ")),
        words=tuple(word for words in head["words"] for word in words.split("|")),
        says=tuple(head["says"]),
        lines=(*marked, *unknown),
    )


ATTACKS = [read_attack(file) for file in sorted(FOLDER.glob("*.py"))]
