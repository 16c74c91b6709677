# SPDX-License-Identifier: Apache-2.0
"""The same scenario, seed and actions give the same bits in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from worlds.engines.registry import engine_names, simulator_features

ROOT = Path(__file__).resolve().parents[3]
REPEATS = 20
AT_ONCE = 4


def run_once(engine: str) -> str:
    script = Path(__file__).with_name("trajectory_hash.py")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script), engine], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout.strip()


@pytest.mark.parametrize("engine", [name for name in engine_names() if simulator_features(name).deterministic])
def test_twenty_fresh_processes_at_once_drive_the_same_way(engine: str) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        hashes = list(pool.map(run_once, [engine] * REPEATS))
    assert len(hashes[0]) == 64
    assert len(set(hashes)) == 1
