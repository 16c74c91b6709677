# SPDX-License-Identifier: Apache-2.0
"""What a policy is given and what it may do, as `learning.policy` of a mission says it, and the vectors of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from valence_nodes.policies.features import FEATURES, AnyFeature, Senses, within

Vector: TypeAlias = npt.NDArray[np.float32]

ACTIONS = 2
"""Numbers of an action: forward and turning speed."""


@dataclass(frozen=True, kw_only=True)
class ActionSpec:
    """What a policy may do; its answer of -1 is the first number of a range, and 1 the second.

    Attributes:
        speed_mps: slowest and fastest forward speed.
        turn_radps: fastest turn to the right (negative) and to the left.
    """

    speed_mps: tuple[float, float] = (0.0, 0.2)
    turn_radps: tuple[float, float] = (-1.2, 1.2)

    def __post_init__(self) -> None:
        for name, (low, high) in (("speed_mps", self.speed_mps), ("turn_radps", self.turn_radps)):
            if not -20 <= low < high <= 20:
                raise ValueError(
                    f"{name}: the first number ({low:g}) must be less than the second ({high:g}), within 20"
                )

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


@dataclass(frozen=True, kw_only=True)
class PolicySpec:
    """What a policy of a mission is given, what it may do, and how often it is asked.

    Attributes:
        observation: features, whose numbers one after another make the vector.
        action: what its answers mean.
        steps: control steps that an answer holds for; a lidar that turns 10 times a second says nothing new sooner
            than at every second step of 1/20 s.
    """

    observation: tuple[AnyFeature, ...]
    action: ActionSpec = ActionSpec()
    steps: int = 2

    def __post_init__(self) -> None:
        if not 1 <= len(self.observation) <= 20:
            raise ValueError(f"an observation has 1 to 20 features, not {len(self.observation)}")
        if not 1 <= self.steps <= 20:
            raise ValueError(f"steps is {self.steps}; 1 to 20 can be")

    def without(self, *features: str) -> PolicySpec:
        """The same without some features.

        Raises:
            ValueError: none would be left.
        """
        kept = tuple(one for one in self.observation if one.feature not in features)
        return PolicySpec(observation=kept, action=self.action, steps=self.steps)

    def plain(self) -> dict[str, Any]:
        """As plain values, for JSON and for a pickle that needs none of our classes."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> PolicySpec:
        """Reads what `plain` gave.

        Raises:
            ValueError: it is no such thing.
        """
        try:
            features = tuple(FEATURES[one["feature"]](**one) for one in plain["observation"])
            action = ActionSpec(**{name: (pair[0], pair[1]) for name, pair in plain["action"].items()})
            return cls(observation=features, action=action, steps=plain["steps"])
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"This describes no policy: {type(error).__name__} {str(error)[:120]}.") from error

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
        self.remember(answer)
        return command

    def remember(self, answer: npt.ArrayLike) -> None:
        """Takes an answer as the last one; for drives in which somebody else decides."""
        self._answer = np.clip(np.asarray(answer, dtype=np.float64).reshape(-1), -1.0, 1.0)


def _between(limits: tuple[float, float], share: float) -> float:
    low, high = limits
    return low + (high - low) * (share + 1.0) / 2.0
