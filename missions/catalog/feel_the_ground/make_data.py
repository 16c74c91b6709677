# SPDX-License-Identifier: Apache-2.0
"""Makes the mission's dataset anew, by driving: `python -m missions.catalog.feel_the_ground.make_data FOLDER`.

Each episode is a course that no public seed has. A driver who knows nothing changes his speed every few seconds;
windows are cut from what the IMU felt, and the truth tells which ground the robot's axle stood on. Windows in which the
ground changed are left out. Readings are rounded to what their noise hides, which makes the file a third as large.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from missions.spec import load_mission
from missions.variation import scenario_for
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.readings import ImuReading, OdometryReading
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.sensor_schedule import SensorSchedule
from worlds.simulator import Action

EPISODES = 24
FIRST_SEED = 7_000_000
"""Far from the public seeds; a hidden one is one of 2**63."""

WINDOW = 100
"""Samples a window: one second."""

SPEEDS_MPS = (0.055, 0.08, 0.12, 0.16, 0.22)
CHANNELS = ("gyro_x", "gyro_y", "gyro_z", "acceleration_x", "acceleration_y", "acceleration_z")
_STEPS = (1 / 1024,) * 3 + (1 / 128,) * 3
_FINISH_X_M = 4.4
_GAIN = 2.0


def drive(engine: MujocoEngine, seed: int) -> Iterator[dict[str, Any]]:
    """Drives one course and cuts windows.

    Args:
        engine: to drive in.
        seed: of the course and of the driver.

    Yields:
        One row a window: episode, ground, mean speed by odometry, and a float32 (100,) for each channel.
    """
    mission = load_mission("feel_the_ground")
    scenario = scenario_for(mission, seed)
    engine.load(scenario)
    engine.reset(seed)
    rates = {name: rate for name, rate in engine.sensors.items() if name in {"imu", "odometry"}}
    schedule = SensorSchedule(rates, engine.physics_timestep_s, mission.spec.control_timestep_s)
    random = np.random.Generator(np.random.PCG64(seed))
    felt: list[tuple[float, ...]] = []
    speeds: list[float] = []
    under: list[str] = []
    yaw_rad, speed_mps, until, cut = 0.0, 0.0, 0, 0
    for step in range(round(mission.spec.time_limit_s * mission.spec.control_rate_hz)):
        if step >= until:
            speed_mps = float(random.choice(SPEEDS_MPS)) * float(random.uniform(0.9, 1.1))
            until = step + int(random.integers(40, 120))
        engine.apply_action(Action(speed_mps, -_GAIN * yaw_rad))
        for instant in schedule.instants(step):
            engine.advance(instant.sim_time_s)
            for name in instant.sensors:
                reading = engine.read_sensor(name)
                if isinstance(reading, ImuReading):
                    w, x, y, z = reading.orientation_wxyz
                    yaw_rad = math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
                    felt.append((*reading.angular_velocity_radps, *reading.linear_acceleration_mps2))
                    here_m = engine.ground_truth().entities[ROBOT_ENTITY].pose.position_m[0]
                    under.append(ground_at(scenario, here_m))
                elif isinstance(reading, OdometryReading):
                    speeds.append(reading.speed_mps)
        here_m = engine.ground_truth().entities[ROBOT_ENTITY].pose.position_m[0]
        if here_m > _FINISH_X_M:
            return
        if len(felt) - cut < WINDOW:
            continue
        cut = len(felt) + int(random.integers(20, 80))
        grounds = set(under[-WINDOW:])
        if len(grounds) == 1 and "" not in grounds:
            samples = np.round(np.array(felt[-WINDOW:]) / _STEPS) * _STEPS
            window = {name: samples[:, index].astype(np.float32) for index, name in enumerate(CHANNELS)}
            speed = round(float(np.mean(speeds[-WINDOW // 2 :])), 4)
            yield {"episode": f"{seed}", "ground": grounds.pop(), "speed_mps": speed, **window}


def ground_at(scenario: Scenario, x_m: float) -> str:
    """Which kind of ground a course has at an x (m); empty before the first patch."""
    row = [one for one in scenario.placements if one.name.startswith("patch_")]
    passed = [one.model.removeprefix("ground_") for one in row if one.pose.position_m[0] <= x_m]
    return passed[-1] if passed else ""


def make(folder: Path) -> None:
    """Writes the dataset into a new or empty folder."""
    import pandas as pd  # noqa: PLC0415 - the learning extra is there for who makes data

    from valence_nodes.learning.card import Column  # noqa: PLC0415
    from valence_nodes.learning.make_dataset import make_dataset  # noqa: PLC0415

    engine = MujocoEngine()
    rows = [row for number in range(EPISODES) for row in drive(engine, FIRST_SEED + number)]
    engine.close()
    units = ("rad/s",) * 3 + ("m/s²",) * 3
    described = {
        name: Column(name, "signal", unit, f"IMU, {name.replace('_', ' ')}, one second", (), 100.0)
        for name, unit in zip(CHANNELS, units, strict=True)
    }
    described["speed_mps"] = Column("speed_mps", "number", "m/s", "mean speed in this second, by odometry")
    described["ground"] = Column("ground", "text", "", "what the robot drove on")
    make_dataset(
        folder,
        pd.DataFrame(rows),
        name="feel_the_ground",
        kind="signals",
        target="ground",
        title="What the ground feels like",
        licence="Apache-2.0",
        source="Driven in the lab's simulator by missions/catalog/feel_the_ground/make_data.py",
        made_by="VALENCE Robotics Lab",
        about="Windows of one second of the IMU on four grounds, at any speed, on courses that no seed has.",
        described=described,
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]))
