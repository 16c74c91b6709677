# SPDX-License-Identifier: Apache-2.0
"""What a hand wants of the robot, and how keys change it."""

from __future__ import annotations

from dataclasses import dataclass

from missions.spec import Mission
from valence_nodes.policies.spec import ActionSpec
from worlds.robot_spec import RobotSpec

STEPS = 5
"""Presses of a key from standing to the fastest, and from straight ahead to the hardest turn."""

_FASTEST = 20.0
"""A policy knows no faster motion; no robot of the lab is near it."""


@dataclass(frozen=True)
class Wish:
    """A command as a share of what may be done.

    Attributes:
        speed: −1 (fastest backwards) to 1 (fastest ahead).
        turn: −1 (hardest to the right) to 1 (hardest to the left).
    """

    speed: float = 0.0
    turn: float = 0.0

    def command(self, action: ActionSpec) -> tuple[float, float]:
        """As forward speed (m/s) and turning speed (rad/s), within what a policy of the mission may do."""
        return _scaled(self.speed, action.speed_mps), _scaled(self.turn, action.turn_radps)

    def faster(self, presses: int) -> Wish:
        """With so many presses more of the key for faster; less than 0 for slower."""
        return Wish(_pressed(self.speed, presses), self.turn)

    def further_left(self, presses: int) -> Wish:
        """With so many presses more of the key for left; less than 0 for right.

        Who turns to one side and presses for the other goes straight ahead first: that is wanted far more often than
        any turn between.
        """
        if self.turn * presses < 0:
            return Wish(self.speed, 0.0)
        return Wish(self.speed, _pressed(self.turn, presses))


def full_range(robot: RobotSpec) -> ActionSpec:
    """All that a robot can do."""
    speed_mps = min(robot.limits.max_speed_mps, _FASTEST)
    turn_radps = min(robot.limits.max_turn_radps, _FASTEST)
    return ActionSpec(speed_mps=(-speed_mps, speed_mps), turn_radps=(-turn_radps, turn_radps))


def action_range(mission: Mission, robot: RobotSpec) -> ActionSpec:
    """What a policy of the mission may do: a hand that does more could not be copied."""
    learning = mission.spec.learning
    if learning is None or learning.policy is None:
        return full_range(robot)
    return learning.policy.spec.action


def _pressed(share: float, presses: int) -> float:
    return max(-STEPS, min(STEPS, round(share * STEPS) + presses)) / STEPS


def _scaled(share: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return max(low, min(high, share * (high if share > 0 else -low)))
