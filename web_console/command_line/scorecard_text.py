# SPDX-License-Identifier: Apache-2.0
"""A scorecard for people to read in a terminal."""

from __future__ import annotations

import shutil
import textwrap

from missions.scorecard import Scorecard

_BAR = 12


def scorecard_text(card: Scorecard, program_name: str) -> str:
    """Lays a scorecard out in lines.

    Args:
        card: what to show.
        program_name: what the learner calls the program.
    """
    width = min(100, max(60, shutil.get_terminal_size().columns))
    lines = ["", f"{card.title} – {program_name}, seed {card.seed}, {card.robot}", "─" * width]
    for one in card.criteria:
        filled = round(_BAR * one.points / one.max_points) if one.max_points else 0
        bar = "█" * filled + "·" * (_BAR - filled)
        head = f"{one.name.replace('_', ' '):<16} {bar} {one.points:5.1f} of {one.max_points:g}"
        lines.append(head)
        lines += textwrap.wrap(one.reason, width - 4, initial_indent="    ", subsequent_indent="    ")
    lines.append("─" * width)
    lines.append(f"{'together':<16} {'':<12} {card.score:5.1f} of {card.max_score:g}; {card.pass_mark:g} are needed")
    lines.append(f"The episode ended after {card.sim_time_s:g} s: {card.ending_reason}")
    lines.append("")
    if card.failure is not None:
        failure = card.failure
        place = f"{program_name}, line {failure.line}" if failure.line else program_name
        lines.append(f"✘ {place}: {failure.message}")
        if failure.source_line:
            lines.append(f"      {failure.source_line}")
        if failure.hint:
            lines.append(f"  → {failure.hint}")
        return "\n".join(lines)
    lines += textwrap.wrap(f"{'✔' if card.passed else '✘'} {card.message}", width, subsequent_indent="  ")
    if card.hint:
        lines += textwrap.wrap(f"→ {card.hint}", width, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines)
