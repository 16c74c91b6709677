# SPDX-License-Identifier: Apache-2.0
"""Texts of message definitions, as a recording carries them so that anybody can read it.

They come from the `.msg` files that every ROS message package installs, whether ROS was sourced or came as wheels.
The form is that of `ros2 bag`: the message's own text, and then of every message that it is made of a line of 80 `=`,
a line `MSG: package/Type` and its text (MCAP specification, "Well-known schema encodings", `ros2msg`).
"""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

_SEPARATOR = "=" * 80
_PRIMITIVE = re.compile(r"bool|byte|char|float(32|64)|u?int(8|16|32|64)|w?string")
_FIELD = re.compile(r"\s*(?P<type>[A-Za-z][\w/]*)(?:<=\d+)?(?:\[[^\]]*\])?\s+[A-Za-z]\w*\s*(?P<equals>=)?")


class NoDefinitionError(Exception):
    """The definition of a message can't be found."""


@functools.cache
def message_definition(type_name: str) -> str:
    """Returns a message's definition with those of everything that it is made of.

    Args:
        type_name: such as `sensor_msgs/msg/LaserScan`.

    Raises:
        NoDefinitionError: its package, or one that it needs, is not on `AMENT_PREFIX_PATH`.
    """
    package, _, name = type_name.split("/")
    parts = [_text(package, name)]
    known = {(package, name)}
    open_ends = _made_of(package, parts[0])
    while open_ends:
        one = open_ends.pop(0)
        if one in known:
            continue
        known.add(one)
        text = _text(*one)
        parts += [_SEPARATOR, f"MSG: {one[0]}/{one[1]}", text]
        open_ends += _made_of(one[0], text)
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


@functools.cache
def _text(package: str, name: str) -> str:
    for prefix in filter(None, os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep)):
        file = Path(prefix) / "share" / package / "msg" / f"{name}.msg"
        try:
            return file.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise NoDefinitionError(f"The message definition {file} can't be read ({error}).") from error
    raise NoDefinitionError(f"The definition of {package}/msg/{name} is in no folder of AMENT_PREFIX_PATH.")


def _made_of(package: str, text: str) -> list[tuple[str, str]]:
    """Finds the messages that are fields of a definition, as package and name."""
    found = []
    for line in text.splitlines():
        field = _FIELD.match(line.split("#")[0])
        if field is None or field["equals"] or _PRIMITIVE.fullmatch(field["type"]):
            continue
        *owner, name = field["type"].split("/")
        found.append((owner[0] if owner else package, name))
    return found
