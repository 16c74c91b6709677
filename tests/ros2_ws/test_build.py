# SPDX-License-Identifier: Apache-2.0
"""What `ros2_ws/build.py` decides: which packages, for which ROS, and whether at all."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

WORKSPACE = Path(__file__).resolve().parents[2] / "ros2_ws"
INDEX = Path("share/ament_index/resource_index/packages")


def load_build(workspace: Path) -> ModuleType:
    """The build module of a workspace, which knows its folder by where it lies."""
    spec = importlib.util.spec_from_file_location("workspace_build", workspace / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy without anything built."""
    ignored = shutil.ignore_patterns("build", "install", "log", "__pycache__")
    return Path(shutil.copytree(WORKSPACE, tmp_path / "ros2_ws", ignore=ignored))


def ros_with(prefix: Path, *packages: str) -> Path:
    """An installed ROS that has these packages, as far as its index says."""
    (prefix / INDEX).mkdir(parents=True)
    for package in packages:
        (prefix / INDEX / package).touch()
    return prefix


def test_both_folders_of_the_wheels_builder_are_rewritten_and_only_once(tmp_path: Path) -> None:
    build = load_build(WORKSPACE)
    cmake = tmp_path / "share" / "std_msgs" / "cmake"
    cmake.mkdir(parents=True)
    target = cmake / "export_std_msgs__rosidl_generator_pyExport.cmake"
    target.write_text(
        'set(X "${_IMPORT_PREFIX}/include;/opt/python/cp311-cp311/include/python3.11;'
        '/opt/python/cp313-cp313t/lib/python3.13t/site-packages/numpy/_core/include;/opt/python/other")\n',
        encoding="utf-8",
    )
    other = cmake / "std_msgsConfig.cmake"
    other.write_text("nothing to do here\n", encoding="utf-8")
    assert build.repair_wheel_paths(tmp_path, "/py\\1/include", "/my venv/site-packages") == 1
    assert target.read_text(encoding="utf-8") == (
        'set(X "${_IMPORT_PREFIX}/include;/py\\1/include;'
        '/my venv/site-packages/numpy/_core/include;/opt/python/other")\n'
    )
    assert build.repair_wheel_paths(tmp_path, "/py\\1/include", "/my venv/site-packages") == 0


def test_only_what_the_ros_lacks_is_built(tmp_path: Path) -> None:
    build = load_build(WORKSPACE)
    first = ros_with(tmp_path / "a", "rclpy", "tf2_msgs")
    second = ros_with(tmp_path / "b", "simulation_interfaces")
    assert build.lacking_packages([first, second]) == ["vision_msgs"]
    assert build.lacking_packages([]) == list(build.STANDARD_PACKAGES)


def test_a_sourced_ros_goes_before_the_wheels(tmp_path: Path) -> None:
    build = load_build(WORKSPACE)
    ros = ros_with(tmp_path / "ros", "rclpy")
    wheels = [Path(sys.prefix)]
    own = WORKSPACE / "install"
    sourced = {"ROS_DISTRO": "jazzy", "AMENT_PREFIX_PATH": f"{own}:{ros}:"}
    assert build.prefixes_of(sourced) == [ros]
    assert build.prefixes_of({"AMENT_PREFIX_PATH": str(ros)}) == wheels
    assert build.prefixes_of({"ROS_DISTRO": "noetic"}) == wheels
    assert build.prefixes_of({"ROS_DISTRO": "jazzy", "AMENT_PREFIX_PATH": str(tmp_path)}) == wheels


def test_the_fingerprint_changes_with_sources_ros_and_folder(workspace: Path, tmp_path: Path) -> None:
    build = load_build(workspace)
    folders = [workspace / "src" / "valence_interfaces"]
    first = build.fingerprint_of(folders, [tmp_path])
    assert build.fingerprint_of(folders, [tmp_path]) == first
    assert build.fingerprint_of(folders, [tmp_path / "other"]) != first
    message = folders[0] / "msg" / "ProgramLog.msg"
    message.write_text(message.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    second = build.fingerprint_of(folders, [tmp_path])
    assert second != first
    message.rename(message.with_name("ProgramText.msg"))
    assert build.fingerprint_of(folders, [tmp_path]) not in {first, second}


def test_nothing_is_done_when_nothing_has_changed(workspace: Path, tmp_path: Path) -> None:
    build = load_build(workspace)
    ros = ros_with(tmp_path / "ros", "rclpy", *build.STANDARD_PACKAGES)
    folders = [workspace / "src" / "valence_interfaces"]
    (workspace / "install").mkdir()
    stamp = workspace / "install" / ".valence-stamp"
    stamp.write_text(build.fingerprint_of(folders, [ros]), encoding="utf-8")
    # No compiler is to be found on this path, so doing anything would fail.
    environment = {"ROS_DISTRO": "jazzy", "AMENT_PREFIX_PATH": str(ros), "PATH": str(tmp_path)}
    assert build.build(environment) is False


def test_a_broken_message_is_shown_with_the_log_and_the_old_build_stays(workspace: Path) -> None:
    message = workspace / "src" / "valence_interfaces" / "msg" / "ProgramLog.msg"
    message.write_text("no_such_type field\n", encoding="utf-8")
    for package in ("vision_msgs", "simulation_interfaces", "tf2_msgs"):
        shutil.rmtree(workspace / "standard_interfaces" / package / "msg")  # they are not asked for here
    (workspace / "install").mkdir()
    (workspace / "install" / "old").touch()
    environment = {name: value for name, value in os.environ.items() if name != "ROS_DISTRO"}
    told = subprocess.run(
        [sys.executable, str(workspace / "build.py")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert told.returncode == 1
    assert "The ROS workspace could not be built. colcon ended with exit code" in told.stderr
    log = workspace / "log" / "build.txt"
    assert str(log) in told.stderr
    assert log.stat().st_size > 0
    assert (workspace / "install" / "old").exists()
    assert told.stdout == ""
