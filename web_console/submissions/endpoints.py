# SPDX-License-Identifier: Apache-2.0
"""Endpoints of submissions."""

from __future__ import annotations

from fastapi import APIRouter, BackgroundTasks, Depends, Request

from missions.grading.submission import Submission as SubmissionScorecard
from web_console.access.guard import DbSession, Who, fetch, require, require_team
from web_console.access.rate_limit import RateLimit
from web_console.episodes.learning_packages import require_learning_for
from web_console.mission_shelf.shelf import mission_of
from web_console.programs.models import Program
from web_console.programs.versions import version_to_run
from web_console.server.disk_room import require_room_for_episodes
from web_console.server.refusal import RefusedError
from web_console.submissions import queue
from web_console.submissions.dispatcher import Dispatcher
from web_console.submissions.models import Submission
from web_console.submissions.schemas import NewSubmission, SubmissionDetail, SubmissionList
from web_console.submissions.told import cards_of, scorecard_of, told_submission

router = APIRouter(tags=["submissions"])

_MOST_LISTED = 200
_SUBMIT = RateLimit("submit", burst=20, per_minute=20)


@router.post("/submissions", status_code=201, dependencies=[Depends(_SUBMIT)])
def submit(
    given: NewSubmission, who: Who, session: DbSession, request: Request, afterwards: BackgroundTasks
) -> SubmissionDetail:
    """Submits a version of a program to be graded; one that waits already is not queued twice."""
    require(who, "submission", "create")
    require_room_for_episodes(request.app.state.settings.home)
    program = fetch(session, who, Program, given.program_id, "program", "change")
    mission = mission_of(program.mission)
    version = version_to_run(session, program, given.version)
    if not version.text.strip():
        raise RefusedError(
            422, "empty_program", "There is nothing in this program yet.", "Make the robot do something."
        )
    require_learning_for(mission, version.text)
    submission = queue.add(
        session,
        Submission(
            team_id=program.team_id,
            person_id=who.person_id,
            program_id=program.id,
            version_id=version.id,
            mission=program.mission,
            total=mission.spec.hidden_seed_count,
            max_score=mission.spec.max_score,
        ),
    )
    dispatcher: Dispatcher = request.app.state.submissions
    # Once the row can be seen by others.
    afterwards.add_task(dispatcher.wake)
    return told_submission(session, submission)


@router.get("/submissions")
def list_submissions(who: Who, session: DbSession, mission: str | None = None) -> SubmissionList:
    """Lists one's team's submissions, newest first."""
    require(who, "submission", "list")
    name = None if mission is None else mission_of(mission).spec.name
    return SubmissionList(submissions=cards_of(session, require_team(who), name, _MOST_LISTED))


@router.get("/submissions/{submission_id}")
def read_submission(submission_id: str, who: Who, session: DbSession) -> SubmissionDetail:
    """Tells how far a submission is and, once it is graded, every point with its reason."""
    return told_submission(session, fetch(session, who, Submission, submission_id, "submission", "read"))


@router.get("/submissions/{submission_id}/scorecard")
def read_scorecard(submission_id: str, who: Who, session: DbSession) -> SubmissionScorecard:
    """Tells the scorecard of a graded submission alone."""
    scorecard = scorecard_of(fetch(session, who, Submission, submission_id, "submission", "read"))
    if scorecard is None:
        raise RefusedError(409, "not_graded", "This submission is not graded yet.", "Wait until it is.")
    return scorecard
