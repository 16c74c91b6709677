# SPDX-License-Identifier: Apache-2.0
"""Models that draw a border: logistic regression, and the support vector machine (C. Cortes, V. Vapnik, 1995)."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping
from typing import Any

from valence_nodes.learning.errors import TrainingError
from valence_nodes.learning.kinds.kind import Kind, Option, TrainingData, Watch
from valence_nodes.learning.kinds.to_onnx import sklearn_to_onnx
from valence_nodes.learning.kinds.with_sklearn import converted, finished
from valence_nodes.learning.models import Fitted

_STRENGTH = Option("strength", "how closely it follows the samples; less makes it simpler", 1.0, 0.0001, 10_000)
_FOLDS = 3


def _fit_logistic(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - heavy
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    border = LogisticRegression(C=options["strength"], max_iter=options["rounds"], random_state=data.seed)
    model = make_pipeline(StandardScaler(), border)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it could be better still: the curve and the test show how good it is
        model.fit(data.flat, data.y)
    return finished(model, data, watch, converted(model, data, sklearn_to_onnx))


def _fit_svm(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from sklearn.calibration import CalibratedClassifierCV  # noqa: PLC0415 - heavy
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415
    from sklearn.svm import SVC  # noqa: PLC0415

    fewest = min(Counter(data.y.tolist()).values())
    if fewest < _FOLDS:
        raise TrainingError(
            f"A class has only {fewest} of the samples, and an svm needs {_FOLDS} to say how sure it is.",
            "Collect more, or take nearest_neighbours.",
        )
    border = SVC(C=options["strength"], kernel=options["kernel"], cache_size=500)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=data.seed)
    # How sure it is comes from a curve that is fitted to its distances from the border (Platt, 1999).
    model = make_pipeline(StandardScaler(), CalibratedClassifierCV(border, cv=folds, ensemble=False, n_jobs=1))
    model.fit(data.flat, data.y)
    return finished(model, data, watch, converted(model, data, sklearn_to_onnx))


LOGISTIC_REGRESSION = Kind(
    "logistic_regression",
    "weighs each number and adds up; simple, fast, and its weights can be read",
    ("classes",),
    (_STRENGTH, Option("rounds", "how often the weights are bettered at most", 500, 10, 10_000)),
    _fit_logistic,
)
SVM = Kind(
    "svm",
    "draws the border that keeps the widest distance from the classes; good with few samples",
    ("classes",),
    (_STRENGTH, Option("kernel", "form of the border", "rbf", choices=("rbf", "linear", "poly"))),
    _fit_svm,
    most_rows=20_000,
)
