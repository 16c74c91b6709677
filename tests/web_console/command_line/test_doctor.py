# SPDX-License-Identifier: Apache-2.0
"""`valence doctor`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.web_console.command_line.answers import answer
from tests.web_console.command_line.conftest import Valence
from web_console.command_line.findings import all_findings
from web_console.command_line.outcome import DoctorOutput, ExitCode, Finding

NAMES = [
    "Python", "memory", "the lab's folder", "disk", "box for programs", "ROS graphs apart", "MuJoCo", "ROS 2",
    "ROS messages", "camera pictures", "SDF checker",
]  # fmt: skip


def look(valence: Valence, **variables: str) -> dict[str, Finding]:
    """What it finds, after making sure that verdict, exit code and findings agree."""
    done = valence("doctor", "--json", **variables)
    assert done.stderr == ""
    said = answer(done, DoctorOutput)
    assert [one.name for one in said.findings] == NAMES
    lacking = [one for one in said.findings if one.needed and not one.ok]
    assert said.verdict == ("lacking" if lacking else "ready")
    assert done.returncode == (ExitCode.OUR_FAULT if lacking else ExitCode.PASSED)
    assert all(one.name in said.message for one in lacking)
    for one in said.findings:
        assert one.found
        assert one.ok or one.remedy, f"{one.name}: how to get it?"
    return {one.name: one for one in said.findings}


def test_here_is_what_the_tests_themselves_need(valence: Valence) -> None:
    found = look(valence)
    for name in ("Python", "the lab's folder", "MuJoCo", "ROS 2"):
        assert found[name].ok, found[name]
    assert "a node can be made" in found["ROS 2"].found


def test_what_lacks_is_said_with_what_to_do(valence: Valence) -> None:
    found = look(valence, PATH="/nowhere", VALENCE_HOME="/proc/nowhere", MUJOCO_GL="osmesa", LD_LIBRARY_PATH="")
    assert not found["the lab's folder"].ok
    assert "VALENCE_HOME" in found["the lab's folder"].remedy
    assert not found["box for programs"].ok
    assert "bubblewrap" in found["box for programs"].remedy
    assert not found["ROS graphs apart"].ok
    assert not found["SDF checker"].ok


def test_messages_whose_compiled_part_is_out_of_reach_are_missed(valence: Valence) -> None:
    # They can be imported all the same; it is the first publisher that fails.
    found = look(valence, LD_LIBRARY_PATH="")
    assert not found["ROS messages"].ok


def test_messages_that_were_not_built_are_missed(valence: Valence, environment: dict[str, str]) -> None:
    parts = [part for part in environment["PYTHONPATH"].split(os.pathsep) if "ros2_ws" not in part]
    found = look(valence, PYTHONPATH=os.pathsep.join(parts))
    assert not found["ROS messages"].ok
    assert "valence_interfaces" in found["ROS messages"].found


def test_people_get_one_line_a_thing(valence: Valence) -> None:
    done = valence("doctor")
    shown = done.stdout.splitlines()
    for name in NAMES:
        assert any(line.startswith((f"✔ {name}", f"✘ {name}", f"– {name}")) for line in shown), name
    assert done.stderr == ""
    if done.returncode == ExitCode.PASSED:
        assert "Start with: ./valence run first_drive" in done.stdout


def test_a_folder_that_is_a_file_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("VALENCE_HOME", str(file))
    found = next(one for one in all_findings() if one.name == "the lab's folder")
    assert not found.ok
    assert str(file) in found.found
