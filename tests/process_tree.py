# SPDX-License-Identifier: Apache-2.0
"""Which processes descend from a process: for tests that nothing is left running."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from pathlib import Path


def descendants(pid: int) -> Iterator[int]:
    """Process ids of all children, and theirs; one that ends while we look is left out."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return
    for task in tasks:
        try:
            children = (task / "children").read_text(encoding="ascii").split()
        except (FileNotFoundError, ProcessLookupError):
            continue  # This thread ended between the listing and the reading.
        for child in map(int, children):
            yield child
            yield from descendants(child)


def await_no_process(belongs: Callable[[bytes], bool], timeout_s: float = 60.0) -> None:
    """Waits until no process on this machine has a command line of this sort.

    Raises:
        AssertionError: one goes on.
    """
    while found := [pid for pid in _all_processes() if belongs(command_line(pid))]:
        try:
            handle = os.pidfd_open(found[0])
        except ProcessLookupError:
            continue
        try:
            ended, _, _ = select.select([handle], [], [], timeout_s)
        finally:
            os.close(handle)
        assert ended, f"process {found[0]} goes on: {command_line(found[0])!r}"


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def command_line(pid: int) -> bytes:
    """Its command line, the parts of which end with NUL; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
