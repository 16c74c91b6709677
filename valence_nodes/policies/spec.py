# SPDX-License-Identifier: Apache-2.0
"""What a policy is given and what it may do, as `learning.policy` of a mission says it, and the vectors of both."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, model_validator

from valence_nodes.policies.features import AnyFeature, Senses, within

Vector = npt.NDArray[np.float32]
Speed = Annotated[float, Field(ge=-20, le=20, allow_inf_nan=False)]

ACTIONS = 2
"""Numbers of an action: forward and turning speed."""


class ActionSpec(BaseModel):
    """What a policy may do; its answer of -1 is the first number of a range, and 1 the second.

    Attributes:
        speed_mps: slowest and fastest forward speed.
        turn_radps: fastest turn to the right (negative) and to the left.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    speed_mps: tuple[Speed, Speed] = (0.0, 0.2)
    turn_radps: tuple[Speed, Speed] = (-1.2, 1.2)

    @model_validator(mode="after")
    def _ranges(self) -> ActionSpec:
        for name, (low, high) in (("speed_mps", self.speed_mps), ("turn_radps", self.turn_radps)):
            if low >= high:
                raise ValueError(f"{name}: the first number ({low:g}) must be less than the second ({high:g})")
        return self

    def command(self, answer: npt.ArrayLike) -> tuple[float, float]:
        """Turns a policy's answer into a command, the same to the last bit wherever it is asked.

        Args:
            answer: two numbers; what is beyond -1 or 1 is cut off.

        Returns:
            Forward speed (m/s) and turning speed (rad/s).

        Raises:
            ValueError: it is not two finite numbers.
        """
        wanted = np.asarray(answer, dtype=np.float64).reshape(-1)
        if wanted.shape != (ACTIONS,) or not np.isfinite(wanted).all():
            raise ValueError(f"A policy's answer is two finite numbers, speed and turn; it gave {answer!r:.120}.")
        speed, turn = np.clip(wanted, -1.0, 1.0).tolist()
        return _between(self.speed_mps, speed), _between(self.turn_radps, turn)

    def answer(self, speed_mps: float, turn_radps: float) -> Vector:
        """Turns a command into the answer that stands for it: float32 (2,), cut off at -1 and 1."""
        parts = ((speed_mps, self.speed_mps), (turn_radps, self.turn_radps))
        return np.clip([2 * (value - low) / (high - low) - 1 for value, (low, high) in parts], -1, 1).astype(np.float32)


class PolicySpec(BaseModel):
    """What a policy of a mission is given, what it may do, and how often it is asked.

    Attributes:
        observation: features, whose numbers one after another make the vector.
        action: what its answers mean.
        steps: control steps that an answer holds for; a lidar that turns 10 times a second says nothing new sooner
            than at every second step of 1/20 s.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    observation: Annotated[tuple[AnyFeature, ...], Field(min_length=1, max_length=20)]
    action: ActionSpec = ActionSpec()
    steps: Annotated[int, Field(ge=1, le=20)] = 2

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each number of the observation."""
        return tuple(name for feature in self.observation for name in feature.names)

    @property
    def size(self) -> int:
        """How many numbers an observation has."""
        return len(self.names)

    @property
    def needs(self) -> frozenset[str]:
        """Kinds of sensors that a robot needs for it."""
        return frozenset(feature.needs for feature in self.observation if feature.needs is not None)


class Observer:
    """Makes the vectors of one episode. The very same code looks in training and on the robot."""

    def __init__(self, spec: PolicySpec) -> None:
        """Begins an episode."""
        self.spec = spec
        self._sensors = [feature.sensor() for feature in spec.observation]
        self._answer = np.zeros(ACTIONS)

    def look(self, senses: Senses) -> Vector:
        """Makes the vector of now: float32 (size,); once for each answer, as some features remember."""
        parts = [np.asarray(sensor(senses, self._answer), dtype=np.float64) for sensor in self._sensors]
        return within(np.concatenate(parts).astype(np.float32))

    def act(self, answer: npt.ArrayLike) -> tuple[float, float]:
        """Turns the policy's answer into the command (m/s, rad/s), and remembers it.

        Raises:
            ValueError: it is not two finite numbers.
        """
        command = self.spec.action.command(answer)
        self._answer = np.clip(np.asarray(answer, dtype=np.float64).reshape(-1), -1.0, 1.0)
        return command


def _between(limits: tuple[float, float], share: float) -> float:
    low, high = limits
    return low + (high - low) * (share + 1.0) / 2.0
