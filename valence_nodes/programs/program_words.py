# SPDX-License-Identifier: Apache-2.0
"""What a program says and plots."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LogLine:
    """A line that the program said or printed, and the line of the program that said it."""

    text: str
    line: int | None


@dataclass(frozen=True)
class PlotPoint:
    """A value that the program plots."""

    name: str
    value: float
