# SPDX-License-Identifier: Apache-2.0
"""What blocks generate, run on the real robot in the real box."""

from __future__ import annotations

import ast
import builtins
import inspect
import json
import keyword
import math
import struct
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from missions.episode.launcher import run_episode
from missions.episode.request import EpisodeRequest
from missions.spec import load_mission
from tests.fakes.ideal_unicycle import IdealUnicycle
from tests.valence_nodes.programs.conftest import Drive, run_program
from valence_nodes.perception.colour_blobs import COLOURS
from valence_nodes.programs.box import box_available
from valence_nodes.programs.observation import DetectionData, ImageData, ImuWindowData, Observation, SoundData
from valence_nodes.programs.program_check import check_program
from valence_nodes.programs.robot import Robot
from valence_nodes.programs.robot_readings import Battery, Detection, Imu, Odometry

CATEGORIES = (
    "start", "moving", "sensing", "seeing", "deciding", "repeating", "maths", "variables", "lists", "functions",
    "saying",
)  # fmt: skip
TREE_FILES = range(8)


@dataclass
class SeeingUnicycle(IdealUnicycle):
    """The same robot with a camera that sees a red and a green thing, and a line."""

    def observation(self) -> Observation:
        """Everything that it senses now."""
        seen = tuple(
            DetectionData(label, 0.9, 100.0 + 20 * index, 80.0, 30.0, 40.0, 0.1 * index)
            for index, label in enumerate(("red", "green", "line"))
        )
        return replace(
            super().observation(),
            image=ImageData(320, 240, 1.0, bytes(320 * 240 * 3)),
            detections=seen,
            sound=SoundData(16_000, 2, 20.0, struct.pack("<20h", *range(20))),
            imu_window=ImuWindowData(100.0, struct.pack("<30f", *(math.sin(self.step + i) for i in range(30)))),
        )


def run(text: str, steps: int = 6000) -> Drive:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    return run_program(text, steps=steps, unicycle=SeeingUnicycle())


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_block_of_a_category_runs_to_its_end(generated_programs: Path, category: str, language: str) -> None:
    text = (generated_programs / f"every_block.{category}.{language}.py").read_text()
    result = run(text)
    assert result.failure is None, f"{result.failure}\n{text}"
    assert result.finished


def test_no_category_is_forgotten(generated_programs: Path) -> None:
    written = {file.name.split(".")[1] for file in generated_programs.glob("every_block.*")}
    assert written == {*CATEGORIES, "learning"}  # which is run in test_learning_blocks.py


def test_the_check_of_programs_finds_nothing_in_what_blocks_generate(generated_programs: Path) -> None:
    for file in generated_programs.glob("*.py"):
        problems = check_program(file.read_text(), file.name)
        assert problems == [], file.read_text()


@pytest.mark.parametrize("number", TREE_FILES)
def test_random_trees_come_to_what_they_say(generated_programs: Path, number: int) -> None:
    text = (generated_programs / f"random_trees.{number}.py").read_text()
    wanted = json.loads((generated_programs / f"random_trees.{number}.json").read_text())
    lines = [line for line in text.splitlines() if "print(" in line]
    result = run(text)
    assert result.failure is None, f"{result.failure}\n{text}"
    for line, said, value in zip(lines, result.said, wanted, strict=True):
        assert said == value, line


def test_the_starter_drives_half_a_metre(generated_programs: Path) -> None:
    result = run((generated_programs / "starter.py").read_text())
    assert result.finished
    assert result.unicycle.x_m == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("mission", "seed"), [("first_drive", 1), ("first_drive", 5), ("line_follow", 1), ("wall_follow", 1)]
)
def test_the_example_of_blocks_passes_its_mission(
    generated_programs: Path, tmp_path: Path, mission: str, seed: int
) -> None:
    text = (generated_programs / f"{mission}.py").read_text()
    scorecard = run_episode(EpisodeRequest(load_mission(mission), text, "program.py", seed, tmp_path)).scorecard
    assert scorecard.passed, f"{scorecard.message} {scorecard.hint}"


def test_every_part_of_the_robot_is_reached_by_some_block(generated_programs: Path) -> None:
    reached: set[str] = set()
    for file in generated_programs.glob("every_block.*.en.py"):
        reached |= {part.attr for part in ast.walk(ast.parse(file.read_text())) if isinstance(part, ast.Attribute)}
    members = {name for name, _ in inspect.getmembers(Robot) if not name.startswith("_")}
    fields = {name for kind in (Odometry, Imu, Battery, Detection) for name in kind._fields}
    assert (members | fields) - reached == set()


def test_every_argument_of_the_robot_s_methods_is_given_by_some_block(generated_programs: Path) -> None:
    most: dict[str, int] = {}
    for file in generated_programs.glob("every_block.*.en.py"):
        for part in ast.walk(ast.parse(file.read_text())):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                most[part.func.attr] = max(most.get(part.func.attr, 0), len(part.args) + len(part.keywords))
    for name, method in inspect.getmembers(Robot, inspect.isfunction):
        if not name.startswith("_"):
            assert most.get(name, -1) >= len(inspect.signature(method).parameters) - 1, name


def test_names_that_mean_something_in_python_are_kept_free(generated_programs: Path) -> None:
    reserved = set(json.loads((generated_programs / "known.json").read_text())["reserved"])
    taken = {name for name in dir(builtins) if name == name.lower() and not name.startswith("_")}
    assert (taken | set(keyword.kwlist) | set(keyword.softkwlist)) - reserved == set()


def test_the_colours_of_the_blocks_are_those_that_the_node_finds(generated_programs: Path) -> None:
    assert json.loads((generated_programs / "known.json").read_text())["colours"] == list(COLOURS)
