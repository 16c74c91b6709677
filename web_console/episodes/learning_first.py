# SPDX-License-Identifier: Apache-2.0
"""A practice episode whose program learns first: shown to those who watch, and stopped when they wish it."""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import replace
from typing import Any

import msgpack

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.episode.unlearned import stopped_while_learning, unlearned
from missions.episode.view_channel import MessageSplitter
from missions.learning.learn import learns, model_for
from missions.learning.learning_report import LearningNotes, write_report
from missions.recording.replay_frames import end_frames
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.source import ProgramSource
from web_console.episodes.broadcast import Broadcast

_LOG = logging.getLogger(__name__)
_CURVES_SHOWN = 3
_PEEKED_BYTES = 1 << 16
_EVERY_S = 0.2
"""A training of small trees tells hundreds of times a second how far it is; nobody sees more than a few of them."""


class _StoppedError(Exception):
    """Somebody wished the episode to stop."""


def run_learned(request: EpisodeRequest, runner: EpisodeRunner, show: Broadcast, view: socket.socket) -> EpisodeOutcome:
    """Has the program learn, if it does, and then runs the episode.

    Args:
        request: for the episode; `view` is the episode's end of the channel to its viewers.
        runner: that runs it.
        show: where it is watched.
        view: the same end, read here for a wish to stop, as long as the episode does not read it.

    Raises:
        EpisodeError: as `EpisodeRunner.run`.
        CannotLearnError: the lab failed while the program learned.
        MissingExtraError: what learning needs is not installed.
    """
    if not learns(request.program_text):
        return runner.run(request)
    telling = _Telling(show, view, request.pace)
    try:
        program = ProgramSource(request.program_text, request.program_name)
        model = model_for(request.mission, program, telling.take)
    except ProgramFailed as failed:
        outcome = unlearned(request, failed.failure)
    except _StoppedError:
        outcome = stopped_while_learning(request)
    else:
        if telling.began:
            show.tell("preparing", pace=request.pace)
        return runner.run(replace(request, model=model))
    for frame in end_frames(outcome.scorecard):
        show.put({**frame, "n": 0})
    try:
        write_report(request.folder, telling.notes.report(why_not=outcome.scorecard.message))
    except OSError:
        _LOG.exception("the report on learning of %s", request.folder)  # its scorecard is there
    return outcome


class _Telling:
    """Tells viewers how learning goes.

    Attributes:
        notes: what is kept of it.
        began: it was learned, and not found where it was kept.
    """

    def __init__(self, show: Broadcast, view: socket.socket, pace: float) -> None:
        self.notes = LearningNotes()
        self.began = False
        self._show = show
        self._view = view
        self._pace = pace
        self._told_s = 0.0

    def take(self, news: LearningNews) -> None:
        """Takes what a program tells.

        Raises:
            _StoppedError: it is to stop.
        """
        self.notes.take(news)
        if not self.began:
            self.began = True
            self._show.tell("learning", pace=self._pace)
        for line in news.log:
            self._show.put({"k": "log", "n": 0, "t": 0.0, "line": line.line, "text": line.text})
        now_s = time.monotonic()
        if now_s - self._told_s < _EVERY_S and news.doing is None and news.done != 1:
            return
        self._told_s = now_s
        if self._is_to_stop():
            raise _StoppedError
        self._show.put(learning_frame(self.notes))

    def _is_to_stop(self) -> bool:
        """Looks at the wishes without taking them: the episode is to find the others."""
        try:
            waiting = self._view.recv(_PEEKED_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            wishes = [msgpack.unpackb(one) for one in MessageSplitter().feed(waiting)]
        except (OSError, ValueError):
            return False
        return any(isinstance(wish, dict) and wish.get("action") == "stop" for wish in wishes)


def learning_frame(notes: LearningNotes) -> dict[str, Any]:
    """How learning goes, whole in one frame: whoever comes late, or comes back, needs no other."""
    return {
        "k": "learning",
        "t": 0.0,
        "doing": None if notes.doing is None else notes.doing.model_dump(),
        "done": notes.done,
        "used_s": notes.used_s,
        "limit_s": notes.limit_s,
        "curves": [
            {"name": curve.name, "values": [value for _, value in curve.points]}
            for curve in notes.curves[:_CURVES_SHOWN]
        ],
    }
