# SPDX-License-Identifier: Apache-2.0
"""What starts with every command, episode and server imports nothing of what learning needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"torch", "sklearn", "scipy", "pandas", "pyarrow", "onnx", "onnxruntime", "gymnasium", "stable_baselines3"}


@pytest.mark.parametrize(
    "module",
    [
        "web_console.command_line.command",
        "web_console.command_line.verbs.run",
        "web_console.command_line.verbs.grade",
        "web_console.server.app",
        "missions.episode.episode_process",
        "valence_nodes.nodes.program_node",
        "valence_nodes.programs.inside.driving",
    ],
)
def test_nothing_of_learning_is_loaded(module: str) -> None:
    code = f"import sys, {module}; print(sorted({HEAVY!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
