# SPDX-License-Identifier: Apache-2.0
"""Publishes the JSON Schemas of what `--json` prints: `python -m web_console.command_line.schemas` writes them anew."""

from __future__ import annotations

from missions.schemas import FOLDER, schema_of
from web_console.command_line.learning_outcome import DataOutput, EvaluateOutput, ModelsOutput, TrainOutput
from web_console.command_line.outcome import (
    BenchOutput,
    CheckOutput,
    DoctorOutput,
    ErrorOutput,
    FidelityOutput,
    GradeOutput,
    MissionsOutput,
    Output,
    PlotOutput,
    ReplayOutput,
    RunOutput,
    SeedOutput,
    UpOutput,
)

PUBLISHED: dict[str, type[Output]] = {
    "command-bench.schema.json": BenchOutput,
    "command-check.schema.json": CheckOutput,
    "command-data.schema.json": DataOutput,
    "command-doctor.schema.json": DoctorOutput,
    "command-error.schema.json": ErrorOutput,
    "command-evaluate.schema.json": EvaluateOutput,
    "command-fidelity.schema.json": FidelityOutput,
    "command-grade.schema.json": GradeOutput,
    "command-missions.schema.json": MissionsOutput,
    "command-models.schema.json": ModelsOutput,
    "command-plot.schema.json": PlotOutput,
    "command-replay.schema.json": ReplayOutput,
    "command-run.schema.json": RunOutput,
    "command-seed.schema.json": SeedOutput,
    "command-train.schema.json": TrainOutput,
    "command-up.schema.json": UpOutput,
}
"""What each verb prints when it could do its work, and what all of them print when not."""

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file_name, model in PUBLISHED.items():
        (FOLDER / file_name).write_text(schema_of(model, mode="serialization"), encoding="utf-8")
