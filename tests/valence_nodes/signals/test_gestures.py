# SPDX-License-Identifier: Apache-2.0
"""Gestures are found and recognised of people who were not learned from, however they wear their watch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.training import train
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.gesture_examples import FIRST_HELD_OUT, Person, examples, performances, rotation
from valence_nodes.signals.gestures import (
    CHANNELS,
    LABELS,
    LONGEST_S,
    NAMES,
    OTHER,
    RATE_HZ,
    GestureRecogniser,
    MovementFinder,
    gesture_features,
)
from valence_nodes.signals.lesson import Lesson
from valence_nodes.signals.training import learn
from valence_nodes.signals.windows import Signal

UNSEEN = range(FIRST_HELD_OUT, FIRST_HELD_OUT + 8)


@pytest.fixture(scope="module")
def learned() -> tuple[OnnxModel, dict[str, float]]:
    return learn(Lesson(examples(range(16), 2), examples(UNSEEN, 2), "people"))


@pytest.fixture(scope="module")
def swipe() -> Signal:
    (found,) = MovementFinder(RATE_HZ).add(Person(FIRST_HELD_OUT + 40).perform("swipe_left").samples)
    return found.samples


def test_people_who_were_not_learned_from_are_understood(learned: tuple[OnnxModel, dict[str, float]]) -> None:
    _, figures = learned
    assert figures["score"] > 0.93
    for label in LABELS:
        assert figures[f"precision_{label}"] >= 0.8, label
        assert figures[f"recall_{label}"] >= 0.8, label


def test_nearly_every_gesture_is_found_once() -> None:
    found = [len(MovementFinder(RATE_HZ).add(one.samples)) for one in performances(UNSEEN, 1) if one.label != OTHER]
    assert len(found) == 8 * 6
    assert sum(count == 1 for count in found) >= 46


def test_a_watch_that_has_slid_round_the_wrist_changes_no_answer(
    learned: tuple[OnnxModel, dict[str, float]], swipe: Signal
) -> None:
    recogniser = GestureRecogniser(learned[0])
    row = gesture_features(swipe, RATE_HZ)
    for slid_rad in (-1.0, 0.5, 2.5):
        turn = rotation(0.0, 0.0, slid_rad)
        slid = np.column_stack([swipe[:, :3] @ turn, swipe[:, 3:] @ turn])
        assert gesture_features(slid, RATE_HZ) == pytest.approx(row, abs=1e-6)
        assert recogniser.recognise(slid, RATE_HZ).label == "swipe_left"


def test_a_gesture_at_another_rate_is_the_same_gesture(
    learned: tuple[OnnxModel, dict[str, float]], swipe: Signal
) -> None:
    twice = np.repeat(swipe, 2, axis=0)
    assert GestureRecogniser(learned[0]).recognise(twice, 2 * RATE_HZ).label == "swipe_left"


def test_movements_are_found_however_the_samples_come() -> None:
    person = Person(7)
    samples = np.concatenate([person.perform(label).samples for label in ("circle", "twist")])
    at_once = MovementFinder(RATE_HZ).add(samples)
    assert len(at_once) == 2
    finder = MovementFinder(RATE_HZ)
    bit_by_bit = [one for start in range(0, len(samples), 7) for one in finder.add(samples[start : start + 7])]
    assert [one.end_s for one in bit_by_bit] == [one.end_s for one in at_once]
    assert [one.samples.tobytes() for one in bit_by_bit] == [one.samples.tobytes() for one in at_once]


def test_neither_a_twitch_nor_a_walk_is_a_gesture() -> None:
    rest = np.tile([0.0, 0.0, 0.0, 0.0, 0.0, 9.81], (200, 1))
    twitch = rest.copy()
    twitch[50:56, 1] = 4.0
    walk = rest.copy()
    walk[20:180, 1] = 3.0 * np.sin(np.arange(160) * math.tau * 0.9 / RATE_HZ)
    assert len(walk[20:180]) >= LONGEST_S * RATE_HZ
    for samples in (rest, twitch, np.concatenate([walk, walk[20:180], rest])):
        assert MovementFinder(RATE_HZ).add(samples) == []


def test_gravity_and_turning_rates_are_those_of_the_arm() -> None:
    samples = Person(3).perform("raise").samples
    still = samples[:20, 3:].mean(axis=0)
    assert np.linalg.norm(still) == pytest.approx(9.81, abs=0.6)
    assert np.abs(samples[:20, :3].mean(axis=0)).max() < 0.15
    # Up and down again: the turning rates add up to nearly nothing.
    assert np.abs(samples[:, :3].sum(axis=0) / RATE_HZ).max() < 0.35
    assert np.abs(np.cumsum(samples[:, :3], axis=0) / RATE_HZ).max() > 0.7


def test_people_differ_and_each_comes_out_the_same() -> None:
    assert FIRST_HELD_OUT > 10_000
    once, again = (Person(2).perform("wave").samples for _ in range(2))
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != Person(3).perform("wave").samples.tobytes()


@pytest.mark.parametrize(
    ("samples", "rate_hz", "told"),
    [
        (np.full((100, 6), math.nan), RATE_HZ, "NaN"),
        ([], RATE_HZ, "shape (0,)"),
        (np.zeros((0, 6)), RATE_HZ, "0 samples"),
        (np.zeros((5, 6)), RATE_HZ, "5 samples"),
        (np.zeros((100, 6)), RATE_HZ, "no movement"),
        (np.zeros((100, 3)), RATE_HZ, "(100, 3)"),
        (np.full((100, 6), 1e200), RATE_HZ, "No wrist"),
        (np.ones((1000, 6)), RATE_HZ, "too long"),
        (np.ones((100, 6)), 10.0, "10 Hz"),
        (np.ones((100, 6)), 0, "rate"),
    ],
)
def test_what_is_no_movement_is_refused(samples: Any, rate_hz: float, told: str) -> None:
    with pytest.raises(SignalError) as refused:
        gesture_features(samples, rate_hz)
    assert told in str(refused.value)


def test_a_finder_refuses_what_no_watch_says_and_goes_on() -> None:
    with pytest.raises(SignalError, match="5 Hz"):
        MovementFinder(5.0)
    finder = MovementFinder(RATE_HZ)
    for bad, told in ((np.full((3, 6), math.nan), "NaN"), (np.full((3, 6), 1e9), "No wrist"), ([1.0, 2.0], "shape")):
        with pytest.raises(SignalError, match=told):
            finder.add(bad)
    assert len(finder.add(Person(1).perform("circle").samples)) == 1


def test_a_model_for_something_else_is_refused() -> None:
    small = train("tree", np.eye(4), target=np.array(["a", "b", "a", "b"]))
    with pytest.raises(ModelError, match=f"A model for gestures takes {len(NAMES)} features"):
        GestureRecogniser(small)
    assert len(CHANNELS) == 6
