# SPDX-License-Identifier: Apache-2.0
"""`valence check fidelity`: how far the engine strays from a real Gazebo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import Valence
from web_console.command_line.outcome import ExitCode, FidelityOutput
from worlds.fidelity.folder import OWN_RECORDINGS


def test_the_labs_recordings_are_kept_to(valence: Valence) -> None:
    done = valence("check", "fidelity", "--json")
    said = answer(done, FidelityOutput)
    assert done.returncode == ExitCode.PASSED
    assert said.verdict == "within_limits"
    assert [one.name for one in said.recordings] == ["free_drive", "push", "ramp", "room", "wall_hit"]
    assert said.message == "5 recordings of a real Gazebo: all within their limits."


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A folder with the shortest of the lab's recordings."""
    for end in ("sdf", "csv"):
        shutil.copy(OWN_RECORDINGS / f"wall_hit.{end}", tmp_path / f"mine.{end}")
    return tmp_path


def test_people_get_a_table(valence: Valence, one: Path) -> None:
    done = valence("check", "fidelity", "--data", one)
    assert done.returncode == ExitCode.PASSED
    lines = done.stdout.splitlines()
    assert lines[0] == "mine (8 s)"
    assert lines[1].split()[:4] == ["robot", "distance,", "at", "worst"]
    assert "0.05 m  ok" in lines[1]
    assert lines[-1] == "✔ 1 recordings of a real Gazebo: all within their limits."


def test_a_recording_that_is_not_kept_to_is_named(valence: Valence, one: Path) -> None:
    file = one / "mine.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    cells = lines[80].split(",")
    lines[80] = ",".join([*cells[:3], "9.5", *cells[4:]])
    file.write_text("\n".join(lines), encoding="utf-8")
    done = valence("check", "fidelity", "--data", one, "--json")
    said = answer(done, FidelityOutput)
    assert done.returncode == ExitCode.BELOW_PASS_MARK
    assert said.verdict == "beyond_limits"
    assert "(mine)" in said.message
    (beyond,) = [measure for measure in said.recordings[0].measures if not measure.ok]
    assert (beyond.thing, beyond.when, beyond.limit) == ("robot", "all_the_way", 0.05)
    assert f"at {cells[0][:4]}" in beyond.where
    people = valence("check", "fidelity", "--data", one)
    assert people.returncode == ExitCode.BELOW_PASS_MARK
    assert "beyond" in people.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fidelity", "somewhere"], "takes no PATH"),
        (["fidelity", "--static"], "--static is for missions alone"),
        (["fidelity", "--data"], "expected one argument"),
        (["fidelity", "--data", ""], "name is empty"),
        (["fidelity", "--data", "no/such/folder"], "can't be read: No such file"),
        (["fidelity", "--data", "x" * 5000], "can't be read"),
        (["fidelty"], "did you mean “fidelity”"),
        (["world", "--data", "x"], "--data is for fidelity alone"),
        (["world"], "needs a PATH"),
    ],
)
def test_wrong_usage_is_told(valence: Valence, arguments: list[str], says: str) -> None:
    assert says in refusal(valence("check", *arguments, "--json")).message


def test_a_row_that_is_wrong_is_told_with_file_and_line(valence: Valence, one: Path) -> None:
    file = one / "mine.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[4] = lines[4].replace("0.200", "nan", 1)
    file.write_text("\n".join(lines), encoding="utf-8")
    said = refusal(valence("check", "fidelity", "--data", one, "--json"))
    assert said.message.startswith(f"{file}:5: sim_time_s is “nan”")
    file.unlink()
    assert "there is no mine.csv beside it" in refusal(valence("check", "fidelity", "--data", one, "--json")).message
