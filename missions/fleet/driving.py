# SPDX-License-Identifier: Apache-2.0
"""Really drives the fleet's ways in the simulator, and measures how long they take."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from missions.fleet.hall import ENTITY, IN_THE_AISLE, ROBOT, WORLD, Point, way
from missions.spec import WORLD_CATALOG
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.readings import LidarReading
from worlds.scenario import Placement, Scenario
from worlds.simulator import Action, Simulator

STEP_S = 0.05
ARRIVED_M = 0.1
TIME_LIMIT_S = 240.0
_LOOK_AHEAD_M = 0.3
_ROOM_M = 0.7
"""A robot of the fleet slows down when something ahead is nearer than this."""
_TIGHT_M = 0.16
_SLOWEST = 0.25
_AHEAD_RAD = math.radians(60)


@dataclass(frozen=True)
class Drive:
    """One drive from the depot to a station.

    Attributes:
        took_s: simulated time until the robot's middle was within `ARRIVED_M` of the station's.
        energy_j: that the battery gave for it.
        touches: steps in which the robot touched something that it does not stand on.
    """

    took_s: float
    energy_j: float
    touches: int


class DidNotArriveError(Exception):
    """A drive came to no end: the way is blocked, or the fleet's controller can't follow it."""


def measure(simulator: Simulator, station: str, aisle: str, cap_mps: float, things: int, friction: float) -> Drive:
    """Drives one way.

    Args:
        simulator: any; what it had loaded is replaced.
        station: where to.
        aisle: through which aisle.
        cap_mps: greatest speed that the robot may drive.
        things: how many cones stand in the aisle, 0 to 2.
        friction: factor on the floor's friction.

    Raises:
        DidNotArriveError: the robot was not there after `TIME_LIMIT_S`.
    """
    corners = way(station, aisle)
    cones = tuple(
        Placement(f"cone_{number}", "cone", Pose.planar(x_m, y_m, 0.0))
        for number, (x_m, y_m) in enumerate(IN_THE_AISLE[aisle][:things])
    )
    world = WORLD_CATALOG / f"{WORLD}.sdf"
    simulator.load(Scenario(world, ROBOT, Pose.planar(*corners[0], 0.0), cones, friction_scale=friction))
    simulator.reset(1)
    spec = simulator.robot
    assert spec is not None
    lidar_yaw_rad = spec.frames.pose_in_footprint("base_scan").yaw_rad
    track, touches, steps, energy_j, room_m = _Track(corners), 0, 0, 0.0, math.inf
    while True:
        simulator.advance(round(steps * STEP_S, 9))
        truth = simulator.ground_truth()
        touches += any(abs(contact.normal[2]) < 0.7 for contact in truth.contacts)
        pose = truth.entities[ENTITY].pose
        here = (pose.position_m[0], pose.position_m[1])
        if math.dist(here, corners[-1]) < ARRIVED_M:
            return Drive(steps * STEP_S, energy_j, touches)
        if steps * STEP_S > TIME_LIMIT_S:
            raise DidNotArriveError(f"{station} by the {aisle} aisle at {cap_mps:g} m/s: stuck at {here}")
        if steps % 2 == 0:  # the lidar turns ten times a second
            scan = simulator.read_sensor("lidar")
            assert isinstance(scan, LidarReading)
            room_m = _room_m(scan, lidar_yaw_rad)
        action = _action(track, here, pose.yaw_rad, cap_mps, room_m)
        energy_j += STEP_S * (spec.battery.idle_power_w + spec.battery.drive_power_w_per_mps * action.speed_mps)
        simulator.apply_action(action)
        steps += 1


def measure_alone(station: str, aisle: str, cap_mps: float, things: int, friction: float) -> Drive:
    """Drives one way in a simulator of its own; arguments and errors as in `measure`."""
    simulator = make_simulator("mujoco")
    try:
        return measure(simulator, station, aisle, cap_mps, things, friction)
    finally:
        simulator.close()


class _Track:
    """A way as points that are close together, and how far along it the robot is."""

    def __init__(self, corners: Sequence[Point]) -> None:
        self._points: list[Point] = []
        for (ax, ay), (bx, by) in pairwise(corners):
            count = max(1, round(math.dist((ax, ay), (bx, by)) / 0.02))
            self._points += [(ax + (bx - ax) * i / count, ay + (by - ay) * i / count) for i in range(count)]
        self._points.append(corners[-1])
        self._at = 0

    def aim(self, here: Point) -> Point:
        """The point of the way to steer at: the last one within the look-ahead, and never back."""
        last = len(self._points) - 1
        while self._at < last and math.dist(here, self._points[self._at]) < _LOOK_AHEAD_M:
            self._at += 1
        return self._points[self._at]


def _action(track: _Track, here: Point, yaw_rad: float, cap_mps: float, room_m: float) -> Action:
    """Steers at the way ahead; slower in bends and where it is tight, as every robot of the fleet does."""
    aim = track.aim(here)
    bend_rad = math.remainder(math.atan2(aim[1] - here[1], aim[0] - here[0]) - yaw_rad, math.tau)
    straight = max(0.0, 1.0 - abs(bend_rad) / 0.9)
    room = min(1.0, max(_SLOWEST, (room_m - _TIGHT_M) / (_ROOM_M - _TIGHT_M)))
    return Action(cap_mps * straight * room, max(-1.5, min(1.5, 2.5 * bend_rad)))


def _room_m(scan: LidarReading, lidar_yaw_rad: float) -> float:
    """Distance to the nearest thing ahead."""
    ranges = np.asarray(scan.ranges_m, dtype=np.float64)
    angles = scan.angle_min_rad + lidar_yaw_rad + scan.angle_increment_rad * np.arange(len(ranges))
    ahead = np.abs((angles + math.pi) % math.tau - math.pi) < _AHEAD_RAD
    return float(np.min(np.where(ranges[ahead] > 0, ranges[ahead], 0.0), initial=math.inf))
