# SPDX-License-Identifier: Apache-2.0
"""Robots and things that nobody recorded, against what mechanics says of them: one setting has to do for all."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from tests.worlds.fidelity.vehicles import Vehicle, crate
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.fidelity.folder import Compared, compare_folder
from worlds.fidelity.recorded_robot import find_robot
from worlds.pose import Pose
from worlds.sdf.reader import read_world

PERIOD_S = 0.05
# Until when, and the wheels' speeds; the first changes are small, so that little of them is slip.
GENTLE = [
    (0.5, 0.0, 0.0),
    (1.0, 1.0, 1.0),
    (1.5, 2.0, 2.0),
    (4.0, 3.0, 2.0),
    (4.5, 2.0, 2.0),
    (7.0, 1.0, 2.0),
    (8.0, 0.0, 0.0),
]


def record_truth(folder: Path, name: str, vehicle: Vehicle, faster: float = 1.0) -> None:
    """Writes a recording of a robot whose wheels never slip, in Gazebo's columns."""
    (folder / f"{name}.sdf").write_text(vehicle.sdf(), encoding="utf-8")
    x = y = yaw = left_rad = right_rad = 0.0
    steps = 50
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            [
                "sim_time_s",
                "wheel_left_cmd_radps",
                "wheel_right_cmd_radps",
                "x_m",
                "y_m",
                "yaw_rad",
                "wheel_left_rad",
                "wheel_right_rad",
            ]
        )
        time_s = 0.0
        for end_s, left, right in GENTLE:
            while time_s < end_s - 1e-9:
                time_s += PERIOD_S
                for _ in range(steps):
                    dt = PERIOD_S / steps
                    turn = (right - left) * faster * vehicle.radius / vehicle.separation
                    speed = (left + right) / 2 * faster * vehicle.radius + vehicle.rim * turn
                    yaw += turn * dt / 2
                    x, y = x + speed * math.cos(yaw) * dt, y + speed * math.sin(yaw) * dt
                    yaw += turn * dt / 2
                left_rad, right_rad = left_rad + left * faster * PERIOD_S, right_rad + right * faster * PERIOD_S
                rows.writerow(
                    [
                        f"{value:.6f}"
                        for value in (
                            time_s,
                            left * faster,
                            right * faster,
                            x,
                            y,
                            math.remainder(yaw, math.tau),
                            left_rad,
                            right_rad,
                        )
                    ]
                )


@pytest.mark.parametrize(
    "vehicle",
    [
        Vehicle(),
        Vehicle(roll=1.5707963267948966),
        Vehicle(width=0.04),
        Vehicle(wheel="sphere"),
        Vehicle(mass=5.0),
        Vehicle(mass=0.3),
        Vehicle(mu=0.4),
        Vehicle(mu=1e5),
        Vehicle(separation=0.287, mass=1.4, behind=0.06),
        Vehicle(radius=0.1, separation=0.4, width=0.05, mass=10, wheel_mass=0.5, behind=0.08),
        Vehicle(radius=0.15, separation=0.6, width=0.08, mass=50, wheel_mass=2, behind=0.1),
        Vehicle(timestep_s=0.002),
        Vehicle(timestep_s=0.005),
        Vehicle(limit="<limit><effort>0.5</effort></limit>"),
    ],
    ids=lambda vehicle: ",".join(
        f"{name}={value}" for name, value in vars(vehicle).items() if value != vars(Vehicle())[name]
    ),
)
def test_a_robot_that_does_not_slip_drives_as_its_wheels_turn(tmp_path: Path, vehicle: Vehicle) -> None:
    record_truth(tmp_path, "truth", vehicle, faster=min(2.0, 0.066 / vehicle.radius))
    (compared,) = compare_folder(tmp_path, MujocoEngine)
    assert compared.ok, compared.measures
    worst = value(compared, "robot", "distance_m", "all_the_way")
    assert worst < 0.02
    assert value(compared, "robot", "yaw_rad", "end") < 0.03


def value(compared: Compared, thing: str, quantity: str, when: str) -> float:
    (found,) = [
        one.value for one in compared.measures if (one.thing, one.quantity, one.when) == (thing, quantity, when)
    ]
    return found


def driven(tmp_path: Path, vehicle: Vehicle, more: str, speed_radps: float, seconds: float) -> dict[str, Pose]:
    file = tmp_path / "world.sdf"
    file.write_text(vehicle.sdf(more), encoding="utf-8")
    robot = find_robot(read_world(file))
    engine = MujocoEngine()
    engine.load_world(robot.world, robot.spec)
    engine.advance(0.5)
    engine.apply_wheel_speeds(speed_radps, speed_radps)
    engine.advance(0.5 + seconds)
    poses = {name: state.pose for name, state in engine.ground_truth().entities.items()}
    engine.close()
    return poses


@pytest.mark.parametrize(("mass", "mu"), [(0.05, 1.0), (0.1, 1.0), (0.2, 1.0), (0.3, 0.6), (0.5, 0.3), (1.0, 0.2)])
def test_a_crate_is_pushed_as_far_as_the_robot_drives(tmp_path: Path, mass: float, mu: float) -> None:
    """The wheels have the grip for it, so nothing is lost."""
    vehicle = Vehicle()
    seconds, speed = 5.0, 6.0
    poses = driven(tmp_path, vehicle, crate("crate", mass, mu, "0.5 0 0.05 0 0 0"), speed, seconds)
    ideal_m = vehicle.radius * speed * seconds
    assert poses["robot"].position_m[0] == pytest.approx(ideal_m, abs=0.08)
    front_m = 0.9 * vehicle.separation / 2 - vehicle.behind
    assert poses["crate"].position_m[0] == pytest.approx(poses["robot"].position_m[0] + front_m + 0.05, abs=0.02)


def test_a_crate_too_heavy_for_the_wheels_stands(tmp_path: Path) -> None:
    poses = driven(tmp_path, Vehicle(), crate("crate", 3.0, 1.0, "0.3 0 0.05 0 0 0"), 6.0, 4.0)
    assert poses["crate"].position_m[0] < 0.32


@pytest.mark.parametrize("mu", [0.2, 0.5, 1.0])
def test_what_slides_stops_after_the_way_that_coulomb_says(tmp_path: Path, mu: float) -> None:
    file = tmp_path / "world.sdf"
    file.write_text(Vehicle(mu=mu).sdf(crate("crate", 0.5, mu, "1 1 0.05 0 0 0")), encoding="utf-8")
    engine = MujocoEngine()
    engine.load_world(read_world(file), None)
    engine.advance(0.2)
    physics = engine._loaded.physics  # type: ignore[union-attr]
    joint = physics.model.joint("crate::l")
    physics.data.qvel[joint.dofadr[0]] = 1.0
    engine.advance(2.0)
    way_m = engine.ground_truth().entities["crate"].pose.position_m[0] - 1.0
    engine.close()
    assert way_m == pytest.approx(1.0 / (2 * mu * 9.8), abs=0.006)


def test_a_robot_that_starts_at_once_slips_as_its_grip_says(tmp_path: Path) -> None:
    """From rest to v with the deceleration of the wheels' share of the weight: v²/2a are lost."""
    vehicle = Vehicle(mu=0.3)
    poses = driven(tmp_path, vehicle, "", 8.0, 2.0)
    speed = 8.0 * vehicle.radius
    lost_m = 2.0 * speed - poses["robot"].position_m[0]
    on_wheels = 1 - vehicle.behind / (vehicle.separation / 2)
    assert lost_m == pytest.approx(speed**2 / (2 * 0.3 * 9.8 * on_wheels), rel=0.35)


@pytest.mark.parametrize("degrees", [4, 10, 15])
def test_a_slope_does_not_slow_the_wheels(tmp_path: Path, degrees: int) -> None:
    """Gravity along the slope; the motors hold their speed, and the grip is enough."""
    angle = math.radians(degrees)
    vehicle = Vehicle()
    text = vehicle.sdf().replace(
        '<world name="w">', f'<world name="w"><gravity>{-9.8 * math.sin(angle)} 0 {-9.8 * math.cos(angle)}</gravity>'
    )
    file = tmp_path / "world.sdf"
    file.write_text(text, encoding="utf-8")
    robot = find_robot(read_world(file))
    engine = MujocoEngine()
    engine.load_world(robot.world, robot.spec)
    engine.apply_wheel_speeds(2.0, 2.0)
    engine.advance(1.0)
    start_m = engine.ground_truth().entities["robot"].pose.position_m[0]
    engine.advance(9.0)
    way_m = engine.ground_truth().entities["robot"].pose.position_m[0] - start_m
    engine.close()
    assert way_m == pytest.approx(8 * 2 * vehicle.radius, abs=0.015)


def test_a_wheel_turns_no_faster_than_its_joint_allows(tmp_path: Path) -> None:
    vehicle = Vehicle(limit="<limit><velocity>2</velocity></limit>")
    poses = driven(tmp_path, vehicle, "", 8.0, 3.0)
    assert poses["robot"].position_m[0] == pytest.approx(3 * 2 * vehicle.radius, abs=0.01)
