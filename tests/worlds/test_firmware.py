# SPDX-License-Identifier: Apache-2.0
"""The robot's own board: limits, odometry, battery."""

from __future__ import annotations

import itertools
import math
import statistics

import pytest

from worlds.battery import Battery
from worlds.firmware import Firmware
from worlds.odometry import Odometry
from worlds.robot_spec import load_robot_spec
from worlds.simulator import Action

BURGER = load_robot_spec("turtlebot3_burger")
PERIOD_S = 0.01


def board(seed: int = 0, noise_scale: float = 0.0) -> Firmware:
    return Firmware(BURGER, seed, PERIOD_S, noise_scale)


def test_wheels_turn_as_differential_drive_says() -> None:
    firmware = board()
    firmware.command(Action(0.1, 1.0))
    for _ in range(200):
        left, right = firmware.drive()
    assert left == pytest.approx((0.1 - 0.08) / 0.033)
    assert right == pytest.approx((0.1 + 0.08) / 0.033)


def test_speed_rises_no_faster_than_the_limits() -> None:
    firmware = board()
    firmware.command(Action(10.0, 0.0))
    speeds = [0.0] + [firmware.drive()[0] * 0.033 for _ in range(50)]
    assert max(b - a for a, b in itertools.pairwise(speeds)) == pytest.approx(2.5 * PERIOD_S)
    assert speeds[-1] == pytest.approx(0.22)


def test_the_newest_command_counts() -> None:
    firmware = board()
    firmware.command(Action(0.2, 0.0))
    firmware.command(Action(0.0, 0.0))
    assert firmware.drive() == (0.0, 0.0)


def test_a_command_that_is_no_number_is_refused_and_the_last_one_stays() -> None:
    firmware = board()
    firmware.command(Action(0.01, 0.0))
    with pytest.raises(ValueError, match="turn_radps"):
        firmware.command(Action(0.2, math.nan))
    assert firmware.drive()[0] == pytest.approx(0.01 / 0.033)


def test_what_it_believes_is_off_by_the_specs_error() -> None:
    radii = []
    for seed in range(300):
        firmware = board(seed, noise_scale=1.0)
        firmware.command(Action(0.1, 0.0))
        for _ in range(20):
            left, _ = firmware.drive()
        radii.append(0.1 / left)
    assert statistics.mean(radii) == pytest.approx(0.033, rel=0.001)
    assert statistics.stdev(radii) / 0.033 == pytest.approx(BURGER.odometry.wheel_radius_error_std, rel=0.15)
    assert board(1, 1.0).drive() == board(1, 1.0).drive()


def test_an_empty_battery_stops_the_wheels() -> None:
    tiny = BURGER.model_copy(update={"battery": BURGER.battery.model_copy(update={"capacity_ah": 1e-6})})
    firmware = Firmware(tiny, 0, PERIOD_S, 0.0)
    firmware.command(Action(0.2, 0.0))
    firmware.drive()
    for _ in range(10):
        firmware.sense(0.0, 0.0)
    assert firmware.battery().fraction == 0.0
    assert firmware.battery().voltage_v == pytest.approx(BURGER.battery.voltage_empty_v)
    assert firmware.drive() == (0.0, 0.0)


def test_the_battery_lasts_as_long_as_its_power_says() -> None:
    spec = BURGER.battery
    battery = Battery(spec)
    seconds = 0
    while not battery.empty:
        battery.drain(10.0, 0.0)
        seconds += 10
    mean_v = (spec.voltage_full_v + spec.voltage_empty_v) / 2
    assert seconds == pytest.approx(spec.capacity_ah * mean_v / spec.idle_power_w * 3600, rel=0.01)
    assert battery.read().charge_ah == 0.0


def circle(ticks_per_rev: float) -> Odometry:
    """Drives 1.5 turns of a circle with wheels at 2 and 3 rad/s, in 100 Hz steps."""
    odometry = Odometry(ticks_per_rev, 0.033, 0.033, 0.160, PERIOD_S)
    turn_radps = 0.033 / 0.160
    for step in range(1, round(3 * math.pi / turn_radps / PERIOD_S) + 1):
        odometry.update(2.0 * step * PERIOD_S, 3.0 * step * PERIOD_S)
    return odometry


def test_odometry_follows_a_circle() -> None:
    reading = circle(4096).read()
    radius_m = 0.033 * 2.5 / (0.033 / 0.160)
    assert reading.x_m == pytest.approx(0.0, abs=0.005)
    assert reading.y_m == pytest.approx(2 * radius_m, abs=0.005)
    assert abs(reading.yaw_rad) == pytest.approx(math.pi, abs=0.01)
    assert reading.speed_mps == pytest.approx(0.0825, rel=0.02)
    assert reading.turn_radps == pytest.approx(0.20625, abs=0.013)


def test_encoders_are_read_in_whole_ticks() -> None:
    wheels = circle(100).wheels()
    for angle in (wheels.left_rad, wheels.right_rad):
        ticks = angle / (2 * math.pi / 100)
        assert ticks == pytest.approx(round(ticks), abs=1e-9)


def test_odometry_stands_while_wheels_do() -> None:
    odometry = Odometry(4096, 0.033, 0.033, 0.160, PERIOD_S)
    for _ in range(10):
        odometry.update(0.0004, -0.0004)
    reading = odometry.read()
    assert (reading.x_m, reading.y_m, reading.yaw_rad, reading.speed_mps) == (0.0, 0.0, 0.0, 0.0)
