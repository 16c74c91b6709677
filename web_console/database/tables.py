# SPDX-License-Identifier: Apache-2.0
"""What all tables have in common. Nothing in here or built on it is special to one database."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timezone

from sqlalchemy import DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

ID_LENGTH = 22
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def new_id() -> str:
    """A random name of 128 bits; not guessable, and still no proof of any right."""
    return secrets.token_urlsafe(16)


def is_id(text: str) -> bool:
    """Whether something can be the id of a row at all; not every database takes every text as a question.

    Args:
        text: as it was given.
    """
    return _ID.fullmatch(text) is not None


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(timezone.utc)


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC, also where the database keeps no time zones (SQLite)."""

    impl = DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        """Refuses a time without a zone, which would be anybody's guess."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a time zone")
        return value

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        """Puts the zone back."""
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=timezone.utc)


class Table(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Row(Table):
    """A table whose rows have an id and the time of their making."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(UtcTime, default=now)
