# SPDX-License-Identifier: Apache-2.0
"""What is said of a program without running it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from valence_nodes.programs.program_check import ProgramProblem, check_program

CATALOG = Path(__file__).resolve().parents[3] / "missions" / "catalog"


def found(text: str) -> list[ProgramProblem]:
    return check_program(dedent(text))


def in_drive(*lines: str) -> list[ProgramProblem]:
    return check_program("def drive(robot):\n" + "".join(f"    {line}\n" for line in lines))


PROGRAMS = sorted(file for file in CATALOG.glob("*/*.py") if not file.stem.startswith("make_"))
"""What drives; a mission's `make_data.py` and the like make its dataset, and never see a robot."""


@pytest.mark.parametrize("file", PROGRAMS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_programs_of_the_missions_are_fine(file: Path) -> None:
    assert check_program(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "line", "severity", "said", "hint"),
    [
        ("def drive(robot)\n    robot.stop()\n", 1, "error", "colon is missing", ":"),
        ("def drive(robot):\nrobot.stop()\n", 2, "error", "indented line is missing", "four spaces"),
        ("def drive(robot):\n    pass\nreturn 5\n", 3, "error", "'return' outside function", ""),
        ("def driev(robot):\n    robot.stop()\n", 1, "error", "no function drive", "driev"),
        ("", 0, "error", "no function drive", "def drive(robot):"),
        ("def drive():\n    pass\n", 1, "error", "must take the robot", "def drive(robot):"),
        ("def drive(robot, speed):\n    robot.move(speed)\n", 1, "error", "nothing else", "def drive(robot):"),
        ("async def drive(robot):\n    robot.stop()\n", 1, "error", "async", "def drive(robot):"),
        ("def drive(robot):\n    robot.foward(1)\n", 2, "error", "no “foward”", "robot.forward"),
        ("def drive(r):\n    x = r.lidar_camera_radar\n", 2, "error", "no “lidar_camera_radar”", "A robot has:"),
        ("def drive(robot):\n    forward(1)\n", 2, "error", "nothing called “forward”", "robot.forward"),
        ("def drive(robot):\n    print(robot.time_s())\n", 2, "error", "a value, not a function", "without brackets"),
        ("def drive(robot):\n    if robot.distance < 1:\n        pass\n", 2, "error", "not called", "distance(…)"),
        ("def drive(robot):\n    print(robot.distance - 0.1)\n", 2, "error", "not called", "distance(…)"),
        ("def drive(robot):\n    robot.stop\n", 2, "warning", "not called", "robot.stop(…)"),
        ("def drive(robot):\n    robot.move = 0.2\n", 2, "warning", "“=” does not call it", "robot.move(…)"),
        ("def drive(robot):\n    robot.time_s = 0\n", 2, "error", "can be read, but not set", ""),
        ("def drive(robot):\n    robot.forward()\n", 2, "error", "distance_m", ""),
        ("def drive(robot):\n    robot.turn(0,5, 1)\n", 2, "error", "too many", "point (0.5)"),
        ("def drive(robot):\n    robot.turn(angle=1)\n", 2, "error", "angle", ""),
        ("def drive(robot):\n    robot.move(sped)\n", 2, "error", "nothing called “sped”", "spelt"),
        ("def drive(robot):\n    speed = 1\n    robot.move(sped)\n", 3, "error", "nothing called “sped”", "“speed”?"),
        ("def drive(robot):\n    print(math.pi)\n", 2, "error", "nothing called “math”", "import math"),
        ("def drive(robot):\n    print(distance)\n", 2, "error", "nothing called “distance”", "robot.distance"),
        ("def drive(robot):\n    robot.wait(1 if true else 2)\n", 2, "error", "“true”", "“True”?"),
        ("def go(it):\n    it.foward(1)\ndef drive(robot):\n    go(robot)\n", 2, "error", "“foward”", "robot.forward"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text: str, line: int, severity: str, said: str, hint: str) -> None:
    problems = check_program(text)
    assert [(one.line, one.severity) for one in problems] == [(line, severity)]
    assert said in problems[0].message
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    "loop",
    [
        ["while True:", "    print(robot.distance())"],
        ["while True:", "    pass"],
        ["while 1:", "    if robot.distance() < 0.5:", "        break"],
        ["while robot.distance() > 0.5:", "    pass"],
        ["while robot.running:", "    x = robot.distance(deg(90))"],
        ["while robot.time_s < 5:", "    robot.say('waiting')"],
        ["while robot.scan.min() > 0.3:", "    n = len(robot.detections)"],
        ["while not robot.detections:", "    for one in [1, 2]:", "        print(one)"],
    ],
)
def test_a_loop_in_which_no_time_passes_gets_a_warning(loop: list[str]) -> None:
    problems = in_drive(*loop)
    assert [(one.line, one.severity) for one in problems] == [(2, "warning")]
    assert "robot.wait" in problems[0].hint


@pytest.mark.parametrize(
    "lines",
    [
        ["while robot.running:", "    robot.move(0.1)"],
        ["while robot.distance() > 0.5:", "    robot.wait(0.1)"],
        ["step = tools.step", "while True:", "    step(robot)"],
        ["while True:", "    tools.step()"],
        ["go = robot.move", "while robot.running:", "    go(0.1)"],
        ["n = 0", "while True:", "    n += 1", "    if n > 5:", "        break", "robot.stop()"],
        ["n = 0", "while robot.distance() > 0.5 and n < 10:", "    n += 1"],
        ["while True:", "    break"],
        ["x = [3]", "while robot.running and x[0]:", "    x[0] -= 1"],
        ["while x < 3:", "    x = x + 1"],
        ["for i in range(4):", "    robot.forward(1)", "    robot.turn(deg(90))"],
        ["while robot.running:", "    yield robot.distance()"],
        ["robot.memory = []", "robot.memory.append(1)"],
        ["robot = [robot]", "robot.append(3)"],
        ["if hasattr(robot, 'arm'):", "    robot.arm(1)"],
        ["try:", "    robot.arm(1)", "except AttributeError:", "    robot.stop()"],
        ["def inner(robot):", "    return robot.nothing", "robot.stop()"],
        ["x = [robot.nothing for robot in []]"],
        ["numbers = (1, 0.2)", "robot.move(*numbers)"],
        ["act = robot.forward if robot.distance() > 1 else robot.turn", "act(1)"],
        ["if robot.scan.min() < 1 and robot.odometry.x_m > 1 and robot.battery.fraction == 1:", "    robot.stop()"],
    ],
)
def test_a_good_program_is_not_blamed(lines: list[str]) -> None:
    assert check_program("import tools\ndef drive(robot):\n" + "".join(f"    {line}\n" for line in lines)) == []


@pytest.mark.parametrize(
    "text",
    [
        "from somewhere import *\n",
        "from elsewhere import make\ndrive = make()\n",
        "from elsewhere import drive\n",
        "if True:\n    def drive(robot):\n        robot.stop()\n",
        "def drive(*robots):\n    robots[0].stop()\n",
        "def drive(robot, fast=True):\n    robot.stop()\n",
        "from elsewhere import decorated\n@decorated\ndef drive():\n    pass\n",
        "def stop():\n    pass\ndef drive(robot):\n    stop()\n",
    ],
)
def test_a_drive_that_comes_another_way_is_not_missed(text: str) -> None:
    assert check_program(text) == []


def test_a_helper_that_is_given_other_things_too_is_left_alone() -> None:
    text = """
        def show(thing):
            print(thing.length)
        def drive(robot):
            show(robot)
            show([1, 2])
        """
    assert found(text) == []


def test_columns_count_characters() -> None:
    (problem,) = in_drive('print("äöü", robot.foo)')
    assert problem.column == len('    print("äöü", ') + 1


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("robot.wait(robot.foo + 1)", "robot.foo"),
        ('print("äöü", robot.foo)', "robot.foo"),
        ("robot.move(spede)", "spede"),
        ("robot.time_s = 3", "robot.time_s"),
    ],
)
def test_columns_mark_what_is_wrong(line: str, marked: str) -> None:
    (problem,) = in_drive(line)
    assert f"    {line}"[problem.column - 1 : problem.end_column - 1] == marked


def test_what_goes_on_in_another_line_has_no_end_column() -> None:
    (problem,) = in_drive("robot.turn(1,", "    2, 3)")
    assert (problem.line, problem.column, problem.end_column) == (2, 5, 0)


def test_names_that_come_in_any_way_are_known() -> None:
    text = """
        import math as m, os.path
        from random import random as chance
        total = 0
        def helper(a, /, b=1, *rest, c, **more):
            global total
            total += a + b + len(rest) + c + len(more)
            return lambda x: x + __name__.count("p")
        class Place:
            x_m = 1.0
        def drive(robot):
            with open("f") as file, (yield_ := file):
                print(file, yield_)
            for i, (j, *k) in enumerate([]):
                print(i, j, k, [q for q in k if (w := q)], w, cm(1), deg(2), m.pi, os.path, chance(), Place, helper)
            match robot.time_s:
                case {"a": one, **others}:
                    print(one, others)
                case [first, *last] as both:
                    print(first, last, both)
            del i
        """
    assert found(text) == []


def test_problems_stand_in_the_order_of_the_lines() -> None:
    lines = [one.line for one in in_drive("robot.b()", "robot.stop", "robot.a()", "while True:", "    pass")]
    assert lines == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "-" * 100_000 + "1",
        "x = " + "+".join("1" * 100_000),
        "x" + ".y" * 50_000,
        "if 1:\n" * 1 + "".join(" " * n + "if 1:\n" for n in range(1, 200)),
        "9" * 100_000,
        "\0",
        "def drive(robot):\n" + "    robot.a.b\n" * 10_000,
        "x = '" + "\\" * 99_999,
        "f'{" * 1000,
        "\x0c\x0b\x1c = 1",
    ],
    ids=lambda text: text[:8],
)
def test_a_malicious_text_gets_an_answer(text: str) -> None:
    assert any(problem.severity == "error" for problem in check_program(text))


@given(st.text())
@example("\ud800")
@example("def drive(robot):\n    robot.\ufb01sh()\n")
@example("\f\n\x1cdef drive(r): r.é")
def test_any_text_gets_an_answer(text: str) -> None:
    for problem in check_program(text):
        assert problem.message
        assert problem.line >= 0
