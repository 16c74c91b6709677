# SPDX-License-Identifier: Apache-2.0
"""When sensors are read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worlds.errors import TimestepError
from worlds.sensor_schedule import SensorSchedule, whole_steps


def due_ms(schedule: SensorSchedule, control_step: int, sensor: str) -> list[int]:
    return [
        instant.sim_time_ns // 1_000_000 for instant in schedule.instants(control_step) if sensor in instant.sensors
    ]


def test_50_hz_in_control_steps_of_50_ms_falls_twice_and_thrice() -> None:
    schedule = SensorSchedule({"odometry": 50.0}, 0.001, 0.05)
    assert due_ms(schedule, 0, "odometry") == [20, 40]
    assert due_ms(schedule, 1, "odometry") == [60, 80, 100]
    assert due_ms(schedule, 2, "odometry") == [120, 140]


def test_everything_is_due_at_the_start() -> None:
    schedule = SensorSchedule({"imu": 50.0, "lidar": 10.0}, 0.001, 0.05)
    start = schedule.start()
    assert start.sensors == ("imu", "lidar")
    assert (start.physics_step, start.sim_time_s, start.sim_time_ns) == (0, 0.0, 0)


def test_the_end_of_a_control_step_is_always_an_instant() -> None:
    schedule = SensorSchedule({"lidar": 10.0}, 0.001, 0.05)
    assert [(i.physics_step, i.sensors) for i in schedule.instants(0)] == [(50, ())]
    assert [(i.physics_step, i.sensors) for i in schedule.instants(1)] == [(100, ("lidar",))]


def test_what_is_due_together_shares_one_instant_in_the_given_order() -> None:
    schedule = SensorSchedule({"lidar": 10.0, "imu": 50.0}, 0.001, 0.1)
    last = schedule.instants(0)[-1]
    assert last.sensors == ("lidar", "imu")
    assert last.sim_time_s == pytest.approx(0.1)


def test_a_rate_that_does_not_fit_is_rounded_and_never_drifts() -> None:
    schedule = SensorSchedule({"camera": 30.0}, 0.001, 0.05)
    steps = [i.physics_step for step in range(2000) for i in schedule.instants(step) if i.sensors]
    assert len(steps) == 3000
    assert steps[:4] == [33, 67, 100, 133]
    assert all(abs(step - (count + 1) * 1000 / 30) <= 0.5 + 1e-6 for count, step in enumerate(steps))


def test_a_sensor_faster_than_physics_is_read_at_every_step() -> None:
    schedule = SensorSchedule({"imu": 5000.0}, 0.001, 0.01)
    assert [instant.physics_step for instant in schedule.instants(3)] == list(range(31, 41))


@given(
    rate_hz=st.floats(0.05, 1000.0),
    timestep_s=st.sampled_from([0.0005, 0.001, 0.002, 0.004]),
    steps=st.integers(1, 100),
)
def test_control_steps_tile_time(rate_hz: float, timestep_s: float, steps: int) -> None:
    """However time is cut into control steps, each reading falls into exactly one of them."""
    schedule = SensorSchedule({"it": rate_hz}, timestep_s, steps * timestep_s)
    end = 20 * steps
    pieces = [i.physics_step for step in range(20) for i in schedule.instants(step) if i.sensors]
    whole = SensorSchedule({"it": rate_hz}, timestep_s, end * timestep_s)
    assert pieces == [i.physics_step for i in whole.instants(0) if i.sensors]
    assert pieces == sorted(set(pieces))
    assert all(0 < step <= end for step in pieces)


def test_a_control_step_must_be_whole_physics_steps_and_both_are_shown() -> None:
    with pytest.raises(TimestepError, match=r"0\.0505 s.*0\.001 s"):
        SensorSchedule({}, 0.001, 0.0505)
    with pytest.raises(TimestepError):
        SensorSchedule({}, 0.001, 0.0)


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, math.nan, math.inf])
def test_an_impossible_rate_is_refused(rate_hz: float) -> None:
    with pytest.raises(ValueError, match="lidar"):
        SensorSchedule({"lidar": rate_hz}, 0.001, 0.05)


def test_steps_are_counted_exactly_far_out() -> None:
    assert whole_steps(86_400.001, 0.001) == 86_400_001
    with pytest.raises(TimestepError):
        whole_steps(86_400.0005, 0.001)
