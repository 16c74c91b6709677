# SPDX-License-Identifier: Apache-2.0
"""`drive(robot)` in the box."""

from __future__ import annotations

from typing import Any

from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.inside.boxed_program import BoxedProgram
from valence_nodes.programs.inside.kept_model import read_model
from valence_nodes.programs.inside.link import Link, set_alarm
from valence_nodes.programs.inside.program_module import function_of, run_module
from valence_nodes.programs.inside.tracer import Tracer
from valence_nodes.programs.learner_errors import out_of_time
from valence_nodes.programs.protocol import FrameSocket
from valence_nodes.programs.robot import Robot, note_forgotten_wait


class Driving(BoxedProgram):
    """A program that drives."""

    def __init__(self, frames: FrameSocket, start: dict[str, Any]) -> None:
        tracer = Tracer(str(start["name"])) if start.get("trace") else None
        self._step_wall_s = float(start["step_wall_s"])
        link = Link(frames, str(start["name"]), self._step_wall_s, tracer)
        super().__init__(frames, start, link, float(start["load_wall_s"]))
        self._features = dict(start["features"])
        self._model_file = start.get("model_file")

    def _work(self) -> None:
        drive = function_of(run_module(self._text, self._name), "drive", self._text)
        model = () if self._model_file is None else (read_model(str(self._model_file)),)
        set_alarm(0)
        self._frames.send("loaded", {}, None)
        self._wall_s = self._step_wall_s
        self._link.first()
        robot = Robot(self._link, self._features, *model)
        drive(robot)
        note_forgotten_wait(robot)

    def _late(self, wall_s: float, line: int | None) -> ProgramFailure:
        return out_of_time(wall_s, line, self._text)
