# SPDX-License-Identifier: Apache-2.0
"""What the referee knows of one episode: ground truth and events, step by step. Checks read nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Ending = Literal["terminated", "truncated", "failed", "stopped"]


@dataclass(frozen=True)
class ContactEvent:
    """The robot touched something at the step ending at `sim_time_s`.

    Attributes:
        sim_time_s: end of the step in which it was seen.
        entity: name of the other model.
        entity_collision: its part, `link::collision`.
        collision: the robot's part.
        normal_z: z of the unit normal from the thing to the robot; near 1 means the robot stands on it.
        force_n: greatest normal force in that step.
    """

    sim_time_s: float
    entity: str
    entity_collision: str
    collision: str
    normal_z: float
    force_n: float


@dataclass(frozen=True)
class GivenAnswer:
    """The program answered a question of the mission.

    Attributes:
        sim_time_s: when.
        name: of the question.
        value: plain JSON.
    """

    sim_time_s: float
    name: str
    value: Any


@dataclass(frozen=True)
class EpisodeRecord:
    """One episode, row i at the end of step i; row 0 is the start.

    Attributes:
        sim_time_s: float64 (n,).
        robot_pose: float64 (n, 3): x (m), y (m), yaw (rad) of base_footprint in the world.
        robot_tilt_rad: float64 (n,): angle between the robot's z and the world's.
        robot_velocity: float64 (n, 2): speed over ground (m/s, signed along the robot's x), turn (rad/s).
        actions: float64 (n, 2): speed_mps, turn_radps asked for in the step that ended at row i (row 0: 0).
        entities: float64 (n, 3) x, y, yaw of every other moving model, by name.
        contacts: in order of time.
        battery_fraction: float64 (n,), 0..1.
        ending: how it ended.
        ending_reason: in words.
        answers: in order of time.
        load_slid_m: float64 (n,): how far the robot's load has slid in all; None without a load or uneven ground.
    """

    sim_time_s: npt.NDArray[np.float64]
    robot_pose: npt.NDArray[np.float64]
    robot_tilt_rad: npt.NDArray[np.float64]
    robot_velocity: npt.NDArray[np.float64]
    actions: npt.NDArray[np.float64]
    entities: dict[str, npt.NDArray[np.float64]]
    contacts: tuple[ContactEvent, ...]
    battery_fraction: npt.NDArray[np.float64]
    ending: Ending
    ending_reason: str
    answers: tuple[GivenAnswer, ...] = ()
    load_slid_m: npt.NDArray[np.float64] | None = None


def last_answer(record: EpisodeRecord, name: str) -> Any:
    """What the program answered to a question in the end: plain JSON; None when nothing."""
    return next((answer.value for answer in reversed(record.answers) if answer.name == name), None)
