# SPDX-License-Identifier: Apache-2.0
"""The first thing that runs in the box: takes limits upon itself, then loads and runs the learner's program.

Started as `python -c … <socket fd> <limits as JSON> <status fd>`; `sys.path` is set by the box. Without a box the
limits are null and the status fd is -1; with -1 for the socket it only tries whether it can take the limits.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from types import CodeType, FrameType, ModuleType
from typing import Any, NoReturn

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.inside.link import EpisodeOver, Link, set_alarm
from valence_nodes.programs.inside.tracer import Tracer
from valence_nodes.programs.learner_errors import explain, not_a_plain_drive, out_of_time, without_drive
from valence_nodes.programs.protocol import DeadlinePassed, FrameSocket, PeerGone, ProtocolViolation
from valence_nodes.programs.robot import Robot, cm, deg, note_forgotten_wait
from valence_nodes.programs.seccomp import put_on, running_filter

# CO_GENERATOR, CO_COROUTINE and CO_ASYNC_GENERATOR of `inspect`, whose import takes longer than all else here.
_CO_NOT_PLAIN = 0x20 | 0x80 | 0x200

EXIT_FAILED = 70
"""Exit code of a program that failed and said so."""

# Kept back for the moment at which a program has eaten up its memory, to tell it so; nothing is ever written to it.
_RESERVE_BYTES = 8 * 1024 * 1024


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

    def end(self) -> None:
        """Says what was printed without a line's end."""
        if self._open:
            self._say(self._open)
            self._open = ""


def _limit(limits: dict[str, int]) -> None:
    """Gives up for good what a program does not need; nothing gets it back, not even root."""
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(number)
        lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # At the soft limit of computing time comes a signal that tells why, at the hard one SIGKILL, which does not.
        soft = max(lowered - 1, 1) if name == "CPU" else lowered
        resource.setrlimit(number, (soft, lowered))


class _Program:
    """The learner's program between its start and its end."""

    def __init__(self, frames: FrameSocket, start: dict[str, Any]) -> None:
        self._frames = frames
        self._name = str(start["name"])
        self._text = str(start["program"])
        self._features = dict(start["features"])
        self._step_wall_s = float(start["step_wall_s"])
        self._load_wall_s = float(start["load_wall_s"])
        tracer = Tracer(self._name) if start.get("trace") else None
        self._link = Link(frames, self._name, self._step_wall_s, tracer)
        self._printed = _Printed(self._link.say)
        self._wall_s = self._load_wall_s
        self._reserve: bytes = bytes(_RESERVE_BYTES)

    def run(self) -> None:
        """Runs it, and reports how it went."""
        signal.signal(signal.SIGALRM, self._too_slow)
        faulthandler.register(signal.SIGPROF, file=sys.__stderr__ or 2, all_threads=False)
        set_alarm(self._wall_s)
        sys.stdout = sys.stderr = self._printed
        try:
            drive = self._load()
            set_alarm(0)
            self._frames.send("loaded", {}, None)
            self._wall_s = self._step_wall_s
            self._link.first()
            robot = Robot(self._link, self._features)
            drive(robot)
            note_forgotten_wait(robot)
            self._printed.end()
            self._link.finish()
        except EpisodeOver:
            self._last_words()
        except BaseException as error:  # whatever a program can raise is the learner's to see
            self._reserve = b""  # a store that needs no memory itself
            if not self._link.running:
                self._last_words()  # a slip while it was being ended changes nothing any more
                return
            # The alarm stays on: an exception may take for ever to tell its text.
            self._fail(explain(error, self._text, self._name))

    def _load(self) -> Callable[[Robot], object]:
        code: CodeType = compile(self._text, self._name, "exec", dont_inherit=True)
        # A module like any other, so that dataclasses and the like find it.
        module = sys.modules["program"] = ModuleType("program")
        names = module.__dict__
        names.update(cm=cm, deg=deg)
        exec(code, names)  # noqa: S102 - running it is what the box is for
        drive = names.get("drive")
        if not callable(drive):
            self._fail(without_drive(self._text, list(names)))
        plain = getattr(drive, "__code__", None)
        if isinstance(plain, CodeType) and plain.co_flags & _CO_NOT_PLAIN:
            self._fail(not_a_plain_drive(self._text, plain.co_firstlineno))
        return drive  # type: ignore[no-any-return]  # what it returns is of no interest

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
        self._fail(out_of_time(self._wall_s, line, self._text))

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


def main() -> None:
    """Runs one program."""
    faulthandler.enable(all_threads=False)
    handle, limits = int(sys.argv[1]), json.loads(sys.argv[2])
    if limits is not None:
        _limit(limits)
    status = int(sys.argv[3])
    if status >= 0:
        # For whoever watches over the files in it; closed before anything of the program's runs.
        with socket.socket(fileno=status) as hand_out:
            folder = os.open("/work", os.O_RDONLY | os.O_DIRECTORY)
            socket.send_fds(hand_out, [b"w"], [folder])
            os.close(folder)
    if limits is not None:
        put_on(running_filter() or b"")  # fails where there is none
    if handle < 0:
        return
    frames = FrameSocket(socket.socket(fileno=handle), protocol.MAX_TO_BOX_BYTES)
    try:
        frames.send("hello", {"version": protocol.VERSION}, None)
        start = frames.receive(None)
        _Program(frames, start).run()
    except PeerGone:
        pass  # The episode is over; there is nobody to tell.
    os._exit(0)  # Threads and exit handlers of the program have had their time.


if __name__ == "__main__":
    main()
