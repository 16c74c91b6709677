# SPDX-License-Identifier: Apache-2.0
"""A mission's programs, really played: the reference has to pass, the naive and the idle must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from missions.grading.playing import GradingProgress
from missions.mission_check import check_mission
from missions.played_check import played_problems
from missions.spec import SPEC_FILE, Mission, load_mission
from tests.missions.mission_files import plain_spec, write_mission

pytestmark = pytest.mark.usefixtures("own_lab")

AHEAD = "def drive(robot):\n    robot.forward(1.0)\n"
STAY = "def drive(robot):\n    robot.stop()\n"
SLIP = "def drive(robot):\n    robot.wait(0.1)\n    robot.foward(1)\n"


def mission(tmp_path: Path, programs: dict[str, str], **changes: Any) -> Mission:
    folder = write_mission(tmp_path, plain_spec(public_seeds=[4], hidden_seed_count=1, time_limit_s=5, **changes))
    for name, text in programs.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert check_mission(folder) == []
    return load_mission(folder)


def test_a_good_mission_has_no_problem_and_its_playing_is_told(tmp_path: Path) -> None:
    told: list[GradingProgress] = []
    assert played_problems(mission(tmp_path, {"reference.py": AHEAD, "naive.py": STAY}), told.append) == []
    # Reference, naive and two idle ones, with a public and a hidden seed each.
    assert (told[-1].done, told[-1].total) == (8, 8)


def test_a_reference_that_does_not_pass_and_a_naive_one_that_does_are_told(tmp_path: Path) -> None:
    programs = {"reference.py": STAY, "reference_fast.py": AHEAD, "naive.py": STAY, "naive_ahead.py": AHEAD}
    found = played_problems(mission(tmp_path, programs))
    said = [(one.file.name, one.message.split(":")[0]) for one in found]
    assert said == [
        ("reference.py", "it does not pass with seed 4"),
        ("reference.py", "it does not pass with hidden seed 1"),
        ("naive_ahead.py", "it passes with 10 of 10 points, 6 are needed, on average of 2 seeds. Most of seed 4"),
    ]
    assert "0 of 10 points, 6 are needed. Worst: “arrive” with 0 of 10 (Reached none of pad" in found[0].message


def test_programs_that_fail_are_told_with_their_line(tmp_path: Path) -> None:
    found = played_problems(mission(tmp_path, {"reference.py": SLIP, "naive.py": SLIP}))
    assert [(one.file.name, one.line) for one in found] == [("reference.py", 3), ("reference.py", 3), ("naive.py", 3)]
    assert all("foward" in one.message for one in found)
    assert "forward" in found[0].hint


def test_a_mission_that_is_passed_by_doing_nothing_is_told_at_its_pass_mark(tmp_path: Path) -> None:
    start = [{"name": "pad", "shape": "circle", "centre_m": [0.0, 0.0], "radius_m": 0.3}]
    given = mission(tmp_path, {"reference.py": AHEAD, "naive.py": STAY}, zones=start)
    found = played_problems(given)
    idle = [one for one in found if one.file.name == SPEC_FILE]
    assert [one.message.split(":")[0] for one in idle] == [
        "a robot that stands still until time is up passes with seed 4",
        "a robot that stands still until time is up passes with hidden seed 1",
        "a robot that ends at once passes with seed 4",
        "a robot that ends at once passes with hidden seed 1",
    ]
    lines = given.spec_file.read_text(encoding="utf-8").splitlines()
    assert all(lines[one.line - 1].startswith("pass_mark") for one in idle)
    assert [one.file.name for one in found if one not in idle] == ["naive.py"]
