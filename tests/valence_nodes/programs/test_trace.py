# SPDX-License-Identifier: Apache-2.0
"""What a learner can see afterwards of a program: where it was at each step, and what its variables held."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from tests.valence_nodes.programs.conftest import Drive, RunProgram
from valence_nodes.programs.trace import MAX_FUNCTIONS, MAX_TRACE_BYTES, MAX_VALUE_CHARS, MAX_VARIABLES, Trace

Traced = Callable[..., Drive]


@pytest.fixture
def traced(drive: RunProgram) -> Traced:
    """Runs a program's text and takes its trace."""
    return lambda text, steps=5, **more: drive(dedent(text).lstrip("\n"), steps, trace=True, **more)


def first(result: Drive) -> Trace:
    assert result.failure is None
    assert result.traces[0] is not None
    return result.traces[0]


def variables(trace: Trace | None) -> dict[str, str]:
    assert trace is not None
    return dict(zip(trace.names, trace.values, strict=True))


def where(trace: Trace | None) -> list[tuple[str, int]]:
    assert trace is not None
    return list(zip(trace.functions, trace.lines, strict=True))


def test_a_loop_shows_its_line_and_its_variables_at_each_step(traced):
    result = traced(
        """
        def drive(robot):
            for count in range(3):
                speed = 0.1 * count
                robot.move(speed)
            robot.wait(0.1)
        """
    )
    assert [where(trace) for trace in result.traces] == [[("drive", 4)]] * 3 + [[("drive", 5)]] * 2
    assert [variables(trace) for trace in result.traces[:3]] == [
        {"count": "0", "speed": "0.0"},
        {"count": "1", "speed": "0.1"},
        {"count": "2", "speed": "0.2"},
    ]


def test_a_step_within_a_long_call_is_that_of_its_line(traced):
    result = traced("def drive(robot):\n    robot.forward(0.05)\n    robot.turn(1.0)\n", steps=8)
    assert {where(trace)[-1] for trace in result.traces} == {("drive", 2)}


def test_a_function_shows_who_called_it_and_its_own_variables(traced):
    trace = first(
        traced(
            """
            def drive(robot):
                far = 3.5
                go(robot, "left")

            def go(robot, side):
                sign = 1 if side == "left" else -1
                robot.move(0.1, sign * 0.5)
            """
        )
    )
    assert where(trace) == [("drive", 3), ("go", 7)]
    assert variables(trace) == {"side": "'left'", "sign": "1"}


def test_global_variables_that_a_function_uses_are_shown_and_no_others(traced):
    trace = first(
        traced(
            """
            import math
            from math import pi, sqrt
            SPEED, UNUSED, move, steps = 0.15, 7, "an attribute has this name", 0

            class Place: ...

            def helper(): ...

            def drive(robot):
                global steps
                steps = steps + 1
                helper(), Place(), math.pi, sqrt(pi), deg(90)
                robot.move(SPEED)
            """
        )
    )
    assert variables(trace) == {"steps": "1", "pi": "3.142", "SPEED": "0.15"}


def test_a_program_of_blocks_whose_variables_are_all_global(traced):
    result = traced(
        """
        distance = None
        turns = None

        def look_and_turn(robot):
            global distance, turns
            distance = robot.distance()
            turns = turns + 1
            robot.move(0, 0.5)

        def drive(robot):
            global distance, turns
            turns = 0
            while robot.running:
                look_and_turn(robot)
        """,
        steps=2,
    )
    assert variables(result.traces[0]) == {"distance": "2.0", "turns": "1"}
    assert variables(result.traces[1])["turns"] == "2"
    assert where(result.traces[1]) == [("drive", 14), ("look_and_turn", 8)]


def test_comprehensions_lambdas_and_generators_are_places_like_others(traced):
    result = traced(
        """
        def drive(robot):
            speed = 0.1
            [robot.move(speed * n) for n in (1,)]
            go = lambda: robot.move(speed)
            go()
            list(robot.move(speed) for _ in (1,))
        """
    )
    assert [where(trace)[0] for trace in result.traces[:3]] == [("drive", 3), ("drive", 5), ("drive", 6)]
    assert {variables(trace)["speed"] for trace in result.traces[:3]} == {"0.1"}
    assert where(result.traces[1]) == [("drive", 5), ("<lambda>", 4)]
    assert not any(name.startswith(".") for trace in result.traces[:3] for name in trace.names)


def test_methods_show_their_variables_and_objects_their_class(traced):
    trace = first(
        traced(
            """
            class Driver:
                def __init__(self, robot):
                    self.robot = robot

                def go(self, speed):
                    self.robot.move(speed)

            def drive(robot):
                Driver(robot).go(0.1)
            """
        )
    )
    assert where(trace) == [("drive", 9), ("go", 6)]
    assert variables(trace) == {"self": "<Driver>", "speed": "0.1"}


def test_a_class_body_and_code_of_exec_have_variables_too(traced):
    result = traced(
        """
        FAST = 0.2

        def drive(robot):
            class Course:
                speed = FAST / 2
                robot.move(speed)
            exec(compile("slow = 0.05\\nrobot.move(slow)", "my_program.py", "exec"), {"robot": robot})
        """
    )
    assert variables(result.traces[0]) == {"FAST": "0.2", "speed": "0.1"}
    assert where(result.traces[0]) == [("drive", 4), ("Course", 6)]
    assert variables(result.traces[1]) == {"slow": "0.05"}


def test_variables_of_an_outer_function_are_shown_where_they_are_used(traced):
    trace = first(
        traced(
            """
            def drive(robot):
                count, other = 3, 4
                def inner():
                    nonlocal count
                    count += 1
                    robot.move(0.1)
                inner()
            """
        )
    )
    assert variables(trace) == {"count": "4"}


def test_a_deep_recursion_is_shortened_in_its_middle(traced):
    result = traced(
        """
        def drive(robot):
            dive(robot, 300)

        def dive(robot, left):
            if left:
                dive(robot, left - 1)
            else:
                robot.move(0.1)
        """
    )
    deepest = where(first(result))
    assert len(deepest) == MAX_FUNCTIONS
    assert deepest == [("drive", 2), *[("dive", 6)] * 2, ("… 295 more", 0), *[("dive", 6)] * 3, ("dive", 8)]
    assert variables(result.traces[0]) == {"left": "0"}


def test_readings_of_the_robot_are_shown_with_their_numbers(traced):
    trace = first(
        traced(
            """
            def drive(robot):
                here, charge, scan, nearest = robot.odometry, robot.battery, robot.scan, robot.scan.min()
                robot.move(0.1)
            """
        )
    )
    assert variables(trace) == {
        "here": "Odometry(x_m=0.0, y_m=0.0, yaw_rad=0.0, speed_mps=0.0, turn_radps=0.0)",
        "charge": "Battery(voltage_v=12.0, fraction=0.9)",
        "scan": "array 360 float32",
        "nearest": "2.0",
    }


def test_many_and_long_variables_are_limited(traced):
    many = "\n".join(f"    v{number} = {number}" for number in range(50))
    trace = first(traced(f"def drive(robot):\n{many}\n    robot.move(0.1)\n"))
    assert len(trace.names) == MAX_VARIABLES
    long = "\n".join(f"    {'ü' * 50}{number} = 'ö' * 1000" for number in range(20))
    trace = first(traced(f"def drive(robot):\n{long}\n    robot.move(0.1)\n"))
    assert 5 < len(trace.names) < MAX_VARIABLES
    assert max(map(len, trace.values)) <= MAX_VALUE_CHARS
    assert sum(len(text.encode()) for text in (*trace.names, *trace.values, *trace.functions)) <= MAX_TRACE_BYTES


def test_what_steers_a_terminal_is_harmless(traced):
    trace = first(traced("def drive(robot):\n    a, b = '\\x1b[2J\\u202e', {'\\r': '\\x9b'}\n    robot.move(0.1)\n"))
    assert all(value.isprintable() for value in trace.values)


def test_nothing_is_gathered_unless_it_is_asked_for(drive):
    assert drive("def drive(robot):\n    robot.wait(0.1)\n").traces == [None, None, None]


def test_there_is_no_place_when_drive_has_returned(traced):
    assert traced("def drive(robot):\n    robot.move(0.1)\n").traces[-1] is None


HOSTILE = """
import collections, threading
shouts = []

def shout(*_, **__):
    shouts.append("heard")
    print("HEARD")
    return "shouted"

class Meta(type):
    __hash__ = __eq__ = __getattribute__ = __subclasscheck__ = __instancecheck__ = __call__ = shout

class Loud:
    __repr__ = __str__ = __format__ = __hash__ = __eq__ = __len__ = __iter__ = __bool__ = __float__ = shout
    __getattribute__ = __call__ = __index__ = shout

class Liar:
    __class__ = property(shout)

class Text(str):
    __repr__ = __str__ = __format__ = __len__ = __eq__ = __hash__ = __getattribute__ = shout

class Table(dict):
    __getitem__ = __iter__ = items = keys = __len__ = get = __getattribute__ = __contains__ = shout

class Numbers(list):
    __iter__ = __len__ = __getitem__ = __repr__ = __getattribute__ = shout

Point = collections.namedtuple("Point", "x y")

def drive(robot):
    knot = []; knot.append(knot)
    ring = {}; ring["ring"] = ring
    deep = None
    for _ in range(5000): deep = [deep]
    huge, minus = 10 ** 100_000, -(10 ** 4000)
    wide = list(range(1_000_000))
    far = range(10 ** 5000)
    loud, liar, text, table, numbers = Loud(), Liar(), Text("x"), Table(a=1), Numbers([1])
    strange = Meta("Strange", (), {})
    odd = object.__new__(strange)
    mixed = [loud, liar, text, odd, Point(1, 2)]
    lone = "\\ud800" * 3
    raw = bytes(1000)
    robot.move(0.1)
    robot.wait(1)
"""


def test_hostile_values_are_harmless_and_their_code_is_not_run(traced):
    result = traced(HOSTILE)
    shown = variables(first(result))
    assert result.said == []
    assert shown["knot"] == "[[[…]]]"
    assert shown["ring"] == "{'ring': {'ring': {…}}}"
    assert shown["deep"] == "[[[…]]]"
    assert shown["huge"] == "<int of 332193 bits>"
    assert shown["wide"] == "[0, 1, 2, 3, 4, 5, … 999994 more]"
    assert shown["far"].startswith("range(0, <int of")
    assert [shown[name] for name in ("loud", "liar", "text", "table", "numbers", "odd")] == [
        "<Loud>",
        "<Liar>",
        "<Text>",
        "<Table>",
        "<Numbers>",
        "<Strange>",
    ]
    assert shown["mixed"] == "[<Loud>, <Liar>, <Text>, <Strange>, <Point>]"
    assert "strange" not in shown
    assert shown["raw"].startswith(r"b'\x00")
    assert max(map(len, shown.values())) <= MAX_VALUE_CHARS


@pytest.mark.parametrize(
    "mischief",
    [
        "robot._link._tracer.look = lambda frame: 1 / 0",
        "robot._link._tracer = None",
        "import sys; sys.modules['numpy'] = robot",
        "import sys; sys.setrecursionlimit(60)",
        "drive.__code__ = drive.__code__.replace(co_name='\\ud800' * 99)",
        "globals()['\\ud800'] = globals()[5] = globals()[''] = 1",
        "import sys; sys.settrace(lambda *_: None)",
    ],
)
def test_a_program_that_meddles_with_its_trace_loses_no_more_than_that(traced, mischief):
    lines = [
        f"    try:\n        {mischief}",
        "    except ValueError: pass",
        "    robot.move(0.1)",
        "    robot.move(0.2)",
    ]
    result = traced("\n".join(["def drive(robot):", *lines, ""]))
    if "1 / 0" in mischief:
        assert result.failure is not None  # it has put code of its own into the way
        assert result.failure.kind == "exception"
    else:
        assert result.failure is None
        assert [action[0] for action in result.actions[:2]] == [0.1, 0.2]


BEHAVIOUR = """
import gc, weakref

class Thing: ...

def drive(robot):
    seen = []
    def note(text):
        seen.append(text)
        print(text)
    def kept():
        mine = locals()
        later = 1
        robot.move(0.1)
        note(sorted(mine))
    def executed():
        exec("hidden = 5")
        robot.move(0.1)
        note(sorted(locals()))
    def forgotten():
        thing = Thing()
        gone = weakref.ref(thing, lambda _: note("gone"))
        robot.move(0.1)
        del thing
        note("after")
        robot.move(0.1)
    for each in (kept, executed, forgotten):
        each()
"""


def test_a_program_can_not_tell_whether_it_is_watched(traced, drive):
    watched, alone = traced(BEHAVIOUR), drive(BEHAVIOUR, 5)
    assert watched.failure is alone.failure is None
    assert alone.said[2:4] == ["gone", "after"]
    assert watched.said == alone.said
    assert watched.actions == alone.actions
