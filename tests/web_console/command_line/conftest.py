# SPDX-License-Identifier: Apache-2.0
"""The command in a process of its own, with a lab of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from missions.lab_home import LAB_HOME_VARIABLE
from valence_nodes.programs.box import box_available

REPOSITORY = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "web_console.command_line")

Valence = Callable[..., "subprocess.CompletedProcess[str]"]
WriteProgram = Callable[[str], Path]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What the command's process is given."""
    python_path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH", ""))))
    return os.environ | {LAB_HOME_VARIABLE: str(tmp_path / "lab"), "PYTHONPATH": python_path, "COLUMNS": "90"}


@pytest.fixture
def valence(environment: dict[str, str], tmp_path: Path) -> Valence:
    """Runs the command to its end, in an empty folder that is not the repository."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment | variables,
            cwd=elsewhere,
            timeout=200,
        )

    return run


@pytest.fixture
def write_program(tmp_path: Path) -> WriteProgram:
    """Writes a program into a file."""

    def write(text: str) -> Path:
        file = tmp_path / "my_program.py"
        file.write_text(dedent(text), encoding="utf-8")
        return file

    return write


@pytest.fixture
def box() -> None:
    """Skips where no box can be made."""
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
