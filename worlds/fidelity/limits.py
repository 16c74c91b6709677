# SPDX-License-Identifier: Apache-2.0
"""How far an engine may stray from a recording."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of one recording; None is no limit.

    Attributes:
        robot_worst_m: the robot's distance from where the recording has it, all the way.
        robot_end_yaw_rad: its heading, at the end.
        thing_end_m: the distance of each other thing, at the end.
    """

    robot_worst_m: float | None = 0.05
    robot_end_yaw_rad: float | None = 0.06
    thing_end_m: float | None = 0.08


ANY_RECORDING = Limits()
"""Of a recording that has none of its own."""

OWN_LIMITS: dict[str, Limits] = {
    "free_drive": ANY_RECORDING,
    "ramp": Limits(robot_end_yaw_rad=None),
    "wall_hit": Limits(robot_end_yaw_rad=None),
    "push": Limits(robot_worst_m=None, robot_end_yaw_rad=None),
}
"""Of the recordings that come with the lab, by name: what it was asked to keep to when it was made."""

EDGES_PX = 3.0
"""How far an edge of a picture may be from where Gazebo's camera saw it."""


def limits_of(name: str) -> Limits:
    """Returns the limits of a recording."""
    return OWN_LIMITS.get(name, ANY_RECORDING)
