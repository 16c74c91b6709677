# SPDX-License-Identifier: Apache-2.0
"""The row of patches that a seed lays, and the check of a load on the way over it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from missions.checks.check import CheckContext
from missions.checks.load_kept import CHECK, LoadKeptParameters
from missions.spec import load_mission
from missions.variation import scenario_for
from missions.variation_spec import PatchesSpec, VariationSpec
from tests.missions.records import context_of, record_of
from worlds.robot_spec import load_robot_spec

PLACES = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)]


@pytest.fixture
def context(tmp_path: Path) -> CheckContext:
    """Three zones, and the robot with the tray."""
    return replace(context_of(tmp_path), robot=load_robot_spec("turtlebot3_burger_tray"))


def points(context: CheckContext, slid_m: list[float] | None, places: list[tuple[float, float]] = PLACES) -> float:
    return CHECK.measure(record_of(places, slid_m=slid_m), context, LoadKeptParameters(full_m=0.04)).fraction


def test_a_load_that_hardly_slides_wins_all_points_and_one_that_falls_none(context: CheckContext) -> None:
    assert points(context, [0, 0.01, 0.02, 0.03]) == 1.0
    assert points(context, [0, 0.01, 0.02, 0.10]) == pytest.approx(0.5)
    assert points(context, [0, 0.01, 0.16, 0.17]) == 0.0


def test_who_does_not_get_on_wins_nothing_and_half_the_zones_win_a_part(context: CheckContext) -> None:
    assert points(context, [0.0] * 4, [(0.0, 0.0)] * 4) == 0.0
    assert points(context, [0.0] * 4, [(0.0, 0.0), (1.0, 0.0), (1.0, 0.1), (1.0, 0.2)]) == pytest.approx(1 / 3)


def test_without_a_load_there_are_no_points(context: CheckContext, tmp_path: Path) -> None:
    assert points(context, None) == 0.0
    plain = replace(context, robot=load_robot_spec("turtlebot3_burger"))
    assert points(plain, [0.0] * 4) == 0.0


def test_a_limit_below_what_costs_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="must be above full_m"):
        LoadKeptParameters(full_m=0.1, none_m=0.05)


def test_a_seed_lays_every_patch_once_in_an_order_of_its_own() -> None:
    mission = load_mission("feel_the_ground")
    patches = mission.spec.variation.patches
    assert patches is not None
    wanted = sorted(name for name, count in patches.models.items() for _ in range(count))
    orders = set()
    for seed in range(20):
        scenario = scenario_for(mission, seed)
        assert scenario == scenario_for(mission, seed)
        row = scenario.placements
        assert sorted(one.model for one in row) == wanted
        assert all(one.model != other.model for one, other in pairwise(row))
        begins = [one.pose.position_m[0] for one in row]
        lengths = np.diff([*begins, patches.x_m[1]])
        assert begins[0] == patches.x_m[0]
        assert 0.6 < lengths.min() < lengths.max() < 1.7
        assert 0.3 <= scenario.shaking_scale <= 3.3
        orders.add(tuple(one.model for one in row))
    assert len(orders) > 15


@pytest.mark.parametrize(
    "wrong",
    [
        {"models": {}, "x_m": [0, 1]},
        {"models": {"ground_tile": 0}, "x_m": [0, 1]},
        {"models": {"ground_tile": 999}, "x_m": [0, 1]},
        {"models": {"../tile": 1}, "x_m": [0, 1]},
        {"models": {"ground_tile": 1}, "x_m": [1, 0]},
        {"models": {"ground_tile": 1}, "x_m": [0, 1], "variety": float("nan")},
    ],
)
def test_a_wrong_row_of_patches_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PatchesSpec.model_validate(wrong)


def test_a_scale_of_nothing_on_a_logarithmic_scale_is_refused() -> None:
    with pytest.raises(ValidationError):
        VariationSpec.model_validate({"shaking_scale": [0, 1]})
