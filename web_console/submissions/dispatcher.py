# SPDX-License-Identifier: Apache-2.0
"""Grades submissions one after another, in a thread of the server: the oldest first, and practice before all.

One is graded at a time, by all grading processes together: so each comes to its end as early as it can.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from missions.grading import grading
from missions.grading.grading import OnSeed, SubmissionRequest
from missions.grading.playing import GradingProgress, OnProgress, OpenExecutor
from missions.grading.submission import Submission as SubmissionScorecard
from missions.scorecard import Scorecard
from web_console.database.connection import Database
from web_console.mission_shelf.shelf import mission_of
from web_console.programs.models import ProgramVersion
from web_console.submissions import queue
from web_console.submissions.graded_episodes import keep_episode, known_cards, submission_folder
from web_console.submissions.models import Submission
from web_console.submissions.warm_pool import WarmPool
from worlds.errors import HintedError

PROGRAM_NAME = "program.py"
"""How graded programs are called in messages."""

_LOOK_EVERY_S = 2.0
_TELL_EVERY_S = 1.0
_COOL_AFTER_S = 120.0
_STEPS_BACK_FOR_S = 60.0
"""How long one graded episode lets practice go first: a class that practises without a pause is graded, too."""


class Grade(Protocol):
    """What grades a submission: `missions.grading.grading.grade`."""

    def __call__(
        self,
        request: SubmissionRequest,
        workers: int | None,
        on_progress: OnProgress | None,
        open_executor: OpenExecutor | None,
        *,
        on_seed: OnSeed | None,
        known: dict[int, Scorecard],
        may_begin: Callable[[], bool],
    ) -> SubmissionScorecard:
        """Grades it; see there."""


class _Stopping(Exception):  # noqa: N818 - no error
    """The server ends."""


class Dispatcher:
    """The thread that grades.

    Attributes:
        practice_waiting: whether a practice episode waits for a place; a graded episode lets it go first, for a
            minute at most.
        episode_kept: called when a graded episode has left its recording; must not take long.
    """

    def __init__(
        self, database: Database, home: Path, workers: int, log: logging.Logger, grade: Grade = grading.grade
    ) -> None:
        """Makes it; it begins with `start`.

        Args:
            database: with the queue.
            home: the server's folder.
            workers: episodes that are graded at once.
            log: for what goes wrong.
            grade: what grades a submission.
        """
        self.practice_waiting: Callable[[], bool] = lambda: False
        self.episode_kept: Callable[[], None] = lambda: None
        self._database = database
        self._home = home
        self._log = log
        self._grade = grade
        self._pool = WarmPool(workers)
        self._runner = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="grading", daemon=True)

    def start(self) -> None:
        """Begins to grade."""
        self._thread.start()

    def wake(self) -> None:
        """Says that there is something new in the queue."""
        self._wake.set()

    def close(self) -> None:
        """Ends it; what is being graded is queued again, and what of it is done stays done."""
        self._stop.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        idle_since_s = time.monotonic()
        try:
            while not self._stop.is_set():
                self._wake.clear()
                if self._grade_next():
                    idle_since_s = time.monotonic()
                    continue
                if time.monotonic() - idle_since_s > _COOL_AFTER_S:
                    self._pool.abandon()
                self._wake.wait(_LOOK_EVERY_S)
        finally:
            self._pool.abandon()

    def _grade_next(self) -> bool:
        """Grades the next submission; returns whether there was one that could be graded."""
        try:
            with self._database.session() as session:
                queue.requeue_abandoned(session)
                submission = queue.claim(session, self._runner)
            return submission is not None and self._graded(submission)
        except queue.LostError:
            self._log.warning("a submission is not ours any more: it was deleted, or this server was too slow to tell")
            return True
        except SQLAlchemyError:
            # A full disk, say: the row says that we are silent, and it is tried again when it can be written to.
            self._log.exception("the queue of submissions can't be used")
            return False

    def _graded(self, submission: Submission) -> bool:
        try:
            scorecard = self._scorecard_of(submission)
            with self._database.session() as session:
                queue.finish(session, submission.id, self._runner, scorecard)
        except _Stopping:
            with self._database.session() as session:
                queue.give_back(session, submission.id, self._runner)
        except (queue.LostError, SQLAlchemyError):
            raise
        except Exception as error:  # whatever goes wrong in the lab must not end the grading of others
            self._log.exception("submission %s could not be graded", submission.id)
            what = error.message if isinstance(error, HintedError) else "An error that is in the server's log."
            with self._database.session() as session:
                queue.note_fault(session, submission.id, self._runner, what)
        return True

    def _scorecard_of(self, submission: Submission) -> SubmissionScorecard:
        mission = mission_of(submission.mission)
        with self._database.session() as session:
            text = session.get_one(ProgramVersion, submission.version_id).text
            known = known_cards(session, submission.id, hashlib.sha256(text.encode()).hexdigest())

        def keep(number: int, card: Scorecard) -> None:
            with self._database.session() as session:
                keep_episode(session, submission, number, card)
            self.episode_kept()

        return self._grade(
            SubmissionRequest(mission, text, PROGRAM_NAME, self._home / submission_folder(submission.id)),
            self._pool.workers,
            self._teller(submission.id),
            self._pool.opened,
            on_seed=keep,
            known=known,
            may_begin=self._behind_practice(),
        )

    def _behind_practice(self) -> Callable[[], bool]:
        """Whether a graded episode may begin now."""
        waits_since_s: float | None = None

        def may_begin() -> bool:
            nonlocal waits_since_s
            now_s = time.monotonic()
            if self.practice_waiting():
                waits_since_s = now_s if waits_since_s is None else waits_since_s
                if now_s - waits_since_s < _STEPS_BACK_FOR_S:
                    return False
            waits_since_s = None
            return True

        return may_begin

    def _teller(self, submission_id: str) -> OnProgress:
        """Writes the progress about once a second, and ends the grading when the server ends."""
        last: tuple[int, float] | None = None

        def tell(progress: GradingProgress) -> None:
            nonlocal last
            if self._stop.is_set():
                raise _Stopping
            now_s = time.monotonic()
            if last is None or progress.done != last[0] or now_s - last[1] >= _TELL_EVERY_S:
                last = progress.done, now_s
                with self._database.session() as session:
                    queue.tell_progress(session, submission_id, self._runner, progress)

        return tell
