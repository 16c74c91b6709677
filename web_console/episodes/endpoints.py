# SPDX-License-Identifier: Apache-2.0
"""Endpoints of episodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from missions.episode.episode_files import LOG_FILE, RECORDING_FILE
from missions.learning.learning_page import learning_page
from missions.learning.learning_report import read_report
from missions.spec import mission_names
from web_console.access.guard import DbSession, Who, fetch, require, require_team
from web_console.access.person import Asker
from web_console.access.rate_limit import RateLimit
from web_console.database.connection import Database
from web_console.episodes import practice, replays, schemas
from web_console.episodes.models import KEPT, RUNNING, WAITING, Episode
from web_console.episodes.recording_holds import cleared
from web_console.episodes.recording_room import RecordingRoom
from web_console.episodes.stage import Stage
from web_console.programs.models import Program
from web_console.scenes.endpoints import scene_response
from web_console.scenes.scene import scene_json
from web_console.server.disk_room import require_room_for_episodes
from web_console.server.refusal import RefusedError
from web_console.server.settings import Settings
from web_console.targets.engine_states import EngineStates
from web_console.targets.target_list import targets

router = APIRouter(tags=["episodes"])

_RUN_LIMIT = RateLimit("run an episode", burst=10, per_minute=30)
# Whoever holds the key for one step down is not stopped.
_CONTROL_LIMIT = RateLimit("control an episode", burst=200, per_minute=1200)
# A page of its own: it runs nothing, loads nothing, and has nothing to do with ours, also when somebody opens it alone.
_PAGE_APART = {
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}


def _stage(request: Request) -> Stage:
    stage: Stage = request.app.state.stage
    return stage


def _home(request: Request) -> Path:
    settings: Settings = request.app.state.settings
    return settings.home


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _room(request: Request) -> RecordingRoom:
    room: RecordingRoom = request.app.state.recording_room
    return room


TheRoom = Annotated[RecordingRoom, Depends(_room)]


def _stays(episode_id: str, room: TheRoom) -> Iterator[bool]:
    """Holds an episode's recording until the answer is sent; says whether it was not too late for that."""
    with room.holds.holding(episode_id) as stays:
        yield stays


Stays = Annotated[bool, Depends(_stays)]
# For what takes long, or must be kept before the answer is given.
TheDatabase = Annotated[Database, Depends(_database)]
TheStage = Annotated[Stage, Depends(_stage)]
Home = Annotated[Path, Depends(_home)]


@router.post("/episodes", status_code=201, dependencies=[Depends(_RUN_LIMIT)])
def run_episode(
    given: schemas.NewEpisode, who: Who, database: TheDatabase, stage: TheStage, home: Home, request: Request
) -> schemas.Episode:
    """Runs a program of one's team in a practice episode."""
    require(who, "episode", "create")
    require_room_for_episodes(home)
    _check_target(request, given.target)
    with database.session() as session:
        program = fetch(session, who, Program, given.program_id, "program", "change")
        row, asked = practice.new_practice(session, who, program, given, home)
        told = practice.told(session, [row], home, stage)[0]
    stage.put_on(asked)  # only now, for a place must find the row
    return told.model_copy(update={"ahead": stage.ahead_of(told.id)})


def _check_target(request: Request, name: str) -> None:
    states: EngineStates = request.app.state.engine_states
    found = next((one for one in targets(states, None) if one.name == name and one.kind == "engine"), None)
    if found is None:
        raise RefusedError(422, "unknown_target", "There is no such target.", "Choose one of the list.")
    if not found.available:
        raise RefusedError(409, "target_unavailable", found.why_not, "Choose another target.")


@router.get("/episodes")
def list_episodes(
    who: Who,
    session: DbSession,
    stage: TheStage,
    home: Home,
    mission: Annotated[str | None, Query(max_length=60)] = None,
    program_id: Annotated[str | None, Query(max_length=40)] = None,
) -> schemas.EpisodeList:
    """Lists the newest episodes of one's team."""
    require(who, "episode", "list")
    rows = practice.episodes_of(session, require_team(who), mission, program_id)
    if mission is not None and mission in mission_names():
        # Whoever looks at a mission's episodes has its page open: the first click on Run need not wait for processes.
        stage.expect(mission)
    return schemas.EpisodeList(episodes=practice.told(session, rows, home, stage))


@router.get("/episodes/{episode_id}")
def read_episode(episode_id: str, who: Who, session: DbSession, stage: TheStage, home: Home) -> schemas.Episode:
    """Tells of an episode."""
    row = fetch(session, who, Episode, episode_id, "episode", "read")
    return practice.told(session, [row], home, stage)[0]


@router.post("/episodes/{episode_id}/control", status_code=204, dependencies=[Depends(_CONTROL_LIMIT)])
def control_episode(episode_id: str, wish: schemas.Wish, who: Who, database: TheDatabase, stage: TheStage) -> None:
    """Pauses, steps, resumes, stops or paces a running episode."""
    with database.session() as session:
        state = fetch(session, who, Episode, episode_id, "episode", "control").state
    if (wish.action == "pace") != (wish.pace is not None):
        raise RefusedError(422, "invalid", "`pace` belongs to the action `pace`, and only to it.")
    if state not in (WAITING, RUNNING) or not stage.wish(episode_id, wish.model_dump(exclude_none=True)):
        raise RefusedError(409, "not_running", "This episode does not run (any more).", "Start it anew.")


@router.get("/episodes/{episode_id}/program")
def read_program(episode_id: str, who: Who, session: DbSession) -> schemas.EpisodeProgram:
    """Tells the program that an episode ran, as it was then."""
    return practice.program_of(session, fetch(session, who, Episode, episode_id, "episode", "read"))


@router.get("/episodes/{episode_id}/scorecard")
def read_scorecard(episode_id: str, who: Who, session: DbSession) -> schemas.Scorecard:
    """Gives the scorecard of an episode that is over."""
    row = fetch(session, who, Episode, episode_id, "episode", "read")
    if row.scorecard is None:
        raise RefusedError(404, "no_scorecard", "This episode has no scorecard.", "It has one when it is over.")
    return schemas.Scorecard.model_validate_json(row.scorecard)


@router.get("/episodes/{episode_id}/learning", response_class=HTMLResponse)
def read_learning(
    episode_id: str, who: Who, session: DbSession, home: Home, language: Literal["en", "de"] = "en"
) -> HTMLResponse:
    """Gives the page about how an episode's program learned."""
    row = fetch(session, who, Episode, episode_id, "episode", "read")
    report = read_report(home / row.folder) if row.folder else None
    if report is None:
        raise RefusedError(
            404, "no_learning_report", "There is no report on learning.", "Programs with learn(data) have one."
        )
    name = practice.program_of(session, row).name
    return HTMLResponse(learning_page(report, name, language), headers=_PAGE_APART)


@router.get("/episodes/{episode_id}/scene", response_class=Response)
def read_scene(episode_id: str, who: Who, session: DbSession, request: Request) -> Response:
    """Gives the world that an episode takes place in, as it is at the beginning."""
    row = fetch(session, who, Episode, episode_id, "episode", "read")
    if row.seed is None and row.ended_at is None:
        raise RefusedError(409, "not_over", "This episode is not over yet.", "Its world is hidden until then.")
    content = scene_json(row.mission, practice.seed_of(row), row.robot)
    return scene_response(content, request.headers.get("If-None-Match", ""))


@router.get("/episodes/{episode_id}/log", response_class=FileResponse)
def read_log(episode_id: str, who: Who, session: DbSession, home: Home) -> Response:
    """Gives what an episode's program said and plotted, a JSON object a line; it stays when the recording goes."""
    row = _over(fetch(session, who, Episode, episode_id, "recording", "read"))
    file = home / row.folder / LOG_FILE
    if not file.is_file():
        raise RefusedError(404, "no_log", "This episode left no log.", "Run it again.")
    return FileResponse(file, media_type="application/x-ndjson", filename=f"{_file_name(row)}.jsonl")


@router.get("/episodes/{episode_id}/recording", response_class=FileResponse)
def download_recording(
    episode_id: str, who: Who, database: TheDatabase, home: Home, room: TheRoom, stays: Stays
) -> Response:
    """Gives an episode's recording, an MCAP file."""
    row = _recorded(database, who, episode_id, stays=stays)
    room.holds.watched(row.id)
    file = home / row.folder / RECORDING_FILE
    if not file.is_file():
        raise RefusedError(404, "no_recording", "This episode left no recording.", "Run it again.")
    return FileResponse(file, media_type="application/octet-stream", filename=f"{_file_name(row)}.mcap")


@router.get("/episodes/{episode_id}/frames", response_class=Response)
def read_frames(
    episode_id: str,
    who: Who,
    database: TheDatabase,
    home: Home,
    room: TheRoom,
    stays: Stays,
    pictures: Annotated[bool, Query()] = False,
) -> Response:
    """Gives all frames of an episode that is over, one after another."""
    row = _recorded(database, who, episode_id, stays=stays)
    room.holds.watched(row.id)
    file = replays.frames_file(home / row.folder, who.person_id, pictures=pictures)
    room.wake()  # they take room beside the recording
    return FileResponse(file, media_type="application/x-msgpack", headers=_FOR_EVER)


def _recorded(database: Database, who: Asker, episode_id: str, *, stays: bool) -> Episode:
    """An episode that is over, and whose recording is kept and held."""
    with database.session() as session:
        row = _over(fetch(session, who, Episode, episode_id, "recording", "read"))
    if row.recording != KEPT or not stays:
        raise cleared()
    return row


def _file_name(row: Episode) -> str:
    return f"{row.mission}-{row.seed_name.replace(' ', '-')}-{row.id[:6]}"


def _over(row: Episode) -> Episode:
    if row.ended_at is None:
        raise RefusedError(409, "not_over", "This episode is not over yet.", "Watch it live.")
    return row
