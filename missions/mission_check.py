# SPDX-License-Identifier: Apache-2.0
"""Checks a mission as a whole, for those who write one: `./valence check mission PATH`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from missions.errors import MissionError
from missions.mission_rules import MissionProblem, model_problems, spec_problems
from missions.reachability import reachability_problems
from missions.spec import SPEC_FILE, Mission, read_mission
from valence_nodes.programs.source import ProgramSourceError, read_program
from worlds.errors import SdfError
from worlds.sdf.reader import read_world
from worlds.yaml_file import find_line

__all__ = ["MissionProblem", "check_mission"]

_STEP_TOLERANCE = 1e-6


def check_mission(path: Path) -> list[MissionProblem]:
    """Checks a mission's folder: its `mission.yaml`, its texts, its programs, its world, its variations.

    A planner proves that every zone can be reached from every start; nothing is played (`played_check` does that).

    Args:
        path: the folder, or the `mission.yaml` in it.

    Returns:
        What is wrong; empty when nothing is.
    """
    file = path if path.name == SPEC_FILE else path / SPEC_FILE
    try:
        mission = read_mission(path)
    except MissionError as error:
        return [MissionProblem(error.file or file, error.line, error.reason, error.hint)]
    problems = [*spec_problems(mission), *_texts(mission), *_programs(mission)]
    if any(problem.severity == "error" and problem.file == mission.spec_file for problem in problems):
        return problems  # the world can't be tried before the spec is right
    return [*problems, *_world(mission)]


def _texts(mission: Mission) -> Iterator[MissionProblem]:
    for language in mission.spec.title:
        brief = mission.folder / f"brief.{language}.md"
        try:
            empty = not brief.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            hint = "Write there what the learner is to do."
            severity: Literal["error", "warning"] = "error" if language == "en" else "warning"
            yield MissionProblem(brief, 0, f"the brief in “{language}” is missing.", hint, severity)
        except (OSError, UnicodeDecodeError):
            yield MissionProblem(brief, 0, "the brief can't be read as UTF-8 text.")
        else:
            if empty:
                yield MissionProblem(brief, 0, "the brief is empty.", "Write there what the learner is to do.")
    for language in sorted(set(mission.briefs) - set(mission.spec.title)):
        line = find_line(mission.spec_file, ("title",))
        message = f"there is a brief in “{language}”, but no title."
        yield MissionProblem(mission.spec_file, line, message, "Add the title.", "warning")
    for language in sorted(set(mission.spec.title) ^ set(mission.spec.summary)):
        line = find_line(mission.spec_file, ("summary",))
        message = f"only one of title and summary is there in “{language}”."
        yield MissionProblem(mission.spec_file, line, message, "Add the other.", "warning")


def _programs(mission: Mission) -> Iterator[MissionProblem]:
    learned = () if mission.learned is None else (mission.learned,)
    for file in (mission.starter, *mission.references, *learned, *mission.naives):
        try:
            tree = ast.parse(read_program(file).text)
        except ProgramSourceError as error:
            yield MissionProblem(file, 0, error.message, error.hint)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
            yield MissionProblem(file, line, f"this is not Python: {error}.")
        else:
            if not any(isinstance(part, ast.FunctionDef) and part.name == "drive" for part in tree.body):
                yield MissionProblem(file, 0, "there is no function drive(robot).", "Add `def drive(robot):`.")


def _world(mission: Mission) -> Iterator[MissionProblem]:
    spec, file = mission.spec, mission.spec_file
    try:
        world = read_world(mission.world_file)
    except SdfError as error:
        yield MissionProblem(error.file, error.line, error.message, error.hint)
        return
    steps = spec.control_timestep_s / world.physics_timestep_s
    if abs(steps - round(steps)) > _STEP_TOLERANCE:
        line = find_line(file, ("control_rate_hz",))
        message = (
            f"the control step ({spec.control_timestep_s:g} s) must be a whole number of the world's physics "
            f"steps ({world.physics_timestep_s:g} s)."
        )
        yield MissionProblem(file, line, message)
    yield from model_problems(mission, world)
    yield from reachability_problems(mission, world)
