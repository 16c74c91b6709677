# SPDX-License-Identifier: Apache-2.0
"""A box whose end is played by a test, honestly or not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.observation import Observation
from valence_nodes.programs.protocol import FrameSocket, PeerGone
from valence_nodes.programs.session import ProgramSession, StepLimits
from valence_nodes.programs.source import ProgramSource

PATIENT = StepLimits(step_wall_s=60.0, load_wall_s=60.0, stop_wall_s=60.0)
HASTY = StepLimits(step_wall_s=0.1, load_wall_s=0.2, stop_wall_s=0.1)
ACTION: dict[str, Any] = {"speed_mps": 0.1, "turn_radps": 0.0, "log": [], "plots": [], "finished": False, "line": 3}
FAILED: dict[str, Any] = {"failure": "exception", "message": "m", "hint": "h", "line": 2, "source_line": "s"}
Script = Callable[[FrameSocket], None]


def observation(step: int = 0, **parts: Any) -> Observation:
    return Observation(step=step, time_s=step * 0.05, control_timestep_s=0.05, time_limit_s=60.0, **parts)


class PlayedBox:
    """Plays the box's end by a script, in a thread, and keeps what it got."""

    def __init__(self, script: Script, limits: StepLimits = PATIENT, *, trace: bool = False) -> None:
        ours, theirs = socket.socketpair()
        self.session = ProgramSession(ours, ProgramSource("x = 1", "p.py"), limits, trace=trace)
        self._frames = FrameSocket(theirs, protocol.MAX_TO_BOX_BYTES)
        self._script = script
        self._thread = threading.Thread(target=self._play, daemon=True)

    def _play(self) -> None:
        try:
            self._script(self._frames)
        except PeerGone:
            return

    def __enter__(self) -> ProgramSession:
        self._thread.start()
        return self.session

    def __exit__(self, *_: object) -> None:
        self.session.close()
        self._thread.join()
        self._frames.close()


def loaded(frames: FrameSocket) -> dict[str, Any]:
    frames.send("hello", {"version": protocol.VERSION}, 1.0)
    start = frames.receive(60.0)
    frames.send("loaded", {}, 1.0)
    return start


def failure_of(act: Callable[[], object]) -> ProgramFailure:
    with pytest.raises(ProgramFailed) as caught:
        act()
    assert caught.value.failure.message
    return caught.value.failure


def answering(*answers: dict[str, Any], kind: str = "action") -> Script:
    def script(frames: FrameSocket) -> None:
        loaded(frames)
        for answer in answers:
            frames.receive(60.0)
            frames.send(kind, answer, 1.0)
        frames.receive(60.0)

    return script
