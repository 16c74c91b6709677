# SPDX-License-Identifier: Apache-2.0
"""The command line's contract: what is published is what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from missions.grading.submission import CriterionMean, GradedSeed, Submission, SubmissionTiming
from missions.schemas import FOLDER, schema_of
from missions.scorecard import Scorecard
from web_console.command_line.arguments import build_parser
from web_console.command_line.command import GONE
from web_console.command_line.learning_outcome import (
    ColumnEntry,
    ComparisonEntry,
    DataOutput,
    DatasetEntry,
    EvaluateOutput,
    ModelEntry,
    ModelsOutput,
    TrainOutput,
)
from web_console.command_line.outcome import (
    CheckOutput,
    DoctorOutput,
    ErrorOutput,
    ExitCode,
    FidelityOutput,
    Finding,
    GradeOutput,
    Measure,
    MissionEntry,
    MissionsOutput,
    PlayedRecording,
    PlotOutput,
    Problem,
    ReplayedTopic,
    ReplayOutput,
    RunOutput,
    SeedOutput,
    UpOutput,
)
from web_console.command_line.schemas import PUBLISHED
from web_console.command_line.verbs import VERBS, load

DOCUMENT = (Path(__file__).resolve().parents[3] / "docs" / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_schema_is_current(name: str) -> None:
    current = schema_of(PUBLISHED[name], mode="serialization")
    assert (FOLDER / name).read_text(encoding="utf-8") == current, "run python -m web_console.command_line.schemas"


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_schema_promises_every_key_and_no_other(name: str) -> None:
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert set(schema["required"]) == set(schema["properties"])
    assert {"verdict", "message", "hint"} <= set(schema["required"])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_schema_is_named(name: str) -> None:
    assert name in DOCUMENT


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_flag_is_documented(verb: str) -> None:
    assert f"`./valence {verb}" in DOCUMENT
    parser = build_parser(None)
    load(verb).add_arguments(parser)
    for flag in parser._option_string_actions:
        if flag not in {"-h", "--help"}:
            assert f"`{flag}" in DOCUMENT, flag


def test_every_exit_code_is_documented() -> None:
    for code in [*ExitCode, GONE]:
        assert f"\n| {int(code)} | " in DOCUMENT, code


@pytest.mark.parametrize(
    "model",
    [
        CheckOutput,
        ColumnEntry,
        ComparisonEntry,
        CriterionMean,
        DataOutput,
        DatasetEntry,
        DoctorOutput,
        ErrorOutput,
        EvaluateOutput,
        FidelityOutput,
        Finding,
        GradedSeed,
        GradeOutput,
        Measure,
        MissionEntry,
        MissionsOutput,
        ModelEntry,
        ModelsOutput,
        PlayedRecording,
        PlotOutput,
        Problem,
        ReplayedTopic,
        ReplayOutput,
        RunOutput,
        Scorecard,
        SeedOutput,
        Submission,
        SubmissionTiming,
        TrainOutput,
        UpOutput,
    ],
)
def test_every_key_is_documented(model: type[RunOutput]) -> None:
    for key in model.model_fields:
        assert f"`{key}`" in DOCUMENT, key
