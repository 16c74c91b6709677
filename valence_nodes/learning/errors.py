# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with data and models, told to a learner. It also runs in the box, so it needs nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class LearningError(Exception):
    """Something about data, a training or a model is wrong.

    Attributes:
        message: what was given and what is allowed.
        hint: what to do next, or an empty text.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Both sentences."""
        return f"{self.message} {self.hint}".strip()


class DataError(LearningError):
    """A dataset, or a file that should become one, can't be used."""


class TrainingError(LearningError):
    """A model can't be trained like this."""


class ModelError(LearningError):
    """A model can't be used, or not with what it was given."""


def meant(given: object, known: Iterable[str]) -> str:
    """Returns a sentence with the closest of the known names, or all of them where none is close."""
    names = list(map(str, known))
    close = get_close_matches(str(given)[:80], names, n=1)
    if close:
        return f"Did you mean “{close[0]}”?"
    shown = ", ".join(names[:30]) + (" …" if len(names) > 30 else "")
    return f"There are: {shown or 'none'}."
