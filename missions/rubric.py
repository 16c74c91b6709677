# SPDX-License-Identifier: Apache-2.0
"""Gives points: every criterion's check, its measurement, and the points for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from missions.checks.check import Check, CheckContext, Completion
from missions.checks.registry import CHECKS
from missions.episode_record import EpisodeRecord
from missions.scorecard import CriterionScore
from missions.spec import CriterionSpec, MissionSpec


@dataclass(frozen=True)
class Criterion:
    """A criterion with its check and its checked parameters."""

    spec: CriterionSpec
    check: Check[Any]
    parameters: Any


class Rubric:
    """All criteria of a mission."""

    def __init__(self, mission: MissionSpec) -> None:
        """Takes the criteria of a mission that `load_mission` has accepted."""
        self._mission = mission
        self.criteria = tuple(
            Criterion(spec, CHECKS[spec.check], CHECKS[spec.check].parameters.model_validate(spec.parameters))
            for spec in mission.criteria
        )

    def completions(self) -> Iterator[Completion]:
        """Makes what follows an episode and knows when it is complete, one for each criterion that has it."""
        for criterion in self.criteria:
            if criterion.check.completion is not None:
                yield criterion.check.completion(self._mission, criterion.parameters)

    def score(self, record: EpisodeRecord, context: CheckContext) -> tuple[CriterionScore, ...]:
        """Gives points for a record, each criterion's rounded to a hundredth."""
        return tuple(self._score(criterion, record, context) for criterion in self.criteria)

    def _score(self, criterion: Criterion, record: EpisodeRecord, context: CheckContext) -> CriterionScore:
        found = criterion.check.measure(record, context, criterion.parameters)
        if not (math.isfinite(found.fraction) and 0.0 <= found.fraction <= 1.0):
            raise ValueError(f"check {criterion.check.name} measured {found.fraction}, which is not from 0 to 1")
        return CriterionScore(
            name=criterion.spec.name,
            check=criterion.check.name,
            points=round(found.fraction * criterion.spec.points, 2),
            max_points=criterion.spec.points,
            reason=found.reason,
            details=dict(found.details),
        )


def total(scores: tuple[CriterionScore, ...]) -> float:
    """Returns the sum of points."""
    return round(sum(score.points for score in scores), 2)
