# SPDX-License-Identifier: Apache-2.0
"""What a learner is told: their line, what is wrong in plain words, and what to try."""

from __future__ import annotations

import pytest


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
        assert failure.source_line == text.splitlines()[line - 1].strip()


def test_a_loop_in_which_no_time_passes_names_its_line(drive):
    failure = drive(program("robot.wait(0.1)", "while robot.distance() > 0.1:", "    pass")).failure
    assert failure is not None
    assert failure.kind == "time_step"
    assert failure.line in {3, 4}
    assert "robot.wait" in failure.hint


def test_bare_except_can_not_hide_the_end_of_the_episode(drive):
    text = program("while True:", "    try:", "        robot.wait(1)", "    except Exception:", "        pass")
    assert drive(text, steps=10).failure is None
