# SPDX-License-Identifier: Apache-2.0
"""`valence check mission|world|program PATH`: what is wrong, and where. `valence check fidelity`, `check catalogue`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from missions.catalogue_page import CATALOGUE_PAGE
from missions.errors import closest_hint
from missions.grading.playing import GradingError
from missions.learning.learn import CannotLearnError
from missions.mission_check import MissionProblem, check_mission
from missions.played_check import played_problems
from missions.spec import load_mission, mission_names, world_names
from valence_nodes.learning.extra import MissingExtraError
from valence_nodes.programs.program_check import check_program
from web_console.command_line import arguments
from web_console.command_line.catalogue_text import check_catalogue
from web_console.command_line.fidelity_text import check_fidelity
from web_console.command_line.grading_line import GradingLine
from web_console.command_line.inputs import given_program
from web_console.command_line.outcome import CheckOutput, CommandError, ExitCode, Output, Problem, invalid
from worlds.errors import SdfError
from worlds.pose import Pose
from worlds.sdf.description import ReaderWarning, World
from worlds.sdf.document import read_document
from worlds.sdf.reader import default_model_folders, read_model, read_world

_KINDS = ("mission", "world", "program")
_FIDELITY = "fidelity"
_CATALOGUE = "catalogue"
_MODEL_FILE = "model.sdf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    kinds = (*_KINDS, _FIDELITY, _CATALOGUE)
    parser.add_argument("kind", type=arguments.one_of("kind of check", kinds), metavar="KIND", help=", ".join(kinds))
    parser.add_argument("--static", action="store_true", help="of a mission: plays no program, which takes minutes")
    parser.add_argument(
        "--data", metavar="DIR", help="of fidelity: a folder of recordings, instead of those that come with the lab"
    )
    catalogue = parser.add_argument_group("catalogue: plays all missions with their hidden seeds, and writes figures")
    catalogue.add_argument(
        "--mission",
        dest="missions",
        type=arguments.one_of("mission", mission_names()),
        action="append",
        default=[],
        metavar="NAME",
        help="this one alone; can be given several times",
    )
    catalogue.add_argument("--resume", action="store_true", help="leaves out missions that have not changed since")
    catalogue.add_argument("--out", type=Path, metavar="FILE", help="the page of figures (default: docs/catalogue.md)")
    parser.add_argument("path", metavar="PATH", nargs="?", help="a file or folder; or the name of a mission")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, Output]:
    """Checks the file, or the engine, and prints what was found."""
    _refuse_what_is_for_others(given)
    if given.kind == _FIDELITY:
        return check_fidelity(given.data, quiet=given.json)
    if given.kind == _CATALOGUE:
        names = tuple(dict.fromkeys(given.missions)) or mission_names()
        return check_catalogue(names, given.out or CATALOGUE_PAGE, resume=given.resume, quiet=given.json)
    if given.path is None:
        raise invalid(f"`check {given.kind}` needs a PATH.", "Give a file or folder.")
    checks: dict[str, Callable[[str], list[Problem]]] = {"mission": _mission, "world": _world, "program": _program}
    if not given.path:
        raise invalid("The path is empty.", "Give a file or folder.")
    try:
        problems = checks[given.kind](given.path)
    except (ValueError, OSError) as error:
        # A path with NUL in it, too long a name, a loop of links.
        raise invalid(f"The path “{given.path[:200]!r}” can't be used: {error}.", "Check the path.") from error
    if given.kind == "mission" and not given.static and all(one.severity != "error" for one in problems):
        problems += _played(given.path, quiet=given.json)
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    said = f"{given.path[:200]}: {_count(errors, 'error')}, {_count(warnings, 'warning')}."
    output = CheckOutput(
        verdict="invalid" if errors else "valid",
        message=said,
        hint=next((one.hint for one in problems if one.hint), "") if errors else "",
        problems=problems,
    )
    if not given.json:
        for problem in problems:
            place = f"{problem.file}:{problem.line}" if problem.line else problem.file
            print(f"{place}: {problem.severity}: {problem.message}")
            if problem.hint:
                print(f"    → {problem.hint}")
        print(f"{'✘' if errors else '✔'} {said}")
    return ExitCode.INVALID if errors else ExitCode.PASSED, output


def _refuse_what_is_for_others(given: argparse.Namespace) -> None:
    if given.static and given.kind != "mission":
        raise invalid("--static is for missions alone.", "Leave it out.")
    if given.data is not None and given.kind != _FIDELITY:
        raise invalid("--data is for fidelity alone.", "Leave it out.")
    if given.kind != _CATALOGUE and (given.missions or given.resume or given.out is not None):
        raise invalid("--mission, --resume and --out are for the catalogue alone.", "Leave them out.")
    if given.kind in {_FIDELITY, _CATALOGUE} and given.path is not None:
        hint = "Write --data DIR." if given.kind == _FIDELITY else "Write --mission NAME."
        raise invalid(f"`check {given.kind}` takes no PATH “{given.path[:200]}”.", hint)


def _mission(given: str) -> list[Problem]:
    return list(map(_problem, check_mission(_mission_path(given))))


def _played(given: str, *, quiet: bool) -> list[Problem]:
    """Plays the programs of a mission in which nothing else is wrong."""
    line = GradingLine()
    try:
        found = played_problems(load_mission(_mission_path(given)), None if quiet else line.show)
    except (GradingError, CannotLearnError, MissingExtraError) as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        if not quiet:
            line.close()
    return list(map(_problem, found))


def _problem(one: MissionProblem) -> Problem:
    return Problem(file=str(one.file), line=one.line, severity=one.severity, message=one.message, hint=one.hint)


def _mission_path(given: str) -> Path:
    path = Path(given)
    if not path.exists() and "/" not in given:
        # No such file here: a mission of the lab, or a misspelt name of one.
        path = load_mission(given).folder if given in mission_names() else path
    if not path.exists():
        raise invalid(f"There is no file, folder or mission “{given[:200]}”.", closest_hint(given, mission_names()))
    return path


def _world(given: str) -> list[Problem]:
    file = Path(given)
    if not file.exists():
        hint = closest_hint(file.stem, world_names())
        raise invalid(f"There is no world file “{given[:200]}”.", f"The lab's own are in worlds/catalog. {hint}")
    warnings: list[ReaderWarning] = []
    try:
        world = _alone(file, warnings) if _is_model(file) else read_world(file)
        warnings += world.warnings
        warnings += _built(world)
    except SdfError as error:
        found = Problem(
            file=str(error.file),
            line=error.line,
            severity="error",
            message=f"{error.element}: {error.reason}" if error.element else error.reason,
            hint=error.hint,
        )
        return [found, *map(_left_out, warnings)]
    return [_left_out(warning) for warning in warnings]


def _is_model(file: Path) -> bool:
    """Whether a file is a model, of a robot or a thing, which a world can include."""
    if file.is_dir() or file.name == _MODEL_FILE:
        return True
    root = read_document(file).root
    return root.child("world") is None and root.child("model") is not None


def _alone(file: Path, warnings: list[ReaderWarning]) -> World:
    """Reads a model, and puts it into a world of its own."""
    folders = default_model_folders(file)
    model = read_model(file, name="model", pose=Pose(), model_folders=folders, warnings=warnings)
    return World(
        name="model",
        gravity_mps2=(0.0, 0.0, -9.8),
        physics_timestep_s=0.001,
        ambient=(0.4, 0.4, 0.4, 1.0),
        background=(0.7, 0.7, 0.7, 1.0),
        models=(model,),
        lights=(),
        plugins=(),
        place=model.place,
        warnings=(),
    )


def _built(world: World) -> tuple[ReaderWarning, ...]:
    """Lets the engine build a world: some that can be read are more than it can move, and things may overlap in it.

    Raises:
        SdfError: it is.
    """
    # Only this needs the engine; the other checks start faster without it.
    from worlds.engines.mujoco_engine import MujocoEngine  # noqa: PLC0415

    engine = MujocoEngine()
    try:
        engine.load_world(world, None)
        return engine.warnings
    finally:
        engine.close()


def _left_out(warning: ReaderWarning) -> Problem:
    place = warning.place
    message = f"{place.element}: {warning.message}" if place.element else warning.message
    return Problem(file=str(place.file), line=place.line, severity="warning", message=message, hint="")


def _program(given: str) -> list[Problem]:
    program = given_program(Path(given))
    return [
        Problem(file=given, line=one.line, severity=one.severity, message=one.message, hint=one.hint)
        for one in check_program(program.text, program.name)
    ]


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
