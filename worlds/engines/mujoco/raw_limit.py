# SPDX-License-Identifier: Apache-2.0
"""The physical limit of an episode: its steps, rays and pictures in MuJoCo, and nothing else.

It goes the very way of an episode: the robot's firmware is asked beforehand how fast the wheels turn at each tick, for
that depends on the commands alone. What is timed are the calls of MuJoCo, and not what stands around them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import mujoco

from worlds.compose import compose
from worlds.engines.mujoco.loaded_world import LoadedWorld
from worlds.engines.mujoco.sensors import CameraReader, LidarReader
from worlds.firmware import Firmware
from worlds.robot_spec import load_robot_spec
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.sensor_schedule import SensorSchedule
from worlds.simulator import Action


@dataclass(frozen=True)
class RawWork:
    """What MuJoCo alone took.

    Attributes:
        steps: physics steps.
        turns: of lidars.
        pictures: of cameras.
        physics_s: wall-clock time of all `mj_step`.
        rays_s: the same of all `mj_multiRay`.
        render_s: the same of all scenes drawn and read back.
        robot_xy_m: where the robot ended, x and y in the world: where that of the episode did.
    """

    steps: int
    turns: int
    pictures: int
    physics_s: float
    rays_s: float
    render_s: float
    robot_xy_m: tuple[float, float]

    @property
    def wall_s(self) -> float:
        """All of it."""
        return self.physics_s + self.rays_s + self.render_s


def raw_work(scenario: Scenario, seed: int, actions: Sequence[Action], control_timestep_s: float) -> RawWork:
    """Does the work of an episode in MuJoCo alone.

    Args:
        scenario: as the episode had it, with a robot.
        seed: of the episode.
        actions: one a control step.
        control_timestep_s: of the episode.

    Raises:
        ValueError: the scenario has no robot.
    """
    if scenario.robot is None:
        raise ValueError("An episode's limit needs a robot.")
    spec = load_robot_spec(scenario.robot)
    world = compose(scenario)
    loaded = LoadedWorld(world, spec)
    try:
        loaded.reset(seed)
        period_s = loaded.firmware_steps * loaded.physics.timestep_s
        firmware = Firmware(spec, seed, period_s, scenario.noise_scale)
        schedule = SensorSchedule(loaded.rates_hz, loaded.physics.timestep_s, control_timestep_s)
        return _Work(loaded).do(_plan(schedule, firmware, actions, loaded.firmware_steps))
    finally:
        loaded.close()


@dataclass(frozen=True)
class _Leg:
    """Physics steps to take in one go, the wheel speeds set before (None: as they are), and what is read after."""

    steps: int
    wheels_radps: tuple[float, float] | None
    sensors: tuple[str, ...]


def _plan(
    schedule: SensorSchedule, firmware: Firmware, actions: Sequence[Action], firmware_steps: int
) -> Iterator[_Leg]:
    now = 0
    yield _Leg(0, None, schedule.start().sensors)
    for number, action in enumerate(actions):
        firmware.command(action)
        for instant in schedule.instants(number):
            while now < instant.physics_step:
                wheels = firmware.drive() if now % firmware_steps == 0 else None
                until = min(instant.physics_step, (now // firmware_steps + 1) * firmware_steps)
                arrived = until == instant.physics_step
                yield _Leg(until - now, wheels, instant.sensors if arrived else ())
                now = until


class _Work:
    def __init__(self, loaded: LoadedWorld) -> None:
        self._loaded = loaded
        self._physics_s = self._rays_s = self._render_s = 0.0
        self._steps = self._turns = self._pictures = 0

    def do(self, plan: Iterator[_Leg]) -> RawWork:
        # All wheel speeds first: the firmware's sums are none of MuJoCo's.
        legs = list(plan)
        physics = self._loaded.physics
        model, data, step, now_s = physics.model, physics.data, mujoco.mj_step, time.perf_counter
        for leg in legs:
            if leg.wheels_radps is not None:
                physics.set_wheel_speeds(*leg.wheels_radps)
            if leg.steps:
                began_s = now_s()
                step(model, data, leg.steps)
                self._physics_s += now_s() - began_s
                self._steps += leg.steps
                physics.step += leg.steps
            for name in leg.sensors:
                reader = self._loaded.readers.get(name)
                if isinstance(reader, LidarReader):
                    self._cast(reader)
                elif isinstance(reader, CameraReader):
                    self._draw(reader)
        x_m, y_m, _ = physics.entity_states()[ROBOT_ENTITY].pose.position_m
        return RawWork(
            self._steps, self._turns, self._pictures, self._physics_s, self._rays_s, self._render_s, (x_m, y_m)
        )

    def _cast(self, reader: LidarReader) -> None:
        fan = reader.fan()
        began_s = time.perf_counter()
        fan.cast()
        self._rays_s += time.perf_counter() - began_s
        self._turns += 1

    def _draw(self, reader: CameraReader) -> None:
        began_s = time.perf_counter()
        reader.draw()
        self._render_s += time.perf_counter() - began_s
        self._pictures += 1
