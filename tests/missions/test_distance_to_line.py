# SPDX-License-Identifier: Apache-2.0
"""The check `distance_to_line`: near the line, along it, in the right direction, and what it says about that."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from missions.checks.check import CheckContext, Measurement
from missions.checks.registry import CHECKS
from tests.missions.records import context_of, record_of

CHECK = CHECKS["distance_to_line"]
STRAIGHT = {"line": [(0.0, 0.0), (4.0, 0.0)], "full_m": 0.05, "none_m": 0.25}
SQUARE = {"line": [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)], "closed": True}
ROUND = [(1.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0), (1.0, 0.0)]


@pytest.fixture
def context(tmp_path: Path) -> CheckContext:
    return context_of(tmp_path)


def measure(places: list[tuple[float, float]], context: CheckContext, **parameters: Any) -> Measurement:
    return CHECK.measure(record_of(places), context, CHECK.parameters.model_validate(parameters))


def beside(left_m: float, to_m: float = 4.0, count: int = 41) -> list[tuple[float, float]]:
    return [(float(x_m), left_m) for x_m in np.linspace(0.0, to_m, count)]


class TestDistance:
    @pytest.mark.parametrize(("left_m", "fraction"), [(0.0, 1.0), (0.05, 1.0), (-0.15, 0.5), (0.25, 0.0), (1.0, 0.0)])
    def test_falls_evenly_between_its_limits_on_both_sides(
        self, context: CheckContext, left_m: float, fraction: float
    ) -> None:
        found = measure(beside(left_m), context, **STRAIGHT)
        assert found.fraction == pytest.approx(fraction)
        assert found.details["mean_m"] == pytest.approx(abs(left_m))
        assert found.details["p95_m"] == pytest.approx(abs(left_m))

    def test_the_mean_is_over_the_way_so_that_waiting_on_the_line_improves_nothing(self, context: CheckContext) -> None:
        waits = [(0.0, 0.0)] * 1000
        stray = beside(0.15)
        alone, waited = measure(stray, context, **STRAIGHT), measure([*waits, *stray], context, **STRAIGHT)
        assert alone.fraction == pytest.approx(0.5)
        assert waited.fraction == pytest.approx(alone.fraction, abs=0.02)

    def test_p95_lets_a_twentieth_of_the_way_be_far_off(self, context: CheckContext) -> None:
        def fraction(far: int, which: str) -> float:
            places = beside(0.0, count=401)
            places[200 : 200 + far] = [(x_m, 0.15) for x_m, _ in places[200 : 200 + far]]
            return measure(places, context, **STRAIGHT, measure=which).fraction

        assert fraction(0, "p95") == 1.0
        assert fraction(5, "p95") == 1.0
        assert fraction(40, "p95") == pytest.approx(0.5)
        assert fraction(40, "mean") == 1.0

    def test_what_comes_after_the_end_of_the_line_does_not_count(self, context: CheckContext) -> None:
        found = measure([*beside(0.0), (4.0, 3.0), (0.0, 3.0)], context, **STRAIGHT)
        assert found.fraction == 1.0
        assert found.details["greatest_m"] == 0.0

    def test_the_reason_says_how_far_and_when(self, context: CheckContext) -> None:
        places = beside(0.1)
        places[7] = (0.7, -0.62)
        found = measure(places, context, **STRAIGHT)
        assert "strayed farthest, by 0.62 m, at 7.0 s." in found.reason
        assert "cm from the line on average (all points are for 5 cm or less, none from 25 cm on)" in found.reason
        assert "within 62.0 cm of the line for 95 %" in measure(places, context, **STRAIGHT, measure="p95").reason


class TestProgress:
    def test_points_are_for_the_share_that_was_followed(self, context: CheckContext) -> None:
        found = measure(beside(0.0, to_m=1.0), context, **STRAIGHT)
        assert found.fraction == pytest.approx(0.25)
        assert "It followed 1.0 m of 4.0 m in the right direction, and can win 25% of these points." in found.reason

    @pytest.mark.parametrize("places", [[(0.5, 0.0)] * 500, [], [(math.nan, math.nan)] * 3], ids=["still", "no", "nan"])
    def test_a_robot_that_stands_still_or_never_was_gets_nothing(
        self, context: CheckContext, places: list[tuple[float, float]]
    ) -> None:
        found = measure(places, context, **STRAIGHT)
        assert found.fraction == 0.0
        assert "did not get along the line" in found.reason

    def test_the_wrong_direction_gets_nothing(self, context: CheckContext) -> None:
        assert measure(beside(0.0)[::-1], context, **STRAIGHT).fraction == 0.0
        assert measure(ROUND[::-1], context, **SQUARE).fraction == 0.0

    def test_going_to_and_fro_is_no_progress(self, context: CheckContext) -> None:
        found = measure([(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)] * 20, context, **STRAIGHT)
        assert found.fraction == pytest.approx(0.25)

    def test_a_lap_may_begin_anywhere_on_a_closed_line(self, context: CheckContext) -> None:
        assert measure(ROUND, context, **SQUARE).fraction == 1.0

    def test_so_many_laps_as_are_asked_for_count(self, context: CheckContext) -> None:
        assert measure(ROUND, context, **SQUARE, laps=2).fraction == pytest.approx(0.5)
        assert measure([*ROUND, *ROUND[1:]], context, **SQUARE, laps=2).fraction == 1.0
        assert measure(ROUND[:-1], context, **SQUARE, laps=0.8).fraction == 1.0

    def test_a_short_cut_across_the_field_wins_nothing(self, context: CheckContext) -> None:
        across = [(1.0, y_m) for y_m in np.linspace(0.0, 2.0, 100)]
        back = [(x_m, 2.0) for x_m in np.linspace(1.0, 0.0, 50)]
        assert measure([*across, *back], context, **SQUARE).fraction == 0.0

    def test_places_that_are_not_numbers_are_passed_over(self, context: CheckContext) -> None:
        record = record_of(beside(0.0))
        record.robot_pose[5] = math.nan
        found = CHECK.measure(record, context, CHECK.parameters.model_validate(STRAIGHT))
        assert found.fraction == 1.0

    def test_a_row_that_moved_by_nothing_but_turned_changes_nothing(self, context: CheckContext) -> None:
        turning = dataclasses.replace(record_of([(0.0, 0.0), *[(2.0, 0.1)] * 50, (4.0, 0.0)]))
        turning.robot_pose[:, 2] = np.linspace(0.0, 20.0, 52)
        found = CHECK.measure(turning, context, CHECK.parameters.model_validate(STRAIGHT))
        assert found.fraction == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({}, "line"),
        ({"line": [(0, 0)]}, "at least 2"),
        ({"line": [(0, 0)] * 501}, "at most 500"),
        ({"line": [(0, 0), (math.nan, 1)]}, "finite"),
        ({"line": [(0, 0), (1e9, 1)]}, "less than or equal to 1000"),
        ({"line": [(0, 0), (1, 1, 1)]}, "line.1"),
        ({"line": [(0, 0), (1, 0), (1, 0)]}, "point 2 of the line (1, 0) is followed by itself"),
        ({"line": [(0, 0), (1, 0), (0, 0)], "closed": True}, "point 3 of the line (0, 0) is followed by itself"),
        ({**STRAIGHT, "laps": 1.5}, "laps (1.5) must not be above 1 when the line is not closed"),
        ({**STRAIGHT, "laps": 0}, "greater than 0"),
        ({**STRAIGHT, "full_m": 0.3}, "full_m (0.3) must be below none_m (0.25)"),
        ({**STRAIGHT, "measure": "max"}, "'mean' or 'p95'"),
    ],
)
def test_parameters_that_make_no_sense_are_refused(parameters: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CHECK.parameters.model_validate(parameters)
    assert told in str(caught.value)
