# SPDX-License-Identifier: Apache-2.0
"""Programs in a real box, driven by a session over a real socket, on a robot that moves ideally."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import dedent

import pytest

from tests.fakes.ideal_unicycle import IdealUnicycle
from valence_nodes.programs.box import BoxLimits, box_available, start_box
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.session import LogLine, PlotPoint, ProgramSession, StepLimits
from valence_nodes.programs.source import ProgramSource
from valence_nodes.programs.trace import Trace

FEATURES = {"max_speed_mps": 0.22, "max_turn_radps": 2.84, "lidar_yaw_rad": 0.0}


@dataclass
class Drive:
    """What came of a program.

    Attributes:
        unicycle: where the robot is.
        log: what was said.
        plots: what was plotted.
        actions: speed and turn by step.
        traces: what it was doing, by step, if that was asked for.
        failure: if it failed.
        death: what the box says of its end, if it failed.
        finished: `drive` has returned.
    """

    unicycle: IdealUnicycle
    log: list[LogLine] = field(default_factory=list)
    plots: list[PlotPoint] = field(default_factory=list)
    actions: list[tuple[float, float]] = field(default_factory=list)
    traces: list[Trace | None] = field(default_factory=list)
    failure: ProgramFailure | None = None
    death: ProgramFailure | None = None
    finished: bool = False

    @property
    def said(self) -> list[str]:
        return [line.text for line in self.log]


RunProgram = Callable[..., Drive]

PATIENT = StepLimits(step_wall_s=60.0, load_wall_s=60.0)
"""So long that no machine is too slow; a test in which time runs out brings shorter limits of its own."""


@pytest.fixture
def drive() -> RunProgram:
    """Runs a program's text for at most `steps` steps."""
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    return run_program


def run_program(
    text: str,
    steps: int = 400,
    limits: BoxLimits = BoxLimits(),  # noqa: B008 - frozen
    step_limits: StepLimits = PATIENT,
    unicycle: IdealUnicycle | None = None,
    *,
    trust: bool = False,
    trace: bool = False,
) -> Drive:
    result = Drive(unicycle or IdealUnicycle())
    ours, theirs = socket.socketpair()
    box = start_box(theirs, limits, trust=trust)
    theirs.close()
    session = ProgramSession(ours, ProgramSource(dedent(text), "my_program.py"), step_limits, trace=trace)
    try:
        session.start(FEATURES)
        for _ in range(steps):
            step = session.step(result.unicycle.observation())
            result.log += step.log
            result.plots += step.plots
            result.actions.append((step.speed_mps, step.turn_radps))
            result.traces.append(step.trace)
            if step.finished:
                result.finished = True
                break
            result.unicycle.move(step.speed_mps, step.turn_radps)
        else:
            result.log += session.stop("enough").log
    except ProgramFailed as failed:
        result.failure = failed.failure
        if failed.last_words is not None:
            result.log += failed.last_words.log
            result.plots += failed.last_words.plots
        session.close()
        result.death = box.why_it_died(timeout_s=60.0)
    finally:
        session.close()
        box.close()
    assert not box.alive()
    return result
