# SPDX-License-Identifier: Apache-2.0
"""The queue of submissions, as rows: who waits, who is graded by whom, and what becomes of one whose runner is gone.

Every step from one state to the next is one statement that says from which state it goes, so that whatever happens at
the same moment, in this process or in another one, it is taken once.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Update, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from missions.grading.playing import GradingProgress
from missions.grading.submission import Submission as SubmissionScorecard
from web_console.database.tables import now
from web_console.people.models import Team
from web_console.server.refusal import RefusedError
from web_console.submissions.models import FAILED, GRADED, QUEUED, RUNNING, Submission

TRIES = 3
"""How often grading is begun before it is given up."""

SILENCE = timedelta(seconds=30)
"""A runner that wrote nothing for so long is gone."""

MAX_OPEN = 3
"""Submissions of a team that are not graded yet."""

_OPEN = (QUEUED, RUNNING)


class LostError(Exception):
    """A submission is not ours any more: it was deleted, or taken for abandoned and given to another runner."""


def add(session: Session, submission: Submission) -> Submission:
    """Puts a submission at the end of the queue.

    Returns:
        The submission; or the one of the same version that waits already.

    Raises:
        RefusedError: its team has too many open ones.
    """
    # Whoever submits for the same team at the same moment waits here.
    lock = update(Team).where(Team.id == submission.team_id).values(name=Team.name)
    session.execute(lock.execution_options(synchronize_session=False))
    of_team = Submission.team_id == submission.team_id, Submission.state.in_(_OPEN)
    same = session.scalar(select(Submission).where(*of_team, Submission.version_id == submission.version_id))
    if same is not None:
        return same
    count = session.scalar(select(func.count()).select_from(Submission).where(*of_team)) or 0
    if count >= MAX_OPEN:
        raise RefusedError(
            409,
            "too_many_submissions",
            f"Your team has {count} submissions that are not graded yet, which is as many as it may have.",
            "Wait until one is graded; meanwhile you can practise.",
        )
    session.add(submission)
    session.flush()
    return submission


def ahead_of(session: Session, submission: Submission) -> int:
    """How many submissions come before a queued one."""
    before = select(func.count()).select_from(Submission)
    earlier = (Submission.state == QUEUED) & (Submission.created_at < submission.created_at)
    return session.scalar(before.where((Submission.state == RUNNING) | earlier)) or 0


def claim(session: Session, runner: str) -> Submission | None:
    """Takes the oldest submission whose team has none running; None if there is none."""
    while True:
        candidate = session.scalar(
            select(Submission.id)
            .where(Submission.state == QUEUED, ~_team_has_one_running())
            .order_by(Submission.created_at, Submission.id)
            .limit(1)
        )
        if candidate is None:
            return None
        taken = session.scalar(
            update(Submission)
            .where(Submission.id == candidate, Submission.state == QUEUED, ~_team_has_one_running())
            .values(state=RUNNING, claimed_by=runner, alive_at=now(), tries=Submission.tries + 1, left_s=None)
            .returning(Submission.id)
            .execution_options(synchronize_session=False)
        )
        if taken is not None:
            return session.get_one(Submission, taken, populate_existing=True)


def tell_progress(session: Session, submission_id: str, runner: str, progress: GradingProgress) -> None:
    """Writes how far it is, and that its runner is alive.

    Raises:
        LostError: it is not this runner's any more.
    """
    _take_step(
        session,
        submission_id,
        runner,
        update(Submission).values(alive_at=now(), done=progress.done, total=progress.total, left_s=progress.left_s),
    )


def finish(session: Session, submission_id: str, runner: str, scorecard: SubmissionScorecard) -> None:
    """Makes a submission graded.

    Raises:
        LostError: it is not this runner's any more.
    """
    count = len(scorecard.seeds)
    graded = update(Submission).values(
        state=GRADED,
        done=count,
        total=count,
        left_s=0.0,
        score=scorecard.score,
        max_score=scorecard.max_score,
        passed=scorecard.passed,
        scorecard=scorecard.model_dump_json(),
        problem="",
        ended_at=now(),
    )
    _take_step(session, submission_id, runner, graded)


def give_back(session: Session, submission_id: str, runner: str) -> None:
    """Queues a submission again, at its old place, because the runner has to stop; it was no fault, and no try.

    Raises:
        LostError: it is not this runner's any more.
    """
    queued = update(Submission).values(state=QUEUED, claimed_by="", left_s=None, tries=Submission.tries - 1)
    _take_step(session, submission_id, runner, queued)


def note_fault(session: Session, submission_id: str, runner: str, problem: str) -> str:
    """Queues a submission again after a fault of the lab, or gives it up; returns its state.

    Raises:
        LostError: it is not this runner's any more.
    """
    again = update(Submission).where(Submission.tries < TRIES).values(state=QUEUED, claimed_by="", left_s=None)
    try:
        _take_step(session, submission_id, runner, again)
    except LostError:
        given_up = update(Submission).values(state=FAILED, problem=problem, left_s=None, ended_at=now())
        _take_step(session, submission_id, runner, given_up)
        return FAILED
    return QUEUED


def requeue_abandoned(session: Session) -> None:
    """Queues submissions again whose runner fell silent; those that were tried often enough have failed."""
    silent = (Submission.state == RUNNING, Submission.alive_at < now() - SILENCE)
    for step in (
        update(Submission).where(*silent, Submission.tries < TRIES).values(state=QUEUED, claimed_by="", left_s=None),
        update(Submission)
        .where(*silent)
        .values(
            state=FAILED,
            left_s=None,
            ended_at=now(),
            problem=f"The lab was interrupted {TRIES} times while it graded this.",
        ),
    ):
        session.execute(step.execution_options(synchronize_session=False))


def _take_step(session: Session, submission_id: str, runner: str, step: Update) -> None:
    mine = Submission.id == submission_id, Submission.state == RUNNING, Submission.claimed_by == runner
    taken = session.scalar(step.where(*mine).returning(Submission.id).execution_options(synchronize_session=False))
    if taken is None:
        raise LostError


def _team_has_one_running() -> ColumnElement[bool]:
    running = aliased(Submission)
    return exists().where(running.team_id == Submission.team_id, running.state == RUNNING)
