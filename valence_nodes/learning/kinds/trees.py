# SPDX-License-Identifier: Apache-2.0
"""Trees, forests and boosted trees, by scikit-learn.

L. Breiman et al.: Classification and regression trees, 1984; L. Breiman: Random forests, 2001; J. Friedman: Greedy
function approximation, 2001.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valence_nodes.learning.kinds.kind import Kind, Option, TrainingData, Watch
from valence_nodes.learning.kinds.tree_graphs import boosting_to_onnx, trees_to_onnx
from valence_nodes.learning.kinds.with_sklearn import finished, point
from valence_nodes.learning.models import CurvePoint, Fitted

_DEPTH = Option("depth", "how many questions in a row a tree asks at most", 12, 1, 40)
_LEAF = Option("least_samples", "so many samples must be left in each leaf", 2, 1, 10_000)


def _fit_tree(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor  # noqa: PLC0415 - heavy

    maker = DecisionTreeClassifier if data.task == "classes" else DecisionTreeRegressor
    model = maker(max_depth=options["depth"], min_samples_leaf=options["least_samples"], random_state=data.seed)
    model.fit(data.flat, data.y)
    return finished(model, data, watch, trees_to_onnx([model], model.n_features_in_, classes=data.task == "classes"))


def _fit_forest(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor  # noqa: PLC0415 - heavy

    maker = RandomForestClassifier if data.task == "classes" else RandomForestRegressor
    model = maker(
        1,
        max_depth=options["depth"],
        min_samples_leaf=options["least_samples"],
        max_samples=options["samples"] if options["samples"] < len(data.x) else None,
        max_features="sqrt" if data.task == "classes" else 1 / 3,
        random_state=data.seed,
        n_jobs=1,
        warm_start=True,
    )
    curve, stopped = _grow(model, "n_estimators", options["trees"], data, watch)
    onnx = trees_to_onnx(model.estimators_, model.n_features_in_, classes=data.task == "classes")
    return Fitted(onnx, curve, stopped=stopped)


def _fit_boosting(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor  # noqa: PLC0415 - heavy

    maker = HistGradientBoostingClassifier if data.task == "classes" else HistGradientBoostingRegressor
    model = maker(
        max_iter=1,
        learning_rate=options["learning_rate"],
        max_depth=options["depth"],
        min_samples_leaf=options["least_samples"],
        early_stopping=False,
        random_state=data.seed,
        warm_start=True,
    )
    curve, stopped = _grow(model, "max_iter", options["rounds"], data, watch)
    return Fitted(boosting_to_onnx(model, model.n_features_in_, classes=data.classes), curve, stopped=stopped)


def _grow(model: Any, name: str, most: int, data: TrainingData, watch: Watch) -> tuple[tuple[CurvePoint, ...], bool]:
    """Adds trees a block at a time, so that one sees how far it is and can stop."""
    curve, stopped, grown = [], False, 0
    block = max(1, most // 10)
    while grown < most and not stopped:
        grown = min(most, grown + block)
        model.set_params(**{name: grown})
        model.fit(data.flat, data.y)
        curve.append(point(model, data, grown, most))
        stopped = not watch(curve[-1]) and grown < most
    return tuple(curve), stopped


TREE = Kind(
    "tree",
    "asks questions one after another (is it longer than 0.3 m?), as a person would; it can be read",
    ("classes", "numbers"),
    (Option("depth", _DEPTH.about, 6, 1, 40), Option("least_samples", _LEAF.about, 5, 1, 10_000)),
    _fit_tree,
)
FOREST = Kind(
    "forest",
    "many trees, each trained with other samples and columns, that vote; a good first choice for tables",
    ("classes", "numbers"),
    (
        Option("trees", "how many vote", 50, 1, 1000),
        _DEPTH,
        _LEAF,
        Option("samples", "that each tree sees at most, drawn by chance", 20_000, 10, 2_000_000),
    ),
    _fit_forest,
)
GRADIENT_BOOSTING = Kind(
    "gradient_boosting",
    "trees one after another, each of which mends what those before it got wrong; often the best for tables",
    ("classes", "numbers"),
    (
        Option("rounds", "how many trees (a class) follow one another", 100, 1, 2000),
        Option("learning_rate", "how much of each tree is taken", 0.1, 0.001, 1.0),
        Option("depth", _DEPTH.about, 6, 1, 20),
        Option("least_samples", _LEAF.about, 20, 1, 10_000),
    ),
    _fit_boosting,
)
