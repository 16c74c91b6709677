# SPDX-License-Identifier: Apache-2.0
"""Adding up a submission: the mean, the worst, and when it is passed."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from missions.grading.grading import workers_for
from missions.grading.local_pool import usable_cores
from missions.grading.submission import Submission, SubmissionTiming, submission_of
from missions.scorecard import Scorecard, Timing
from missions.spec import Mission, read_mission
from tests.missions.mission_files import plain_spec, write_mission

FAILURE = {"kind": "exception", "message": "A robot has no “foward”.", "hint": "robot.forward?", "line": 3}


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    criteria = [
        {"name": "arrive", "check": "zones_in_order", "points": 80},
        {"name": "bumps", "check": "collisions", "points": 20},
    ]
    return read_mission(write_mission(tmp_path, plain_spec(criteria=criteria, pass_mark=65)))


def card(arrive: float, bumps: float, **changes: Any) -> Scorecard:
    criteria = [
        {"name": "arrive", "check": "zones_in_order", "points": arrive, "max_points": 80, "reason": f"got {arrive}"},
        {"name": "bumps", "check": "collisions", "points": bumps, "max_points": 20, "reason": f"hit {bumps}"},
    ]
    score = arrive + bumps
    plain = {
        "mission": "try_out",
        "title": "Try-out",
        "robot": "turtlebot3_burger",
        "engine": "mujoco",
        "seed": None,
        "program_sha256": "a" * 64,
        "score": score,
        "max_score": 100.0,
        "pass_mark": 65.0,
        "passed": score >= 65,
        "verdict": "program_failed" if "failure" in changes else "passed" if score >= 65 else "below_pass_mark",
        "ending": "truncated",
        "ending_reason": "Time is up.",
        "sim_time_s": 10.0,
        "steps": 200,
        "criteria": criteria,
        "message": "",
        "hint": "",
        "trajectory_sha256": "b" * 64,
        **changes,
    }
    return Scorecard.model_validate(plain)


def test_the_score_is_the_mean_and_each_criterion_has_its_own(mission: Mission) -> None:
    given = submission_of(mission, [card(80, 20), card(80, 5), card(30, 10)])
    assert given.score == 75.0
    assert [(one.name, one.points, one.max_points) for one in given.criteria] == [
        ("arrive", 63.33, 80),
        ("bumps", 11.67, 20),
    ]
    assert [(one.least_number, one.least_points, one.reason) for one in given.criteria] == [
        (3, 30, "got 30"),
        (2, 5, "hit 5"),
    ]
    assert (given.worst, given.failed, given.verdict, given.passed) == (3, (), "passed", True)
    assert "75 of 100 points on average of 3 hidden seeds" in given.message
    assert "“arrive” (63.33 of 80 on average); worst with hidden seed 3: got 30" in given.hint
    assert [one.number for one in given.seeds] == [1, 2, 3]


@pytest.mark.parametrize(("points", "passed"), [((65, 65), True), ((100, 30), True), ((65, 64.98), False)])
def test_it_is_passed_when_the_mean_reaches_the_pass_mark(
    mission: Mission, points: tuple[float, float], passed: bool
) -> None:
    given = submission_of(mission, [card(one, 0) for one in points])
    assert (given.passed, given.verdict) == (passed, "passed" if passed else "below_pass_mark")
    assert ("65 are needed" in given.message) is not passed


def test_a_program_that_failed_once_has_not_passed_but_keeps_its_points(mission: Mission) -> None:
    cards = [card(80, 20), card(10, 0, failure=FAILURE), card(10, 0), card(80, 20, failure=FAILURE)]
    given = submission_of(mission, cards)
    assert given.score == 55.0
    assert (given.verdict, given.passed) == ("program_failed", False)
    assert (given.failed, given.worst) == ((2, 4), 2)
    assert "failed with hidden seed 2 (and with 1 more of 4): line 3: A robot has no “foward”." in given.message
    assert given.hint == "robot.forward?"
    all_points = submission_of(mission, [card(80, 20), card(80, 20, failure=FAILURE)])
    assert (all_points.score, all_points.verdict, all_points.passed) == (100.0, "program_failed", False)


def test_the_order_of_seeds_changes_no_mean(mission: Mission) -> None:
    cards = [card(33.33, 6.67), card(0.1, 0.2), card(0.3, 19.99)]
    means = {
        (given.score, *(one.points for one in given.criteria))
        for order in permutations(cards)
        for given in [submission_of(mission, order)]
    }
    assert len(means) == 1


def test_times_are_no_part_of_the_fingerprint(mission: Mission) -> None:
    plain = submission_of(mission, [card(80, 20)])
    timing = Timing(wall_s=1.5, real_time_factor=40.0, setup_s=0.7)
    timed = submission_of(mission, [card(80, 20, timing=timing)], SubmissionTiming(wall_s=3.0, workers=2))
    assert timed != plain
    assert timed.fingerprint() == plain.fingerprint()
    assert submission_of(mission, [card(80, 19.99)]).fingerprint() != plain.fingerprint()
    assert submission_of(mission, [card(80, 20, trajectory_sha256="c" * 64)]).fingerprint() != plain.fingerprint()
    assert Submission.model_validate_json(timed.model_dump_json()) == timed


def test_a_seed_that_is_told_is_refused(mission: Mission) -> None:
    with pytest.raises(ValueError, match="none may tell"):
        submission_of(mission, [card(80, 20), card(80, 20, seed=5)])
    with pytest.raises(ValueError, match="at least one"):
        submission_of(mission, [])


def test_a_full_score_leaves_nothing_to_win(mission: Mission) -> None:
    assert submission_of(mission, [card(80, 20)]).hint == ""
    assert "of 1 hidden seed." in submission_of(mission, [card(80, 20)]).message


def test_the_mission_is_where_the_points_needed_come_from(mission: Mission) -> None:
    harder = replace(mission, spec=mission.spec.model_copy(update={"pass_mark": 90.0}))
    assert submission_of(mission, [card(70, 10)]).passed
    assert not submission_of(harder, [card(70, 10)]).passed


def test_no_more_workers_than_episodes() -> None:
    assert workers_for(5, 64) == 5
    assert workers_for(1) == 1
    assert workers_for(1000) == usable_cores()
    assert workers_for(5, 1) == 1
