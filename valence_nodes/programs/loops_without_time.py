# SPDX-License-Identifier: Apache-2.0
"""Finds loops that wait for the robot but let no time pass for it, the commonest way to hang a program.

It rather misses a loop than warns of a good one: as soon as anything is called that might let time pass, or anything
changes that might end the loop, it is silent.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from valence_nodes.programs.robot_in_syntax import is_robots

TIME_PASSES_IN = frozenset({"forward", "move", "stop", "turn", "wait"})
"""Methods of a robot that let time pass."""

_HARMLESS_FUNCTIONS = frozenset(
    {"abs", "bool", "cm", "deg", "float", "int", "len", "max", "min", "print", "range", "round", "str", "sum"}
)
_HARMLESS_MODULES = frozenset({"math", "np", "numpy"})
_EXITS = (ast.Break, ast.Return, ast.Raise, ast.Assert)


def loops_without_time(part: ast.AST, robot: str, own_names: frozenset[str]) -> Iterator[ast.While]:
    """Finds the loops.

    Args:
        part: function in which the name `robot` stands for the robot.
        robot: that name.
        own_names: every name that the program itself gives to something.
    """
    for loop in ast.walk(part):
        if isinstance(loop, ast.While) and _waits_in_vain(loop, robot, own_names):
            yield loop


def _waits_in_vain(loop: ast.While, robot: str, own_names: frozenset[str]) -> bool:
    inside = [loop.test, *loop.body]
    parts = [part for one in inside for part in ast.walk(one)]
    if any(_may_pass_time(part, robot, own_names) for part in parts):
        return False
    always = isinstance(loop.test, ast.Constant) and bool(loop.test.value)
    in_test = {part.id for part in ast.walk(loop.test) if isinstance(part, ast.Name)}
    if not always and robot not in in_test:
        return False
    changed = {part.id for part in parts if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)}
    things_change = any(
        isinstance(part, ast.Attribute | ast.Subscript) and not isinstance(part.ctx, ast.Load) for part in parts
    )
    exits = any(isinstance(part, _EXITS) for part in parts)
    if exits:
        # It may count up to something, or be left at once.
        at_once = any(isinstance(one, _EXITS) for one in loop.body)
        return not (changed or things_change or at_once)
    return always or not (in_test & changed or things_change)


def _may_pass_time(part: ast.AST, robot: str, own_names: frozenset[str]) -> bool:
    if isinstance(part, ast.Yield | ast.YieldFrom | ast.Await | ast.With | ast.AsyncWith | ast.AsyncFor):
        return True
    if isinstance(part, ast.For | ast.comprehension):
        # A name may stand for a generator that drives the robot.
        return not isinstance(part.iter, ast.Attribute | ast.Call | ast.List | ast.Tuple)
    if not isinstance(part, ast.Call):
        return False
    if any(isinstance(one, ast.Name) and one.id == robot for one in [*part.args, *(k.value for k in part.keywords)]):
        return True
    called = part.func
    if isinstance(called, ast.Name):
        return called.id not in _HARMLESS_FUNCTIONS or called.id in own_names
    while isinstance(called, ast.Attribute):
        if isinstance(called.value, ast.Name):
            if called.value.id == robot:
                return called.attr in TIME_PASSES_IN
            return called.value.id not in _HARMLESS_MODULES
        if is_robots(called.value, robot):
            return False  # such as robot.scan.min()
        called = called.value
    return True
