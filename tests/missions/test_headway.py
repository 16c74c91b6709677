# SPDX-License-Identifier: Apache-2.0
"""How far a robot got: in zones or in metres, and what of its way counts."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from missions.checks.check import CheckContext, HeadwayParameters
from missions.headway import MOVED_M, Headway, headway, share_of, step_lengths_m
from tests.missions.records import context_of, record_of

START, NEAR, MIDDLE, FAR = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)


@pytest.fixture
def context(tmp_path: Path) -> CheckContext:
    return context_of(tmp_path)


def got_on(places: list[tuple[float, float]], context: CheckContext, **parameters: object) -> Headway:
    return headway(record_of(places), context.mission, HeadwayParameters.model_validate(parameters))


def test_the_way_ends_when_the_last_zone_is_reached(context: CheckContext) -> None:
    done = got_on([START, NEAR, MIDDLE, FAR, START, NEAR], context)
    assert done.share == 1.0
    assert done.steps == 3
    assert done.way_m == pytest.approx(4.0)
    assert done.limit_in_words() == ""


def test_the_whole_way_counts_while_a_zone_lacks(context: CheckContext) -> None:
    done = got_on([START, NEAR, START, NEAR], context)
    assert done.share == pytest.approx(1 / 3)
    assert done.steps == 3
    assert "33%" in done.limit_in_words()


def test_a_way_in_metres_ends_with_the_step_in_which_it_is_done(context: CheckContext) -> None:
    places = [(0.1 * index, 0.0) for index in range(20)]
    done = got_on(places, context, way_m=1.0)
    assert done.share == 1.0
    assert done.steps == 10
    assert got_on(places, context, way_m=3.8).share == pytest.approx(0.5)
    assert got_on(places, context, way_m=3.8).steps == 19


@pytest.mark.parametrize("parameters", [{"zones": ["near"]}, {"way_m": 0.01}])
def test_a_robot_that_only_settles_on_its_wheels_has_not_got_on(
    context: CheckContext, parameters: dict[str, object]
) -> None:
    settling = [NEAR, (1.0 + MOVED_M / 2, 0.0)]
    assert got_on(settling, context, **parameters).share == 0.0
    assert "gets on" in got_on(settling, context, **parameters).limit_in_words()


@pytest.mark.parametrize("places", [[], [START], [(math.nan, math.nan)] * 4])
@pytest.mark.parametrize("parameters", [{}, {"way_m": 1.0}])
def test_without_a_step_there_is_no_headway(
    context: CheckContext, places: list[tuple[float, float]], parameters: dict[str, object]
) -> None:
    done = got_on(places, context, **parameters)
    assert done.share == 0.0
    assert done.way_m == 0.0


def test_a_step_from_or_to_nowhere_has_no_length() -> None:
    record = record_of([START, (math.nan, 0.0), NEAR, (1.0, 0.5)])
    assert step_lengths_m(record).tolist() == [0.0, 0.0, 0.5]


@pytest.mark.parametrize(
    "parameters", [{"way_m": 0}, {"way_m": math.inf}, {"way_m": 1, "zones": ["near"]}, {"way": 1}, {"way_m": "far"}]
)
def test_parameters_that_make_no_sense_are_refused(parameters: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HeadwayParameters.model_validate(parameters)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share_of(np.zeros(3), np.ones(3, dtype=bool)) == 0.0
    assert share_of(np.array([1.0, 3.0]), np.array([False, True])) == 0.75
