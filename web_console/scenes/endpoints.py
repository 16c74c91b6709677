# SPDX-License-Identifier: Apache-2.0
"""Endpoints of scenes, and of the meshes and pictures that they name."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from missions.errors import MissionError
from missions.variation import robot_name
from web_console.access.guard import Who, require
from web_console.mission_shelf.shelf import mission_of
from web_console.scenes.assets import Asset, all_assets
from web_console.scenes.scene import scene_json
from web_console.scenes.schemas import Scene
from web_console.server.refusal import RefusedError, not_found

router = APIRouter(tags=["scenes"])

_FOR_EVER = "public, max-age=31536000, immutable"


@router.get("/missions/{name}/scene", response_model=Scene)
def mission_scene(
    who: Who,
    name: str,
    seed: Annotated[int | None, Query(description="A public seed; without it the first.")] = None,
    robot: Annotated[str | None, Query(description="A robot that the mission allows; without it its own.")] = None,
    if_none_match: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The world of a mission at the start of an episode, for a public seed."""
    require(who, "mission", "read")
    mission = mission_of(name)
    wanted = mission.spec.public_seeds[0] if seed is None else seed
    if wanted not in mission.spec.public_seeds:
        seeds = ", ".join(str(one) for one in mission.spec.public_seeds)
        raise RefusedError(404, "not_found", "This is no public seed of the mission.", f"Public seeds: {seeds}.")
    try:
        chosen = robot_name(mission, robot)
    except MissionError as error:
        raise RefusedError(422, "wrong_robot", error.message, error.hint) from error
    return scene_response(scene_json(name, wanted, chosen), if_none_match)


def scene_response(content: bytes, if_none_match: str = "") -> Response:
    """Answers with a scene, or says that the browser has it already.

    Args:
        content: JSON of the scene.
        if_none_match: the request's header.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


@router.get(
    "/meshes/{mesh_id}", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}}
)
def mesh(who: Who, mesh_id: str) -> Response:
    """Triangles that a scene names: uint32 points, uint32 indices, float32 points, uint32 indices; little-endian."""
    require(who, "mission", "read")
    return _asset("mesh", all_assets().meshes.get(mesh_id))


@router.get("/textures/{texture_id}", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def texture(who: Who, texture_id: str) -> Response:
    """A picture that a scene names, PNG or JPEG."""
    require(who, "mission", "read")
    return _asset("texture", all_assets().textures.get(texture_id))


def _asset(kind: str, found: Asset | None) -> Response:
    if found is None:
        raise not_found(kind)
    headers = {"Cache-Control": _FOR_EVER, "X-Content-Type-Options": "nosniff"}
    return Response(found.content, media_type=found.media_type, headers=headers)
