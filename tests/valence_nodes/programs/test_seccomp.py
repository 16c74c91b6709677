# SPDX-License-Identifier: Apache-2.0
"""System calls that the box refuses, asked for by a program in it."""

from __future__ import annotations

import platform
import re
from pathlib import Path

import pytest

from valence_nodes.programs import seccomp
from valence_nodes.programs.box import BoxLimits


@pytest.mark.parametrize(
    "attack",
    [
        "import socket; socket.socket()",
        "import socket; socket.socketpair()",
        "import os; os.fork()",
        "import subprocess; subprocess.run(['/usr/bin/true'])",
        "import os; os.kill(1, 9)",
        "import os; os.memfd_create('x')",
        "import os; os.chroot('/work')",
        "import os; os.execv('/python/bin/python', ['x'])",
        "import os; os.execve(next(n for n in range(3, 9) if n), ['x'], {})",
        "import os; os.posix_spawn('/lib64/ld-linux-x86-64.so.2', ['x'], {})",
        "import os; os.mkfifo('/work/pipe')",
        "import os; os.setxattr('/work', 'user.x', b'1')",
        "import os; os.pipe()",
        "import os; os.chmod('/dev/null', 0o666)",  # of the machine itself, where root runs the lab
        "import os; os.fchmod(0, 0o666)",
        "import os; os.chown('/work', 65534, 65534)",
        "import os; os.utime('/dev/null')",
        "import os; os.fsync(os.open('/dev/null', os.O_RDONLY))",
        "import os; os.nice(1)",
        "import os; os.sched_setaffinity(0, {0})",
        "import fcntl; fcntl.flock(open('/lab/valence_nodes/__init__.py'), fcntl.LOCK_SH)",
        "import fcntl; fcntl.lockf(open('/work/x', 'w'), fcntl.LOCK_EX)",
        "import fcntl; fcntl.fcntl(2, 1031, 1 << 20)",  # F_SETPIPE_SZ
        "import threading; threading.Thread(target=print).start()",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
    ],
)
def test_what_the_kernel_is_not_asked_for(drive, attack):
    failure = drive(f"def drive(robot):\n    {attack}\n").failure
    assert failure is not None
    assert failure.kind == "forbidden"
    assert failure.line == 2
    assert "box does not allow" in failure.message


def system_call(number: int, *arguments: int) -> str:
    """A program that makes a system call and says what came of it."""
    given = ", ".join(map(str, (number, *arguments)))
    return (
        "def drive(robot):\n    import ctypes, errno, os\n    robot.wait(0.1)\n"
        f"    got = ctypes.CDLL(None, use_errno=True).syscall({given})\n"
        "    robot.say((got, errno.errorcode.get(ctypes.get_errno())))\n"
    )


def number_of(name: str) -> int:
    column = 0 if platform.machine() == "x86_64" else 1
    return seccomp._REFUSED[name][column]


@pytest.mark.parametrize("name", ["ptrace", "bpf", "io_uring_setup", "keyctl", "userfaultfd", "perf_event_open"])
def test_what_only_an_attack_asks_the_kernel_for_ends_the_program(drive, name):
    result = drive(system_call(number_of(name)))
    assert result.failure.kind == "gone"
    assert result.death.kind == "forbidden"


@pytest.mark.parametrize(
    "name",
    ["unshare", "setns", "mount", "shmget", "splice", "mlockall", "inotify_init1", "sync", "landlock_create_ruleset"],
)
def test_what_nobody_needs_is_refused(drive, name):
    assert drive(system_call(number_of(name))).said == ["(-1, 'EPERM')"]


def test_calls_that_are_younger_than_the_filter_do_not_exist(drive):
    assert drive(system_call(467)).said == ["(-1, 'ENOSYS')"]
    assert drive(system_call(435)).said == ["(-1, 'ENOSYS')"]  # clone3


@pytest.mark.skipif(platform.machine() != "x86_64", reason="there is an x32 table on x86-64 only")
def test_the_other_table_of_calls_is_closed(drive):
    assert drive(system_call(0x40000000 + 57)).death.kind == "forbidden"


@pytest.mark.parametrize("number", [457, 458])
def test_where_its_files_lie_on_this_machine_is_not_told(drive, number):
    assert drive(system_call(number, 0, 0, 0, 0)).said == ["(-1, 'ENOSYS')"]  # statmount and listmount


ITS_SOCKET = """
def drive(robot):
    import socket
    its = robot._link._frames._sock
    number = its.fileno()
    {attack}
"""


@pytest.mark.parametrize(
    "attack",
    [
        "its.send(b'x', socket.MSG_OOB)",
        "its.recv(1, socket.MSG_PEEK)",
        "its.sendmsg([b'x'])",
        "socket.send_fds(its, [b'x'], [number])",
        "socket.recv_fds(its, 1, 1)",
        "its.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)",
    ],
)
def test_its_socket_carries_nothing_but_bytes(drive, attack):
    failure = drive(ITS_SOCKET.format(attack=attack)).failure
    assert (failure.kind, failure.line) == ("forbidden", 6)


def test_limits_can_be_read_but_not_set(drive):
    result = drive(
        """
        def drive(robot):
            import resource
            print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_NOFILE))
            for limit in (resource.RLIMIT_CORE, resource.RLIMIT_STACK):
                try:
                    resource.setrlimit(limit, (0, 0))
                except (OSError, ValueError):
                    print("refused")
        """
    )
    assert result.said == ["(1, 1) (64, 64)", "refused", "refused"]


def test_of_the_calls_that_do_many_things_a_few_are_left(drive):
    result = drive(
        """
        def drive(robot):
            import ctypes, errno, fcntl, os
            print(os.isatty(2), fcntl.fcntl(2, fcntl.F_GETFD))
            try:
                fcntl.ioctl(2, 0x5423)  # TIOCSETD
            except OSError as error:
                print(errno.errorcode[error.errno])
            library = ctypes.CDLL(None, use_errno=True)
            for option in (15, 22, 4, 62):  # PR_SET_NAME, PR_SET_SECCOMP, PR_SET_DUMPABLE, PR_SCHED_CORE
                print(library.prctl(option, b"robot", 0, 0, 0), errno.errorcode.get(ctypes.get_errno()))
                ctypes.set_errno(0)
        """
    )
    assert result.said == ["False 0", "ENOTTY", "0 None", "-1 EPERM", "-1 EPERM", "-1 EPERM"]


def test_every_refused_call_has_its_number_on_both_architectures():
    for column in (0, 1):
        numbers = [pair[column] for pair in seccomp._REFUSED.values() if pair[column] is not None]
        assert len(numbers) == len(set(numbers))
        assert max(numbers) <= seccomp._NEWEST_CALL
    assert set(seccomp._REFUSED) >= seccomp._DEADLY


@pytest.mark.parametrize(
    ("file", "pattern", "column"),
    [
        ("x86_64-linux-gnu/asm/unistd_64.h", r"#define __NR_(\w+)\s+(\d+)\b", 0),
        ("asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+)\s+(\d+)\b", 1),  # arm64's
    ],
)
def test_the_numbers_are_those_of_the_kernels_headers(file, pattern, column):
    header = Path("/usr/include") / file
    if not header.exists():
        pytest.skip("no kernel headers on this machine")
    there = dict(re.findall(pattern, header.read_text()))
    assert len(there) > 250
    tables = (seccomp._REFUSED, seccomp._REFUSED_ONCE_RUNNING, seccomp._CHECKED_ONCE_RUNNING)
    for name, numbers in (entry for table in tables for entry in table.items()):
        if numbers[column] is not None and name in there:
            assert int(there[name]) == numbers[column], name


def test_the_filter_knows_both_architectures():
    from valence_nodes.programs.seccomp import box_filter

    for machine in ("x86_64", "aarch64"):
        program = box_filter(machine)
        assert program is not None
        assert len(program) % 8 == 0
    assert box_filter("sparc") is None
    assert seccomp.running_filter("sparc") is None


def test_a_box_with_threads_can_be_asked_for(drive):
    program = """
    def drive(robot):
        import threading
        done = []
        thread = threading.Thread(target=done.append, args=(1,))
        thread.start()
        thread.join()
        print(done)
        import os
        os.fork()
    """
    result = drive(program, limits=BoxLimits(threads=8))
    assert result.said == ["[1]"]
    assert result.failure.kind == "forbidden"
    assert result.failure.line == 10
