# SPDX-License-Identifier: Apache-2.0
"""The queue of submissions: taken once, oldest first, one a team, and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from missions.grading.playing import GradingProgress
from missions.grading.submission import submission_of
from missions.spec import load_mission
from tests.web_console.lab import Lab, Someone
from tests.web_console.submissions.submitting import card, queued, row
from web_console.database.tables import now
from web_console.submissions import queue
from web_console.submissions.dispatcher import Dispatcher
from web_console.submissions.models import FAILED, GRADED, QUEUED, RUNNING, Submission

HALF_WAY = GradingProgress(2, 5, 10.0, 15.0)


@pytest.fixture
def lab(lab: Lab) -> Iterator[Lab]:
    """A lab in which nobody grades."""
    dispatcher: Dispatcher = lab.app.state.submissions
    dispatcher.close()
    return lab


def claimed(lab: Lab, runner: str = "me") -> str | None:
    with lab.database.session() as session:
        submission = queue.claim(session, runner)
        return None if submission is None else submission.id


def silent(lab: Lab, submission_id: str) -> None:
    with lab.database.session() as session:
        session.get_one(Submission, submission_id).alive_at = now() - queue.SILENCE - timedelta(seconds=1)


def requeue(lab: Lab) -> None:
    with lab.database.session() as session:
        queue.requeue_abandoned(session)


def test_the_oldest_comes_first_and_of_a_team_one_at_a_time(lab: Lab, ada: Someone, bob: Someone, eve: Someone) -> None:
    start = now()
    second = queued(lab, bob, created_at=start + timedelta(seconds=1))
    first = queued(lab, ada, created_at=start)
    theirs = queued(lab, eve, created_at=start + timedelta(seconds=2))
    with lab.database.session() as session:
        assert [queue.ahead_of(session, session.get_one(Submission, one)) for one in (first, second, theirs)] == [
            0,
            1,
            2,
        ]
    assert claimed(lab) == first
    assert claimed(lab) == theirs, "Ada's and Bob's team has one running"
    assert claimed(lab) is None
    with lab.database.session() as session:
        assert queue.ahead_of(session, session.get_one(Submission, second)) == 2
        scorecard = submission_of(load_mission("first_drive"), [card(70.0)])
        queue.finish(session, first, "me", scorecard)
    assert claimed(lab) == second


def test_a_submission_is_claimed_once_however_many_ask(lab: Lab, ada: Someone, eve: Someone) -> None:
    waiting = {queued(lab, ada), queued(lab, eve)}
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda index: claimed(lab, f"runner{index}"), range(16)))
    assert sorted(one for one in got if one) == sorted(waiting)
    for one in waiting:
        found = row(lab.database, one)
        assert (found.state, found.tries) == (RUNNING, 1)
        assert found.claimed_by.startswith("runner")


def test_progress_says_that_the_runner_is_alive(lab: Lab, ada: Someone) -> None:
    one = queued(lab, ada)
    claimed(lab)
    silent(lab, one)
    with lab.database.session() as session:
        queue.tell_progress(session, one, "me", HALF_WAY)
    requeue(lab)
    found = row(lab.database, one)
    assert (found.state, found.done, found.total, found.left_s) == (RUNNING, 2, 5, 15.0)


def test_one_whose_runner_fell_silent_is_queued_again_and_three_times_is_the_end(lab: Lab, ada: Someone) -> None:
    one = queued(lab, ada)
    for tries in (1, 2, 3):
        assert claimed(lab) == one
        silent(lab, one)
        requeue(lab)
        found = row(lab.database, one)
        assert (found.tries, found.state) == (tries, QUEUED if tries < 3 else FAILED)
    assert "interrupted 3 times" in found.problem
    assert found.ended_at is not None
    assert claimed(lab) is None


def test_a_runner_that_was_taken_for_gone_changes_nothing_any_more(lab: Lab, ada: Someone) -> None:
    one = queued(lab, ada)
    claimed(lab, "old")
    silent(lab, one)
    requeue(lab)
    assert claimed(lab, "new") == one
    scorecard = submission_of(load_mission("first_drive"), [card(70.0)])
    for step in (
        lambda session: queue.tell_progress(session, one, "old", HALF_WAY),
        lambda session: queue.finish(session, one, "old", scorecard),
        lambda session: queue.give_back(session, one, "old"),
        lambda session: queue.note_fault(session, one, "old", "broken"),
    ):
        with pytest.raises(queue.LostError), lab.database.session() as session:
            step(session)
    found = row(lab.database, one)
    assert (found.state, found.claimed_by, found.done, found.tries) == (RUNNING, "new", 0, 2)


def test_what_is_given_back_is_at_its_old_place_and_was_no_try(lab: Lab, ada: Someone, eve: Someone) -> None:
    one = queued(lab, ada)
    queued(lab, eve)
    for _ in range(5):
        assert claimed(lab) == one
        with lab.database.session() as session:
            queue.give_back(session, one, "me")
        assert row(lab.database, one).tries == 0


def test_a_fault_of_the_lab_is_tried_again_and_then_told(lab: Lab, ada: Someone) -> None:
    one = queued(lab, ada)
    states = []
    for _ in range(3):
        assert claimed(lab) == one
        with lab.database.session() as session:
            states.append(queue.note_fault(session, one, "me", "The engine broke."))
    found = row(lab.database, one)
    assert states == [QUEUED, QUEUED, FAILED]
    assert (found.state, found.problem) == (FAILED, "The engine broke.")


def test_a_graded_one_has_its_scorecard_in_the_row(lab: Lab, ada: Someone) -> None:
    one = queued(lab, ada)
    claimed(lab)
    scorecard = submission_of(load_mission("first_drive"), [card(70.0), card(50.0)])
    with lab.database.session() as session:
        queue.finish(session, one, "me", scorecard)
    found = row(lab.database, one)
    assert (found.state, found.score, found.max_score, found.passed) == (GRADED, 60.0, 100.0, False)
    assert (found.done, found.total, found.left_s) == (2, 2, 0.0)
    assert found.scorecard == scorecard.model_dump_json()
