# SPDX-License-Identifier: Apache-2.0
"""A lab's data and models together: train with a dataset and keep the model, examine a model and report on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from valence_nodes.learning.card import CARD_FILE
from valence_nodes.learning.datasets import Dataset, Part
from valence_nodes.learning.errors import LearningError, ModelError, meant
from valence_nodes.learning.evaluation import Comparison, Evaluation, compare, evaluate, nearest_mean_score
from valence_nodes.learning.explaining import learning_curve
from valence_nodes.learning.kinds.kind import Watch
from valence_nodes.learning.kinds.registry import kind_of
from valence_nodes.learning.lab import clean
from valence_nodes.learning.library import DatasetLibrary, StoredDataset
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.registry import MODELS_FOLDER, ModelRegistry, StoredModel
from valence_nodes.learning.report import ReportInput, report_html
from valence_nodes.learning.training import train

DATASETS_FOLDER = "datasets"
PARTS = ("test", "validation", "train")
_MOST_FOR_CURVE = 20_000
"""A learning curve trains five times more; not with more samples than this, and not with nets."""


@dataclass(frozen=True)
class Opened:
    """A dataset that was named, and where it is from.

    Attributes:
        reference: what it is called in reports and cards of models.
        dataset: itself.
        stored: its place in the library; None for a mission's, or one in a folder.
    """

    reference: str
    dataset: Dataset
    stored: StoredDataset | None = None


@dataclass(frozen=True)
class TrainRequest:
    """What to train.

    Attributes:
        kind: of model.
        name: under which the model is kept.
        options: of the kind.
        target: column to learn; None for the dataset's own.
        clean: puts medians where numbers are missing, as `lab.clean` does.
        seed: of everything that chance decides.
        go_on_from: a model whose training goes on; None to begin anew.
        program_sha256: of the program that asks for it; empty if none does.
    """

    kind: str
    name: str
    options: dict[str, Any]
    target: str | None = None
    clean: bool = False
    seed: int = 0
    go_on_from: StoredModel | None = None
    program_sha256: str = ""


@dataclass(frozen=True)
class Examined:
    """How a model did, and the page about it."""

    model: StoredModel
    part: str
    evaluation: Evaluation
    comparison: Comparison | None
    html: str


class Workshop:
    """Datasets and models in a lab's folder.

    Attributes:
        datasets: of the lab.
        models: of the lab.
        missions: folders of datasets that missions bring, by mission.
    """

    def __init__(self, home: Path, missions: dict[str, Path] | None = None) -> None:
        self.datasets = DatasetLibrary(home / DATASETS_FOLDER)
        self.models = ModelRegistry(home / MODELS_FOLDER)
        self.missions = missions or {}

    def open(self, named: str) -> Opened:
        """Opens a dataset: a mission's, one of the library (`name` or `name:version`), or a folder.

        Raises:
            DataError: there is none.
        """
        if named in self.missions:
            return Opened(named, Dataset.open(self.missions[named]))
        if "/" in named or (Path(named) / CARD_FILE).is_file():
            dataset = Dataset.open(named)
            return Opened(str(dataset.folder.resolve()), dataset)
        try:
            stored = self.datasets.get(named)
        except LearningError as error:
            if self.datasets.versions(named.split(":", maxsplit=1)[0]):
                raise
            known = [*self.missions, *self.datasets.names()]
            raise type(error)(error.message, meant(named, known)) from error
        return Opened(stored.reference, stored.dataset, stored)

    def train(self, opened: Opened, request: TrainRequest, watch: Watch) -> StoredModel:
        """Trains a model, examines it with the test part, and keeps it; the dataset is frozen from then on.

        Args:
            opened: what it learns from.
            request: what to train.
            watch: is told how far it is, and returns False to stop.

        Raises:
            LearningError: it can't be trained like this.
        """
        dataset = opened.dataset
        # A wrong name is found out before the work is done, not after.
        self.models.check_name(request.name)
        model = train(
            request.kind,
            clean(dataset.train) if request.clean else dataset.train,
            target=request.target,
            validation=dataset.validation if kind_of(request.kind).needs_target else None,
            seed=request.seed,
            watch=watch,
            go_on_from=None if request.go_on_from is None else request.go_on_from.load(),
            **request.options,
        )
        metrics: dict[str, float] = {}
        if model.task in {"classes", "numbers"} and len(dataset.test):
            metrics = evaluate(model, dataset.test).figures()
        stored = self.models.add(
            request.name,
            model,
            metrics=metrics,
            data_name=opened.reference,
            data_sha256=dataset.sha256,
            program_sha256=request.program_sha256,
        )
        if opened.stored is not None:
            self.datasets.freeze(opened.stored, stored.reference)
        return stored

    def evaluate(
        self,
        stored: StoredModel,
        opened: Opened | None = None,
        *,
        part: str = "test",
        against: StoredModel | None = None,
    ) -> Examined:
        """Examines a model and writes a report.

        Args:
            stored: the model.
            opened: what to examine it with; None for the dataset that it learned from.
            part: of the dataset: `test`, `validation` or `train`.
            against: a model to compare it with.

        Raises:
            LearningError: the model can't be loaded, or does not fit the data.
        """
        if part not in PARTS:
            raise ModelError(f"A dataset has no part “{part[:40]}”.", meant(part, PARTS))
        model = stored.load()
        opened = opened or self.open(stored.data.get("name", ""))
        chosen: Part = getattr(opened.dataset, part)
        if model.target and model.target != chosen.target:
            chosen = chosen.with_target(model.target)
        found = evaluate(model, chosen)
        comparison = None if against is None else compare(found, evaluate(against.load(), chosen))
        learned = opened.dataset.train
        if model.target and model.target != learned.target:
            learned = learned.with_target(model.target)
        report = ReportInput(
            stored.reference,
            model,
            chosen,
            found,
            self._facts(stored, opened),
            _more_data(model, learned, chosen),
            None if against is None or comparison is None else (against.reference, comparison),
            _neighbour(model, learned, chosen),
        )
        return Examined(stored, part, found, comparison, report_html(report))

    def _facts(self, stored: StoredModel, opened: Opened) -> dict[str, str]:
        card = opened.dataset.card
        changed = "" if opened.dataset.sha256 == stored.data.get("sha256") else " (not what the model learned from)"
        latency = "" if stored.latency_ms is None else f"{stored.latency_ms:g} ms"
        return {
            "Model": stored.reference,
            "Kind": f"{stored.kind}, " + ", ".join(f"{name} {value}" for name, value in stored.options.items()),
            "Seed": str(stored.seed),
            "Size": f"{stored.size_bytes:,} bytes",
            "One answer takes": latency,
            "Dataset": f"{opened.reference}: {card.title}{changed}",
            "Licence": card.licence,
            "From": card.source,
            "Hash of the dataset": opened.dataset.sha256,
            "Learned from": str(stored.data.get("name", "")),
        }


def _more_data(model: OnnxModel, learned: Part, chosen: Part) -> tuple[tuple[int, float, float], ...]:
    if kind_of(model.kind).continues or len(learned) > _MOST_FOR_CURVE or chosen.name == "train":
        return ()
    return tuple(learning_curve(model, learned, chosen))


def _neighbour(model: OnnxModel, learned: Part, chosen: Part) -> tuple[str, float] | None:
    if model.task != "classes":
        return None
    return "nearest mean", nearest_mean_score(model, learned, chosen)
