# SPDX-License-Identifier: Apache-2.0
"""Where words are in a sound: pieces that stand out of the background, with silence before and behind.

After L. R. Rabiner and M. R. Sambur, An algorithm for determining the endpoints of isolated utterances, Bell System
Technical Journal 54 (1975), 297-315, by the level alone, and against a background that is learned as it goes on.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal

FRAME_S = 0.01
SHORTEST_S, LONGEST_S = 0.12, 1.2
_BEGINS_DB, _GOES_ON_DB = 9.0, 6.0
_PAUSE_FRAMES = 16
"""Within a word a stop closes for up to 0.1 s; then it is still the same word."""

_BEFORE_FRAMES = 5
_LEARNED_FRAMES = 200
_FEWEST_LEARNED = 20
_BACKGROUND_SHARE = 0.2
_SILENT = 1e-7
"""Pa: less is nothing, so that a perfect silence has a level, too."""


@dataclass(frozen=True)
class Piece:
    """A piece of sound that may be a word.

    Attributes:
        sound: (samples,), with a little of what was before it.
        end_s: when it ended, in s since the finder began.
    """

    sound: Signal
    end_s: float


class WordFinder:
    """Finds words in a sound that comes bit by bit."""

    def __init__(self, rate_hz: float) -> None:
        """Begins anew.

        Raises:
            SignalError: the rate is none, or below 4000 Hz.
        """
        self._rate_hz = checked_rate(rate_hz)
        if self._rate_hz < 4000:
            raise SignalError(f"Words take 4000 samples a second or more; {rate_hz:g} Hz were given.")
        self._size = round(FRAME_S * self._rate_hz)
        self._rest: Signal = np.empty(0)
        self._levels_db: deque[float] = deque(maxlen=_LEARNED_FRAMES)
        self._before: deque[Signal] = deque(maxlen=_BEFORE_FRAMES)
        self._word: list[Signal] = []
        self._quiet = 0
        self._frames = 0

    def add(self, sound: Any) -> list[Piece]:
        """Takes a piece of sound.

        Args:
            sound: (samples,), what follows on what came before.

        Returns:
            The words that have ended in it; neither clicks nor what lasts longer than a word.

        Raises:
            SignalError: it is no sound; it is left out.
        """
        signal = np.concatenate([self._rest, checked_signal(sound, channels=0, fewest=0)])
        whole = len(signal) // self._size
        self._rest = signal[whole * self._size :]
        found = []
        for frame in signal[: whole * self._size].reshape(whole, self._size):
            piece = self._follow(frame)
            if piece is not None:
                found.append(piece)
        return found

    def _follow(self, frame: Signal) -> Piece | None:
        self._frames += 1
        level_db = 20 * math.log10(float(frame.std()) + _SILENT)
        background_db = self._background_db()
        above_db = -math.inf if background_db is None else level_db - background_db
        if not self._word:
            self._levels_db.append(level_db)
            if above_db < _BEGINS_DB:
                self._before.append(frame)
                return None
            self._word, self._quiet = [*self._before, frame], 0
            self._before.clear()
            return None
        self._word.append(frame)
        self._quiet = 0 if above_db >= _GOES_ON_DB else self._quiet + 1
        lasted_s = (len(self._word) - self._quiet - _BEFORE_FRAMES) * FRAME_S
        if lasted_s > LONGEST_S:
            # No word is so long: the background has grown louder, and is learned anew.
            self._levels_db.clear()
            self._word = []
            return None
        if self._quiet < _PAUSE_FRAMES:
            return None
        word, self._word = self._word[: -self._quiet + 1], []
        if lasted_s < SHORTEST_S:
            return None
        return Piece(np.concatenate(word), (self._frames - self._quiet) * FRAME_S)

    def _background_db(self) -> float | None:
        if len(self._levels_db) < _FEWEST_LEARNED:
            return None
        ordered = sorted(self._levels_db)
        return ordered[int(_BACKGROUND_SHARE * len(ordered))]
