# SPDX-License-Identifier: Apache-2.0
"""Kinds that need no answers to learn from: k-means, PCA and the isolation forest, by scikit-learn.

S. Lloyd: Least squares quantization in PCM, 1982; K. Pearson: On lines and planes of closest fit, 1901; F. T. Liu et
al.: Isolation forest, 2008.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valence_nodes.learning.errors import TrainingError
from valence_nodes.learning.kinds.kind import Kind, Option, TrainingData, Watch
from valence_nodes.learning.kinds.small_graphs import nearest_centre_graph
from valence_nodes.learning.kinds.to_onnx import sklearn_to_onnx
from valence_nodes.learning.kinds.tree_graphs import isolation_to_onnx
from valence_nodes.learning.models import CurvePoint, Fitted


def _fit_kmeans(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.cluster import KMeans  # noqa: PLC0415 - heavy
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    groups = options["groups"]
    if len(data.x) < groups:
        raise TrainingError(f"{len(data.x)} samples can't make {groups} groups.", "Take fewer groups.")
    scaler = StandardScaler().fit(data.flat)
    model = KMeans(groups, n_init=5, random_state=data.seed).fit(scaler.transform(data.flat))
    last = CurvePoint(1, 1, float(model.inertia_ / len(data.x)))
    watch(last)
    onnx = nearest_centre_graph(model.cluster_centers_, scaler.mean_, scaler.scale_)
    return Fitted(onnx, (last,), classes=tuple(f"group_{index}" for index in range(groups)))


def _fit_pca(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.decomposition import PCA  # noqa: PLC0415 - heavy
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    axes = options["axes"]
    if axes > min(data.flat.shape):
        raise TrainingError(
            f"{axes} axes can't be found in {data.flat.shape[0]} samples of {data.flat.shape[1]} numbers.",
            f"At most {min(data.flat.shape)}.",
        )
    model = make_pipeline(StandardScaler(), PCA(axes, svd_solver="full", random_state=data.seed)).fit(data.flat)
    kept = float(model[-1].explained_variance_ratio_.sum())
    last = CurvePoint(1, 1, 1 - kept, kept)
    watch(last)
    return Fitted(sklearn_to_onnx(model, data.flat.shape[1], 0), (last,))


def _fit_isolation(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.ensemble import IsolationForest  # noqa: PLC0415 - heavy

    model = IsolationForest(
        n_estimators=options["trees"], contamination=options["share"], random_state=data.seed, n_jobs=1
    ).fit(data.flat)
    last = CurvePoint(1, 1, None, float((model.predict(data.flat) == 1).mean()))
    watch(last)
    return Fitted(isolation_to_onnx(model, data.flat.shape[1]), (last,), classes=("odd", "normal"))


KMEANS = Kind(
    "kmeans",
    "finds groups of samples that are alike; nobody tells it which",
    ("groups",),
    (Option("groups", "how many it finds", 3, 2, 100),),
    _fit_kmeans,
)
PCA_KIND = Kind(
    "pca",
    "finds the few directions in which the samples differ most, so that many numbers become few",
    ("axes",),
    (Option("axes", "how many numbers are left", 2, 1, 100),),
    _fit_pca,
)
ISOLATION_FOREST = Kind(
    "isolation_forest",
    "finds what is unlike everything else: faults, outliers",
    ("odd",),
    (
        Option("trees", "how many look", 100, 1, 1000),
        Option("share", "of the samples that are taken to be odd", 0.05, 0.001, 0.5),
    ),
    _fit_isolation,
)
