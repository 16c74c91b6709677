# SPDX-License-Identifier: Apache-2.0
"""The programs that the front end's blocks generate, written anew by the generator itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "web_console" / "frontend"
WRITER = "src/blocks/written_programs.test.ts"


@pytest.fixture(scope="session")
def generated_programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of programs, and of what they must come to."""
    if not (FRONTEND / "node_modules" / ".bin" / "vitest").exists():
        pytest.skip("the front end's packages are not installed: call ./valence test once")
    folder = tmp_path_factory.mktemp("generated")
    command = ["sh", str(ROOT / "docker/setup/npm.sh"), "run", "test", "--", WRITER]
    written = subprocess.run(
        command,
        env={**os.environ, "VALENCE_BLOCKS_PROGRAMS": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert written.returncode == 0, written.stdout + written.stderr
    return folder
