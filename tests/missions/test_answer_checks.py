# SPDX-License-Identifier: Apache-2.0
"""Checks of what a program answered, and the rules for missions that ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from missions.checks.check import CheckContext, Measurement
from missions.checks.registry import CHECKS
from missions.episode_record import EpisodeRecord, GivenAnswer
from missions.mission_check import check_mission
from missions.scorecard import trajectory_sha256
from missions.tasks.registry import task_for
from missions.tasks.task import Task
from tests.missions.mission_files import plain_spec, write_mission
from tests.missions.records import context_of, record_of

START, NEAR, MIDDLE, FAR = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)
TRUTH = {
    "late": {"a": True, "b": True, "c": False, "d": False, "e": False, "f": False},
    "routes": {
        "a": {"x": True, "y": False},
        "b": {"x": False, "y": True},
        "c": {"x": True, "y": True},
        "d": {"x": False, "y": False},
    },
    "drive": {
        "a": {"zone": "near", "due_s": 5.0, "needs_help": True},
        "b": {"zone": "middle", "due_s": 5.0, "needs_help": True},
        "c": {"zone": "near", "due_s": 5.0, "needs_help": False},
        "d": {"zone": "middle", "due_s": 1.5, "needs_help": True},
    },
}
ALL_WRONG: list[Any] = [None, 1, "a", True, [], {}, [[]], [None], {"a": 1}, {"a": ["x"]}, ["a", "a"], [{}], {"z": "x"}]


@pytest.fixture
def context(tmp_path: Path) -> CheckContext:
    return replace(context_of(tmp_path), task=Task(truth=TRUTH))


def answered(name: str, *values: Any, places: Any = (START,)) -> EpisodeRecord:
    answers = tuple(GivenAnswer(float(number), name, value) for number, value in enumerate(values))
    return replace(record_of(places), answers=answers)


def measure(check: str, record: EpisodeRecord, context: CheckContext, **parameters: Any) -> Measurement:
    one = CHECKS[check]
    return one.measure(record, context, one.parameters.model_validate(parameters))


class TestAnswersMatch:
    @pytest.mark.parametrize(
        ("named", "balanced"),
        [(["a", "b"], 1.0), (list("abcdef"), 0.5), ([], 0.5), (["a"], 0.75), (["a", "b", "c"], 0.875), (["c"], 0.375)],
    )
    def test_both_kinds_count_alike(self, context: CheckContext, named: list[str], balanced: float) -> None:
        found = measure("answers_match", answered("late", named), context, question="late", none_share=0.0)
        assert found.fraction == found.details["balanced_accuracy"] == pytest.approx(balanced)

    def test_who_names_all_or_none_wins_nothing(self, context: CheckContext) -> None:
        for named in ([], list("abcdef")):
            assert measure("answers_match", answered("late", named), context, question="late").fraction == 0.0

    def test_the_last_answer_counts_and_naming_twice_is_naming_once(self, context: CheckContext) -> None:
        record = answered("late", ["c"], ["a", "b", "a"])
        assert measure("answers_match", record, context, question="late").fraction == 1.0

    def test_names_that_mean_nothing_are_told(self, context: CheckContext) -> None:
        found = measure("answers_match", answered("late", ["a", "b", "z", 3]), context, question="late")
        assert found.details["unknown"] == 2
        assert "2 of the names mean nothing." in found.reason

    @pytest.mark.parametrize("value", ALL_WRONG)
    def test_any_answer_gets_a_measurement(self, context: CheckContext, value: Any) -> None:
        assert 0.0 <= measure("answers_match", answered("late", value), context, question="late").fraction <= 0.5


class TestGoodChoices:
    def test_only_where_it_makes_a_difference_a_choice_counts(self, context: CheckContext) -> None:
        record = answered("routes", {"a": "x", "b": "x", "c": "x", "d": "x"})
        found = measure("good_choices", record, context, question="routes")
        assert found.fraction == 0.5
        assert found.details == {"good": 1, "matter": 2, "of": 4, "left_out": 0}

    def test_what_is_left_out_or_not_there_is_not_chosen_well(self, context: CheckContext) -> None:
        found = measure("good_choices", answered("routes", {"a": "q"}), context, question="routes")
        assert found.fraction == 0.0
        assert found.details["left_out"] == 3

    @pytest.mark.parametrize("value", ALL_WRONG)
    def test_any_answer_gets_a_measurement(self, context: CheckContext, value: Any) -> None:
        assert measure("good_choices", answered("routes", value), context, question="routes").fraction == 0.0


class TestDeliveriesMade:
    @pytest.mark.parametrize(
        ("chosen", "places", "share"),
        [
            (["a", "b"], [START, NEAR, MIDDLE], 1.0),
            (["a", "d"], [START, NEAR, MIDDLE], 0.625),
            (["c", "b"], [START, NEAR, MIDDLE], 0.75),
            (["a", "b"], [START, NEAR], 0.5),
            (["b", "a"], [START, NEAR, MIDDLE], 0.5),
            (["a", "c"], [START, NEAR, MIDDLE], 0.5),
            (["a", "a"], [START, NEAR, MIDDLE], 0.5),
            (["d", "c", "a", "b"], [START, NEAR, MIDDLE], 0.125),
            (["a", "b"], [START], 0.0),
            (["z", 3], [START, NEAR, MIDDLE], 0.0),
        ],
    )
    def test_what_comes_in_time_where_it_is_needed_counts(
        self, context: CheckContext, chosen: list[Any], places: Any, share: float
    ) -> None:
        record = answered("drive", chosen, places=places)
        assert measure("deliveries_made", record, context, question="drive").fraction == pytest.approx(share)

    @pytest.mark.parametrize("value", ALL_WRONG)
    def test_any_answer_gets_a_measurement(self, context: CheckContext, value: Any) -> None:
        assert measure("deliveries_made", answered("drive", value), context, question="drive").fraction == 0.0


def test_answers_are_part_of_a_trajectory_s_hash() -> None:
    assert len({trajectory_sha256(answered("late", *values)) for values in ((), ("a",), ("b",), ("a", "b"))}) == 4


def asking(**changes: Any) -> dict[str, Any]:
    task = {"maker": "deliveries", "parameters": {"orders": 20}}
    criteria = [{"name": "late", "check": "answers_match", "parameters": {"question": "late"}, "points": 10}]
    return plain_spec(**{"task": task, "criteria": criteria, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"task": {"maker": "delivery"}}, "there is no task “delivery”."),
        ({"task": {"maker": "deliveries", "parameters": {"orders": 5}}}, "task deliveries: “orders”: Input should be"),
        ({"task": {"maker": "deliveries", "parameters": {"order": 5}}}, "“order”: is no parameter of this task."),
        ({"task": None}, "check answers_match: the mission's task has no question “late”."),
        (
            {"criteria": [{"name": "x", "check": "good_choices", "parameters": {"question": "late2"}, "points": 10}]},
            "the mission's task has no question “late2”.",
        ),
    ],
)
def test_a_mission_asks_only_what_its_task_knows(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    problems = check_mission(write_mission(tmp_path, asking(**changes)))
    assert [words in problem.message and problem.line > 0 for problem in problems] == ([True] if words else [])


def test_a_mission_without_a_task_hands_nothing_over(context: CheckContext) -> None:
    task = task_for(context.mission, 1)
    assert (dict(task.given), dict(task.truth)) == ({}, {})
