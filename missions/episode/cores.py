# SPDX-License-Identifier: Apache-2.0
"""A processor core of its own for each episode that runs as fast as it can.

Lock-step lets only one process of an episode work at a time. On one core a command reaches the next process by a
switch; on two it has to wake a core that sleeps, which in a virtual machine costs several times as much, and finds
its caches cold: a 60 s episode took 4.2 s so and 3.1 s on one core. Two episodes side by side take two cores.

On such a core a message must not interrupt who sends it: Linux's batch policy lets a process go on until it waits,
which saves half of the switches, and a fifth of the time.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager


class Core:
    """A core that no other episode of this machine has claimed, or none when all are taken."""

    def __init__(self, wanted: bool = True) -> None:
        """Claims the first free core; the kernel gives it back when this process ends, however it ends.

        Args:
            wanted: False claims none.
        """
        self._claim: socket.socket | None = None
        self.number: int | None = None
        for number in sorted(os.sched_getaffinity(0)) if wanted else ():
            claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                claim.bind(f"\0valence-core-{number}")
            except OSError:
                claim.close()
                continue
            self._claim, self.number = claim, number
            return

    @contextmanager
    def for_children(self) -> Iterator[None]:
        """Puts on this core, under the batch policy, what the calling thread starts meanwhile.

        Without a core it changes nothing.
        """
        if self.number is None:
            yield
            return
        before, policy = os.sched_getaffinity(0), (os.sched_getscheduler(0), os.sched_getparam(0))
        os.sched_setaffinity(0, {self.number})
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)
            os.sched_setscheduler(0, *policy)

    def close(self) -> None:
        """Gives the core back."""
        if self._claim is not None:
            self._claim.close()
        self._claim = self.number = None
