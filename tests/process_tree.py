# SPDX-License-Identifier: Apache-2.0
"""Which processes there are: for tests that nothing is left running."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Container, Iterable
from pathlib import Path
from typing import NamedTuple

from missions.benchmark.process_tree import descendants


class Watched(NamedTuple):
    """A process that is watched, whatever becomes of its number: handle (close it), number, command line."""

    handle: int
    pid: int
    command: bytes


def watch(pids: Iterable[int]) -> list[Watched]:
    """Watches processes; those that have ended already are left out."""
    family = []
    for pid in pids:
        try:
            family.append(Watched(os.pidfd_open(pid), pid, command_line(pid)))
        except ProcessLookupError:
            continue
    return family


def await_all_ended(family: Iterable[Watched], timeout_s: float = 30.0) -> None:
    """Waits until every one of them has ended, and lets go of them.

    Raises:
        AssertionError: one goes on.
    """
    left = []
    for one in family:
        ended, _, _ = select.select([one.handle], [], [], timeout_s)
        if not ended:
            left.append((one.pid, one.command, command_line(one.pid)))
        os.close(one.handle)
    assert not left, f"left behind: {left}"


def await_no_process(belongs: Callable[[bytes], bool], timeout_s: float = 60.0) -> None:
    """Waits until no process on this machine has a command line of this sort.

    Raises:
        AssertionError: one goes on.
    """
    while found := [pid for pid in _all_processes() if belongs(command_line(pid))]:
        await_all_ended(watch(found), timeout_s)


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def running(module: str, others: Container[int]) -> list[int]:
    """Processes below this one that run a module of ours, outer ones first.

    Args:
        module: its name.
        others: processes that don't count, such as those that other tests' fixtures keep.
    """
    below = (pid for pid in descendants(os.getpid()) if pid not in others)
    return [pid for pid in below if module.encode() in command_line(pid).split(b"\0")]


def command_line(pid: int) -> bytes:
    """Its command line, the parts of which end with NUL; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
