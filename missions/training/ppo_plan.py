# SPDX-License-Identifier: Apache-2.0
"""What a training by trying is asked for, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass

from missions.training.environment import TRAINING_SEEDS


@dataclass(frozen=True)
class PpoPlan:
    """A training.

    Attributes:
        mission: name, or folder as a text.
        decisions: how many answers the policy gives in all.
        seed: of every draw.
        environments: how many episodes go on at once, the first in this process and each other one in a process of its
            own; the same number gives the same policy. 1 for one in a process of its own, 0 for one in this.
        robot: name of an allowed robot; None for the mission's own.
        seeds: mission seeds that it learns from; each environment has a part of them, so that together they load each
            world once. At least as many as there are environments.
        margin: it stops when the policy, without trying things out, passes every validation seed with so many points to
            spare; None for never.
        hidden: sizes of the net's layers.
        learning_rate: of Adam at the start; it falls to a tenth.
        discount: of what comes a decision later.
        rollout: decisions of each environment between two updates.
    """

    mission: str
    decisions: int = 130_000
    seed: int = 0
    environments: int = 4
    robot: str | None = None
    seeds: tuple[int, ...] = TRAINING_SEEDS
    margin: float | None = 4.0
    hidden: tuple[int, ...] = (64, 64)
    learning_rate: float = 7e-4
    discount: float = 0.97
    rollout: int = 256


@dataclass(frozen=True)
class PpoProgress:
    """How far a training is.

    Attributes:
        decisions: so far.
        of: in all.
        episodes: so far.
        mean_score: of the last episodes, while it still tries things out; None before there are any.
        best_score: of the best policy so far: its worst on the validation seeds once it was good enough to drive them,
            and before that the greatest such mean.
        wall_s: wall-clock time so far.
        curve: (decisions, mean score), a point for each update.
    """

    decisions: int
    of: int
    episodes: int
    mean_score: float | None
    best_score: float | None
    wall_s: float
    curve: tuple[tuple[int, float], ...] = ()
