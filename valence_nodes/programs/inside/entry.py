# SPDX-License-Identifier: Apache-2.0
"""The first thing that runs in the box: takes limits upon itself, then loads and runs the learner's program.

Started as `python -I -S entry.py <socket fd> <limits as JSON>`; `sys.path` is set by the box.
"""

from __future__ import annotations

import builtins
import faulthandler
import io
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, NoReturn

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.inside.link import EpisodeOver, Link
from valence_nodes.programs.learner_errors import explain, out_of_time, without_drive
from valence_nodes.programs.protocol import DeadlinePassed, FrameSocket, PeerGone, ProtocolViolation
from valence_nodes.programs.robot import Robot, cm, deg

EXIT_FAILED = 70
"""Exit code of a program that failed and said so."""


class _Printed(io.TextIOBase):
    """Where `print` goes: line by line into the learner's log."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._open = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._open = (self._open + text).split("\n")
        for line in lines:
            self._say(line)
        if len(self._open) > protocol.MAX_TEXT:
            self._say(self._open)
            self._open = ""
        return len(text)


def _limit(limits: dict[str, int]) -> None:
    """Gives up for good what a program does not need; nothing gets it back, not even root."""
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(number)
        lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (lowered, lowered))


class _Program:
    """The learner's program between its start and its end."""

    def __init__(self, frames: FrameSocket, start: dict[str, Any]) -> None:
        self._frames = frames
        self._name = str(start["name"])
        self._text = str(start["program"])
        self._features = dict(start["features"])
        self._step_wall_s = float(start["step_wall_s"])
        self._load_wall_s = float(start["load_wall_s"])
        self._link = Link(frames, self._name, self._step_wall_s)

    def run(self) -> None:
        """Runs it, and reports how it went."""
        signal.signal(signal.SIGALRM, self._too_slow)
        signal.setitimer(signal.ITIMER_REAL, self._load_wall_s)
        sys.stdout = _Printed(self._link.say)
        try:
            drive = self._load()
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._frames.send("loaded", {}, None)
            self._link.first()
            drive(Robot(self._link, self._features))
            self._link.finish()
        except EpisodeOver:
            self._last_words()
        except BaseException as error:  # whatever a program can raise is the learner's to see
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._fail(explain(error, self._text, self._name))

    def _load(self) -> Callable[[Robot], object]:
        code: CodeType = compile(self._text, self._name, "exec", dont_inherit=True)
        names: dict[str, Any] = {"__name__": "program", "__builtins__": builtins, "cm": cm, "deg": deg}
        exec(code, names)  # noqa: S102 - running it is what the box is for
        drive = names.get("drive")
        if not callable(drive):
            self._fail(without_drive(self._text, list(names)))
        return drive  # type: ignore[no-any-return]  # what it returns is of no interest

    def _last_words(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            self._link.finish()
        except (PeerGone, DeadlinePassed, ProtocolViolation):
            return

    def _too_slow(self, _signal: int, frame: FrameType | None) -> None:
        line = None
        while frame is not None and line is None:
            line = frame.f_lineno if frame.f_code.co_filename == self._name else None
            frame = frame.f_back
        self._fail(out_of_time(self._step_wall_s, line, self._text))

    def _fail(self, failure: ProgramFailure) -> NoReturn:
        fields = {
            "failure": failure.kind,
            "message": failure.message[: protocol.MAX_TEXT],
            "hint": failure.hint[: protocol.MAX_TEXT],
            "line": failure.line,
            "source_line": failure.source_line[: protocol.MAX_TEXT],
        }
        try:
            self._frames.send("failed", fields, 1.0)
        finally:
            os._exit(EXIT_FAILED)


def main() -> None:
    """Runs one program."""
    faulthandler.enable()
    frames = FrameSocket(socket.socket(fileno=int(sys.argv[1])), protocol.MAX_TO_BOX_BYTES)
    _limit(json.loads(sys.argv[2]))
    try:
        frames.send("hello", {"version": protocol.VERSION}, None)
        start = frames.receive(None)
        _Program(frames, start).run()
    except PeerGone:
        pass  # The episode is over; there is nobody to tell.
    os._exit(0)  # Threads and exit handlers of the program have had their time.


if __name__ == "__main__":
    main()
