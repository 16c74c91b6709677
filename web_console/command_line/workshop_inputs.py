# SPDX-License-Identifier: Apache-2.0
"""What the verbs of learning share: the lab's workshop, its mistakes told as the caller's, entries for `--json`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from missions.errors import MissionError
from missions.lab_home import lab_home
from missions.spec import mission_names, read_mission
from valence_nodes.learning.errors import LearningError
from valence_nodes.learning.extra import MissingExtraError, require_learning
from valence_nodes.learning.registry import StoredModel
from valence_nodes.learning.workshop import Opened, Workshop
from web_console.command_line.learning_outcome import ColumnEntry, DatasetEntry, ModelEntry
from web_console.command_line.outcome import CommandError, ExitCode, invalid
from worlds.errors import WorldsError


def lab_workshop(*, needs_extra: bool = True) -> Workshop:
    """Opens this lab's datasets and models, and the datasets that missions bring.

    Args:
        needs_extra: whether what is to come needs the packages of learning.

    Raises:
        CommandError: these are not installed.
    """
    if needs_extra:
        try:
            require_learning()
        except MissingExtraError as error:
            raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    brought = {}
    for name in mission_names():
        try:
            folder = read_mission(name).data_folder
        except (MissionError, WorldsError):
            continue  # `check mission` says what is wrong with it
        if folder is not None:
            brought[name] = folder
    return Workshop(lab_home(), brought)


@contextmanager
def told_as_invalid() -> Iterator[None]:
    """Tells a mistake in data, options or names as the caller's.

    Raises:
        CommandError: there was one.
    """
    try:
        yield
    except LearningError as error:
        raise invalid(error.message, error.hint) from error


def dataset_entry(opened: Opened, *, looked_into: bool) -> DatasetEntry:
    """Describes a dataset.

    Args:
        opened: the dataset.
        looked_into: whether its rows are read, for the sizes of its parts and classes.
    """
    dataset, stored = opened.dataset, opened.stored
    card = dataset.card
    parts = balance = None
    if looked_into:
        parts = {part.name: len(part) for part in (dataset.train, dataset.validation, dataset.test)}
        if card.classes:
            counts = dataset.table[card.target].value_counts()
            balance = {str(name): int(counts.get(name, 0)) for name in card.classes}
    return DatasetEntry(
        name=opened.reference,
        title=card.title,
        kind=card.kind,
        target=card.target,
        classes=list(card.classes),
        rows=card.rows,
        licence=card.licence,
        source=card.source,
        columns=[ColumnEntry(name=one.name, type=one.type, unit=one.unit, about=one.about) for one in card.columns],
        sha256=dataset.sha256,
        parts=parts,
        balance=balance,
        frozen=stored is not None and stored.frozen,
        used_by=list(stored.used_by) if stored else [],
        folder=str(dataset.folder),
    )


def model_entry(stored: StoredModel) -> ModelEntry:
    """Describes a model."""
    return ModelEntry(
        name=stored.name,
        version=stored.version,
        kind=stored.kind,
        format=stored.format,
        target=stored.target,
        classes=list(stored.classes),
        metrics=stored.metrics,
        data=stored.data,
        program_sha256=stored.program_sha256,
        size_bytes=stored.size_bytes,
        latency_ms=stored.latency_ms,
        seed=stored.seed,
        stopped=stored.stopped,
        folder=str(stored.folder),
    )


def model_line(entry: ModelEntry) -> str:
    """One line about a model."""
    score = entry.metrics.get("score")
    known = "" if score is None else f"score {score:.3f} (baseline {entry.metrics.get('baseline_score', 0.0):.3f})"
    latency = "" if entry.latency_ms is None else f"{entry.latency_ms:g} ms an answer"
    parts = [entry.kind, known, f"{entry.size_bytes:,} bytes", latency, f"from {entry.data.get('name', '?')}"]
    return f"{entry.name}:{entry.version}  –  " + "; ".join(part for part in parts if part)
