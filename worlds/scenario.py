# SPDX-License-Identifier: Apache-2.0
"""What an episode starts from: a world file, a robot placed in it, and what a seed varies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from worlds.pose import Pose
from worlds.sdf.description import PicturePart
from worlds.wheel_faults import WheelFault

ROBOT_ENTITY = "robot"
"""The name of the robot's model in every scenario, whichever robot it is."""


@dataclass(frozen=True)
class Placement:
    """One more thing put into the world.

    Attributes:
        name: name of the entity in the world, unique.
        model: name of a folder in `worlds/models`.
        pose: of the model in the world.
        picture: shown instead of the pictures that the model's materials name; None leaves them.
        kind: what the thing is, for checks (a parcel's number). No engine reads it, and no program gets it.
    """

    name: str
    model: str
    pose: Pose
    picture: PicturePart | None = None
    kind: str = ""


@dataclass(frozen=True)
class Scenario:
    """A world with a robot in it, as the simulator loads it; equal scenarios move alike.

    Attributes:
        world: the SDF file.
        robot: name of a robot in `worlds/models`, or None for a world without one of ours.
        robot_pose: of the robot's model frame (base_footprint) in the world.
        placements: things added to what the file has.
        moved: new poses for models of the file, by model name.
        light_scale: factor on every light's brightness.
        friction_scale: factor on every friction coefficient of the floor and of things (not of the robot).
        noise_scale: factor on the standard deviation of every sensor's noise.
        shaking_scale: how much of the shaking of uneven ground gets to inertial units: how firmly they are mounted.
        wheel_fault: what is wrong with one of the robot's wheels; None when all is well.
    """

    world: Path
    robot: str | None
    robot_pose: Pose = field(default_factory=Pose)
    placements: tuple[Placement, ...] = ()
    moved: tuple[tuple[str, Pose], ...] = ()
    light_scale: float = 1.0
    friction_scale: float = 1.0
    noise_scale: float = 1.0
    shaking_scale: float = 1.0
    wheel_fault: WheelFault | None = None
