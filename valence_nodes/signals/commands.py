# SPDX-License-Identifier: Apache-2.0
"""Spoken-like commands: a word becomes a row of features, and a model says which command it is.

A word of any length is cut into equal parts; of each the mean of its cepstral coefficients (MFCC) is taken without the
first, which says how loud it is. What is no command (a beep, a bang, another word) has a class of its own.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from valence_nodes.learning.models import OnnxModel
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.mfcc import COEFFICIENTS, FRAME_S, mfcc
from valence_nodes.signals.recogniser import Recognised, Recogniser
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal
from valence_nodes.signals.words import LONGEST_S

OTHER = "other"
"""The class of what is no command."""

PARTS = 8
HIGHEST_HZ = 4000.0
_LONGEST_SAMPLES_S = 2 * LONGEST_S
_QUIETEST = 1e-6

NAMES = (
    *(f"c{number}_part_{part}" for part in range(1, PARTS + 1) for number in range(1, COEFFICIENTS)),
    *(f"level_part_{part}" for part in range(1, PARTS + 1)),
    "lasts_s",
)
"""Of the features in their order."""


def command_features(sound: Any, rate_hz: float) -> Signal:
    """Describes a word, however loud and long.

    Args:
        sound: (samples,), one word.
        rate_hz: of the samples, 8000 Hz or more.

    Returns:
        float64 (len(NAMES),).

    Raises:
        SignalError: the sound is wrong, too short or too long for a word, silent, or of a rate that is too low.
    """
    rate = checked_rate(rate_hz)
    if rate < 2 * HIGHEST_HZ:
        raise SignalError(f"Commands take {2 * HIGHEST_HZ:g} samples a second or more; {rate:g} Hz were given.")
    signal = checked_signal(sound, channels=0, fewest=math.ceil((FRAME_S + 0.01 * PARTS) * rate))
    if len(signal) > _LONGEST_SAMPLES_S * rate:
        raise SignalError(f"{len(signal) / rate:.3g} s are too long for a word; {_LONGEST_SAMPLES_S:g} s are the most.")
    loudest = float(np.abs(signal).max())
    if loudest < _QUIETEST:
        raise SignalError("There is nothing in this sound but silence.")
    frames = mfcc(signal / loudest, rate, high_hz=HIGHEST_HZ)
    means = np.array([part.mean(axis=0) for part in np.array_split(frames, PARTS)])
    return np.concatenate([means[:, 1:].reshape(-1), means[:, 0] - means[:, 0].max(), [len(signal) / rate]])


class CommandRecogniser:
    """Says which command a word is."""

    def __init__(self, model: OnnxModel) -> None:
        """Takes a model that was trained on `command_features`.

        Raises:
            ModelError: it is for something else.
        """
        self._recogniser = Recogniser(model, NAMES, "commands")

    def recognise(self, sound: Any, rate_hz: float) -> Recognised:
        """Says which command it is; `OTHER` for none.

        Raises:
            SignalError: see `command_features`.
        """
        return self._recogniser.recognise(command_features(sound, rate_hz))
