# SPDX-License-Identifier: Apache-2.0
"""Endpoints of targets."""

from __future__ import annotations

from fastapi import APIRouter, Request

from web_console.access.guard import Who, require
from web_console.mission_shelf.shelf import mission_of
from web_console.targets.schemas import TargetList
from web_console.targets.target_list import targets

router = APIRouter(tags=["targets"])


@router.get("/targets")
def list_targets(request: Request, who: Who, mission: str | None = None) -> TargetList:
    """Lists engines and robots, and says why one can't be chosen."""
    require(who, "target", "list")
    given = None if mission is None else mission_of(mission)
    return TargetList(targets=targets(request.app.state.engine_states, given))
