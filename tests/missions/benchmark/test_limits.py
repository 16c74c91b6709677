# SPDX-License-Identifier: Apache-2.0
"""The physical limit that episodes are held against: the very same drive, in MuJoCo alone."""

from __future__ import annotations

import pytest

from missions.benchmark import limits
from missions.benchmark.limits import NotTheSameWorkError, limit_figures
from missions.benchmark.minute import CAMERA_ROBOT, LIDAR_ROBOT, SEED, mission_of, run_minute
from missions.episode.launcher import EpisodeRunner
from missions.variation import scenario_for
from worlds.engines.mujoco.raw_limit import raw_work
from worlds.scenario import Scenario
from worlds.simulator import Action

SHORT_S = 3.0


@pytest.mark.parametrize(("robot", "pictures"), [(LIDAR_ROBOT, 0), (CAMERA_ROBOT, 31)])
def test_the_limit_does_the_work_of_the_episode_and_comes_to_the_same_place(robot, pictures):
    with mission_of(SHORT_S) as mission, EpisodeRunner() as runner:
        minute = run_minute(runner, mission, robot)
        raw = raw_work(scenario_for(mission, SEED, robot), SEED, minute.actions, mission.spec.control_timestep_s)
    timing = minute.scorecard.timing
    assert minute.scorecard.sim_time_s == SHORT_S
    assert raw.robot_xy_m == minute.robot_xy_m
    assert raw.steps == timing.physics_steps == 3000
    assert raw.turns == timing.readings["lidar"] == 31
    assert raw.pictures == pictures
    assert (raw.render_s > 0) == (pictures > 0)
    assert min(raw.physics_s, raw.rays_s) > 0


def test_figures_are_measured_and_carry_what_a_side_by_side_needs(monkeypatch):
    monkeypatch.setattr(limits, "MINUTE_S", SHORT_S)
    monkeypatch.setattr(limits, "_GOALS", limits._GOALS[:1])
    figures = {figure.name: figure for figure in limit_figures(1)}
    assert set(figures) == {"lidar_pace", "lidar_limit", "lidar_recording", "lidar_trace"}
    details = figures["lidar_pace"].details
    assert details["physics_steps"] == details["limit_counts"]["physics_steps"] == 3000
    assert details["physics_timestep_s"] == 0.001
    assert details["readings"]["imu"] == 151
    assert {"physics", "rays", "render", "ros", "program", "referee", "recording"} <= set(details["parts_s"])
    assert sum(details["parts_s"].values()) <= details["wall_s"] * 1.05
    assert figures["lidar_recording"].value > 0


def test_another_drive_is_no_limit(monkeypatch):
    monkeypatch.setattr(limits, "MINUTE_S", SHORT_S)
    monkeypatch.setattr(
        limits, "raw_work", lambda scenario, seed, actions, step_s: raw_work(scenario, seed, actions[:-5], step_s)
    )
    with pytest.raises(NotTheSameWorkError, match="came to"):
        list(limit_figures(1))


def test_a_limit_needs_a_robot(tmp_path):
    with pytest.raises(ValueError, match="needs a robot"):
        raw_work(Scenario(tmp_path / "w.sdf", None), 1, [Action()], 0.05)
