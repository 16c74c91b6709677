# SPDX-License-Identifier: Apache-2.0
"""The way between a hand and the program that drives for it: commands go in, what the robot senses comes out.

The program is the lab's own and runs without the box, so it can listen to a socket. Otherwise it is an ordinary one:
what it commands is recorded like any other's.
"""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

COMMAND = struct.Struct("<2d")
SENSED = struct.Struct("<5d")

_PROGRAM = '''\
# SPDX-License-Identifier: Apache-2.0
"""A hand drives: this program does at each step what a person wants, by the keys of a terminal or a gamepad."""

import math
import socket

from missions.by_hand.hand_link import COMMAND, SENSED
from valence_nodes.programs.robot import MissingSensorError


def drive(robot):
    hand = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    hand.connect({address!r})
    hand.setblocking(False)
    speed_mps = turn_radps = 0.0
    while robot.running:
        try:
            hand.send(SENSED.pack(*sensed(robot)))
        except BlockingIOError:
            pass  # nobody has looked for a while
        except OSError:
            return
        while True:
            try:
                said = hand.recv(64)
            except BlockingIOError:
                break
            if len(said) != COMMAND.size:
                return  # the hand has let go
            speed_mps, turn_radps = COMMAND.unpack(said)
        robot.move(speed_mps, turn_radps)


def sensed(robot):
    """Metres ahead, to the left and to the right, and the bearing of what the perception node sees, if it does."""
    found = [robot.time_s]
    try:
        found += [robot.distance(0.0, 0.5), robot.distance(math.pi / 2, 0.5), robot.distance(-math.pi / 2, 0.5)]
    except MissingSensorError:
        found += [math.nan] * 3
    try:
        seen = robot.detections
    except MissingSensorError:
        seen = []
    return [*found, seen[0].bearing_rad if seen else math.nan]
'''


@dataclass(frozen=True)
class Sensed:
    """What a person who drives by a terminal is told; NaN for what the robot has not.

    Attributes:
        time_s: since the episode began.
        ahead_m: to the nearest thing ahead; infinite if there is none in range.
        left_m: the same to the left.
        right_m: the same to the right.
        bearing_rad: of the nearest thing that the perception node sees, left positive.
    """

    time_s: float = 0.0
    ahead_m: float = math.nan
    left_m: float = math.nan
    right_m: float = math.nan
    bearing_rad: float = math.nan


class HandLink:
    """The hand's end. Use it in a `with`.

    Attributes:
        program_text: of the program that drives by this link.
        sensed: what came last.
    """

    def __init__(self) -> None:
        """Waits for the program, in a folder that nobody else can enter."""
        self._folder = tempfile.TemporaryDirectory(prefix="valence-hand-")
        address = str(Path(self._folder.name) / "hand")
        self.program_text = _PROGRAM.format(address=address)
        self.sensed = Sensed()
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listening.bind(address)
        self._listening.listen(1)
        self._listening.setblocking(False)
        self._program: socket.socket | None = None
        self._said = COMMAND.pack(0.0, 0.0)

    def fileno(self) -> int:
        """A file descriptor that can be read when there is something to take."""
        return (self._program or self._listening).fileno()

    def say(self, speed_mps: float, turn_radps: float) -> None:
        """Commands from now on: forward speed (m/s), turning speed (rad/s)."""
        said = COMMAND.pack(speed_mps, turn_radps)
        if said != self._said:
            self._said = said
            self._send()

    def take(self) -> None:
        """Takes what has come, without waiting."""
        if self._program is None:
            with contextlib.suppress(BlockingIOError):
                self._program, _ = self._listening.accept()
                self._program.setblocking(False)
                self._send()
            return
        with contextlib.suppress(OSError):  # the episode is over, or nothing is there
            while len(came := self._program.recv(256)) == SENSED.size:
                self.sensed = Sensed(*SENSED.unpack(came))
            # An end, and not a moment without news: nothing will come any more.
            self._program.close()
            self._program = None

    def let_go(self) -> None:
        """Ends the drive: the program comes to its end at its next step."""
        if self._program is not None:
            with contextlib.suppress(OSError):
                self._program.shutdown(socket.SHUT_RDWR)

    def _send(self) -> None:
        if self._program is not None:
            with contextlib.suppress(OSError):
                self._program.send(self._said)

    def close(self) -> None:
        """Clears away."""
        if self._program is not None:
            self._program.close()
        self._listening.close()
        self._folder.cleanup()

    def __enter__(self) -> HandLink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
