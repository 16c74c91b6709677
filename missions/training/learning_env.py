# SPDX-License-Identifier: Apache-2.0
"""An environment to learn in, and the episodes with which the best policy of a training is chosen."""

from __future__ import annotations

from missions.training.environment import MissionEnv
from missions.training.evaluation import EpisodeResult, evaluate
from valence_nodes.policies.policy import OnnxPolicy

VALIDATION_SEEDS: tuple[int, ...] = tuple(range(900, 910))
"""Mission seeds that the best policy of a training is chosen with: it learns from others, and is tested with others."""

PATIENCE_S = 8.0
"""Who does not get on for so long is given up."""


class LearningEnv(MissionEnv):
    """An environment to learn in, whose process also drives validation episodes; these change nothing of its own.

    Attributes:
        validation_seeds: of the episodes that it drives.
    """

    validation_seeds: tuple[int, ...] = ()

    def validate(self, onnx: bytes, robot: str | None) -> tuple[EpisodeResult, ...]:
        """Drives its validation episodes with a policy, which tries nothing out."""
        if not self.validation_seeds:
            return ()
        policy = OnnxPolicy(onnx)
        return evaluate(self.mission, policy, self.validation_seeds, robot=robot, patience_s=PATIENCE_S).episodes
