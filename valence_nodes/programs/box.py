# SPDX-License-Identifier: Apache-2.0
"""The box: a process that runs a learner's program and can reach nothing but one socket.

bubblewrap gives it user, network, process, IPC and host-name namespaces of its own, and a file system with
nothing in it but Python, numpy, OpenCV and the few modules of ours that it runs; a seccomp filter and resource
limits do the rest. No secret is hidden from it: none is there.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path

from valence_nodes.programs.failure import ProgramFailure
from valence_nodes.programs.seccomp import box_filter

_PROGRAMS = Path(__file__).resolve().parent
_OWN_MODULES = (
    "__init__.py",
    "failure.py",
    "learner_errors.py",
    "observation.py",
    "protocol.py",
    "robot.py",
    "inside/__init__.py",
    "inside/entry.py",
    "inside/link.py",
)
_PACKAGES = ("msgpack", "numpy", "cv2")
_ENTRY = "valence_nodes.programs.inside.entry"
_STDERR_BYTES = 16_384


class BoxUnavailableError(Exception):
    """This machine can't make a box.

    Attributes:
        message: why.
        hint: the one line that changes it.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class BoxStatus:
    """Whether a box can be made here; if not, why and what to do."""

    ok: bool
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True)
class BoxLimits:
    """What a program may use up.

    Attributes:
        memory_bytes: address space of its process.
        cpu_s: processor time in all, s.
        folder_bytes: of its own folder `/work`, gone afterwards.
        file_bytes: largest file.
        open_files: file descriptors.
        threads: tasks in all, where the kernel counts them by namespace.
    """

    memory_bytes: int = 1536 * 1024 * 1024
    cpu_s: int = 300
    folder_bytes: int = 16 * 1024 * 1024
    file_bytes: int = 16 * 1024 * 1024
    open_files: int = 64
    threads: int = 64

    def as_rlimits(self) -> dict[str, int]:
        """As names of RLIMIT constants; what the entry in the box sets before it runs anything."""
        rlimits = {
            "AS": self.memory_bytes,
            "CPU": self.cpu_s,
            "FSIZE": self.file_bytes,
            "NOFILE": self.open_files,
            "CORE": 0,
            "MEMLOCK": 0,
            "MSGQUEUE": 0,
        }
        if _kernel_version() >= (5, 14):
            # Before, the kernel counted all processes of the user on this machine, a whole desktop.
            rlimits["NPROC"] = self.threads
        return rlimits


class Box:
    """A box with a program in it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

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
        said = self._stderr()
        # bwrap reports the end by a signal as a shell does: 128 + signal.
        number = -code if code < 0 else code - 128
        line = _crash_line(said)
        if "MemoryError" in said or "Cannot allocate memory" in said:
            message = ("memory", "Your program wanted more memory than it may have.", "Is a list growing?")
        elif number in {signal.SIGXCPU, signal.SIGKILL}:
            message = ("time_total", "Your program used up its computing time.", "Is there a loop without an end?")
        elif number == signal.SIGSYS:
            message = ("forbidden", "Your program asked for something that the box forbids.", "")
        elif number == signal.SIGXFSZ:
            message = ("output", "Your program wrote a file that is too large.", "Keep files small, or write none.")
        elif number in {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}:
            name = signal.Signals(number).name
            message = ("gone", f"Your program crashed Python itself ({name}).", "Leave ctypes and the like alone.")
        else:
            message = ("gone", f"Your program ended itself (exit code {code}).", "Let drive(robot) come to its end.")
        return ProgramFailure(*message, line=line, log_text=said)

    def kill(self) -> None:
        """Ends it at once, with everything in it."""
        self._process.kill()

    def close(self) -> None:
        """Ends it and cleans up."""
        self._process.kill()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _stderr(self) -> str:
        if self._process.stderr is None:
            return ""
        os.set_blocking(self._process.stderr.fileno(), False)
        return (self._process.stderr.read(_STDERR_BYTES) or b"").decode("utf-8", "replace")


def start_box(program_socket: socket.socket, limits: BoxLimits, *, trust: bool = False) -> Box:
    """Starts a box that waits for a program on its socket.

    Args:
        program_socket: the box's end; the caller closes its own copy afterwards.
        limits: what the program may use up.
        trust: no box at all, for one's own program on a machine that can't make one.

    Raises:
        BoxUnavailableError: this machine can't make one, and `trust` is False.
    """
    if not trust:
        status = box_available()
        if not status.ok:
            raise BoxUnavailableError(status.reason, status.hint)
    rlimits = json.dumps({} if trust else limits.as_rlimits())
    fd = program_socket.fileno()
    if trust:
        repository = _PROGRAMS.parents[1]
        site = sysconfig.get_path("purelib")
        code = f"import sys; sys.path[:0] = {[str(repository), site]!r}; " + _START
        return Box(_spawn([sys.executable, "-I", "-S", "-B", "-c", code, str(fd), rlimits], (fd,), {}))
    filter_fd = _filter_file()
    try:
        command = [*_bwrap(limits, filter_fd), _python(), "-I", "-S", "-B", "-c"]
        command += [f"import sys; sys.path[:0] = {['/lab', '/lab/packages']!r}; " + _START, str(fd), rlimits]
        return Box(_spawn(command, (fd, filter_fd), {"PATH": os.environ.get("PATH", os.defpath)}))
    finally:
        os.close(filter_fd)


_START = f"from {_ENTRY} import main; main()"


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
    filter_fd = _filter_file()
    try:
        tried = subprocess.run(
            [*_bwrap(BoxLimits(), filter_fd), _python(), "-I", "-S", "-c", ""],
            capture_output=True,
            pass_fds=(filter_fd,),
            text=True,
            timeout=20,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return BoxStatus(False, "bubblewrap hangs on this machine.", "Run ./valence doctor for more.")
    finally:
        os.close(filter_fd)
    if tried.returncode == 0:
        return BoxStatus(True)
    return _why_not(tried.stderr.strip())


def _why_not(said: str) -> BoxStatus:
    restricted = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    if restricted.exists() and restricted.read_text().strip() == "1":
        return BoxStatus(
            False,
            "AppArmor on this machine (Ubuntu 23.10 or later) does not let bubblewrap make namespaces.",
            "sudo ln -s /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ "
            "&& sudo systemctl reload apparmor   (package apparmor-profiles has that file)",
        )
    for name in ("kernel/unprivileged_userns_clone", "user/max_user_namespaces"):
        switch = Path("/proc/sys") / name
        if switch.exists() and switch.read_text().strip() == "0":
            key = name.replace("/", ".")
            value = 1 if key.startswith("kernel") else 10000
            return BoxStatus(False, f"{key} is 0, so no namespaces can be made.", f"sudo sysctl -w {key}={value}")
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return BoxStatus(
            False,
            f"This container does not allow namespaces ({said}).",
            "Start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined",
        )
    return BoxStatus(False, f"bubblewrap can't make a box here: {said}", "Run ./valence doctor for more.")


def _bwrap(limits: BoxLimits, filter_fd: int) -> list[str]:
    command = ["bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv"]
    command += ["--cap-drop", "ALL", "--uid", "65534", "--gid", "65534", "--hostname", "robot"]
    for name, value in (
        ("HOME", "/work"),
        ("TMPDIR", "/work"),
        ("LANG", "C.UTF-8"),
        ("OPENBLAS_NUM_THREADS", "1"),
        ("OMP_NUM_THREADS", "1"),
        ("PYTHONHASHSEED", "0"),
    ):
        command += ["--setenv", name, value]
    for device in ("null", "zero", "urandom"):
        command += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    for source, target in _readable():
        command += ["--ro-bind", str(source), str(target)]
    for link, leads_to in _library_links():
        command += ["--symlink", leads_to, link]
    command += ["--size", str(limits.folder_bytes), "--tmpfs", "/work", "--chdir", "/work"]
    command += ["--remount-ro", "/"]
    if filter_fd >= 0:
        command += ["--seccomp", str(filter_fd)]
    return [*command, "--"]


@functools.cache
def _readable() -> tuple[tuple[Path, Path], ...]:
    """What the box can read: Python, shared libraries, three packages and our own few modules."""
    python = Path(_python())
    found: list[tuple[Path, Path]] = [(python, python)]
    library = Path(sysconfig.get_path("stdlib"))
    found.append((library, library))
    shared = sysconfig.get_config_var("LDLIBRARY")
    for folder in (sysconfig.get_config_var("LIBDIR"), str(python.parent.parent / "lib")):
        # A Python built with a shared library has it here, outside the loader's own folders.
        if folder and shared and (file := Path(folder) / shared).exists() and not str(file).startswith("/usr/lib"):
            found += [(real, real) for real in file.parent.glob("libpython*.so*")]
            break
    found += [(folder, folder) for folder in map(Path, ("/usr/lib", "/usr/lib64", "/usr/lib32")) if folder.is_dir()]
    found += [
        (folder, folder) for folder in map(Path, ("/lib", "/lib64")) if folder.is_dir() and not folder.is_symlink()
    ]
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(place)
            target = Path("/lab/packages")
            found.append((folder, target / folder.name))
            for libraries in (f"{name}.libs", "opencv_python_headless.libs") if name == "cv2" else (f"{name}.libs",):
                if (folder.parent / libraries).is_dir():
                    found.append((folder.parent / libraries, target / libraries))
    package = Path("/lab/valence_nodes")
    found.append((_PROGRAMS.parent / "__init__.py", package / "__init__.py"))
    found += [(_PROGRAMS / module, package / "programs" / module) for module in _OWN_MODULES]
    return tuple(found)


def _library_links() -> list[tuple[str, str]]:
    """`/lib` and `/lib64` as this machine has them where they are links into `/usr`."""
    links = [Path("/lib"), Path("/lib64")]
    return [(str(link), str(link.readlink())) for link in links if link.is_symlink()]


@functools.cache
def _python() -> str:
    """The interpreter itself, not the venv's link to it: the venv is not in the box."""
    return str(Path(getattr(sys, "_base_executable", sys.executable) or sys.executable).resolve())


def _filter_file() -> int:
    """The seccomp filter in an unnamed file, to be handed to bwrap; -1 on an unknown architecture."""
    program = box_filter()
    if program is None:
        return -1
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


def _crash_line(said: str) -> int | None:
    """The innermost line of the program in what faulthandler printed."""
    for line in said.splitlines():
        words = line.strip().split('"')
        if len(words) > 2 and not words[1].startswith("/") and ", line " in words[2]:
            return int(words[2].split(", line ")[1].split()[0])
    return None
