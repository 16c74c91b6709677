# SPDX-License-Identifier: Apache-2.0
"""What the episode runner knows of the program: whether it is ready, what it said, whether it failed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from missions.episode.children import NodeFailedError, NodeProcess
from valence_nodes.control_channel import ChannelClosedError, ControlChannel


class ProgramFailedError(Exception):
    """The learner's program failed.

    Attributes:
        failure: fields of `valence_nodes.programs.failure.ProgramFailure`.
    """

    def __init__(self, failure: dict[str, Any]) -> None:
        super().__init__(str(failure.get("message", "")))
        self.failure = failure


@dataclass
class Said:
    """A line of the program's log, or a plotted value.

    Attributes:
        sim_time_s: when.
        entry: fields of the log line or the plot point.
    """

    sim_time_s: float
    entry: dict[str, Any]


OnSaid = Callable[[float, list[dict[str, Any]], list[dict[str, Any]]], None]
"""Is told when, simulated (s), and what the program said and plotted: fields of log lines and of plot points."""

OnAnswered = Callable[[float, str, Any], None]
"""Is told of an answer to the mission: when, simulated (s), its name, and its plain JSON value."""

OnSampled = Callable[[float, str, str], None]
"""Is told of a sample that the program collected: when, simulated (s), for which dataset, and its label."""

OnTraced = Callable[[float, int, int | None, dict[str, Any]], None]
"""Is told of a step that the program let pass: time of the observation that it acted on (s), number of the step, line
that acted, and fields of a `valence_nodes.programs.trace.Trace`."""


@dataclass
class ProgramLink:
    """The program node, seen from the runner.

    Attributes:
        node: its process.
        finished: `drive` has returned.
        ready: the program is loaded and the topics have found each other.
        log: what it said, in order.
        plots: what it plotted, in order.
        answers: what it answered to the mission, in order.
        thinking_s: wall-clock time that the program and its box took in all, once it has stopped.
        on_said: is told what the program says, too.
        on_answered: is told what the program answers to the mission.
        on_sampled: is told what the program collects for a dataset.
        on_traced: is told of each step that the program lets pass, if its task asks for a trace.
    """

    node: NodeProcess
    finished: bool = False
    ready: bool = False
    log: list[Said] = field(default_factory=list)
    plots: list[Said] = field(default_factory=list)
    answers: list[Said] = field(default_factory=list)
    thinking_s: float = 0.0
    on_said: OnSaid | None = None
    on_answered: OnAnswered | None = None
    on_sampled: OnSampled | None = None
    on_traced: OnTraced | None = None
    _stopped: bool = False
    _unread: int = 0
    _untold: list[dict[str, Any]] = field(default_factory=list)

    @property
    def _control(self) -> ControlChannel:
        if self.node.control is None:
            raise NodeFailedError(self.node.name, "has no control channel")
        return self.node.control

    def begin(self, task: dict[str, Any], program_socket: socket.socket) -> None:
        """Hands a program and the socket to its box over to the node.

        The socket is closed here: while there is another copy, the box would not see the node's end.
        """
        self.finished = self.ready = self._stopped = False
        self.log.clear()
        self.plots.clear()
        self.answers.clear()
        self._untold.clear()
        self._unread = 0
        self.thinking_s = 0.0
        try:
            self._control.send("program", handles=(program_socket.fileno(),), task=task)
        except ChannelClosedError as error:
            raise NodeFailedError(self.node.name, "ended") from error
        finally:
            program_socket.close()

    def await_ready(self, timeout_s: float) -> bool:
        """Waits for an event; True when the program is ready.

        Raises:
            ProgramFailedError: the program could not be loaded.
            NodeFailedError: the node is gone.
        """
        self._take(timeout_s)
        return self.ready

    def take_events(self) -> None:
        """Takes what the node has told since last time, without waiting.

        Raises:
            ProgramFailedError: the program failed.
            NodeFailedError: the node is gone, or did not get its messages.
        """
        while self._take(0.0):
            pass

    def pass_on(self) -> None:
        """Tells `on_said`, `on_answered`, `on_sampled` and `on_traced` what has been taken.

        What is said at a step comes before the step's command, but is taken before or after it as the machine has time.
        Whoever keeps both in one order passes it on when the command is there.
        """
        untold, self._untold = self._untold, []
        for event in untold:
            at_s = float(event["sim_time_s"])
            if self.on_said is not None:
                self.on_said(at_s, event["log"], event["plots"])
            if self.on_answered is not None:
                for one in event.get("answers", ()):
                    self.on_answered(at_s, one["name"], one["value"])
            if self.on_sampled is not None:
                for one in event.get("samples", ()):
                    self.on_sampled(at_s, one["dataset"], one["label"])
            if self.on_traced is not None and "trace" in event:
                self.on_traced(at_s, event["step"], event["line"], event["trace"])

    def take_unread(self) -> list[str]:
        """Lines that were said since last asked, each with its line number in front."""
        new = self.log[self._unread :]
        self._unread = len(self.log)
        return [f"{said.entry['line'] or '–'}: {said.entry['text']}" for said in new]

    def await_stopped(self, timeout_s: float) -> None:
        """Waits until the program has been told that the episode is over and has said its last words.

        Raises:
            NodeFailedError: it was not told in time, or the node is gone.
        """
        while not self._stopped:
            if not self._take(timeout_s):
                raise NodeFailedError(self.node.name, f"did not end its program within {timeout_s:g} s")

    def _take(self, timeout_s: float) -> bool:
        try:
            event = self._control.receive(timeout_s)
        except ChannelClosedError as error:
            self.node.check_alive()
            raise NodeFailedError(self.node.name, "closed its channel") from error
        if event is None:
            return False
        match event["kind"]:
            case "ready":
                self.ready = True
            case "said":
                at_s = float(event["sim_time_s"])
                self.log += [Said(at_s, line) for line in event["log"]]
                self.plots += [Said(at_s, point) for point in event["plots"]]
                self.answers += [Said(at_s, one) for one in event.get("answers", ())]
                self._untold.append(event)
            case "finished":
                self.finished = True
            case "stopped":
                self.pass_on()
                self._stopped = True
                self.thinking_s = float(event["thinking_s"])
            case "failed":
                self.pass_on()
                self.thinking_s = float(event["thinking_s"])
                raise ProgramFailedError(event["failure"])
            case "starved":
                raise NodeFailedError(self.node.name, f"got nothing on {', '.join(event['topics'])}")
        return True
