# SPDX-License-Identifier: Apache-2.0
"""A command that is broken off takes all it has started with it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading

import pytest

from valence_nodes.process_group import end_group, run_to_end


def test_what_it_says_and_how_it_ends_is_told():
    done = run_to_end(("sh", "-c", "echo out; echo err >&2; exit 3"), 60)
    assert (done.returncode, done.stdout, done.stderr) == (3, b"out\n", b"err\n")


def test_a_command_that_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        run_to_end(("no-such-command",), 60)


class Family:
    """A process and its child, both of which hold one end of a pipe for as long as they live."""

    def __init__(self) -> None:
        self.ours, self.theirs = os.pipe()
        self.command = ("sh", "-c", f"sh -c 'echo up >/dev/fd/{self.theirs}; sleep 1000' & wait")

    def await_up(self) -> None:
        assert os.read(self.ours, 3) == b"up\n"

    def ended(self) -> bool:
        os.close(self.theirs)
        closed = False
        while not closed and select.select([self.ours], [], [], 30)[0]:
            closed = not os.read(self.ours, 100)
        os.close(self.ours)
        return closed


def test_one_that_takes_too_long_leaves_nothing_behind():
    family = Family()
    with pytest.raises(subprocess.TimeoutExpired):
        run_to_end(family.command, 0.2, (family.theirs,))
    assert family.ended()


def test_one_that_is_interrupted_leaves_nothing_behind():
    family = Family()

    def interrupt() -> None:
        family.await_up()
        os.kill(os.getpid(), signal.SIGINT)

    watcher = threading.Thread(target=interrupt)
    watcher.start()
    with pytest.raises(KeyboardInterrupt):
        run_to_end(family.command, 60, (family.theirs,))
    watcher.join()
    assert family.ended()


def test_a_terminals_interrupt_does_not_reach_it():
    done = run_to_end(("sh", "-c", "cut -d' ' -f6 /proc/$$/stat"), 60)
    assert int(done.stdout) != os.getsid(0)


def test_a_group_that_has_ended_already_is_left_alone():
    with subprocess.Popen(["true"], start_new_session=True) as process:
        process.wait()
        end_group(process)
    assert process.returncode == 0
