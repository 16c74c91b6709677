# SPDX-License-Identifier: Apache-2.0
"""Each graded seed as an episode of its team, which can be watched again; the seed itself nobody is told."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from missions.grading.grading import seed_folder, seed_name
from missions.scorecard import Scorecard
from web_console.database.tables import now
from web_console.episodes.models import ENDED, Episode
from web_console.submissions.models import Submission

_FOLDER = "submissions"


def submission_folder(submission_id: str) -> Path:
    """Where a submission and its episodes leave their files, in the server's home."""
    return Path(_FOLDER) / submission_id


def keep_episode(session: Session, submission: Submission, number: int, card: Scorecard) -> None:
    """Keeps a graded seed as an episode.

    Args:
        session: of the database.
        submission: that it is of.
        number: of the hidden seed, 1 first.
        card: its scorecard, without the seed.
    """
    name = seed_name(number)
    session.execute(delete(Episode).where(Episode.submission_id == submission.id, Episode.seed_name == name))
    first_step_s = card.timing.first_step_unix_s if card.timing else 0.0
    session.add(
        Episode(
            team_id=submission.team_id,
            person_id=submission.person_id,
            program_id=submission.program_id,
            version_id=submission.version_id,
            submission_id=submission.id,
            mission=submission.mission,
            seed=None,
            seed_name=name,
            robot=card.robot,
            engine=card.engine,
            pace=0.0,
            state=ENDED,
            folder=str(seed_folder(submission_folder(submission.id), number)),
            score=card.score,
            max_score=card.max_score,
            passed=card.passed,
            verdict=card.verdict,
            scorecard=card.model_dump_json(),
            started_at=datetime.fromtimestamp(first_step_s, timezone.utc) if first_step_s else None,
            ended_at=now(),
        )
    )


def episodes_of(session: Session, submission_id: str) -> dict[int, Episode]:
    """The episodes of a submission by the number of their seed, as many as there are."""
    found = session.scalars(select(Episode).where(Episode.submission_id == submission_id))
    # Their names end with the number, see `seed_name`.
    by_number = {int(episode.seed_name.rsplit(" ", 1)[1]): episode for episode in found}
    return dict(sorted(by_number.items()))


def known_cards(session: Session, submission_id: str, program_sha256: str) -> dict[int, Scorecard]:
    """Scorecards of seeds that were graded before grading was interrupted, by number."""
    cards = {}
    for number, episode in episodes_of(session, submission_id).items():
        try:
            card = Scorecard.model_validate_json(episode.scorecard or "")
        except ValidationError:
            continue  # of another version of the lab
        if card.program_sha256 == program_sha256:
            cards[number] = card
    return cards
