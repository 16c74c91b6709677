# SPDX-License-Identifier: Apache-2.0
"""However a program in its box comes to its end: it is explained, and nothing is left behind."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest

from missions.benchmark.process_tree import descendants
from tests.fakes.ideal_unicycle import IdealUnicycle
from tests.process_tree import await_all_ended, watch
from valence_nodes.programs.box import BoxLimits, start_box
from valence_nodes.programs.box_endings import crash_line
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.session import ProgramSession, StepLimits
from valence_nodes.programs.source import ProgramSource


@pytest.mark.parametrize(
    "junk",
    [
        b'  File "x.py", line four in drive\n',
        b'  File "x.py", line 4, in drive\n',
        b'  File "x.py", line \xd9\xa3 in drive\n',
        b'  File "x.py", line 99999999999999999999 in drive\n',
        b'  File "x.py", line 0 in drive\n',
        b'"""""", line \n',
        bytes(range(256)) * 300,
    ],
)
def test_junk_on_its_error_output_harms_nothing(drive, junk):
    program = f"""
    def drive(robot):
        import os, signal
        os.set_blocking(2, False)
        try:
            os.write(2, {junk!r})
        except BlockingIOError:
            pass
        os._exit(1)
    """
    result = drive(program)
    assert result.death.kind == "gone"
    assert result.death.line in {None, 4}


def test_a_flood_on_its_outputs_blocks_only_itself(drive):
    result = drive(
        """
        def drive(robot):
            import os
            while True:
                os.write(1, b'x' * 99999)
                os.write(2, b'x' * 99999)
        """,
        step_limits=StepLimits(step_wall_s=1.0, load_wall_s=60.0),
    )
    assert result.failure.kind == "time_step"
    assert len(result.death.log_text) <= 16_384


def test_the_line_of_a_crash_is_found(drive):
    result = drive("def drive(robot):\n    robot.wait(0.1)\n    import ctypes\n    ctypes.string_at(0)\n")
    assert result.death.line == 4
    assert crash_line('  File "/lab/x.py", line 3 in step\n  File "my.py", line 7 in drive\n') == 7
    assert crash_line("nothing of the kind") is None


@pytest.mark.parametrize(
    ("ending", "kind", "words"),
    [
        ("import os; os._exit(3)", "gone", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "gone", "SIGSEGV"),
        ("import os; os.abort()", "gone", "SIGABRT"),
        ("import signal; signal.raise_signal(9)", "memory", "ran out of memory"),  # as the kernel does it
    ],
)
def test_a_sudden_end_is_explained(drive, ending, kind, words):
    result = drive(f"def drive(robot):\n    robot.wait(0.1)\n    {ending}\n")
    assert result.failure is not None
    assert result.failure.kind == "gone"
    assert result.death.kind == kind
    assert words in result.death.message


SOCKET = """
def drive(robot):
    import os
    number = next(n for n in range(3, 64) if is_socket(n))
    {attack}
    robot.wait(1)

def is_socket(number):
    import os, stat
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False
"""


@pytest.mark.parametrize(
    "attack",
    [
        "os.write(number, b'garbage that is no frame')",
        "os.write(number, b'\\xff\\xff\\xff\\xff')",
        "os.write(number, b'\\x00\\x00\\x00\\x01\\xc0')",
        "os.write(number, b'\\x00\\x00\\x00\\x0c\\x81\\xa4kind\\xa6action')",
        "os.close(number)",
    ],
)
def test_garbage_on_the_socket_ends_the_program_alone(drive, attack):
    failure = drive(SOCKET.format(attack=attack)).failure
    assert failure is not None
    assert failure.kind in {"protocol", "gone", "exception"}


def test_a_box_ends_with_the_thread_that_started_it(drive):
    ours, theirs = socket.socketpair()
    session = ProgramSession(ours, ProgramSource("def drive(robot):\n    robot.wait(9)\n"), StepLimits())
    boxes = []

    def start() -> None:
        boxes.append(start_box(theirs, BoxLimits()))
        theirs.close()
        session.start({})

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert boxes[0]._process.wait(30) != 0
    boxes[0].close()
    session.close()


def test_a_box_that_says_nothing_has_no_busy_line(drive):
    ours, theirs = socket.socketpair()
    started = start_box(theirs, BoxLimits())
    theirs.close()
    assert started.busy_line(timeout_s=0.0) is None
    started.kill()
    assert started.busy_line(timeout_s=30.0) is None
    started.close()
    ours.close()


def test_nothing_is_left_behind(drive):
    ours, theirs = socket.socketpair()
    started = start_box(theirs, BoxLimits())
    theirs.close()
    session = ProgramSession(ours, ProgramSource("def drive(robot):\n    while True: pass\n"), StepLimits())
    session.start({})
    members = [started._process.pid, *descendants(started._process.pid)]
    assert len(members) >= 3  # bwrap, its first process inside, and Python
    family = watch(members[1:])
    session.close()
    started.close()
    started.close()  # twice is fine
    await_all_ended(family, timeout_s=10)


def test_a_box_that_is_closed_while_it_starts_leaves_nothing_behind(drive):
    for _ in range(40):
        ours, theirs = socket.socketpair()
        with ours:
            started = start_box(theirs, BoxLimits())
            theirs.close()
            started.close()
            # A process that was left behind would hold the other end open.
            ours.settimeout(60)
            with contextlib.suppress(ConnectionResetError):
                while ours.recv(4096):
                    pass


def test_it_dies_with_its_socket(drive):
    ours, theirs = socket.socketpair()
    started = start_box(theirs, BoxLimits())
    theirs.close()
    session = ProgramSession(ours, ProgramSource("def drive(robot):\n    robot.wait(9)\n"), StepLimits())
    session.start({})
    session.close()
    assert started._process.wait(10) == 0
    started.close()


def test_a_hung_box_says_where(drive):
    ours, theirs = socket.socketpair()
    started = start_box(theirs, BoxLimits())
    theirs.close()
    text = "def drive(robot):\n    max(iter(int, 1))\n"  # never comes back to Python
    session = ProgramSession(ours, ProgramSource(text, "slow.py"), StepLimits(step_wall_s=0.3))
    session.start({})
    with pytest.raises(ProgramFailed) as caught:
        session.step(IdealUnicycle().observation())
    assert caught.value.failure.kind == "time_step"
    assert caught.value.failure.line is None
    assert started.busy_line(timeout_s=30.0) == 2
    session.close()
    started.close()
