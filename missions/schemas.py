# SPDX-License-Identifier: Apache-2.0
"""Publishes JSON Schemas in `docs/schemas/`: `python -m missions.schemas` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from missions.grading.submission import Submission
from missions.scorecard import Scorecard
from missions.spec import MissionSpec

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
PUBLISHED: dict[str, type[BaseModel]] = {
    "mission.schema.json": MissionSpec,
    "scorecard.schema.json": Scorecard,
    "submission.schema.json": Submission,
}


def schema_text(file_name: str) -> str:
    """Returns the text of a published schema (JSON Schema 2020-12).

    Raises:
        KeyError: no schema of that file name is published.
    """
    model = PUBLISHED[file_name]
    # A mission is written by people, who may leave defaults out; a scorecard is written by the lab, in full.
    return schema_of(model, mode="validation" if model is MissionSpec else "serialization")


def schema_of(model: type[BaseModel], mode: Literal["validation", "serialization"]) -> str:
    """Returns a model's schema as text.

    Args:
        model: whose objects it describes.
        mode: `validation` for what people write, `serialization` for what the lab writes, with every key.
    """
    schema = model.model_json_schema(mode=mode)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path = FOLDER) -> None:
    """Writes all published schemas."""
    folder.mkdir(parents=True, exist_ok=True)
    for file_name in PUBLISHED:
        (folder / file_name).write_text(schema_text(file_name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas()
