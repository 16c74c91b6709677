# SPDX-License-Identifier: Apache-2.0
"""The models of a lab: a folder each, a folder a version in it. Nothing is ever unpickled here."""

from __future__ import annotations

import json
import math
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from valence_nodes.learning.card import check_name
from valence_nodes.learning.errors import DataError, ModelError, meant
from valence_nodes.learning.inputs import Inputs
from valence_nodes.learning.models import MAX_ONNX_BYTES, CurvePoint, OnnxModel
from valence_nodes.learning.versions import REFERENCE, names_in, versions_in

MODELS_FOLDER = "models"
"""In the folder of a lab."""
CARD_FILE = "model.json"
ONNX_FILE = "model.onnx"
PICKLE_FILE = "model.pickle"
CHECKPOINT_FILE = "checkpoint.npz"
FORMATS = ("onnx", "pickle")
_MAX_CARD_BYTES = 4_000_000
_LATENCY_ROUNDS = 50


@dataclass(frozen=True)
class StoredModel:
    """What `model.json` holds of a model.

    Attributes:
        name: of the model.
        version: from 1; a new training makes a new one.
        kind: of model, such as `forest`; `program` for what a program's own `learn` returned.
        format: `onnx`, or `pickle`, which only the box ever opens.
        task: what it tells.
        target: column that it learned.
        classes: what it can answer.
        inputs: what it takes.
        layout: how its net takes samples.
        options: of its training.
        curve: how its training went.
        stopped: whether it was stopped before its end.
        metrics: figures of its examination.
        data: `name` and `sha256` of the dataset that it learned from.
        program_sha256: of the program that trained it; empty if none did.
        size_bytes: of the file.
        latency_ms: of one answer on this machine, the median; None if it was not measured.
        seed: of its training.
        folder: where it is.
    """

    name: str
    version: int
    kind: str
    format: str
    task: str
    target: str
    classes: tuple[str | int | bool, ...]
    inputs: dict[str, Any]
    layout: str
    options: dict[str, Any]
    curve: tuple[CurvePoint, ...]
    stopped: bool
    metrics: dict[str, float]
    data: dict[str, str]
    program_sha256: str
    size_bytes: int
    latency_ms: float | None
    seed: int
    folder: Path

    @property
    def reference(self) -> str:
        """`name:version`."""
        return f"{self.name}:{self.version}"

    def load(self) -> OnnxModel:
        """Loads the model.

        Raises:
            ModelError: it is kept as a pickle, which only the box opens; or its file is gone or damaged.
        """
        if self.format != "onnx":
            raise ModelError(
                f"{self.reference} is kept as Python's pickle, which could do anything when it is opened.",
                "Only programs in the box open it. Models of lab.train are kept as ONNX.",
            )
        onnx = _read(self.folder / ONNX_FILE, MAX_ONNX_BYTES)
        checkpoint = self.folder / CHECKPOINT_FILE
        return OnnxModel(
            onnx,
            kind=self.kind,
            task=self.task,
            inputs=Inputs.from_json(self.inputs),
            classes=self.classes,
            target=self.target,
            layout=self.layout,
            seed=self.seed,
            options=self.options,
            curve=self.curve,
            stopped=self.stopped,
            checkpoint=_read(checkpoint, MAX_ONNX_BYTES) if checkpoint.is_file() else None,
        )


class ModelRegistry:
    """Models in a folder, each in versions that are never written over."""

    def __init__(self, folder: Path) -> None:
        """Takes the folder; it need not be there yet."""
        self.folder = folder

    def check_name(self, name: str) -> None:
        """Makes sure that a model can be kept under a name.

        Raises:
            ModelError: it can't.
        """
        try:
            check_name("model", name)
        except DataError as error:
            raise ModelError(error.message, error.hint) from error

    def names(self) -> list[str]:
        """Returns the names of all models."""
        return names_in(self.folder)

    def versions(self, name: str) -> list[int]:
        """Returns the versions of a model, rising; none if there is no such model."""
        return versions_in(self.folder, name)

    def all(self) -> list[StoredModel]:
        """Returns every version of every model that can be read."""
        return [self.get(f"{name}:{version}") for name in self.names() for version in self.versions(name)]

    def get(self, reference: str) -> StoredModel:
        """Finds a model by `name` (its newest version) or `name:version`.

        Raises:
            ModelError: there is none, or its `model.json` is damaged.
        """
        match = REFERENCE.fullmatch(reference)
        known = self.versions(match["name"]) if match else []
        if match is None or not known:
            raise ModelError(
                f"There is no model “{reference[:60]}”.", meant(reference.split(":", maxsplit=1)[0], self.names())
            )
        version = int(match["version"] or known[-1])
        if version not in known:
            there = ", ".join(map(str, known))
            raise ModelError(f"The model {match['name']} has no version {version}.", f"There are: {there}.")
        return read_model_card(self.folder / match["name"] / f"v{version}")

    def add(
        self,
        name: str,
        model: OnnxModel,
        *,
        metrics: dict[str, float],
        data_name: str,
        data_sha256: str,
        program_sha256: str = "",
    ) -> StoredModel:
        """Keeps a model as a new version.

        Args:
            name: of the model.
            model: that was trained.
            metrics: figures of its examination.
            data_name: of the dataset that it learned from.
            data_sha256: of the same.
            program_sha256: of the program that trained it.

        Raises:
            ModelError: the name is none, or the model can't be written.
        """
        files = {ONNX_FILE: model.onnx}
        if model.checkpoint is not None:
            files[CHECKPOINT_FILE] = model.checkpoint
        card = {
            "kind": model.kind,
            "format": "onnx",
            "task": model.task,
            "target": model.target,
            "classes": list(model.classes),
            "inputs": model.inputs.to_json(),
            "layout": model.layout,
            "options": model.options,
            "curve": [asdict(point) for point in model.curve],
            "stopped": model.stopped,
            "metrics": metrics,
            "data": {"name": data_name, "sha256": data_sha256},
            "program_sha256": program_sha256,
            "size_bytes": len(model.onnx),
            "latency_ms": latency_ms(model),
            "seed": model.seed,
        }
        return self._write(name, card, files)

    def add_pickle(
        self, name: str, pickled: bytes, *, data_name: str, data_sha256: str, program_sha256: str
    ) -> StoredModel:
        """Keeps what a program's `learn` returned, as the box pickled it; it is not looked into.

        Raises:
            ModelError: the name is none, or it can't be written.
        """
        card = {
            "kind": "program",
            "format": "pickle",
            "task": "classes",
            "target": "",
            "classes": [],
            "inputs": {},
            "layout": "flat",
            "options": {},
            "curve": [],
            "stopped": False,
            "metrics": {},
            "data": {"name": data_name, "sha256": data_sha256},
            "program_sha256": program_sha256,
            "size_bytes": len(pickled),
            "latency_ms": None,
            "seed": 0,
        }
        return self._write(name, card, {PICKLE_FILE: pickled})

    def add_policy(
        self,
        name: str,
        onnx: bytes,
        *,
        kind: str,
        mission: str,
        metrics: dict[str, float],
        seed: int,
        curve: tuple[CurvePoint, ...] = (),
        stopped: bool = False,
        files: dict[str, bytes] | None = None,
    ) -> StoredModel:
        """Keeps a policy, which says itself what it is given (`valence_nodes.policies`), as a new version.

        Args:
            name: of the policy.
            onnx: its net.
            kind: `ppo` or `cloning`.
            mission: that it drives.
            metrics: figures of its episodes.
            seed: of its training.
            curve: how that went.
            stopped: whether it was stopped before its end.
            files: more to keep beside it, by name.

        Raises:
            ModelError: the name is none, or it can't be written.
        """
        card = {
            "kind": kind,
            "format": "onnx",
            "task": "policy",
            "target": "speed and turn",
            "classes": [],
            "inputs": {},
            "layout": "flat",
            "options": {},
            "curve": [asdict(point) for point in curve],
            "stopped": stopped,
            "metrics": metrics,
            "data": {"name": mission, "sha256": ""},
            "program_sha256": "",
            "size_bytes": len(onnx),
            "latency_ms": None,
            "seed": seed,
        }
        return self._write(name, card, {ONNX_FILE: onnx, **(files or {})})

    def _write(self, name: str, card: dict[str, Any], files: dict[str, bytes]) -> StoredModel:
        self.check_name(name)
        place = self.folder / name
        try:
            place.mkdir(parents=True, exist_ok=True)
            # What is half there must never look like a version.
            with tempfile.TemporaryDirectory(prefix=".new-", dir=place) as beside:
                new = Path(beside) / "model"
                new.mkdir()
                for file, data in files.items():
                    (new / file).write_bytes(data)
                version = max(self.versions(name), default=0) + 1
                text = json.dumps({"name": name, "version": version} | card, ensure_ascii=False, indent=1)
                (new / CARD_FILE).write_text(text + "\n", encoding="utf-8")
                new.rename(place / f"v{version}")
        except OSError as error:
            raise ModelError(f"The model can't be kept in {place}: {error.strerror}.") from error
        return self.get(f"{name}:{version}")


def read_model_card(folder: Path) -> StoredModel:
    """Reads a model's `model.json`.

    Raises:
        ModelError: it is missing or damaged.
    """
    file = folder / CARD_FILE
    try:
        given = json.loads(_read(file, _MAX_CARD_BYTES))
        given["classes"] = tuple(given["classes"])
        given["curve"] = tuple(CurvePoint(**point) for point in given["curve"])
        given["metrics"] = {str(name): float(value) for name, value in given["metrics"].items()}
        read = StoredModel(**given, folder=folder)
        if read.format not in FORMATS or not isinstance(read.version, int) or not isinstance(read.data, dict):
            raise ModelError(f"{file} is damaged: its format is {str(read.format)[:40]!r}.", "Train it anew.")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ModelError(f"{file} is damaged: {str(error)[:120]}.", "Train it anew.") from error
    return read


def _read(file: Path, most_bytes: int) -> bytes:
    try:
        if file.stat().st_size > most_bytes:
            raise ModelError(f"{file} has more than {most_bytes:,} bytes.")
        return file.read_bytes()
    except OSError as error:
        raise ModelError(f"{file} can't be read: {error.strerror}.", "Train the model anew.") from error


def latency_ms(model: OnnxModel) -> float:
    """Measures how long one answer takes on this machine, ms: the median of many."""
    import numpy as np  # noqa: PLC0415 - heavy

    sample = np.zeros((1, *model.inputs.shape), np.float32)
    model.scores(sample)
    took = []
    for _ in range(_LATENCY_ROUNDS):
        began_s = time.perf_counter()
        model.scores(sample)
        took.append(time.perf_counter() - began_s)
    middle = sorted(took)[len(took) // 2] * 1000
    return round(middle, max(0, 3 - math.ceil(math.log10(middle))))
