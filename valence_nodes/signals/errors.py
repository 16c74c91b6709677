# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a signal. It also runs in the box, so it needs nothing of ours."""

from __future__ import annotations


class SignalError(ValueError):
    """A signal can't be used.

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
