# SPDX-License-Identifier: Apache-2.0
"""`valence test`: every test of the lab; what follows is handed to pytest."""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from web_console.command_line.outcome import CommandError, ExitCode, Output

_REPOSITORY = Path(__file__).resolve().parents[3]
_MOST_WORKERS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds nothing: all that follows is pytest's."""
    parser.epilog = "What follows is handed to pytest, such as -k robot or tests/worlds."


def run(given: argparse.Namespace) -> tuple[ExitCode, Output]:
    """Becomes pytest."""
    if find_spec("pytest") is None:
        raise CommandError(
            ExitCode.OUR_FAULT, "pytest is not installed.", "Run `./valence test`, which installs it at its first call."
        )
    rest = list(given.rest)
    if find_spec("xdist") is not None and not any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in rest):
        # One more than cores: a third of the time a test waits for a node to be found, or for a page.
        workers = min(_MOST_WORKERS, (os.cpu_count() or 1) + 1)
        # Tests of one file share what is costly to start, and tests/conftest.py has those of the browser together.
        # Files come by name, the browser's first; as xdist orders them, by number of tests, the long ones come last.
        rest = ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder", *rest]
    os.chdir(_REPOSITORY)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *rest])  # noqa: S606 - no shell is meant
