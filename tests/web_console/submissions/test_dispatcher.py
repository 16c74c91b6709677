# SPDX-License-Identifier: Apache-2.0
"""The thread that grades: what it makes of the queue, and what no fault may take away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from missions.grading.playing import GradingError
from tests.web_console.lab import Lab, Someone
from tests.web_console.programs.test_programs import TEXT
from tests.web_console.submissions.submitting import StepByStep, card, queued, row, until
from web_console.database.tables import now
from web_console.episodes.models import Episode
from web_console.programs.models import Program
from web_console.submissions import dispatcher as dispatcher_module
from web_console.submissions import queue
from web_console.submissions.dispatcher import Dispatcher
from web_console.submissions.graded_episodes import episodes_of, keep_episode
from web_console.submissions.models import FAILED, GRADED, QUEUED, RUNNING, Submission

Start = Callable[[], Dispatcher]


@pytest.fixture
def grader() -> StepByStep:
    return StepByStep()


@pytest.fixture
def start(lab: Lab, grader: StepByStep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts a dispatcher that grades step by step, in the place of the app's own."""
    lab.app.state.submissions.close()
    monkeypatch.setattr(dispatcher_module, "_LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(dispatcher_module, "_TELL_EVERY_S", 0.02)
    started = []

    def start_one() -> Dispatcher:
        dispatcher = Dispatcher(lab.database, tmp_path / "home", 1, logging.getLogger("grading"), grader)
        dispatcher.start()
        started.append(dispatcher)
        return dispatcher

    yield start_one
    for dispatcher in started:
        dispatcher.close()


def state(lab: Lab, submission_id: str) -> str:
    return row(lab.database, submission_id).state


def seeds_of(lab: Lab, submission_id: str) -> list[int]:
    with lab.database.session() as session:
        return list(episodes_of(session, submission_id))


def test_it_grades_seed_by_seed_and_tells_how_far_it_is(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start
) -> None:
    one = queued(lab, ada)
    start()
    until(lambda: row(lab.database, one).left_s == 7.5)
    assert (state(lab, one), row(lab.database, one).done) == (RUNNING, 0)
    grader.let(2)
    until(lambda: row(lab.database, one).done == 2)
    assert seeds_of(lab, one) == [1, 2]
    grader.let(3)
    until(lambda: state(lab, one) == GRADED)
    found = row(lab.database, one)
    assert (found.score, found.passed, found.done, found.total, found.left_s) == (84.0, True, 5, 5, 0.0)
    assert grader.asked[0].request.program_text == TEXT
    assert found.tries == 1


def test_each_graded_seed_is_an_episode_that_does_not_tell_its_seed(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start
) -> None:
    one = queued(lab, ada)
    start()
    grader.let(5)
    until(lambda: state(lab, one) == GRADED)
    with lab.database.session() as session:
        episodes = list(episodes_of(session, one).values())
    assert [episode.seed_name for episode in episodes] == [f"hidden seed {number}" for number in range(1, 6)]
    assert {episode.seed for episode in episodes} == {None}
    assert [episode.score for episode in episodes] == [90.0, 60.0, 80.0, 90.0, 100.0]
    assert [episode.folder for episode in episodes] == [f"submissions/{one}/seed_{number}" for number in range(1, 6)]
    first = episodes[0]
    assert (first.state, first.team_id, first.verdict, first.robot) == (
        "ended",
        ada.team_id,
        "passed",
        "turtlebot3_burger",
    )
    assert first.scorecard == card(90.0).model_dump_json()


def test_the_next_one_follows_by_itself(lab: Lab, ada: Someone, eve: Someone, grader: StepByStep, start: Start) -> None:
    one, two, three = queued(lab, ada), queued(lab, ada), queued(lab, eve)
    start()
    grader.let(15)
    until(lambda: {state(lab, each) for each in (one, two, three)} == {GRADED})
    ended = [row(lab.database, each).ended_at for each in (one, two, three)]
    assert ended == sorted(ended, key=str), "oldest first"


def test_a_stop_queues_it_again_and_the_next_start_goes_on_where_it_was(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start
) -> None:
    one = queued(lab, ada)
    first = start()
    grader.let(2)
    until(lambda: row(lab.database, one).done == 2)
    first.close()
    found = row(lab.database, one)
    assert (found.state, found.tries, found.claimed_by) == (QUEUED, 0, "")
    assert seeds_of(lab, one) == [1, 2]
    start()
    grader.let(3)
    until(lambda: state(lab, one) == GRADED)
    assert grader.asked[1].known == {1: card(90.0), 2: card(60.0)}
    assert row(lab.database, one).score == 84.0
    assert seeds_of(lab, one) == [1, 2, 3, 4, 5]


def test_what_a_server_left_that_was_killed_is_taken_up(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start
) -> None:
    one = queued(
        lab, ada, state=RUNNING, claimed_by="a server that is gone", tries=1, alive_at=now() - 2 * queue.SILENCE
    )
    with lab.database.session() as session:
        keep_episode(session, session.get_one(Submission, one), 3, card(80.0))
        keep_episode(session, session.get_one(Submission, one), 4, card(90.0, text="another program"))
    start()
    grader.let(4)
    until(lambda: state(lab, one) == GRADED)
    assert grader.asked[0].known == {3: card(80.0)}
    assert row(lab.database, one).tries == 2


def test_a_fault_is_tried_three_times_and_told_without_what_is_the_lab_s_own(
    lab: Lab, ada: Someone, eve: Someone, grader: StepByStep, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    grader.fault = GradingError("The episode hangs.", "Its log: /secret/place/nodes.log")
    one, other = queued(lab, ada), queued(lab, eve)
    with caplog.at_level(logging.ERROR):
        start()
        grader.let(6)
        until(lambda: {state(lab, one), state(lab, other)} == {FAILED})
    assert row(lab.database, one).problem == "The episode hangs."
    assert len(grader.asked) == 6
    assert "/secret/place" in caplog.text


def test_an_error_of_ours_stops_no_other_grading(lab: Lab, ada: Someone, grader: StepByStep, start: Start) -> None:
    grader.fault = ZeroDivisionError("/secret/place")
    one = queued(lab, ada)
    start()
    grader.let(3)
    until(lambda: state(lab, one) == FAILED)
    assert "/secret" not in row(lab.database, one).problem
    grader.fault = None
    two = queued(lab, ada)
    grader.let(5)
    until(lambda: state(lab, two) == GRADED)


def test_one_that_is_deleted_while_it_is_graded_is_let_go(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start
) -> None:
    one = queued(lab, ada)
    start()
    grader.let(1)
    until(lambda: row(lab.database, one).done == 1)
    with lab.database.session() as session:
        session.execute(delete(Program))
        assert session.scalars(select(Episode)).all() == []
    until(lambda: len(grader.asked) == 1)
    two = queued(lab, ada)
    grader.let(10)
    until(lambda: state(lab, two) == GRADED)
    with lab.database.session() as session:
        assert session.get(Submission, one) is None


def test_a_mission_that_is_gone_is_told(lab: Lab, ada: Someone, start: Start) -> None:
    one = queued(lab, ada, mission="gone")
    start()
    until(lambda: state(lab, one) == FAILED)
    assert "no mission “gone”" in row(lab.database, one).problem


def test_a_disk_that_is_full_for_a_while_loses_nothing(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = queued(lab, ada)
    real = dispatcher_module.keep_episode
    failures = iter([None])

    def full_once(*args: object) -> None:
        if next(failures, True) is None:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(dispatcher_module, "keep_episode", full_once)
    monkeypatch.setattr(queue, "SILENCE", queue.SILENCE * 0)
    start()
    grader.let(10)
    until(lambda: state(lab, one) == GRADED)
    assert row(lab.database, one).score == 84.0


def test_grading_asks_whether_somebody_practises(lab: Lab, ada: Someone, grader: StepByStep, start: Start) -> None:
    practising = True
    queued(lab, ada)
    dispatcher = start()
    dispatcher.practice_waiting = lambda: practising
    until(lambda: len(grader.asked) == 1)
    assert not grader.asked[0].may_begin()
    practising = False
    assert grader.asked[0].may_begin()


def test_a_class_that_practises_without_a_pause_is_graded_too(
    lab: Lab, ada: Someone, grader: StepByStep, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(lab, ada)
    dispatcher = start()
    dispatcher.practice_waiting = lambda: True
    until(lambda: len(grader.asked) == 1)
    assert not grader.asked[0].may_begin()
    with monkeypatch.context() as patched:
        patched.setattr(dispatcher_module, "_STEPS_BACK_FOR_S", 0.0)
        assert grader.asked[0].may_begin()
    assert not grader.asked[0].may_begin(), "the next one steps back anew"
