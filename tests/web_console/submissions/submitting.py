# SPDX-License-Identifier: Apache-2.0
"""Submissions for tests: rows, scorecards without an episode, and waiting for what a thread does."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from missions.grading.grading import SubmissionRequest
from missions.grading.playing import GradingProgress
from missions.grading.submission import Submission as SubmissionScorecard
from missions.grading.submission import submission_of
from missions.scorecard import Scorecard
from missions.spec import load_mission
from tests.web_console.lab import Lab, Someone
from tests.web_console.programs.test_programs import TEXT, made
from web_console.database.connection import Database
from web_console.submissions.models import Submission

PATIENCE_S = 60.0


def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds."""
    pause = threading.Event()
    for _ in range(round(PATIENCE_S / 0.02)):
        if holds():
            return
        pause.wait(0.02)
    raise AssertionError("it never came to hold")


def queued(lab: Lab, someone: Someone, **fields: Any) -> str:
    """Puts a submission of a new program into the queue, as a row; returns its id."""
    program = made(someone)
    with lab.database.session() as session:
        submission = Submission(
            team_id=someone.team_id,
            person_id=someone.person_id,
            program_id=program["id"],
            version_id=program["document"]["id"],
            **{"mission": "first_drive", "total": 5, "max_score": 100.0, **fields},
        )
        session.add(submission)
        session.flush()
        return submission.id


def row(database: Database, submission_id: str) -> Submission:
    with database.session() as session:
        return session.get_one(Submission, submission_id)


def card(points: float, text: str = TEXT, **changes: Any) -> Scorecard:
    """A scorecard of a hidden seed of `first_drive`."""
    spec = load_mission("first_drive").spec
    plain = {
        "mission": spec.name, "title": spec.title["en"], "robot": spec.robot, "engine": "mujoco", "seed": None,
        "program_sha256": hashlib.sha256(text.encode()).hexdigest(), "score": points, "max_score": spec.max_score,
        "pass_mark": spec.pass_mark, "passed": points >= spec.pass_mark,
        "verdict": "passed" if points >= spec.pass_mark else "below_pass_mark", "ending": "truncated",
        "ending_reason": "Time is up.", "sim_time_s": 10.0, "steps": 200, "message": "", "hint": "",
        "trajectory_sha256": "b" * 64,
        "criteria": [
            {"name": one.name, "check": one.check, "points": points if index == 0 else 0.0, "max_points": one.points,
             "reason": "so it is"}
            for index, one in enumerate(spec.criteria)
        ],
        **changes,
    }  # fmt: skip
    return Scorecard.model_validate(plain)


@dataclass
class Asked:
    """What a grader was asked."""

    request: SubmissionRequest
    known: dict[int, Scorecard]
    may_begin: Callable[[], bool]


@dataclass
class StepByStep:
    """Grades as a test lets it: each permit is one more seed, and `fault` is raised instead of the next."""

    points: tuple[float, ...] = (90.0, 60.0, 80.0, 90.0, 100.0)
    fault: Exception | None = None
    asked: list[Asked] = field(default_factory=list)
    permits: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def let(self, seeds: int) -> None:
        for _ in range(seeds):
            self.permits.release()

    def __call__(
        self, request: SubmissionRequest, _workers: Any, on_progress: Any, _executor: Any, **given: Any
    ) -> SubmissionScorecard:
        known = given["known"]
        self.asked.append(Asked(request, dict(known), given["may_begin"]))
        cards = dict(known)
        total = len(self.points)
        on_progress(GradingProgress(len(cards), total, 0.0, None))
        for number, points in enumerate(self.points, 1):
            if number in cards:
                continue
            while not self.permits.acquire(timeout=0.02):
                on_progress(GradingProgress(len(cards), total, 1.0, 7.5))
            if self.fault is not None:
                raise self.fault
            cards[number] = card(points, request.program_text)
            given["on_seed"](number, cards[number])
            on_progress(GradingProgress(len(cards), total, 1.0, 5.0))
        return submission_of(request.mission, [cards[number] for number in sorted(cards)])
