# SPDX-License-Identifier: Apache-2.0
"""Drives that nobody recorded, in the worlds of the recordings: free ones against ideal kinematics, all for sense.

Gazebo stays within 0.04 m of ideal kinematics on the free drive that was recorded, so an engine that is true to it does
about as well on others. Where things touch nobody knows the truth; but nothing may tip, sink or gain energy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from worlds.engines.mujoco_engine import MujocoEngine
from worlds.fidelity.folder import OWN_RECORDINGS
from worlds.fidelity.recorded_robot import find_robot
from worlds.pose import Pose
from worlds.readings import EntityState
from worlds.sdf.reader import read_world

RADIUS_M, SEPARATION_M = 0.033, 0.160
LOOK_S = 0.05
Drive = Sequence[tuple[float, float, float]]

FREE_DRIVES: dict[str, Drive] = {
    "spin slowly": [(0.5, 0, 0), (6, -2, 2), (7, 0, 0)],
    "spin fast": [(0.5, 0, 0), (6, -6, 6), (7, 0, 0)],
    "spin to and fro": [(0.5, 0, 0), (3, -5, 5), (5, 5, -5), (7, -5, 5), (8, 0, 0)],
    "full speed": [(0.5, 0, 0), (8, 6.67, 6.67), (9, 0, 0)],
    "backwards": [(0.5, 0, 0), (5, -5, -5), (8, -5, -3), (10, 0, 0)],
    "S-curves": [(0.5, 0, 0), *((2 + 1.5 * one, 4 + 2 * (one % 2), 6 - 2 * (one % 2)) for one in range(8)), (14, 0, 0)],
    "a tight bend": [(0.5, 0, 0), (8, 1, 4), (9, 0, 0)],
    "round one wheel": [(0.5, 0, 0), (8, 0, 4), (9, 0, 0)],
    "stop and go": [(0.5 + 0.5 * one, 3 * (one % 2), 3 * (one % 2)) for one in range(16)],
}


@dataclass(frozen=True)
class Seen:
    """The robot and the things of a world at one time, and where an ideal robot would be."""

    base: Pose
    ideal: tuple[float, float, float]
    entities: dict[str, EntityState]

    @property
    def off_m(self) -> float:
        return math.dist(self.base.position_m[:2], self.ideal[:2])


def drive(folder: Path, name: str, commands: Drive, old: str = "", new: str = "") -> list[Seen]:
    """Drives in a recording's world, with one text of its file in place of another."""
    text = (OWN_RECORDINGS / f"{name}.sdf").read_text(encoding="utf-8")
    assert old in text
    file = folder / "world.sdf"
    file.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    robot = find_robot(read_world(file))
    engine = MujocoEngine()
    try:
        engine.load_world(robot.world, robot.spec)
        x, y, yaw, looks = 0.0, 0.0, 0.0, 0
        seen = []
        for end_s, left, right in commands:
            engine.apply_wheel_speeds(left, right)
            while looks * LOOK_S < end_s - 1e-9:
                looks += 1
                turn = (right - left) * RADIUS_M / SEPARATION_M * LOOK_S
                way_m = (left + right) / 2 * RADIUS_M * LOOK_S
                # An arc is its chord, of half the turn's direction.
                way_m *= math.sin(turn / 2) / (turn / 2) if turn else 1.0
                x, y = x + way_m * math.cos(yaw + turn / 2), y + way_m * math.sin(yaw + turn / 2)
                yaw += turn
                engine.advance(round(looks * LOOK_S, 6))
                entities = engine.ground_truth().entities
                seen.append(Seen(entities["robot"].pose @ robot.base, (x, y, yaw), entities))
        return seen
    finally:
        engine.close()


def tilt_deg(pose: Pose) -> float:
    return math.degrees(math.acos(max(-1.0, min(1.0, pose.rotate((0.0, 0.0, 1.0))[2]))))


@pytest.mark.parametrize("commands", FREE_DRIVES.values(), ids=FREE_DRIVES.keys())
def test_a_free_drive_goes_where_the_wheels_turn(tmp_path: Path, commands: Drive) -> None:
    seen = drive(tmp_path, "free_drive", commands)
    assert max(one.off_m for one in seen) < 0.04
    assert abs(math.remainder(seen[-1].base.yaw_rad - seen[-1].ideal[2], math.tau)) < 0.06
    assert max(tilt_deg(one.base) for one in seen) < 5.0
    assert all(0.0095 < one.base.position_m[2] < 0.0115 for one in seen), "it neither sinks nor hops"
    fastest_m = max(abs(left + right) / 2 for _, left, right in commands) * RADIUS_M * LOOK_S
    for one, next_one in pairwise(seen):
        way_m = math.dist(one.base.position_m, next_one.base.position_m)
        assert way_m < fastest_m + 0.005, "nothing is faster than its wheels"


CRATE = "<pose>0.6 0 0.05 0 0 0</pose>"


@pytest.mark.parametrize("off_m", [0.0, 0.02, 0.05, -0.06, 0.09])
def test_a_crate_pushed_off_its_middle_slides_and_turns(tmp_path: Path, off_m: float) -> None:
    commands = [(0.5, 0, 0), (5, 5, 5), (6, 0, 0)]
    seen = drive(tmp_path, "push", commands, CRATE, CRATE.replace("0.6 0", f"0.6 {off_m}"))
    way_m = 4.5 * 5 * RADIUS_M
    assert seen[-1].base.position_m[0] == pytest.approx(way_m, abs=0.05)
    crates = [one.entities["crate"] for one in seen]
    assert all(tilt_deg(crate.pose) < 1.0 and abs(crate.pose.position_m[2] - 0.05) < 0.001 for crate in crates)
    assert 0.75 < crates[-1].pose.position_m[0] < 0.83
    assert math.copysign(1.0, crates[-1].pose.position_m[1]) == math.copysign(1.0, off_m) or off_m == 0.0
    assert max(math.hypot(*crate.linear_velocity_mps) for crate in crates) < 1.3 * 5 * RADIUS_M
    assert max(tilt_deg(one.base) for one in seen) < 5.0


RAMP = "<pose>1.3 0 0.036 0 -0.139626 0</pose>"


@pytest.mark.parametrize("degrees", [4, 8, 12, 16])
def test_a_slope_is_climbed_as_far_as_the_grip_says(tmp_path: Path, degrees: int) -> None:
    angle = math.radians(degrees)
    # Its lower edge stays at the ground.
    raised_m = math.sin(angle) - 0.05 * math.cos(angle)
    commands = [(0.5, 0, 0), (9, 5, 5), (10, 0, 0)]
    seen = drive(tmp_path, "ramp", commands, RAMP, f"<pose>1.3 0 {raised_m} 0 {-angle} 0</pose>")
    end = seen[-1].base
    x, y, z = end.position_m
    assert abs(y) < 0.01
    assert tilt_deg(end) == pytest.approx(degrees, abs=0.2), "it stands on the slope, and does not slide back"
    climbed_m = 8.5 * 5 * RADIUS_M
    assert climbed_m - 0.09 < math.hypot(x, z - 0.01) < climbed_m + 0.005
    assert max(tilt_deg(one.base) for one in seen) < degrees + 5.0


WALL = "<pose>0.8 0 0.25 0 0 0</pose>"


@pytest.mark.parametrize("degrees", [0, 20, 45, -45, 70])
def test_a_wall_stops_or_turns_the_robot_and_never_lets_it_through(tmp_path: Path, degrees: int) -> None:
    angle = math.radians(degrees)
    commands = [(0.5, 0, 0), (8, 6, 6), (9, 0, 0)]
    seen = drive(tmp_path, "wall_hit", commands, WALL, f"<pose>0.8 0 0.25 0 0 {angle}</pose>")
    for one in seen:
        x, y, z = one.base.position_m
        # Of the wall, 0.1 m thick; the middle between the wheels stays at least 3 cm before it.
        before_m = -(x - 0.8) * math.cos(angle) - y * math.sin(angle) - 0.05
        assert before_m > 0.03
        assert 0.0095 < z < 0.02
        assert tilt_deg(one.base) < 5.0
        assert math.hypot(*one.entities["robot"].linear_velocity_mps) < 0.25
