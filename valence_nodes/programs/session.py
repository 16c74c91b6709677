# SPDX-License-Identifier: Apache-2.0
"""The program node's end of the socket: sends observations into the box, takes checked answers out of it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from valence_nodes.programs import protocol
from valence_nodes.programs.answers import MAX_ANSWERS, MAX_NAMES, Answer, read_answers
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.from_box import ended_suddenly, failure_of, link_abused, words_of
from valence_nodes.programs.observation import Observation
from valence_nodes.programs.program_words import LogLine, PlotPoint
from valence_nodes.programs.protocol import DeadlinePassed, FrameSocket, PeerGone, ProtocolViolation
from valence_nodes.programs.samples import MAX_SAMPLES, Sample, read_samples
from valence_nodes.programs.source import ProgramSource
from valence_nodes.programs.trace import Trace, read_trace

# The box notices by itself when the program thinks too long, and can then name the line; this is how much longer
# the node waits for that before it gives up on the box.
_GRACE_S = 1.0


@dataclass(frozen=True)
class StepLimits:
    """Wall-clock limits.

    Attributes:
        step_wall_s: longest thinking time between an observation and its action.
        load_wall_s: longest time from the start of the box to `drive` being ready.
        stop_wall_s: longest time for last words when the episode is over.
    """

    step_wall_s: float = 5.0
    load_wall_s: float = 20.0
    stop_wall_s: float = 2.0


@dataclass(frozen=True)
class ProgramStep:
    """The program's answer to one observation.

    Attributes:
        speed_mps: forward speed wanted.
        turn_radps: turning speed wanted.
        log: what it said since the last answer.
        plots: what it plotted since the last answer.
        finished: `drive` has returned.
        line: line of the program that acted, None when unknown.
        trace: what it was doing, if that was asked for and is known.
        answers: what it answered to the mission since the last answer to an observation.
        samples: what it collected since then.
    """

    speed_mps: float = 0.0
    turn_radps: float = 0.0
    log: tuple[LogLine, ...] = ()
    plots: tuple[PlotPoint, ...] = ()
    finished: bool = False
    line: int | None = None
    trace: Trace | None = None
    answers: tuple[Answer, ...] = ()
    samples: tuple[Sample, ...] = ()


class ProgramSession:
    """One program, from its start to its end; with `trace`, each step tells what it was doing."""

    def __init__(self, sock: socket.socket, program: ProgramSource, limits: StepLimits, *, trace: bool = False) -> None:
        self._frames = FrameSocket(sock, protocol.MAX_FROM_BOX_BYTES)
        self._program = program
        self._limits = limits
        self._trace = trace
        self._finished = False
        # Parts of the observation that the box has already; the same object is not sent twice.
        self._sent: dict[str, Any] = {}
        self._on_demand: dict[str, Any] = {}
        self._log_chars = 0
        self._curves: set[str] = set()
        self._answered: set[str] = set()
        self._answer_count = 0
        self._sample_count = 0

    def start(self, features: dict[str, Any], model_file: str | None = None) -> None:
        """Hands over the program and waits until it is loaded.

        Args:
            features: plain values that the robot object needs, such as the greatest speed.
            model_file: where the box has what the program drives with, if there is something.

        Raises:
            ProgramFailed: the box speaks another version, the program can't be loaded, or it takes too long.
        """
        limits = self._limits
        deadline = time.monotonic() + limits.load_wall_s + _GRACE_S
        hello = self._exchange("hello", lambda: self._frames.receive(deadline - time.monotonic()))
        if hello.get("version") != protocol.VERSION:
            raise ProgramFailed(ProgramFailure("protocol", "The box speaks another version of the protocol."))
        fields = {
            "version": protocol.VERSION,
            "program": self._program.text,
            "name": self._program.name,
            "features": features,
            "step_wall_s": limits.step_wall_s,
            "load_wall_s": limits.load_wall_s,
            "trace": self._trace,
            "model_file": model_file,
        }

        def load() -> dict[str, Any]:
            self._frames.send("start", fields, limits.load_wall_s)
            return self._frames.receive(deadline - time.monotonic())

        self._exchange("loaded", load)

    def step(self, observation: Observation) -> ProgramStep:
        """Gives the program one observation and takes its answer.

        Raises:
            ProgramFailed: it raised, hung, ended, or broke the protocol.
        """
        if self._finished:
            return ProgramStep(finished=True)
        if self._frames.pending():
            raise ProgramFailed(_answered_early())
        fields = self._changed(observation)

        def ask() -> dict[str, Any]:
            deadline = time.monotonic() + self._limits.step_wall_s + _GRACE_S
            self._frames.send("observation", fields, deadline - time.monotonic())
            while (frame := self._frames.receive(deadline - time.monotonic()))["kind"] == "want":
                self._frames.send("part", self._wanted(frame), deadline - time.monotonic())
            return frame

        return self._answer(self._exchange("action", ask))

    def stop(self, reason: str) -> ProgramStep:
        """Tells the program that the episode is over and takes its last words; never raises for what it does."""
        if self._finished:
            return ProgramStep(finished=True)
        self._finished = True
        try:
            if self._frames.pending():
                return ProgramStep(finished=True)
            self._frames.send("stop", {"reason": reason}, self._limits.stop_wall_s)
            frame = self._frames.receive(self._limits.stop_wall_s)
            if frame["kind"] != "action":
                return ProgramStep(finished=True)
            last = self._answer(frame)
            return ProgramStep(
                log=last.log,
                plots=last.plots,
                finished=True,
                line=last.line,
                answers=last.answers,
                samples=last.samples,
            )
        except (ProgramFailed, ProtocolViolation, PeerGone, DeadlinePassed):
            return ProgramStep(finished=True)

    def close(self) -> None:
        """Closes the socket, on which the box ends itself."""
        self._frames.close()

    def _changed(self, observation: Observation) -> dict[str, Any]:
        """What the box does not have yet: scans and images come at half the control rate."""
        fields: dict[str, Any] = {}
        sent = self._sent
        for name, value in vars(observation).items():
            if sent.get(name, _NEVER) is value:
                continue
            sent[name] = value
            if name in protocol.ON_DEMAND and value is not None:
                self._on_demand[name] = value
                fields[name] = True
            else:
                fields[name] = _plain(value)
        return fields

    def _wanted(self, frame: dict[str, Any]) -> dict[str, Any]:
        """The part that the box asks for; each is given out once."""
        part = frame.get("part")
        if not isinstance(part, str) or part not in self._on_demand:
            raise ProtocolViolation("a part was asked for that is not there, or that was given out already")
        return {part: _plain(self._on_demand.pop(part))}

    def _exchange(self, expected: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            frame = ask()
            if frame["kind"] == "failed":
                self._finished = True
                log, plots = words_of(frame)
                raise ProgramFailed(failure_of(frame), ProgramStep(log=log, plots=plots, finished=True))
            if frame["kind"] != expected:
                raise ProtocolViolation(f"“{frame['kind'][:40]}” came where “{expected}” was due")
        except ProtocolViolation as violation:
            raise ProgramFailed(link_abused(violation)) from violation
        except PeerGone as gone:
            raise ProgramFailed(ended_suddenly(gone)) from gone
        except DeadlinePassed as late:
            limit_s = self._limits.load_wall_s if expected in {"hello", "loaded"} else self._limits.step_wall_s
            raise ProgramFailed(
                ProgramFailure(
                    "time_step",
                    f"Your program gave no answer within {limit_s:g} s.",
                    "Is there a loop that never ends and has no robot.wait(...) or robot.move(...) in it?",
                )
            ) from late
        return frame

    def _answer(self, frame: dict[str, Any]) -> ProgramStep:
        try:
            log, plots = words_of(frame)
            answers, samples = read_answers(frame), read_samples(frame)
            self._count(log, plots, answers, samples)
            finished = frame.get("finished", False)
            if not isinstance(finished, bool):
                raise ProtocolViolation("finished must be true or false")
            self._finished = self._finished or finished
            return ProgramStep(
                protocol.finite(frame, "speed_mps"),
                protocol.finite(frame, "turn_radps"),
                log,
                plots,
                finished,
                protocol.line_number(frame),
                read_trace(frame) if self._trace else None,
                answers,
                samples,
            )
        except ProtocolViolation as violation:
            raise ProgramFailed(
                ProgramFailure("protocol", "Your program sent an answer that makes no sense.", log_text=str(violation))
            ) from violation

    def _count(
        self,
        log: tuple[LogLine, ...],
        plots: tuple[PlotPoint, ...],
        answers: tuple[Answer, ...],
        samples: tuple[Sample, ...],
    ) -> None:
        """Keeps what a program says in all within what the lab can hold, should it get round the box's own limits."""
        self._log_chars += sum(len(line.text) + 40 for line in log)
        self._curves.update(point.name for point in plots)
        self._answer_count += len(answers)
        self._answered.update(one.name for one in answers)
        if self._answer_count > MAX_ANSWERS or len(self._answered) > MAX_NAMES:
            raise ProtocolViolation("more answers than one episode takes")
        self._sample_count += len(samples)
        if self._sample_count > MAX_SAMPLES:
            raise ProtocolViolation("more samples than one episode takes")
        if self._log_chars > protocol.MAX_LOG_CHARS or len(self._curves) > protocol.MAX_CURVES:
            raise ProgramFailed(
                ProgramFailure(
                    "output",
                    "Your program said or plotted more than a log can hold.",
                    f"Say less, and plot at most {protocol.MAX_CURVES} curves.",
                )
            )


_NEVER = object()


def _plain(value: Any) -> Any:
    """A part of an observation as msgpack takes it; the parts hold plain values only, so nothing is copied."""
    if isinstance(value, tuple):
        return [vars(one) for one in value]
    return vars(value) if hasattr(value, "__dataclass_fields__") else value


def _answered_early() -> ProgramFailure:
    return ProgramFailure(
        "protocol",
        "Your program answered before it was asked.",
        "Leave sockets and file handles alone; the robot object is all you need.",
    )
