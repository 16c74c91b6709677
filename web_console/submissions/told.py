# SPDX-License-Identifier: Apache-2.0
"""Puts submissions into the words of the API."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from missions.grading.submission import Submission as SubmissionScorecard
from web_console.people.models import Person
from web_console.programs.models import Program, ProgramVersion
from web_console.submissions.graded_episodes import episodes_of
from web_console.submissions.models import QUEUED, Submission
from web_console.submissions.queue import ahead_of
from web_console.submissions.schemas import GradedEpisode, SubmissionCard, SubmissionDetail


def cards_of(session: Session, team_id: str, mission: str | None, limit: int) -> list[SubmissionCard]:
    """A team's submissions, newest first."""
    found = _with_names().where(Submission.team_id == team_id)
    if mission is not None:
        found = found.where(Submission.mission == mission)
    rows = session.execute(found.order_by(Submission.created_at.desc(), Submission.id).limit(limit))
    return [_card(session, one, name, version, nickname) for one, name, version, nickname in rows]


def told_submission(session: Session, submission: Submission) -> SubmissionDetail:
    """A submission with all that is known of it."""
    _, name, version, nickname = session.execute(_with_names().where(Submission.id == submission.id)).one()
    episodes = episodes_of(session, submission.id)
    scorecard = scorecard_of(submission)
    worst = episodes.get(scorecard.worst) if scorecard else None
    return SubmissionDetail(
        **_card(session, submission, name, version, nickname).model_dump(),
        scorecard=scorecard,
        episodes=[
            GradedEpisode(
                id=episode.id,
                seed_name=episode.seed_name,
                score=episode.score,
                max_score=episode.max_score,
                passed=episode.passed,
                verdict=episode.verdict,
            )
            for episode in episodes.values()
        ],
        worst_episode_id=worst.id if worst else None,
    )


def scorecard_of(submission: Submission) -> SubmissionScorecard | None:
    """The scorecard of a submission, once it is graded."""
    return None if submission.scorecard is None else SubmissionScorecard.model_validate_json(submission.scorecard)


def _with_names() -> Select[Submission, str, int, str]:
    return (
        select(Submission, Program.name, ProgramVersion.number, Person.nickname)
        .join(Program, Program.id == Submission.program_id)
        .join(ProgramVersion, ProgramVersion.id == Submission.version_id)
        .outerjoin(Person, Person.id == Submission.person_id)
    )


def _card(session: Session, row: Submission, program_name: str, version: int, nickname: str | None) -> SubmissionCard:
    return SubmissionCard.model_validate(
        {
            "id": row.id,
            "mission": row.mission,
            "program_id": row.program_id,
            "program_name": program_name,
            "version": version,
            "submitted_by": nickname or "",
            "created_at": row.created_at,
            "ended_at": row.ended_at,
            "state": row.state,
            "ahead": ahead_of(session, row) if row.state == QUEUED else 0,
            "done": row.done,
            "total": row.total,
            "left_s": row.left_s,
            "score": row.score,
            "max_score": row.max_score,
            "passed": row.passed,
            "problem": row.problem,
        }
    )
