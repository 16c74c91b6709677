# SPDX-License-Identifier: Apache-2.0
"""How learners come in: with the code of their class and a nickname, and later with their key."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web_console.access.person import hashed
from web_console.database.tables import is_id
from web_console.people import browser_sessions
from web_console.people.identity import identity
from web_console.people.keys import new_key, read_class_code, read_key
from web_console.people.models import LEARNER, Institution, Person, SchoolClass, Team
from web_console.people.names import display_name
from web_console.people.schemas import ClassSeen, JoinRequest, TeamOfClass
from web_console.server.refusal import RefusedError

MOST_IN_A_TEAM = 10
MOST_IN_A_CLASS = 100
_ASK = "Ask your teacher."


def class_by_code(session: Session, code: str) -> SchoolClass:
    """Finds an open class.

    Args:
        session: of the database.
        code: as it was typed.

    Raises:
        RefusedError: there is none (404), or it takes nobody any more (403).
    """
    found = session.scalar(select(SchoolClass).where(SchoolClass.join_code == read_class_code(code)))
    if found is None:
        hint = "Look at each sign: a code has 8 of them, and no 0, O, 1, I or L."
        raise RefusedError(404, "no_class", "No class has this code.", hint)
    if not found.open:
        raise RefusedError(403, "class_closed", "This class takes nobody new at the moment.", _ASK)
    return found


def describe_class(session: Session, school_class: SchoolClass) -> ClassSeen:
    """Says what whoever wants to join a class has to know.

    Args:
        session: of the database.
        school_class: which one.
    """
    institution = session.get_one(Institution, school_class.institution_id)
    teams = session.scalars(
        select(Team).where(Team.class_id == school_class.id).order_by(Team.created_at, Team.id)
    ).all()
    members: dict[str, list[str]] = {team.id: [] for team in teams}
    learners = select(Person).where(Person.class_id == school_class.id, Person.role == LEARNER)
    for person in session.scalars(learners.order_by(Person.created_at, Person.id)):
        members.get(person.team_id or "", []).append(person.nickname)
    return ClassSeen(
        name=school_class.name,
        institution=institution.name,
        teams=[TeamOfClass(id=team.id, name=team.name, members=members[team.id]) for team in teams],
    )


def join(session: Session, asked: JoinRequest) -> tuple[Person, str]:
    """Takes a learner into a class and a team.

    Args:
        session: of the database.
        asked: for what.

    Returns:
        The learner, and the key to come back with, of which only the hash is kept.

    Raises:
        RefusedError: the class, team or nickname can't be had, with the reason.
    """
    school_class = class_by_code(session, asked.class_code)
    nickname = display_name("nickname", asked.nickname)
    in_class = select(func.count()).select_from(Person).where(Person.class_id == school_class.id)
    if (session.scalar(in_class) or 0) >= MOST_IN_A_CLASS:
        raise RefusedError(409, "class_full", f"This class has {MOST_IN_A_CLASS} members, and can't take more.", _ASK)
    taken = select(Person.id).where(Person.class_id == school_class.id, Person.nickname_identity == identity(nickname))
    if session.scalar(taken) is not None:
        raise _nickname_taken(nickname)
    team = _team(session, school_class, asked)
    key = new_key()
    learner = Person(
        role=LEARNER,
        nickname=nickname,
        institution_id=school_class.institution_id,
        class_id=school_class.id,
        team_id=team.id,
        key_hash=hashed(read_key(key)),
    )
    session.add(learner)
    try:
        session.flush()
    except IntegrityError as error:  # somebody was quicker
        raise _nickname_taken(nickname) from error
    return learner, key


def rejoin(session: Session, key: str) -> Person:
    """Finds the learner whose key this is.

    Args:
        session: of the database.
        key: as it was typed.

    Raises:
        RefusedError: it is nobody's.
    """
    found = session.scalar(select(Person).where(Person.key_hash == hashed(read_key(key))))
    if found is None:
        hint = "It is three words and a number, such as maple-otter-river-48213. If you lost it, ask your teacher."
        raise RefusedError(404, "no_key", "Nobody has this key.", hint)
    return found


def new_key_for(session: Session, learner: Person) -> str:
    """Gives a learner another key. The old one is worth nothing any more, nor what somebody did with it.

    Args:
        session: of the database.
        learner: a row of it.
    """
    key = new_key()
    learner.key_hash = hashed(read_key(key))
    browser_sessions.end_all(session, learner.id)
    return key


def _team(session: Session, school_class: SchoolClass, asked: JoinRequest) -> Team:
    if (asked.team_id is None) == (asked.team_name is None):
        raise RefusedError(422, "invalid", "One team is needed: one that is there, or a new one.", "Choose one.")
    if asked.team_name is not None:
        return _new_team(session, school_class, display_name("team name", asked.team_name))
    team = session.get(Team, asked.team_id) if is_id(asked.team_id or "") else None
    if team is None or team.class_id != school_class.id:
        raise RefusedError(404, "not_found", "There is no such team in this class.", "Choose one that is there.")
    members = select(func.count()).select_from(Person).where(Person.team_id == team.id)
    if (session.scalar(members) or 0) >= MOST_IN_A_TEAM:
        message = f"The team “{team.name}” has {MOST_IN_A_TEAM} members, and can't take more."
        raise RefusedError(409, "team_full", message, "Choose another one, or make one.")
    return team


def _new_team(session: Session, school_class: SchoolClass, name: str) -> Team:
    there = select(Team.id).where(Team.class_id == school_class.id, Team.name_identity == identity(name))
    if session.scalar(there) is not None:
        raise _team_taken(name)
    team = Team(class_id=school_class.id, name=name)
    session.add(team)
    try:
        session.flush()
    except IntegrityError as error:  # somebody was quicker
        raise _team_taken(name) from error
    return team


def _nickname_taken(nickname: str) -> RefusedError:
    return RefusedError(
        409,
        "nickname_taken",
        f"There is a “{nickname}” in this class.",
        "If that is you, come back with your key. If not, choose another nickname.",
    )


def _team_taken(name: str) -> RefusedError:
    return RefusedError(
        409, "team_taken", f"There is a team “{name}” in this class.", "Join it, or choose another name for yours."
    )
