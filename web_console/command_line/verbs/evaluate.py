# SPDX-License-Identifier: Apache-2.0
"""`valence evaluate MODEL`: examines a model, and writes a report as one HTML file."""

from __future__ import annotations

import argparse
from pathlib import Path

from valence_nodes.learning.workshop import PARTS
from web_console.command_line import arguments
from web_console.command_line.learning_outcome import ComparisonEntry, EvaluateOutput
from web_console.command_line.outcome import ExitCode, invalid
from web_console.command_line.policy_training import evaluate_policy
from web_console.command_line.workshop_inputs import lab_workshop, told_as_invalid

_OURS = b'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("model", metavar="MODEL", help="NAME or NAME:VERSION, see `valence models`")
    parser.add_argument("--data", metavar="DATASET", help="examine it with this one (default: what it learned from)")
    parser.add_argument(
        "--part",
        type=arguments.one_of("part", PARTS),
        default="test",
        metavar="PART",
        help=f"{', '.join(PARTS)} (default: test)",
    )
    parser.add_argument("--against", metavar="MODEL", help="compare it with this one, on the same samples")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the report (default: report.html beside the model)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, EvaluateOutput]:
    """Examines the model and writes the report."""
    workshop = lab_workshop()
    with told_as_invalid():
        stored = workshop.models.get(given.model)
        if stored.task == "policy":
            _refuse_what_is_for_data(given)
            return evaluate_policy(stored, quiet=given.json)
        against = None if given.against is None else workshop.models.get(given.against)
        opened = None if given.data is None else workshop.open(given.data)
        file = given.out or stored.folder / "report.html"
        _check_place(file)
        examined = workshop.evaluate(stored, opened, part=given.part, against=against)
    try:
        file.write_text(examined.html, encoding="utf-8")
    except OSError as error:
        raise invalid(f"The report can't be written to {file}: {error.strerror}.", "Give another --out.") from error
    found, comparison = examined.evaluation, examined.comparison
    if not given.json:
        print(f"{stored.reference} on {given.part}: {found}")
        if comparison is not None:
            print(f"Beside {given.against}: {comparison}")
        print(f"Report: {file}")
    other = None
    if comparison is not None and against is not None:
        other = ComparisonEntry(
            model=against.reference,
            score=comparison.second_score,
            only_this=comparison.only_first,
            only_other=comparison.only_second,
            p_value=comparison.p_value,
        )
    return ExitCode.PASSED, EvaluateOutput(
        message=str(found).splitlines()[0] + ".",
        model=stored.reference,
        part=given.part,
        metrics=found.figures(),
        classes=list(found.classes),
        confusion=[list(row) for row in found.confusion],
        report=str(file),
        comparison=other,
    )


def _refuse_what_is_for_data(given: argparse.Namespace) -> None:
    if given.data is not None or given.against is not None or given.out is not None:
        raise invalid("A policy drives its mission: --data, --against and --out are not for it.", "Leave them out.")


def _check_place(file: Path) -> None:
    """A file of somebody else is never written over."""
    try:
        if file.is_dir():
            raise invalid(f"{file} is a folder.", "Give a name for the report, such as report.html.")
        if file.exists() and not file.read_bytes()[: len(_OURS)] == _OURS:
            raise invalid(f"{file} is there already, and no report of this command.", "Give another --out.")
    except (OSError, ValueError) as error:
        raise invalid(f"{str(file)[:200]!r} can't be used: {error}.", "Give another --out.") from error
