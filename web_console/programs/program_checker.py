# SPDX-License-Identifier: Apache-2.0
"""Checks programs as they are typed, whatever their text does to the process that checks it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from web_console.server.waiting_room import WaitingRoom

_MODULE = "web_console.programs.check_process"
_REPOSITORY = Path(__file__).resolve().parents[2]
_PATIENCE_S = 10.0

_GIVEN_UP = {
    "line": 0,
    "column": 0,
    "end_column": 0,
    "severity": "warning",
    "message": "This program is too complicated to be checked.",
    "hint": "Break long formulas into several lines.",
}


class ProgramChecker:
    """A process that checks one program after another; it starts when it is needed, and anew when a text ended it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._room = WaitingRoom(places=1, most=12, most_of_one=4, patience_s=_PATIENCE_S)
        self._process: subprocess.Popen[bytes] | None = None

    def check(self, text: str, who: str = "") -> dict[str, Any]:
        """Checks a program.

        Args:
            text: the Python source.
            who: the person who asks.

        Returns:
            `problems` as `valence_nodes.programs.program_check` finds them, and whether the check is `complete`.

        Raises:
            RefusedError: too many are checked just now (503).
        """
        with self._room.turn(who), self._turn:
            answer = self._ask(json.dumps({"text": text}).encode() + b"\n")
        return {"problems": [_GIVEN_UP], "complete": False} if answer is None else answer

    def _ask(self, question: bytes) -> dict[str, Any] | None:
        """The process's answer; None when it ended over the question."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", _MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_REPOSITORY
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # what it did not say tells the rest
        line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            self._end()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Ends the process."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what was left to be written is of no interest any more
        self._process = None

    def __enter__(self) -> ProgramChecker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
