# SPDX-License-Identifier: Apache-2.0
"""What the demo consists of. Every name in it says that it is a demo's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

INSTITUTION = "Demo School"
CLASS = "Demo class"
CODE = "DEMODEMO"
"""The same everywhere. No class's own code can be it: codes are made without the letter O."""


@dataclass(frozen=True)
class DemoProgram:
    """A program of the demo, and what is done with it.

    Attributes:
        team: whose it is.
        author: nickname of the one who wrote it.
        mission: it is for.
        name: of the program.
        source: which of the mission's own programs it is.
        seeds: how many of the mission's public seeds it is run with.
        submitted: whether it is graded, too.
    """

    team: str
    author: str
    mission: str
    name: str
    source: Literal["reference", "naive"]
    seeds: int = 1
    submitted: bool = False


PROGRAMS = (
    DemoProgram("Demo Otters", "Demo Ada", "first_drive", "Demo: first try", "naive"),
    DemoProgram("Demo Otters", "Demo Ben", "first_drive", "Demo: the one that works", "reference", 2, submitted=True),
    DemoProgram("Demo Foxes", "Demo Cem", "line_follow", "Demo: by camera", "reference"),
    DemoProgram("Demo Foxes", "Demo Dana", "wall_follow", "Demo: first try", "naive"),
)
