# SPDX-License-Identifier: Apache-2.0
"""What tests of training share; they need the learning extra."""

from __future__ import annotations

from pathlib import Path

import pytest

from missions.spec import SPEC_FILE, Mission, load_mission

for module in ("gymnasium", "onnx", "onnxruntime", "stable_baselines3", "torch"):
    pytest.importorskip(module)


def cut(name: str, folder: Path, time_limit_s: float) -> Mission:
    """A mission of the catalogue with another time limit, in a folder of its own."""
    original = load_mission(name).spec_file.read_text(encoding="utf-8")
    lines = [
        line if not line.startswith("time_limit_s:") else f"time_limit_s: {time_limit_s}"
        for line in original.splitlines()
    ]
    copy = folder / name
    copy.mkdir(parents=True)
    (copy / SPEC_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_mission(copy)


@pytest.fixture(scope="session")
def short_wall(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """`wall_follow` of three seconds."""
    return cut("wall_follow", tmp_path_factory.mktemp("wall"), 3.0)


@pytest.fixture(scope="session")
def short_line(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """`line_follow` of three seconds."""
    return cut("line_follow", tmp_path_factory.mktemp("line"), 3.0)
