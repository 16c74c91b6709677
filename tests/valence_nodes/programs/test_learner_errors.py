# SPDX-License-Identifier: Apache-2.0
"""What a learner is told: their line, what is wrong in plain words, and what to try."""

from __future__ import annotations

import pytest

from valence_nodes.programs.session import StepLimits

HASTY = StepLimits(step_wall_s=1.0, load_wall_s=60.0)


def program(*lines: str) -> str:
    return "def drive(robot):\n" + "".join(f"    {line}\n" for line in lines)


MISTAKES = {
    "robot name misspelt": (program("robot.forwrad(1)"), 2, "A robot has no “forwrad”.", "robot.forward"),
    "variable misspelt": (program("speed = 0.1", "robot.move(sped)"), 3, "nothing called “sped”", "“speed”"),
    "robot. forgotten": (program("forward(1)"), 2, "nothing called “forward”", "robot.forward"),
    "true in small letters": (program("while true:", "    robot.wait(1)"), 2, "“true”", "“True”"),
    "colon forgotten": ("def drive(robot):\n    if robot.running\n        robot.stop()\n", 2, "colon", ":"),
    "colon after def forgotten": ("def drive(robot)\n    pass\n", 1, "colon", ":"),
    "indentation forgotten": ("def drive(robot):\nrobot.stop()\n", 2, "indented line is missing", "four spaces"),
    "indentation uneven": (program("x = 1", "  y = 2"), 3, "too far in", "column"),
    "bracket not closed": (program("robot.forward(cm(50)"), 2, "never closed", "brackets"),
    "text not closed": (program('robot.say("hello)'), 2, "never closed", "text"),
    "= instead of ==": (program("if robot.time_s = 1:", "    pass"), 2, "does not compare", "=="),
    "brackets on a value": (program("x = robot.scan()"), 2, "robot.scan is a value", "without brackets"),
    "brackets forgotten": (program("if robot.distance > 0.5:", "    pass"), 2, "function is used", "brackets"),
    "value forgotten": (program("robot.forward()"), 2, "forward(…) needs a value", "between the brackets"),
    "comma instead of point": (program("robot.wait(0,5)"), 2, "Too many values", "point"),
    "no such field": (program("robot.odometry.x"), 2, "There is no “x”", "x_m"),
    "division by zero": (program("1 / 0"), 2, "divided by zero", "if"),
    "index too large": (program("[1, 2][5]"), 2, "no entry with that number", "from 0"),
    "endless recursion": (program("def f(): f()", "f()"), 2, "calls itself", "loop"),
    "no such module": (program("import rclpy"), 2, "no module “rclpy”", "robot object"),
    "input": (program("input()"), 2, "Nobody can type", "input()"),
    "no such file": (program("open('map.txt')"), 2, "no file 'map.txt'", "empty folder"),
    "text and number": (program("1 + 'a'"), 2, "text and a number", "float"),
    "None used": (program("x = None", "x + 1"), 3, "None", "return"),
    "no drive": ("def drve(robot):\n    pass\n", 1, "no function drive", "“drve”"),
    "drive without robot": ("def drive():\n    pass\n", None, "must take the robot", "def drive(robot):"),
    "exit": (program("exit()"), 2, "nothing called “exit”", ""),
    "sys.exit": (program("import sys", "sys.exit()"), 3, "ended itself", "return"),
    "array as truth": (program("if robot.scan > 1:", "    pass"), 2, "array can't be true", ".any()"),
    "a thread": (
        program("import threading", "threading.Thread(target=print).start()"),
        3,
        "does not allow threads",
        "loop",
    ),
    "an error of their own": (program("class Odd(Exception): pass", "raise Odd('why')"), 3, "Odd: why", ""),
    "an error that has no text": (
        "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\n" + program("raise Odd"),
        5,
        "raised Odd",
        "",
    ),
    "an error with half a character": (program("raise ValueError('\\udc80 x')"), 2, "? x", ""),
    "drive is async": ("async " + program("robot.stop()"), 1, "must not be async", "def drive(robot):"),
    "drive is a generator": (program("yield 1"), 1, "yield", "robot.wait"),
    "form feed in a text": (program("x = '\x0c\u2028'", "1 / 0"), 3, "divided by zero", "if"),
    "import at the top": ("import requests\n" + program("pass"), 1, "“requests”", "network"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_explained(drive, mistake):
    text, line, message, hint = MISTAKES[mistake]
    failure = drive(text, steps=20).failure
    assert failure is not None
    assert failure.line == line
    assert message in failure.message
    assert hint in failure.hint
    assert "Traceback" not in failure.message + failure.hint
    assert "/lab" not in failure.message + failure.hint
    if line is not None:
        assert failure.source_line == text.split("\n")[line - 1].strip()


def test_a_loop_in_which_no_time_passes_names_its_line(drive):
    failure = drive(program("robot.wait(0.1)", "while robot.distance() > 0.1:", "    pass"), step_limits=HASTY).failure
    assert failure is not None
    assert failure.kind == "time_step"
    assert failure.line in {3, 4}
    assert "robot.wait" in failure.hint


def test_bare_except_can_not_hide_the_end_of_the_episode(drive):
    text = program("while True:", "    try:", "        robot.wait(1)", "    except Exception:", "        pass")
    assert drive(text, steps=10).failure is None


def test_a_long_call_of_c_code_names_its_line(drive):
    failure = drive(program("robot.wait(0.1)", "import re", "re.match('(a+)+b', 'a' * 60)"), step_limits=HASTY).failure
    assert failure is not None
    assert failure.kind == "time_step"
    assert failure.line == 4


def test_a_program_that_does_not_load_in_time_is_told_its_limit(drive):
    failure = drive("while True:\n    pass\n", step_limits=StepLimits(step_wall_s=60.0, load_wall_s=0.5)).failure
    assert failure is not None
    assert "0.5 s" in failure.message
    assert failure.line in {1, 2}


def test_finally_runs_when_the_episode_is_over_and_is_heard(drive):
    text = program("try:", "    robot.wait(100)", "finally:", "    print('bye')")
    result = drive(text, steps=5)
    assert result.failure is None
    assert result.said == ["bye"]


@pytest.mark.parametrize("words", ["1 / 0", "robot.wait(1)", "robot.stop()", "raise ValueError('x')", "return"])
def test_a_slip_in_finally_is_no_failure(drive, words):
    text = program("try:", "    robot.wait(100)", "finally:", "    print('bye')", f"    {words}")
    result = drive(text, steps=5)
    assert result.failure is None
    assert result.said == ["bye"]


def test_modern_python_works(drive):
    text = """
    from __future__ import annotations
    from dataclasses import dataclass
    from enum import Enum
    from typing import NamedTuple, get_type_hints

    @dataclass
    class Place:
        x_m: float = 1.0

    class Point(NamedTuple):
        x: int

    class Side(Enum):
        LEFT = 1

    def drive(robot):
        print(Place(), Point(2), Side.LEFT, get_type_hints(Place))
    """
    assert drive(text).said == ["Place(x_m=1.0) Point(x=2) Side.LEFT {'x_m': <class 'float'>}"]


@pytest.mark.parametrize("end", ["1 / 0", "while True: pass"])
def test_what_was_printed_before_a_mistake_is_in_the_log(drive, end):
    result = drive(program("robot.wait(0.1)", "print('so far')", "print('and then', end='')", end), step_limits=HASTY)
    assert result.failure is not None
    assert result.said == ["so far", "and then"]
