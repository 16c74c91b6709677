# SPDX-License-Identifier: Apache-2.0
"""Institutions, classes, teams, people, and the browsers that they are logged in with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from web_console.database.tables import ID_LENGTH, Row, UtcTime
from web_console.people.identity import identity

LEARNER, TEACHER, ADMIN = "learner", "teacher", "admin"
ROLES = (LEARNER, TEACHER, ADMIN)
NICKNAME_LENGTH = 40
NAME_LENGTH = 100
_IDENTITY_LENGTH = 3 * NICKNAME_LENGTH  # small letters take three times the place at most (Unicode, SpecialCasing)


class Institution(Row):
    """A school or another place of learning; `demo` marks one that `--demo` made."""

    __tablename__ = "institution"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), unique=True)
    demo: Mapped[bool] = mapped_column(default=False)


class SchoolClass(Row):
    """A class; whoever knows its join code may join it while it is open."""

    __tablename__ = "school_class"

    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    join_code: Mapped[str] = mapped_column(String(16), unique=True)
    open: Mapped[bool] = mapped_column(default=True)
    institution: Mapped[Institution] = relationship()


class Team(Row):
    """A team of a class; programs, episodes and submissions are its.

    Teachers and admins have each a team of their own, of no class, in which they try things out. Names that look the
    same are the same: `name_identity` is unique in the class.
    """

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("class_id", "name_identity"),)

    class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NICKNAME_LENGTH))
    name_identity: Mapped[str] = mapped_column(String(_IDENTITY_LENGTH))
    school_class: Mapped[SchoolClass | None] = relationship()

    @validates("name")
    def _identify(self, _column: str, name: str) -> str:
        self.name_identity = identity(name)
        return name


class Person(Row):
    """Someone: a learner has a nickname, a team and a key to come back with; others a log-in name and a password.

    A learner gives no name and no address; the nickname is unique in the class only, by what it looks like.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("class_id", "nickname_identity"),)

    role: Mapped[str] = mapped_column(String(16))
    nickname: Mapped[str] = mapped_column(String(NICKNAME_LENGTH))
    nickname_identity: Mapped[str] = mapped_column(String(_IDENTITY_LENGTH))
    institution_id: Mapped[str | None] = mapped_column(ForeignKey("institution.id", ondelete="CASCADE"), index=True)
    class_id: Mapped[str | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"), index=True)
    login_name: Mapped[str | None] = mapped_column(String(NICKNAME_LENGTH), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    team: Mapped[Team | None] = relationship()

    @validates("nickname")
    def _identify(self, _column: str, nickname: str) -> str:
        self.nickname_identity = identity(nickname)
        return nickname


class ClassTeacher(Row):
    """A teacher of a class."""

    __tablename__ = "class_teacher"
    __table_args__ = (UniqueConstraint("class_id", "person_id"),)

    class_id: Mapped[str] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class BrowserSession(Row):
    """A browser in which somebody is logged in. Of its token only the SHA-256 is kept."""

    __tablename__ = "browser_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf_token: Mapped[str] = mapped_column(String(ID_LENGTH * 2))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    person: Mapped[Person] = relationship()


class AdminLink(Row):
    """The link that makes the first admin, once. Of its token only the SHA-256 is kept."""

    __tablename__ = "admin_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
