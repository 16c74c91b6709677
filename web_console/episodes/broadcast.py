# SPDX-License-Identifier: Apache-2.0
"""One running episode and all who watch it: what must not be missed is kept, of the rest everybody gets the newest.

A viewer asks for what is new to them whenever they can take more. So a slow one gets fewer pictures, in the order of
time and never stale, and slows nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import msgpack

Frame = dict[str, Any]

_POSE_BYTES = 28
MOST_KEPT = 200_000
"""Of one episode; an hour of steps is 72,000."""

MOST_KEPT_BYTES = 32_000_000
"""Of one episode; one whose program fills every step as far as its box lets it has 16 MB in two and a half minutes."""

MESSAGE_BYTES = 1_000_000
"""A message to a viewer holds no more of what is kept, or one frame: who comes late catches up in several."""

_ALWAYS_KEPT = frozenset({"begin", "state", "score", "end"})


class Broadcast:
    """What there is to see of one episode. Every method may be called from any thread."""

    def __init__(self, first_number: int = 1) -> None:
        """Begins it.

        Args:
            first_number: of the first frame that is kept.
        """
        self._lock = threading.Lock()
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self._first_number = first_number
        self._version = 0
        self._newest: dict[str, tuple[int, Frame]] = {}
        self._poses: dict[int, tuple[int, bytes]] = {}
        self._poses_s = self._sim_time_s = 0.0
        self._wake: dict[int, Callable[[], None]] = {}
        self._tickets = 0
        self.ended = False

    def put(self, frame: Frame) -> None:
        """Takes a frame. One with a number `n` is kept and gets a number of this broadcast's."""
        with self._lock:
            if self.ended:
                return
            self._version += 1
            self._sim_time_s = max(self._sim_time_s, frame["t"])
            if "n" in frame:
                self._keep(frame)
            elif frame["k"] == "poses":
                self._take_poses(frame)
            else:
                self._newest[frame["k"]] = (self._version, frame)
            wake = list(self._wake.values())
        for one in wake:
            one()

    def tell(self, state: str, text: str = "", **fields: Any) -> None:
        """Tells what becomes of the episode, in the form of a `state` frame."""
        self.put({"k": "state", "t": self._sim_time_s, "n": 0, "state": state, "pace": 0.0, "text": text, **fields})

    def end(self) -> None:
        """Ends it: nothing more will come."""
        with self._lock:
            self.ended = True
            wake = list(self._wake.values())
        for one in wake:
            one()

    def join(self, wake: Callable[[], None], after: int = 0) -> Viewer:
        """Lets somebody watch.

        Args:
            wake: called from any thread when there is something new; must not take long.
            after: number of the last kept frame that they have.
        """
        with self._lock:
            self._tickets += 1
            self._wake[self._tickets] = wake
            position = min(max(0, after - self._first_number + 1), len(self._kept))
            return Viewer(self, self._tickets, position)

    @property
    def viewers(self) -> int:
        """How many watch."""
        return len(self._wake)

    def news(self, viewer: Viewer) -> tuple[bytes | None, bool]:
        """What is new to a viewer: a packed array of frames, None if nothing is; and whether all is over.

        To one who is far behind it gives only the next part; they are `behind` then.
        """
        with self._lock:
            frames = self._next_kept(viewer)
            if viewer.behind:
                return _message(frames), False
            moved = [(number, row) for number, (version, row) in self._poses.items() if version > viewer.version]
            if moved:
                frames.append(msgpack.packb(_poses(self._poses_s, moved)))
            visual = sorted((one for one in self._newest.values() if one[0] > viewer.version), key=lambda one: one[0])
            frames += [msgpack.packb(frame) for _, frame in visual]
            viewer.version = self._version
            return _message(frames) if frames else None, self.ended

    def leave(self, ticket: int) -> None:
        """Lets a viewer go."""
        with self._lock:
            self._wake.pop(ticket, None)

    def _keep(self, frame: Frame) -> None:
        full = len(self._kept) >= MOST_KEPT or self._kept_bytes >= MOST_KEPT_BYTES
        if full and frame["k"] not in _ALWAYS_KEPT:
            return  # the recording has it
        packed = msgpack.packb({**frame, "n": self._first_number + len(self._kept)})
        self._kept.append(packed)
        self._kept_bytes += len(packed)

    def _next_kept(self, viewer: Viewer) -> list[bytes]:
        """Takes the kept frames that a viewer gets next."""
        frames: list[bytes] = []
        size = 0
        while viewer.position < len(self._kept) and size < MESSAGE_BYTES:
            frames.append(self._kept[viewer.position])
            size += len(frames[-1])
            viewer.position += 1
        viewer.behind = viewer.position < len(self._kept)
        return frames

    def _take_poses(self, frame: Frame) -> None:
        self._poses_s = frame["t"]
        numbers, rows = memoryview(frame["i"]).cast("H"), frame["p"]
        for place, number in enumerate(numbers):
            self._poses[number] = (self._version, rows[place * _POSE_BYTES : (place + 1) * _POSE_BYTES])


class Viewer:
    """Somebody who watches.

    Attributes:
        position: how many of the kept frames they have.
        version: up to which they have seen the rest.
        behind: there is more for them at once.
    """

    def __init__(self, broadcast: Broadcast, ticket: int, position: int) -> None:
        self._broadcast = broadcast
        self._ticket = ticket
        self.position = position
        self.version = 0
        self.behind = False

    def news(self) -> tuple[bytes | None, bool]:
        """What is new: a packed array of frames, None if nothing is; and whether all is over."""
        return self._broadcast.news(self)

    def leave(self) -> None:
        """Watches no more."""
        self._broadcast.leave(self._ticket)


def _message(frames: list[bytes]) -> bytes:
    head: bytes = msgpack.Packer().pack_array_header(len(frames))
    return head + b"".join(frames)


def _poses(sim_time_s: float, moved: list[tuple[int, bytes]]) -> Frame:
    numbers = b"".join(number.to_bytes(2, "little") for number, _ in moved)
    return {"k": "poses", "t": sim_time_s, "i": numbers, "p": b"".join(row for _, row in moved)}
