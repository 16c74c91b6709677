# SPDX-License-Identifier: Apache-2.0
"""Drives to learn wheel faults from: a robot with motor currents wanders about a hall, sometimes with a bad wheel.

They are driven, not recorded: by the embedded engine, each with a seed of its own, which decides the fault, the motors'
wear, the floor's friction, the noise and where the robot goes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from valence_nodes.signals.lesson import Lesson, Rows
from valence_nodes.signals.wheel_faults import HEALTHY, RATE_HZ, WINDOW_S, wheel_features
from valence_nodes.signals.windows import Signal, windows
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.readings import ImuReading, MotorReading
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Scenario
from worlds.sensor_noise import noise_stream
from worlds.sensor_schedule import SensorSchedule
from worlds.simulator import Action, Simulator
from worlds.wheel_faults import KINDS, SIDES, WheelFault

ROBOT = "turtlebot3_waffle_pi_motors"
LASTS_S = 14.0
FIRST_HELD_OUT = 500_000
"""Drives from this number on are never learned from."""

_HALL = Path(__file__).resolve().parents[2] / "worlds" / "catalog" / "empty_hall.sdf"
_CONTROL_S = 0.05
_ROOM_M = 2.0
"""Further from the middle of the hall, the driver turns back."""


@dataclass(frozen=True)
class Drive:
    """One drive.

    Attributes:
        fault: what was wrong; None when nothing was.
        samples: float64 (samples, 9) at `RATE_HZ`, see `wheel_faults.CHANNELS`.
    """

    fault: WheelFault | None
    samples: Signal

    def label(self, side: int) -> str:
        """What the left (0) or the right (1) wheel had."""
        return self.fault.kind if self.fault is not None and self.fault.index == side else HEALTHY


def fault_of(number: int) -> WheelFault | None:
    """The fault of a drive: none in every fourth, or else one of the kinds in turn."""
    stream = noise_stream(number, "fault of a drive")
    kind, side, severity = number % 4, SIDES[int(stream.integers(2))], float(stream.uniform())
    return None if kind == len(KINDS) else WheelFault(KINDS[kind], side, severity)


def drives(numbers: Sequence[int], lasts_s: float = LASTS_S) -> Iterator[Drive]:
    """Drives, one after another.

    Args:
        numbers: of the drives; each is the same whenever it is driven.
        lasts_s: how long each is.
    """
    simulator = make_simulator("mujoco")
    try:
        for number in numbers:
            fault = fault_of(number)
            stream = noise_stream(number, "driver")
            scenario = Scenario(
                _HALL,
                ROBOT,
                Pose.planar(0.0, 0.0, float(stream.uniform(-math.pi, math.pi))),
                friction_scale=float(stream.uniform(0.7, 1.3)),
                noise_scale=float(stream.uniform(0.7, 1.3)),
                wheel_fault=fault,
            )
            simulator.load(scenario)
            simulator.reset(number)
            yield Drive(fault, _driven(simulator, stream, lasts_s))
    finally:
        simulator.close()


def _driven(simulator: Simulator, stream: np.random.Generator, lasts_s: float) -> Signal:
    rates = {name: simulator.sensors[name] for name in ("motors", "imu")}
    schedule = SensorSchedule(rates, simulator.physics_timestep_s, _CONTROL_S)
    limits = load_robot_spec(ROBOT).limits
    samples: list[tuple[float, ...]] = []
    turn_rate_radps, until, action = 0.0, 0, Action()
    motors: MotorReading | None = None
    for step in range(round(lasts_s / _CONTROL_S)):
        if step >= until:
            until = step + int(stream.integers(10, 50))
            speed_mps = limits.max_speed_mps * float(stream.choice([-0.6, 0.3, 0.5, 0.7, 0.9, 1.0]))
            turn_radps = float(stream.choice([0.0, 0.0, 0.0, -0.4, 0.4, -0.9, 0.9]))
            pose = simulator.ground_truth().entities["robot"].pose
            if math.hypot(*pose.position_m[:2]) > _ROOM_M:
                to_middle = math.atan2(-pose.position_m[1], -pose.position_m[0])
                turn_radps = max(-0.9, min(0.9, math.remainder(to_middle - pose.yaw_rad, math.tau)))
                speed_mps = abs(speed_mps)
            action = Action(speed_mps, turn_radps)
        simulator.apply_action(action)
        for instant in schedule.instants(step):
            simulator.advance(instant.sim_time_s)
            for name in instant.sensors:
                reading = simulator.read_sensor(name)
                if isinstance(reading, ImuReading):
                    turn_rate_radps = reading.angular_velocity_radps[2]
                elif isinstance(reading, MotorReading):
                    motors = reading
            if instant.sensors and motors is not None:
                samples.append(sample_of(motors, turn_rate_radps))
    return np.array(samples)


def sample_of(motors: MotorReading, turn_rate_radps: float) -> tuple[float, ...]:
    """A row of a window: see `wheel_faults.CHANNELS`."""
    wheels = motors.wheels
    return (
        *(wheels.left_rad, wheels.right_rad, wheels.left_radps, wheels.right_radps),
        *(motors.left_command_radps, motors.right_command_radps, motors.left_a, motors.right_a, turn_rate_radps),
    )


def examples(numbers: Sequence[int], lasts_s: float = LASTS_S) -> Rows:
    """Rows of features of drives: one for each wheel and window."""
    spec = load_robot_spec(ROBOT)
    rows: list[Signal] = []
    labels: list[str] = []
    for drive in drives(numbers, lasts_s):
        for window in windows(drive.samples, round(WINDOW_S * RATE_HZ)):
            both = wheel_features(window, RATE_HZ, spec.drive.radius_m, spec.drive.separation_m)
            if both is not None:
                rows += both
                labels += [drive.label(0), drive.label(1)]
    return Rows(np.array(rows), tuple(labels))


def wheel_faults_lesson(learned: int = 96, held_out: int = 48) -> Lesson:
    """Drives to learn from, and others to be examined with."""
    training = examples(range(learned))
    test = examples(range(FIRST_HELD_OUT, FIRST_HELD_OUT + held_out))
    return Lesson(training, test, f"wheel_drives_{learned}")
