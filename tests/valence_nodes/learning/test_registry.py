# SPDX-License-Identifier: Apache-2.0
"""The registry of models and the workshop: what is kept, where it came from, and that no pickle is ever opened."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.valence_nodes.learning.small_data import rows_dataset
from valence_nodes.learning import extra, lab
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import LearningError, ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.registry import ModelRegistry, StoredModel
from valence_nodes.learning.workshop import TrainRequest, Workshop


@pytest.fixture
def workshop(tmp_path: Path, rows: Dataset) -> Workshop:
    return Workshop(tmp_path / "home", {"some_mission": rows.folder})


def _train(workshop: Workshop, data: str, kind: str = "tree", **more: Any) -> StoredModel:
    return workshop.train(workshop.open(data), TrainRequest(kind, "mine", {}, **more), lambda _point: True)


def test_a_model_is_kept_with_where_it_came_from(workshop: Workshop, rows: Dataset) -> None:
    first, second = _train(workshop, "some_mission"), _train(workshop, "some_mission", seed=5)
    assert (first.reference, second.reference) == ("mine:1", "mine:2")
    kept = workshop.models.get("mine")
    assert kept.version == 2
    assert kept.data == {"name": "some_mission", "sha256": rows.sha256}
    assert kept.metrics["score"] > kept.metrics["baseline_score"]
    assert kept.size_bytes == (kept.folder / "model.onnx").stat().st_size
    assert kept.latency_ms is not None
    assert kept.seed == 5
    loaded = kept.load()
    assert np.array_equal(loaded.predict(rows.test), OnnxModel.open(kept.folder / "model.onnx").predict(rows.test))
    assert [one.reference for one in workshop.models.all()] == ["mine:1", "mine:2"]


def test_what_was_learned_from_is_frozen_and_can_be_examined_again(workshop: Workshop) -> None:
    stored = workshop.datasets.add("rows", rows_dataset)
    model = _train(workshop, "rows")
    assert workshop.datasets.get("rows").used_by == (model.reference,)
    assert model.data["name"] == stored.reference
    examined = workshop.evaluate(model, against=_train(workshop, "rows", kind="nearest_neighbours"))
    assert examined.evaluation.figures() == model.metrics
    assert "nearest mean" in examined.html
    assert "Would more data help?" in examined.html
    assert examined.comparison is not None


def test_a_net_goes_on_after_it_was_kept(workshop: Workshop) -> None:
    request = TrainRequest("mlp", "net", {"epochs": "2"})
    first = workshop.train(workshop.open("some_mission"), request, lambda _point: True)
    again = TrainRequest("mlp", "net", {"epochs": "2"}, go_on_from=workshop.models.get("net"))
    second = workshop.train(workshop.open("some_mission"), again, lambda _point: True)
    assert second.curve[:2] == first.curve
    assert len(second.curve) == 4


class _Poison:
    def __reduce__(self) -> Any:
        return os.mkdir, ("poisoned",)


def test_a_pickle_is_kept_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    registry = ModelRegistry(tmp_path / "models")
    more = {"data_name": "d", "data_sha256": "0", "program_sha256": "1"}
    stored = registry.add_pickle("learned", pickle.dumps(_Poison()), **more)
    assert registry.get("learned").format == "pickle"
    with pytest.raises(ModelError, match="Only programs in the box open it"):
        stored.load()
    # Nor does anything open it that says it were a net.
    card = json.loads((stored.folder / "model.json").read_text())
    inputs = {"kind": "numbers", "shape": [2], "columns": [], "fill": {}}
    (stored.folder / "model.json").write_text(json.dumps(card | {"format": "onnx", "inputs": inputs}))
    shutil.copy(stored.folder / "model.pickle", stored.folder / "model.onnx")
    with pytest.raises(ModelError, match="no ONNX model"):
        registry.get("learned").load().predict([1, 2])
    (stored.folder / "checkpoint.npz").write_bytes(pickle.dumps(_Poison()))
    model = registry.get("learned").load()
    model.kind = "mlp"
    with pytest.raises(LearningError, match="can't go on from there"):
        from valence_nodes.learning.training import train

        train("mlp", np.zeros((4, 2)), target=["a", "b"] * 2, go_on_from=model, epochs=1)
    assert not (tmp_path / "poisoned").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"classes": 3}, {"curve": [{}]}, {"metrics": {"score": "x"}}, {"format": "exe"}, {"version": "1"}, {"data": []},
        {"odd": 1}, {"inputs": {}}, {"inputs": {"kind": "numbers", "shape": [0], "columns": [], "fill": {}}},
        {"layout": "round"}, {"task": "magic"},
    ],
)  # fmt: skip
def test_a_damaged_card_is_explained(workshop: Workshop, change: dict[str, Any]) -> None:
    file = _train(workshop, "some_mission").folder / "model.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(ModelError, match="damaged|is none"):
        workshop.models.get("mine").load()


@pytest.mark.parametrize("text", ["", "[]", "{}", "null"])
def test_a_card_that_is_none_is_explained(workshop: Workshop, text: str) -> None:
    stored = _train(workshop, "some_mission")
    (stored.folder / "model.json").write_text(text)
    with pytest.raises(ModelError, match="damaged"):
        workshop.models.get("mine")
    (stored.folder / "model.json").unlink()
    with pytest.raises(ModelError, match="can't be read"):
        workshop.models.get("mine")


def test_names_that_are_none_are_refused_before_the_work(workshop: Workshop, rows: Dataset) -> None:
    with pytest.raises(ModelError, match="no name of a model"):
        workshop.train(workshop.open("some_mission"), TrainRequest("tree", "../x", {}), lambda _point: True)
    for name in ("", "../x", "mine:0", "nothing"):
        with pytest.raises(ModelError, match="There is no model"):
            workshop.models.get(name)
    with pytest.raises(LearningError, match="no dataset “some_misson”. Did you mean “some_mission”"):
        workshop.open("some_misson")
    assert lab.train("tree", rows.train).options["depth"] == 6


def test_what_is_not_installed_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    extra.require_learning()
    found = extra.importlib.util.find_spec
    monkeypatch.setattr(extra.importlib.util, "find_spec", lambda name: None if name == "sklearn" else found(name))
    with pytest.raises(extra.MissingExtraError, match=r"not installed: scikit-learn\..*--with-learning"):
        extra.require_learning()
