# SPDX-License-Identifier: Apache-2.0
"""A model that a program drives with, and how a scorecard names it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ModelUsed(BaseModel):
    """Which model drove.

    Attributes:
        name: of the model: `learned` for what the program's own `learn` returned.
        version: in the team's registry; null for what is in none.
        kind: such as `forest` or the name of a class.
        sha256: of the model's file.
        size_bytes: of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    name: Annotated[str, Field(max_length=100)]
    version: Annotated[int, Field(ge=1)] | None = None
    kind: Annotated[str, Field(max_length=100)] = ""
    sha256: Sha256
    size_bytes: Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class LearnedModel:
    """A model's file, and how it is named.

    Attributes:
        file: `*.pickle` or `*.onnx`; read in the box alone.
        used: what a scorecard says of it.
        report: how it was learned (`learning_report`); None for a model that was chosen.
    """

    file: Path
    used: ModelUsed
    report: Path | None = None
