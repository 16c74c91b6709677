# SPDX-License-Identifier: Apache-2.0
"""A robot on uneven ground in MuJoCo: it moves as on even ground, and feels otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import worlds
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.pose import Pose
from worlds.readings import ImuReading
from worlds.scenario import Placement, Scenario
from worlds.simulator import Action

HALL = Path(worlds.__file__).parent / "catalog" / "empty_hall.sdf"
GRAVEL = (Placement("patch_0", "ground_gravel", Pose((-0.5, 0.0, 0.001))),)


def ride(**scenario: Any) -> tuple[np.ndarray[Any, Any], list[object], float | None]:
    """Drives ahead for a second: gyroscope and accelerometer (100, 6), states of the robot, how far its load slid."""
    engine = MujocoEngine()
    robot = scenario.pop("robot", "turtlebot3_burger_tray")
    engine.load(Scenario(HALL, robot, **scenario))
    engine.reset(3)
    engine.apply_action(Action(0.2, 0.0))
    felt, states = [], []
    for step in range(1, 101):
        engine.advance(step * 0.01)
        reading = engine.read_sensor("imu")
        assert isinstance(reading, ImuReading)
        felt.append((*reading.angular_velocity_radps, *reading.linear_acceleration_mps2))
        states.append(engine.ground_truth().entities["robot"])
    slid_m = engine.ground_truth().load_slid_m
    engine.close()
    return np.array(felt), states, slid_m


def test_ground_changes_what_is_felt_and_not_how_the_robot_moves() -> None:
    even, even_states, even_slid = ride()
    rough, rough_states, rough_slid = ride(placements=GRAVEL)
    assert even_states == rough_states
    assert even_slid is None
    assert rough_slid is not None
    assert rough[50:, 1].std() > 10 * even[50:, 1].std()


def test_how_firmly_the_unit_is_mounted_scales_what_the_ground_adds() -> None:
    even, (one, two) = ride()[0], (ride(placements=GRAVEL, shaking_scale=scale)[0] for scale in (1.0, 2.0))
    assert two - even == pytest.approx(2 * (one - even), abs=1e-9)


def test_a_robot_of_which_nobody_says_how_it_stands_feels_even_ground() -> None:
    even, _, _ = ride(robot="turtlebot3_burger")
    rough, _, slid_m = ride(robot="turtlebot3_burger", placements=GRAVEL)
    assert np.array_equal(even, rough)
    assert slid_m is None
