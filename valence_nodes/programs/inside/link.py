# SPDX-License-Identifier: Apache-2.0
"""The box's end of the socket: lets time pass for the program, one step at a time."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

from valence_nodes.programs import protocol
from valence_nodes.programs.answers import MAX_ANSWERS, MAX_ANSWERS_A_STEP, MAX_NAMES, WrongAnswerError, answer_text
from valence_nodes.programs.inside.felt_samples import FeltSamples
from valence_nodes.programs.protocol import FrameSocket, PeerGone
from valence_nodes.programs.samples import MAX_SAMPLES, MAX_SAMPLES_A_STEP, WrongSampleError, sample_of

if TYPE_CHECKING:
    from valence_nodes.programs.inside.tracer import Tracer

_MAX_LINE_CHARS = 400
_MAX_STEP_BYTES = 40_000
_MAX_TOTAL_BYTES = 1_000_000


# Python's own handler of the alarm has to wait for the end of a call of C code. When it has waited so long, in
# processor time, the line is written down where it is; not sooner, for a look at running frames can crash Python.
_STUCK_AFTER_S = 0.4


def set_alarm(wall_s: float) -> None:
    """Sets the clock for how long the program may be busy; 0 stops it."""
    signal.setitimer(signal.ITIMER_REAL, wall_s)
    signal.setitimer(signal.ITIMER_PROF, wall_s + _STUCK_AFTER_S if wall_s else 0)


class EpisodeOver(BaseException):
    """Unwinds the program when the episode has ended; not an `Exception`, so that `except Exception` lets it by."""


class Link:
    """Exchanges actions for observations."""

    def __init__(
        self, frames: FrameSocket, program_name: str, step_wall_s: float, tracer: Tracer | None = None
    ) -> None:
        self.observation: dict[str, Any] = {}
        self.running = True
        self.felt = FeltSamples()
        self._frames = frames
        self._program_name = program_name
        self._step_wall_s = step_wall_s
        self._tracer = tracer
        self._log: list[dict[str, Any]] = []
        self._plots: list[dict[str, Any]] = []
        self._curves: set[str] = set()
        self._answers: dict[str, str] = {}
        self._answered: set[str] = set()
        self._answer_count = 0
        self._samples: list[dict[str, str]] = []
        self._sample_count = 0
        self._step_bytes = 0
        self._total_bytes = 0

    def first(self) -> None:
        """Waits for the first observation."""
        self._take()

    def step(self, speed_mps: float, turn_radps: float) -> None:
        """Sends the action for this step and waits for the next observation.

        Raises:
            EpisodeOver: there is none.
        """
        if not self.running:
            raise EpisodeOver
        self._send(speed_mps, turn_radps, finished=False)
        self._take()

    def part(self, name: str) -> Any:
        """A part of the newest observation, None if it has none; what comes on demand is asked for now.

        Raises:
            EpisodeOver: it can't be asked for any more.
        """
        value = self.observation.get(name)
        if value is not True:
            return value
        if not self.running:
            raise EpisodeOver
        self._frames.send("want", {"part": name}, None)
        self._receive()
        return self.observation.get(name)

    def finish(self) -> None:
        """Says that the program has come to its end; its robot stands still from now on."""
        self._send(0.0, 0.0, finished=True)

    def say(self, text: str) -> None:
        """Adds a line to the log."""
        text = text if len(text) <= _MAX_LINE_CHARS else text[:_MAX_LINE_CHARS] + " …"
        size = len(text.encode("utf-8", "replace")) + 40
        if self._total_bytes > _MAX_TOTAL_BYTES or len(self._log) >= protocol.MAX_LINES_A_STEP - 1:
            return
        if self._total_bytes + size > _MAX_TOTAL_BYTES:
            text, size = "The log is full; nothing more is kept.", _MAX_TOTAL_BYTES
        elif self._step_bytes + size > _MAX_STEP_BYTES or len(self._log) == protocol.MAX_LINES_A_STEP - 2:
            text = "… (more was said in this step than is kept)"
            self._step_bytes = _MAX_STEP_BYTES
        if self._log and self._log[-1]["text"] == text and self._step_bytes >= _MAX_STEP_BYTES:
            return
        self._step_bytes += size
        self._total_bytes += size
        self._log.append({"text": protocol.sendable(text), "line": self.current_line()})

    def plot(self, name: str, value: float) -> None:
        """Adds a value to a curve."""
        curve = protocol.sendable(name[:60])
        if curve not in self._curves:
            if len(self._curves) == protocol.MAX_CURVES:
                return
            self._curves.add(curve)
            if len(self._curves) == protocol.MAX_CURVES:
                self.say(f"This is the last of {protocol.MAX_CURVES} curves; no other is drawn.")
        if len(self._plots) < protocol.MAX_PLOTS_A_STEP:
            self._plots.append({"name": curve, "value": value})

    def answer(self, name: object, value: object) -> None:
        """Gives an answer; one of the same name in the same step is replaced.

        Raises:
            WrongAnswerError: it can't be given, or there are too many.
        """
        text = answer_text(name, value)
        key = str(name)
        if key not in self._answered and len(self._answered) == MAX_NAMES:
            raise WrongAnswerError(f"at most {MAX_NAMES} different names are taken.")
        if key not in self._answers and len(self._answers) == MAX_ANSWERS_A_STEP:
            raise WrongAnswerError(
                f"at most {MAX_ANSWERS_A_STEP} answers go out at once; let time pass in between: robot.wait(0.1)."
            )
        if self._answer_count == MAX_ANSWERS:
            raise WrongAnswerError(f"at most {MAX_ANSWERS} answers are taken in one episode.")
        self._answered.add(key)
        self._answer_count += 1
        self._answers[key] = text
        self.say(f"Answer “{key}”: {text}")

    def collect(self, dataset: object, label: object) -> None:
        """Marks what is sensed now as a sample of a dataset.

        Raises:
            WrongSampleError: it can't be one, or there are too many.
        """
        sample = sample_of(dataset, label)
        if len(self._samples) == MAX_SAMPLES_A_STEP:
            raise WrongSampleError(
                f"at most {MAX_SAMPLES_A_STEP} samples are taken at once; let time pass in between: robot.wait(0.1)."
            )
        if self._sample_count == MAX_SAMPLES:
            raise WrongSampleError(f"at most {MAX_SAMPLES} samples are taken in one episode.")
        self._sample_count += 1
        self._samples.append({"dataset": sample.dataset, "label": sample.label})
        self.say(f"Collected for “{sample.dataset}”: {sample.label or 'no label yet'}")

    def words(self) -> dict[str, Any]:
        """What was said, plotted, answered and collected since this was last asked, as fields of a frame."""
        fields: dict[str, Any] = {"log": self._log, "plots": self._plots}
        if self._answers:
            fields["answers"] = [{"name": name, "json": text} for name, text in self._answers.items()]
        if self._samples:
            fields["samples"] = self._samples
        self._log, self._plots, self._answers, self._samples, self._step_bytes = [], [], {}, [], 0
        return fields

    def current_line(self) -> int | None:
        """The line of the learner's program that is being carried out."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self._program_name:
                return frame.f_lineno
            frame = frame.f_back
        return None

    def _send(self, speed_mps: float, turn_radps: float, *, finished: bool) -> None:
        set_alarm(0)
        fields = {
            "speed_mps": speed_mps,
            "turn_radps": turn_radps,
            **self.words(),
            "finished": finished,
            "line": self.current_line(),
        }
        if self._tracer is not None:
            fields["trace"] = self._tracer.look(sys._getframe(1))
        self._frames.send("action", fields, None)

    def _take(self) -> None:
        self._receive()
        set_alarm(self._step_wall_s)

    def _receive(self) -> None:
        try:
            frame = self._frames.receive(None)
        except PeerGone as gone:
            self.running = False
            raise EpisodeOver from gone
        if frame["kind"] == "stop":
            self.running = False
            raise EpisodeOver
        del frame["kind"]
        self.observation.update(frame)
        if "imu_window" in frame:
            self.felt.add(frame["imu_window"])
