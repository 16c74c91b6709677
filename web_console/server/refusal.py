# SPDX-License-Identifier: Apache-2.0
"""What a request is answered with when it is refused: one shape for all."""

from __future__ import annotations

from pydantic import BaseModel

from worlds.errors import HintedError


class RefusalBody(BaseModel):
    """The body of every answer that is not a success.

    Attributes:
        kind: a word for programs.
        message: what is wrong, for a person.
        hint: what to do.
    """

    kind: str
    message: str
    hint: str = ""


class RefusedError(HintedError):
    """A request is refused.

    Attributes:
        status: of the HTTP answer.
        kind: a word for programs, such as `not_found`.
        details: more fields of the body.
    """

    def __init__(self, status: int, kind: str, message: str, hint: str = "", **details: object) -> None:
        super().__init__(message, hint)
        self.status = status
        self.kind = kind
        self.details = details


def not_found(what: str) -> RefusedError:
    """What is not there, or must not be known to be there."""
    return RefusedError(404, "not_found", f"There is no such {what}.", "Go back, and choose one that is there.")
