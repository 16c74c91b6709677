# SPDX-License-Identifier: Apache-2.0
"""`valence check`: file, line, what is wrong, what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from missions.spec import load_mission, mission_names, world_names
from tests.missions.mission_files import plain_spec, write_mission
from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import REPOSITORY, Valence, WriteProgram
from web_console.command_line.outcome import CheckOutput, ExitCode, Problem

WORLDS = REPOSITORY / "worlds" / "catalog"


def problems(valence: Valence, *arguments: str | Path, code: ExitCode = ExitCode.INVALID) -> list[Problem]:
    done = valence("check", *arguments, "--json")
    assert done.returncode == code, done.stdout
    said = answer(done, CheckOutput)
    assert said.verdict == ("invalid" if code else "valid")
    return said.problems


@pytest.mark.parametrize("name", mission_names())
def test_every_mission_is_valid_by_name_and_by_path(valence: Valence, name: str) -> None:
    assert problems(valence, "mission", name, "--static", code=ExitCode.PASSED) == []
    folder = load_mission(name).folder
    assert problems(valence, "mission", folder / "mission.yaml", "--static", code=ExitCode.PASSED) == []


@pytest.mark.usefixtures("box")
def test_a_mission_is_played_unless_that_is_left_out(valence: Valence, tmp_path: Path) -> None:
    start = [{"name": "pad", "shape": "circle", "centre_m": [0.0, 0.0], "radius_m": 0.3}]
    folder = write_mission(tmp_path, plain_spec(zones=start, public_seeds=[1], hidden_seed_count=1))
    assert problems(valence, "mission", folder, "--static", code=ExitCode.PASSED) == []
    done = valence("check", "mission", folder)
    assert done.returncode == ExitCode.INVALID
    assert f"{folder / 'naive.py'}: error: it passes with 10 of 10 points" in done.stdout
    assert "a robot that stands still until time is up passes with hidden seed 1" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", world_names())
def test_every_world_is_valid(valence_here: Valence, name: str) -> None:
    assert all(
        one.severity == "warning"
        for one in problems(valence_here, "world", WORLDS / f"{name}.sdf", code=ExitCode.PASSED)
    )


@pytest.mark.parametrize("place", ["crate", "crate/model.sdf"])
def test_a_model_can_be_checked_too(valence_here: Valence, place: str) -> None:
    assert problems(valence_here, "world", REPOSITORY / "worlds" / "models" / place, code=ExitCode.PASSED) == []


def test_a_mission_with_a_mistake_is_named_by_file_and_line(valence: Valence, tmp_path: Path) -> None:
    folder = tmp_path / "first_drive"
    shutil.copytree(load_mission("first_drive").folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "mission.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    number = next(index for index, line in enumerate(lines) if line.startswith("time_limit_s:"))
    lines[number] = "time_limit_s: soon"
    file.write_text("\n".join(lines), encoding="utf-8")
    (found,) = problems(valence, "mission", folder)
    assert (found.file, found.line, found.severity) == (str(file), number + 1, "error")
    people = valence("check", "mission", folder)
    assert people.returncode == ExitCode.INVALID
    assert f"{file}:{number + 1}: error: " in people.stdout
    assert people.stderr == ""


def test_a_world_with_a_mistake_is_named_by_file_line_and_element(valence_here: Valence, tmp_path: Path) -> None:
    file = tmp_path / "world.sdf"
    text = (WORLDS / "empty_hall.sdf").read_text(encoding="utf-8")
    wrong = text.replace("<gravity>", "<gravity>\n", 1).replace("-9.80665", "nan", 1)
    assert wrong != text
    file.write_text(wrong, encoding="utf-8")
    (found,) = problems(valence_here, "world", file)
    assert found.file == str(file)
    assert "gravity" in wrong.splitlines()[found.line - 1]
    assert "gravity" in found.message
    assert str(file) not in found.message, "the place stands before the message already"


def test_warnings_alone_leave_a_world_valid(valence: Valence, tmp_path: Path) -> None:
    file = tmp_path / "world.sdf"
    text = (WORLDS / "empty_hall.sdf").read_text(encoding="utf-8")
    file.write_text(text.replace("</world>", "<gui><camera name='x'/></gui>\n<no_such_element/>\n</world>"), "utf-8")
    done = valence("check", "world", file, "--json")
    found = answer(done, CheckOutput).problems
    assert found
    assert {one.severity for one in found} == {"warning"}
    assert done.returncode == ExitCode.PASSED


def test_things_that_begin_in_each_other_are_named(valence_here: Valence, tmp_path: Path) -> None:
    file = tmp_path / "world.sdf"
    box = "<geometry><box><size>1 1 1</size></box></geometry>"
    link = f"<link name='l'><inertial><mass>9</mass></inertial><collision name='c'>{box}</collision></link>"
    models = "".join(
        f"\n<model name='{name}'><pose>0 0 {z} 0 0 0</pose>{link}</model>" for name, z in (("a", 1), ("b", 1.8))
    )
    file.write_text(f"<sdf version='1.9'><world name='w'>{models}</world></sdf>", "utf-8")
    (found,) = problems(valence_here, "world", file, code=ExitCode.PASSED)
    assert (found.file, found.severity) == (str(file), "warning")
    assert found.line in (2, 3)
    assert "l::c begins 0.200 m deep in l::c of the model" in found.message


@pytest.mark.parametrize("name", ["model.sdf", "wheel-1_4.sdf"])
def test_a_model_alone_is_checked_and_built(valence_here: Valence, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    text = "<sdf version='1.6'>\n<model name='m'>\n<link name='l'>{}</link></model></sdf>"
    file.write_text(text.format("<inertial/>"), "utf-8")
    assert problems(valence_here, "world", file, code=ExitCode.PASSED) == []
    plane = "<collision name='c'><geometry><plane/></geometry></collision>"
    file.write_text(text.format(plane), "utf-8")
    (found, *_) = problems(valence_here, "world", file)
    assert (found.line, found.severity) == (3, "error")
    assert "a plane can't be part of something that moves" in found.message


def test_a_program_with_mistakes_is_named_by_line(valence: Valence, write_program: WriteProgram) -> None:
    file = write_program("def drive(robot):\n    robot.foward(1)\n    while True:\n        pass\n")
    error, warning = problems(valence, "program", file)
    assert (error.line, error.severity, error.hint) == (2, "error", "Did you mean “robot.forward”?")
    assert (warning.line, warning.severity) == (3, "warning")
    people = valence("check", "program", file)
    assert f"{file}:2: error: A robot has no “foward”." in people.stdout
    assert "Did you mean “robot.forward”?" in people.stdout


def test_a_program_with_warnings_is_valid(valence: Valence, write_program: WriteProgram) -> None:
    file = write_program("def drive(robot):\n    robot.stop\n")
    (warning,) = problems(valence, "program", file, code=ExitCode.PASSED)
    assert warning.severity == "warning"


@pytest.mark.parametrize(
    ("kind", "given", "said", "hint"),
    [
        ("mission", "frist_drive", "no file, folder or mission", "“first_drive”"),
        ("mission", "no/where", "no file, folder or mission", "first_drive"),
        ("world", "first_driv.sdf", "no world file", "“first_drive”"),
        ("program", "nowhere.py", "There is no file", "Check the name"),
        ("mission", "", "path is empty", "Give"),
        ("world", "", "path is empty", "Give"),
        ("program", "", "path is empty", "Give"),
        ("world", "x" * 5000, "can't be used", ""),
        ("mission", "x/" * 3000, "can't be used", ""),
    ],
)
def test_what_is_not_there_is_said_so(valence_here: Valence, kind: str, given: str, said: str, hint: str) -> None:
    refused = refusal(valence_here("check", kind, given, "--json"))
    assert said in refused.message
    assert hint in refused.hint


@pytest.mark.parametrize("kind", ["mission", "world"])
def test_what_is_no_such_file_is_invalid(valence_here: Valence, tmp_path: Path, kind: str) -> None:
    binary, huge = tmp_path / "binary.sdf", tmp_path / "huge.sdf"
    binary.write_bytes(bytes(range(256)))
    with huge.open("wb") as file:
        file.truncate(300 * 1024 * 1024)  # a hole: it takes no room
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (binary, huge, Path("/dev/zero"), tmp_path / "empty"):
        found = problems(valence_here, kind, path)
        assert found[0].severity == "error"
        assert found[0].message
    assert valence_here("check", kind, tmp_path / "loop", "--json").returncode == ExitCode.INVALID


def test_the_catalogue_check_refuses_what_it_can_not_do(valence_here: Valence, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("# Mine\n", encoding="utf-8")
    for arguments, said in (
        (["catalogue", "wall_follow"], "takes no PATH"),
        (["catalogue", "--mission", "wall_folow"], "did you mean “wall_follow”"),
        (["catalogue", "--out", str(mine)], "is not written over"),
        (["catalogue", "--out", str(tmp_path / "no" / "page.md")], "can't be written"),
        (["mission", "first_drive", "--resume"], "are for the catalogue alone"),
    ):
        assert said in refusal(valence_here("check", *arguments, "--json")).message
    assert mine.read_text(encoding="utf-8") == "# Mine\n"
