# SPDX-License-Identifier: Apache-2.0
"""Checking a mission as a whole: every problem is told, with its file and line, and nothing is raised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from missions.mission_check import MissionProblem, check_mission
from missions.spec import CATALOG, SPEC_FILE, mission_names
from tests.missions.mission_files import plain_spec, write_mission


def problems(tmp_path: Path, **changes: Any) -> list[MissionProblem]:
    return check_mission(write_mission(tmp_path, plain_spec(**changes)))


@pytest.mark.parametrize("name", mission_names())
def test_missions_of_the_catalog_have_no_problem(name: str) -> None:
    assert check_mission(CATALOG / name) == []


def test_a_good_mission_has_none(tmp_path: Path) -> None:
    folder = write_mission(tmp_path)
    assert check_mission(folder) == []
    assert check_mission(folder / SPEC_FILE) == []


def test_a_spec_that_cannot_be_read_is_the_only_problem(tmp_path: Path) -> None:
    (problem,) = check_mission(write_mission(tmp_path, "name: ["))
    assert problem.severity == "error"
    assert problem.line > 0
    assert "not YAML" in problem.message
    (problem,) = check_mission(tmp_path / "nowhere")
    assert "can't be read" in problem.message


def test_all_wrong_names_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, world="nowhere", nodes=["nothing"], criteria=[{"name": "a", "check": "b", "points": 9}])
    assert [problem.message.split()[4] for problem in found] == ["“nowhere”.", "“nothing”", "“b”."]
    assert len({problem.line for problem in found}) == 3


def test_missing_and_empty_texts_and_programs_are_told(tmp_path: Path) -> None:
    folder = write_mission(tmp_path, plain_spec(title={"en": "A", "de": "B"}))
    (folder / "brief.en.md").write_text(" \n")
    (folder / "brief.fr.md").write_text("Roule.")
    (folder / "starter.py").unlink()
    (folder / "naive.py").write_text("def drive(robot)\n    pass\n")
    (folder / "reference.py").write_text("def steer(robot):\n    pass\n")
    found = {(problem.file.name, problem.severity): problem for problem in check_mission(folder)}
    assert "empty" in found["brief.en.md", "error"].message
    assert "missing" in found["brief.de.md", "warning"].message
    assert "“de”" in found[SPEC_FILE, "warning"].message
    assert "no file" in found["starter.py", "error"].message
    assert found["naive.py", "error"].line == 1
    assert "no function drive" in found["reference.py", "error"].message


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\0", b"(" * 50_000, b"x = " + b"-" * 100_000 + b"1"])
def test_a_program_that_is_no_python_is_told(tmp_path: Path, content: bytes) -> None:
    folder = write_mission(tmp_path)
    (folder / "naive.py").write_bytes(content)
    (problem,) = check_mission(folder)
    assert problem.file.name == "naive.py"


def test_a_start_or_a_zone_in_a_wall_is_told_with_its_line(tmp_path: Path) -> None:
    zones = [{"name": "far", "shape": "circle", "centre_m": [50.0, 0.0], "radius_m": 0.3}]
    world = {"world": "first_drive", "start_poses": [{"x_m": -0.85, "y_m": -1.9}]}
    found = [problem.message for problem in problems(tmp_path, **world, zones=zones)]
    assert any("would stand in something" in message for message in found)
    assert any("can't reach the zone far" in message for message in found)


def test_a_control_step_must_fit_the_physics_step(tmp_path: Path) -> None:
    found = problems(tmp_path, control_rate_hz=30)
    assert any("0.0333333 s" in problem.message and "0.001 s" in problem.message for problem in found)


@pytest.mark.parametrize(
    ("world", "model", "hint"), [("empty_hall", "wals", "Did you mean “walls”?"), ("first_drive", "crate_south", "")]
)
def test_a_model_that_a_check_names_must_stand_in_the_world(tmp_path: Path, world: str, model: str, hint: str) -> None:
    parameters = {"wanted_m": 0.5, "band_m": 0.1, "models": ["walls", model]}
    criteria = [{"name": "a", "check": "kept_distance", "points": 10, "parameters": parameters}]
    start = [{"x_m": 0.0, "y_m": 0.6}]
    (problem,) = problems(tmp_path, world=world, start_poses=start, criteria=criteria)
    assert f"no static model “{model}”" in problem.message
    assert hint in problem.hint
    assert problem.line > 0


def test_a_seed_without_a_way_is_told_with_its_line(tmp_path: Path) -> None:
    clutter = {"models": ["crate"], "count": [30, 30], "regions": [{"x_m": [0, 1], "y_m": [1, 2]}]}
    found = problems(tmp_path, variation={"clutter": clutter})
    assert [problem.message.split(",")[0] for problem in found] == ["seed 1", "seed 2"]
    assert found[0].line + 1 == found[1].line
