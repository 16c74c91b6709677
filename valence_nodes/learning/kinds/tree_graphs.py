# SPDX-License-Identifier: Apache-2.0
"""Writes trees as ONNX, with just the borders that scikit-learn compares with: so both always answer the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.kinds.small_graphs import GraphWriter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EULER = 0.5772156649015329


@dataclass(frozen=True)
class TreeArrays:
    """One tree: a row a node; node 0 is the root, and a leaf's left is −1.

    Attributes:
        left: node where a feature is at most the threshold.
        right: the other one.
        feature: that is asked for.
        threshold: that it is compared with.
        values: (nodes, outputs), what a leaf adds to each output.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    values: NDArray[np.float64]


def add_trees(writer: GraphWriter, trees: Sequence[TreeArrays], base: NDArray[np.float64]) -> None:
    """Adds trees whose leaves' values are summed.

    Args:
        writer: of the net.
        trees: all with the same outputs.
        base: (outputs,), that is added to the sums.
    """
    import numpy as np  # noqa: PLC0415 - the box starts faster without it

    sizes = [len(tree.left) for tree in trees]
    ids = np.repeat(np.arange(len(trees)), sizes)
    nodes = np.concatenate([np.arange(size) for size in sizes])
    left = np.concatenate([tree.left for tree in trees]).astype(np.int64)
    leaf = left < 0
    right = np.concatenate([tree.right for tree in trees]).astype(np.int64)
    feature = np.concatenate([tree.feature for tree in trees]).astype(np.int64)
    exact = np.concatenate([tree.threshold for tree in trees])
    values = np.concatenate([tree.values for tree in trees])
    outputs = values.shape[1]
    # Samples are float32: such a one is at most `exact` when it is at most the next float32 below.
    rounded = exact.astype(np.float32)
    rounded = np.where(rounded > exact, np.nextafter(rounded, np.float32(-np.inf)), rounded)
    leaves = np.flatnonzero(leaf)
    writer.add(
        "TreeEnsembleRegressor",
        domain="ai.onnx.ml",
        n_targets=outputs,
        aggregate_function="SUM",
        post_transform="NONE",
        base_values=base.astype(np.float32).tolist(),
        nodes_treeids=ids.tolist(),
        nodes_nodeids=nodes.tolist(),
        nodes_featureids=np.where(leaf, 0, feature).tolist(),
        nodes_values=np.where(leaf, 0, rounded).astype(np.float32).tolist(),
        nodes_modes=["LEAF" if one else "BRANCH_LEQ" for one in leaf.tolist()],
        nodes_truenodeids=np.where(leaf, 0, left).tolist(),
        nodes_falsenodeids=np.where(leaf, 0, right).tolist(),
        target_treeids=np.repeat(ids[leaves], outputs).tolist(),
        target_nodeids=np.repeat(nodes[leaves], outputs).tolist(),
        target_ids=np.tile(np.arange(outputs), len(leaves)).tolist(),
        target_weights=values[leaves].astype(np.float32).ravel().tolist(),
    )


def trees_to_onnx(estimators: Iterable[Any], features: int, *, classes: bool) -> bytes:
    """Writes scikit-learn's trees (one, or a forest's) as a net that gives their mean.

    Args:
        estimators: fitted trees.
        features: numbers of a sample.
        classes: whether they tell classes, and not a number.
    """
    import numpy as np  # noqa: PLC0415

    fitted = [one.tree_ for one in estimators]
    trees = []
    for tree in fitted:
        values = tree.value[:, 0, :]
        if classes:
            values = values / values.sum(axis=1, keepdims=True)
        leaves_only = TreeArrays(
            tree.children_left, tree.children_right, tree.feature, tree.threshold, values / len(fitted)
        )
        trees.append(leaves_only)
    writer = GraphWriter([features])
    add_trees(writer, trees, np.zeros(trees[0].values.shape[1]))
    return writer.to_bytes()


def boosting_to_onnx(model: Any, features: int, *, classes: int) -> bytes:
    """Writes scikit-learn's boosted trees as a net.

    Args:
        model: a fitted HistGradientBoostingClassifier or -Regressor.
        features: numbers of a sample.
        classes: how many it tells; 0 for a number.
    """
    import numpy as np  # noqa: PLC0415

    base = np.ravel(model._baseline_prediction).astype(np.float64)
    trees = []
    for round_of_trees in model._predictors:
        for output, predictor in enumerate(round_of_trees):
            nodes = predictor.nodes
            leaf = nodes["is_leaf"].astype(bool)
            values = np.zeros((len(nodes), len(base)))
            values[:, output] = nodes["value"]
            left = np.where(leaf, -1, nodes["left"].astype(np.int64))
            trees.append(TreeArrays(left, nodes["right"], nodes["feature_idx"], nodes["num_threshold"], values))
    writer = GraphWriter([features])
    add_trees(writer, trees, base)
    if classes == 2:
        # Softmax of (0, z) is (1 − p, p) with p = 1 / (1 + exp(−z)).
        writer.add("Gemm", np.array([[0, 1]], np.float32))
    if classes:
        writer.add("Softmax", axis=1)
    return writer.to_bytes()


def isolation_to_onnx(model: Any, features: int) -> bytes:
    """Writes an isolation forest as a net with two outputs: the greater one says odd, or normal.

    A sample's score is 2^(−E/c): E is the mean number of questions after which it is alone, c what is usual
    (F. T. Liu et al.: Isolation forest, 2008, equations 1 and 2).

    Args:
        model: a fitted IsolationForest.
        features: numbers of a sample.
    """
    import numpy as np  # noqa: PLC0415

    fitted = [one.tree_ for one in model.estimators_]
    trees = []
    for tree in fitted:
        depth = np.zeros(tree.node_count)
        for node in range(tree.node_count):  # a child always stands behind its parent
            if tree.children_left[node] >= 0:
                depth[[tree.children_left[node], tree.children_right[node]]] = depth[node] + 1
        length = depth + usual_path(tree.n_node_samples)
        values = (length / len(fitted))[:, None]
        trees.append(TreeArrays(tree.children_left, tree.children_right, tree.feature, tree.threshold, values))
    writer = GraphWriter([features])
    add_trees(writer, trees, np.zeros(1))
    usual = float(usual_path(np.array([model.max_samples_]))[0])
    writer.add("Mul", np.array(-np.log(2) / usual, np.float32))
    writer.add("Exp")
    bound = float(model.offset_)
    writer.add("Gemm", np.array([[1, -1]], np.float32), np.array([bound, -bound], np.float32))
    return writer.to_bytes()


def usual_path(samples: NDArray[Any]) -> NDArray[np.float64]:
    """How many questions are usual until one of so many samples is alone: 2 H(n − 1) − 2 (n − 1) / n."""
    import numpy as np  # noqa: PLC0415

    n = np.asarray(samples, np.float64)
    many = np.maximum(n, 3)
    path = 2 * (np.log(many - 1) + _EULER) - 2 * (many - 1) / many
    return np.where(n <= 1, 0.0, np.where(n == 2, 1.0, path))
