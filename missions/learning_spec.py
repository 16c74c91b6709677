# SPDX-License-Identifier: Apache-2.0
"""What a mission says of learning: the part `learning` of its `mission.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from valence_nodes.policies.features import AnyFeature
from valence_nodes.policies.spec import ActionSpec, PolicySpec


class ActionPart(BaseModel):
    """What a policy may do: the ranges of forward and turning speed; see `ActionSpec`."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    speed_mps: tuple[float, float] = ActionSpec().speed_mps
    turn_radps: tuple[float, float] = ActionSpec().turn_radps


class PolicyPart(BaseModel):
    """What a policy is given, and what it may do; see `PolicySpec`.

    Attributes:
        observation: features, see `valence_nodes/policies/features.py`.
        action: ranges of its answers.
        steps: control steps that an answer holds for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    observation: tuple[Annotated[AnyFeature, Field(discriminator="feature")], ...]
    action: ActionPart = ActionPart()
    steps: int = 2

    @model_validator(mode="after")
    def _makes_sense(self) -> PolicyPart:
        assert self.spec
        return self

    @property
    def spec(self) -> PolicySpec:
        """The same, as policies know it."""
        action = ActionSpec(speed_mps=self.action.speed_mps, turn_radps=self.action.turn_radps)
        return PolicySpec(observation=self.observation, action=action, steps=self.steps)


class LearningSpec(BaseModel):
    """What can be learned in a mission, and from what.

    Attributes:
        dataset: folder of a dataset beside `mission.yaml`, which `learn(data)` is given; a mission with one is won by
            who learns, and its `rule.py` shows that nobody wins it otherwise.
        cpu_s: processor time that `learn(data)` may take; on the wall clock it may take four times as long, so that a
            machine with much to do changes no score.
        memory_mb: memory of `learn(data)`.
        policy: what a policy of the mission is given and may do; None for the one that fits its robot.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    dataset: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")] | None = None
    cpu_s: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)] = 120.0
    memory_mb: Annotated[int, Field(ge=512, le=65_536)] = 3072
    policy: PolicyPart | None = None
