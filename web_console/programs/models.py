# SPDX-License-Identifier: Apache-2.0
"""Programs and their versions. A version holds one document: a text and, in the block tier, the blocks it came from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web_console.database.tables import Row, UtcTime

AUTOSAVE, KEPT, RESTORED, CONFLICT = "autosave", "kept", "restored", "conflict"


class Program(Row):
    """A team's program for a mission; its newest version has the number `head`."""

    __tablename__ = "program"

    team_id: Mapped[str] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    mission: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(80))
    head: Mapped[int] = mapped_column(default=0)


class ProgramVersion(Row):
    """What a program was at a time: who wrote it, from which version, in which tier.

    `kind`: `autosave` (typed), `kept` (named by its author, or run), `restored` (an older one came back), or
    `conflict` (what somebody had written meanwhile; it is never the head, and nothing of it is lost).

    `writer` is the page in a browser that wrote it. Autosaves that the same writer made one upon the other are a
    series: they have the same `began_at`, and the last one stands for all of them (see `versions.thin_out`). A version
    that must stay whatever comes later has no `began_at`.
    """

    __tablename__ = "program_version"
    __table_args__ = (UniqueConstraint("program_id", "number"),)

    program_id: Mapped[str] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    parent_number: Mapped[int | None]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(80), default="")
    tier: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    blocks: Mapped[str | None] = mapped_column(Text)
    writer: Mapped[str] = mapped_column(String(44), default="")
    began_at: Mapped[datetime | None] = mapped_column(UtcTime)
