# SPDX-License-Identifier: Apache-2.0
"""Motor currents are what the wheels take, and a faulty wheel does what is wrong with it and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from missions.draw import Draw
from missions.spec import WORLD_CATALOG
from missions.variation import _wheel_fault
from missions.variation_spec import VariationSpec, WheelFaultSpec
from worlds.compose import compose
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import UnknownSensorError
from worlds.motor_currents import MotorCurrents
from worlds.readings import ImuReading, MotorReading, WheelReading
from worlds.robot_spec import load_robot_spec
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.sensor_noise import noise_stream
from worlds.simulator import Action
from worlds.wheel_faults import (
    KINDS,
    BlindEncoder,
    FaultKind,
    WheelFault,
    WornBearing,
    accelerating_torque_nm,
    slip_torque_nm,
)

ROBOT = "turtlebot3_waffle_pi_motors"
HALL = Scenario(WORLD_CATALOG / "empty_hall.sdf", ROBOT, noise_scale=0.0)
SPEC = load_robot_spec(ROBOT)
ASKED = (Action(0.2), Action(0.1), Action(0.15, 0.8), Action(0.1, -0.8))
PUSHING_A = accelerating_torque_nm(SPEC) / 1.286
LEFT_A, RIGHT_A, LEFT_RAD, RIGHT_RAD, LEFT_ASKED, RIGHT_ASKED, TURN = range(7)


@pytest.fixture(scope="module")
def engine() -> Iterator[MujocoEngine]:
    engine = MujocoEngine()
    yield engine
    engine.close()


def drive(engine: MujocoEngine, fault: WheelFault | None = None, seed: int = 1) -> npt.NDArray[np.float64]:
    """Four seconds at 50 Hz: currents, angles counted, speeds asked for, turning rate."""
    engine.load(replace(HALL, wheel_fault=fault))
    engine.reset(seed)
    rows = []
    for number in range(200):
        if number % 50 == 0:
            engine.apply_action(ASKED[number // 50])
        engine.advance((number + 1) / 50)
        one, felt = engine.read_sensor("motors"), engine.read_sensor("imu")
        assert isinstance(one, MotorReading)
        assert isinstance(felt, ImuReading)
        asked = (one.left_command_radps, one.right_command_radps)
        wheels = (one.wheels.left_rad, one.wheels.right_rad)
        rows.append((one.left_a, one.right_a, *wheels, *asked, felt.angular_velocity_radps[2]))
    return np.array(rows)


@pytest.fixture(scope="module")
def healthy(engine: MujocoEngine) -> npt.NDArray[np.float64]:
    return drive(engine)


def test_the_current_is_the_torque_that_speeds_the_robot_up_and_what_the_gears_take(engine: MujocoEngine) -> None:
    motor = SPEC.motor
    assert motor is not None
    engine.load(HALL)
    engine.reset(0)
    engine.apply_action(Action(0.25))
    engine.advance(0.06)
    speeding_up = engine.read_sensor("motors")
    # The wheels' own inertia and a body that nods make it a little more than m a r / 2.
    pushed = engine._loaded.physics.motor_torques_nm() if engine._loaded is not None else (0.0, 0.0)
    assert pushed == pytest.approx((accelerating_torque_nm(SPEC),) * 2, rel=0.15)
    engine.advance(1.0)
    rolling = engine.read_sensor("motors")
    assert isinstance(speeding_up, MotorReading)
    assert isinstance(rolling, MotorReading)
    pushing_a = accelerating_torque_nm(SPEC) / motor.torque_constant_nm_per_a
    gears_a = motor.friction_a + motor.friction_a_per_radps * rolling.left_command_radps
    wear = rolling.left_a / gears_a
    assert 0.5 < wear < 1.5  # on level ground rolling takes nothing but the gears' friction, which differs by motor
    slower_a = motor.friction_a + motor.friction_a_per_radps * speeding_up.left_command_radps
    assert speeding_up.left_a == pytest.approx(pushing_a + wear * slower_a, rel=0.2)
    steps = rolling.left_a / motor.step_a
    assert steps == pytest.approx(round(steps), abs=1e-6)


def test_who_stands_still_takes_nothing_and_no_two_motors_are_alike(engine: MujocoEngine) -> None:
    engine.load(HALL)
    ratios = set()
    for seed in (1, 2, 2):
        engine.reset(seed)
        engine.advance(0.5)
        still = engine.read_sensor("motors")
        engine.apply_action(Action(0.2))
        engine.advance(2.0)
        rolling = engine.read_sensor("motors")
        assert isinstance(still, MotorReading)
        assert isinstance(rolling, MotorReading)
        assert (still.left_a, still.right_a) == (0.0, 0.0)
        ratios.add(round(rolling.left_a / rolling.right_a, 6))
    assert len(ratios) == 2


def test_a_worn_bearing_takes_current_by_the_turn_and_changes_no_way(
    engine: MujocoEngine, healthy: npt.NDArray[np.float64]
) -> None:
    worn = drive(engine, WheelFault("bearing", "left", 0.6))
    motor = SPEC.motor
    assert motor is not None
    bearing = WornBearing(SPEC, 0.6, noise_stream(1, "wheel fault"))
    drag_a = np.array([bearing.drag_nm(angle) for angle in worn[:, LEFT_RAD]]) / motor.torque_constant_nm_per_a
    more_a = (worn - healthy)[:, LEFT_A] * np.sign(worn[:, LEFT_ASKED])
    assert np.median(np.abs(more_a - drag_a)) < 0.006
    assert drag_a.max() > 2 * drag_a.min()
    assert np.abs((worn - healthy)[:, RIGHT_A]).max() < 0.02
    assert np.abs((worn - healthy)[:, LEFT_RAD]).max() < 0.02


def test_a_loose_hub_turns_on_while_the_robot_lags_and_the_encoder_does_not_notice(
    engine: MujocoEngine, healthy: npt.NDArray[np.float64]
) -> None:
    loose = drive(engine, WheelFault("hub", "right", 0.9))
    assert np.abs((loose - healthy)[:, RIGHT_RAD]).max() < 0.01
    # Speeding up, the right wheel can't push: the robot turns right, and the current stays small.
    assert (loose - healthy)[3:15, TURN].min() < -0.05
    assert healthy[1:4, RIGHT_A].max() - loose[1:4, RIGHT_A].max() > 0.8 * PUSHING_A


def test_a_blind_encoder_loses_a_share_of_every_turn_and_odometry_with_it(
    engine: MujocoEngine, healthy: npt.NDArray[np.float64]
) -> None:
    blind = drive(engine, WheelFault("encoder", "left", 1.0))
    assert blind[-1, LEFT_RAD] == pytest.approx(0.75 * healthy[-1, LEFT_RAD], rel=0.1)
    assert blind[:, RIGHT_RAD].tolist() == healthy[:, RIGHT_RAD].tolist()
    assert blind[:, LEFT_A].tolist() == healthy[:, LEFT_A].tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_comes_out_the_same_to_the_last_bit(engine: MujocoEngine, kind: FaultKind) -> None:
    fault = WheelFault(kind, "left", 0.5)
    once = drive(engine, fault)
    assert drive(engine, fault).tobytes() == once.tobytes()
    assert drive(engine, fault, seed=2).tobytes() != once.tobytes()


def test_reading_currents_changes_nothing_of_the_world(engine: MujocoEngine) -> None:
    def end(*, looking: bool) -> Any:
        engine.load(HALL)
        engine.reset(3)
        engine.apply_action(Action(0.2, 0.5))
        for number in range(50):
            engine.advance((number + 1) / 50)
            if looking:
                engine.read_sensor("motors")
        return engine.ground_truth().entities[ROBOT_ENTITY], engine.read_sensor("wheels"), engine.read_sensor("imu")

    assert end(looking=True) == end(looking=False)


def test_a_robot_whose_drivers_are_silent_has_no_currents(engine: MujocoEngine) -> None:
    engine.load(replace(HALL, robot="turtlebot3_waffle_pi"))
    assert "motors" not in engine.sensors
    with pytest.raises(UnknownSensorError, match="motors"):
        engine.read_sensor("motors")


def test_a_blind_encoder_counts_both_ways_alike_and_never_back() -> None:
    encoder = BlindEncoder(0.5, noise_stream(4, "test"))
    angles = np.linspace(0, 4 * math.tau, 500)
    there = [encoder.counted_rad(angle) for angle in angles]
    assert (np.diff(there) >= 0).all()
    assert there[-1] == pytest.approx(0.85 * 4 * math.tau)
    assert [encoder.counted_rad(angle) for angle in reversed(angles)] == there[::-1]
    assert encoder.counted_rad(-math.tau) == pytest.approx(-0.85 * math.tau)


def test_worse_is_worse_and_a_motor_gives_no_more_than_it_has() -> None:
    drags = [WornBearing(SPEC, severity, noise_stream(1, "test")).drag_nm(1.0) for severity in (0.0, 0.5, 1.0)]
    assert 0 < drags[0] < drags[1] < drags[2] < SPEC.drive.max_torque_nm
    assert slip_torque_nm(SPEC, 0.0) > slip_torque_nm(SPEC, 1.0) > 0
    motor = SPEC.motor
    assert motor is not None
    motors = MotorCurrents(motor, SPEC.drive.max_torque_nm, 1, 0.0)
    stalled = motors.read(WheelReading(0, 0, 0, 0), (1.0, -1.0), (99.0, -99.0))
    assert (stalled.left_a, stalled.right_a) == pytest.approx((2.1, -2.1), abs=0.01)


@pytest.mark.parametrize(
    "given", [("rust", "left", 0.5), ("hub", "middle", 0.5), ("hub", "left", 1.5), ("hub", "left", math.nan)]
)
def test_a_fault_that_is_none_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match="one of bearing, hub, encoder, left or right, of a severity from 0 to 1"):
        WheelFault(*given)


def test_a_fault_needs_a_robot() -> None:
    with pytest.raises(ValueError, match="needs a robot"):
        compose(replace(HALL, robot=None, wheel_fault=WheelFault("hub", "left", 0.5)))


def test_a_mission_draws_faults_by_its_seed() -> None:
    spec = WheelFaultSpec(kinds=("bearing", "hub"), chance=0.5, severity=(0.2, 0.4))
    drawn = [_wheel_fault(spec, Draw(seed, 8)) for seed in range(60)]
    assert drawn == [_wheel_fault(spec, Draw(seed, 8)) for seed in range(60)]
    assert 15 < sum(one is None for one in drawn) < 45
    found = [one for one in drawn if one is not None]
    assert {one.kind for one in found} == {"bearing", "hub"}
    assert {one.wheel for one in found} == {"left", "right"}
    assert all(0.2 <= one.severity <= 0.4 for one in found)
    for wrong in ({"kinds": []}, {"kinds": ["rust"]}, {"kinds": ["hub"], "severity": [0.5, 2]}):
        with pytest.raises(ValueError, match="wheel_fault"):
            VariationSpec.model_validate({"wheel_fault": wrong})
