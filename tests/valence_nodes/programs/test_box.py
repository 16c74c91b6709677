# SPDX-License-Identifier: Apache-2.0
"""The box holds: what a program can't see, can't do and can't use up, and how each is told."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from valence_nodes.programs import box
from valence_nodes.programs.box import BoxLimits, BoxUnavailableError


def test_there_is_nothing_to_see(drive, monkeypatch):
    monkeypatch.setenv("VALENCE_SECRET_OF_THE_TEST", "1")
    result = drive(
        """
        def drive(robot):
            import os
            print(sorted(os.environ))
            print(sorted(os.listdir("/lab/valence_nodes/programs")))
            print(sorted(os.listdir("/lab/packages")))
            print(os.path.exists("/proc"), os.path.exists("/etc"), os.path.exists("/home"), os.path.exists("/sys"))
            print(os.getcwd(), os.listdir("."), os.uname().nodename, os.getuid())
        """
    )
    environment, modules, packages, paths, rest = result.said
    assert "VALENCE_SECRET_OF_THE_TEST" not in environment
    assert "box.py" not in modules
    assert "session.py" not in modules
    assert "rclpy" not in packages
    assert paths == "False False False False"
    assert rest == "/work [] robot 65534"


def test_our_repository_and_the_lab_home_are_not_there(drive, tmp_path):
    repository = Path(box.__file__).parents[2]
    result = drive(f"def drive(robot):\n    import os\n    print(os.path.exists({str(repository / 'missions')!r}))\n")
    assert result.said == ["False"]


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
    ],
)
def test_what_the_kernel_is_not_asked_for(drive, attack):
    failure = drive(f"def drive(robot):\n    {attack}\n").failure
    assert failure is not None
    assert failure.kind == "forbidden"
    assert failure.line == 2
    assert "box does not allow" in failure.message


@pytest.mark.parametrize("path", ["/x", "/lab/x", "/usr/lib/x", "/dev/x", "/lab/valence_nodes/programs/robot.py"])
def test_only_its_own_folder_can_be_written(drive, path):
    failure = drive(f"def drive(robot):\n    open({path!r}, 'w')\n").failure
    assert failure is not None
    assert failure.line == 2


def test_its_own_folder_is_small(drive):
    program = """
    def drive(robot):
        for number in range(100):
            with open(f"/work/{number}", "wb") as file:
                file.write(bytes(1_000_000))
    """
    failure = drive(program, limits=BoxLimits(folder_bytes=4_000_000)).failure
    assert failure is not None
    assert "refused" in failure.message


def test_memory_is_limited(drive):
    program = "def drive(robot):\n    hog = []\n    while True:\n        hog.append(bytearray(10_000_000))\n"
    failure = drive(program, limits=BoxLimits(memory_bytes=300_000_000)).failure
    assert failure is not None
    assert failure.kind == "memory"
    assert failure.line == 4


def test_limits_can_not_be_raised_again(drive):
    program = """
    def drive(robot):
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    """
    failure = drive(program).failure
    assert failure is not None
    assert failure.line == 4


def test_computing_time_is_limited_even_where_no_signal_of_ours_gets_through(drive):
    program = """
    def drive(robot):
        import signal
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True:
            pass
    """
    result = drive(program, limits=BoxLimits(cpu_s=1))
    assert result.failure is not None
    assert result.failure.kind in {"gone", "time_step"}
    assert result.death.kind == "time_total"


def test_endless_output_is_cut_and_harms_nothing(drive):
    result = drive(
        """
        def drive(robot):
            for _ in range(50):
                for _ in range(300):
                    print("x" * 10_000)
                robot.wait(0.05)
        """
    )
    assert result.finished
    assert sum(len(line.text) for line in result.log) < 1_100_000
    assert any("more was said" in line.text for line in result.log)


@pytest.mark.parametrize(
    ("ending", "kind", "words"),
    [
        ("import os; os._exit(3)", "gone", "exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "gone", "SIGSEGV"),
        ("import os; os.abort()", "gone", "SIGABRT"),
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


def test_without_bubblewrap_it_refuses_and_says_what_to_do(monkeypatch):
    box.box_available.cache_clear()
    monkeypatch.setattr(box.shutil, "which", lambda name: None)
    try:
        status = box.box_available()
        assert not status.ok
        assert "apt install bubblewrap" in status.hint
        with pytest.raises(BoxUnavailableError, match="bubblewrap is not installed"):
            box.start_box(None, BoxLimits())
    finally:
        box.box_available.cache_clear()


def test_trust_runs_without_a_box(drive):
    result = drive("def drive(robot):\n    import os\n    robot.forward(0.1)\n    print(os.path.exists('/proc'))\n", trust=True)
    assert result.finished
    assert result.said == ["True"]


def test_the_filter_knows_both_architectures():
    from valence_nodes.programs.seccomp import box_filter

    for machine in ("x86_64", "aarch64"):
        program = box_filter(machine)
        assert program is not None
        assert len(program) % 8 == 0
    assert box_filter("sparc") is None


def test_nothing_is_left_behind(drive):
    drive("def drive(robot):\n    import threading\n    threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\n")
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
    assert "valence_nodes.programs.inside.entry" not in listed
