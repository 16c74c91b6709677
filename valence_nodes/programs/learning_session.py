# SPDX-License-Identifier: Apache-2.0
"""Our end of the socket while a program learns: takes what it says, and at last what it learned, as mere bytes."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from valence_nodes.programs import protocol
from valence_nodes.programs.examination import Doing, Examination, doing_of, examined_of
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.from_box import ended_suddenly, failure_of, link_abused, words_of
from valence_nodes.programs.program_words import LogLine, PlotPoint
from valence_nodes.programs.protocol import DeadlinePassed, FrameSocket, PeerGone, ProtocolViolation
from valence_nodes.programs.source import ProgramSource

_GRACE_S = 2.0
_LOAD_WALL_S = 20.0
_TICK_S = 0.5
MOST_EXAMINATIONS = 1000
"""Of one program; only the last few are kept."""


@dataclass(frozen=True)
class LearnLimits:
    """What learning may use.

    Attributes:
        cpu_s: processor time, loading the program included.
        model_bytes: largest model.
    """

    cpu_s: float
    model_bytes: int

    @property
    def wall_s(self) -> float:
        """On the wall clock."""
        return protocol.LEARN_WALL_FACTOR * self.cpu_s


@dataclass(frozen=True)
class LearningNews:
    """What a program that learns tells.

    Attributes:
        log: lines that it said.
        plots: points of its curves.
        done: how far it is, from 0 to 1; None when that is not known.
        doing: what it begins now, if it says so.
        examined: how an examination of its model went, if there was one.
        used_s: processor time that it has used up, s; 0 where that is not known.
        limit_s: what it may use.
    """

    log: tuple[LogLine, ...] = ()
    plots: tuple[PlotPoint, ...] = ()
    done: float | None = None
    doing: Doing | None = None
    examined: Examination | None = None
    used_s: float = 0.0
    limit_s: float = 0.0


@dataclass(frozen=True)
class Learned:
    """What a program learned.

    Attributes:
        content: the model, pickled; nothing outside of a box unpickles it.
        kind: of model, such as `forest`, or the name of its class; as the program says.
    """

    content: bytes
    kind: str


NOTHING_NEW = LearningNews()
"""Told now and then while the program says nothing, so that whoever listens can show that it goes on, or end it by an
exception."""

OnNews = Callable[[LearningNews], None]


def learn_in_box(
    sock: socket.socket, program: ProgramSource, places: dict[str, str], limits: LearnLimits, on_news: OnNews
) -> Learned:
    """Has a program learn.

    Args:
        sock: our end; it is closed at the end.
        program: with `learn(data)`.
        places: where the box has the data, see `BoxFiles.places`.
        limits: what it may use.
        on_news: told what the program tells, and twice a second that it goes on; what it raises ends the learning.

    Returns:
        What it learned.

    Raises:
        ProgramFailed: it raised, took too long, ended, or broke the protocol.
    """
    frames = FrameSocket(sock, protocol.MAX_FROM_BOX_BYTES)
    try:
        return _Learning(frames, limits, on_news).run(program, places)
    except ProtocolViolation as violation:
        raise ProgramFailed(link_abused(violation)) from violation
    except PeerGone as gone:
        raise ProgramFailed(ended_suddenly(gone)) from gone
    except DeadlinePassed as late:
        raise ProgramFailed(
            ProgramFailure(
                "time_learn",
                f"Learning took more than {limits.cpu_s:g} s.",
                "Take fewer rows, fewer trees or epochs, or a smaller net.",
            )
        ) from late
    finally:
        frames.close()


class _Learning:
    """One program that learns."""

    def __init__(self, frames: FrameSocket, limits: LearnLimits, on_news: OnNews) -> None:
        self._frames = frames
        self._limits = limits
        self._on_news = on_news
        self._deadline = time.monotonic() + _LOAD_WALL_S + limits.wall_s + _GRACE_S
        self._model = bytearray()
        self._said_chars = 0
        self._examinations = 0

    def run(self, program: ProgramSource, places: dict[str, str]) -> Learned:
        hello = self._next()
        if hello["kind"] != "hello" or hello.get("version") != protocol.VERSION:
            raise ProgramFailed(ProgramFailure("protocol", "The box speaks another version of the protocol."))
        start = {
            "version": protocol.VERSION,
            "program": program.text,
            "name": program.name,
            "learn_cpu_s": self._limits.cpu_s,
            "max_model_bytes": self._limits.model_bytes,
            **places,
        }
        self._frames.send("start", start, _LOAD_WALL_S)
        self._deadline = time.monotonic() + self._limits.wall_s + _GRACE_S
        while (frame := self._next())["kind"] != "learned":
            self._take(frame)
        if frame.get("bytes") != len(self._model) or not self._model:
            raise ProtocolViolation("the model is not as long as was said")
        return Learned(bytes(self._model), protocol.text(frame, "kind_of_model", 60))

    def _next(self) -> dict[str, Any]:
        while True:
            left_s = self._deadline - time.monotonic()
            try:
                return self._frames.receive(min(left_s, _TICK_S))
            except DeadlinePassed:
                if left_s <= _TICK_S:
                    raise
                self._on_news(NOTHING_NEW)

    def _take(self, frame: dict[str, Any]) -> None:
        kind = frame["kind"]
        if kind == "learning":
            self._tell(frame)
        elif kind == "model":
            part = frame.get("part")
            if not isinstance(part, bytes) or not part:
                raise ProtocolViolation("a part of a model must be bytes")
            self._model += part
            if len(self._model) > self._limits.model_bytes:
                raise ProtocolViolation("the model is larger than allowed")
        elif kind == "failed":
            log, plots = words_of(frame)
            if log or plots:
                self._on_news(LearningNews(log, plots))
            raise ProgramFailed(failure_of(frame))
        elif kind != "loaded":
            raise ProtocolViolation(f"“{kind[:40]}” came while the program was learning")

    def _tell(self, frame: dict[str, Any]) -> None:
        log, plots = words_of(frame)
        done = None if frame.get("done") is None else min(1.0, max(0.0, protocol.finite(frame, "done")))
        self._said_chars += sum(len(line.text) + 40 for line in log)
        if self._said_chars > protocol.MAX_LOG_CHARS:
            raise ProgramFailed(
                ProgramFailure("output", "Your program said or plotted more than a log can hold.", "Say less.")
            )
        examined = examined_of(frame)
        self._examinations += examined is not None
        if self._examinations > MOST_EXAMINATIONS:
            raise ProgramFailed(
                ProgramFailure(
                    "output",
                    f"Your program called lab.evaluate more than {MOST_EXAMINATIONS} times.",
                    "Examine less often; to choose, look at the score that lab.train tells with validation=….",
                )
            )
        self._on_news(LearningNews(log, plots, done, doing_of(frame), examined))
