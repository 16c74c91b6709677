# SPDX-License-Identifier: Apache-2.0
"""`valence run`, with real episodes."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from missions.benchmark.process_tree import descendants
from missions.scorecard import Scorecard
from tests.process_tree import await_all_ended, watch
from tests.web_console.command_line.answers import answer
from tests.web_console.command_line.conftest import COMMAND, Valence, WriteProgram
from tests.web_console.command_line.terminal import all_of
from web_console.command_line.outcome import ExitCode, RunOutput

pytestmark = pytest.mark.usefixtures("box")

FOR_EVER = """
    def drive(robot):
        robot.say("I am on my way.")
        while robot.running:
            robot.wait(1)
    """


def untimed(card: Scorecard) -> dict[str, object]:
    return card.model_dump(exclude={"timing"})


def test_the_reference_passes_and_does_so_again(valence: Valence, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "episode"
    people = valence("run", "first_drive", "--seed", "2", "--record", folder)
    assert people.returncode == ExitCode.PASSED, people.stderr
    assert "First drive" in people.stdout
    assert "seed 2" in people.stdout
    assert str(folder) in people.stdout
    left = Scorecard.model_validate_json((folder / "scorecard.json").read_text(encoding="utf-8"))

    again = valence("run", "first_drive", "--seed", "2", "--json")
    assert again.returncode == ExitCode.PASSED
    assert again.stderr == ""
    said = answer(again, RunOutput)
    assert said.verdict == "passed"
    assert untimed(said.scorecard) == untimed(left)
    assert left.passed
    assert left.seed == 2
    assert sum(one.points for one in left.criteria) == pytest.approx(left.score)
    kept = json.loads((Path(said.folder) / "scorecard.json").read_text(encoding="utf-8"))
    assert kept == json.loads(said.scorecard.model_dump_json())


def test_a_program_that_does_little_stays_below_the_pass_mark(valence: Valence, write_program: WriteProgram) -> None:
    program = write_program("""
        def drive(robot):
            print("Grüße \\ud83e\\udd16")
            robot.forward(cm(10))
        """)
    done = valence("run", "first_drive", "--program", program, "--json")
    assert done.returncode == ExitCode.BELOW_PASS_MARK, done.stdout
    said = answer(done, RunOutput)
    assert said.verdict == "below_pass_mark"
    assert said.hint
    assert any("Grüße" in line for line in said.log)
    assert said.scorecard.seed == 1


@pytest.mark.parametrize(
    ("text", "kind", "line", "hint"),
    [
        ("def drive(robot):\n    robot.forward(cm(5))\n    robot.foward(1)\n", "exception", 3, "robot.forward"),
        ("def drive(robot)\n    pass\n", "syntax", 1, ":"),
        ("import socket\nsocket.create_connection(('127.0.0.1', 80))\n", "forbidden", 2, ""),
    ],
)
def test_a_program_that_fails_gets_its_line_and_a_hint(
    valence: Valence, write_program: WriteProgram, text: str, kind: str, line: int, hint: str
) -> None:
    program = write_program(text)
    done = valence("run", "first_drive", "--program", program, "--json")
    assert done.returncode == ExitCode.PROGRAM_FAILED, done.stdout
    said = answer(done, RunOutput)
    assert said.verdict == "program_failed"
    failure = said.scorecard.failure
    assert failure is not None
    assert (failure.kind, failure.line) == (kind, line)
    assert hint in failure.hint


def test_a_failure_is_shown_to_people(valence: Valence, write_program: WriteProgram) -> None:
    program = write_program("def drive(robot):\n    robot.foward(1)\n")
    done = valence("run", "first_drive", "--program", program)
    assert done.returncode == ExitCode.PROGRAM_FAILED
    assert "my_program.py, line 2: A robot has no “foward”." in done.stdout
    assert "robot.foward(1)" in done.stdout
    assert "Did you mean “robot.forward”?" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("slip", ["robot.foward(1)", "while True: pass"])
def test_what_was_printed_just_before_a_failure_is_kept(
    valence: Valence, write_program: WriteProgram, slip: str
) -> None:
    program = write_program(f"def drive(robot):\n    robot.wait(0.5)\n    print('here')\n    {slip}\n")
    done = valence("run", "first_drive", "--program", program, "--json")
    assert done.returncode == ExitCode.PROGRAM_FAILED, done.stdout
    said = answer(done, RunOutput)
    assert said.log == ["3: here"]
    (kept,) = (Path(said.folder) / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["sim_time_s"] == pytest.approx(0.5, abs=0.06)


def test_one_line_on_a_terminal_shows_how_it_goes(
    environment: dict[str, str], tmp_path: Path, write_program: WriteProgram
) -> None:
    program = write_program("def drive(robot):\n    print('Off I go.')\n    robot.forward(cm(30))\n")
    ours, theirs = pty.openpty()
    command = [*COMMAND, "run", "first_drive", "--program", str(program), "--record", str(tmp_path / "it")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=environment | {"COLUMNS": "70", "TERM": "xterm"}
    ) as run:
        os.close(theirs)
        shown = all_of(ours)
        assert run.stdout is not None
        assert "together" in run.stdout.read().decode()
    assert run.returncode == ExitCode.BELOW_PASS_MARK
    drawn = shown.replace("\r\n", "\n").split("\r\x1b[K")
    assert "  Off I go." in shown or ": Off I go." in shown
    states = [one for one in drawn if "points" in one]
    assert any("Preparing" in one for one in drawn)
    assert len(states) > 1
    assert all(" of 100 points" in one and len(one) < 70 for one in states)
    assert drawn[-1] == "", "the line is taken away at the end"


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_ctrl_c_ends_everything(environment: dict[str, str], write_program: WriteProgram, flags: list[str]) -> None:
    program = write_program(FOR_EVER)
    command = [*COMMAND, "run", "first_drive", "--program", str(program), "--pace", "1", *flags]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True, text=True
    ) as run:
        assert run.stderr is not None
        if flags:
            # It says nothing until its end; its box is what can be waited for.
            _until_children(run.pid, 2)
        else:
            assert "I am on my way." in run.stderr.readline()
        family = watch(descendants(run.pid))
        assert family
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert run.returncode == ExitCode.INTERRUPTED
    if flags:
        assert json.loads(out)["verdict"] == "interrupted"
        assert err == ""
    else:
        assert "Stopped." in err
        assert "Traceback" not in err
    await_all_ended(family)


def _until_children(pid: int, number: int) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    while len(children.read_text(encoding="ascii").split()) < number:
        os.sched_yield()
