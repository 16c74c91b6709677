# SPDX-License-Identifier: Apache-2.0
"""Everything that `doctor` looks at. What can crash or hang is really tried, in a process of its own."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from missions.episode.graph import namespaces_work
from missions.errors import LabHomeError
from missions.lab_home import lab_home
from valence_nodes.programs.box import box_available
from web_console.command_line.outcome import Finding
from web_console.tried_code import PATIENCE_S, tried

_LEAST_FREE_BYTES = 300 * 1000**2
"""An episode leaves well under 10 MB; ROS, pip and the tests want some room."""
_LEAST_MEMORY_BYTES = 1000**3
"""Measured: an episode's processes take about 400 MB together."""
_APT = "sudo apt-get install -y"
_SET_UP_AGAIN = "rm -rf .venv && ./valence doctor   (sets the lab up anew)"

_NODE = """
import rclpy
rclpy.init()
node = rclpy.create_node("doctor")
node.destroy_node()
rclpy.shutdown()
print(rclpy.__file__)
"""
# Importing a message does not show whether its compiled part can be loaded; a publisher does.
_MESSAGES = """
import importlib, rclpy, sys
rclpy.init()
node = rclpy.create_node("doctor")
for package, message in {messages!r}.items():
    try:
        node.create_publisher(getattr(importlib.import_module(package + ".msg"), message), "doctor_" + package, 1)
    except Exception as error:
        sys.exit(f"{{package}}: {{str(error).splitlines()[0] if str(error) else type(error).__name__}}")
node.destroy_node()
rclpy.shutdown()
"""
_ENGINE = """
from worlds.engines.registry import simulator_features
print(simulator_features("mujoco").version)
"""
_PICTURE = """
from worlds.engines.mujoco.offscreen import choose_gl
from worlds.engines.registry import make_simulator
from worlds.scenario import Scenario
from worlds.simulator import Viewpoint
from missions.spec import WORLD_CATALOG
simulator = make_simulator("mujoco")
simulator.load(Scenario(WORLD_CATALOG / "first_drive.sdf", None))
simulator.reset(1)
picture = simulator.render(Viewpoint((-3.0, -3.0, 3.0), (0.0, 0.0, 0.0), width_px=160, height_px=120))
if picture.std() < 1:
    raise SystemExit("the picture is empty")
print(choose_gl().upper())
"""
_INTERFACES = {
    "valence_interfaces": "ProgramLog",
    "vision_msgs": "Detection2DArray",
    "tf2_msgs": "TFMessage",
    "simulation_interfaces": "SimulatorFeatures",
}
_ALONE = {"ROS_DOMAIN_ID": "101", "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST"}


def all_findings() -> Iterator[Finding]:
    """Looks at one thing after another, the cheap ones first."""
    for look in _LOOKS:
        yield look()


def _python() -> Finding:
    ok = (3, 10) <= sys.version_info[:2] <= (3, 13)
    return Finding(
        name="Python",
        ok=ok,
        needed=True,
        found=f"{platform.python_version()} ({sys.executable})",
        remedy=f"{_APT} python3 python3-venv   (3.10 to 3.13)",
    )


def _memory() -> Finding:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    free = _available_bytes()
    return Finding(
        name="memory",
        ok=free >= _LEAST_MEMORY_BYTES,
        needed=False,
        found=f"{free / 1e9:.1f} GB free of {size / 1e9:.1f} GB, with {os.cpu_count()} processors",
        remedy="Close other programs; an episode takes about 0.4 GB.",
    )


def _available_bytes() -> int:
    """Memory that can be had without swapping."""
    for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0


def _home() -> Finding:
    try:
        folder = lab_home()
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
        found, ok, remedy = str(folder), True, ""
    except LabHomeError as error:
        found, ok, remedy = error.message, False, error.hint
    except OSError as error:
        found, ok = f"{folder} can't be written to ({error.strerror})", False
        remedy = "export VALENCE_HOME=~/valence   (any folder of your own)"
    return Finding(name="the lab's folder", ok=ok, needed=True, found=found, remedy=remedy)


def _disk() -> Finding:
    try:
        place = lab_home()
    except LabHomeError:
        place = Path.cwd()
    free = shutil.disk_usage(place).free
    return Finding(
        name="disk",
        ok=free >= _LEAST_FREE_BYTES,
        needed=True,
        found=f"{free / 1e9:.1f} GB free at {place}",
        remedy=f"Make room: {_LEAST_FREE_BYTES / 1e9:g} GB are needed; old episodes are in {place / 'episodes'}.",
    )


def _ros() -> Finding:
    ok, said = tried(_NODE, _ALONE)
    sourced = os.environ.get("ROS_DISTRO")
    # The wheels set nothing; a ROS that was sourced says its name and lives outside the lab's environment.
    source = f"{sourced} (sourced)" if sourced and not said.startswith(sys.prefix) else "Jazzy, from wheels"
    return Finding(
        name="ROS 2",
        ok=ok,
        needed=True,
        found=f"{source}; a node can be made" if ok else f"{source}; no node can be made: {said}",
        remedy="Source a ROS 2 Jazzy (. /opt/ros/jazzy/setup.sh), or: " + _SET_UP_AGAIN,
    )


def _interfaces() -> Finding:
    ok, said = tried(_MESSAGES.format(messages=_INTERFACES), _ALONE)
    return Finding(
        name="ROS messages",
        ok=ok,
        needed=True,
        found=", ".join(_INTERFACES) if ok else said,
        remedy="rm -rf ros2_ws/install .venv/.valence/ready && ./valence doctor   (builds them anew)",
    )


def _engine() -> Finding:
    ok, said = tried(_ENGINE)
    return Finding(name="MuJoCo", ok=ok, needed=True, found=said, remedy=_SET_UP_AGAIN)


def _camera() -> Finding:
    ok, said = tried(_PICTURE)
    return Finding(
        name="camera pictures",
        ok=ok,
        needed=False,
        found=f"drawn with {said}" if ok else f"can't be drawn: {said}",
        remedy=f"{_APT} libegl1 libgles2 libegl-mesa0",
    )


def _box() -> Finding:
    status = box_available()
    return Finding(
        name="box for programs",
        ok=status.ok,
        needed=True,
        found="bubblewrap makes one" if status.ok else status.reason,
        remedy=status.hint,
    )


def _graph() -> Finding:
    ok = namespaces_work()
    return Finding(
        name="ROS graphs apart",
        ok=ok,
        needed=False,
        found="each episode gets a network namespace" if ok else "each episode gets a ROS domain of its own instead",
        remedy=f"{_APT} bubblewrap" if shutil.which("bwrap") is None else box_available().hint,
    )


def _checker() -> Finding:
    program = shutil.which("ign") or shutil.which("gz")
    ok = False
    if program is not None:
        done = subprocess.run([program, "sdf", "--help"], capture_output=True, check=False, timeout=PATIENCE_S)
        ok = done.returncode == 0
    return Finding(
        name="SDF checker",
        ok=ok,
        needed=False,
        found=f"{program} sdf" if ok else "libsdformat's own checker is not there; only tests use it",
        remedy=f"{_APT} ignition-tools libsdformat-dev",
    )


_LOOKS: tuple[Callable[[], Finding], ...] = (
    _python, _memory, _home, _disk, _box, _graph, _engine, _ros, _interfaces, _camera, _checker,
)  # fmt: skip
