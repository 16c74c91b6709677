# SPDX-License-Identifier: Apache-2.0
"""What a learner gets for a submission: the mean over all hidden seeds, and every point with its reason."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from missions.scorecard import CriterionScore, Finite, Scorecard, Sha256, json_sha256
from missions.spec import Mission

SubmissionVerdict = Literal["passed", "below_pass_mark", "program_failed"]
Number = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class GradedSeed(_Part):
    """One hidden seed.

    Attributes:
        number: of the seed in its mission, 1 first; the seed itself nobody is told.
        scorecard: of its episode, without the seed.
    """

    number: Number
    scorecard: Scorecard


class CriterionMean(_Part):
    """A criterion over all seeds.

    Attributes:
        name: of the criterion.
        check: that measured it.
        points: won, mean over the seeds.
        max_points: there are.
        least_points: won with the seed with which it went worst.
        least_number: number of that seed.
        reason: for the points of that seed.
    """

    name: str
    check: str
    points: Finite
    max_points: Finite
    least_points: Finite
    least_number: Number
    reason: str


class SubmissionTiming(_Part):
    """Wall-clock time of this one grading; it differs from time to time.

    Attributes:
        wall_s: from the first episode's start to the last one's end.
        workers: how many episodes went on at once at most.
    """

    wall_s: Finite
    workers: Number


class Submission(_Part):
    """The result of a submission.

    It is passed when the mean over the seeds reaches the pass mark and the program failed with none of them. A
    program that failed with a seed keeps the points that it had won there.

    Attributes:
        schema_version: of this format.
        mission: its name.
        title: its English title.
        robot: its name.
        engine: its name.
        program_sha256: of the program's text (UTF-8).
        score: mean of the seeds' points.
        max_score: points there are.
        pass_mark: points needed.
        passed: whether it counts as passed.
        verdict: why.
        criteria: mean points one by one.
        worst: number of the seed with the fewest points.
        failed: numbers of the seeds with which the program failed.
        seeds: each seed's scorecard, by number.
        message: one sentence for the learner.
        hint: what to do next; may be empty.
        timing: on the wall clock; no part of `fingerprint`.
    """

    schema_version: Literal[1] = 1
    mission: str
    title: str
    robot: str
    engine: str
    program_sha256: Sha256
    score: Finite
    max_score: Finite
    pass_mark: Finite
    passed: bool
    verdict: SubmissionVerdict
    criteria: tuple[CriterionMean, ...]
    worst: Number
    failed: tuple[Number, ...]
    seeds: Annotated[tuple[GradedSeed, ...], Field(min_length=1)]
    message: str
    hint: str
    timing: SubmissionTiming | None = None

    def fingerprint(self) -> str:
        """Returns the SHA-256 of everything but all `timing`: equal submissions, equal fingerprints."""
        plain = self.model_dump(
            mode="json", exclude={"timing": True, "seeds": {"__all__": {"scorecard": {"timing": True}}}}
        )
        return json_sha256(plain)


def submission_of(mission: Mission, cards: Sequence[Scorecard], timing: SubmissionTiming | None = None) -> Submission:
    """Adds up a submission.

    Args:
        mission: that was graded.
        cards: one for each hidden seed, in the seeds' order; of one program.
        timing: of the grading.

    Raises:
        ValueError: there is no scorecard, or one tells its seed.
    """
    if not cards or any(card.seed is not None for card in cards):
        raise ValueError("a submission needs at least one scorecard, and none may tell its seed")
    spec, first = mission.spec, cards[0]
    score = _mean([card.score for card in cards])
    failed = tuple(number for number, card in enumerate(cards, 1) if card.failure is not None)
    # With equal points, a failure is worse; and the first one counts.
    worst = 1 + min(range(len(cards)), key=lambda index: (cards[index].score, cards[index].failure is None, index))
    criteria = tuple(_criterion([card.criteria[index] for card in cards]) for index in range(len(spec.criteria)))
    passed = score >= spec.pass_mark and not failed
    verdict: SubmissionVerdict = "program_failed" if failed else "passed" if passed else "below_pass_mark"
    average = f"{score:g} of {spec.max_score:g} points on average"
    if failed:
        message, hint = _failure(cards, failed, average)
    else:
        over = f"{average} of {len(cards)} hidden seed{'' if len(cards) == 1 else 's'}"
        message = f"Passed with {over}." if passed else f"{over}; {spec.pass_mark:g} are needed to pass."
        hint = _most_to_win(criteria)
    return Submission(
        mission=spec.name,
        title=spec.title["en"],
        robot=first.robot,
        engine=first.engine,
        program_sha256=first.program_sha256,
        score=score,
        max_score=spec.max_score,
        pass_mark=spec.pass_mark,
        passed=passed,
        verdict=verdict,
        criteria=criteria,
        worst=worst,
        failed=failed,
        seeds=tuple(GradedSeed(number=number, scorecard=card) for number, card in enumerate(cards, 1)),
        message=message,
        hint=hint,
        timing=timing,
    )


def _mean(points: Sequence[float]) -> float:
    """Mean, rounded as points are, to a hundredth; `fsum` knows no order."""
    return round(math.fsum(points) / len(points), 2)


def _criterion(scores: Sequence[CriterionScore]) -> CriterionMean:
    least = min(range(len(scores)), key=lambda index: (scores[index].points, index))
    return CriterionMean(
        name=scores[0].name,
        check=scores[0].check,
        points=_mean([score.points for score in scores]),
        max_points=scores[0].max_points,
        least_points=scores[least].points,
        least_number=least + 1,
        reason=scores[least].reason,
    )


def _failure(cards: Sequence[Scorecard], failed: tuple[int, ...], average: str) -> tuple[str, str]:
    failure = cards[failed[0] - 1].failure
    if failure is None:
        raise ValueError(f"seed {failed[0]} has no failure")
    more = f" (and with {len(failed) - 1} more of {len(cards)})" if len(failed) > 1 else ""
    place = f"line {failure.line}: " if failure.line else ""
    return (
        f"The program failed with hidden seed {failed[0]}{more}: {place}{failure.message} It had won {average}.",
        failure.hint,
    )


def _most_to_win(criteria: tuple[CriterionMean, ...]) -> str:
    weakest = max(criteria, key=lambda one: one.max_points - one.points)
    if weakest.points >= weakest.max_points:
        return ""
    return (
        f"Most is to be won at “{weakest.name}” ({weakest.points:g} of {weakest.max_points:g} on average); "
        f"worst with hidden seed {weakest.least_number}: {weakest.reason}"
    )
