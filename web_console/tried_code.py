# SPDX-License-Identifier: Apache-2.0
"""Tries code that may crash or hang in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PATIENCE_S = 60.0
_REPOSITORY = Path(__file__).resolve().parents[1]


def tried(code: str, environment: dict[str, str] | None = None) -> tuple[bool, str]:
    """Runs Python code in a process of its own.

    Args:
        code: the Python source; it can import the lab.
        environment: variables to add to ours.

    Returns:
        Whether it succeeded, and what it printed or the last that it said.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=PATIENCE_S,
            env=os.environ | (environment or {}),
            cwd=_REPOSITORY,
        )
    except subprocess.TimeoutExpired:
        return False, f"it hangs (no answer within {PATIENCE_S:g} s)"
    if done.returncode == 0:
        return True, done.stdout.strip()
    if done.returncode < 0:
        return False, f"it crashed (signal {-done.returncode})"
    return False, (done.stderr.strip().splitlines() or ["it failed without a word"])[-1][:300]
