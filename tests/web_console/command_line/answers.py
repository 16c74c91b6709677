# SPDX-License-Identifier: Apache-2.0
"""Reading what `--json` printed, as strictly as the published schemas have it."""

from __future__ import annotations

import json
import subprocess
from typing import TypeVar

from web_console.command_line.outcome import ErrorOutput, Output

_Output = TypeVar("_Output", bound=Output)


def answer(done: subprocess.CompletedProcess[str], model: type[_Output]) -> _Output:
    """The one object on stdout: one line, nothing before or after it, every key there."""
    assert done.stdout.endswith("\n")
    assert done.stdout.count("\n") == 1, done.stdout
    given = json.loads(done.stdout)
    read = model.model_validate(given)
    assert json.loads(read.model_dump_json()) == given
    return read


def refusal(done: subprocess.CompletedProcess[str], code: int = 2) -> ErrorOutput:
    """The object of a command that could not do what was asked."""
    assert done.returncode == code, done.stderr
    said = answer(done, ErrorOutput)
    assert said.message
    assert done.stderr == ""
    return said
