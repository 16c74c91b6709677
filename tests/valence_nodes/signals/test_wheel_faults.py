# SPDX-License-Identifier: Apache-2.0
"""Bad wheels are told from good ones on drives that were not learned from, and bad numbers are refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.training import train
from valence_nodes.signals.accuracy import accuracy
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.fault_examples import FIRST_HELD_OUT, Drive, drives, examples, fault_of
from valence_nodes.signals.lesson import Lesson
from valence_nodes.signals.training import learn
from valence_nodes.signals.wheel_faults import (
    CHANNELS,
    HEALTHY,
    LABELS,
    NAMES,
    RATE_HZ,
    WINDOW_S,
    WheelFaultRecogniser,
    wheel_features,
)
from valence_nodes.signals.windows import windows

SHAPE = (0.033, 0.288)
SAMPLES = round(WINDOW_S * RATE_HZ)


@pytest.fixture(scope="module")
def unseen() -> list[Drive]:
    return list(drives(range(FIRST_HELD_OUT, FIRST_HELD_OUT + 12), 7.0))


@pytest.fixture(scope="module")
def learned() -> OnnxModel:
    rows = examples(range(20), 8.0)
    return learn(Lesson(rows, rows, "drives"))[0]


def test_what_each_wheel_has_is_told_of_drives_that_were_not_learned_from(
    learned: OnnxModel, unseen: list[Drive]
) -> None:
    truth, told, at_last = [], [], []
    for one in unseen:
        recogniser = WheelFaultRecogniser(learned, *SHAPE)
        for window in windows(one.samples, SAMPLES):
            found = recogniser.recognise(window, RATE_HZ)
            if found is not None:
                truth += [one.label(0), one.label(1)]
                told += [found[0].label, found[1].label]
        at_last += [(one.label(0), told[-2]), (one.label(1), told[-1])]
    figures = accuracy(truth, told)
    assert set(figures) == set(LABELS)
    assert sum(one == other for one, other in zip(truth, told, strict=True)) / len(truth) > 0.9
    assert all(figures[label].precision >= 0.8 for label in LABELS), figures
    assert all(figures[label].recall >= 0.65 for label in LABELS), figures
    # When a drive is over, nearly every wheel is known for what it is, and hardly a good one is suspected.
    assert sum(one == other for one, other in at_last) >= len(at_last) - 3
    assert sum(one == HEALTHY != other for one, other in at_last) <= 1


def test_drives_come_out_the_same_and_every_fault_is_among_them() -> None:
    (once,), (again,) = (list(drives([5], 1.0)) for _ in range(2))
    assert once.samples.tobytes() == again.samples.tobytes()
    assert once.samples.shape == (50, len(CHANNELS))
    assert [fault_of(number) is None for number in range(8)] == [False] * 3 + [True] + [False] * 3 + [True]


def test_the_other_wheel_s_features_are_the_same_the_other_way_round(unseen: list[Drive]) -> None:
    window = unseen[0].samples[100 : 100 + SAMPLES]
    mirrored = window[:, [1, 0, 3, 2, 5, 4, 7, 6, 8]] * np.array([1.0] * 8 + [-1.0])
    there, back = wheel_features(window, RATE_HZ, *SHAPE), wheel_features(mirrored, RATE_HZ, *SHAPE)
    assert there is not None
    assert back is not None
    assert there[0] == pytest.approx(back[1])
    assert there[1] == pytest.approx(back[0])
    assert len(there[0]) == len(NAMES)


def test_wheels_that_hardly_turn_tell_nothing(learned: OnnxModel) -> None:
    recogniser = WheelFaultRecogniser(learned, *SHAPE)
    with np.errstate(all="raise"):
        assert recogniser.recognise(np.zeros((SAMPLES, 9)), RATE_HZ) is None
        creeping = np.zeros((SAMPLES, 9))
        creeping[:, 4:6] = 0.4
        found = recogniser.recognise(creeping, RATE_HZ)
    assert found is not None
    assert sum(chance for _, chance in found[0].chances) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(
    ("window", "rate_hz", "shape", "told"),
    [
        (np.zeros((SAMPLES, 8)), RATE_HZ, SHAPE, "(100, 8)"),
        (np.zeros((0, 9)), RATE_HZ, SHAPE, "0 samples"),
        (np.zeros((20, 9)), RATE_HZ, SHAPE, "20 samples"),
        (np.full((SAMPLES, 9), math.nan), RATE_HZ, SHAPE, "NaN"),
        (np.full((SAMPLES, 9), 1e300), RATE_HZ, SHAPE, "No motor"),
        (np.zeros((SAMPLES, 9)), 5.0, SHAPE, "5 Hz"),
        (np.zeros((SAMPLES, 9)), math.nan, SHAPE, "rate"),
        (np.zeros((SAMPLES, 9)), RATE_HZ, (0.3, 0.2), "none"),
        (np.zeros((SAMPLES, 9)), RATE_HZ, (math.nan, 0.2), "none"),
        ("motors", RATE_HZ, SHAPE, "array of numbers"),
    ],
)
def test_bad_windows_are_refused(window: Any, rate_hz: float, shape: tuple[float, float], told: str) -> None:
    with pytest.raises(SignalError) as refused:
        wheel_features(window, rate_hz, *shape)
    assert told in str(refused.value)


def test_a_model_for_something_else_is_refused() -> None:
    small = train("tree", np.eye(4), target=np.array(["a", "b", "a", "b"]))
    with pytest.raises(ModelError, match="A model for wheel faults takes 18 features; this tree takes 4 numbers"):
        WheelFaultRecogniser(small, *SHAPE)


def test_chances_are_averaged_over_one_window_or_more(learned: OnnxModel) -> None:
    with pytest.raises(SignalError, match="0 windows"):
        WheelFaultRecogniser(learned, *SHAPE, windows=0)
