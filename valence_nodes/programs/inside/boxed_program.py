# SPDX-License-Identifier: Apache-2.0
"""What is the same for whatever a learner's program does in the box: its clock, what it prints, how its end is told."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from abc import ABC, abstractmethod
from types import FrameType
from typing import Any, NoReturn

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.inside.link import EpisodeOver, Link, set_alarm
from valence_nodes.programs.inside.printed import Printed
from valence_nodes.programs.learner_errors import explain
from valence_nodes.programs.protocol import DeadlinePassed, FrameSocket, PeerGone, ProtocolViolation

EXIT_FAILED = 70
"""Exit code of a program that failed and said so."""

# Kept back for the moment at which a program has eaten up its memory, to tell it so; nothing is ever written to it.
_RESERVE_BYTES = 8 * 1024 * 1024


class BoxedProgram(ABC):
    """The learner's program between its start and its end."""

    def __init__(self, frames: FrameSocket, start: dict[str, Any], link: Link, first_wall_s: float) -> None:
        self._frames = frames
        self._name = str(start["name"])
        self._text = str(start["program"])
        self._link = link
        self._printed = Printed(link.say)
        self._wall_s = first_wall_s
        self._reserve: bytes = bytes(_RESERVE_BYTES)

    @abstractmethod
    def _work(self) -> None:
        """Does what the program is in the box for."""

    @abstractmethod
    def _late(self, wall_s: float, line: int | None) -> ProgramFailure:
        """Explains that the clock ran out."""

    def run(self) -> None:
        """Runs it, and reports how it went."""
        signal.signal(signal.SIGALRM, self._too_slow)
        faulthandler.register(signal.SIGPROF, file=sys.__stderr__ or 2, all_threads=False)
        set_alarm(self._wall_s)
        sys.stdout = sys.stderr = self._printed
        try:
            self._work()
            self._printed.end()
            self._link.finish()
        except EpisodeOver:
            self._last_words()
        except ProgramFailed as failed:
            self._fail(failed.failure)
        except BaseException as error:  # whatever a program can raise is the learner's to see
            self._reserve = b""  # a store that needs no memory itself
            if not self._link.running:
                self._last_words()  # a slip while it was being ended changes nothing any more
                return
            # The alarm stays on: an exception may take for ever to tell its text.
            self._fail(explain(error, self._text, self._name))

    def _last_words(self) -> None:
        set_alarm(0)
        self._printed.end()
        try:
            self._link.finish()
        except (PeerGone, DeadlinePassed, ProtocolViolation):
            return

    def _too_slow(self, _signal: int, frame: FrameType | None) -> None:
        line = None
        while frame is not None and line is None:
            line = frame.f_lineno if frame.f_code.co_filename == self._name else None
            frame = frame.f_back
        self._fail(self._late(self._wall_s, line))

    def _fail(self, failure: ProgramFailure) -> NoReturn:
        set_alarm(0)
        self._reserve = b""
        self._printed.end()
        fields = {
            **self._link.words(),
            "failure": failure.kind,
            "message": protocol.sendable(failure.message),
            "hint": protocol.sendable(failure.hint),
            "line": failure.line,
            "source_line": protocol.sendable(failure.source_line),
        }
        try:
            self._frames.send("failed", fields, 1.0)
        finally:
            os._exit(EXIT_FAILED)
