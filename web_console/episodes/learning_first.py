# SPDX-License-Identifier: Apache-2.0
"""A practice episode whose program learns first: shown to those who watch, and stopped when they wish it."""

from __future__ import annotations

import socket
from dataclasses import replace

import msgpack

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.episode.unlearned import stopped_while_learning, unlearned
from missions.episode.view_channel import MessageSplitter
from missions.learning.learn import learns, model_for
from missions.recording.replay_frames import end_frames
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.source import ProgramSource
from web_console.episodes.broadcast import Broadcast

_CURVES_SHOWN = 2
_PEEKED_BYTES = 1 << 16


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
    telling = _Telling(show, view)
    try:
        program = ProgramSource(request.program_text, request.program_name)
        model = model_for(request.mission, program, telling.take)
    except ProgramFailed as failed:
        outcome = unlearned(request, failed.failure)
    except _StoppedError:
        outcome = stopped_while_learning(request)
    else:
        return runner.run(replace(request, model=model))
    for frame in end_frames(outcome.scorecard):
        show.put({**frame, "n": 0})
    return outcome


class _Telling:
    """Tells viewers how learning goes."""

    def __init__(self, show: Broadcast, view: socket.socket) -> None:
        self._show = show
        self._view = view
        self._said = ""

    def take(self, news: LearningNews) -> None:
        """Takes what a program tells.

        Raises:
            _StoppedError: it is to stop.
        """
        if self._is_to_stop():
            raise _StoppedError
        for line in news.log:
            self._show.put({"k": "log", "n": 0, "t": 0.0, "line": line.line, "text": line.text})
        curves = [f"{point.name} {point.value:.3g}" for point in news.plots[-_CURVES_SHOWN:]]
        parts = [*([] if news.done is None else [f"{100 * news.done:.0f} %"]), *curves]
        text = f"learning: {', '.join(parts)}" if parts else "learning"
        if parts or not self._said:
            self._said = text
            self._show.tell("preparing", text)

    def _is_to_stop(self) -> bool:
        """Looks at the wishes without taking them: the episode is to find the others."""
        try:
            waiting = self._view.recv(_PEEKED_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            wishes = [msgpack.unpackb(one) for one in MessageSplitter().feed(waiting)]
        except (OSError, ValueError):
            return False
        return any(isinstance(wish, dict) and wish.get("action") == "stop" for wish in wishes)
