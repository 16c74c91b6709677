# SPDX-License-Identifier: Apache-2.0
"""Builds the interface packages of this workspace for the ROS 2 in use: its own, and what that ROS lacks.

Set-up runs it with the venv's Python (`python ros2_ws/build.py`); it does nothing when nothing has changed. It
builds what Python needs. On a full ROS 2 a plain `colcon build` in this folder builds the C++ half too.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

WORKSPACE = Path(__file__).resolve().parent
OWN_PACKAGES = ("valence_interfaces",)
STANDARD_PACKAGES = ("tf2_msgs", "vision_msgs", "simulation_interfaces")
PACKAGE_INDEX = Path("share/ament_index/resource_index/packages")

# The machine that built the wheels left its own folders in their CMake files; CMake refuses folders that are not.
_WHEEL_INCLUDE = re.compile(r"/opt/python/cp\d+-cp\d+t?/include/python3\.\d+t?")
_WHEEL_PACKAGES = re.compile(r"/opt/python/cp\d+-cp\d+t?/lib/python3\.\d+t?/site-packages")
_HEARTBEAT_S = 5.0
_TAIL_LINES = 25
_WITH_FOLDER_NAMES = {".sh", ".bash", ".zsh", ".ps1", ".dsv", ".cmake"}


class BuildError(Exception):
    """The workspace could not be built; the message says why and where the log is."""


def repair_wheel_paths(prefix: Path, include: str, packages: str) -> int:
    """Points the wheels' exported CMake targets at this interpreter's folders.

    Args:
        prefix: the venv.
        include: folder of Python.h.
        packages: site-packages, where numpy's headers are.

    Returns:
        How many files were changed; 0 when all was well.
    """
    changed = 0
    for file in sorted(prefix.glob("share/*/cmake/*.cmake")):
        text = file.read_text(encoding="utf-8")
        mended = _WHEEL_PACKAGES.sub(lambda _: packages, _WHEEL_INCLUDE.sub(lambda _: include, text))
        if mended != text:
            file.write_text(mended, encoding="utf-8")
            changed += 1
    return changed


def prefixes_of(environment: Mapping[str, str]) -> list[Path]:
    """Folders where the ROS 2 in use is installed: those that a sourced one names, or else the venv.

    Args:
        environment: with `ROS_DISTRO` and `AMENT_PREFIX_PATH` when a ROS 2 is sourced. This workspace's own
            install folder does not count, since it is what is to be built.
    """
    if environment.get("ROS_DISTRO"):
        named = [Path(prefix) for prefix in environment.get("AMENT_PREFIX_PATH", "").split(os.pathsep) if prefix]
        sourced = [prefix for prefix in named if prefix.resolve() != WORKSPACE / "install"]
        if any((prefix / PACKAGE_INDEX / "rclpy").exists() for prefix in sourced):
            return sourced
    return [Path(sys.prefix)]


def lacking_packages(prefixes: list[Path]) -> list[str]:
    """Standard interface packages that none of the prefixes has."""
    return [
        name for name in STANDARD_PACKAGES if not any((prefix / PACKAGE_INDEX / name).exists() for prefix in prefixes)
    ]


def fingerprint_of(folders: list[Path], prefixes: list[Path]) -> str:
    """A hash of all sources, of the folder they are built in, and of the Python and ROS they are built for."""
    digest = hashlib.sha256(f"{WORKSPACE} {sys.version} {[str(prefix) for prefix in prefixes]}".encode())
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
    for file in [Path(__file__).resolve(), WORKSPACE / "python_messages_only.cmake", *files]:
        digest.update(f"{file.relative_to(WORKSPACE)} {file.stat().st_size} ".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def build(environment: Mapping[str, str]) -> bool:
    """Builds the workspace unless it is up to date.

    The old build stays in place until the new one is complete, so that running episodes keep their messages.

    Args:
        environment: of the compiler; see `prefixes_of`.

    Returns:
        Whether there was anything to do.

    Raises:
        BuildError: colcon or a compiler is missing, or the build failed.
    """
    prefixes = prefixes_of(environment)
    folders = [WORKSPACE / "src" / name for name in OWN_PACKAGES]
    folders += [WORKSPACE / "standard_interfaces" / name for name in lacking_packages(prefixes)]
    fingerprint = fingerprint_of(folders, prefixes)
    stamp = WORKSPACE / "install" / ".valence-stamp"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint:
        return False
    if prefixes == [Path(sys.prefix)]:
        paths = sysconfig.get_paths()
        repair_wheel_paths(Path(sys.prefix), paths["include"], paths["purelib"])
    staging = WORKSPACE / "build" / "install"
    shutil.rmtree(WORKSPACE / "build", ignore_errors=True)
    shutil.rmtree(WORKSPACE / "log", ignore_errors=True)
    _run_colcon(folders, prefixes, staging, environment)
    _name_final_folder(staging, WORKSPACE / "install")
    (staging / ".valence-stamp").write_text(fingerprint, encoding="utf-8")
    shutil.rmtree(WORKSPACE / "install", ignore_errors=True)
    staging.rename(WORKSPACE / "install")
    shutil.rmtree(WORKSPACE / "build", ignore_errors=True)
    return True


def _run_colcon(folders: list[Path], prefixes: list[Path], staging: Path, environment: Mapping[str, str]) -> None:
    tools = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    colcon = shutil.which("colcon", path=tools)
    if colcon is None:
        raise BuildError("The tool colcon is missing. Install docker/requirements.lock.")
    joined = os.pathsep.join(map(str, prefixes))
    compiling = {**environment, "PATH": tools, "AMENT_PREFIX_PATH": joined, "CMAKE_PREFIX_PATH": joined}
    compiling["COLCON_HOME"] = str(WORKSPACE / "log")  # a person's own defaults must not reach this build
    command = [sys.executable, colcon, "--log-base", str(WORKSPACE / "log"), "build", "--merge-install"]
    command += ["--build-base", str(WORKSPACE / "build"), "--install-base", str(staging)]
    command += ["--base-paths", *map(str, folders), "--event-handlers", "console_direct+"]
    # Messages are data: optimising their code costs half the build and brings nothing that can be measured.
    command += ["--cmake-args", f"-DPython3_EXECUTABLE={sys.executable}", "-DBUILD_TESTING=OFF", "-Wno-dev"]
    command += ["-DCMAKE_C_FLAGS=-O0", "-DCMAKE_CXX_FLAGS=-O0"]
    command += [f"-DCMAKE_PROJECT_INCLUDE={WORKSPACE / 'python_messages_only.cmake'}"]
    log = WORKSPACE / "log" / "build.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    # A session of its own, so that an interrupted set-up can end the compilers with it.
    process = subprocess.Popen(
        command,
        env=compiling,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    ended = threading.Event()
    threading.Thread(target=_show_life, args=(ended,), daemon=True).start()
    try:
        with log.open("w", encoding="utf-8") as file:
            for line in process.stdout or ():
                file.write(line)
                if line.startswith(("Starting >>>", "Finished <<<")):
                    print(f"    {line.rstrip()}", file=sys.stderr, flush=True)
        code = process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        raise
    finally:
        ended.set()
    if code != 0:
        tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-_TAIL_LINES:])
        raise BuildError(f"colcon ended with exit code {code}. The whole log is {log}; its last lines:\n{tail}")


def _name_final_folder(staging: Path, final: Path) -> None:
    """Puts the final folder's name where the build wrote its own: in shell scripts and compiled Python."""
    for file in staging.rglob("*"):
        if file.suffix in _WITH_FOLDER_NAMES and file.is_file():
            content = file.read_bytes()
            if bytes(staging) in content:
                file.write_bytes(content.replace(bytes(staging), bytes(final)))
    compileall.compile_dir(staging, quiet=2, force=True, stripdir=staging, prependdir=final)


def _show_life(ended: threading.Event) -> None:
    start_s = time.monotonic()
    while not ended.wait(_HEARTBEAT_S):
        seconds = time.monotonic() - start_s
        print(f"    … compiling ROS messages, {seconds:.0f} s so far", file=sys.stderr, flush=True)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    try:
        build(os.environ)
    except BuildError as error:
        print(f"The ROS workspace could not be built. {error}", file=sys.stderr)
        sys.exit(1)
