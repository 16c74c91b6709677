# SPDX-License-Identifier: Apache-2.0
"""Practice in the console: run, watched, stopped, watched again; on the real simulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgpack
import pytest
from starlette.websockets import WebSocketDisconnect

from missions.spec import read_mission
from tests.web_console.console import Browser, Console, running_console
from valence_nodes.programs.box import box_available
from web_console.database.tables import now
from web_console.episodes import practice, replays, stream
from web_console.episodes.models import RUNNING, Episode
from web_console.episodes.stream import OVER

Frame = dict[str, Any]

SHORT = "def drive(robot):\n    print('Off I go.')\n    robot.forward(cm(10))\n"
FOR_EVER = "def drive(robot):\n    print('Off I go.')\n    while True:\n        robot.wait(0.1)\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console")


@pytest.fixture(scope="module")
def console(home: Path) -> Iterator[Console]:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    with running_console(home, practice_at_once=1) as running:
        yield running


@pytest.fixture(scope="module")
def code(console: Console) -> str:
    return console.school_class()


@pytest.fixture(scope="module")
def ada(console: Console, code: str) -> Browser:
    """A learner, whom the limit on episodes in a short time is not to stop."""
    return console.learner(code)


@pytest.fixture(autouse=True)
def patience(console: Console) -> None:
    console.app.state.rate_limits._buckets.clear()


def program(browser: Browser, text: str, mission: str = "first_drive") -> str:
    made = browser.post(f"/api/missions/{mission}/programs", json={"name": "mine", "tier": "code", "text": text})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def run(browser: Browser, text: str, **fields: Any) -> dict[str, Any]:
    asked = {"program_id": program(browser, text), "seed": 1, "pace": 0, **fields}
    made = browser.post("/api/episodes", json=asked)
    assert made.status_code == 201, made.text
    return dict(made.json())


def watch(browser: Browser, episode_id: str, until: str = "", after: int = 0) -> list[Frame]:
    """All frames to the end, or until the state `until`."""
    frames: list[Frame] = []
    with browser.websocket_connect(f"/api/episodes/{episode_id}/stream?after={after}") as socket:
        while True:
            try:
                frames += msgpack.unpackb(socket.receive_bytes())
            except WebSocketDisconnect as closed:
                assert closed.code == OVER
                return frames
            if until and any(frame.get("state") == until for frame in frames):
                return frames


def states(frames: list[Frame]) -> list[str]:
    return [frame["state"] for frame in frames if frame["k"] == "state"]


def test_an_episode_is_run_and_watched_to_its_end_and_again(ada: Browser, home: Path) -> None:
    episode = run(ada, SHORT)
    frames = watch(ada, episode["id"])
    assert states(frames) == ["waiting", "preparing", "running", "ended"]
    assert [frame["text"] for frame in frames if frame["k"] == "log"] == ["Off I go."]
    told = ada.get(f"/api/episodes/{episode['id']}").json()
    assert (told["state"], told["passed"], told["has_recording"]) == ("ended", False, True)
    end = next(frame for frame in frames if frame["k"] == "end")
    assert (end["score"], end["verdict"]) == (told["score"], told["verdict"])
    card = ada.get(f"/api/episodes/{episode['id']}/scorecard").json()
    assert card["score"] == told["score"]
    assert json.loads((home / "episodes" / episode["id"] / "scorecard.json").read_text())["score"] == told["score"]
    again = ada.get(f"/api/episodes/{episode['id']}/frames")
    kinds = {frame["k"] for frame in msgpack.Unpacker(__import__("io").BytesIO(again.content))}
    assert {"begin", "poses", "scan", "odom", "log", "step", "score", "end"} <= kinds
    assert ada.get(f"/api/episodes/{episode['id']}/frames?pictures=1").content == b""
    recording = ada.get(f"/api/episodes/{episode['id']}/recording")
    assert recording.content.startswith(b"\x89MCAP")
    assert 'filename="first_drive-seed-1-' in recording.headers["content-disposition"]
    scene = ada.get(f"/api/episodes/{episode['id']}/scene").json()
    begin = next(frame for frame in frames if frame["k"] == "begin")
    assert set(begin["entities"]) <= {one["name"] for one in scene["entities"]}
    assert ada.get(f"/api/episodes/{episode['id']}/program").json()["text"] == SHORT
    listed = ada.get("/api/episodes?mission=first_drive").json()["episodes"]
    assert listed[0]["id"] == episode["id"]


def test_it_can_be_paused_and_stopped_and_a_stopped_one_has_not_passed(ada: Browser) -> None:
    episode = run(ada, FOR_EVER, pace=1)["id"]
    watch(ada, episode, until="running")
    control = f"/api/episodes/{episode}/control"
    assert ada.post(control, json={"action": "pause"}).status_code == 204
    frames = watch(ada, episode, until="paused")
    assert states(frames)[-1] == "paused"
    assert ada.post(control, json={"action": "step"}).status_code == 204
    assert ada.post(control, json={"action": "pace", "pace": 8}).status_code == 204
    assert ada.post(control, json={"action": "resume"}).status_code == 204
    assert ada.post(control, json={"action": "stop"}).status_code == 204
    assert states(watch(ada, episode))[-1] == "stopped"
    told = ada.get(f"/api/episodes/{episode}").json()
    assert (told["state"], told["passed"], told["verdict"]) == ("stopped", False, "stopped")
    assert ada.post(control, json={"action": "stop"}).json()["kind"] == "not_running"


def test_who_comes_back_misses_nothing_and_gets_nothing_twice(ada: Browser) -> None:
    episode = run(ada, FOR_EVER, pace=2)["id"]
    first = watch(ada, episode, until="running")
    seen = max(frame["n"] for frame in first if "n" in frame)
    ada.post(f"/api/episodes/{episode}/control", json={"action": "stop"})
    rest = watch(ada, episode, after=seen)
    numbers = [frame["n"] for frame in [*first, *rest] if "n" in frame]
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_episode_is_not_watched_by_the_hundred_and_who_goes_makes_room(
    ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_VIEWERS", 2)
    episode = run(ada, FOR_EVER, pace=1)["id"]
    path = f"/api/episodes/{episode}/stream"
    with ada.websocket_connect(path) as first, ada.websocket_connect(path) as second:
        first.receive_bytes()
        second.receive_bytes()
        with pytest.raises(WebSocketDisconnect) as refused, ada.websocket_connect(path) as third:
            third.receive_bytes()
        assert refused.value.code == 4429
    ada.post(f"/api/episodes/{episode}/control", json={"action": "stop"})
    assert states(watch(ada, episode))[-1] == "stopped"


def test_one_that_waits_can_be_called_off_and_others_are_told_how_many_are_before_them(
    ada: Browser, console: Console, code: str
) -> None:
    running = run(ada, FOR_EVER, pace=1)["id"]
    watch(ada, running, until="running")
    waiting = run(ada, SHORT)
    other = console.learner(code)
    theirs = run(other, SHORT)
    assert (waiting["state"], theirs["ahead"]) == ("waiting", 1)
    assert ada.post(f"/api/episodes/{waiting['id']}/control", json={"action": "pause"}).status_code == 409
    assert ada.post(f"/api/episodes/{waiting['id']}/control", json={"action": "stop"}).status_code == 204
    assert ada.get(f"/api/episodes/{waiting['id']}").json()["state"] == "stopped"
    ada.post(f"/api/episodes/{running}/control", json={"action": "stop"})
    assert states(watch(other, theirs["id"]))[-1] == "ended"


def test_a_team_can_not_take_all_places(ada: Browser) -> None:
    ids = [run(ada, FOR_EVER, pace=1)["id"] for _ in range(practice.MOST_OPEN)]
    refused = ada.post("/api/episodes", json={"program_id": program(ada, SHORT), "seed": 1})
    assert (refused.status_code, refused.json()["kind"]) == (409, "too_many_open")
    for episode in reversed(ids):
        ada.post(f"/api/episodes/{episode}/control", json={"action": "stop"})
        watch(ada, episode)


def test_not_even_with_many_clicks_at_the_same_moment(ada: Browser) -> None:
    asked = {"program_id": program(ada, FOR_EVER), "seed": 1, "pace": 1}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ada.post("/api/episodes", json=asked), range(8)))
    begun = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    for episode in reversed(begun):
        ada.post(f"/api/episodes/{episode}/control", json={"action": "stop"})
        watch(ada, episode)
    assert len(begun) == practice.MOST_OPEN


def test_a_program_that_fails_is_explained(ada: Browser) -> None:
    frames = watch(ada, run(ada, "def drive(robot):\n    robot.fly()\n")["id"])
    failure = next(frame for frame in frames if frame["k"] == "end")["failure"]
    assert failure["line"] == 2
    assert "fly" in failure["message"]


@pytest.mark.parametrize(
    ("fields", "status", "kind"),
    [
        ({"seed": 123456}, 422, "unknown_seed"),
        ({"seed": -1}, 422, "invalid"),
        ({"seed": 2**70}, 422, "invalid"),
        ({"robot": "tank"}, 422, "unknown_robot"),
        ({"target": "matrix"}, 422, "unknown_target"),
        ({"target": "gazebo"}, 409, "target_unavailable"),
        ({"pace": -1}, 422, "invalid"),
        ({"pace": 1e9}, 422, "invalid"),
        ({"pace": 1e-9}, 422, "invalid"),
        ({"pace": 0.05}, 422, "invalid"),
        ({"version": 99}, 404, "not_found"),
        ({"program_id": "nobody's"}, 404, "not_found"),
        ({"program_id": "x" * 100_000}, 422, "invalid"),
        ({"surprise": 1}, 422, "invalid"),
    ],
)
def test_what_can_not_be_run_is_refused(ada: Browser, fields: dict[str, Any], status: int, kind: str) -> None:
    refused = ada.post("/api/episodes", json={"program_id": program(ada, SHORT), "seed": 1, **fields})
    assert (refused.status_code, refused.json()["kind"]) == (status, kind), refused.text
    assert refused.json()["message"]


@pytest.mark.parametrize(
    "wish", [{}, {"action": "fly"}, {"action": "pace"}, {"action": "stop", "pace": 2}, {"action": "pace", "pace": -3}]
)
def test_a_wish_that_is_none_is_refused(ada: Browser, wish: dict[str, Any]) -> None:
    episode = run(ada, SHORT)["id"]
    assert ada.post(f"/api/episodes/{episode}/control", json=wish).status_code == 422
    watch(ada, episode)


def test_other_teams_see_none_of_it(ada: Browser, console: Console, code: str) -> None:
    episode = run(ada, FOR_EVER, pace=1)["id"]
    eve, visitor, teacher = console.learner(code), console.visitor(), console.teacher(code)
    for path in ("", "/scene", "/frames", "/recording", "/scorecard", "/program"):
        assert eve.get(f"/api/episodes/{episode}{path}").status_code == 404
        assert visitor.get(f"/api/episodes/{episode}{path}").status_code == 401
    assert eve.post(f"/api/episodes/{episode}/control", json={"action": "stop"}).status_code == 404
    assert teacher.get(f"/api/episodes/{episode}").status_code == 200
    assert teacher.post(f"/api/episodes/{episode}/control", json={"action": "stop"}).status_code == 403
    for browser in (eve, visitor):
        with (
            pytest.raises(WebSocketDisconnect) as refused,
            browser.websocket_connect(f"/api/episodes/{episode}/stream") as socket,
        ):
            socket.receive_bytes()
        assert refused.value.code in {4401, 4404}
    ada.post(f"/api/episodes/{episode}/control", json={"action": "stop"})
    watch(ada, episode)


def test_what_is_over_has_no_stream_and_what_runs_no_replay(ada: Browser) -> None:
    episode = run(ada, FOR_EVER, pace=1)["id"]
    assert ada.get(f"/api/episodes/{episode}/frames").json()["kind"] == "not_over"
    assert ada.get(f"/api/episodes/{episode}/recording").json()["kind"] == "not_over"
    assert ada.get(f"/api/episodes/{episode}/scorecard").json()["kind"] == "no_scorecard"
    ada.post(f"/api/episodes/{episode}/control", json={"action": "stop"})
    watch(ada, episode)
    assert watch(ada, episode) == []


def test_a_damaged_or_missing_recording_is_told(ada: Browser, home: Path) -> None:
    episode = run(ada, SHORT)["id"]
    watch(ada, episode)
    file = home / "episodes" / episode / "episode.mcap"
    file.write_bytes(file.read_bytes()[:40])
    refused = ada.get(f"/api/episodes/{episode}/frames")
    assert (refused.status_code, refused.json()["kind"]) == (422, "damaged")
    assert str(home) not in refused.text, "no path of this machine"
    file.unlink()
    assert ada.get(f"/api/episodes/{episode}/frames").json()["kind"] == "no_recording"
    assert ada.get(f"/api/episodes/{episode}").json()["has_recording"] is False


def test_frames_for_which_there_is_no_room_are_told_and_made_when_there_is(ada: Browser, home: Path) -> None:
    episode = run(ada, SHORT)["id"]
    watch(ada, episode)
    part = home / "episodes" / episode / "frames-1.bin.part"
    part.symlink_to("/dev/full")
    refused = ada.get(f"/api/episodes/{episode}/frames")
    assert (refused.status_code, refused.json()["kind"]) == (507, "disk_full")
    assert not part.is_symlink(), "half a file is not left behind"
    assert ada.get(f"/api/episodes/{episode}/frames").status_code == 200


def test_frames_are_made_once(ada: Browser, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    episode = run(ada, SHORT)["id"]
    watch(ada, episode)
    first = ada.get(f"/api/episodes/{episode}/frames").content
    monkeypatch.setattr(replays, "_make", lambda *_args, **_more: pytest.fail("made again"))
    assert ada.get(f"/api/episodes/{episode}/frames").content == first


def test_what_ran_when_the_server_ended_is_told_at_the_next_start(tmp_path: Path) -> None:
    with running_console(tmp_path) as console:
        browser = console.learner(console.school_class())
        made = program(browser, SHORT)
        with console.database.session() as session:
            version = browser.get(f"/api/programs/{made}").json()
            row = Episode(
                team_id=browser.team_id, program_id=made, version_id=_version_id(session, made), mission="first_drive",
                seed=1, seed_name="seed 1", robot=read_mission("first_drive").spec.robot, engine="mujoco", pace=1.0,
                state=RUNNING, started_at=now(),
            )  # fmt: skip
            session.add(row)
            session.flush()
            episode = row.id
        assert version["head"] == 1
    with running_console(tmp_path) as console, console.database.session() as session:
        row = session.get_one(Episode, episode)
        assert row.state == "failed"
        assert "Run it again" in row.problem


def _version_id(session: Any, program_id: str) -> str:
    from sqlalchemy import select

    from web_console.programs.models import ProgramVersion

    return str(session.scalar(select(ProgramVersion.id).where(ProgramVersion.program_id == program_id)))
