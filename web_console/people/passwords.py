# SPDX-License-Identifier: Apache-2.0
"""Passwords of teachers and admins: argon2id with the parameters of RFC 9106 that `argon2-cffi` has by default."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web_console.server.refusal import RefusedError

SHORTEST, LONGEST = 10, 200
_FEWEST_SIGNS = 5
_GENERATED_BYTES = 12

_hasher = PasswordHasher()
# One hash takes 64 MiB for a moment: many log-ins at once must not take the memory of the whole lab, nor may those that
# wait for their turn keep everybody else from being answered.
_one_at_a_time = threading.Lock()
_room_to_wait = threading.BoundedSemaphore(8)
_nobodys: list[str] = []


def check_new_password(password: str, login_name: str) -> str:
    """Makes sure that a new password is worth its name.

    Args:
        password: as it was typed.
        login_name: of whose it will be.

    Raises:
        RefusedError: it is too short, too long, or too easy to guess.
    """
    problem = ""
    if len(password) < SHORTEST:
        problem = f"has {len(password)} characters"
    elif len(password) > LONGEST:
        problem = f"has more than {LONGEST} characters"
    elif len(set(password)) < _FEWEST_SIGNS:
        problem = f"has only {len(set(password))} different characters"
    elif login_name in password.casefold():
        problem = "holds the log-in name"
    if problem:
        hint = f"Use {SHORTEST} to {LONGEST} characters, such as four words that do not belong together."
        raise RefusedError(422, "bad_password", f"This password {problem}.", hint)
    return password


def password_hash(password: str) -> str:
    """What is kept of a password: its argon2id hash, with its own salt and parameters.

    Args:
        password: as it was typed.

    Raises:
        RefusedError: too many wait for theirs.
    """
    with _turn():
        return _hasher.hash(_plain(password))


def password_fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept. It takes as long when there is none: nobody learns who exists.

    Args:
        kept: its hash; None where there is no such person.
        password: as it was typed.
    """
    if not _nobodys:
        _nobodys.append(password_hash(secrets.token_urlsafe()))
    with _turn():
        try:
            right = _hasher.verify(_nobodys[0] if kept is None else kept, _plain(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def needs_new_hash(kept: str) -> bool:
    """Whether a kept hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def generated_password(login_name: str) -> str:
    """Makes a password of 96 random bits.

    Args:
        login_name: of whose it will be.
    """
    while True:
        password = secrets.token_urlsafe(_GENERATED_BYTES)
        with suppress(RefusedError):
            return check_new_password(password, login_name)


@contextmanager
def _turn() -> Iterator[None]:
    if not _room_to_wait.acquire(blocking=False):
        raise RefusedError(503, "busy", "Many log in at this moment.", "Try again in a moment.")
    try:
        with _one_at_a_time:
            yield
    finally:
        _room_to_wait.release()


def _plain(password: str) -> str:
    # The same password typed on another keyboard may come in other code points (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)
