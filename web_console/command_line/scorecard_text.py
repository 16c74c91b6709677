# SPDX-License-Identifier: Apache-2.0
"""A scorecard for people to read in a terminal."""

from __future__ import annotations

import shutil
import textwrap

from missions.scorecard import CriterionScore, Failure, Scorecard
from web_console.command_line.live_line import bar

_BAR = 12


def scorecard_text(card: Scorecard, program_name: str) -> str:
    """Lays a scorecard out in lines.

    Args:
        card: what to show.
        program_name: what the learner calls the program.
    """
    width = text_width()
    seed = "a hidden seed" if card.seed is None else f"seed {card.seed}"
    lines = ["", f"{card.title} – {program_name}, {seed}, {card.robot}", "─" * width]
    for one in card.criteria:
        lines += criterion_lines(one, width)
    lines.append("─" * width)
    lines.append(f"{'together':<16} {'':<12} {card.score:5.1f} of {card.max_score:g}; {card.pass_mark:g} are needed")
    lines.append(f"The episode ended after {card.sim_time_s:g} s: {card.ending_reason}")
    lines.append("")
    if card.failure is not None:
        return "\n".join([*lines, *failure_lines(card.failure, program_name)])
    lines += textwrap.wrap(f"{'✔' if card.passed else '✘'} {card.message}", width, subsequent_indent="  ")
    if card.hint:
        lines += textwrap.wrap(f"→ {card.hint}", width, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines)


def text_width() -> int:
    """How many signs a line of text may have: the terminal's width, but neither too few nor too many to read."""
    return min(100, max(60, shutil.get_terminal_size().columns))


def criterion_lines(one: CriterionScore, width: int) -> list[str]:
    """Shows a criterion: a bar with its points, below it the reason."""
    drawn = bar(one.points / one.max_points if one.max_points else 0.0, _BAR)
    head = f"{one.name.replace('_', ' '):<16} {drawn} {one.points:5.1f} of {one.max_points:g}"
    return [head, *textwrap.wrap(one.reason, width - 4, initial_indent="    ", subsequent_indent="    ")]


def failure_lines(failure: Failure, program_name: str) -> list[str]:
    """Shows where and how a program failed, and what to try."""
    place = f"{program_name}, line {failure.line}" if failure.line else program_name
    lines = [f"✘ {place}: {failure.message}"]
    if failure.source_line:
        lines.append(f"      {failure.source_line}")
    if failure.hint:
        lines.append(f"  → {failure.hint}")
    return lines
