# SPDX-License-Identifier: Apache-2.0
"""The MuJoCo engine against recordings of a real Gazebo Sim, with the same wheel speeds."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass

import pytest

from tests.worlds.engines.recordings import GAZEBO, load_recorded
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.pose import Pose

# base_link is 0.01 m above the model's frame in all recorded worlds.
BASE_LINK = Pose((0.0, 0.0, 0.010))


@dataclass
class Deviation:
    worst_m: float = 0.0
    end_m: float = 0.0
    end_yaw_rad: float = 0.0
    end_crate_m: float = 0.0


def replay(name: str) -> Deviation:
    engine = MujocoEngine()
    load_recorded(engine, name)
    found = Deviation()
    with (GAZEBO / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 100
    for row in rows:
        engine.apply_wheel_speeds(float(row["wheel_left_cmd_radps"]), float(row["wheel_right_cmd_radps"]))
        engine.advance(float(row["sim_time_s"]))
        entities = engine.ground_truth().entities
        base = entities["robot"].pose @ BASE_LINK
        found.end_m = math.hypot(base.position_m[0] - float(row["x_m"]), base.position_m[1] - float(row["y_m"]))
        found.worst_m = max(found.worst_m, found.end_m)
    found.end_yaw_rad = abs(math.remainder(base.yaw_rad - float(row["yaw_rad"]), math.tau))
    if "crate" in entities:
        x_m, y_m, _ = entities["crate"].pose.position_m
        found.end_crate_m = math.hypot(x_m - float(row["crate_x_m"]), y_m - float(row["crate_y_m"]))
    engine.close()
    return found


@pytest.mark.parametrize("name", ["free_drive", "wall_hit", "ramp"])
def test_the_robot_drives_where_gazebos_did(name: str) -> None:
    found = replay(name)
    assert found.worst_m <= 0.05
    assert found.end_yaw_rad <= 0.06


def test_the_robot_pushes_the_crate_where_gazebos_did() -> None:
    found = replay("push")
    assert found.worst_m <= 0.08
    assert found.end_crate_m <= 0.03
