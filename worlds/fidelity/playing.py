# SPDX-License-Identifier: Apache-2.0
"""Plays a recording on an engine, with the same commands at the same times, and measures how far it strays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

from worlds.fidelity.recorded_robot import find_robot
from worlds.fidelity.recording import Recording, Row
from worlds.readings import GroundTruth
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import World

ROBOT = "robot"
"""What the recorded robot is called among what is compared."""


class WheelDriven(Protocol):
    """What an engine has to be able to do for it: a `Simulator` whose wheels can be turned past the firmware."""

    def load_world(self, world: World, spec: RobotSpec | None) -> None:
        """Loads a world that is put together already."""

    def apply_wheel_speeds(self, left_radps: float, right_radps: float) -> None:
        """Turns the wheels."""

    def advance(self, to_sim_time_s: float) -> None:
        """Steps physics."""

    def ground_truth(self) -> GroundTruth:
        """Reads what is true."""

    def close(self) -> None:
        """Frees the engine."""


@dataclass
class Deviation:
    """How far one thing was from where the recording has it.

    Attributes:
        worst_m: largest distance in the plane.
        worst_at_s: simulated time of it.
        worst_place_m: x and y where the recording has the thing then.
        end_m: distance at the last row.
        end_yaw_rad: difference of heading at the last row, not negative; 0 for what has no recorded heading.
    """

    worst_m: float = 0.0
    worst_at_s: float = 0.0
    worst_place_m: tuple[float, float] = (0.0, 0.0)
    end_m: float = 0.0
    end_yaw_rad: float = 0.0

    def see(self, is_m: tuple[float, float], recorded_m: tuple[float, float], at_s: float) -> None:
        """Takes one more row."""
        self.end_m = math.dist(is_m, recorded_m)
        if self.end_m > self.worst_m:
            self.worst_m, self.worst_at_s, self.worst_place_m = self.end_m, at_s, recorded_m


@dataclass
class Played:
    """One recording played.

    Attributes:
        sim_time_s: its length.
        deviations: by thing, the robot first.
    """

    sim_time_s: float
    deviations: dict[str, Deviation] = field(default_factory=dict)


def play(recording: Recording, engine: WheelDriven) -> Played:
    """Plays a recording.

    Args:
        recording: what to play.
        engine: loaded with the recording's world in place of what it had, and closed in the end.

    Raises:
        SdfError: the world has no robot to drive, or the engine can't build it.
        UnsupportedByEngineError: the engine can't.
        UnstablePhysicsError: the physics broke down.
    """
    robot = find_robot(recording.world)
    timestep_s = recording.world.physics_timestep_s
    fixed = {model.name: model.pose for model in recording.world.models}
    played = Played(recording.rows[-1].sim_time_s, {ROBOT: Deviation()})
    try:
        engine.load_world(robot.world, robot.spec)
        step, commands = 0, (0.0, 0.0)
        angles: tuple[float, float] | None = (0.0, 0.0)
        for row in recording.rows:
            if row.commands_radps != commands:
                engine.advance(
                    (row.step - _steps_in_force(row, row.step - step, commands, angles, timestep_s)) * timestep_s
                )
                engine.apply_wheel_speeds(*row.commands_radps)
            engine.advance(row.step * timestep_s)
            step, commands, angles = row.step, row.commands_radps, row.angles_rad
            entities = engine.ground_truth().entities
            base = entities[ROBOT_ENTITY].pose @ robot.base
            deviation = played.deviations[ROBOT]
            deviation.see(base.position_m[:2], row.position_m, row.sim_time_s)
            deviation.end_yaw_rad = abs(math.remainder(base.yaw_rad - row.yaw_rad, math.tau))
            for name, recorded_m in row.things_m.items():
                # What can't move is where the file has it.
                pose = entities[name].pose if name in entities else fixed[name]
                deviation = played.deviations.setdefault(name, Deviation())
                deviation.see(pose.position_m[:2], recorded_m, row.sim_time_s)
    finally:
        engine.close()
    return played


def _steps_in_force(
    row: Row, steps: int, before_radps: tuple[float, float], angles_rad: tuple[float, float] | None, timestep_s: float
) -> int:
    """How many of the steps before a row had that row's commands already.

    Gazebo's wheels turn as told from the first step on, so their angles say when the command came. Where they do not
    (a wheel was stuck, or no angles were recorded) it came just before the row's last step.
    """
    if row.angles_rad is None or angles_rad is None:
        return 1
    changes = zip(row.commands_radps, before_radps, row.angles_rad, angles_rad, strict=True)
    now, before, is_rad, was_rad = max(changes, key=lambda change: abs(change[0] - change[1]))
    in_force = (is_rad - was_rad - before * steps * timestep_s) / ((now - before) * timestep_s)
    # Half a step beyond either end is what rounded figures in a file may say.
    return min(steps, max(1, round(in_force))) if -0.5 <= in_force <= steps + 0.5 else 1
