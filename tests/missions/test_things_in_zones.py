# SPDX-License-Identifier: Apache-2.0
"""Things that belong somewhere: what counts as brought there."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from pydantic import ValidationError

from missions.checks.check import CheckContext, Measurement
from missions.checks.things_in_zones import CHECK
from tests.missions.records import context_of, record_of, with_things

OUT, NEAR, FAR = (0.5, 0.5), (1.0, 0.0), (-1.0, 1.0)
DRIVE = [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.5)]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> CheckContext:
    return with_things(context_of(tmp_path_factory.mktemp("mission")), {"one": "1", "two": "2"})


def measure(context: CheckContext, one: tuple[float, float], two: tuple[float, float], **more: object) -> Measurement:
    """Both things start outside, and are at these places from the second moment on."""
    things = {name: [OUT, place, place, place] for name, place in (("one", one), ("two", two))}
    given = CHECK.parameters.model_validate({"kinds": ["1", "2"], "zones": ["near", "far"], **more})
    return CHECK.measure(record_of(DRIVE, things=things), context, given)


def test_each_thing_in_its_zone_gives_its_share(context: CheckContext) -> None:
    assert measure(context, NEAR, FAR).fraction == 1.0
    found = measure(context, NEAR, OUT)
    assert found.fraction == 0.5
    assert found.reason == "The 1 rests in near, where it belongs. The 2 is in no zone; it belongs in far."
    assert measure(context, OUT, OUT).fraction == 0.0


def test_the_zone_of_another_kind_costs_what_the_mission_says(context: CheckContext) -> None:
    found = measure(context, NEAR, NEAR, wrong=0.5)
    assert found.fraction == pytest.approx(0.25)
    assert "The 2 rests in near, but belongs in far." in found.reason
    assert measure(context, NEAR, NEAR).fraction == 0.5
    assert measure(context, FAR, NEAR, wrong=1.0).fraction == 0.0  # never below nothing


def test_any_zone_will_do_where_the_mission_says_so(context: CheckContext) -> None:
    assert measure(context, FAR, NEAR, any_zone=True).fraction == 1.0
    found = measure(context, FAR, OUT, any_zone=True)
    assert found.fraction == 0.5
    assert found.reason == "1 of 2 rest in a zone; not there: 2."


def test_what_still_moves_or_has_stood_there_all_the_time_does_not_count(context: CheckContext) -> None:
    given = CHECK.parameters.model_validate({"kinds": ["1", "2"], "zones": ["near", "far"]})
    ways = {"one": [OUT, OUT, (0.9, 0.0), NEAR], "two": [FAR] * 4}
    found = CHECK.measure(record_of(DRIVE, every_s=0.2, things=ways), context, given)
    assert found.fraction == 0.0
    assert "The 1 was still moving at the end" in found.reason


def test_a_thing_that_is_lost_or_no_number_is_in_no_zone(context: CheckContext) -> None:
    given = CHECK.parameters.model_validate({"kinds": ["1", "2"], "zones": ["near", "far"]})
    found = CHECK.measure(record_of(DRIVE, things={"two": [(math.nan, 0.0)] * 4}), context, given)
    assert found.fraction == 0.0


def test_kinds_that_nothing_has_leave_nothing_to_win(context: CheckContext) -> None:
    given = CHECK.parameters.model_validate({"kinds": ["9"], "zones": ["near"]})
    assert CHECK.measure(record_of(DRIVE), context, given).fraction == 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": ["1"], "zones": ["near", "far"]},
        {"kinds": ["1", "1"], "zones": ["near", "far"]},
        {"kinds": ["12"], "zones": ["near"]},
        {"kinds": [], "zones": []},
        {"kinds": ["1"], "zones": ["near"], "wrong": -1},
        {"kinds": ["1"], "zones": ["near"], "wrong": math.nan},
        {"zones": ["near"]},
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CHECK.parameters.model_validate(wrong)


def test_zones_that_the_mission_lacks_are_told(tmp_path: Path) -> None:
    context = context_of(tmp_path)
    given = CHECK.parameters.model_validate({"kinds": ["1"], "zones": ["nowhere"]})
    with pytest.raises(KeyError):
        CHECK.measure(record_of(DRIVE), context, given)
