# SPDX-License-Identifier: Apache-2.0
"""Institutions, classes and teams made from outside the pages: by `./valence seed`, and for the demo."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from web_console.people.identity import identity
from web_console.people.keys import new_class_code, read_class_code, shown_class_code
from web_console.people.models import LEARNER, TEACHER, ClassTeacher, Institution, Person, SchoolClass, Team
from web_console.people.names import display_name, institution_or_class, login_name
from web_console.people.passwords import generated_password
from web_console.people.staff import new_staff
from web_console.server.refusal import RefusedError


def institution_named(session: Session, name: str, *, demo: bool = False) -> Institution:
    """The institution of a name, or of one that looks the same; made if there is none.

    Args:
        session: of the database.
        name: as it was typed.
        demo: marks a new one as a demo's.

    Raises:
        RefusedError: the name can't be had.
    """
    shown = institution_or_class("institution's name", name)
    for one in session.scalars(select(Institution)):
        if identity(one.name) == identity(shown):
            return one
    made = Institution(name=shown, demo=demo)
    session.add(made)
    session.flush()
    return made


def new_class(session: Session, institution: str, name: str, *, code: str = "", demo: bool = False) -> SchoolClass:
    """Makes a class, and its institution at need.

    Args:
        session: of the database.
        institution: name of it.
        name: of the class.
        code: to join with; a random one by default.
        demo: marks a new institution as a demo's.

    Raises:
        RefusedError: a name can't be had, or the institution has such a class.
    """
    owner = institution_named(session, institution, demo=demo)
    shown = institution_or_class("class's name", name)
    there = session.scalars(select(SchoolClass).where(SchoolClass.institution_id == owner.id))
    for other in there:
        if identity(other.name) == identity(shown):
            raise RefusedError(
                409,
                "class_taken",
                f"“{owner.name}” has a class “{other.name}”; its code is {shown_class_code(other.join_code)}.",
                "Choose another name for the new one.",
            )
    made = SchoolClass(institution_id=owner.id, name=shown, join_code=code or new_class_code())
    session.add(made)
    session.flush()
    return made


FIRST_INSTITUTION, FIRST_CLASS = "This lab", "First class"
_SHOWN = 5


def open_classes(session: Session) -> list[SchoolClass]:
    """The newest classes that can be joined, a handful; in a lab that has no class at all, a first one is made.

    So whoever has just opened a lab can begin at once.
    """
    if session.scalar(select(SchoolClass.id).limit(1)) is None:
        new_class(session, FIRST_INSTITUTION, FIRST_CLASS)
    newest = select(SchoolClass).where(SchoolClass.open).order_by(SchoolClass.created_at.desc()).limit(_SHOWN)
    return list(session.scalars(newest))


def class_of(session: Session, code: str) -> SchoolClass:
    """The class of a code, open or not.

    Raises:
        RefusedError: there is none.
    """
    found = session.scalar(select(SchoolClass).where(SchoolClass.join_code == read_class_code(code)))
    if found is None:
        raise RefusedError(404, "no_class", f"No class has the code “{code[:20]}”.", "Look at each sign.")
    return found


def new_teams(session: Session, school_class: SchoolClass, given: list[str]) -> list[Team]:
    """Makes teams of a class.

    Args:
        session: of the database.
        school_class: that they are of.
        given: their names as they were typed.

    Raises:
        RefusedError: a name can't be had, or comes twice.
    """
    shown = [display_name("team name", name) for name in given]
    seen: dict[str, str] = {}
    for name in shown:
        if identity(name) in seen:
            raise RefusedError(409, "team_taken", f"There are two teams “{name}”.", "Give each a name of its own.")
        seen[identity(name)] = name
    teams = [Team(class_id=school_class.id, name=name) for name in shown]
    session.add_all(teams)
    session.flush()
    return teams


def teacher_for(
    session: Session, school_class: SchoolClass, login: str, password: str | None
) -> tuple[Person, str | None]:
    """Gives a class its teacher, made if there is nobody of that name.

    Args:
        session: of the database.
        school_class: that they will teach.
        login: their log-in name as it was typed.
        password: for a new teacher; None has one made.

    Returns:
        The teacher, and the password if it was made here.

    Raises:
        RefusedError: the name or password can't be had, or there is such a person already who has a password.
    """
    name = login_name(login)
    person = session.scalar(select(Person).where(Person.login_name == name))
    if person is None:
        chosen = password if password is not None else generated_password(name)
        person = new_staff(session, TEACHER, name, chosen, name, school_class.institution_id)
        give_teacher(session, school_class, person)
        return person, chosen if password is None else None
    if person.role != TEACHER:
        raise RefusedError(409, "no_teacher", f"“{name}” is no teacher.", "Choose another log-in name.")
    if password is not None:
        hint = "Leave it out, or set it with `./valence seed password`."
        raise RefusedError(409, "has_password", f"“{name}” is there, and has a password.", hint)
    give_teacher(session, school_class, person)
    return person, None


def learner_named(session: Session, school_class: SchoolClass, nickname: str) -> Person:
    """A learner of a class.

    Args:
        session: of the database.
        school_class: that they are in.
        nickname: as it was typed.

    Raises:
        RefusedError: there is none.
    """
    found = session.scalar(
        select(Person).where(
            Person.class_id == school_class.id,
            Person.role == LEARNER,
            Person.nickname_identity == identity(display_name("nickname", nickname)),
        )
    )
    if found is None:
        raise RefusedError(404, "not_found", f"Nobody in “{school_class.name}” is called “{nickname[:40]}”.")
    return found


def give_teacher(session: Session, school_class: SchoolClass, teacher: Person) -> None:
    """Makes somebody a teacher of a class."""
    session.add(ClassTeacher(class_id=school_class.id, person_id=teacher.id))
    session.flush()
