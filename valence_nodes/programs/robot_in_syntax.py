# SPDX-License-Identifier: Apache-2.0
"""Where in a program's syntax tree the robot is, and what the program gives names to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TypeGuard

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TYPE_PARAMETERS = ("TypeVar", "ParamSpec", "TypeVarTuple")  # since Python 3.12
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def names_given(parts: Iterable[ast.AST]) -> Iterator[str]:
    """Every name that a program itself gives to something, anywhere."""
    for part in parts:
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            yield part.id
        elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield part.name
        elif isinstance(part, ast.arg):
            yield part.arg
        elif isinstance(part, ast.alias):
            yield (part.asname or part.name).split(".")[0]
        elif isinstance(part, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and part.name:
            yield part.name
        elif isinstance(part, ast.MatchMapping) and part.rest:
            yield part.rest
        elif type(part).__name__ in _TYPE_PARAMETERS:
            yield str(getattr(part, "name", ""))


def module_statements(part: ast.AST) -> Iterator[ast.stmt]:
    """The statements of a module, also those within `if`, `try` and the like, but none of functions and classes."""
    for child in ast.iter_child_nodes(part):
        if isinstance(child, ast.stmt):
            yield child
        if not isinstance(child, (*_FUNCTIONS, ast.ClassDef)):
            yield from module_statements(child)


def calls_one_of(call: ast.Call, names: set[str]) -> bool:
    """Whether a call is of a function with one of these names."""
    return isinstance(call.func, ast.Name) and call.func.id in names


def first_parameter(function: ast.FunctionDef) -> str | None:
    """Name of a function's first positional parameter."""
    return next((one.arg for one in [*function.args.posonlyargs, *function.args.args]), None)


def first_argument_is(call: ast.Call, name: str) -> bool:
    """Whether a call hands over the thing of that name first."""
    return bool(call.args) and isinstance(call.args[0], ast.Name) and call.args[0].id == name


def renames(function: ast.FunctionDef, robot: str) -> bool:
    """Whether a function gives its parameter's name to something else, so that it need not be the robot there."""
    return robot in names_given(part for statement in function.body for part in _own(statement, robot))


def robots_parts(function: ast.FunctionDef, robot: str) -> Iterator[ast.AST]:
    """Everything of a function, except what within it has something else of its own under the robot's name."""
    for statement in function.body:
        yield from _own(statement, robot)


def is_robots(part: ast.AST, robot: str) -> TypeGuard[ast.Attribute]:
    """Whether a part is `robot.something`."""
    return isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == robot


def _own(part: ast.AST, robot: str) -> Iterator[ast.AST]:
    if isinstance(part, _FUNCTIONS) and robot in {one.arg for one in ast.walk(part.args) if isinstance(one, ast.arg)}:
        return
    if isinstance(part, _COMPREHENSIONS) and robot in names_given(
        one for made in part.generators for one in ast.walk(made.target)
    ):
        return
    yield part
    for child in ast.iter_child_nodes(part):
        yield from _own(child, robot)
