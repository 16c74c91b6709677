# SPDX-License-Identifier: Apache-2.0
"""A request for each endpoint, that would do what it is for if it came from the right person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.web_console.access.school import MISSION, School, Things
from tests.web_console.console import PASSWORD

_DOCUMENT = {"tier": "code", "text": "def drive(robot):\n    robot.stop()\n", "blocks": None}
# No such version: nothing is really run or graded here.
_RUN = {"version": 999, "seed": 1, "target": "mujoco", "pace": 0}


@dataclass(frozen=True)
class Sample:
    """What fills an endpoint's path, and its body.

    Attributes:
        path: what stands for each `{}`, in order.
        body: JSON, if there is one.
    """

    path: Callable[[School, Things], tuple[str, ...]]
    body: Callable[[School, Things], Any] = lambda _school, _things: None


def _nothing(_school: School, _things: Things) -> tuple[str, ...]:
    return ()


def _mission(_school: School, _things: Things) -> tuple[str, ...]:
    return (MISSION,)


def _program(_school: School, things: Things) -> tuple[str, ...]:
    return (things.program,)


def _version(_school: School, things: Things) -> tuple[str, ...]:
    return (things.program, "1")


def _episode(_school: School, things: Things) -> tuple[str, ...]:
    return (things.episode,)


def _submission(_school: School, things: Things) -> tuple[str, ...]:
    return (things.submission,)


SAMPLES: dict[str, Sample] = {
    "GET /{}": Sample(lambda _school, _things: ("missions/first_drive",)),
    "GET /assets": Sample(_nothing),
    "GET /api/openapi.json": Sample(_nothing),
    "GET /api/session": Sample(_nothing),
    "DELETE /api/session": Sample(_nothing),
    "POST /api/session/join": Sample(
        _nothing, lambda school, things: {"class_code": school.code, "nickname": "New", "team_id": things.team}
    ),
    "POST /api/session/rejoin": Sample(_nothing, lambda _school, _things: {"key": "maple-otter-river-00000"}),
    "POST /api/session/log-in": Sample(_nothing, lambda _school, _things: {"login_name": "me", "password": PASSWORD}),
    "GET /api/classes/by-code/{}": Sample(lambda school, _things: (school.code,)),
    "POST /api/admin-link": Sample(
        _nothing, lambda _school, _things: {"token": "x", "login_name": "me", "password": PASSWORD, "nickname": "Me"}
    ),
    "GET /api/missions": Sample(_nothing),
    "GET /api/missions/{}": Sample(_mission),
    "GET /api/missions/{}/files/{}": Sample(lambda _school, _things: (MISSION, "picture.png")),
    "GET /api/missions/{}/scene": Sample(_mission),
    "GET /api/meshes/{}": Sample(lambda _school, _things: ("none",)),
    "GET /api/textures/{}": Sample(lambda _school, _things: ("none",)),
    "GET /api/robot-api": Sample(_nothing),
    "GET /api/targets": Sample(_nothing),
    "GET /api/missions/{}/programs": Sample(_mission),
    "POST /api/missions/{}/programs": Sample(_mission, lambda _school, _things: _DOCUMENT),
    "POST /api/programs/check": Sample(_nothing, lambda _school, _things: {"text": "x = 1\n", "mission": MISSION}),
    "GET /api/programs/{}": Sample(_program),
    "PATCH /api/programs/{}": Sample(_program, lambda _school, _things: {"name": "Mine"}),
    "PUT /api/programs/{}/document": Sample(
        _program, lambda _school, _things: {"base": 1, "kind": "autosave"} | _DOCUMENT
    ),
    "GET /api/programs/{}/versions": Sample(_program),
    "GET /api/programs/{}/versions/{}": Sample(_version),
    "POST /api/programs/{}/versions/{}/restore": Sample(_version),
    "GET /api/episodes": Sample(_nothing),
    "POST /api/episodes": Sample(_nothing, lambda _school, things: {"program_id": things.program} | _RUN),
    "GET /api/episodes/{}": Sample(_episode),
    "GET /api/episodes/{}/scene": Sample(_episode),
    "GET /api/episodes/{}/program": Sample(_episode),
    "GET /api/episodes/{}/learning": Sample(_episode),
    "GET /api/episodes/{}/scorecard": Sample(_episode),
    "POST /api/episodes/{}/control": Sample(_episode, lambda _school, _things: {"action": "stop"}),
    "WS /api/episodes/{}/stream": Sample(_episode),
    "GET /api/episodes/{}/frames": Sample(_episode),
    "GET /api/episodes/{}/log": Sample(_episode),
    "GET /api/episodes/{}/recording": Sample(_episode),
    "GET /api/submissions": Sample(_nothing),
    "POST /api/submissions": Sample(_nothing, lambda _school, things: {"program_id": things.program, "version": 1}),
    "GET /api/submissions/{}": Sample(_submission),
    "GET /api/submissions/{}/scorecard": Sample(_submission),
}
