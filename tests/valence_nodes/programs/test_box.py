# SPDX-License-Identifier: Apache-2.0
"""The box holds: what a program can't see, can't do and can't use up, and how each is told."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest

from missions.benchmark.process_tree import descendants
from valence_nodes.programs import box, box_files
from valence_nodes.programs.box import BoxLimits, BoxUnavailableError
from valence_nodes.programs.session import ProgramSession, StepLimits
from valence_nodes.programs.source import ProgramSource


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
            print(sorted(os.listdir("/")), sorted(os.listdir("/lab")), sorted(os.listdir("/dev")))
            import sys, sysconfig
            print([n for n in ("site-packages", "dist-packages") if os.path.isdir(f"{os.__file__[:-5]}{n}")
                   and os.listdir(f"{os.__file__[:-5]}{n}")], sys.prefix, sorted(os.listdir("/python")))
        """
    )
    environment, modules, packages, paths, rest, root, python = result.said
    assert set(ast.literal_eval(root.split("] ")[0] + "]")) <= {"dev", "lab", "lib", "lib64", "python", "usr", "work"}
    assert root.endswith("['packages', 'valence_nodes'] ['null', 'urandom', 'zero']")
    assert python.startswith("[] /python ['bin', 'lib")
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


def test_its_own_folder_holds_few_files(drive):
    program = """
    def drive(robot):
        number = 0
        while True:
            number += 1
            open(f"/work/{number}", "w").close()
    """
    result = drive(program, limits=BoxLimits(files=50))
    assert result.failure.kind == "gone"
    assert result.death.kind == "output"
    assert "too many files" in result.death.message


def test_a_few_files_are_fine(drive):
    result = drive(
        """
        def drive(robot):
            for number in range(20):
                open(f"/work/{number}", "w").write("x")
            for _ in range(10):
                robot.wait(0.1)
            print(len(open("/work/7").read()))
        """
    )
    assert result.said == ["1"]


def test_chance_falls_alike_each_time(drive):
    program = """
    import random, uuid, os
    def drive(robot):
        import numpy
        print(hash("a"), {"ada", "bob", "cy", "dot"}, random.random(), random.Random().random(), os.urandom(2))
        print(numpy.random.rand(), numpy.random.default_rng().random(), uuid.uuid4())
    """
    first, second = drive(program), drive(program)
    assert first.failure is None
    assert len(first.said) == 2
    assert first.said == second.said


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


def test_computing_time_is_limited_even_where_every_signal_is_ignored(drive):
    program = """
    def drive(robot):
        import signal
        for one in (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU):
            signal.signal(one, signal.SIG_IGN)
        while True:
            pass
    """
    result = drive(program, limits=BoxLimits(cpu_s=1))
    assert (result.failure.kind, result.death.kind) == ("gone", "time_total")


def test_when_memory_lacks_the_kernel_ends_the_box_first(drive):
    ours, theirs = socket.socketpair()
    started = box.start_box(theirs, BoxLimits())
    theirs.close()
    session = ProgramSession(ours, ProgramSource("def drive(robot):\n    pass\n"), StepLimits())
    session.start({})
    members = [started._process.pid, *descendants(started._process.pid)]
    assert len(members) >= 3
    assert {Path(f"/proc/{one}/oom_score_adj").read_text().strip() for one in members} == {"1000"}
    session.close()
    started.close()


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


@pytest.mark.parametrize(
    ("file", "value", "reason", "hint"),
    [
        ("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n", "AppArmor", "bwrap-userns-restrict"),
        ("proc/sys/user/max_user_namespaces", "0\n", "max_user_namespaces is 0", "user.max_user_namespaces=10000"),
        ("proc/sys/kernel/unprivileged_userns_clone", "0\n", "is 0", "kernel.unprivileged_userns_clone=1"),
        (".dockerenv", "", "container", "--security-opt seccomp=unconfined"),
        ("proc/sys/user/max_user_namespaces", "96343\n", "what bwrap said", "doctor"),
    ],
)
def test_why_there_is_no_box_is_told_with_what_to_change(tmp_path, file, value, reason, hint):
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(value)
    status = box._why_not("what bwrap said", tmp_path)
    assert not status.ok
    assert reason in status.reason
    assert hint in status.hint


def test_trust_runs_without_a_box(drive):
    result = drive(
        "def drive(robot):\n    import os\n    robot.forward(0.1)\n    print(os.path.exists('/proc'))\n", trust=True
    )
    assert result.finished
    assert result.said == ["True"]


def test_without_a_box_sets_come_in_the_same_order_too(drive):
    program = "def drive(robot):\n    print(hash('a'), {'ada', 'bob', 'cy'})\n"
    assert drive(program, trust=True).said == drive(program, trust=True).said


def test_a_machine_whose_calls_are_not_known_gets_no_box(monkeypatch):
    box.box_available.cache_clear()
    monkeypatch.setattr(box, "box_filter", lambda **_: None)
    try:
        status = box.box_available()
        assert not status.ok
        assert "system calls" in status.reason
        assert status.hint
    finally:
        box.box_available.cache_clear()


def test_it_has_no_handle_but_its_socket_and_the_null_device(drive):
    program = """
    def drive(robot):
        import os, stat
        for number in range(64):
            try:
                mode = os.fstat(number).st_mode
            except OSError:
                continue
            print(number if number < 3 else "?", stat.S_ISSOCK(mode), stat.S_ISCHR(mode), stat.S_ISFIFO(mode))
    """
    assert drive(program).said == [
        "0 False True False",
        "1 False True False",
        "2 False False True",
        "? True False False",
    ]


def test_libraries_of_a_python_outside_usr_come_along(tmp_path):
    library = tmp_path / "lib"
    library.mkdir()
    for name in ("libpython3.11.so.1.0", "libffi.so.8", "notes.txt"):
        (library / name).touch()
    (library / "libffi.so").symlink_to("libffi.so.8")
    (library / "libgone.so").symlink_to("nowhere")
    names = [file.name for file in box_files.prefix_libraries(tmp_path)]
    assert names == ["libffi.so", "libffi.so.8", "libpython3.11.so.1.0"]
    assert box_files.prefix_libraries(Path("/usr")) == []
