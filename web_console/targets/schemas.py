# SPDX-License-Identifier: Apache-2.0
"""What the console says of targets."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class Target(BaseModel):
    """Something that a program can run on.

    Attributes:
        name: of the engine or robot.
        kind: `engine` simulates a robot, `robot` is one.
        title: for people.
        version: of an engine that is there; empty otherwise.
        available: whether it can be chosen now.
        reason: a word for programs: why not (`not_installed`, `no_such_engine`, `not_connected`, `not_allowed`).
        why_not: the same for people; empty when it is available.
    """

    name: str
    kind: Literal["engine", "robot"]
    title: str
    version: str = ""
    available: bool
    reason: str = ""
    why_not: str = ""


class TargetList(BaseModel):
    """All targets, those that are available first."""

    targets: list[Target]
