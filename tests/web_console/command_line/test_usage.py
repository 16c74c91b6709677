# SPDX-License-Identifier: Apache-2.0
"""Right and wrong usage: exit codes, JSON, hints."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import COMMAND, Valence, WriteProgram
from valence_nodes.programs.source import MAX_PROGRAM_BYTES
from web_console.command_line import command
from web_console.command_line.outcome import ExitCode, MissionsOutput
from web_console.command_line.verbs import VERBS, missions


def test_the_missions_are_listed(valence: Valence) -> None:
    said = answer(done := valence("missions", "--json"), MissionsOutput)
    assert done.returncode == ExitCode.PASSED
    first = next(one for one in said.missions if one.name == "first_drive")
    assert first.tiers == ["blocks", "code", "ros"]
    assert first.robot == "turtlebot3_burger"
    assert first.control_rate_hz == 20
    assert first.time_limit_s > 0
    people = valence("missions")
    assert people.returncode == 0
    assert "first_drive" in people.stdout
    assert people.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        ([], "command is missing", "run first_drive"),
        (["chek"], "no command “chek”", "“check”"),
        (
            ["quite", "else"],
            "no command “quite”",
            "up, seed, missions, run, drive, grade, replay, plot, check, data, train, evaluate, models, bench, doctor",
        ),
        (["../../etc/passwd"], "no command", "There are"),
        (["run"], "MISSION", "run --help"),
        (["run", "frist_drive"], "no mission “frist_drive”", "“first_drive”"),
        (["run", "../../etc"], "no mission “../../etc”", "first_drive"),
        (["run", ""], "no mission “”", "first_drive"),
        (["run", "x" * 100_000], "no mission", "first_drive"),
        (["run", "first_drive", "again"], "again", "run --help"),
        (["run", "first_drive", "--sed", "3"], "--sed", "“--seed”"),
        (["run", "first_drive", "--seed"], "--seed", ""),
        (["run", "first_drive", "--engine", "gazebo"], "no engine “gazebo”", "mujoco"),
        (["run", "first_drive", "--engine", "mujco"], "no engine “mujco”", "“mujoco”"),
        (["run", "first_drive", "--robot", "x"], "no robot for this mission “x”", "turtlebot3_burger"),
        (["run", "first_drive", "--robot", "turtlebot3_burgr"], "no robot", "“turtlebot3_burger”"),
        (["run", "first_drive", "--ros-domain", "102"], "no ROS domain", "run --help"),
        (["run", "first_drive", "--ros-domain", "-1"], "no ROS domain", "run --help"),
        (["grade", "first_drive"], "--program", "grade --help"),
        (["grade", "frist_drive", "--program", "x.py"], "no mission “frist_drive”", "“first_drive”"),
        (["grade", "first_drive", "--program", "nowhere.py"], "no file", ""),
        (["grade", "first_drive", "--program", "x.py", "--workers", "0"], "no number of workers", "grade --help"),
        (["grade", "first_drive", "--program", "x.py", "--workers", "65"], "from 1 to 64", "grade --help"),
        (["grade", "first_drive", "--program", "x.py", "--workers", "two"], "no number of workers", "grade --help"),
        (["grade", "first_drive", "--program", "x.py", "--workers", "9" * 9999], "no number of workers", ""),
        (["grade", "first_drive", "--program", "x.py", "--seed", "1"], "--seed", ""),
        (["check"], "KIND", "check --help"),
        (["check", "world"], "PATH", ""),
        (["check", "mission"], "PATH", ""),
        (["check", "world", "x.sdf", "--static"], "--static is for missions", "Leave it out"),
        (["check", "wrld", "x.sdf"], "did you mean “world”?", "check --help"),
        (["plot"], "FILE", "plot --help"),
        (["plot", "nowhere.mcap"], "no file", ""),
        (["plot", "nowhere.mcap", "--ot", "x"], "--ot", "“--out”"),
        (["missions", "--jsn"], "--jsn", "“--json”"),
        (["doctor", "now"], "now", "doctor --help"),
    ],
)
def test_wrong_usage_is_explained(valence_here: Valence, arguments: list[str], said: str, hint: str) -> None:
    if arguments:
        refused = refusal(valence_here(*arguments, "--json"))
        assert refused.verdict == "invalid"
        assert said in refused.message
        assert hint in refused.hint
    people = valence_here(*arguments)
    assert people.returncode == ExitCode.INVALID
    assert said in people.stderr
    assert hint in people.stderr
    assert people.stdout == ""
    assert "Traceback" not in people.stderr


def test_wrong_usage_ends_a_real_process_the_same_way(valence: Valence) -> None:
    assert "no command “chek”" in refusal(valence("chek", "--json")).message
    people = valence("run", "frist_drive")
    assert (people.returncode, people.stdout) == (ExitCode.INVALID, "")
    assert people.stderr.startswith("valence: There is no mission “frist_drive”.")


def test_json_before_the_command_is_explained(valence: Valence) -> None:
    refused = refusal(valence("--json", "run", "first_drive"))
    assert "stands before the command" in refused.message
    assert "./valence run --json" in refused.hint
    assert refusal(valence("--json")).verdict == "invalid"


@pytest.mark.parametrize("seed", ["-1", "1e9", "1.5", "99999999999999999999", str(2**63), "0x10", "", "٣", " 1", "nan"])
def test_a_bad_seed_is_refused(valence_here: Valence, seed: str) -> None:
    said = refusal(valence_here("run", "first_drive", f"--seed={seed}", "--json"))
    assert "no seed" in said.message
    assert str(2**63 - 1) in said.message


@pytest.mark.parametrize("pace", ["nan", "-1", "1000", "inf", "0.01", "fast", ""])
def test_a_bad_pace_is_refused(valence_here: Valence, pace: str) -> None:
    said = refusal(valence_here("run", "first_drive", f"--pace={pace}", "--json"))
    assert "no pace" in said.message
    assert "0.1 to 8" in said.message


def test_a_bad_program_file_is_refused(valence_here: Valence, tmp_path: Path) -> None:
    binary, huge, fifo = tmp_path / "binary.py", tmp_path / "huge.py", tmp_path / "fifo.py"
    binary.write_bytes(b"\x7fELF\x00\xff\xfe")
    huge.write_bytes(b"#" * (MAX_PROGRAM_BYTES + 1))
    os.mkfifo(fifo)
    for file, said in (
        (Path("/dev/zero"), "not an ordinary file"),
        (fifo, "not an ordinary file"),
        (tmp_path, "is a folder"),
        (tmp_path / "missing.py", "There is no file"),
        (tmp_path / ("x" * 400), "can't be read"),
        (binary, "not text in UTF-8"),
        (huge, f"may have {MAX_PROGRAM_BYTES}"),
    ):
        assert said in refusal(valence_here("run", "first_drive", "--program", file, "--json")).message
        assert said in refusal(valence_here("check", "program", file, "--json")).message


def test_nothing_of_ones_own_is_written_over(valence: Valence, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    mine = full / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    assert "not empty" in refusal(valence("run", "first_drive", "--record", full, "--json")).message
    assert "can't be used" in refusal(valence("run", "first_drive", "--record", mine, "--json")).message
    assert "can't be used" in refusal(valence("run", "first_drive", "--record", mine / "in", "--json")).message
    assert "can't be used" in refusal(valence("run", "first_drive", "--record", "/proc/nowhere", "--json")).message
    assert mine.read_text(encoding="utf-8") == "mine"
    assert list(full.iterdir()) == [mine]


def test_an_argument_that_is_no_text_is_refused(valence: Valence) -> None:
    assert "not text in UTF-8" in refusal(valence("run", os.fsdecode(b"\xff\xfe"), "--json")).message


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"test"}))  # whose help is pytest's
def test_every_verb_explains_itself(valence_here: Valence, verb: str) -> None:
    done = valence_here(verb, "--help")
    assert done.returncode == 0
    assert VERBS[verb] in " ".join(done.stdout.split())


def test_a_lab_folder_that_cannot_be_made_is_our_fault(valence: Valence, write_program: WriteProgram) -> None:
    program = write_program("def drive(robot):\n    robot.stop()\n")
    said = refusal(
        valence("run", "first_drive", "--program", program, "--json", VALENCE_HOME="/proc/nowhere"), ExitCode.OUR_FAULT
    )
    assert said.verdict == "lab_failed"
    assert "VALENCE_HOME" in said.hint


def test_a_fault_of_ours_is_no_traceback(
    valence_here: Valence, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> tuple[str, ...]:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(missions, "mission_names", broken)
    said = refusal(valence_here("missions", "--json"), ExitCode.OUR_FAULT)
    assert "a fault of ours" in said.message
    report = tmp_path / "lab" / "log" / "last_error.txt"
    assert str(report) in said.hint
    assert "in broken" in report.read_text(encoding="utf-8")


def test_ctrl_c_while_it_starts_is_no_traceback(environment: dict[str, str], tmp_path: Path) -> None:
    first = tmp_path / "pydantic.py"
    first.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint('still here')\n", encoding="utf-8")
    paths = f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}"
    done = subprocess.run(
        [*COMMAND, "missions"],
        capture_output=True,
        env=environment | {"PYTHONPATH": paths},
        check=False,
        timeout=60,
        # As in a shell that somebody types in, wherever the tests themselves were started.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_whoever_stops_reading_is_not_told(environment: dict[str, str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    for arguments in (["missions"], ["missions", "--json"], ["chek", "--json"]):
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=theirs, stderr=subprocess.PIPE, env=environment, check=False, timeout=60
        )
        assert done.stderr == b""
        assert done.returncode == command.GONE
    os.close(theirs)


def test_a_terminal_without_unicode_is_no_fault(valence: Valence) -> None:
    done = valence("missions", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "first_drive" in done.stdout
    said = answer(valence("missions", "--json", PYTHONIOENCODING="latin-1"), MissionsOutput)
    assert said.missions


def test_what_follows_test_is_for_pytest(valence: Valence) -> None:
    done = valence("test", "--version")
    assert done.returncode == 0
    assert "pytest" in done.stdout + done.stderr
