# SPDX-License-Identifier: Apache-2.0
"""`valence seed class|key|password`: what has to be there before learners come, and what they lost."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import TYPE_CHECKING

from missions.lab_home import lab_home
from web_console.command_line import arguments
from web_console.command_line.outcome import CommandError, ExitCode, SeedOutput, invalid

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "class": (("institution", "class_name"), ("teams", "teacher", "password_stdin")),
    "key": (("code", "nickname"), ()),
    "password": (("login",), ("password_stdin",)),
}
"""Of each kind the flags that it needs, and those that it takes besides."""
_FLAGS = {"class_name": "--class"}
_LONGEST_LINE = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("kind", type=arguments.one_of("kind", list(_KINDS)), metavar="KIND", help=", ".join(_KINDS))
    parser.add_argument("--institution", metavar="NAME", help="of class: whose it is; made if there is none")
    parser.add_argument("--class", dest="class_name", metavar="NAME", help="of class: its name")
    parser.add_argument("--teams", metavar="A,B", help="of class: teams to make; learners can make others")
    parser.add_argument(
        "--teacher", metavar="LOGIN", help="of class: log-in name of its teacher; made if there is none"
    )
    parser.add_argument("--code", metavar="CODE", help="of key: the class's code")
    parser.add_argument("--nickname", metavar="NAME", help="of key: the learner who lost theirs")
    parser.add_argument("--login", metavar="LOGIN", help="of password: log-in name of the teacher or admin")
    parser.add_argument(
        "--password-stdin", action="store_true", help="reads the password from standard input; without it one is made"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, SeedOutput]:
    """Makes it, and says what has to be told on."""
    from web_console.database.connection import Database, UnusableDatabaseError  # noqa: PLC0415 - only now is a database needed
    from web_console.server.refusal import RefusedError  # noqa: PLC0415
    from web_console.server.settings import Settings  # noqa: PLC0415

    _check(given)
    password = _password() if given.password_stdin else None
    os.umask(0o077)  # what the lab keeps is nobody else's on this machine
    try:
        database = Database(Settings(home=lab_home()).database)
    except UnusableDatabaseError as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    try:
        with database.session() as session:
            output = {"class": _class, "key": _key, "password": _new_password}[given.kind](session, given, password)
    except RefusedError as error:
        raise invalid(error.message, error.hint) from error
    finally:
        database.close()
    if not given.json:
        _tell(output)
    return ExitCode.PASSED, output


def _check(given: argparse.Namespace) -> None:
    needed, more = _KINDS[given.kind]
    for kind_needed, kind_more in _KINDS.values():
        for name in (*kind_needed, *kind_more):
            flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
            value = getattr(given, name)
            if name in needed and value is None:
                raise invalid(f"`seed {given.kind}` needs {flag}.", "Try `./valence seed --help`.")
            if name not in (*needed, *more) and value not in (None, False):
                raise invalid(f"{flag} is not for `seed {given.kind}`.", "Leave it out.")
    if given.kind == "class" and given.password_stdin and given.teacher is None:
        raise invalid("--password-stdin is for a --teacher.", "Add the teacher, or leave it out.")


def _password() -> str:
    """A password that is typed unseen, or the first line of a file."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n")


def _class(session: Session, given: argparse.Namespace, password: str | None) -> SeedOutput:
    from web_console.people import seeding  # noqa: PLC0415
    from web_console.people.keys import shown_class_code  # noqa: PLC0415

    made = seeding.new_class(session, given.institution, given.class_name)
    names = [name for name in (given.teams or "").split(",") if name.strip()]
    teams = seeding.new_teams(session, made, names)
    teacher, told = None, None
    if given.teacher is not None:
        teacher, told = seeding.teacher_for(session, made, given.teacher, password)
    code = shown_class_code(made.join_code)
    return SeedOutput(
        message=f"The class “{made.name}” is there; learners join it with the code {code}.",
        hint="Tell the password to the teacher: it is not kept." if told else "",
        institution=made.institution.name,
        class_name=made.name,
        class_code=code,
        teams=[team.name for team in teams],
        teacher=teacher.login_name if teacher else None,
        password=told,
    )


def _key(session: Session, given: argparse.Namespace, _password: str | None) -> SeedOutput:
    from web_console.people import joining, seeding  # noqa: PLC0415

    school_class = seeding.class_of(session, given.code)
    learner = seeding.learner_named(session, school_class, given.nickname)
    return SeedOutput(
        message=f"{learner.nickname} has a new key; the old one is worth nothing any more.",
        hint="Tell it to the learner: it is not kept.",
        class_name=school_class.name,
        nickname=learner.nickname,
        key=joining.new_key_for(session, learner),
    )


def _new_password(session: Session, given: argparse.Namespace, password: str | None) -> SeedOutput:
    from web_console.people import staff  # noqa: PLC0415

    person, told = staff.new_password_for(session, given.login, password)
    return SeedOutput(
        message=f"{person.login_name} has a new password, and is logged out everywhere.",
        hint="It is not kept: tell it to whoever it belongs to." if told else "",
        teacher=person.login_name,
        password=told,
    )


def _tell(output: SeedOutput) -> None:
    print(output.message)
    for label, value in (
        ("Teams", ", ".join(output.teams)),
        ("Log-in name", output.teacher),
        ("Password", output.password),
        ("Key", output.key),
    ):
        if value:
            print(f"  {label}: {value}")
    if output.hint:
        print(f"  {output.hint}")
