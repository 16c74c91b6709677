# SPDX-License-Identifier: Apache-2.0
"""What the console says and takes of submissions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from missions.grading.submission import Submission as SubmissionScorecard


class NewSubmission(BaseModel):
    """A program's version to be graded.

    Attributes:
        program_id: of the program.
        version: its number in the program.
    """

    program_id: str
    version: Annotated[int, Field(ge=1, lt=2**31)]


class GradedEpisode(BaseModel):
    """An episode of a submission.

    Attributes:
        id: of the episode.
        seed_name: what people may know of its seed.
        score: points won.
        max_score: points there are.
        passed: whether it counts as passed.
        verdict: why.
    """

    id: str
    seed_name: str
    score: float | None
    max_score: float | None
    passed: bool | None
    verdict: str


class SubmissionCard(BaseModel):
    """A submission without its scorecard.

    Attributes:
        id: of the submission.
        mission: it is for.
        program_id: of the program.
        program_name: of the program.
        version: number of the version that is graded.
        submitted_by: nickname of who submitted it; empty when they are gone.
        created_at: when.
        ended_at: when it was graded, or given up.
        state: `queued`, `running`, `graded` or `failed` (through a fault of the lab).
        ahead: submissions that come before it, while it is queued.
        done: hidden seeds that have a scorecard.
        total: all of them.
        left_s: estimate of what is left, on the wall clock; null as long as nothing is known.
        score: mean of the seeds' points, when it is graded.
        max_score: points there are.
        passed: whether it counts as passed.
        problem: why it failed.
    """

    id: str
    mission: str
    program_id: str
    program_name: str
    version: int
    submitted_by: str
    created_at: datetime
    ended_at: datetime | None
    state: Literal["queued", "running", "graded", "failed"]
    ahead: int
    done: int
    total: int
    left_s: float | None
    score: float | None
    max_score: float | None
    passed: bool | None
    problem: str


class SubmissionDetail(SubmissionCard):
    """A submission with all that is known of it.

    Attributes:
        scorecard: when it is graded.
        episodes: of the seeds that are graded, in the seeds' order.
        worst_episode_id: the one with the fewest points, when it is graded.
    """

    scorecard: SubmissionScorecard | None
    episodes: list[GradedEpisode]
    worst_episode_id: str | None


class SubmissionList(BaseModel):
    """A team's submissions, newest first."""

    submissions: list[SubmissionCard]
