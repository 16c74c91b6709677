# SPDX-License-Identifier: Apache-2.0
"""The published JSON Schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from missions.schemas import FOLDER, PUBLISHED, schema_text, write_schemas


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_published_schema_is_current(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == schema_text(name), "run `python -m missions.schemas`"


def test_schemas_are_written_where_asked(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new")
    assert {file.name for file in (tmp_path / "new").iterdir()} == set(PUBLISHED)


def test_the_mission_schema_helps_an_editor() -> None:
    schema = json.loads(schema_text("mission.schema.json"))
    assert schema["additionalProperties"] is False
    assert {"name", "world", "criteria", "pass_mark"} <= set(schema["required"])
    assert "control_rate_hz" not in schema["required"]


def test_the_scorecard_schema_promises_every_field() -> None:
    schema = json.loads(schema_text("scorecard.schema.json"))
    assert {"score", "verdict", "failure", "timing", "trajectory_sha256"} <= set(schema["required"])
