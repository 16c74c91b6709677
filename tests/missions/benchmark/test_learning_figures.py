# SPDX-License-Identifier: Apache-2.0
"""The figures of learning, with less to learn; they need the learning extra."""

from __future__ import annotations

from pathlib import Path

import pytest

from missions.benchmark.learning import ForestTimes, forest_figure, forest_times, policy_figures, reference_figure
from missions.spec import load_mission
from missions.training.ppo_plan import PpoPlan
from tests.missions.training.conftest import cut
from valence_nodes.programs.box import box_available


def test_a_forest_learns_what_there_is_to_learn() -> None:
    times = forest_times(2000, samples=1500)
    assert times.right > 0.7
    assert min(times.ours_s, times.bare_s) > 0
    of_all = ForestTimes(12.0, 10.0, 0.9)
    figure = forest_figure([ForestTimes(4.0, 2.0, 0.8), ForestTimes(3.0, 2.0, 0.8)], of_all)
    assert (figure.value, figure.met) == (3.0, True)
    assert figure.details["times_scikit_learn"] == 1.5
    assert (figure.details["of_all_rows_s"], figure.details["of_all_rows_times_scikit_learn"]) == (12.0, 1.2)
    assert forest_figure([ForestTimes(10.1, 2.0, 0.8)], of_all).met is False


def test_a_reference_learns_in_its_box() -> None:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    figure = reference_figure(load_mission("feel_the_ground"), 0.5)
    assert figure.value > 0
    assert figure.details["raw_minutes"] == pytest.approx(2 * figure.value, abs=0.2)
    assert "feel_the_ground" in figure.what


def test_a_policy_that_did_not_learn_enough_misses_its_goal(tmp_path: Path) -> None:
    mission = cut("wall_follow", tmp_path, 3.0)
    plan = PpoPlan(str(mission.spec_file.parent), decisions=256, environments=1, rollout=128)
    seconds, points = policy_figures(mission, plan, 0.5)
    assert seconds.details["decisions"] == 256
    assert seconds.value > 0
    assert (points.goal, points.met) == (65.0, False)
