# SPDX-License-Identifier: Apache-2.0
"""Processes that are started in a session of their own, and ended with all that they have started.

bubblewrap's first process inside does not end with bwrap itself before it has asked for that: whoever ends bwrap
alone while it starts (as Ctrl-C in a terminal does) leaves a process that waits for ever. Until then it is in
bwrap's process group, so it is the group that has to be ended; and the terminal must not reach it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all of its group at once.

    Args:
        process: started with `start_new_session`. Once it has been waited for, its number may be another's, and
            nothing is done.
    """
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def run_to_end(
    command: Sequence[str], timeout_s: float, handles: Sequence[int] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Runs a command that should soon end, and ends its whole group if anything comes between.

    Args:
        command: and its arguments.
        timeout_s: how long it may take.
        handles: file descriptors that it is given.

    Returns:
        Its exit code and what it wrote.

    Raises:
        subprocess.TimeoutExpired: it took longer.
        OSError: it can't be started.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=handles,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=timeout_s)
        except BaseException:
            end_group(process)
            raise
    return subprocess.CompletedProcess(list(command), process.returncode, out, err)
