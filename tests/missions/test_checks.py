# SPDX-License-Identifier: Apache-2.0
"""Checks: what each measures in a record, and what it says about it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from missions.checks.check import CheckContext, Measurement, falling
from missions.checks.collisions import MERGE_S, touches
from missions.checks.registry import CHECKS
from missions.episode_record import EpisodeRecord
from tests.missions.records import contact, context_of, record_of

START, NEAR, MIDDLE, FAR = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)
REACHES_ALL = [START, NEAR, MIDDLE, FAR]


@pytest.fixture
def context(tmp_path: Path) -> CheckContext:
    return context_of(tmp_path)


def measure(check: str, record: EpisodeRecord, context: CheckContext, **parameters: Any) -> Measurement:
    one = CHECKS[check]
    return one.measure(record, context, one.parameters.model_validate(parameters))


class TestZonesInOrder:
    def test_all_zones_in_order_get_everything(self, context: CheckContext) -> None:
        found = measure("zones_in_order", record_of(REACHES_ALL), context)
        assert found.fraction == 1.0
        assert found.details["reached"] == ["near", "middle", "far"]
        assert found.details["times_s"] == [1.0, 2.0, 3.0]

    def test_each_zone_counts_the_same(self, context: CheckContext) -> None:
        assert measure("zones_in_order", record_of([START, NEAR]), context).fraction == pytest.approx(1 / 3)
        assert measure("zones_in_order", record_of([START, NEAR, MIDDLE]), context).fraction == pytest.approx(2 / 3)

    def test_a_zone_out_of_order_counts_for_nothing(self, context: CheckContext) -> None:
        found = measure("zones_in_order", record_of([START, FAR, MIDDLE, NEAR]), context)
        assert found.details["reached"] == ["near"]

    def test_a_zone_visited_too_early_counts_when_it_is_visited_again(self, context: CheckContext) -> None:
        assert measure("zones_in_order", record_of([START, FAR, *REACHES_ALL]), context).fraction == 1.0

    def test_the_edge_belongs_to_the_zone(self, context: CheckContext) -> None:
        assert measure("zones_in_order", record_of([START, (1.25, 0.0)]), context).fraction == 0.0
        assert measure("zones_in_order", record_of([START, (1.0, 0.2)]), context).fraction == pytest.approx(1 / 3)

    def test_the_reason_says_which_zone_lacks_and_how_near_it_was(self, context: CheckContext) -> None:
        reason = measure("zones_in_order", record_of([START, NEAR, (1.0, 0.5)]), context).reason
        assert "near" in reason
        assert "middle" in reason
        assert "0.40 m" in reason

    def test_only_the_zones_asked_for_count(self, context: CheckContext) -> None:
        found = measure("zones_in_order", record_of([START, FAR]), context, zones=["far"])
        assert found.fraction == 1.0

    def test_places_that_are_not_numbers_reach_nothing(self, context: CheckContext) -> None:
        assert measure("zones_in_order", record_of([(math.nan, math.nan)] * 3), context).fraction == 0.0

    def test_an_episode_that_never_began_reaches_nothing(self, context: CheckContext) -> None:
        assert measure("zones_in_order", record_of([]), context).fraction == 0.0


class TestTime:
    LIMITS: dict[str, Any] = {"full_s": 2.0, "none_s": 4.0}  # noqa: RUF012

    def test_falls_evenly_between_its_limits(self, context: CheckContext) -> None:
        def fraction(every_s: float) -> float:
            return measure("time", record_of(REACHES_ALL, every_s=every_s), context, **self.LIMITS).fraction

        assert fraction(0.5) == 1.0
        assert fraction(1.0) == pytest.approx(0.5)
        assert fraction(1.2) == pytest.approx(0.2)
        assert fraction(2.0) == 0.0

    def test_time_after_the_last_zone_does_not_count(self, context: CheckContext) -> None:
        record = record_of([*REACHES_ALL, *[FAR] * 50], every_s=0.5)
        assert measure("time", record, context, **self.LIMITS).fraction == 1.0

    def test_no_points_while_a_zone_lacks(self, context: CheckContext) -> None:
        assert measure("time", record_of([START, NEAR, MIDDLE], every_s=0.1), context, **self.LIMITS).fraction == 0.0

    @pytest.mark.parametrize("limits", [(5, 5), (6, 5), (0, 5), (-1, 5), (math.nan, 5), (1, math.inf)])
    def test_limits_that_make_no_sense_are_refused(self, limits: tuple[float, float]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["time"].parameters.model_validate({"full_s": limits[0], "none_s": limits[1]})


class TestTouches:
    def test_contacts_close_in_time_are_one_touch_with_the_greatest_force(self) -> None:
        found = touches((contact(1.0, force_n=2.0), contact(1.0 + MERGE_S, force_n=9.0), contact(1.9, force_n=1.0)))
        assert [(one.began_s, one.ended_s, one.force_n) for one in found] == [(1.0, 1.9, 9.0)]

    def test_a_pause_makes_another_touch(self) -> None:
        assert len(touches((contact(1.0), contact(1.0 + MERGE_S + 0.05)))) == 2

    def test_each_thing_is_touched_by_itself(self) -> None:
        found = touches((contact(1.0, "crate"), contact(1.1, "walls"), contact(1.2, "crate")))
        assert [one.entity for one in found] == ["crate", "walls"]

    def test_what_the_robot_stands_on_is_not_touched(self) -> None:
        assert touches((contact(1.0, "floor", normal_z=1.0, force_n=5.0), contact(1.0, "ramp", normal_z=0.8))) == []
        assert len(touches((contact(1.0, "ramp", normal_z=0.6),))) == 1


class TestCollisions:
    def test_nothing_touched_gets_everything(self, context: CheckContext) -> None:
        assert measure("collisions", record_of(REACHES_ALL), context).fraction == 1.0

    def test_each_touch_costs_the_same(self, context: CheckContext) -> None:
        for count in range(6):
            record = record_of(REACHES_ALL, contacts=[contact(float(index)) for index in range(count)])
            assert measure("collisions", record, context, none=5).fraction == pytest.approx(1 - count / 5)

    def test_more_touches_than_cost_everything_cost_no_more(self, context: CheckContext) -> None:
        record = record_of(REACHES_ALL, contacts=[contact(float(index)) for index in range(50)])
        assert measure("collisions", record, context, none=5).fraction == 0.0

    def test_a_hard_touch_counts_twice(self, context: CheckContext) -> None:
        record = record_of(REACHES_ALL, contacts=[contact(1.0, force_n=15.0)])
        found = measure("collisions", record, context, none=5, hard_n=15.0)
        assert found.fraction == pytest.approx(1 - 2 / 5)
        assert found.details["hard_touches"] == 1

    def test_free_touches_cost_nothing(self, context: CheckContext) -> None:
        record = record_of(REACHES_ALL, contacts=[contact(0.0), contact(1.0)])
        assert measure("collisions", record, context, free=2, none=5).fraction == 1.0

    def test_a_robot_that_stands_still_gets_nothing_for_touching_nothing(self, context: CheckContext) -> None:
        assert measure("collisions", record_of([START] * 100), context).fraction == 0.0
        assert measure("collisions", record_of([START, NEAR]), context).fraction == pytest.approx(1 / 3)

    def test_the_reason_says_what_was_touched_and_when(self, context: CheckContext) -> None:
        record = record_of(REACHES_ALL, contacts=[contact(1.25, "barrel"), contact(2.0, "shelf")])
        reason = measure("collisions", record, context).reason
        assert "barrel at 1.2 s" in reason
        assert "shelf at 2.0 s" in reason


class TestPathLength:
    # From 0, 0 over the edges of the zones: the shortest way is a little under 0.8 + 0.7 + 1.6 m.
    def test_the_shortest_way_gets_everything(self, context: CheckContext) -> None:
        found = measure("path_length", record_of([START, (0.85, 0.05), (0.95, 0.9), (-0.8, 1.0)]), context)
        assert found.fraction == 1.0
        assert 2.8 < float(found.details["shortest_m"]) < 3.4  # type: ignore[arg-type]

    def test_a_detour_costs(self, context: CheckContext) -> None:
        shortest_m = context.optimum_m(context.mission.zones)
        assert shortest_m is not None
        detour = [START, (0.0, -1.0), START, NEAR, MIDDLE, FAR]
        found = measure("path_length", record_of(detour), context, full_ratio=1.0, none_ratio=3.0)
        length_m = 2.0 + 1.0 + 1.0 + 2.0
        assert found.fraction == pytest.approx((3.0 - length_m / shortest_m) / 2.0)

    def test_the_way_after_the_last_zone_does_not_count(self, context: CheckContext) -> None:
        short = measure("path_length", record_of(REACHES_ALL), context)
        long = measure("path_length", record_of([*REACHES_ALL, (2.0, -2.0), START]), context)
        assert short.fraction == long.fraction

    def test_no_points_while_a_zone_lacks(self, context: CheckContext) -> None:
        assert measure("path_length", record_of([START, NEAR]), context).fraction == 0.0


class TestUpright:
    def test_leaning_too_far_once_costs_everything(self, context: CheckContext) -> None:
        record = record_of(REACHES_ALL, tilts_rad=[0.0, math.radians(31), 0.0, 0.0])
        found = measure("upright", record, context)
        assert found.fraction == 0.0
        assert "31°" in found.reason

    def test_standing_upright_counts_in_the_measure_of_zones(self, context: CheckContext) -> None:
        assert measure("upright", record_of(REACHES_ALL), context).fraction == 1.0
        assert measure("upright", record_of([START]), context).fraction == 0.0


def test_falling_goes_evenly_from_all_to_nothing() -> None:
    assert [falling(value, 1.0, 3.0) for value in (0.0, 1.0, 1.5, 2.0, 3.0, 9.0)] == [1.0, 1.0, 0.75, 0.5, 0.0, 0.0]
