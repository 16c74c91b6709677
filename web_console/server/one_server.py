# SPDX-License-Identifier: Apache-2.0
"""One server a home: two would run each other's episodes, and clean up after each other."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from worlds.errors import HintedError

LOCK_FILE = "console.lock"


class AlreadyRunsError(HintedError):
    """Another server runs on the same home."""


class HomeLock:
    """The lock of a home; what is written into it says where its server is."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, address: str) -> None:
        """Says where the server is.

        Args:
            address: of the server.
        """
        text = json.dumps({"address": address, "process": os.getpid()}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text, 0)


@contextmanager
def only_server(home: Path) -> Iterator[HomeLock]:
    """Makes sure to be the only server on a home. The lock goes with the process, however that ends.

    Args:
        home: the lab's folder.

    Raises:
        AlreadyRunsError: another one runs; the message says where.
        OSError: the folder can't be locked.
    """
    descriptor = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _already_runs(home, os.pread(descriptor, 4096, 0)) from error
        os.ftruncate(descriptor, 0)
        yield HomeLock(descriptor)
    finally:
        os.close(descriptor)


def _already_runs(home: Path, written: bytes) -> AlreadyRunsError:
    try:
        known = json.loads(written)
        address, process = str(known["address"])[:200], int(known["process"])
    except (ValueError, TypeError, KeyError):
        return AlreadyRunsError(f"The lab of {home} is being opened by another call.", "Wait a moment, and try again.")
    return AlreadyRunsError(
        f"The lab of {home} is open already, at {address} (process {process}).",
        "Use that one, or end it first; VALENCE_HOME=FOLDER opens another lab.",
    )
