# SPDX-License-Identifier: Apache-2.0
"""How a program failed, in a learner's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from valence_nodes.programs.session import ProgramStep

FailureKind = Literal[
    "syntax",  # the text is not Python
    "exception",  # it raised
    "time_step",  # it thought too long between two steps
    "time_total",  # the episode took too long on the wall clock
    "time_learn",  # learning took too long
    "memory",  # it wanted more memory than there is
    "output",  # it said too much
    "protocol",  # it spoke to the program node by itself, and wrongly
    "gone",  # its process ended
    "forbidden",  # it tried what the box does not allow
]

FAILURE_KINDS: tuple[str, ...] = get_args(FailureKind)


@dataclass(frozen=True)
class ProgramFailure:
    """Why a program ended early.

    Attributes:
        kind: one of `FAILURE_KINDS`.
        message: what happened, for the learner.
        hint: what to try, for the learner; may be empty.
        line: of their program, 1 first; None when unknown.
        source_line: that line's text, without the indentation.
        log_text: more, for whoever looks after the lab.
    """

    kind: str
    message: str
    hint: str = ""
    line: int | None = None
    source_line: str = ""
    log_text: str = ""


class ProgramFailed(Exception):  # noqa: N818 - the program's error, not ours
    """A program failed.

    Attributes:
        failure: how.
        last_words: what it said and plotted since its last answer; None when nothing was heard.
    """

    def __init__(self, failure: ProgramFailure, last_words: ProgramStep | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.last_words = last_words
