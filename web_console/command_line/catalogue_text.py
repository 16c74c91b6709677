# SPDX-License-Identifier: Apache-2.0
"""`check catalogue`: measures missions one after another, and keeps each one's figures as soon as they are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from missions.catalogue_check import ROLES, MissionFigures, files_mark, measure
from missions.catalogue_page import page_text, played_text, row_of, rows_of
from missions.errors import MissionError
from missions.grading.playing import GradingError
from missions.learning.learn import CannotLearnError
from missions.spec import Mission, load_mission, mission_names
from missions.whole_file import write_whole
from valence_nodes.learning.extra import MissingExtraError
from valence_nodes.programs.failure import ProgramFailed
from web_console.command_line.grading_line import GradingLine
from web_console.command_line.outcome import CheckOutput, CommandError, ExitCode, Problem, invalid
from worlds.errors import WorldsError


def check_catalogue(names: Sequence[str], page: Path, *, resume: bool, quiet: bool) -> tuple[ExitCode, CheckOutput]:
    """Measures missions and puts their rows into the page; what is interrupted keeps the rows that were there.

    Args:
        names: of the missions.
        page: where the figures are, or will be.
        resume: leaves out missions whose files are those that were measured last.
        quiet: prints nothing.

    Raises:
        CommandError: the page is another file or can't be written, a mission is wrong, or the lab failed.
    """
    try:
        rows = rows_of(page)
        missions = [load_mission(name) for name in names]
    except (MissionError, WorldsError) as error:
        raise invalid(error.message, error.hint) from error
    _write(page, {name: line for name, (line, _) in rows.items()})  # before hours of work, not after
    if resume:
        missions = [one for one in missions if rows.get(one.spec.name, ("", ""))[1] != files_mark(one)]
    problems: list[Problem] = []
    for mission in missions:
        figures = _measured(mission, quiet=quiet)
        # Read anew: somebody may have measured others meanwhile.
        lines = {name: line for name, (line, _) in rows_of(page).items()}
        _write(page, lines | {mission.spec.name: row_of(figures)})
        problems += [
            Problem(file=str(mission.folder / file), line=0, severity="error", message=message, hint="")
            for file, message in figures.faults
        ]
        if not quiet:
            _show(figures)
    said = f"{len(missions)} missions measured, {len(problems)} programs are not as they should be: {page}"
    if not quiet:
        for problem in problems:
            print(f"{problem.file}: {problem.message}")
        print(f"{'✘' if problems else '✔'} {said}")
    verdict = ExitCode.INVALID if problems else ExitCode.PASSED
    return verdict, CheckOutput(verdict="invalid" if problems else "valid", message=said, hint="", problems=problems)


def _measured(mission: Mission, *, quiet: bool) -> MissionFigures:
    line = GradingLine()
    if not quiet:
        print(f"{mission.spec.name} …", flush=True)
    try:
        return measure(mission, None if quiet else line.show)
    except ProgramFailed as failed:
        message = f"A program of {mission.spec.name} could not learn: {failed.failure.message}"
        raise CommandError(ExitCode.OUR_FAULT, message, failed.failure.hint) from failed
    except (GradingError, CannotLearnError, MissingExtraError) as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        if not quiet:
            line.close()


def _write(page: Path, rows: dict[str, str]) -> None:
    try:
        write_whole(page, page_text(rows, mission_names()))
    except OSError as error:
        raise invalid(f"{page} can't be written: {error.strerror}.", "Give another file with --out.") from error


def _show(figures: MissionFigures) -> None:
    for role in ROLES:
        if role in figures.played:
            print(f"  {role:<10} {played_text(figures.played[role])}")
    if figures.learn_s is not None:
        print(f"  {'learning':<10} {figures.learn_s:.1f} s", flush=True)
