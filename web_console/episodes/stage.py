# SPDX-License-Identifier: Apache-2.0
"""Where practice episodes run: a few places, each with processes that stay warm, and a queue before them.

A place is a thread; what takes time is in processes of the episode. It keeps them warm for the next episode of the
same sort for a while, so that a click on Run moves the robot at once.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from missions.episode.launcher import EpisodeRunner
from missions.episode.view_channel import packed
from web_console.episodes.broadcast import Broadcast
from web_console.episodes.performance import Books, Practice, perform, warm_up

WARM_FOR_S = 300.0
"""How long a place keeps its processes when nobody needs them: they take about 230 MB."""

_STOP = {"action": "stop"}
_MOST_EARLY = 20
"""Wishes for an episode that a place has taken, but that can't be reached yet."""


class Stage:
    """The places, and the queue before them."""

    def __init__(self, places: int, books: Books) -> None:
        """Opens the stage; a place takes nothing as long as it has run nothing.

        Args:
            places: how many episodes run at once.
            books: where it is written what becomes of episodes.
        """
        self._books = books
        self._lock = threading.Condition()
        self._waiting: list[Practice] = []
        self._running: dict[str, socket.socket] = {}
        self._early: dict[str, list[dict[str, Any]]] = {}
        self._teams: list[str] = []
        self._free: set[str] = set()
        self._expected: list[str] = []
        self._warm_for: dict[str, str] = {}
        self._shows: dict[str, Broadcast] = {}
        self._closed = False
        # One team never has all places: what it pauses and forgets would keep everybody else waiting.
        self._most_of_team = max(1, places - 1)
        self._places = [threading.Thread(target=self._serve, name=f"stage-{number}") for number in range(places)]
        for place in self._places:
            place.start()

    @property
    def someone_waits(self) -> bool:
        """Whether a practice episode waits for a place, and not for its own team: grading makes room then."""
        with self._lock:
            return any(self._may_begin(one) for one in self._waiting)

    def put_on(self, practice: Practice) -> None:
        """Puts an episode into the queue."""
        with self._lock:
            show = self._shows[practice.episode_id] = Broadcast()
            show.tell("waiting", ahead=len(self._waiting))
            self._waiting.append(practice)
            self._lock.notify_all()

    def expect(self, mission: str) -> None:
        """Lets a place that has no processes start those of a mission: somebody may soon run a program in it."""
        with self._lock:
            cold = [place for place in self._free if place not in self._warm_for]
            ready = mission in self._warm_for.values() or mission in self._expected
            if not ready and len(self._expected) < len(cold):
                self._expected.append(mission)
                self._lock.notify_all()

    def ahead_of(self, episode_id: str) -> int:
        """How many episodes wait before this one."""
        with self._lock:
            return next((place for place, one in enumerate(self._waiting) if one.episode_id == episode_id), 0)

    def show(self, episode_id: str) -> Broadcast | None:
        """Where an episode can be watched; None if it neither waits nor runs."""
        return self._shows.get(episode_id)

    def wish(self, episode_id: str, wish: dict[str, Any]) -> bool:
        """Does what a viewer wishes, such as `{"action": "pause"}`; returns whether the episode was there for it."""
        with self._lock:
            taken = self._passed_on(episode_id, wish)
            if taken is not None:
                return taken
            waits = next((one for one in self._waiting if one.episode_id == episode_id), None)
        if waits is None or wish != _STOP:
            return False
        self._books.called_off(waits)  # if this fails, it still waits
        with self._lock:
            if waits not in self._waiting:
                # A place has just taken it; if it was quicker than the books, it is told.
                return self._passed_on(episode_id, wish) is not False
            self._waiting.remove(waits)
        self._over(waits, "stopped")
        return True

    def close(self) -> None:
        """Stops all episodes and ends all processes."""
        with self._lock:
            self._closed = True
            for channel in self._running.values():
                _sent(channel, _STOP)
            self._lock.notify_all()
        self._books.close()
        for place in self._places:
            place.join()

    def _serve(self) -> None:
        """One place."""
        me = threading.current_thread().name
        runner = EpisodeRunner()
        used_s: float | None = None
        try:
            while not self._closed:
                practice = self._next(me, None if used_s is None else used_s + WARM_FOR_S)
                if practice is None:
                    runner.close()
                    used_s = None
                    continue
                if isinstance(practice, str):
                    warm_up(practice, runner)
                    used_s = time.monotonic()
                    continue
                show = self._shows[practice.episode_id]
                perform(practice, runner, show, self._books, partial(self._reach, practice))
                used_s = time.monotonic()
                self._over(practice)
                with self._lock:
                    self._early.pop(practice.episode_id, None)
                    self._teams.remove(practice.team_id)
                    self._lock.notify_all()
        finally:
            runner.close()

    def _next(self, me: str, until_s: float | None) -> Practice | str | None:
        """Waits for an episode, or for the name of a mission to warm up; None when the time is up, or the stage closes.

        A team that has an episode running waits for the others, and never has all places; and of the
        places that are free, the one that ran the same mission last takes it.
        """
        with self._lock:
            self._free.add(me)
            try:
                while not self._closed:
                    may_begin = [one for one in self._waiting if self._may_begin(one)]
                    for practice in sorted(may_begin, key=lambda one: self._teams.count(one.team_id)):
                        warm = self._warm_for.get(me) == practice.mission
                        if warm or not any(self._warm_for.get(other) == practice.mission for other in self._free):
                            self._waiting.remove(practice)
                            self._teams.append(practice.team_id)
                            self._early[practice.episode_id] = []
                            self._warm_for[me] = practice.mission
                            return practice
                    if self._expected and me not in self._warm_for:
                        self._warm_for[me] = self._expected.pop(0)
                        return self._warm_for[me]
                    left_s = None if until_s is None else until_s - time.monotonic()
                    if left_s is not None and left_s <= 0:
                        self._warm_for.pop(me, None)
                        return None
                    self._lock.wait(left_s)
                return None
            finally:
                self._free.discard(me)

    def _passed_on(self, episode_id: str, wish: dict[str, Any]) -> bool | None:
        """Whether an episode that a place has taken is told a wish; None if none has."""
        if episode_id in self._running:
            return _sent(self._running[episode_id], wish)
        early = self._early.get(episode_id)
        if early is None:
            return None
        if len(early) >= _MOST_EARLY:
            return False
        early.append(wish)
        return True

    def _may_begin(self, practice: Practice) -> bool:
        return self._teams.count(practice.team_id) < self._most_of_team

    @contextmanager
    def _reach(self, practice: Practice, channel: socket.socket) -> Iterator[None]:
        with self._lock:
            self._running[practice.episode_id] = channel
            for wish in [*self._early.pop(practice.episode_id), *([_STOP] if self._closed else [])]:
                _sent(channel, wish)
        try:
            yield
        finally:
            with self._lock:
                self._running.pop(practice.episode_id, None)

    def _over(self, practice: Practice, state: str = "") -> None:
        """Lets the viewers of an episode go."""
        with self._lock:
            show = self._shows.pop(practice.episode_id)
        if state:
            show.tell(state)
        show.end()


def _sent(channel: socket.socket, wish: dict[str, Any]) -> bool:
    with suppress(OSError):
        channel.send(packed(wish), socket.MSG_DONTWAIT)
        return True
    return False
