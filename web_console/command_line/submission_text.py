# SPDX-License-Identifier: Apache-2.0
"""A submission for people to read in a terminal: a table of seeds and criteria, and the worst seed's reasons."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from missions.grading.submission import Submission
from web_console.command_line.scorecard_text import criterion_lines, failure_lines, text_width

_FIRST = 8
_LEAST = 10


def submission_text(submission: Submission, program_name: str) -> str:
    """Lays a submission out in lines.

    Args:
        submission: what to show.
        program_name: what the learner calls the program.
    """
    width = text_width()
    count = len(submission.seeds)
    seeds = f"{count} hidden seed{'' if count == 1 else 's'}"
    lines = ["", f"{submission.title} – {program_name}, {seeds}, {submission.robot}", "─" * width]
    lines += _table(submission)
    worst = submission.seeds[submission.worst - 1].scorecard
    lines += ["─" * width, f"Worst: seed {submission.worst}, {worst.score:g} of {worst.max_score:g} points"]
    for one in worst.criteria:
        lines += criterion_lines(one, width)
    lines.append(f"The episode ended after {worst.sim_time_s:g} s: {worst.ending_reason}")
    lines.append("")
    if submission.failed:
        card = submission.seeds[submission.failed[0] - 1].scorecard
        numbers = ", ".join(map(str, submission.failed))
        lines += textwrap.wrap(f"✘ The program failed with {len(submission.failed)} of {seeds}: {numbers}.", width)
        lines += failure_lines(card.failure, program_name) if card.failure is not None else []
        return "\n".join(lines)
    lines += textwrap.wrap(f"{'✔' if submission.passed else '✘'} {submission.message}", width, subsequent_indent="  ")
    if submission.hint:
        lines += textwrap.wrap(f"→ {submission.hint}", width, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines)


def _table(submission: Submission) -> list[str]:
    names = [one.name.replace("_", " ") for one in submission.criteria]
    widths = [max(_LEAST, len(name) + 2) for name in [*names, "together"]]

    def row(first: str, cells: Sequence[str], remark: str = "") -> str:
        columns = "".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        return f"{first:<{_FIRST}}{columns}{remark}"

    lines = [row("seed", [*names, "together"])]
    for seed in submission.seeds:
        card = seed.scorecard
        points = [*(one.points for one in card.criteria), card.score]
        remark = "  ✘ failed" if card.failure is not None else ""
        lines.append(row(str(seed.number), [f"{one:.1f}" for one in points], remark))
    means = [*(one.points for one in submission.criteria), submission.score]
    lines.append(row("mean", [f"{one:.2f}" for one in means]))
    most = [*(one.max_points for one in submission.criteria), submission.max_score]
    lines.append(row("of", [f"{one:g}" for one in most], f"; {submission.pass_mark:g} are needed"))
    return lines
