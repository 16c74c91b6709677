# SPDX-License-Identifier: Apache-2.0
"""`valence grade`, with real episodes."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from missions.benchmark.process_tree import descendants
from missions.grading.submission import Submission
from missions.spec import load_mission
from tests.process_tree import await_all_ended, watch
from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import COMMAND, Valence, WriteProgram
from tests.web_console.command_line.terminal import all_of
from web_console.command_line.outcome import ExitCode, GradeOutput

pytestmark = pytest.mark.usefixtures("box")

LITTLE = "def drive(robot):\n    robot.forward(cm(5))\n"
SLIP = "def drive(robot):\n    robot.forward(cm(5))\n    robot.foward(1)\n"
FOR_EVER = "def drive(robot):\n    while robot.running:\n        robot.wait(1)\n"


def test_the_reference_passes_all_hidden_seeds(valence: Valence) -> None:
    mission = load_mission("first_drive")
    done = valence("grade", "first_drive", "--program", mission.reference, "--json")
    assert done.returncode == ExitCode.PASSED, done.stdout
    assert done.stderr == ""
    said = answer(done, GradeOutput)
    submission = said.submission
    assert (said.verdict, submission.verdict, submission.passed) == ("passed", "passed", True)
    assert len(submission.seeds) == mission.spec.hidden_seed_count
    assert all(one.scorecard.passed and one.scorecard.seed is None for one in submission.seeds)
    points = [one.scorecard.score for one in submission.seeds]
    assert submission.score == pytest.approx(sum(points) / len(points), abs=0.01)


def test_a_program_that_does_little_gets_its_table_and_the_same_again(
    valence: Valence, write_program: WriteProgram
) -> None:
    program = write_program(LITTLE)
    people = valence("grade", "first_drive", "--program", program, "--workers", "2")
    assert people.returncode == ExitCode.BELOW_PASS_MARK, people.stderr
    assert "my_program.py, 5 hidden seeds" in people.stdout
    for row in ("seed ", "1 ", "2 ", "3 ", "4 ", "5 ", "mean ", "of "):
        assert f"\n{row}" in people.stdout
    assert "pads in order" in people.stdout
    assert "Worst: seed " in people.stdout
    assert "Reached none of red, green, blue" in people.stdout
    assert "0 of 100 points on average of 5 hidden seeds; 65 are needed to pass." in people.stdout

    again = valence("grade", "first_drive", "--program", program, "--workers", "1", "--json")
    assert again.returncode == ExitCode.BELOW_PASS_MARK
    said = answer(again, GradeOutput)
    folder = Path(said.folder)
    left = Submission.model_validate_json((folder / "submission.json").read_text(encoding="utf-8"))
    assert left == said.submission
    assert (folder / "program.py").read_text(encoding="utf-8") == LITTLE
    assert sorted(one.name for one in folder.iterdir() if one.is_dir()) == [f"seed_{n}" for n in range(1, 6)]
    before = Path(people.stdout.rstrip().rsplit(": ", 1)[1])
    first = Submission.model_validate_json((before / "submission.json").read_text(encoding="utf-8"))
    assert first.fingerprint() == left.fingerprint()


def test_a_program_that_fails_is_told_with_its_line(valence: Valence, write_program: WriteProgram) -> None:
    program = write_program(SLIP)
    people = valence("grade", "first_drive", "--program", program)
    assert people.returncode == ExitCode.PROGRAM_FAILED, people.stdout
    assert "The program failed with 5 of 5 hidden seeds: 1, 2, 3, 4, 5." in people.stdout
    assert "my_program.py, line 3: A robot has no “foward”." in people.stdout
    done = valence("grade", "first_drive", "--program", program, "--json")
    assert done.returncode == ExitCode.PROGRAM_FAILED
    said = answer(done, GradeOutput)
    assert said.verdict == "program_failed"
    assert "hidden seed 1 (and with 4 more of 5): line 3:" in said.message
    assert said.submission.failed == (1, 2, 3, 4, 5)


def test_a_lab_without_a_folder_is_our_fault(valence: Valence, write_program: WriteProgram) -> None:
    program = write_program(LITTLE)
    done = valence("grade", "first_drive", "--program", program, "--json", VALENCE_HOME="/dev/null/lab")
    assert "VALENCE_HOME" in refusal(done, ExitCode.OUR_FAULT).hint


def test_a_line_on_a_terminal_shows_how_far_it_is(environment: dict[str, str], write_program: WriteProgram) -> None:
    program = write_program(LITTLE)
    ours, theirs = pty.openpty()
    command = [*COMMAND, "grade", "first_drive", "--program", str(program), "--workers", "1"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=environment | {"COLUMNS": "70", "TERM": "xterm"}
    ) as run:
        os.close(theirs)
        drawn = all_of(ours).split("\r\x1b[K")
        assert run.stdout is not None
        assert "mean" in run.stdout.read().decode()
    assert run.returncode == ExitCode.BELOW_PASS_MARK
    assert any("episode 1 of 5" in one and "left" not in one for one in drawn)
    assert any("of 5 | about " in one and one.endswith(" s left") for one in drawn)
    assert all(len(one) < 70 for one in drawn)
    assert drawn[-1] == "", "the line is taken away at the end"


@pytest.mark.parametrize(
    ("number", "whole_group", "flags"),
    [
        (signal.SIGINT, True, []),
        (signal.SIGINT, True, ["--json"]),
        (signal.SIGTERM, False, []),
        (signal.SIGKILL, False, []),
    ],
)
def test_however_it_is_ended_nothing_stays(
    environment: dict[str, str],
    write_program: WriteProgram,
    number: signal.Signals,
    whole_group: bool,
    flags: list[str],
) -> None:
    program = write_program(FOR_EVER)
    command = [*COMMAND, "grade", "first_drive", "--program", str(program), "--workers", "2", *flags]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True, text=True
    ) as run:
        # Two workers, each with a graph of three processes at least and a box: both are in the middle of it.
        while len(list(descendants(run.pid))) < 12:
            os.sched_yield()
        family = watch(descendants(run.pid))
        if whole_group:
            os.killpg(run.pid, number)
        else:
            run.send_signal(number)
        out, err = run.communicate(timeout=60)
    assert run.returncode == (-number if number == signal.SIGKILL else ExitCode.INTERRUPTED)
    assert "Traceback" not in err
    if flags:
        assert json.loads(out)["verdict"] == "interrupted"
        assert err == ""
    elif number != signal.SIGKILL:
        assert "Stopped." in err
    await_all_ended(family)
