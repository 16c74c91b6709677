# SPDX-License-Identifier: Apache-2.0
"""Counts the files in a box's folder, which no limit of the kernel does: a million empty ones fill its memory."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable

_EVERY_S = 0.1


class FolderWatch:
    """Ends a box whose program makes too many files.

    The box hands out a handle of its folder before it loads the program; from then on nothing in it is asked.
    """

    def __init__(self, most_files: int) -> None:
        """Makes the watch; it begins with `begin`.

        Args:
            most_files: files and folders in all.
        """
        self.too_many = False
        self._most_files = most_files
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._ours, self.theirs = socket.socketpair()

    def begin(self, end: Callable[[], None]) -> None:
        """Begins to watch, when the box has a copy of `theirs`.

        Args:
            end: called once, from a thread, when there are too many files.
        """
        self.theirs.close()
        self._thread = threading.Thread(target=self._watch, args=(end,), name="folder-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the watch."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._ours.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join()
        self._ours.close()
        self.theirs.close()

    def _watch(self, end: Callable[[], None]) -> None:
        try:
            # However long it takes to start: it ends with the box, or when the watch is closed.
            _, handles, _, _ = socket.recv_fds(self._ours, 1, 1)
        except OSError:
            return
        for handle in handles:
            try:
                self._count(handle, end)
            finally:
                os.close(handle)

    def _count(self, handle: int, end: Callable[[], None]) -> None:
        while not self._closed.wait(_EVERY_S):
            folder = os.fstatvfs(handle)
            if folder.f_files - folder.f_ffree > self._most_files:
                self.too_many = True
                end()
                return
