# SPDX-License-Identifier: Apache-2.0
"""What can be said of a program without running it: `./valence check program PATH`, and the editor.

It never runs a line of it, and it rather misses a mistake than blames a good program.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from valence_nodes.programs import learner_errors
from valence_nodes.programs.learner_errors import PROPERTIES, ROBOT_NAMES
from valence_nodes.programs.loops_without_time import loops_without_time
from valence_nodes.programs.robot import Robot
from valence_nodes.programs.robot_in_syntax import (
    calls_one_of,
    first_argument_is,
    first_parameter,
    is_robots,
    module_statements,
    names_given,
    renames,
    robots_parts,
)
from valence_nodes.programs.syntax_errors import explain_syntax

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_GIVEN_NAMES = frozenset({*dir(builtins), "cm", "deg", "lab", "__file__", "__annotations__", "__builtins__"})
"""What every program has without giving it a name."""
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True)
class ProgramProblem:
    """Something that is wrong with a program.

    Attributes:
        line: 1-based, 0 when the program as a whole is meant.
        column: 1-based, in characters; 0 when the line as a whole is meant.
        end_column: of the first character behind it; 0 when that is not known, or in another line.
        severity: `error` when the program can't be run to its end, `warning` when it likely isn't meant so.
        message: what is wrong, for a learner.
        hint: what to do; may be empty.
    """

    line: int
    column: int
    end_column: int
    severity: Literal["error", "warning"]
    message: str
    hint: str


def check_program(text: str, name: str = "program.py") -> list[ProgramProblem]:
    """Checks a program.

    Args:
        text: the Python source.
        name: how the learner knows it.

    Returns:
        What was found, in the order of the lines.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, name)
            compile(tree, name, "exec", dont_inherit=True)
        found = list(_Program(tree, text).problems())
    except SyntaxError as error:
        explained = explain_syntax(error, text)
        column, line = error.offset or 0, explained.line or 0
        end = error.end_offset or 0 if error.end_lineno == line else 0
        end = end if end > column else 0
        return [ProgramProblem(line, column, end, "error", explained.message, explained.hint)]
    except (RecursionError, MemoryError, ValueError, OverflowError):
        hint = "Break long formulas into several lines."
        return [ProgramProblem(0, 0, 0, "error", "The program is nested too deeply, or holds too long a number.", hint)]
    return sorted(set(found), key=lambda one: (one.line, one.column, one.message))


class _Program:
    """One program that is being checked."""

    def __init__(self, tree: ast.Module, text: str) -> None:
        self._tree = tree
        self._text = text
        self._lines = text.splitlines()
        parts = list(ast.walk(tree))
        self._calls = [part for part in parts if isinstance(part, ast.Call)]
        self._own_names = frozenset(names_given(parts))
        called_without_robot = {id(call.func) for call in self._calls if calls_one_of(call, set(ROBOT_NAMES))}
        known = self._own_names | _GIVEN_NAMES
        self._loads = [
            part
            for part in parts
            if isinstance(part, ast.Name) and part.id not in known and id(part) not in called_without_robot
        ]
        self._all_names_known = not any(
            isinstance(part, ast.ImportFrom) and any(alias.name == "*" for alias in part.names) for part in parts
        ) and not any(calls_one_of(call, {"exec", "globals", "vars", "__import__"}) for call in self._calls)
        # A program that asks what a robot has, or gives it more, knows better.
        self._asks = any(calls_one_of(call, {"getattr", "hasattr", "setattr"}) for call in self._calls) or any(
            isinstance(part, ast.Try) for part in parts
        )

    def problems(self) -> Iterator[ProgramProblem]:
        """Finds everything."""
        yield from self._names_without_robot()
        yield from self._unknown_names()
        defined = [
            one
            for one in module_statements(self._tree)
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == "drive"
        ]
        if not defined:
            if "drive" not in self._own_names and self._all_names_known:
                yield self._without_drive()
            return
        drive = defined[-1]
        if drive.decorator_list:
            return
        if isinstance(drive, ast.AsyncFunctionDef):
            yield self._problem(drive, "error", "The function drive can't be async.", "Write “def drive(robot):”.")
            return
        robot = first_parameter(drive)
        needed = len(drive.args.posonlyargs) + len(drive.args.args) - len(drive.args.defaults)
        if robot is None:
            if drive.args.vararg is None:
                yield self._problem(drive, "error", *learner_errors.WITHOUT_ROBOT)
            return
        if needed > 1 or None in drive.args.kw_defaults:
            message = "The function drive is given the robot and nothing else, but it wants more."
            yield self._problem(drive, "error", message, "Write “def drive(robot):”.")
        for function, name in self._functions_with_robot(drive, robot):
            yield from self._in_function(function, name)

    def _without_drive(self) -> ProgramProblem:
        explained = learner_errors.without_function(self._text, sorted(self._own_names))
        return ProgramProblem(explained.line or 0, 0, 0, "error", explained.message, explained.hint)

    def _names_without_robot(self) -> Iterator[ProgramProblem]:
        if not self._all_names_known:
            return
        for call in self._calls:
            if isinstance(call.func, ast.Name) and call.func.id in ROBOT_NAMES and call.func.id not in self._own_names:
                yield self._problem(call, "error", *learner_errors.without_robot_before(call.func.id))

    def _unknown_names(self) -> Iterator[ProgramProblem]:
        """Names that nothing has, anywhere in the program."""
        if not self._all_names_known or self._asks:
            return
        told: dict[str, tuple[str, str]] = {}
        for part in self._loads:
            if part.id not in told:
                told[part.id] = learner_errors.unknown_name(part.id, self._own_names)
            yield self._problem(part, "error", *told[part.id])

    def _functions_with_robot(self, drive: ast.FunctionDef, robot: str) -> list[tuple[ast.FunctionDef, str]]:
        """`drive`, and the functions of the program that it hands the robot to, each with its name for it."""
        top = {one.name: one for one in self._tree.body if isinstance(one, ast.FunctionDef) and not one.decorator_list}
        found = {drive.name: (drive, robot)}
        queue = [(drive, robot)]
        while queue:
            function, name = queue.pop()
            if renames(function, name):
                found.pop(function.name)
                continue
            for call in (part for part in ast.walk(function) if isinstance(part, ast.Call)):
                helper = top.get(call.func.id) if isinstance(call.func, ast.Name) else None
                if helper is None or helper.name in found or not call.args:
                    continue
                its_name = first_parameter(helper)
                if its_name and all(
                    first_argument_is(one, name) for one in self._calls if calls_one_of(one, {helper.name})
                ):
                    found[helper.name] = (helper, its_name)
                    queue.append(found[helper.name])
        return list(found.values())

    def _in_function(self, function: ast.FunctionDef, robot: str) -> Iterator[ProgramProblem]:
        parts = list(robots_parts(function, robot))
        own = {part.attr for part in parts if is_robots(part, robot) and isinstance(part.ctx, ast.Store)}
        for part in parts:
            if is_robots(part, robot):
                if isinstance(part.ctx, ast.Store):
                    yield from self._set(part)
                elif not (self._asks or part.attr in (*ROBOT_NAMES, *own) or part.attr.startswith("_")):
                    yield self._problem(part, "error", *learner_errors.unknown_robot_name(part.attr))
            elif isinstance(part, ast.Call) and is_robots(part.func, robot):
                yield from self._called(part, part.func.attr)
            elif isinstance(part, ast.Compare | ast.BinOp | ast.Expr):
                yield from self._without_brackets(part, robot)
        for loop in loops_without_time(function, robot, self._own_names):
            message = "No time passes in this loop, so the robot does nothing in it and the loop does not end."
            yield self._problem(loop, "warning", message, learner_errors.ENDLESS_LOOP_HINT)

    def _set(self, part: ast.Attribute) -> Iterator[ProgramProblem]:
        if part.attr in PROPERTIES:
            yield self._problem(part, "error", f"robot.{part.attr} can be read, but not set.", "")
        elif part.attr in ROBOT_NAMES:
            hint = f"Write “robot.{part.attr}(…)”, with the value between the brackets."
            yield self._problem(part, "warning", f"robot.{part.attr} is a function; “=” does not call it.", hint)

    def _called(self, call: ast.Call, name: str) -> Iterator[ProgramProblem]:
        if name in PROPERTIES:
            yield self._problem(call, "error", *learner_errors.called_property(name))
            return
        starred = any(isinstance(one, ast.Starred) for one in call.args) or any(k.arg is None for k in call.keywords)
        if name not in ROBOT_NAMES or starred:
            return
        try:
            signature = inspect.signature(getattr(Robot, name))
            signature.bind(None, *call.args, **{str(keyword.arg): keyword.value for keyword in call.keywords})
        except TypeError as error:
            hint = "A decimal number has a point (0.5), not a comma." if "too many" in str(error) else ""
            yield self._problem(call, "error", f"robot.{name}(…): {error}.", hint)

    def _without_brackets(self, part: ast.Compare | ast.BinOp | ast.Expr, robot: str) -> Iterator[ProgramProblem]:
        severity: Literal["error", "warning"] = "warning"
        if isinstance(part, ast.Expr):
            operands = [part.value]
        elif isinstance(part, ast.BinOp):
            operands = [part.left, part.right] if isinstance(part.op, _ARITHMETIC) else []
            severity = "error"
        else:
            operands = [part.left, *part.comparators] if isinstance(part.ops[0], (*_ORDER, ast.Eq, ast.NotEq)) else []
            severity = "error" if isinstance(part.ops[0], _ORDER) else "warning"
        for one in operands:
            if is_robots(one, robot) and one.attr in ROBOT_NAMES and one.attr not in PROPERTIES:
                message = f"robot.{one.attr} is a function, and without brackets it is not called."
                yield self._problem(one, severity, message, f"Write “robot.{one.attr}(…)”.")

    def _problem(
        self, part: ast.expr | ast.stmt, severity: Literal["error", "warning"], message: str, hint: str
    ) -> ProgramProblem:
        column, end = self._column(part.lineno, part.col_offset), 0
        if part.end_lineno == part.lineno and part.end_col_offset is not None:
            end = self._column(part.lineno, part.end_col_offset)
        return ProgramProblem(part.lineno, column, end, severity, message, hint)

    def _column(self, line: int, offset: int) -> int:
        # ast counts bytes of UTF-8.
        before = self._lines[line - 1].encode(errors="replace")[:offset] if line <= len(self._lines) else b""
        return len(before.decode(errors="replace")) + 1
