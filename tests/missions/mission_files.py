# SPDX-License-Identifier: Apache-2.0
"""Writes missions to try things with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from missions.spec import SPEC_FILE

BRIEF = "Drive to the pad.\n"
PROGRAM = "def drive(robot):\n    robot.stop()\n"


def plain_spec(**changes: Any) -> dict[str, Any]:
    """A small mission in the empty hall, as plain data, with some fields changed (None takes one out)."""
    spec = {
        "name": "try_out",
        "title": {"en": "Try-out"},
        "summary": {"en": "Drive to a pad."},
        "strand": "robotics",
        "tiers": ["code"],
        "robot": "turtlebot3_burger",
        "allowed_robots": ["turtlebot3_burger"],
        "world": "empty_hall",
        "start_poses": [{"x_m": 0.0, "y_m": 0.0}],
        "time_limit_s": 10,
        "zones": [{"name": "pad", "shape": "circle", "centre_m": [1.0, 0.0], "radius_m": 0.3}],
        "criteria": [{"name": "arrive", "check": "zones_in_order", "points": 10}],
        "pass_mark": 6,
        "expected_minutes": 5,
        "public_seeds": [1, 2],
        "hidden_seed_count": 3,
    }
    spec.update(changes)
    return {key: value for key, value in spec.items() if value is not None}


def write_mission(parent: Path, spec: dict[str, Any] | str | bytes | None = None, name: str = "try_out") -> Path:
    """Writes a mission's folder: the spec (as data, or as text to try wrong ones), a brief and programs."""
    folder = parent / name
    folder.mkdir(exist_ok=True)
    text = plain_spec() if spec is None else spec
    if isinstance(text, dict):
        text = yaml.safe_dump(text, sort_keys=False, allow_unicode=True)
    (folder / SPEC_FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    (folder / "brief.en.md").write_text(BRIEF)
    for program in ("starter.py", "reference.py", "naive.py"):
        (folder / program).write_text(PROGRAM)
    return folder
