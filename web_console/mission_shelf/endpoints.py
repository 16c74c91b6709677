# SPDX-License-Identifier: Apache-2.0
"""Endpoints of missions."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from web_console.access.guard import Who, require
from web_console.mission_shelf.cards import card_of, detail_of
from web_console.mission_shelf.schemas import MissionDetail, MissionList
from web_console.mission_shelf.shelf import mission_of, picture_of, shelf

router = APIRouter(tags=["missions"])

# A picture may be a drawing (SVG), which must not become a page of ours that runs something.
_PICTURE_HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@router.get("/missions")
def list_missions(who: Who) -> MissionList:
    """Lists the missions."""
    require(who, "mission", "list")
    return MissionList(missions=[card_of(mission) for mission in shelf()])


@router.get("/missions/{name}")
def read_mission(name: str, who: Who) -> MissionDetail:
    """Tells everything about a mission that its learners may know."""
    require(who, "mission", "read")
    return detail_of(mission_of(name))


@router.get("/missions/{name}/files/{file}", response_class=FileResponse)
def read_mission_file(name: str, file: str, who: Who) -> FileResponse:
    """Serves a picture of a mission's brief."""
    require(who, "mission", "read")
    path, media_type = picture_of(mission_of(name), file)
    return FileResponse(path, media_type=media_type, headers=_PICTURE_HEADERS)
