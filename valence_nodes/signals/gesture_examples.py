# SPDX-License-Identifier: Apache-2.0
"""Examples of gestures to learn from: what the watch on an arm feels, by a model of the arm and of those who move it.

The lab has no recordings of people, so these are made. The forearm turns about a resting elbow by three angles (yaw to
the left, pitch up, roll about itself) that go from posture to posture as arms do, by the smoothest way there is
(T. Flash and N. Hogan, The coordination of arm movements, Journal of Neuroscience 5 (1985), 1688-1703: the jerk is
least). The watch sits at the wrist; its gyroscope feels the forearm's turning, its accelerometer the wrist's acceleration
and gravity. The angular velocity comes from the rotations themselves, the acceleration from the wrist's places.

A person has a length of forearm, a size and a speed of gestures, habits (which angles go along with which, how far they
overshoot), a way to wear the watch (slid round the wrist, turned on it), a tremor of 8 to 12 Hz, and a watch with noise
and offsets. All is drawn from the person's number, so who is not learned from is another person, not another window.

Left out: the shoulder and the trunk, skin on which the watch slips, the other arm.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from valence_nodes.signals.gestures import LABELS, OTHER, RATE_HZ, MovementFinder, gesture_features
from valence_nodes.signals.lesson import Lesson, Rows
from valence_nodes.signals.windows import Signal
from worlds.sensor_noise import noise_stream

FIRST_HELD_OUT = 500_000
"""People from this number on are never learned from."""

REST_S = 1.0
_FINER = 4
_G_MPS2 = 9.81

_Way = list[tuple[float, tuple[float, float, float]]]
"""Postures one after the other: how long it takes to get there (s), and yaw, pitch, roll from the rest (rad)."""


@dataclass(frozen=True)
class Performed:
    """A gesture that somebody made.

    Attributes:
        label: which one.
        samples: float64 (samples, 6) at `RATE_HZ`, see `gestures.CHANNELS`; half of `REST_S` or more of rest at each end.
    """

    label: str
    samples: Signal


class Person:
    """Somebody with a watch."""

    def __init__(self, number: int) -> None:
        """Draws all that makes up a person, by their number."""
        self._stream = stream = noise_stream(number, "person")
        self._forearm_m = float(stream.uniform(0.21, 0.29))
        self._size, self._haste = float(stream.uniform(0.7, 1.25)), float(stream.uniform(0.75, 1.35))
        self._habit = np.eye(3) + stream.normal(0.0, 0.18, (3, 3))
        self._overshoot = float(stream.uniform(0.0, 0.15))
        self._rest_pitch_rad = float(stream.uniform(-0.9, 0.1))
        slid, turned = float(stream.normal(0.0, 0.45)), float(stream.normal(0.0, 0.12))
        self._watch = rotation(turned, 0.0, slid)
        self._tremor_hz, self._tremor_rad = float(stream.uniform(8.0, 12.0)), float(stream.uniform(0.0005, 0.003))
        self._offset = stream.normal(0.0, 1.0, 6) * ([0.02] * 3 + [0.15] * 3)
        self._noise = np.array([0.01] * 3 + [0.06] * 3) * float(stream.uniform(0.7, 1.5))

    def perform(self, label: str) -> Performed:
        """Makes a gesture once more, never quite the same."""
        stream = self._stream
        way = _way(label, stream)
        postures = [np.zeros(3)]
        lasts_s = [float(stream.uniform(0.6, 1.0)) * REST_S]
        for seconds, angles in way:
            varied = np.array(angles) * self._size * stream.normal(1.0, 0.08, 3)
            postures.append(self._habit @ varied)
            lasts_s.append(seconds / self._haste * float(stream.uniform(0.88, 1.14)))
        return Performed(label, self._felt(postures, lasts_s))

    def _felt(self, postures: list[Signal], lasts_s: list[float]) -> Signal:
        rate = RATE_HZ * _FINER
        pieces = [np.zeros((round(lasts_s[0] * rate), 3))]
        for before, after, seconds in zip(postures[:-1], postures[1:], lasts_s[1:], strict=True):
            share = np.linspace(0.0, 1.0, max(4, round(seconds * rate)), endpoint=False)[:, None]
            smooth = 10 * share**3 - 15 * share**4 + 6 * share**5
            # Who overshoots goes beyond the posture in the middle of the way, and comes back to it.
            beyond = self._overshoot * 16 * share**2 * (1 - share) ** 2
            pieces.append(before + (after - before) * (smooth + beyond * share))
        pieces.append(np.repeat(postures[-1][None], round(0.7 * REST_S * rate), axis=0))
        angles = np.concatenate(pieces)
        angles = angles[: len(angles) // _FINER * _FINER]
        times_s = np.arange(len(angles)) / rate
        phases = self._stream.uniform(0.0, math.tau, 3)
        angles = angles + self._tremor_rad * np.sin(math.tau * self._tremor_hz * times_s[:, None] + phases)
        turns = np.array([rotation(yaw, pitch + self._rest_pitch_rad, roll) for yaw, pitch, roll in angles])
        # The rotation from one instant to the next, seen from the arm, is the angular velocity times the time between.
        steps = np.einsum("nji,njk->nik", turns[:-1], turns[1:])
        spin = np.column_stack([steps[:, 2, 1], steps[:, 0, 2], steps[:, 1, 0]]) * rate
        wrist_m = turns[:, :, 0] * self._forearm_m
        pushed = np.gradient(np.gradient(wrist_m, 1 / rate, axis=0), 1 / rate, axis=0) + [0.0, 0.0, _G_MPS2]
        felt = np.einsum("nji,nj->ni", turns, pushed)
        in_watch = np.column_stack([np.vstack([spin, spin[-1:]]) @ self._watch, felt @ self._watch])
        samples = in_watch.reshape(-1, _FINER, 6).mean(axis=1)
        noisy: Signal = samples + self._offset + self._noise * self._stream.standard_normal(samples.shape)
        return noisy


def rotation(yaw_rad: float, pitch_up_rad: float, roll_rad: float) -> Signal:
    """The matrix that turns a forearm: about its own x, then up, then to the left; (3, 3)."""
    cy, sy, cp, sp = math.cos(yaw_rad), math.sin(yaw_rad), math.cos(-pitch_up_rad), math.sin(-pitch_up_rad)
    cr, sr = math.cos(roll_rad), math.sin(roll_rad)
    return np.array(
        [
            [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
            [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )


def _way(label: str, stream: np.random.Generator) -> _Way:
    """How a gesture goes, for somebody without habits."""
    if label in {"swipe_left", "swipe_right"}:
        side = 1.0 if label == "swipe_left" else -1.0
        return [(0.25, (-0.25 * side, 0.15, 0.0)), (0.38, (0.95 * side, 0.15, 0.0)), (0.6, (0.0, 0.0, 0.0))]
    if label == "raise":
        held_s = float(stream.uniform(0.1, 0.3))
        return [(0.5, (0.0, 1.25, 0.2)), (held_s, (0.0, 1.25, 0.2)), (0.6, (0.0, 0.0, 0.0))]
    if label == "twist":
        return [(0.35, (0.0, 0.05, 1.3)), (0.4, (0.0, 0.05, -0.2)), (0.25, (0.0, 0.0, 0.0))]
    if label == "wave":
        swings = 2 + int(stream.integers(2))
        there = [(0.2, (side * 0.55, 1.1, side * 0.2)) for _ in range(swings) for side in (1.0, -1.0)]
        return [(0.4, (0.0, 1.1, 0.0)), *there, (0.5, (0.0, 0.0, 0.0))]
    if label == "circle":
        rounds, begins = 1 + int(stream.integers(2)), float(stream.uniform(-0.4, 0.4))
        places = [begins + math.tau * number / 8 for number in range(8 * rounds + 1)]
        there = [(0.1, (0.5 * math.sin(at), 0.5 * (1 - math.cos(at)), 0.0)) for at in places]
        return [(0.2, there[0][1]), *there[1:], (0.3, (0.0, 0.0, 0.0))]
    return _something_else(stream)


def _something_else(stream: np.random.Generator) -> _Way:
    """What arms do all day: swing along, go to the mouth, scratch, or reach for something."""
    kind = int(stream.integers(4))
    if kind == 0:
        swing = float(stream.uniform(0.25, 0.6))
        return [(0.5, (0.0, side * swing, 0.0)) for _ in range(2) for side in (1.0, -1.0)] + [(0.4, (0.0, 0.0, 0.0))]
    if kind == 1:
        return [(0.9, (0.5, 1.2, 0.9)), (0.5, (0.5, 1.35, 1.1)), (1.0, (0.0, 0.0, 0.0))]
    if kind == 2:
        small = float(stream.uniform(0.12, 0.3))
        there = [(0.12, (0.3 + side * small, 0.5, side * small)) for _ in range(3) for side in (1.0, -1.0)]
        return [(0.5, (0.3, 0.5, 0.0)), *there, (0.5, (0.0, 0.0, 0.0))]
    first, second = stream.uniform((-0.8, -0.3, -0.8), (0.8, 1.0, 0.8), (2, 3)).tolist()
    return [
        (float(stream.uniform(0.4, 0.9)), (first[0], first[1], first[2])),
        (float(stream.uniform(0.4, 0.9)), (second[0], second[1], second[2])),
        (0.6, (0.0, 0.0, 0.0)),
    ]


def performances(people: Sequence[int], times: int = 3) -> Iterator[Performed]:
    """What people do: each of them every gesture so many times, and twice as much that is none."""
    for number in people:
        person = Person(number)
        for label in LABELS:
            for _ in range(2 * times if label == OTHER else times):
                yield person.perform(label)


def examples(people: Sequence[int], times: int = 3) -> Rows:
    """Rows of features of what people do, as far as a movement is found in it."""
    rows: list[Signal] = []
    labels: list[str] = []
    for one in performances(people, times):
        found = MovementFinder(RATE_HZ).add(one.samples)
        rows += [gesture_features(movement.samples, RATE_HZ) for movement in found]
        labels += [one.label] * len(found)
    return Rows(np.array(rows), tuple(labels))


def gestures_lesson(people: int = 60, held_out: int = 30) -> Lesson:
    """People to learn from, and others to be examined with."""
    training = examples(range(people))
    test = examples(range(FIRST_HELD_OUT, FIRST_HELD_OUT + held_out))
    return Lesson(training, test, f"gestures_of_{people}")
