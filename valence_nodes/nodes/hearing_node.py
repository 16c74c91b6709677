# SPDX-License-Identifier: Apache-2.0
"""What all nodes have in common that listen: blocks of sound become windows of one piece, in Pa."""

from __future__ import annotations

from functools import partial

import numpy as np
from std_msgs.msg import Header
from valence_interfaces.msg import AudioBlock

from valence_nodes.nodes.signal_node import SignalNode, stamp_s
from valence_nodes.nodes.topics import AUDIO, SIGNAL_DATA
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.windows import Gathered, Signal

_MOST_CHANNELS = 8
_GAP_S = 0.002
_MOST_NUMBER = 32_767


class HearingNode(SignalNode):
    """A node that is given windows of sound; a node says what to do with one in `listen`."""

    def __init__(self, name: str, topic: str) -> None:
        super().__init__(name, topic)
        self._gathered: Gathered | None = None
        self._form = (0, 0)
        self._end_s = 0.0
        self._window_s = self._step_s = 0.0

    def listen_to(self, window_s: float, step_s: float) -> None:
        """Begins to listen.

        Args:
            window_s: length of the windows.
            step_s: from one window's beginning to the next.
        """
        self._window_s, self._step_s = window_s, min(window_s, step_s)
        self.create_subscription(AudioBlock, AUDIO, self._hear, SIGNAL_DATA)

    def listen(self, window: Signal, rate_hz: int, header: Header) -> None:
        """Takes a window.

        Args:
            window: float64 (samples, channels), Pa.
            rate_hz: of the samples.
            header: with the stamp of the last sample.
        """
        raise NotImplementedError

    def started_anew(self) -> None:
        """Is told that what comes now doesn't follow on what came before."""

    def _hear(self, block: AudioBlock) -> None:
        sound = self.checked(lambda: pressure_pa(block), SignalError)
        if sound is None or not len(sound):
            return
        form, end_s = (block.rate_hz, sound.shape[1]), stamp_s(block.header)
        gap_s = end_s - len(sound) / block.rate_hz - self._end_s
        if self._gathered is None or form != self._form or abs(gap_s) > _GAP_S:
            samples, step = round(self._window_s * form[0]), round(self._step_s * form[0])
            self._gathered, self._form = Gathered(samples, max(1, step), form[1]), form
            self.started_anew()
        self._end_s = end_s
        for window in self._gathered.add(sound):
            self.checked(partial(self.listen, window, form[0], block.header), SignalError)


def pressure_pa(block: AudioBlock) -> Signal:
    """The sound in a block: float64 (samples, channels), Pa.

    Raises:
        SignalError: its numbers don't fit each other.
    """
    fits = 1 <= block.channels <= _MOST_CHANNELS and len(block.samples) % block.channels == 0
    if not fits or not 1000 <= block.rate_hz <= 200_000 or not 0 < block.full_scale_pa < 1e6:
        raise SignalError(
            f"A block of {len(block.samples)} samples, {block.channels} channels, {block.rate_hz} Hz and "
            f"{block.full_scale_pa:g} Pa is none."
        )
    numbers = np.asarray(block.samples, dtype=np.float64).reshape(-1, block.channels)
    pressure: Signal = numbers * (block.full_scale_pa / _MOST_NUMBER)
    return pressure
