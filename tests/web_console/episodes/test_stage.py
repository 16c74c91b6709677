# SPDX-License-Identifier: Apache-2.0
"""The places for practice, with episodes that are none: who gets a place, and what is wished at an awkward moment."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgpack
import pytest
from sqlalchemy.exc import OperationalError

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome
from missions.episode.view_channel import MessageSplitter
from web_console.episodes import stage as stage_module
from web_console.episodes.broadcast import Broadcast
from web_console.episodes.performance import Books, Practice
from web_console.episodes.stage import Stage


class FakeBooks:
    """Books in memory; `slow_start` holds episodes back before they can be reached."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.slow_start = threading.Event()
        self.slow_start.set()
        self.broken = False
        self.off: list[str] = []

    def started(self, practice: Practice) -> bool:
        self.asked.release()
        self.slow_start.wait()
        return practice.episode_id not in self.off

    def ended(self, practice: Practice, outcome: EpisodeOutcome) -> None:
        raise AssertionError

    def failed(self, practice: Practice, problem: str) -> None:
        raise AssertionError

    def called_off(self, practice: Practice) -> None:
        if self.broken:
            raise OperationalError("UPDATE", {}, Exception("database or disk is full"))
        self.off.append(practice.episode_id)

    def close(self) -> None:
        pass


class Played:
    """Episodes that go on until they are stopped; what they were wished is in `wishes`."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.wishes: dict[str, list[Any]] = {}
        self.warmed = threading.Semaphore(0)
        self.warm: list[str] = []

    def warm_up(self, mission: str, _runner: EpisodeRunner) -> None:
        self.warm.append(mission)
        self.warmed.release()

    def perform(
        self,
        practice: Practice,
        _runner: EpisodeRunner,
        show: Broadcast,
        books: Books,
        reachable: Callable[[socket.socket], AbstractContextManager[None]],
    ) -> None:
        if not books.started(practice):
            show.tell("stopped")
            return
        ours, theirs = socket.socketpair()
        splitter = MessageSplitter()
        wishes = self.wishes[practice.episode_id] = []
        with ours, theirs, reachable(ours):
            self.begun.release()
            while {"action": "stop"} not in wishes:
                wishes += [msgpack.unpackb(one) for one in splitter.feed(theirs.recv(4096))]


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Played:
    one = Played()
    monkeypatch.setattr(stage_module, "perform", one.perform)
    monkeypatch.setattr(stage_module, "warm_up", one.warm_up)
    return one


@pytest.fixture
def books() -> FakeBooks:
    return FakeBooks()


@pytest.fixture
def stage(played: Played, books: FakeBooks) -> Iterator[Stage]:
    one = Stage(2, books)
    yield one
    books.slow_start.set()
    one.close()


def practice(name: str, team: str) -> Practice:
    return Practice(name, team, "first_drive", "", "p.py", 1, "robot", "mujoco", 1.0, Path())


def end_of(show: Broadcast | None) -> list[str]:
    """The states of an episode, once it is over."""
    assert show is not None
    over = threading.Event()
    viewer = show.join(over.set)
    states: list[str] = []
    while not show.ended:
        over.wait()
        over.clear()
    packed, _ = viewer.news()
    states += [frame["state"] for frame in msgpack.unpackb(packed or b"\x90")]
    return states


def test_one_team_never_has_all_places_and_what_waits_for_its_own_team_stops_no_grading(
    stage: Stage, played: Played
) -> None:
    stage.put_on(practice("a1", "ada"))
    played.begun.acquire()
    stage.put_on(practice("a2", "ada"))
    assert not stage.someone_waits
    stage.put_on(practice("b1", "bob"))
    played.begun.acquire()
    assert set(played.wishes) == {"a1", "b1"}
    stage.put_on(practice("c1", "cy"))
    assert stage.someone_waits
    assert stage.wish("b1", {"action": "stop"})
    played.begun.acquire()
    assert "c1" in played.wishes, "whose team has nothing running comes first"


@pytest.mark.parametrize("action", ["stop", "pause"])
def test_a_wish_reaches_an_episode_that_a_place_has_only_just_taken(
    stage: Stage, played: Played, books: FakeBooks, action: str
) -> None:
    books.slow_start.clear()
    stage.put_on(practice("a1", "ada"))
    books.asked.acquire()
    assert stage.wish("a1", {"action": action})
    books.slow_start.set()
    played.begun.acquire()
    assert stage.wish("a1", {"action": "stop"}) or action == "stop"
    stage.close()
    assert played.wishes["a1"][0] == {"action": action}


def test_wishes_for_an_episode_that_can_not_be_reached_do_not_pile_up(stage: Stage, books: FakeBooks) -> None:
    books.slow_start.clear()
    stage.put_on(practice("a1", "ada"))
    books.asked.acquire()
    taken = [stage.wish("a1", {"action": "step"}) for _ in range(1000)]
    assert sum(taken) < 100


def test_a_stage_that_closes_stops_what_a_place_has_only_just_taken(
    stage: Stage, played: Played, books: FakeBooks
) -> None:
    books.slow_start.clear()
    stage.put_on(practice("a1", "ada"))
    books.asked.acquire()
    closing = threading.Thread(target=stage.close)
    closing.start()
    books.slow_start.set()
    closing.join()
    assert played.wishes["a1"] == [{"action": "stop"}]


def test_what_can_not_be_called_off_still_waits(stage: Stage, played: Played, books: FakeBooks) -> None:
    for team in ("ada", "bob", "cy"):
        stage.put_on(practice(f"{team}1", team))
    played.begun.acquire()
    played.begun.acquire()
    show = stage.show("cy1")
    books.broken = True
    with pytest.raises(OperationalError):
        stage.wish("cy1", {"action": "stop"})
    assert stage.ahead_of("cy1") == 0
    assert stage.someone_waits
    books.broken = False
    assert stage.wish("cy1", {"action": "stop"})
    assert end_of(show) == ["waiting", "stopped"]
    assert not stage.wish("cy1", {"action": "stop"})


def test_a_mission_that_is_looked_at_is_warmed_up_once_while_there_is_a_cold_place(
    stage: Stage, played: Played
) -> None:
    stage.expect("first_drive")
    played.warmed.acquire()
    stage.expect("first_drive")
    stage.expect("line_follow")
    played.warmed.acquire()
    stage.expect("wall_follow")
    assert played.warm == ["first_drive", "line_follow"], "nobody's processes are taken away for it"
    stage.put_on(practice("a1", "ada"))
    played.begun.acquire()
    assert set(played.wishes) == {"a1"}
