# SPDX-License-Identifier: Apache-2.0
"""Nearest neighbours (T. Cover, P. Hart: Nearest neighbor pattern classification, 1967), by scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valence_nodes.learning.kinds.kind import Kind, Option, TrainingData, Watch
from valence_nodes.learning.kinds.small_graphs import neighbours_graph
from valence_nodes.learning.kinds.with_sklearn import finished
from valence_nodes.learning.models import Fitted


def _fit(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    import numpy as np  # noqa: PLC0415 - the box starts faster without it
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor  # noqa: PLC0415 - heavy
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    neighbours = min(options["neighbours"], len(data.x))
    maker = KNeighborsClassifier if data.task == "classes" else KNeighborsRegressor
    scaler = StandardScaler()
    model = make_pipeline(scaler, maker(neighbours, algorithm="brute", n_jobs=1)).fit(data.flat, data.y)
    answers = np.eye(data.classes)[data.y] if data.task == "classes" else data.y[:, None]
    onnx = neighbours_graph(scaler.transform(data.flat), answers, neighbours, scaler.mean_, scaler.scale_)
    return finished(model, data, watch, onnx)


NEAREST_NEIGHBOURS = Kind(
    "nearest_neighbours",
    "looks for the samples that are most alike, and answers what most of them are",
    ("classes", "numbers"),
    (Option("neighbours", "how many samples are asked", 5, 1, 100),),
    _fit,
    most_rows=20_000,
)
