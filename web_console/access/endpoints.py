# SPDX-License-Identifier: Apache-2.0
"""What every endpoint is in the matrix: a route that is not in this table fails a test, and so does a wrong entry.

The test `tests/web_console/access/test_endpoints.py` calls each of them as everybody, for everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from web_console.access.matrix import Action, Resource


@dataclass(frozen=True)
class Endpoint:
    """What an endpoint does, in the matrix's words.

    Attributes:
        resource: what it is done to.
        action: what is done.
        of_team: whether it names, in its path or its body, a thing that belongs to a team.
    """

    resource: Resource
    action: Action
    of_team: bool = False


ENDPOINTS: dict[str, Endpoint] = {
    "GET /{}": Endpoint("page", "read"),
    "GET /assets": Endpoint("page", "read"),
    "GET /api/openapi.json": Endpoint("page", "read"),
    "GET /api/session": Endpoint("session", "read"),
    "DELETE /api/session": Endpoint("session", "change"),
    "POST /api/session/join": Endpoint("session", "create"),
    "POST /api/session/rejoin": Endpoint("session", "create"),
    "POST /api/session/log-in": Endpoint("session", "create"),
    "GET /api/classes/by-code/{}": Endpoint("class_code", "read"),
    "POST /api/admin-link": Endpoint("admin_link", "create"),
    "GET /api/missions": Endpoint("mission", "list"),
    "GET /api/missions/{}": Endpoint("mission", "read"),
    "GET /api/missions/{}/files/{}": Endpoint("mission", "read"),
    "GET /api/missions/{}/scene": Endpoint("mission", "read"),
    "GET /api/meshes/{}": Endpoint("mission", "read"),
    "GET /api/textures/{}": Endpoint("mission", "read"),
    "GET /api/robot-api": Endpoint("mission", "read"),
    "GET /api/targets": Endpoint("target", "list"),
    "GET /api/missions/{}/programs": Endpoint("program", "list"),
    "POST /api/missions/{}/programs": Endpoint("program", "create"),
    "POST /api/programs/check": Endpoint("program", "create"),
    "GET /api/programs/{}": Endpoint("program", "read", of_team=True),
    "PATCH /api/programs/{}": Endpoint("program", "change", of_team=True),
    "PUT /api/programs/{}/document": Endpoint("program", "change", of_team=True),
    "GET /api/programs/{}/versions": Endpoint("program", "read", of_team=True),
    "GET /api/programs/{}/versions/{}": Endpoint("program", "read", of_team=True),
    "POST /api/programs/{}/versions/{}/restore": Endpoint("program", "change", of_team=True),
    "GET /api/episodes": Endpoint("episode", "list"),
    "POST /api/episodes": Endpoint("episode", "create", of_team=True),
    "GET /api/episodes/{}": Endpoint("episode", "read", of_team=True),
    "GET /api/episodes/{}/scene": Endpoint("episode", "read", of_team=True),
    "GET /api/episodes/{}/program": Endpoint("episode", "read", of_team=True),
    "GET /api/episodes/{}/learning": Endpoint("episode", "read", of_team=True),
    "GET /api/episodes/{}/scorecard": Endpoint("episode", "read", of_team=True),
    "POST /api/episodes/{}/control": Endpoint("episode", "control", of_team=True),
    "WS /api/episodes/{}/stream": Endpoint("stream", "read", of_team=True),
    "GET /api/episodes/{}/frames": Endpoint("recording", "read", of_team=True),
    "GET /api/episodes/{}/log": Endpoint("recording", "read", of_team=True),
    "GET /api/episodes/{}/recording": Endpoint("recording", "read", of_team=True),
    "GET /api/submissions": Endpoint("submission", "list"),
    "POST /api/submissions": Endpoint("submission", "create", of_team=True),
    "GET /api/submissions/{}": Endpoint("submission", "read", of_team=True),
    "GET /api/submissions/{}/scorecard": Endpoint("submission", "read", of_team=True),
}
"""By method (`WS` for a WebSocket) and path, with `{}` for each part that is a name."""


def routes_of(app: FastAPI) -> Iterator[str]:
    """Says every route of an application, as the table has them.

    Args:
        app: the application.
    """
    for route in iter_route_contexts(app.router.routes):
        path = re.sub(r"\{[^}]*\}", "{}", route.path or "")
        methods = getattr(route, "methods", None)
        if methods:
            yield from (f"{method} {path}" for method in sorted(methods) if method != "HEAD")
        else:
            yield f"{'WS' if _is_websocket(route) else 'GET'} {path}"


def _is_websocket(route: object) -> bool:
    return "WebSocket" in type(getattr(route, "original_route", route)).__name__
