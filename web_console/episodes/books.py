# SPDX-License-Identifier: Apache-2.0
"""The books of episodes: rows of the database, kept up to date while episodes run."""

from __future__ import annotations

from sqlalchemy import select, update

from missions.episode.request import EpisodeOutcome
from web_console.database.connection import Database
from web_console.database.tables import now
from web_console.episodes.models import ENDED, FAILED, RUNNING, STOPPED, WAITING, Episode
from web_console.episodes.performance import Practice


class DatabaseBooks:
    """Books in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        with self._database.session() as session:
            row = session.get_one(Episode, practice.episode_id)
            row.state = STOPPED if card.verdict == "stopped" else ENDED
            row.score, row.max_score, row.passed, row.verdict = card.score, card.max_score, card.passed, card.verdict
            row.scorecard = card.model_dump_json()
            row.problem = " ".join(outcome.warnings)
            row.ended_at = now()

    def failed(self, practice: Practice, problem: str) -> None:
        """The lab could not run it; without a problem, its team called it off before it began."""
        with self._database.session() as session:
            row = session.get_one(Episode, practice.episode_id)
            row.state, row.problem, row.ended_at = FAILED if problem else STOPPED, problem, now()


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
