# SPDX-License-Identifier: Apache-2.0
"""Worlds that a real Gazebo was recorded in, ready for an engine."""

from __future__ import annotations

from dataclasses import replace

from worlds.engines.mujoco_engine import MujocoEngine
from worlds.fidelity.folder import OWN_RECORDINGS as GAZEBO
from worlds.robot_spec import RobotSpec, load_robot_spec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.reader import read_world

__all__ = ["GAZEBO", "load_recorded", "recorded_burger"]


def recorded_burger() -> RobotSpec:
    """The burger of the recordings: the lab's, but for the names of its joints."""
    burger = load_robot_spec("turtlebot3_burger")
    joints = {"left_joint": "left_wheel_joint", "right_joint": "right_wheel_joint"}
    return burger.model_copy(update={"drive": burger.drive.model_copy(update=joints)})


def load_recorded(engine: MujocoEngine, name: str) -> None:
    """Loads the world of a recording."""
    world = read_world(GAZEBO / f"{name}.sdf")
    models = tuple(replace(model, name=ROBOT_ENTITY) if model.name == "burger" else model for model in world.models)
    engine.load_world(replace(world, models=models), recorded_burger())
