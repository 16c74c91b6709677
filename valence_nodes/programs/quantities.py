# SPDX-License-Identifier: Apache-2.0
"""Numbers that a program gives: checked, and in the units that people think in."""

from __future__ import annotations

import math
from typing import Any


class WrongValueError(Exception):
    """A value that was given to the robot can't be used."""


def cm(centimetres: float) -> float:
    """Turns centimetres into metres: `robot.forward(cm(50))`."""
    return number("cm", "centimetres", centimetres) / 100.0


def deg(degrees: float) -> float:
    """Turns degrees into radians: `robot.turn(deg(90))`."""
    return math.radians(number("deg", "degrees", degrees))


def number(call: str, name: str, value: Any) -> float:
    """Takes a number that a program gave.

    Args:
        call: what was called, for the message.
        name: of the parameter.
        value: what was given.

    Raises:
        WrongValueError: it is none, or not finite.
    """
    # numpy's numbers have __float__ and are no int or float; texts have none.
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise WrongValueError(f"{call}: {name} must be a number, not {_named(value)}.")
    given = float(value)
    if not math.isfinite(given):
        raise WrongValueError(f"{call}: {name} is {given}, which is no usable number.")
    return given


def _named(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"{type(value).__name__} ({str(value)[:40]})"
