# SPDX-License-Identifier: Apache-2.0
"""Endpoints of missions."""

from __future__ import annotations

from fastapi import APIRouter

from missions.spec import mission_names, read_mission
from web_console.access.guard import Who, require
from web_console.mission_shelf.schemas import MissionCard, MissionList

router = APIRouter(tags=["missions"])


@router.get("/missions")
def list_missions(who: Who) -> MissionList:
    """Lists the missions."""
    require(who, "mission", "list")
    cards = []
    for name in mission_names():
        spec = read_mission(name).spec
        cards.append(
            MissionCard(
                name=name,
                title=spec.title,
                summary=spec.summary,
                strand=spec.strand,
                tiers=list(spec.tiers),
                expected_minutes=spec.expected_minutes,
                max_score=spec.max_score,
                pass_mark=spec.pass_mark,
            )
        )
    return MissionList(missions=cards)
