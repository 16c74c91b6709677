# SPDX-License-Identifier: Apache-2.0
"""Every kind of model: it learns, the same seed gives the same bits, and the net answers as what it was made of."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import LearningError, TrainingError
from valence_nodes.learning.evaluation import evaluate
from valence_nodes.learning.kinds.registry import KINDS
from valence_nodes.learning.kinds.tree_graphs import usual_path
from valence_nodes.learning.models import CurvePoint, OnnxModel
from valence_nodes.learning.training import train

# So that each takes well under a second.
SMALL: dict[str, dict[str, Any]] = {
    "forest": {"trees": 10},
    "gradient_boosting": {"rounds": 10, "least_samples": 5},
    "isolation_forest": {"trees": 10},
    "kmeans": {"groups": 2},
    "mlp": {"epochs": 12, "learning_rate": 0.01},
    "cnn": {"epochs": 8, "width": 4, "learning_rate": 0.01},
}
SUPERVISED = [name for name, kind in KINDS.items() if kind.needs_target]


def small(name: str, data: Dataset, **more: Any) -> OnnxModel:
    return train(name, data.train, **(SMALL.get(name, {}) | more))


@pytest.mark.parametrize("name", KINDS)
def test_the_same_seed_gives_the_same_bits_and_pickling_changes_nothing(name: str, pictures: Dataset) -> None:
    first, second = small(name, pictures, seed=3), small(name, pictures, seed=3)
    assert first.onnx == second.onnx
    assert first.curve == second.curve
    kept = pickle.loads(pickle.dumps(first))
    assert np.array_equal(kept.predict(pictures.test), second.predict(pictures.test))
    assert len(first.curve) > 0


@pytest.mark.parametrize("name", SUPERVISED)
def test_it_learns_pictures_and_is_far_better_than_the_baseline(name: str, pictures: Dataset) -> None:
    found = evaluate(small(name, pictures), pictures.test)
    assert found.score > 0.9 > 0.5 > found.baseline_score


@pytest.mark.parametrize("name", [one for one in SUPERVISED if one != "cnn"])
def test_it_learns_tables(name: str, rows: Dataset) -> None:
    model = small(name, rows)
    found = evaluate(model, rows.test)
    assert found.score > max(0.8, found.baseline_score)
    sure = model.predict_proba(rows.test)
    assert sure.shape == (len(rows.test), 2)
    assert np.allclose(sure.sum(axis=1), 1, atol=1e-5)
    assert (np.array(model.classes)[sure.argmax(axis=1)] == model.predict(rows.test)).all()


@pytest.mark.parametrize("name", ["cnn", "forest", "mlp"])
def test_it_learns_signals(name: str, signals: Dataset) -> None:
    assert evaluate(small(name, signals, **({"epochs": 20} if name != "forest" else {})), signals.test).score > 0.7


@pytest.mark.parametrize("name", [one for one, kind in KINDS.items() if "numbers" in kind.tasks and one != "cnn"])
def test_it_learns_numbers(name: str) -> None:
    chance = np.random.default_rng(0)
    x = chance.uniform(size=(200, 2)).astype(np.float32)
    options = (
        SMALL.get(name, {}) | ({"epochs": 40} if name == "mlp" else {}) | ({"rounds": 50} if "boost" in name else {})
    )
    model = train(name, x, target=3 * x[:, 0] - x[:, 1], **options)
    told = model.predict(x)
    assert model.task == "numbers"
    assert isinstance(model.predict(x[0]), float)
    assert np.abs(told - (3 * x[:, 0] - x[:, 1])).mean() < 0.25


def test_trees_answer_exactly_as_scikit_learn_does() -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
    from threadpoolctl import threadpool_limits

    from valence_nodes.learning.kinds.tree_graphs import boosting_to_onnx, isolation_to_onnx, trees_to_onnx
    from valence_nodes.learning.models import open_session

    chance = np.random.default_rng(5)
    # Few different numbers, so that many lie just on a border.
    x = (chance.integers(0, 30, (400, 4)) / 7).astype(np.float32)
    y = (x.sum(axis=1) > 8).astype(int) + (x[:, 0] > 3)

    def answers(onnx: bytes) -> Any:
        return open_session(onnx).run(None, {"x": x})[0]

    forest = RandomForestClassifier(20, random_state=0).fit(x, y)
    assert np.abs(answers(trees_to_onnx(forest.estimators_, 4, classes=True)) - forest.predict_proba(x)).max() < 1e-5
    for labels in (y, y > 0):
        with threadpool_limits(1):  # threads that spin are slow on a machine with other work
            boosted = HistGradientBoostingClassifier(max_iter=10, random_state=0).fit(x, labels)
            expected = boosted.predict_proba(x)
        made = answers(boosting_to_onnx(boosted, 4, classes=len(boosted.classes_)))
        assert np.abs(made - expected).max() < 1e-5
    odd = IsolationForest(n_estimators=20, random_state=0, contamination=0.1).fit(x)
    both = answers(isolation_to_onnx(odd, 4))
    assert np.abs(both[:, 1] - odd.decision_function(x)).max() < 1e-5
    assert usual_path(np.array([1, 2, 256])).tolist() == pytest.approx([0, 1, 10.2448], abs=1e-3)


def test_kinds_without_a_target_find_something(rows: Dataset) -> None:
    groups = train("kmeans", rows.train, groups=2)
    assert set(groups.predict(rows.test)) == {"group_0", "group_1"}
    axes = train("pca", rows.train, axes=2)
    assert axes.predict(rows.test).shape == (len(rows.test), 2)
    x = np.concatenate([np.random.default_rng(0).normal(size=(200, 3)), [[30, 30, 30]]])
    odd = train("isolation_forest", x)
    assert odd.predict(x[-1]) == "odd"
    assert odd.predict([0, 0, 0]) == "normal"
    with pytest.raises(LearningError, match="no right answers"):
        evaluate(axes, rows.test)


def test_a_training_can_be_stopped_and_what_was_best_is_kept(pictures: Dataset) -> None:
    seen: list[CurvePoint] = []

    def stop_at_three(point: CurvePoint) -> bool:
        seen.append(point)
        return len(seen) < 3

    for name, steps in (("mlp", 50), ("forest", 50)):
        seen.clear()
        option = {"epochs": steps} if name == "mlp" else {"trees": steps}
        model = train(name, pictures.train, validation=pictures.validation, watch=stop_at_three, **option)
        assert model.stopped
        assert [one.step for one in model.curve] == [one.step for one in seen]
        assert len(seen) == 3
        best = max(one.validation_score or 0 for one in seen)
        if name == "mlp":
            assert evaluate(model, pictures.validation).score == pytest.approx(best, abs=1e-6)


def test_a_net_goes_on_from_where_it_was(pictures: Dataset) -> None:
    first = small("mlp", pictures, epochs=3)
    more = small("mlp", pictures, epochs=3, go_on_from=first)
    assert len(more.curve) == 6
    losses = [one.loss or 0.0 for one in more.curve]
    assert losses[3] < losses[0]
    with pytest.raises(TrainingError, match="of another net"):
        small("mlp", pictures, width=10, go_on_from=first)
    with pytest.raises(TrainingError, match="can't go on as forest"):
        small("forest", pictures, go_on_from=first)


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("forrest", {}, "no kind of model “forrest”. Did you mean “forest”"),
        ("forest", {"tres": 3}, "no option “tres”. Did you mean “trees”"),
        ("forest", {"trees": 0}, "It must be a whole number from 1 to 1000"),
        ("forest", {"trees": 2.5}, "It must be a whole number"),
        ("forest", {"trees": True}, "It must be a whole number"),
        ("forest", {"trees": "many"}, "It must be a whole number"),
        ("mlp", {"learning_rate": float("nan")}, "It must be a number"),
        ("svm", {"kernel": "rbg"}, "Did you mean “rbf”"),
        ("cnn", {}, "these are rows of single numbers"),
        ("pca", {"axes": 50}, "At most 4"),
    ],
)
def test_what_can_not_be_trained_is_explained(rows: Dataset, kind: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(LearningError, match=said):
        train(kind, rows.train, **options)


def test_data_that_nothing_can_be_learned_from_are_explained(rows: Dataset) -> None:
    part, table = rows.train, rows.train.table
    for broken, said in (
        (part.with_table(table[:0]), "not one sample"),
        (part.with_table(table[table["late"] == "no"]), "only one class here: 'no'"),
        (part.with_table(table.assign(load=[float("nan")] * 3 + table["load"].tolist()[3:])), "“load”, in 3 of"),
        (part.with_table(table.assign(load=float("inf"))), "infinite in column “load”"),
        (part.with_features([]), "no column to learn from"),
    ):
        with pytest.raises(LearningError, match=said):
            train("tree", broken)
    for x, target, said in (
        ([1, 2, 3], ["a", "b", "a"], "a row a sample"),
        ("text", ["a"], "can't be learned from|a row a sample"),
        (np.zeros((3, 2)), None, "What is the answer"),
        (np.zeros((3, 2)), ["a", "b"], "There are 3 samples, and answers of the shape"),
        (np.full((3, 2), np.nan), ["a", "b", "a"], "NaN or an infinite number in 3 of 3"),
        (np.zeros((3, 2)), [0.5, float("nan"), 1.0], "is NaN or infinite in 1"),
        (np.zeros((5, 2)), ["a", "a", "a", "b", "b"], "has only 2 of the samples"),
        (np.zeros((30_000, 1)), ["a", "b"] * 15_000, "too many for svm"),
    ):
        with pytest.raises(TrainingError if "NaN or an" not in said else LearningError, match=said):
            train("svm" if "svm" in said or "only 2" in said else "tree", x, target=target)


def test_a_model_drives_without_torch_and_scikit_learn(pictures: Dataset, tmp_path: Path) -> None:
    file = tmp_path / "model"
    models = [small(name, pictures) for name in ("cnn", "forest")]
    file.write_bytes(pickle.dumps((models, pictures.test.pictures[0])))
    text = (
        "import pickle, sys\n"
        "models, picture = pickle.load(open(sys.argv[1], 'rb'))\n"
        "print(*[model.predict(picture) for model in models])\n"
        "assert not {'torch', 'sklearn', 'pandas', 'skl2onnx'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", text, file], check=True, cwd=Path(__file__).parents[3], capture_output=True, text=True
    )
    assert done.stdout.split() == [str(one.predict(pictures.test.pictures[0])) for one in models]
