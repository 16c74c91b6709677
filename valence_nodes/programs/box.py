# SPDX-License-Identifier: Apache-2.0
"""The box: a process that runs a learner's program and can reach nothing but one socket.

bubblewrap gives it user, network, process, IPC and host-name namespaces of its own, and a file system with
nothing in it but Python, numpy, OpenCV and the few modules of ours that it runs; a seccomp filter and resource
limits do the rest. No secret is hidden from it: none is there.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import platform
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from valence_nodes.process_group import end_group, run_to_end
from valence_nodes.programs.box_endings import crash_line, explain_end
from valence_nodes.programs.box_files import MODULE_FOLDERS, PYTHON, PYTHON_HOME, file_arguments, package_folders
from valence_nodes.programs.box_watch import FolderWatch
from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.seccomp import box_filter
from worlds.errors import HintedError

_REPOSITORY = Path(__file__).resolve().parents[2]
_ENTRY = "valence_nodes.programs.inside.entry"
_DATA_FOLDER = "/data"
_MODEL_FOLDER = "/model"
_STDERR_BYTES = 16_384
# When the machine runs out of memory, the kernel ends the box before anything else (proc(5), oom_score_adj).
_FIRST_TO_GO = ("/bin/sh", "-c", 'echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec "$@"', "sh")


class BoxUnavailableError(HintedError):
    """This machine can't make a box; the hint is the one line that changes it."""


@dataclass(frozen=True)
class BoxStatus:
    """Whether a box can be made here; if not, why and what to do."""

    ok: bool
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True)
class BoxFiles:
    """What a program finds in the box besides the lab's own.

    Attributes:
        learning: the packages that programs learn with, and the teaching layer.
        data: a folder with a dataset.
        model: a file with what was learned, in a folder of its own.
    """

    learning: bool = False
    data: Path | None = None
    model: Path | None = None

    def places(self, *, trust: bool) -> dict[str, str]:
        """Where a program finds them, by the names of the fields of the protocol's `start`."""
        found = {}
        if self.data is not None:
            found["data_folder"] = str(self.data) if trust else _DATA_FOLDER
        if self.model is not None:
            found["model_file"] = str(self.model) if trust else f"{_MODEL_FOLDER}/{self.model.name}"
        return found

    def arguments(self) -> list[str]:
        """As arguments for bwrap."""
        arguments = list(file_arguments(learning=self.learning))
        places = self.places(trust=False)
        if self.data is not None:
            arguments += ["--ro-bind", str(self.data), places["data_folder"]]
        if self.model is not None:
            # What tells how to ask a net stands beside it.
            arguments += ["--ro-bind", str(self.model.parent), _MODEL_FOLDER]
        return arguments


@dataclass(frozen=True)
class BoxLimits:
    """What a program may use up.

    Attributes:
        memory_bytes: address space of its process.
        cpu_s: processor time in all, s.
        folder_bytes: of its own folder `/work`, gone afterwards.
        files: in that folder.
        file_bytes: largest file.
        open_files: file descriptors.
        threads: in all. With one, the program can't start any: two threads would make an episode depend on the
            scheduler, so that it would not come out the same twice.
    """

    memory_bytes: int = 1536 * 1024 * 1024
    cpu_s: int = 300
    folder_bytes: int = 16 * 1024 * 1024
    files: int = 1000
    file_bytes: int = 16 * 1024 * 1024
    open_files: int = 64
    threads: int = 1

    def as_rlimits(self) -> dict[str, int]:
        """As names of RLIMIT constants; what the entry in the box sets before it runs anything."""
        rlimits = {
            "AS": self.memory_bytes,
            "CPU": self.cpu_s + 1,  # the hard limit; the soft one is a second less
            "FSIZE": self.file_bytes,
            "NOFILE": self.open_files,
            # One byte: with 0 the kernel still hands a core to a program, where `core_pattern` names one.
            "CORE": 1,
            "MEMLOCK": 0,
            "MSGQUEUE": 0,
        }
        if _kernel_version() >= (5, 14):
            # Before, the kernel counted all processes of the user on this machine, a whole desktop.
            rlimits["NPROC"] = self.threads + 2  # bwrap's own two
        return rlimits


_NO_FILES = BoxFiles()


class Box:
    """A box with a program in it."""

    def __init__(self, process: subprocess.Popen[bytes], limits: BoxLimits, watch: FolderWatch | None = None) -> None:
        self._process = process
        self._limits = limits
        self._watch = watch
        self._began_s = time.monotonic()

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    def why_it_died(self, timeout_s: float = 2.0) -> ProgramFailure:
        """Explains the end of a process that ended without a word.

        Args:
            timeout_s: how long to wait for its end.
        """
        try:
            code = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return ProgramFailure("gone", "Your program closed its connection to the robot.")
        used_s = (time.monotonic() - self._began_s) * self._limits.threads  # processor time, at most
        too_many_files = self._watch is not None and self._watch.too_many
        return explain_end(code, self._stderr(), too_many_files=too_many_files, time_left=used_s < self._limits.cpu_s)

    def busy_line(self, timeout_s: float = 3.0) -> int | None:
        """The line of the program that a step takes too long at, for a box that gave no answer; None if unknown.

        The box writes it down when its own clock runs out, even where the program can't be interrupted. That clock
        counts processor time, which may be scarce; so it is asked for here once more.

        Args:
            timeout_s: how long to wait for it.
        """
        output = self._process.stderr
        if output is None:
            return None
        self._ask_for_line()
        deadline = time.monotonic() + timeout_s
        os.set_blocking(output.fileno(), False)
        poll = select.poll()
        poll.register(output, select.POLLIN)
        said = b""
        while (line := crash_line(said.decode("utf-8", "replace"))) is None and len(said) < _STDERR_BYTES:
            left_s = deadline - time.monotonic()
            if left_s <= 0 or not poll.poll(left_s * 1000):
                return None
            part = output.read(_STDERR_BYTES)
            if not part:
                return None
            said += part
        return line

    def used_s(self) -> float:
        """Processor time that the program has used up in its own code, s; 0 where the kernel does not tell."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            # man 5 proc: utime is the 14th field; the second may hold spaces, and ends with the last bracket.
            fields = Path(f"/proc/{self._innermost()}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            return int(fields[11]) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def _innermost(self) -> int:
        """The process that the program runs in: the youngest child of bwrap's, or the box's own without bwrap."""
        pid = self._process.pid
        while children := Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            pid = int(children[0])
        return pid

    def _ask_for_line(self) -> None:
        """Sends Python in the box the signal on which it writes down where it is."""
        if not self.alive():
            return
        with contextlib.suppress(OSError):
            pid = self._innermost()
            if pid != self._process.pid or self._watch is None:
                os.kill(pid, signal.SIGPROF)

    def kill(self) -> None:
        """Ends it at once, with everything in it."""
        end_group(self._process)

    def close(self) -> None:
        """Ends it and cleans up."""
        if self._watch is not None:
            self._watch.close()
        self.kill()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _stderr(self) -> str:
        if self._process.stderr is None:
            return ""
        os.set_blocking(self._process.stderr.fileno(), False)
        return (self._process.stderr.read(_STDERR_BYTES) or b"").decode("utf-8", "replace")


def start_box(
    program_socket: socket.socket, limits: BoxLimits, *, trust: bool = False, files: BoxFiles = _NO_FILES
) -> Box:
    """Starts a box that waits for a program on its socket.

    The kernel ends the box together with the thread that called this, so that none outlives a lab that crashed.

    Args:
        program_socket: the box's end; the caller closes its own copy afterwards.
        limits: what the program may use up.
        trust: no box at all, for one's own program on a machine that can't make one.
        files: what the program finds in it.

    Raises:
        BoxUnavailableError: this machine can't make one, and `trust` is False.
    """
    if not trust:
        status = box_available()
        if not status.ok:
            raise BoxUnavailableError(status.reason, status.hint)
    rlimits = json.dumps(None if trust else limits.as_rlimits())
    fd = program_socket.fileno()
    if trust:
        command = _entry_command(sys.executable, [str(_REPOSITORY), *package_folders()], str(fd), rlimits, "-1")
        return Box(_spawn(command, (fd,), {"PYTHONHASHSEED": "0"}), limits)
    filter_fd = _filter_file(threads=limits.threads > 1)
    watch = FolderWatch(limits.files)
    try:
        handles = (fd, filter_fd, watch.theirs.fileno())
        command = _bwrap(limits, filter_fd, files)
        command += _entry_command(str(PYTHON), MODULE_FOLDERS, str(fd), rlimits, str(watch.theirs.fileno()))
        process = _spawn([*_FIRST_TO_GO, *command], handles, {"PATH": os.environ.get("PATH", os.defpath)})
        watch.begin(lambda: end_group(process))
        return Box(process, limits, watch)
    except BaseException:
        watch.close()
        raise
    finally:
        os.close(filter_fd)


def _entry_command(python: str, module_folders: Sequence[str], *arguments: str) -> list[str]:
    # Not -I, which would ignore PYTHONHASHSEED and with it make sets come in another order each time. What -I keeps
    # out is not there: the environment is ours, and the empty path (the working folder) is taken out.
    code = f"import sys; sys.path[:] = [*{list(module_folders)!r}, *filter(None, sys.path)]; "
    return [python, "-s", "-S", "-B", "-c", f"{code}from {_ENTRY} import main; main()", *arguments]


def _spawn(command: list[str], handles: tuple[int, ...], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=handles,
        env=environment,
        cwd="/",
        start_new_session=True,
    )


@functools.cache
def box_available() -> BoxStatus:
    """Tries once whether this machine can make a box."""
    if sys.platform != "linux":
        return BoxStatus(False, "The box needs Linux.", "Use --trust for your own program.")
    if shutil.which("bwrap") is None:
        return BoxStatus(False, "bubblewrap is not installed.", "sudo apt install bubblewrap")
    limits = BoxLimits()
    entry = _entry_command(str(PYTHON), MODULE_FOLDERS, "-1", json.dumps(limits.as_rlimits()), "-1")
    try:
        filter_fd = _filter_file(threads=False)
    except NotImplementedError:
        return BoxStatus(
            False,
            f"The box does not know the system calls of this machine ({platform.machine()}).",
            "Use x86-64 or arm64.",
        )
    try:
        tried = run_to_end([*_bwrap(limits, filter_fd), *entry], 20, (filter_fd,))
    except subprocess.TimeoutExpired:
        return BoxStatus(False, "bubblewrap hangs on this machine.", "Run ./valence doctor for more.")
    finally:
        os.close(filter_fd)
    if tried.returncode == 0:
        return BoxStatus(True)
    return _why_not(tried.stderr.decode("utf-8", "replace").strip())


def _why_not(said: str, root: Path = Path("/")) -> BoxStatus:
    restricted = root / "proc/sys/kernel/apparmor_restrict_unprivileged_userns"
    if restricted.exists() and restricted.read_text().strip() == "1":
        return BoxStatus(
            False,
            "AppArmor on this machine (Ubuntu 23.10 or later) does not let bubblewrap make namespaces.",
            "sudo ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ "
            "&& sudo systemctl reload apparmor   (package apparmor-profiles has that file)",
        )
    for name in ("kernel/unprivileged_userns_clone", "user/max_user_namespaces"):
        switch = root / "proc/sys" / name
        if switch.exists() and switch.read_text().strip() == "0":
            key = name.replace("/", ".")
            value = 1 if key.startswith("kernel") else 10000
            return BoxStatus(False, f"{key} is 0, so no namespaces can be made.", f"sudo sysctl -w {key}={value}")
    if (root / ".dockerenv").exists() or (root / "run/.containerenv").exists():
        return BoxStatus(
            False,
            f"This container does not allow namespaces ({said}).",
            "Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined",
        )
    return BoxStatus(False, f"bubblewrap can't make a box here: {said}", "Run ./valence doctor for more.")


def _bwrap(limits: BoxLimits, filter_fd: int, files: BoxFiles = _NO_FILES) -> list[str]:
    command = ["bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"]
    command += ["--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "robot"]
    for name, value in (
        ("HOME", "/work"),
        ("TMPDIR", "/work"),
        ("LANG", "C.UTF-8"),
        ("OPENBLAS_NUM_THREADS", "1"),
        ("OMP_NUM_THREADS", "1"),
        ("JOBLIB_MULTIPROCESSING", "0"),  # else it warns the learner that there are no semaphores
        ("OPENCV_FOR_THREADS_NUM", "1"),
        ("LD_LIBRARY_PATH", str(PYTHON_HOME / "lib")),
        ("PYTHONHASHSEED", "0"),
    ):
        command += ["--setenv", name, value]
    # Chance must fall alike each time, or an episode would not come out the same twice: it is made of zeros.
    for source, device in (("null", "null"), ("zero", "zero"), ("zero", "urandom")):
        command += ["--dev-bind", f"/dev/{source}", f"/dev/{device}"]
    command += files.arguments()
    command += ["--size", str(limits.folder_bytes), "--tmpfs", "/work", "--chdir", "/work"]
    command += ["--remount-ro", "/"]
    return [*command, "--seccomp", str(filter_fd), "--"]


def _filter_file(*, threads: bool) -> int:
    """The seccomp filter in an unnamed file, to be handed to bwrap.

    Raises:
        NotImplementedError: there is none for this architecture.
    """
    program = box_filter(threads=threads)
    if program is None:
        raise NotImplementedError(platform.machine())
    with tempfile.TemporaryFile() as file:
        file.write(program)
        file.flush()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        return os.dup(file.fileno())


def _kernel_version() -> tuple[int, int]:
    numbers = platform.release().split(".")
    try:
        return int(numbers[0]), int(numbers[1].split("-")[0])
    except (IndexError, ValueError):
        return (0, 0)
