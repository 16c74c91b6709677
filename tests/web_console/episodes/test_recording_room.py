# SPDX-License-Identifier: Apache-2.0
"""Room for recordings: real files go, the oldest of practice first, and nothing that must stay ever does."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from tests.web_console.console import Browser, Console, running_console
from tests.web_console.episodes.histories import History
from tests.web_console.submissions.submitting import until
from web_console.episodes import recording_holds
from web_console.episodes.recording_budget import KEPT_OF_EACH
from web_console.episodes.recording_holds import RecordingHolds
from web_console.episodes.recording_room import RecordingRoom
from web_console.episodes.stream import OVER
from web_console.people.models import Institution, SchoolClass


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    with running_console(tmp_path) as running:
        yield running


@pytest.fixture
def history(console: Console) -> History:
    return History(console)


@pytest.fixture
def ada(console: Console) -> Browser:
    return console.learner(console.school_class())


def test_the_oldest_go_until_the_rest_fits_and_only_their_recordings(history: History, ada: Browser) -> None:
    ids = [history.practice(ada.team_id) for _ in range(10)]
    assert history.room(1000).make_room() == []
    assert history.room(701).make_room() == ids[:3]
    assert [history.is_whole(one) for one in ids] == [False] * 3 + [True] * 7
    assert history.room(701).make_room() == []


@pytest.mark.parametrize("budget", [0, 1])
def test_the_newest_of_each_team_and_mission_stay_whatever_the_budget(
    history: History, console: Console, ada: Browser, budget: int
) -> None:
    eve = console.learner(console.school_class("Other school"))
    of_each = {
        (team, mission): [history.practice(team, mission=mission) for _ in range(KEPT_OF_EACH + 2)]
        for team in (ada.team_id, eve.team_id)
        for mission in ("first_drive", "wall_follow")
    }
    history.practice(ada.team_id, size=0)  # one without a recording takes no other's place
    history.room(budget).make_room()
    for ids in of_each.values():
        assert [history.is_whole(one) for one in ids] == [False] * 2 + [True] * KEPT_OF_EACH


def test_what_was_graded_runs_or_is_the_demos_stays(history: History, console: Console, ada: Browser) -> None:
    with console.database.session() as session:
        demo = Institution(name="Demo School", demo=True)
        session.add(demo)
        session.flush()
        school_class = SchoolClass(institution_id=demo.id, name="Demo class", join_code="DEMODEMO")
        session.add(school_class)
        session.flush()
        class_id = school_class.id
    visitor = console.learner("DEMODEMO")
    otter = history.demo_person(visitor.team_id, class_id, "Demo Ada")
    stay = [
        history.graded(ada.team_id),
        history.practice(ada.team_id, state="running"),
        history.practice(ada.team_id, state="waiting"),
        history.practice(visitor.team_id, person_id=otter),
    ]
    go = [history.practice(ada.team_id), history.practice(visitor.team_id)]
    for team_id in (ada.team_id, visitor.team_id):
        for _ in range(KEPT_OF_EACH):
            stay.append(history.practice(team_id))
    assert history.room(1).make_room() == go
    assert all(map(history.is_whole, stay))


def test_what_is_used_now_stays_until_it_is_not(
    history: History, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [history.practice(ada.team_id) for _ in range(KEPT_OF_EACH + 3)]
    room = history.room(1)
    now_s = 1000.0
    room.holds = RecordingHolds(clock=lambda: now_s)
    room.holds.watched(ids[1])
    with room.holds.holding(ids[0]) as first, room.holds.holding(ids[0]) as second:
        assert first
        assert second
        assert room.make_room() == [ids[2]]
    assert room.make_room() == [ids[0]]
    now_s += recording_holds.WATCHED_FOR_S
    assert room.make_room() == [ids[1]]
    assert not any(map(history.is_whole, ids[:3]))


def test_what_is_being_cleared_is_not_used(history: History, ada: Browser) -> None:
    holds = RecordingHolds()
    with holds.claiming("one") as free:
        assert free
        with holds.claiming("one") as twice, holds.holding("one") as stays, holds.holding("other") as other_stays:
            assert (twice, stays, other_stays) == (False, False, True)
    with holds.holding("one") as stays:
        assert stays


@pytest.mark.parametrize("files_left", [("episode.mcap", "frames-1.bin"), ("episode.mcap",), ()])
def test_what_was_interrupted_is_brought_to_its_end_at_the_next_start(
    tmp_path: Path, files_left: tuple[str, ...]
) -> None:
    with running_console(tmp_path) as console:
        history = History(console)
        episode = history.practice(console.learner(console.school_class()).team_id, recording="clearing")
        for file in [*history.folder(episode).glob("*.mcap"), *history.folder(episode).glob("frames*")]:
            if file.name not in files_left:
                file.unlink()
    with running_console(tmp_path) as console:
        history = History(console)
        until(lambda: history.state_of(episode) == "cleared")
        assert not history.is_whole(episode)


def test_a_recording_that_can_not_be_deleted_stays_usable_and_does_not_keep_others(
    history: History, ada: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [history.practice(ada.team_id) for _ in range(KEPT_OF_EACH + 2)]
    unlink = Path.unlink

    def stuck(file: Path, **more: Any) -> None:
        if file == history.home / "episodes" / ids[0] / "episode.mcap":
            raise PermissionError(1, "Operation not permitted")
        unlink(file, **more)

    monkeypatch.setattr(Path, "unlink", stuck)
    assert history.room(1).make_room() == [ids[1]]
    assert history.is_whole(ids[0])
    monkeypatch.setattr(Path, "unlink", unlink)
    assert history.room(1).make_room() == [ids[0]]


@pytest.mark.parametrize("seed", range(6))
def test_in_random_histories_nothing_that_must_stay_goes(
    history: History, console: Console, ada: Browser, seed: int
) -> None:
    chance = random.Random(seed)
    teams = [ada.team_id, console.learner(console.school_class("Other school")).team_id]
    missions = ["first_drive", "wall_follow"]
    protected: set[str] = set()
    newest: dict[tuple[str, str], list[str]] = {}
    room = history.room(chance.choice([1, 500, 1500]))
    for _ in range(30):
        team, mission, size = chance.choice(teams), chance.choice(missions), chance.randint(4, 300)
        kind = chance.random()
        if kind < 0.1:
            protected.add(history.graded(team, size, mission))
        elif kind < 0.2:
            protected.add(history.practice(team, size, mission, state="running"))
        else:
            newest.setdefault((team, mission), []).append(history.practice(team, size, mission))
            if kind < 0.3:
                room.holds.watched(newest[team, mission][-1])
                protected.add(newest[team, mission][-1])
        if chance.random() < 0.3:
            room.make_room()
        stays = protected.union(*(ids[-KEPT_OF_EACH:] for ids in newest.values()))
        assert all(map(history.is_whole, stays))
    room.make_room()
    gone = set(history.cleared())
    assert not gone & protected
    for ids in newest.values():
        may_go = [one for one in ids[:-KEPT_OF_EACH] if one not in protected]
        went = [one in gone for one in may_go]
        assert went == sorted(went, reverse=True), "an older one never stays longer"


def test_who_got_hold_of_a_recording_has_it_however_many_are_cleared(history: History, ada: Browser) -> None:
    ids = [history.practice(ada.team_id) for _ in range(KEPT_OF_EACH + 12)]
    room = history.room(1)
    together = threading.Barrier(3)
    broken: list[str] = []

    def read() -> None:
        together.wait()
        for one in ids:
            with room.holds.holding(one) as stays:
                if stays and history.state_of(one) == "kept" and not (history.folder(one) / "episode.mcap").is_file():
                    broken.append(one)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    together.wait()
    room.make_room()
    for reader in readers:
        reader.join()
    assert broken == []
    room.make_room()
    assert [history.is_whole(one) for one in ids] == [False] * 12 + [True] * KEPT_OF_EACH


def test_room_is_made_when_the_lab_opens_and_when_an_episode_is_over(tmp_path: Path) -> None:
    with running_console(tmp_path) as console:
        ada = console.learner(console.school_class())
        history = History(console)
        ids = [history.practice(ada.team_id) for _ in range(KEPT_OF_EACH + 1)]
    with running_console(tmp_path, recordings_bytes=1) as console:
        history.console = console
        until(lambda: not history.is_whole(ids[0]) if history.state_of(ids[0]) == "cleared" else False)
        ids.append(history.practice(ada.team_id))
        room: RecordingRoom = console.app.state.recording_room
        room._rest_s = 0.0
        room.wake()
        until(lambda: history.state_of(ids[1]) == "cleared")


@pytest.fixture
def gone(history: History, ada: Browser) -> str:
    """An episode of Ada's whose recording was cleared."""
    ids = [history.practice(ada.team_id) for _ in range(KEPT_OF_EACH + 1)]
    history.room(1).make_room()
    return ids[0]


@pytest.mark.parametrize("path", ["frames", "frames?pictures=1", "recording"])
def test_what_needs_the_recording_is_refused_with_a_word_of_its_own(ada: Browser, gone: str, path: str) -> None:
    refused = ada.get(f"/api/episodes/{gone}/{path}")
    assert (refused.status_code, refused.json()["kind"]) == (410, "recording_cleared")
    assert "same seed" in refused.json()["hint"]


def test_its_stream_is_over_and_says_why(ada: Browser, gone: str) -> None:
    with ada.websocket_connect(f"/api/episodes/{gone}/stream") as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_bytes()
    assert closed.value.code == OVER
    assert "made room" in closed.value.reason


def test_all_else_of_it_is_there(ada: Browser, console: Console, gone: str) -> None:
    told = ada.get(f"/api/episodes/{gone}").json()
    assert (told["has_recording"], told["recording_cleared"], told["score"]) == (False, True, 1.0)
    log = ada.get(f"/api/episodes/{gone}/log")
    assert log.text.startswith('{"sim_time_s": 0.1')
    assert 'filename="first_drive-seed-1-' in log.headers["content-disposition"]
    assert ada.get(f"/api/episodes/{gone}/program").status_code == 200
    newest = ada.get("/api/episodes").json()["episodes"][0]
    assert (newest["has_recording"], newest["recording_cleared"]) == (True, False)
    assert console.learner(console.school_class("Other")).get(f"/api/episodes/{gone}/frames").status_code == 404


def test_one_that_left_no_log_says_so(ada: Browser, history: History) -> None:
    episode = history.practice(ada.team_id)
    (history.folder(episode) / "log.jsonl").unlink()
    refused = ada.get(f"/api/episodes/{episode}/log")
    assert (refused.status_code, refused.json()["kind"]) == (404, "no_log")


def test_a_download_holds_the_recording_until_all_of_it_is_sent(
    ada: Browser, history: History, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = history.practice(ada.team_id)
    holds: RecordingHolds = console.app.state.recording_room.holds
    monkeypatch.setattr(holds, "watched", lambda _episode: None)
    seen: list[tuple[str, bool]] = []

    def is_free() -> bool:
        with holds.claiming(episode) as free:
            return free

    async def send(message: Any) -> None:
        seen.append((message["type"], is_free()))

    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Any:
        return next(asked, None) or await asyncio.get_running_loop().create_future()

    cookie = "; ".join(f"{name}={value}" for name, value in ada.cookies.items())
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": f"/api/episodes/{episode}/recording", "raw_path": b"", "query_string": b"", "root_path": "",
        "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode())], "client": ("127.0.0.1", 1),
        "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    asyncio.run(console.app(scope, receive, send))
    assert {kind for kind, _ in seen} == {"http.response.start", "http.response.body"}
    assert not any(free for _, free in seen)
    assert is_free()


def test_watching_keeps_a_recording_for_a_while(ada: Browser, history: History, console: Console) -> None:
    episode = history.practice(ada.team_id)
    assert ada.get(f"/api/episodes/{episode}/frames").status_code == 200
    with console.app.state.recording_room.holds.claiming(episode) as free:
        assert not free


def test_who_may_not_watch_keeps_nothing(history: History, console: Console, ada: Browser) -> None:
    episode = history.practice(ada.team_id)
    eve = console.learner(console.school_class("Other"))
    assert eve.get(f"/api/episodes/{episode}/frames").status_code == 404
    with console.app.state.recording_room.holds.claiming(episode) as free:
        assert free
