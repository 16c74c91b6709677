# SPDX-License-Identifier: Apache-2.0
"""The printed card and the names for error hints are those of the class."""

from __future__ import annotations

from valence_nodes.programs import api_card, learner_errors
from valence_nodes.programs.robot import Robot


def test_the_card_in_docs_is_current() -> None:
    assert api_card.CARD_FILE.read_text(encoding="utf-8") == api_card.card()


def test_every_public_name_of_the_robot_is_known_to_the_hints() -> None:
    public = {name for name in vars(Robot) if not name.startswith("_")}
    assert public == set(learner_errors.ROBOT_NAMES)
    properties = {name for name in public if isinstance(vars(Robot)[name], property)}
    assert properties == set(learner_errors.PROPERTIES)
