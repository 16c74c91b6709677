# SPDX-License-Identifier: Apache-2.0
"""The printed card of everything a robot can do, made from its docstrings.

`python -m valence_nodes.programs.api_card` writes it anew.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from valence_nodes.programs import robot

CARD_FILE = Path(__file__).resolve().parents[2] / "docs" / "robot.md"

_HEAD = """# What the robot can do

<!-- Made by `python -m valence_nodes.programs.api_card` from the docstrings; edit those. -->

A program is a Python file with a function `drive(robot)`. It needs no import. `cm(50)` and `deg(90)` are there for
those who think in centimetres and degrees; `print(...)` goes to your log.

"""


def card() -> str:
    """The card as Markdown."""
    parts = [_HEAD, f"{_text(robot.Robot.__doc__)}\n"]
    actions = {name: one for name, one in vars(robot.Robot).items() if not name.startswith("_")}
    for title, kind in (("Things it does", False), ("Things it knows", True)):
        parts.append(f"\n## {title}\n")
        for name, one in actions.items():
            if isinstance(one, property) is kind:
                source = one.fget if isinstance(one, property) else one
                parts.append(f"\n### `robot.{name}{'' if kind else _signature(source)}`\n\n{_text(source.__doc__)}\n")
    parts.append("\n## Units\n")
    for function in (robot.cm, robot.deg):
        parts.append(f"\n### `{function.__name__}{_signature(function)}`\n\n{_text(function.__doc__)}\n")
    parts.append("\n## What comes back\n")
    for record in (robot.Odometry, robot.Imu, robot.Battery, robot.Detection):
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
