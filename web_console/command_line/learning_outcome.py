# SPDX-License-Identifier: Apache-2.0
"""What `data`, `train`, `evaluate` and `models` print with `--json`; a contract, as everything in `outcome`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from valence_nodes.learning.card import ClassName
from web_console.command_line.outcome import Output

_STRICT = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class ColumnEntry(BaseModel):
    """A column of a dataset."""

    model_config = _STRICT

    name: str
    type: str
    unit: str
    about: str


class DatasetEntry(BaseModel):
    """A dataset.

    Attributes:
        name: `name:version`, or a mission's name.
        parts: rows of train, validation and test; null in a list.
        balance: rows of each class; null in a list, or without classes.
        frozen: whether a model was trained with it, so that it must stay as it is.
        used_by: these models.
        folder: where it is.
    """

    model_config = _STRICT

    name: str
    title: str
    kind: str
    target: str
    classes: list[ClassName]
    rows: int
    licence: str
    source: str
    columns: list[ColumnEntry]
    sha256: str
    parts: dict[str, int] | None
    balance: dict[str, int] | None
    frozen: bool
    used_by: list[str]
    folder: str


class DataOutput(Output):
    """`data --json`.

    Attributes:
        datasets: the list, or the one that was shown, imported, collected or exported.
        file: that was written by an export; else null.
    """

    verdict: Literal["done"] = "done"
    datasets: list[DatasetEntry]
    file: str | None


class ModelEntry(BaseModel):
    """A model.

    Attributes:
        name: of the model.
        version: from 1.
        metrics: figures of its examination, `score` and `baseline_score` among them.
        data: name and sha256 of what it learned from.
        latency_ms: of one answer on this machine, or null.
    """

    model_config = _STRICT

    name: str
    version: int
    kind: str
    format: str
    target: str
    classes: list[ClassName]
    metrics: dict[str, float]
    data: dict[str, str]
    program_sha256: str
    size_bytes: int
    latency_ms: float | None
    seed: int
    stopped: bool
    folder: str


class ModelsOutput(Output):
    """`models --json`."""

    verdict: Literal["done"] = "done"
    models: list[ModelEntry]


class TrainOutput(Output):
    """`train --json`.

    Attributes:
        verdict: `stopped` if Ctrl-C ended it; the best so far was kept.
        model: that was kept.
    """

    verdict: Literal["trained", "stopped"]
    model: ModelEntry


class ComparisonEntry(BaseModel):
    """How another model did with the same samples.

    Attributes:
        model: the other one.
        score: of the other one.
        only_this: samples that only this model got right.
        only_other: samples that only the other one got right.
        p_value: of the exact McNemar test.
    """

    model_config = _STRICT

    model: str
    score: float
    only_this: int
    only_other: int
    p_value: float


class EvaluateOutput(Output):
    """`evaluate --json`.

    Attributes:
        model: that was examined.
        part: of the dataset, that it was examined with.
        metrics: how it did.
        confusion: how often each class (row) was told to be each class (column), in the order of `classes`.
        report: the page that was written.
        comparison: with another model; null without one.
    """

    verdict: Literal["done"] = "done"
    model: str
    part: str
    metrics: dict[str, float]
    classes: list[ClassName]
    confusion: list[list[int]]
    report: str
    comparison: ComparisonEntry | None
