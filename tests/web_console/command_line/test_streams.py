# SPDX-License-Identifier: Apache-2.0
"""Where the output goes when it can't go anywhere."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from tests.web_console.command_line.conftest import COMMAND
from web_console.command_line.outcome import ExitCode


def in_shell(environment: dict[str, str], words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", f"exec {shlex.join(COMMAND)} {words}"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("verb", ["missions", "missions --json"])
def test_a_full_disk_is_said(environment: dict[str, str], verb: str, unbuffered: str) -> None:
    done = in_shell(environment | {"PYTHONUNBUFFERED": unbuffered}, f"{verb} >/dev/full")
    assert done.returncode == ExitCode.OUR_FAULT
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("missions >&-", ExitCode.PASSED),
        ("missions --json >&-", ExitCode.PASSED),
        ("missions <&-", ExitCode.PASSED),
        ("missions >&- 2>&- <&-", ExitCode.PASSED),
        ("chek 2>&-", ExitCode.INVALID),
        ("chek --json >&- 2>&-", ExitCode.INVALID),
        ("chek 2>/dev/full", ExitCode.OUR_FAULT),
    ],
)
def test_closed_streams_change_nothing(environment: dict[str, str], words: str, code: ExitCode) -> None:
    done = in_shell(environment, words)
    assert done.returncode == code
    assert done.stderr == ""
    if "2>&-" in words:
        assert done.stdout == "", "what was for stderr stays out of stdout"
