# SPDX-License-Identifier: Apache-2.0
"""What is said of people, and what they say to come in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from web_console.people import keys, names, passwords

_ID = Field(default=None, max_length=64)


class PersonSeen(BaseModel):
    """Somebody who is logged in.

    Attributes:
        id: of the person.
        nickname: how they are called.
        role: what they are.
    """

    id: str
    nickname: str
    role: Literal["learner", "teacher", "admin"]


class TeamSeen(BaseModel):
    """The team of somebody who is logged in.

    Attributes:
        id: of the team.
        name: of the team.
        class_name: of its class; empty for the own team of a teacher or an admin.
        institution: of the class or the teacher; may be empty.
    """

    id: str
    name: str
    class_name: str
    institution: str


class SessionBody(BaseModel):
    """Who is logged in with this browser.

    Attributes:
        person: who; null for nobody.
        team: theirs.
        csrf_token: that every change must bear as `X-CSRF-Token`; empty for nobody.
        demo: whether all this belongs to a demo; for nobody, whether there is one to join.
    """

    person: PersonSeen | None
    team: TeamSeen | None
    csrf_token: str
    demo: bool


class JoinedBody(SessionBody):
    """Somebody who has just joined.

    Attributes:
        key: with which they can come back; it is told this once.
    """

    key: str


class JoinRequest(BaseModel):
    """A learner who wants to join a class: a team that is there, or a new one."""

    class_code: str = Field(max_length=keys.RAW_LENGTH)
    nickname: str = Field(max_length=names.RAW_LENGTH)
    team_id: str | None = _ID
    team_name: str | None = Field(default=None, max_length=names.RAW_LENGTH)


class RejoinRequest(BaseModel):
    """A learner who comes back."""

    key: str = Field(max_length=keys.RAW_LENGTH)


class LogInRequest(BaseModel):
    """A teacher or an admin who logs in."""

    login_name: str = Field(max_length=names.RAW_LENGTH)
    password: str = Field(max_length=passwords.LONGEST)


class AdminLinkRequest(BaseModel):
    """The first admin, with the token of the link."""

    token: str = Field(max_length=100)
    login_name: str = Field(max_length=names.RAW_LENGTH)
    password: str = Field(max_length=passwords.LONGEST)
    nickname: str = Field(max_length=names.RAW_LENGTH)


class TeamOfClass(BaseModel):
    """A team that one can join.

    Attributes:
        id: of the team.
        name: of the team.
        members: nicknames.
    """

    id: str
    name: str
    members: list[str]


class ClassSeen(BaseModel):
    """What a class code opens.

    Attributes:
        name: of the class.
        institution: of the class.
        teams: that one can join.
    """

    name: str
    institution: str
    teams: list[TeamOfClass]
