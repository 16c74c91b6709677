# SPDX-License-Identifier: Apache-2.0
"""What the console says of missions."""

from __future__ import annotations

from pydantic import BaseModel


class MissionCard(BaseModel):
    """A mission in the list.

    Attributes:
        name: of the mission.
        title: by language.
        summary: one sentence by language.
        strand: which subject it belongs to.
        tiers: kinds of programs it is meant for.
        expected_minutes: how long a learner takes.
        max_score: points there are.
        pass_mark: points needed to pass.
    """

    name: str
    title: dict[str, str]
    summary: dict[str, str]
    strand: str
    tiers: list[str]
    expected_minutes: int
    max_score: float
    pass_mark: float


class MissionList(BaseModel):
    """All missions."""

    missions: list[MissionCard]
