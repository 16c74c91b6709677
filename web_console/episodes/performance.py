# SPDX-License-Identifier: Apache-2.0
"""One practice episode on the stage: run, shown to those who watch, and told to whoever keeps the books."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgpack

from missions.episode.launcher import EpisodeError, EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.episode.view_channel import MessageSplitter
from missions.errors import MissionError
from missions.learning.learn import CannotLearnError
from missions.spec import read_mission
from valence_nodes.learning.extra import MissingExtraError
from web_console.episodes.broadcast import Broadcast
from web_console.episodes.learning_first import run_learned

_LOG = logging.getLogger(__name__)
_LAST_FRAMES_S = 5.0


@dataclass(frozen=True)
class Practice:
    """One episode to run.

    Attributes:
        episode_id: its row's id.
        team_id: whose it is.
        mission: its name.
        program_text: Python source.
        program_name: for messages.
        seed: of the world.
        robot: its name.
        engine: its name.
        pace: simulated seconds a wall-clock second; 0 for as fast as it goes.
        folder: where it leaves its files.
    """

    episode_id: str
    team_id: str
    mission: str
    program_text: str
    program_name: str
    seed: int
    robot: str
    engine: str
    pace: float
    folder: Path


class Books(Protocol):
    """Who keeps the books of episodes; called in the thread that an episode runs in."""

    def started(self, practice: Practice) -> bool:
        """It has a place now. Returns False when it should not run after all."""

    def ended(self, practice: Practice, outcome: EpisodeOutcome) -> None:
        """It has come to its end."""

    def failed(self, practice: Practice, problem: str) -> None:
        """The lab could not run it."""

    def called_off(self, practice: Practice) -> None:
        """Its team does not want it any more, before it began; called in another thread."""

    def close(self) -> None:
        """The server ends: what can't be written now will not be waited for."""


def perform(
    practice: Practice,
    runner: EpisodeRunner,
    show: Broadcast,
    books: Books,
    reachable: Callable[[socket.socket], AbstractContextManager[None]],
) -> None:
    """Runs an episode to its end. Raises nothing: what goes wrong is told.

    Args:
        practice: what to run.
        runner: with processes that may be warm.
        show: where it is watched.
        books: what became of it is written there.
        reachable: a context in which wishes of viewers may be sent to the socket.
    """
    show.tell("preparing")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        reader = threading.Thread(target=_hand_on, args=(ours, show), name="stage-view", daemon=True)
        reader.start()
        try:
            if not books.started(practice):
                show.tell("stopped")
                return
            with reachable(ours):
                outcome = run_learned(_request(practice, theirs), runner, show, theirs)
            theirs.close()
            reader.join(_LAST_FRAMES_S)
            books.ended(practice, outcome)
            show.tell("stopped" if outcome.scorecard.verdict == "stopped" else "ended")
        except (EpisodeError, MissionError, CannotLearnError, MissingExtraError) as error:
            _failed(practice, show, books, f"{error.message} {error.hint}".strip())
        except Exception as error:  # a place must not die of one episode
            _LOG.exception("episode %s", practice.episode_id)
            _failed(practice, show, books, f"{type(error).__name__}: {error}")


def warm_up(mission: str, runner: EpisodeRunner) -> None:
    """Starts the processes for a mission before a program is run in it; raises nothing: a run tells what is wrong."""
    try:
        runner.warm_up(EpisodeRequest(read_mission(mission), "", "", 0, Path(), pace=1.0))
    except (EpisodeError, MissionError) as error:
        _LOG.warning("%s can't be warmed up: %s", mission, error)


def _failed(practice: Practice, show: Broadcast, books: Books, problem: str) -> None:
    problem = problem.replace(f"{practice.folder}/", "")  # where the lab lies is no learner's business
    show.tell("failed", problem)
    try:
        books.failed(practice, problem)
    except Exception:  # the database may be gone, or the disk full
        _LOG.exception("episode %s", practice.episode_id)


def _request(practice: Practice, view: socket.socket) -> EpisodeRequest:
    return EpisodeRequest(
        mission=read_mission(practice.mission),
        program_text=practice.program_text,
        program_name=practice.program_name,
        seed=practice.seed,
        folder=practice.folder,
        engine=practice.engine,
        robot=practice.robot,
        pace=practice.pace,
        view=view,
    )


def _hand_on(channel: socket.socket, show: Broadcast) -> None:
    """Hands frames on, until the episode's end of the channel is closed."""
    splitter = MessageSplitter()
    try:
        while data := channel.recv(1 << 16):
            for one in splitter.feed(data):
                show.put(msgpack.unpackb(one))
    except (OSError, ValueError):
        return
