# SPDX-License-Identifier: Apache-2.0
"""What a robot's microphones have heard in the last second."""

from __future__ import annotations

from collections import deque

from valence_nodes.nodes.from_messages import sound_data
from valence_nodes.programs.observation import SoundData

KEPT_S = 1.0
MOST_BYTES = 2_000_000
"""Kept of any sound, whatever rate it says it has."""


class SoundWindow:
    """Puts blocks (`valence_interfaces/AudioBlock`) together; lost messages are sent again to all, so each counts once."""

    def __init__(self) -> None:
        self._blocks: deque[bytes] = deque()
        self.clear()

    def clear(self) -> None:
        """Forgets what came in the episode before."""
        self._newest_ns, self._bytes = -1, 0
        self._form = SoundData(0, 0, 0.0, b"")
        self._heard: SoundData | None = None
        self._blocks.clear()

    def add(self, stamp_ns: int, message: bytes) -> None:
        """Takes a block, unless it is no newer than what has come; one of another form begins anew.

        Raises:
            IndexError: the block's numbers make no sense.
        """
        if stamp_ns <= self._newest_ns:
            return
        block = sound_data(message)
        if (block.rate_hz, block.channels, block.full_scale_pa) != (
            self._form.rate_hz,
            self._form.channels,
            self._form.full_scale_pa,
        ):
            self._blocks.clear()
            self._bytes, self._form = 0, block
        self._newest_ns = stamp_ns
        self._blocks.append(block.samples)
        self._bytes += len(block.samples)
        kept = min(MOST_BYTES, round(KEPT_S * block.rate_hz) * block.channels * 2)
        while self._blocks and self._bytes - len(self._blocks[0]) >= kept:
            self._bytes -= len(self._blocks.popleft())
        self._heard = None

    def newest(self) -> SoundData | None:
        """The sound of the last second, the same object until more comes; None as long as nothing has come."""
        if self._heard is None and self._newest_ns >= 0:
            form = self._form
            self._heard = SoundData(form.rate_hz, form.channels, form.full_scale_pa, b"".join(self._blocks))
        return self._heard
