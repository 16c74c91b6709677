# SPDX-License-Identifier: Apache-2.0
"""What a program answers: plain values come through as they are, and nothing else comes through."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.valence_nodes.programs.played_box import ACTION, PlayedBox, answering, failure_of, observation
from valence_nodes.programs.answers import (
    MAX_ANSWER_CHARS,
    MAX_ANSWERS,
    MAX_ANSWERS_A_STEP,
    MAX_DEPTH,
    MAX_NAMES,
    Answer,
    WrongAnswerError,
    answer_text,
    read_answers,
)
from valence_nodes.programs.inside.link import Link
from valence_nodes.programs.protocol import ProtocolViolation
from valence_nodes.programs.robot import Robot

NESTED: Any = 1
for _ in range(MAX_DEPTH + 1):
    NESTED = [NESTED]


def link() -> Link:
    return Link(None, "p.py", 1.0)  # type: ignore[arg-type]  # its other end is not needed


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (["d1", "d2"], ["d1", "d2"]),
        ({"d1": "north"}, {"d1": "north"}),
        (("a", None, True, 2, 0.5), ["a", None, True, 2, 0.5]),
        ({"b", "a"}, ["a", "b"]),
        (np.array([1.5, 2.0]), [1.5, 2.0]),
        (np.int64(3), 3),
        ("\ud800", "?"),
    ],
)
def test_plain_values_come_out_as_they_went_in(value: Any, taken: Any) -> None:
    frame = {"answers": [{"name": "late", "json": answer_text("late", value)}]}
    assert read_answers(frame) == (Answer("late", taken),)


@pytest.mark.parametrize("value", [math.nan, [math.inf], 2**70, {1: 2}, {None: 1}, object(), b"x", NESTED, "x" * 9000])
def test_what_is_no_plain_value_is_refused_with_words(value: Any) -> None:
    with pytest.raises(WrongAnswerError, match=r"\.$"):
        answer_text("late", value)


@pytest.mark.parametrize("name", ["", "Late", "1a", "a" * 41, "a-b", "ä", None, 3, "a\n"])
def test_odd_names_are_refused(name: Any) -> None:
    with pytest.raises(WrongAnswerError, match="a name has small letters"):
        answer_text(name, 1)


@pytest.mark.parametrize(
    "answers",
    [
        "late",
        [{"name": "a", "json": "1"}] * (MAX_ANSWERS_A_STEP + 1),
        ["a"],
        [{"name": "A", "json": "1"}],
        [{"json": "1"}],
        [{"name": "a"}],
        [{"name": "a", "json": 1}],
        [{"name": "a", "json": "NaN"}],
        [{"name": "a", "json": "1e999"}],
        [{"name": "a", "json": "{"}],
        [{"name": "a", "json": "[" * 7000}],
        [{"name": "a", "json": "1" * 7000}],
        [{"name": "a", "json": json.dumps(NESTED)}],
        [{"name": "a", "json": '"' + "x" * MAX_ANSWER_CHARS + '"'}],
    ],
)
def test_a_hostile_box_breaks_the_protocol_and_nothing_else(answers: Any) -> None:
    with pytest.raises(ProtocolViolation):
        read_answers({"answers": answers})
    with PlayedBox(answering(ACTION | {"answers": answers})) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "protocol"


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_any_text_for_json_is_an_answer_or_a_violation(text: str) -> None:
    try:
        (answer,) = read_answers({"answers": [{"name": "a", "json": text}]})
    except ProtocolViolation:
        return
    assert json.loads(answer_text("a", answer.value)) == answer.value


def test_the_last_answer_of_a_step_replaces_those_before_it() -> None:
    one = link()
    one.answer("late", [1])
    one.answer("late", [2])
    words = one.words()
    assert words["answers"] == [{"name": "late", "json": "[2]"}]
    assert [line["text"] for line in words["log"]] == ["Answer “late”: [1]", "Answer “late”: [2]"]
    assert "answers" not in one.words()


def test_too_many_answers_are_refused_in_the_box() -> None:
    one = link()
    with pytest.raises(WrongAnswerError, match="go out at once"):
        for number in range(MAX_ANSWERS_A_STEP + 1):
            one.answer(f"a{number}", 1)
    one = link()
    with pytest.raises(WrongAnswerError, match="different names"):
        for number in range(MAX_NAMES + 1):
            one.answer(f"a{number}", 1)
            one.words()
    one = link()
    with pytest.raises(WrongAnswerError, match="in one episode"):
        for _ in range(MAX_ANSWERS + 1):
            one.answer("a", 1)


def test_a_box_that_answers_without_end_is_stopped() -> None:
    with PlayedBox(answering(*(ACTION | {"answers": [{"name": f"a{n}", "json": "1"}]} for n in range(17)))) as session:
        session.start({})
        for number in range(MAX_NAMES):
            session.step(observation(number))
        assert failure_of(lambda: session.step(observation(MAX_NAMES))).kind == "protocol"


def test_the_task_is_handed_over_and_empty_where_there_is_none() -> None:
    assert Robot(link(), {"task_json": '{"orders": [1, 2]}'}).task == {"orders": [1, 2]}
    assert Robot(link(), {}).task == {}
