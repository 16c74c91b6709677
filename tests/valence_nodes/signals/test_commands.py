# SPDX-License-Identifier: Apache-2.0
"""Commands are found in a sound and recognised when others say them than those who were learned from."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.training import train
from valence_nodes.signals.commands import NAMES, OTHER, CommandRecogniser, command_features
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.lesson import Lesson
from valence_nodes.signals.spoken_examples import FIRST_HELD_OUT, RATE_HZ, command, commands_lesson, heard, other
from valence_nodes.signals.training import learn
from valence_nodes.signals.words import LONGEST_S, WordFinder
from worlds.spoken import WORDS

SPEAKERS = 9


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return commands_lesson(SPEAKERS, 5)


@pytest.fixture(scope="module")
def learned(lesson: Lesson) -> tuple[OnnxModel, dict[str, float]]:
    return learn(lesson)


def test_nearly_every_word_is_found_once(lesson: Lesson) -> None:
    # Two sounds for each speaker are no command; a beep that is too short for a word need not be found.
    assert 0.95 * SPEAKERS * len(WORDS) <= sum(label != OTHER for label in lesson.training.y) <= SPEAKERS * len(WORDS)
    assert lesson.training.x.shape == (len(lesson.training.y), len(NAMES))


def test_speakers_who_were_not_learned_from_are_understood(learned: tuple[OnnxModel, dict[str, float]]) -> None:
    _, figures = learned
    assert figures["score"] > 0.9
    for word in (*WORDS, OTHER):
        assert figures[f"precision_{word}"] >= 0.8, word
        assert figures[f"recall_{word}"] >= 0.8, word


def test_a_louder_word_has_the_same_features(learned: tuple[OnnxModel, dict[str, float]]) -> None:
    (piece,) = WordFinder(RATE_HZ).add(heard(command("stop", FIRST_HELD_OUT + 50), 4))
    assert command_features(5 * piece.sound, RATE_HZ) == pytest.approx(command_features(piece.sound, RATE_HZ))
    assert CommandRecogniser(learned[0]).recognise(piece.sound, RATE_HZ).label == "stop"


def test_words_are_found_however_the_sound_comes() -> None:
    sound = np.concatenate([heard(command(word, 3), number) for number, word in enumerate(("go", "left"))])
    at_once = WordFinder(RATE_HZ).add(sound)
    assert len(at_once) == 2
    finder = WordFinder(RATE_HZ)
    bit_by_bit = [piece for start in range(0, len(sound), 333) for piece in finder.add(sound[start : start + 333])]
    assert [piece.end_s for piece in bit_by_bit] == [piece.end_s for piece in at_once]
    assert [len(piece.sound) for piece in bit_by_bit] == [len(piece.sound) for piece in at_once]
    assert 0.5 < at_once[0].end_s < 1.6 < at_once[1].end_s


def test_neither_a_click_nor_an_engine_is_a_word() -> None:
    random = np.random.default_rng(0)
    quiet = 1e-3 * random.standard_normal(4 * RATE_HZ)
    click = quiet.copy()
    click[RATE_HZ : RATE_HZ + 300] += 1.0
    assert WordFinder(RATE_HZ).add(click) == []
    engine = quiet.copy()
    engine[RATE_HZ:] += 0.1 * random.standard_normal(3 * RATE_HZ)
    assert WordFinder(RATE_HZ).add(engine) == []
    assert WordFinder(RATE_HZ).add(np.zeros(RATE_HZ)) == []


@pytest.mark.parametrize(
    ("sound", "rate_hz", "told"),
    [
        (np.full(8000, math.nan), RATE_HZ, "NaN"),
        ([], RATE_HZ, "0 samples"),
        (np.ones(800), RATE_HZ, "800 samples"),
        (np.zeros(8000), RATE_HZ, "silence"),
        (np.ones((8000, 2)), RATE_HZ, "(8000, 2)"),
        (np.ones(8000), 4000, "4000 Hz"),
        (np.ones(8000), 0, "rate"),
        (np.ones(round(2.1 * LONGEST_S * RATE_HZ)), RATE_HZ, "too long"),
    ],
)
def test_what_is_no_word_is_refused(sound: Any, rate_hz: float, told: str) -> None:
    with pytest.raises(SignalError) as refused:
        command_features(sound, rate_hz)
    assert told in str(refused.value)


def test_a_finder_refuses_what_is_no_sound_and_goes_on() -> None:
    with pytest.raises(SignalError, match="4000"):
        WordFinder(1000)
    finder = WordFinder(RATE_HZ)
    with pytest.raises(SignalError, match="NaN"):
        finder.add([math.nan])
    assert len(finder.add(heard(command("back", 5), 1))) == 1


def test_a_model_for_something_else_is_refused() -> None:
    model = train("tree", np.random.default_rng(0).random((20, 3)), target=np.array(["go", "stop"] * 10))
    with pytest.raises(ModelError, match="A model for commands takes"):
        CommandRecogniser(model)


def test_held_out_voices_are_others_and_examples_come_out_the_same() -> None:
    assert FIRST_HELD_OUT > 10_000
    assert other(4) == other(4)
    assert heard(command("go", 1), 5).tobytes() == heard(command("go", 1), 5).tobytes()
