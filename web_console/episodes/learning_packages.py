# SPDX-License-Identifier: Apache-2.0
"""Whether programs can learn in this lab: what that needs is large, so a lab may be open without it."""

from __future__ import annotations

from missions.learning.learn import learns
from missions.spec import Mission
from valence_nodes.learning.extra import MissingExtraError, require_learning
from web_console.server.refusal import RefusedError


def can_learn() -> bool:
    """Whether what learning needs is installed; looked up each time, for it can be installed while the lab is open."""
    try:
        require_learning()
    except MissingExtraError:
        return False
    return True


def require_learning_for(mission: Mission, program_text: str) -> None:
    """Makes sure that a program that learns something can.

    Raises:
        RefusedError: what it needs is not installed.
    """
    if mission.spec.learning is not None and learns(program_text) and not can_learn():
        raise RefusedError(
            409,
            "learning_not_installed",
            "This program learns first, and what learning needs is not installed in this lab yet.",
            "Ask whoever runs the lab to call once, while it stays open: ./valence --with-learning doctor",
        )
