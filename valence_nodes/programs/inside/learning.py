# SPDX-License-Identifier: Apache-2.0
"""`learn(data)` in the box: runs once, before the episodes, and hands out what it returned as bytes."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.inside.boxed_program import BoxedProgram
from valence_nodes.programs.inside.kept_model import model_bytes
from valence_nodes.programs.inside.link import Link, set_alarm
from valence_nodes.programs.inside.program_module import function_of, run_module
from valence_nodes.programs.learner_errors import learned_too_long
from valence_nodes.programs.protocol import FrameSocket


class _ToldAtOnce(Link):
    """No episode goes on while a program learns: what it says is sent at once."""

    def say(self, text: str) -> None:
        """Sends a line of the log."""
        super().say(text)
        self.tell()

    def plot(self, name: str, value: float) -> None:
        """Sends a point of a curve."""
        super().plot(name, value)
        self.tell()

    def tell(self, done: float | None = None, **news: Any) -> None:
        """Sends what was said and plotted, and how far learning is (0 to 1), if that is known; and other news."""
        self._frames.send("learning", {**self.words(), "done": done, **news}, None)

    def finish(self) -> None:
        """There is nothing to be told at the end of learning that was not told."""


class Learning(BoxedProgram):
    """A program that learns."""

    def __init__(self, frames: FrameSocket, start: dict[str, Any]) -> None:
        self._told = _ToldAtOnce(frames, str(start["name"]), 0.0)
        self._cpu_s = float(start["learn_cpu_s"])
        super().__init__(frames, start, self._told, protocol.LEARN_WALL_FACTOR * self._cpu_s)
        self._data_folder = start.get("data_folder")
        self._max_model_bytes = int(start["max_model_bytes"])

    def _work(self) -> None:
        signal.signal(signal.SIGVTALRM, self._too_slow)
        signal.setitimer(signal.ITIMER_VIRTUAL, self._cpu_s)
        self._listen()
        learn = function_of(run_module(self._text, self._name), "learn", self._text)
        self._frames.send("loaded", {}, None)
        model = learn(self._data())
        if model is None:
            raise ProgramFailed(
                ProgramFailure(
                    "exception",
                    "learn(data) returned nothing, so there is no model.",
                    "Is the last line of learn missing? Write “return model”.",
                )
            )
        content = model_bytes(model)
        set_alarm(0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if len(content) > self._max_model_bytes:
            raise ProgramFailed(
                ProgramFailure(
                    "output",
                    f"The model has {len(content) / 1e6:.0f} MB; at most {self._max_model_bytes / 1e6:.0f} are kept.",
                    "Take fewer or smaller trees, fewer neighbours or a smaller net.",
                )
            )
        self._printed.end()
        for begin in range(0, len(content), protocol.MODEL_PART_BYTES):
            self._frames.send("model", {"part": content[begin : begin + protocol.MODEL_PART_BYTES]}, None)
        self._frames.send("learned", {"bytes": len(content), "kind_of_model": _kind_of(model)}, None)

    def _listen(self) -> None:
        """Hears what the teaching layer tells."""
        from valence_nodes.learning import progress  # noqa: PLC0415 - only who learns needs it

        progress.listen(self._progressed)
        progress.listen_to_news(self._heard)

    def _data(self) -> Any:
        if self._data_folder is None:
            return None
        from valence_nodes.learning import lab  # noqa: PLC0415 - only who learns from data needs them
        from valence_nodes.learning.datasets import Dataset  # noqa: PLC0415

        data = Dataset.open(Path(str(self._data_folder)))
        lab.offer(data.card.name, data.folder)
        return data

    def _progressed(self, done: float, curves: dict[str, float]) -> None:
        """Passes on how a training of the teaching layer goes."""
        for name, value in curves.items():
            Link.plot(self._told, name, value)
        self._told.tell(done)

    def _heard(self, what: str, news: dict[str, Any]) -> None:
        """Passes on what the teaching layer begins and finds out."""
        self._told.tell(None, **{what: news})

    def _late(self, wall_s: float, line: int | None) -> ProgramFailure:
        return learned_too_long(self._cpu_s, line, self._text)


def _kind_of(model: object) -> str:
    """What a model is: its kind, if it is one of the teaching layer's, else the name of its class."""
    kind = getattr(model, "kind", "") if type(model).__module__.startswith("valence_nodes.") else ""
    return str(kind or type(model).__name__)[:60]
