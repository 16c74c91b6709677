# SPDX-License-Identifier: Apache-2.0
"""Everything a robot can do, as its docstrings say it: for the printed card, and for an editor.

`python -m valence_nodes.programs.api_card` writes the card anew.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from valence_nodes.programs import robot, robot_readings

CARD_FILE = Path(__file__).resolve().parents[2] / "docs" / "robot.md"

_HEAD = """# What the robot can do

<!-- Made by `python -m valence_nodes.programs.api_card` from the docstrings; edit those. -->

A program is a Python file with a function `drive(robot)`. It needs no import. `cm(50)` and `deg(90)` are there for
those who think in centimetres and degrees; `print(...)` goes to your log.

"""


@dataclass(frozen=True)
class ApiEntry:
    """Something that a program can use.

    Attributes:
        name: of it.
        kind: a robot's method or property, or a function that stands by itself.
        signature: as it is written, without defaults that say nothing.
        doc_markdown: what it does.
        fields: what a property's value has; empty if it is no record.
    """

    name: str
    kind: Literal["method", "property", "function"]
    signature: str
    doc_markdown: str
    fields: tuple[str, ...] = ()


def api_entries() -> list[ApiEntry]:
    """Everything that a robot can do and knows, then the functions that stand by themselves."""
    entries = []
    for name, one in vars(robot.Robot).items():
        if name.startswith("_"):
            continue
        if isinstance(one, property):
            returned = inspect.get_annotations(one.fget).get("return", "") if one.fget else ""
            fields = getattr(getattr(robot, returned, None), "_fields", ())
            doc = _text(one.fget.__doc__ if one.fget else "")
            entries.append(ApiEntry(name, "property", f"robot.{name}", doc, fields))
        else:
            entries.append(ApiEntry(name, "method", f"robot.{name}{_signature(one)}", _text(one.__doc__)))
    for function in (robot.cm, robot.deg):
        name = function.__name__
        entries.append(ApiEntry(name, "function", f"{name}{_signature(function)}", _text(function.__doc__)))
    return entries


def card() -> str:
    """The card as Markdown."""
    parts = [_HEAD, f"{_text(robot.Robot.__doc__)}\n"]
    sections = (("Things it does", "method"), ("Things it knows", "property"), ("Units", "function"))
    for title, kind in sections:
        parts.append(f"\n## {title}\n")
        parts += [f"\n### `{one.signature}`\n\n{one.doc_markdown}\n" for one in api_entries() if one.kind == kind]
    parts.append("\n## What comes back\n")
    readings = robot_readings
    for record in (readings.Odometry, readings.Imu, readings.Sound, readings.Battery, readings.Detection):
        fields = ", ".join(f"`{field}`" for field in record._fields)
        parts.append(f"\n### {record.__name__}\n\n{_text(record.__doc__)}\n\nFields: {fields}.\n")
    return "".join(parts)


def _signature(function: object) -> str:
    parameters = list(inspect.signature(function).parameters.values())  # type: ignore[arg-type]  # a function
    shown = []
    for parameter in parameters:
        if parameter.name == "self":
            continue
        default = parameter.default
        if default is inspect.Parameter.empty or default is None:
            shown.append(parameter.name if default is not None else f"{parameter.name}=…")
        else:
            shown.append(f"{parameter.name}={default:.3g}")
    return f"({', '.join(shown)})"


def _text(doc: str | None) -> str:
    """A Google-style docstring as Markdown: the sections become lists."""
    text = inspect.cleandoc(doc or "")
    lines = []
    for line in text.splitlines():
        heading = re.fullmatch(r"(Args|Returns|Raises):", line)
        entry = re.fullmatch(r"    (\w+): (.*)", line)
        if heading:
            lines.append({"Args": "", "Returns": "Gives back:", "Raises": "Fails when:"}[heading.group(1)])
        elif entry:
            lines.append(f"- `{entry.group(1)}`: {entry.group(2)}")
        else:
            lines.append(line.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


if __name__ == "__main__":
    CARD_FILE.write_text(card(), encoding="utf-8")
