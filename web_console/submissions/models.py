# SPDX-License-Identifier: Apache-2.0
"""Submissions: rows until their scorecard is one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web_console.database.tables import Row, UtcTime

QUEUED, RUNNING, GRADED, FAILED = "queued", "running", "graded", "failed"


class Submission(Row):
    """A graded attempt: a program's version on all hidden seeds of its mission.

    `state` goes queued → running → graded | failed. Whoever runs it writes `claimed_by` in the same statement that
    makes it running, and `alive_at` every few seconds; one whose runner fell silent is queued again.
    """

    __tablename__ = "submission"

    team_id: Mapped[str] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    program_id: Mapped[str] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("program_version.id", ondelete="CASCADE"))
    mission: Mapped[str] = mapped_column(String(60), index=True)
    state: Mapped[str] = mapped_column(String(16), default=QUEUED, index=True)
    claimed_by: Mapped[str] = mapped_column(String(60), default="")
    alive_at: Mapped[datetime | None] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer)
    left_s: Mapped[float | None]
    score: Mapped[float | None]
    max_score: Mapped[float | None]
    passed: Mapped[bool | None]
    scorecard: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
