# SPDX-License-Identifier: Apache-2.0
"""A learner's program as a module in the box: what it has without import, and the functions that it must have."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.learner_errors import not_a_plain_function, without_function
from valence_nodes.programs.quantities import cm, deg

MODULE = "program"
"""The module's name: what `learn` returns is found under it again when `drive` runs."""

# CO_GENERATOR, CO_COROUTINE and CO_ASYNC_GENERATOR of `inspect`, whose import takes longer than all else here.
_CO_NOT_PLAIN = 0x20 | 0x80 | 0x200


class _TeachingLayer:
    """Stands for `lab` until something of it is used: most programs need nothing of it, nor wait for its import."""

    def __getattr__(self, name: str) -> Any:
        from valence_nodes.learning import lab  # noqa: PLC0415 - see above

        return getattr(lab, name)

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return _TeachingLayer, ()


def run_module(text: str, name: str) -> dict[str, Any]:
    """Runs a program's text, which defines its functions.

    Args:
        text: of the program.
        name: the file name that errors are told with.

    Returns:
        The module's names.
    """
    code: CodeType = compile(text, name, "exec", dont_inherit=True)
    # A module like any other, so that dataclasses and the like find it.
    module = sys.modules[MODULE] = ModuleType(MODULE)
    names = module.__dict__
    names.update(cm=cm, deg=deg, lab=_TeachingLayer())
    exec(code, names)  # noqa: S102 - running it is what the box is for
    return names


def function_of(names: dict[str, Any], wanted: str, text: str) -> Callable[[Any], object]:
    """Takes a function out of a program.

    Args:
        names: of the module.
        wanted: the function's name.
        text: of the program.

    Raises:
        ProgramFailed: there is none, or calling it would do nothing.
    """
    function = names.get(wanted)
    if not callable(function):
        raise ProgramFailed(without_function(text, list(names), wanted))
    plain = getattr(function, "__code__", None)
    if isinstance(plain, CodeType) and plain.co_flags & _CO_NOT_PLAIN:
        raise ProgramFailed(not_a_plain_function(text, plain.co_firstlineno, wanted))
    return function  # type: ignore[no-any-return]  # what it returns is of no interest here
