# SPDX-License-Identifier: Apache-2.0
"""What a mission says of learning: the part `learning` of its `mission.yaml`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from valence_nodes.policies.spec import PolicySpec


class LearningSpec(BaseModel):
    """What can be learned in a mission, and from what.

    Attributes:
        policy: what a policy of the mission is given and may do; None for the one that fits its robot.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: PolicySpec | None = None
