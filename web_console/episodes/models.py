# SPDX-License-Identifier: Apache-2.0
"""Episodes as the console knows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web_console.database.tables import Row, UtcTime

WAITING, RUNNING, ENDED, STOPPED, FAILED = "waiting", "running", "ended", "stopped", "failed"
KEPT, CLEARING, CLEARED = "kept", "clearing", "cleared"

PRACTICE_FOLDER = "episodes"
"""In the server's home: each practice episode has a folder of its id's name there."""


class Episode(Row):
    """One episode: practice, or one seed of a submission.

    `state` goes waiting → running → ended | stopped (by the team) | failed (through a fault of the lab). `seed` is
    None when it is hidden; `seed_name` is what people see. `folder` is relative to the server's home. `recording` goes
    kept → clearing → cleared when that of an old practice episode makes room for newer ones (`recording_room.py`).
    """

    __tablename__ = "episode"

    team_id: Mapped[str] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    program_id: Mapped[str] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("program_version.id", ondelete="CASCADE"))
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    mission: Mapped[str] = mapped_column(String(60), index=True)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    seed_name: Mapped[str] = mapped_column(String(40))
    robot: Mapped[str] = mapped_column(String(60))
    engine: Mapped[str] = mapped_column(String(60))
    pace: Mapped[float]
    state: Mapped[str] = mapped_column(String(16), default=WAITING, index=True)
    folder: Mapped[str] = mapped_column(String(200), default="")
    recording: Mapped[str] = mapped_column(String(16), default=KEPT, server_default=KEPT, index=True)
    score: Mapped[float | None]
    max_score: Mapped[float | None]
    passed: Mapped[bool | None]
    verdict: Mapped[str] = mapped_column(String(40), default="")
    scorecard: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
