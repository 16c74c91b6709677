# SPDX-License-Identifier: Apache-2.0
"""Who may do what: the authorisation matrix.

A row says for a role, in its relation to the thing, which actions it may take. What is not in the table is refused.
Every endpoint asks `allowed` (through `web_console.access.guard`); a test walks the whole table, and every endpoint.
"""

from __future__ import annotations

from typing import Literal

Role = Literal["visitor", "learner", "teacher", "admin"]
Resource = Literal["page", "mission", "target", "session", "class_code", "admin_link", "class", "team", "program",
                   "episode", "stream", "recording", "submission"]  # fmt: skip
Action = Literal["list", "read", "create", "change", "control"]
Relation = Literal["own", "taught", "other", "none"]
"""`own`: of one's own team (a class: one's own). `taught`: of a class that one teaches. `other`: of somebody else's.
`none`: a thing that belongs to nobody, such as a mission."""

ROLES: tuple[Role, ...] = ("visitor", "learner", "teacher", "admin")
RESOURCES: tuple[Resource, ...] = (
    "page", "mission", "target", "session", "class_code", "admin_link", "class", "team", "program", "episode",
    "stream", "recording", "submission",
)  # fmt: skip
ACTIONS: tuple[Action, ...] = ("list", "read", "create", "change", "control")
RELATIONS: tuple[Relation, ...] = ("own", "taught", "other", "none")

_EVERYBODY = ROLES
_KNOWN: tuple[Role, ...] = ("learner", "teacher", "admin")

_Rule = tuple[tuple[Role, ...], Resource, tuple[Action, ...], Relation]
_RULES: tuple[_Rule, ...] = (
    (_EVERYBODY, "page", ("read",), "none"),
    (_EVERYBODY, "mission", ("list", "read"), "none"),
    (_EVERYBODY, "target", ("list",), "none"),
    (_EVERYBODY, "session", ("read", "create", "change"), "none"),
    # Whoever knows a class's code, or the token of an admin link, may use it: that is what they are for.
    (_EVERYBODY, "class_code", ("read",), "none"),
    (_EVERYBODY, "admin_link", ("create",), "none"),
    (("learner",), "class", ("read",), "own"),
    (("teacher",), "class", ("list", "read"), "taught"),
    (("learner",), "team", ("read",), "own"),
    (("teacher",), "team", ("list", "read"), "taught"),
    (_KNOWN, "program", ("list", "read", "create", "change"), "own"),
    (("teacher",), "program", ("list", "read"), "taught"),
    (_KNOWN, "episode", ("list", "read", "create", "control"), "own"),
    (("teacher",), "episode", ("list", "read"), "taught"),
    (_KNOWN, "stream", ("read",), "own"),
    (("teacher",), "stream", ("read",), "taught"),
    (_KNOWN, "recording", ("read",), "own"),
    (("teacher",), "recording", ("read",), "taught"),
    (_KNOWN, "submission", ("list", "read", "create"), "own"),
    (("teacher",), "submission", ("list", "read"), "taught"),
)

MATRIX: frozenset[tuple[Role, Resource, Action, Relation]] = frozenset(
    (role, resource, action, relation)
    for roles, resource, actions, relation in _RULES
    for role in roles
    for action in actions
)


def allowed(role: Role, resource: Resource, action: Action, relation: Relation) -> bool:
    """Whether somebody may do something.

    Args:
        role: of the person, `visitor` for one who is not logged in.
        resource: what it is done to.
        action: what is done.
        relation: of the person to the thing.
    """
    return (role, resource, action, relation) in MATRIX
