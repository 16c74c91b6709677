# SPDX-License-Identifier: Apache-2.0
"""The books of episodes: rows of the database, kept up to date while episodes run."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from missions.episode.request import EpisodeOutcome
from web_console.database.connection import Database
from web_console.database.tables import now
from web_console.episodes.models import ENDED, FAILED, RUNNING, STOPPED, WAITING, Episode
from web_console.episodes.performance import Practice

_TRY_AGAIN_S = 2.0


class DatabaseBooks:
    """Books in the database. How an episode ended is written again and again until it is: its disk may be full."""

    def __init__(
        self, database: Database, try_again_s: float = _TRY_AGAIN_S, is_over: Callable[[], None] = lambda: None
    ) -> None:
        """Opens them.

        Args:
            database: to write into.
            try_again_s: how long to wait before something is tried again, in seconds.
            is_over: called when it is written that an episode is over; must not take long.
        """
        self._database = database
        self._is_over = is_over
        self._try_again_s = try_again_s
        self._closing = threading.Event()

    def started(self, practice: Practice) -> bool:
        """It has a place now. Returns False when it should not run after all."""
        with self._database.session() as session:
            claimed = session.execute(
                update(Episode)
                .where(Episode.id == practice.episode_id, Episode.state == WAITING)
                .values(state=RUNNING, started_at=now())
            )
            return bool(claimed.rowcount)  # type: ignore[attr-defined] # an UPDATE has one

    def ended(self, practice: Practice, outcome: EpisodeOutcome) -> None:
        """It has come to its end."""
        card = outcome.scorecard

        def write(row: Episode) -> None:
            row.state = STOPPED if card.verdict == "stopped" else ENDED
            row.score, row.max_score, row.passed, row.verdict = card.score, card.max_score, card.passed, card.verdict
            row.scorecard = card.model_dump_json()
            row.problem = " ".join(outcome.warnings)

        self._finish(practice, write)

    def failed(self, practice: Practice, problem: str) -> None:
        """The lab could not run it."""

        def write(row: Episode) -> None:
            row.state, row.problem = FAILED, problem

        self._finish(practice, write)

    def called_off(self, practice: Practice) -> None:
        """Its team does not want it any more; one that has begun meanwhile goes on."""
        with self._database.session() as session:
            waits = Episode.id == practice.episode_id, Episode.state == WAITING
            session.execute(update(Episode).where(*waits).values(state=STOPPED, ended_at=now()))

    def close(self) -> None:
        """The server ends: what can't be written now is told at the next start."""
        self._closing.set()

    def _finish(self, practice: Practice, write: Callable[[Episode], None]) -> None:
        while True:
            try:
                with self._database.session() as session:
                    row = session.get_one(Episode, practice.episode_id)
                    write(row)
                    row.ended_at = now()
                self._is_over()
                return
            except OperationalError:
                if self._closing.wait(self._try_again_s):
                    raise


def close_interrupted(database: Database) -> int:
    """Marks practice episodes that ran when the server ended, and returns how many there were."""
    with database.session() as session:
        left = session.scalars(
            select(Episode).where(Episode.submission_id.is_(None), Episode.state.in_((WAITING, RUNNING)))
        ).all()
        for row in left:
            row.state, row.ended_at = FAILED, now()
            row.problem = "The lab was closed while this episode ran. Run it again."
        return len(left)
