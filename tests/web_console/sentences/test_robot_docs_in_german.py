# SPDX-License-Identifier: Apache-2.0
"""All that the robot card and the editor explain has German words: whoever changes a docstring is told here."""

from __future__ import annotations

import pytest

from valence_nodes.programs.api_card import api_entries
from valence_nodes.programs.robot import Robot


def docs() -> list[str]:
    """What `GET /api/robot-api` delivers."""
    return [one.doc_markdown for one in api_entries()]


def test_every_piece_of_the_robot_s_docstrings_has_german_words(docs_in_german) -> None:
    assert len(docs()) > 15
    assert all(docs())
    assert docs_in_german(docs()) == {"missing": [], "unused": []}


def test_a_docstring_that_is_changed_or_added_lacks_them(docs_in_german, monkeypatch: pytest.MonkeyPatch) -> None:
    def dance(self: Robot, beats: int) -> None:
        """Dances.

        Args:
            beats: how many, and
                how fast.
        """

    monkeypatch.setattr(Robot, "dance", dance, raising=False)
    monkeypatch.setattr(Robot.stop, "__doc__", "Stops at once.")
    assert docs_in_german(docs()) == {
        "missing": ["Stops at once.", "Dances.", "`beats`: how many, and how fast."],
        "unused": ["Stops, and waits until the robot stands still."],
    }
