# SPDX-License-Identifier: Apache-2.0
"""What a seed makes of a mission: the same for ever, within its bounds, and always with a way through."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from missions.draw import Draw
from missions.errors import MissionError
from missions.footprints import outlines, reach_m
from missions.planner import Planner
from missions.spec import MAX_SEED, Mission, load_mission
from missions.variation import scenario_for
from tests.missions.mission_files import plain_spec, write_mission
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.sdf.reader import read_model, read_world

CLUTTER: dict[str, Any] = {
    "models": ["cone", "crate", "box_small"],
    "count": [2, 5],
    "regions": [{"x_m": [-1.5, 1.5], "y_m": [0.6, 1.8]}, {"x_m": [-1.5, 1.5], "y_m": [-1.8, -0.6]}],
    "keep_clear_m": 0.2,
}


def cluttered(tmp_path: Path, **changes: Any) -> Mission:
    variation = {
        "start_jitter": {"x_m": 0.1, "y_m": 0.05, "yaw_rad": 0.2},
        "clutter": {**CLUTTER, **changes},
        "light_scale": [0.8, 1.2],
        "friction_scale": [0.9, 1.1],
        "noise_scale": [0.5, 1.5],
    }
    robots = ["turtlebot3_burger", "turtlebot4"]
    return load_mission(write_mission(tmp_path, plain_spec(variation=variation, allowed_robots=robots)))


def test_without_variation_every_seed_is_alike(tmp_path: Path) -> None:
    mission = load_mission(write_mission(tmp_path))
    assert scenario_for(mission, 1) == scenario_for(mission, 2)
    assert scenario_for(mission, 1).robot_pose == Pose.planar(0.0, 0.0, 0.0)
    assert scenario_for(mission, 1).robot == "turtlebot3_burger"


def test_a_seed_stands_for_one_scenario(tmp_path: Path) -> None:
    mission = cluttered(tmp_path)
    first = [scenario_for(mission, seed) for seed in (1, 2, MAX_SEED)]
    assert first == [scenario_for(mission, seed) for seed in (1, 2, MAX_SEED)]
    assert len({repr(scenario) for scenario in first}) == 3


def test_another_process_makes_the_same_scenario() -> None:
    code = (
        "from missions.spec import load_mission; from missions.variation import scenario_for;"
        "print(repr(scenario_for(load_mission('first_drive'), 3)))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == repr(scenario_for(load_mission("first_drive"), 3))


def test_draws_are_the_same_on_every_machine() -> None:
    # NumPy promises the bits of PCG64 and SeedSequence; these were read off once.
    draw = Draw(42, 1)
    assert [draw.between(0.0, 1.0).hex() for _ in range(2)] == ["0x1.deb5e72c4c7d0p-2", "0x1.7c826565d63e0p-5"]


def test_draws_of_one_purpose_do_not_touch_the_others(tmp_path: Path) -> None:
    mission = cluttered(tmp_path)
    without = mission.spec.variation.model_copy(update={"clutter": None})
    bare = Mission(mission.spec.model_copy(update={"variation": without}), mission.folder)
    one, other = scenario_for(mission, 5), scenario_for(bare, 5)
    assert one.robot_pose == other.robot_pose
    assert (one.light_scale, one.friction_scale, one.noise_scale) == (
        other.light_scale,
        other.friction_scale,
        other.noise_scale,
    )


def test_everything_stays_within_its_bounds(tmp_path: Path) -> None:
    mission = cluttered(tmp_path)
    lights, counts = [], set()
    for seed in range(40):
        scenario = scenario_for(mission, seed)
        x_m, y_m, z_m = scenario.robot_pose.position_m
        assert abs(x_m) <= 0.1
        assert abs(y_m) <= 0.05
        assert z_m == 0.0
        assert abs(scenario.robot_pose.yaw_rad) <= 0.2
        assert 0.9 <= scenario.friction_scale <= 1.1
        assert 0.5 <= scenario.noise_scale <= 1.5
        lights.append(scenario.light_scale)
        counts.add(len(scenario.placements))
        assert all(any(inside(one.pose, region) for region in CLUTTER["regions"]) for one in scenario.placements)
    assert min(lights) < 0.85
    assert max(lights) > 1.15
    assert counts == {2, 3, 4, 5}


def inside(pose: Pose, region: dict[str, list[float]]) -> bool:
    x_m, y_m, _ = pose.position_m
    (low_x, high_x), (low_y, high_y) = region["x_m"], region["y_m"]
    return low_x <= x_m <= high_x and low_y <= y_m <= high_y


def test_clutter_keeps_clear_of_zones_starts_and_each_other(tmp_path: Path) -> None:
    mission = cluttered(tmp_path)
    models = read_world(mission.world_file).models
    for seed in range(10):
        scenario = scenario_for(mission, seed)
        things = [read_model(one.model, name=one.name, pose=one.pose) for one in scenario.placements]
        assert len({thing.name for thing in things}) == len(things)
        for index, thing in enumerate(things):
            x_m, y_m, _ = thing.pose.position_m
            room_m = reach_m(thing) + 0.2 - 1e-9
            others = outlines([*models, *things[:index], *things[index + 1 :]], math.inf)
            assert all(outline.distance_m(np.array([x_m]), np.array([y_m]))[0] >= room_m for outline in others)
            assert all(zone.distance_m(x_m, y_m) >= room_m for zone in mission.spec.zones)
            assert math.dist((x_m, y_m), scenario.robot_pose.position_m[:2]) >= room_m


@pytest.mark.parametrize("robot", ["turtlebot3_burger", "turtlebot4"])
def test_there_is_always_a_way_through_the_zones(tmp_path: Path, robot: str) -> None:
    mission = cluttered(tmp_path)
    spec = load_robot_spec(robot)
    for seed in range(8):
        scenario = scenario_for(mission, seed, robot)
        things = [read_model(one.model, name=one.name, pose=one.pose) for one in scenario.placements]
        planner = Planner.for_mission(mission.spec, [*read_world(mission.world_file).models, *things], spec)
        x_m, y_m, _ = scenario.robot_pose.position_m
        assert planner.is_free((x_m, y_m))
        assert planner.route((x_m, y_m), mission.spec.zones) is not None


def test_clutter_that_finds_no_place_is_an_error_and_ends(tmp_path: Path) -> None:
    mission = cluttered(tmp_path, count=[30, 30], regions=[{"x_m": [0, 0.5], "y_m": [1, 1.5]}])
    with pytest.raises(MissionError, match="finds no place for 30 things") as caught:
        scenario_for(mission, 1)
    assert "larger regions" in caught.value.hint


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, 10**100])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(MissionError, match="seed must be from 0"):
        scenario_for(load_mission("first_drive"), seed)


def test_only_allowed_robots_may_be_used(tmp_path: Path) -> None:
    mission = load_mission(write_mission(tmp_path))
    with pytest.raises(MissionError, match="can't be done with the robot “turtlebot4”"):
        scenario_for(mission, 1, "turtlebot4")
    with pytest.raises(MissionError, match="Did you mean “turtlebot3_burger”"):
        scenario_for(mission, 1, "turtlebot3_burgr")
