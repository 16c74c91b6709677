# SPDX-License-Identifier: Apache-2.0
"""A robot that drives between people who walk: its scans, its odometry, and where everybody truly was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from valence_nodes.perception.scan_clusters import Scan
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.readings import EntityState, LidarReading, OdometryReading
from worlds.scenario import Scenario
from worlds.simulator import Action

WORLD = Path(__file__).with_name("walkers.sdf")
WALKERS = ("person", "cart", "child")
START = Pose.planar(-0.3, 0.0, 0.0)
LIDAR = Pose((-0.032, 0.0, 0.182))
"""Of the Burger in its base_footprint (worlds/models/turtlebot3_burger/robot.yaml)."""


@dataclass(frozen=True)
class Moment:
    """One scan.

    Attributes:
        time_s: of the scan.
        scan: as the lidar gave it.
        lidar: its pose in `odom`, as the odometry has it.
        truth: of everything that can move, in the world.
    """

    time_s: float
    scan: Scan
    lidar: Pose
    truth: dict[str, EntityState]

    def in_odom(self, name: str) -> tuple[float, float, float, float]:
        """Where somebody truly is and how fast, seen from the lidar and put into `odom`: x, y, vx, vy.

        So the error of the odometry, which no tracker can know of, is left out.
        """
        state = self.truth[name]
        to_odom = self.lidar @ (self.truth["robot"].pose @ LIDAR).inverse()
        x, y, _ = to_odom.transform(state.pose.position_m)
        vx, vy, _ = to_odom.rotate(state.linear_velocity_mps)
        return x, y, vx, vy


def walk(seconds: float, seed: int = 1) -> Iterator[Moment]:
    """Drives in a bend and back, and takes ten scans a second."""
    simulator = make_simulator("mujoco")
    try:
        simulator.load(Scenario(WORLD, "turtlebot3_burger", START))
        simulator.reset(seed)
        for number in range(round(seconds * 10)):
            time_s = number / 10
            if number % 40 == 0:
                simulator.apply_action(
                    Action((0.18, 0.1, -0.12)[number // 40 % 3], (0.35, -0.9, 0.3)[number // 40 % 3])
                )
            simulator.advance(time_s)
            scan, odometry = simulator.read_sensor("lidar"), simulator.read_sensor("odometry")
            assert isinstance(scan, LidarReading)
            assert isinstance(odometry, OdometryReading)
            lidar = Pose.planar(odometry.x_m, odometry.y_m, odometry.yaw_rad) @ LIDAR
            told = Scan(
                scan.angle_min_rad,
                scan.angle_increment_rad,
                scan.range_min_m,
                scan.range_max_m,
                np.asarray(scan.ranges_m),
            )
            yield Moment(time_s, told, lidar, simulator.ground_truth().entities)
    finally:
        simulator.close()
