# SPDX-License-Identifier: Apache-2.0
"""Checks of how a robot drives: where, over what, how fast, with what energy, how smoothly, how far from walls."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from missions.checks.check import CheckContext, Measurement, rising
from missions.checks.energy import energy_j
from missions.checks.registry import CHECKS
from missions.episode_record import EpisodeRecord
from tests.missions.records import context_of, record_of
from worlds.battery import Battery

START, NEAR, MIDDLE, FAR = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)
REACHES_ALL = [START, NEAR, MIDDLE, FAR]
WIDE = {"name": "wide", "shape": "rectangle", "centre_m": [1.0, 0.0], "size_m": [2.2, 1.0]}
GOAL = {"name": "goal", "shape": "circle", "centre_m": [2.0, 0.0], "radius_m": 0.1}
STANDING = record_of([START] * 50)
CHECKS_OF_DRIVING: dict[str, dict[str, Any]] = {
    "coverage": {"inside": ["wide"]},
    "energy": {"full_j": 50.0, "none_j": 100.0},
    "kept_distance": {"wanted_m": 2.5, "band_m": 2.0},
    "smoothness": {},
    "speed_limit": {"limit_mps": 9.0},
    "stayed_in_zone": {"inside": ["wide"]},
}
"""With parameters that a robot that stands at the start would satisfy."""


@pytest.fixture
def context(tmp_path: Path) -> CheckContext:
    """Three zones in the empty hall; see `tests/missions/records.py`."""
    return context_of(tmp_path)


@pytest.fixture
def lane(tmp_path: Path) -> CheckContext:
    """A wide zone around the start, and a small one 2 m ahead, in the empty hall."""
    return context_of(tmp_path, zones=[WIDE, GOAL])


def measure(check: str, record: EpisodeRecord, context: CheckContext, **parameters: Any) -> Measurement:
    one = CHECKS[check]
    return one.measure(record, context, one.parameters.model_validate(parameters))


def straight(*, step_m: float = 0.1, way_m: float = 2.0, y_m: float = 0.0) -> list[tuple[float, float]]:
    return [(step_m * index, y_m) for index in range(round(way_m / step_m) + 1)]


@pytest.mark.parametrize("check", CHECKS_OF_DRIVING)
@pytest.mark.parametrize("record", [STANDING, record_of([]), record_of([START]), record_of([(math.nan, 0.0)] * 5)])
@pytest.mark.parametrize("goal", [{"zones": ["wide"]}, {"way_m": 2.0}])
def test_who_does_not_drive_gets_nothing(
    lane: CheckContext, check: str, record: EpisodeRecord, goal: dict[str, object]
) -> None:
    # The start lies in the only zone that is asked for: still, nothing was driven.
    parameters = CHECKS_OF_DRIVING[check] | ({} if check == "coverage" else goal)
    found = measure(check, record, lane, **parameters)
    assert found.fraction == 0.0
    assert found.reason


@pytest.mark.parametrize("check", sorted(set(CHECKS_OF_DRIVING) - {"coverage", "energy"}))
def test_points_are_won_in_the_measure_of_the_way(lane: CheckContext, check: str) -> None:
    found = measure(check, record_of(straight(way_m=0.5)), lane, **CHECKS_OF_DRIVING[check], way_m=2.0)
    assert found.fraction == pytest.approx(0.25)
    assert "25%" in found.reason


@pytest.mark.parametrize("check", sorted(set(CHECKS_OF_DRIVING) - {"coverage"}))
def test_what_comes_after_all_is_done_does_not_count(lane: CheckContext, check: str) -> None:
    there = straight()
    wild = [(5.0, 5.0), (-5.0, 5.0), (5.0, -5.0)]
    actions = [(0.1, 0.0)] * len(there)
    longer = record_of(
        [*there, *wild],
        actions=[*actions, (1.0, 3.0), (-1.0, -3.0), (1.0, 3.0)],
        batteries=[*np.linspace(1.0, 0.999, len(there)), 0.5, 0.4, 0.3],
    )
    short = record_of(there, actions=actions, batteries=list(np.linspace(1.0, 0.999, len(there))))
    parameters = CHECKS_OF_DRIVING[check] | {"zones": ["goal"]}
    assert measure(check, longer, lane, **parameters).fraction == measure(check, short, lane, **parameters).fraction > 0


class TestStayedInZone:
    def test_inside_all_the_way_gets_everything(self, lane: CheckContext) -> None:
        assert measure("stayed_in_zone", record_of(straight()), lane, inside=["wide"]).fraction == 1.0

    def test_the_part_of_the_way_outside_costs(self, lane: CheckContext) -> None:
        places = [*straight(way_m=1.0), (1.0, 0.9), (1.0, 0.0), *straight()[11:]]
        found = measure("stayed_in_zone", record_of(places), lane, inside=["wide"], none_share=0.0)
        # 0.9 of 3.7 m end outside; the goal begins at x = 1.9.
        assert found.fraction == pytest.approx(1 - 0.9 / 3.7)
        assert found.details["first_outside_s"] == 11.0
        assert "11.0 s" in found.reason

    def test_time_outside_weighs_by_time_and_not_by_way(self, lane: CheckContext) -> None:
        places = [*straight(way_m=1.0), *[(1.0, 0.9)] * 30, *straight()[10:]]
        by = {
            how: measure("stayed_in_zone", record_of(places), lane, inside=["wide"], by=how) for how in ("way", "time")
        }
        assert by["time"].details["share"] == pytest.approx(20 / 50)
        assert by["time"].fraction == 0.0
        assert by["way"].details["share"] > 0.7  # type: ignore[operator]

    def test_any_of_the_zones_will_do(self, context: CheckContext) -> None:
        found = measure("stayed_in_zone", record_of(REACHES_ALL), context, inside=["near", "middle", "far"])
        assert found.fraction == 1.0

    @pytest.mark.parametrize(
        "parameters", [{}, {"inside": []}, {"inside": ["Wide!"]}, {"inside": ["wide"], "by": "luck"},
                       {"inside": ["wide"], "full_share": 0.5, "none_share": 0.5},
                       {"inside": ["wide"], "full_share": math.nan}]
    )  # fmt: skip
    def test_parameters_that_make_no_sense_are_refused(self, parameters: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["stayed_in_zone"].parameters.model_validate(parameters)


class TestCoverage:
    def lawnmower(self, *, every_m: float) -> list[tuple[float, float]]:
        places = []
        for index, y_m in enumerate(np.arange(-0.5, 0.501, every_m)):
            places += [(-0.1, float(y_m)), (2.1, float(y_m))][:: 1 if index % 2 == 0 else -1]
        return places

    def test_driving_over_all_of_it_gets_everything(self, lane: CheckContext) -> None:
        found = measure("coverage", record_of(self.lawnmower(every_m=0.2)), lane, inside=["wide"], full_share=1.0)
        assert found.fraction == 1.0

    def test_a_straight_way_covers_its_strip(self, lane: CheckContext) -> None:
        # From one side to the other 0.4 m wide, of 1 m; the start's half disc is left out of both.
        record = record_of([(-0.1, 0.0), (2.1, 0.0)])
        found = measure("coverage", record, lane, inside=["wide"], radius_m=0.2, square_m=0.01, full_share=1.0)
        start_m2 = math.pi * 0.2**2 / 2
        assert found.details["share"] == pytest.approx((2.2 * 0.4 - start_m2) / (2.2 - start_m2), abs=0.005)

    def test_going_round_in_circles_covers_a_place_once(self, lane: CheckContext) -> None:
        once = [START, (1.0, 0.0)]
        shares = [
            measure("coverage", record_of(places), lane, inside=["wide"]).details["share"]
            for places in (once, once * 20)
        ]
        assert shares[0] == shares[1]

    def test_the_start_alone_is_nothing(self, lane: CheckContext) -> None:
        found = measure("coverage", STANDING, lane, inside=["wide"], radius_m=50.0)
        assert found.fraction == 0.0
        assert found.details["floor_m2"] == 0.0

    def test_floor_under_things_is_not_asked_for(self, tmp_path: Path) -> None:
        corner = {"name": "corner", "shape": "rectangle", "centre_m": [2.5, 2.0], "size_m": [2.0, 2.0]}
        hall = context_of(tmp_path, zones=[corner])
        # The hall ends at x = 3 and y = 2.5, its walls are 0.1 m thick; outside there is open floor again.
        found = measure("coverage", record_of([START, (0.5, 0.0)]), hall, inside=["corner"], square_m=0.02)
        assert found.details["floor_m2"] == pytest.approx(4.0 - 0.1 * 1.5 - 0.1 * 1.5, abs=0.1)

    def test_places_far_away_and_huge_zones_are_borne(self, tmp_path: Path) -> None:
        vast = {"name": "vast", "shape": "circle", "centre_m": [0.0, 0.0], "radius_m": 1000.0}
        hall = context_of(tmp_path, zones=[vast])
        record = record_of([START, (1e9, 1e9), (-1e9, 3.0), (math.nan, 2.0), (math.inf, 0.0), (1.0, 1.0)])
        found = measure("coverage", record, hall, inside=["vast"], square_m=0.01)
        assert 0.0 < found.fraction < 0.1

    @pytest.mark.parametrize(
        "parameters", [{}, {"inside": ["wide"], "radius_m": 0}, {"inside": ["wide"], "square_m": 1e-9},
                       {"inside": ["wide"], "zones": ["wide"]}]
    )  # fmt: skip
    def test_parameters_that_make_no_sense_are_refused(self, parameters: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["coverage"].parameters.model_validate(parameters)


class TestSpeedLimit:
    def test_slow_enough_gets_everything(self, lane: CheckContext) -> None:
        found = measure("speed_limit", record_of(straight()), lane, limit_mps=0.1, zones=["goal"])
        assert found.fraction == 1.0
        assert found.details["top_speed_mps"] == pytest.approx(0.1)

    def test_time_above_the_limit_costs(self, lane: CheckContext) -> None:
        places = [*straight(way_m=1.0), (1.3, 0.0), (1.6, 0.0), (2.0, 0.0)]
        found = measure("speed_limit", record_of(places), lane, limit_mps=0.2, none_s=4.0, zones=["goal"])
        assert found.fraction == pytest.approx(1 - 3 / 4)
        assert found.details["worst_excess_mps"] == pytest.approx(0.2)
        assert "11.0 s" in found.reason

    def test_the_worst_excess_costs_where_that_is_asked_for(self, lane: CheckContext) -> None:
        record = record_of([*straight(way_m=1.0), (2.0, 0.0)], every_s=0.5)
        found = measure("speed_limit", record, lane, limit_mps=0.2, none_s=100.0, none_excess_mps=3.6, zones=["goal"])
        assert found.fraction == pytest.approx(0.5)

    def test_only_the_zone_of_the_limit_counts(self, lane: CheckContext) -> None:
        fast_outside = record_of([(0.0, 2.0), (3.0, 2.0), (2.05, 0.05)])
        limits = {"limit_mps": 0.5, "zones": ["goal"], "none_s": 1.0}
        assert measure("speed_limit", fast_outside, lane, **limits).fraction == 0.0
        slow_inside = record_of([(0.0, 2.0), (3.0, 2.0), (2.4, 0.0), (2.05, 0.0)])
        assert measure("speed_limit", slow_inside, lane, **limits, inside=["goal"]).fraction == 1.0

    def test_who_avoids_the_zone_has_kept_to_nothing(self, lane: CheckContext) -> None:
        record = record_of([(-1.0, 2.0), (-2.0, 2.0)])
        found = measure("speed_limit", record, lane, limit_mps=9.0, inside=["wide"], way_m=0.5)
        assert found.fraction == 0.0
        assert "wide" in found.reason

    def test_backwards_counts_too(self, lane: CheckContext) -> None:
        record = record_of(straight(step_m=-0.5, way_m=-2.0))
        assert measure("speed_limit", record, lane, limit_mps=0.2, none_s=2.0, way_m=2.0).fraction == 0.0

    @pytest.mark.parametrize(
        "parameters", [{}, {"limit_mps": 0}, {"limit_mps": math.inf}, {"limit_mps": 1, "none_s": 0},
                       {"limit_mps": 1, "none_excess_mps": -1}, {"limit_mps": 1, "inside": []}]
    )  # fmt: skip
    def test_parameters_that_make_no_sense_are_refused(self, parameters: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["speed_limit"].parameters.model_validate(parameters)


class TestEnergy:
    LIMITS: dict[str, Any] = {"full_j": 100.0, "none_j": 300.0}  # noqa: RUF012

    def test_it_is_what_the_lab_s_battery_gave(self, lane: CheckContext) -> None:
        spec = lane.robot.battery
        battery = Battery(spec)
        for _ in range(60_000):
            battery.drain(0.01, 0.2)
        expected_j = 600 * (spec.idle_power_w + 0.2 * spec.drive_power_w_per_mps)
        assert energy_j(spec, 1.0, battery.read().fraction) == pytest.approx(expected_j, rel=1e-4)

    def test_falls_evenly_between_its_limits(self, lane: CheckContext) -> None:
        spec = lane.robot.battery
        full_j = energy_j(spec, 1.0, 0.0)

        def fraction(used_j: float) -> float:
            # Near full charge a joule takes a little less than its share of the charge.
            low, high = 1 - 2 * used_j / full_j, 1.0
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if energy_j(spec, 1.0, middle) > used_j else (low, middle)
            places = straight()
            record = record_of(places, batteries=list(np.linspace(1.0, low, len(places))))
            return measure("energy", record, lane, way_m=2.0, **self.LIMITS).fraction

        assert fraction(50.0) == 1.0
        assert fraction(200.0) == pytest.approx(0.5, abs=1e-6)
        assert fraction(350.0) == 0.0

    def test_no_points_while_something_lacks(self, lane: CheckContext) -> None:
        found = measure("energy", record_of(straight(way_m=1.5)), lane, zones=["goal"], **self.LIMITS)
        assert found.fraction == 0.0
        assert "all zones are reached" in found.reason

    @pytest.mark.parametrize("limits", [(5, 5), (6, 5), (0, 5), (1, math.inf), (math.nan, 5)])
    def test_limits_that_make_no_sense_are_refused(self, limits: tuple[float, float]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["energy"].parameters.model_validate({"full_j": limits[0], "none_j": limits[1]})


class TestSmoothness:
    def of(self, commands: list[tuple[float, float]], lane: CheckContext, **parameters: Any) -> Measurement:
        places = straight(step_m=2.0 / (len(commands) - 1))
        return measure("smoothness", record_of(places, actions=commands), lane, way_m=2.0, **parameters)

    def test_a_steady_hand_gets_everything(self, lane: CheckContext) -> None:
        found = self.of([(0.0, 0.0), *[(0.1, 0.2)] * 40], lane)
        assert found.fraction == 1.0

    def test_it_is_the_sum_of_all_changes_a_metre(self, lane: CheckContext) -> None:
        limits = lane.robot.limits
        half_turn = limits.max_turn_radps / 2
        commands = [(0.0, 0.0), *[(limits.max_speed_mps, half_turn), (limits.max_speed_mps, -half_turn)] * 10]
        found = self.of(commands, lane, full_per_m=0.0, none_per_m=20.0)
        # Once from 0 to the fastest, once to half a turn, and 19 times from one half to the other; on 2 m.
        assert found.details["changes_per_m"] == pytest.approx((1 + 0.5 + 19) / 2)
        assert found.fraction == pytest.approx(1 - 20.5 / 2 / 20)

    def test_commands_beyond_what_the_robot_can_do_change_nothing_more(self, lane: CheckContext) -> None:
        limits = lane.robot.limits
        wild = [(0.0, 0.0), *[(1e300, -1e300), (1e6, 1e6)] * 10]
        cut = [
            (0.0, 0.0),
            *[(limits.max_speed_mps, -limits.max_turn_radps), (limits.max_speed_mps, limits.max_turn_radps)] * 10,
        ]
        assert self.of(wild, lane).details == self.of(cut, lane).details

    def test_going_to_and_fro_is_not_smooth(self, lane: CheckContext) -> None:
        assert self.of([(0.0, 0.0), *[(0.22, 2.0), (0.0, -2.0)] * 20], lane).fraction == 0.0

    @pytest.mark.parametrize("limits", [(5, 5), (6, 5), (-1, 5), (math.nan, 5), (0, math.inf)])
    def test_limits_that_make_no_sense_are_refused(self, limits: tuple[float, float]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["smoothness"].parameters.model_validate({"full_per_m": limits[0], "none_per_m": limits[1]})


class TestKeptDistance:
    """In the empty hall, whose walls stand at x = ±3 and y = ±2.5."""

    BAND: dict[str, Any] = {"wanted_m": 0.5, "band_m": 0.1, "way_m": 2.0}  # noqa: RUF012

    def test_along_a_wall_at_the_distance_gets_everything(self, context: CheckContext) -> None:
        found = measure("kept_distance", record_of(straight(y_m=-2.05)), context, **self.BAND)
        assert found.fraction == 1.0
        assert found.details["median_m"] == pytest.approx(0.45)
        assert found.details["longest_outside_s"] is None

    def test_too_near_and_too_far_cost_the_same(self, context: CheckContext) -> None:
        for y_m in (-2.11, -1.89):
            assert measure("kept_distance", record_of(straight(y_m=y_m)), context, **self.BAND).fraction == 0.0

    def test_only_the_side_asked_for_counts(self, context: CheckContext) -> None:
        record = record_of(straight(y_m=-2.0))
        assert measure("kept_distance", record, context, side="right", **self.BAND).fraction == 1.0
        assert measure("kept_distance", record, context, side="left", **self.BAND).fraction == 0.0
        back = record_of(straight(y_m=-2.0), yaws_rad=[math.pi] * 21)
        assert measure("kept_distance", back, context, side="left", **self.BAND).fraction == 1.0

    def test_only_the_models_named_count(self, context: CheckContext) -> None:
        record = record_of(straight(y_m=-2.0))
        assert measure("kept_distance", record, context, models=["walls"], **self.BAND).fraction == 1.0
        assert measure("kept_distance", record, context, models=["floor"], **self.BAND).fraction == 0.0

    def test_the_share_in_between_counts_evenly_and_the_worst_stretch_is_told(self, context: CheckContext) -> None:
        places = [*straight(way_m=1.0, y_m=-2.0), *[(x_m, -1.5) for x_m, _ in straight()[11:]]]
        record = record_of(places)
        found = measure("kept_distance", record, context, **self.BAND | {"way_m": 2.4}, none_share=0.0)
        lengths_m = [math.dist(a, b) for a, b in pairwise(places)]
        assert found.fraction == pytest.approx(1.0 / sum(lengths_m))
        assert found.details["longest_outside_s"] == [11.0, 20.0]
        assert "from 11.0 to 20.0 s" in found.reason

    def test_waiting_at_the_right_distance_wins_nothing(self, context: CheckContext) -> None:
        places = [*[(0.0, -2.0)] * 100, *straight(y_m=-1.0)]
        assert measure("kept_distance", record_of(places), context, **self.BAND).details["share"] == 0.0

    @pytest.mark.parametrize(
        "parameters", [{}, {"wanted_m": 0.5}, {"wanted_m": 0.5, "band_m": 0.5}, {"wanted_m": -1, "band_m": 0.1},
                       {"wanted_m": 0.5, "band_m": 0.1, "side": "up"}, {"wanted_m": 0.5, "band_m": 0.1, "models": []}]
    )  # fmt: skip
    def test_parameters_that_make_no_sense_are_refused(self, parameters: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            CHECKS["kept_distance"].parameters.model_validate(parameters)


def test_rising_goes_evenly_from_nothing_to_all() -> None:
    assert [rising(value, 1.0, 3.0) for value in (0.0, 1.0, 1.5, 2.0, 3.0, 9.0)] == [0.0, 0.0, 0.25, 0.5, 1.0, 1.0]
