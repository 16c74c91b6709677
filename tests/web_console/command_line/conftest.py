# SPDX-License-Identifier: Apache-2.0
"""The command with a lab of its own: in a process of its own or, where only its words are looked at, in ours."""

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
from web_console.command_line import command

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
def valence_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], environment: dict[str, str], tmp_path: Path
) -> Valence:
    """Runs the command as `valence` does, but in our process: three seconds sooner on a busy machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(LAB_HOME_VARIABLE, environment[LAB_HOME_VARIABLE])
    monkeypatch.setenv("COLUMNS", environment["COLUMNS"])

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        given = [str(one) for one in arguments]
        capsys.readouterr()
        try:
            code = command.main(given)
        except SystemExit as ended:  # as `--help` ends
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(given, code, printed.out, printed.err)

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
