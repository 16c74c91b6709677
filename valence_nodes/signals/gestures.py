# SPDX-License-Identifier: Apache-2.0
"""Gestures of an arm, by the inertial unit of a watch: found where the wrist moves, told by how it moves.

A movement of any length is brought to the same number of points, and turned about the forearm so that it begins with
gravity where it belongs: whether the watch sits straight or has slid round the wrist makes no difference then. What is
no gesture (drinking, scratching, swinging while walking) has a class of its own. Turning rates and accelerations
brought to equal length, then a classifier: after J. Liu et al., uWave: accelerometer-based personalized gesture
recognition, Pervasive and Mobile Computing 5 (2009), 657-675, who warp the length, too.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from valence_nodes.learning.models import OnnxModel
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.recogniser import Recognised, Recogniser
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal

CHANNELS = ("gyro_x", "gyro_y", "gyro_z", "acceleration_x", "acceleration_y", "acceleration_z")
"""rad/s and m/s², in the watch's frame: x along the forearm to the hand, z out of the dial (REP-103)."""

OTHER = "other"
"""The class of what is no gesture."""

LABELS = ("circle", "raise", "swipe_left", "swipe_right", "twist", "wave", OTHER)
RATE_HZ = 50.0
POINTS = 16
SHORTEST_S, LONGEST_S = 0.25, 3.2
LOWEST_RATE_HZ, FASTEST_RATE_HZ = 25.0, 1000.0

_BEGINS_RADPS, _GOES_ON_RADPS = 1.0, 0.5
_SMOOTH_S = 0.08
_PAUSE_S = 0.5
_BEFORE_S = 0.2
_GRAVITY_MPS2 = 9.81
_MOST = 1e4
_TINY = 1e-9

NAMES = (
    *(f"{channel}_{point}" for point in range(1, POINTS + 1) for channel in CHANNELS),
    *(f"{what}_{axis}" for what in ("turned_rad", "crossings", "share") for axis in "xyz"),
    *("lasts_s", "strength_radps"),
)
"""Of the features in their order."""


@dataclass(frozen=True)
class Movement:
    """A movement that may be a gesture.

    Attributes:
        samples: (samples, 6), see `CHANNELS`, with a fifth of a second of what was before it.
        end_s: when it ended, in s since the finder began.
    """

    samples: Signal
    end_s: float


class MovementFinder:
    """Finds movements with rest before and behind in samples that come bit by bit."""

    def __init__(self, rate_hz: float) -> None:
        """Begins anew.

        Raises:
            SignalError: the rate is none, or not from 25 to 1000 Hz.
        """
        self._rate_hz = _gesture_rate(rate_hz)
        self._smooth: deque[float] = deque(maxlen=max(1, round(_SMOOTH_S * self._rate_hz)))
        self._before: deque[Signal] = deque(maxlen=max(1, round(_BEFORE_S * self._rate_hz)))
        self._moving: list[Signal] = []
        self._quiet = self._length = self._count = 0

    def add(self, samples: Any) -> list[Movement]:
        """Takes samples.

        Args:
            samples: (samples, 6), what follows on what came before.

        Returns:
            The movements that have ended in them; neither twitches nor what goes on longer than a gesture.

        Raises:
            SignalError: they are no such samples; they are left out.
        """
        signal = checked_signal(samples, channels=len(CHANNELS), fewest=0)
        if len(signal) and not np.abs(signal).max() < _MOST:
            raise SignalError("No wrist turns or speeds up like this.", f"Numbers must be below {_MOST:g}.")
        return [found for sample in signal if (found := self._follow(sample)) is not None]

    def _follow(self, sample: Signal) -> Movement | None:
        self._count += 1
        self._smooth.append(math.sqrt(float(sample[:3] @ sample[:3])))
        turning_radps = sum(self._smooth) / len(self._smooth)
        if not self._moving:
            self._before.append(sample)
            if turning_radps > _BEGINS_RADPS:
                self._moving, self._quiet, self._length = list(self._before), 0, 0
                self._before.clear()
            return None
        self._length += 1
        self._quiet = 0 if turning_radps > _GOES_ON_RADPS else self._quiet + 1
        lasted_s = (self._length - self._quiet) / self._rate_hz
        if lasted_s <= LONGEST_S:
            self._moving.append(sample)
        if self._quiet < _PAUSE_S * self._rate_hz:
            return None
        moved, self._moving = self._moving, []
        if not SHORTEST_S <= lasted_s <= LONGEST_S:
            return None  # a twitch, or somebody who walks
        return Movement(np.array(moved[: len(moved) - self._quiet]), (self._count - self._quiet) / self._rate_hz)


def gesture_features(samples: Any, rate_hz: float) -> Signal:
    """Describes a movement, however long, and however the watch is turned about the forearm.

    Args:
        samples: (samples, 6) of one movement, see `CHANNELS`.
        rate_hz: of the samples, 25 to 1000 Hz.

    Returns:
        float64 (len(NAMES),).

    Raises:
        SignalError: the samples or the rate are wrong, or it is too short or too long for a gesture, or all rest.
    """
    rate = _gesture_rate(rate_hz)
    signal = checked_signal(samples, channels=len(CHANNELS), fewest=math.ceil(SHORTEST_S * rate))
    if len(signal) > 2 * LONGEST_S * rate:
        raise SignalError(f"{len(signal) / rate:.3g} s are too long for a gesture; {2 * LONGEST_S:g} s are the most.")
    if not np.abs(signal).max() < _MOST:
        raise SignalError("No wrist turns or speeds up like this.", f"Numbers must be below {_MOST:g}.")
    rest = signal[: max(1, round(_BEFORE_S * rate / 2)), 3:].mean(axis=0)
    slid_rad = math.atan2(rest[1], rest[2])
    cosine, sine = math.cos(slid_rad), math.sin(slid_rad)
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])
    turning, pushing = signal[:, :3] @ about_x.T, (signal[:, 3:] - rest) @ about_x.T / _GRAVITY_MPS2
    strength = math.sqrt(float((turning**2).sum(axis=1).mean()))
    if strength < _TINY:
        raise SignalError("There is no movement in these samples.")
    places = np.linspace(0, len(signal) - 1, POINTS)
    at = np.arange(len(signal))
    both = np.column_stack([turning / strength, pushing])
    points = np.column_stack([np.interp(places, at, column) for column in both.T])
    strong = np.abs(turning) > 0.3 * strength
    signs = [np.sign(column[mask]) for column, mask in zip(turning.T, strong.T, strict=True)]
    crossings = [float((one[1:] != one[:-1]).sum()) for one in signs]
    share = (turning**2).mean(axis=0) / strength**2
    return np.array(
        [*points.reshape(-1), *(turning.sum(axis=0) / rate), *crossings, *share, len(signal) / rate, strength]
    )


def _gesture_rate(rate_hz: float) -> float:
    rate = checked_rate(rate_hz)
    if not LOWEST_RATE_HZ <= rate <= FASTEST_RATE_HZ:
        raise SignalError(f"Gestures take 25 to 1000 samples a second; {rate:g} Hz were given.")
    return rate


class GestureRecogniser:
    """Says which gesture a movement is."""

    def __init__(self, model: OnnxModel) -> None:
        """Takes a model that was trained on `gesture_features`.

        Raises:
            ModelError: it is for something else.
        """
        self._recogniser = Recogniser(model, NAMES, "gestures")

    def recognise(self, samples: Any, rate_hz: float) -> Recognised:
        """Says which gesture it is; `OTHER` for none.

        Raises:
            SignalError: see `gesture_features`.
        """
        return self._recogniser.recognise(gesture_features(samples, rate_hz))
