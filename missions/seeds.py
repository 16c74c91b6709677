# SPDX-License-Identifier: Apache-2.0
"""Seeds: public ones stand in the mission, hidden ones come from a secret that only this lab has."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from missions.errors import LabHomeError, MissionError
from missions.lab_home import lab_home
from missions.spec import MAX_SEED, Mission

SECRET_FILE = "lab_secret"  # noqa: S105 - its name, not the secret
SECRET_BYTES = 32


def lab_secret() -> bytes:
    """Returns the lab's secret, made at the first call and the same ever after.

    Raises:
        LabHomeError: the secret's file can't be made or read, has another length, or others may read it.
    """
    file = lab_home() / SECRET_FILE
    try:
        if not file.exists() and not file.is_symlink():
            _make(file)
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as opened:  # noqa: PTH123 - a handle, not a path
            mode = os.fstat(handle).st_mode
            secret = opened.read(SECRET_BYTES + 1) if stat.S_ISREG(mode) else b""
    except OSError as error:
        raise _bad(file, f"can't be read or made ({error.strerror})") from error
    if not stat.S_ISREG(mode):
        raise _bad(file, "is not a regular file")
    if mode & 0o077:
        raise LabHomeError(
            f"The lab's secret {file} may be read by others (its mode is {stat.S_IMODE(mode):04o}, 0600 is needed).",
            "Run `chmod 600` on it; if others have seen it, delete it and a new one is made.",
        )
    if len(secret) != SECRET_BYTES:
        raise _bad(file, f"does not have {SECRET_BYTES} bytes")
    return secret


def hidden_seed(mission_name: str, index: int) -> int:
    """Returns one hidden seed, 0 ≤ seed < 2**63.

    HMAC-SHA256 (RFC 2104) of the mission's name and the index under the lab's secret: nobody without the
    secret can tell it, and the lab needs to store none.

    Args:
        mission_name: name of the mission.
        index: which of its hidden seeds, 0 first.

    Raises:
        ValueError: the index is negative.
        LabHomeError: the lab's secret can't be used.
    """
    if index < 0:
        raise ValueError(f"the index of a hidden seed must be 0 or more, not {index}")
    text = f"valence hidden seed 1\0{mission_name}\0{index}".encode()
    return int.from_bytes(hmac.new(lab_secret(), text, hashlib.sha256).digest()[:8], "big") >> 1


def hidden_seeds(mission: Mission) -> tuple[int, ...]:
    """Returns all hidden seeds that a submission of the mission is graded with."""
    return tuple(hidden_seed(mission.spec.name, index) for index in range(mission.spec.hidden_seed_count))


def practice_seed(mission: Mission, given: int | None) -> int:
    """Returns the seed for a practice episode: the given one, or else the mission's first public seed.

    Raises:
        MissionError: the given seed is not a whole number from 0 to 2**63 - 1.
    """
    if given is None:
        return mission.spec.public_seeds[0]
    if not 0 <= given <= MAX_SEED:
        raise MissionError(f"The seed must be from 0 to {MAX_SEED}, not {str(given)[:40]}.")
    return given


def _make(file: Path) -> None:
    """Writes the secret in full beside its place, then links it there: no reader ever sees half of it."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as opened:  # noqa: PTH123 - a handle, not a path
            opened.write(secrets.token_bytes(SECRET_BYTES))
            opened.flush()
            os.fsync(handle)
        try:
            os.link(partial, file)
        except FileExistsError:
            return  # another process was first; its secret counts
    finally:
        partial.unlink()


def _bad(file: Path, what: str) -> LabHomeError:
    return LabHomeError(
        f"The lab's secret {file} {what}.",
        "Bring the file back from your backup; or remove it and a new one is made, with other hidden seeds.",
    )
