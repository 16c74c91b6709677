# SPDX-License-Identifier: Apache-2.0
"""What all of scikit-learn's models share: their scores, and the way to ONNX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from valence_nodes.learning.errors import TrainingError
from valence_nodes.learning.kinds.kind import TrainingData, Watch
from valence_nodes.learning.models import CurvePoint, Fitted


def converted(model: Any, data: TrainingData, convert: Callable[..., bytes]) -> bytes:
    """Converts a classifier (its output is a column a class) or a regressor (its output is the number).

    Raises:
        TrainingError: it has become too large, or can't be converted.
    """
    classifier = data.task == "classes"
    options = {id(model): {"zipmap": False}} if classifier else None
    try:
        return convert(model, data.flat.shape[1], 1 if classifier else 0, options=options)
    except ValueError as error:
        # protobuf's limit of 2 GB, which a forest of very deep trees may meet
        raise TrainingError(f"The model can't be stored: {str(error)[:120]}.", "Make it smaller.") from error


def point(model: Any, data: TrainingData, step: int, steps: int) -> CurvePoint:
    """How well a model does so far; the training part is sampled where it is large."""
    most = 5000
    stride = max(1, len(data.x) // most)
    train = float(model.score(data.flat[::stride], data.y[::stride]))
    validation = None
    if data.validation is not None:
        x, y = data.validation
        validation = float(model.score(x.reshape(len(x), -1), y))
    return CurvePoint(step, steps, None, train, validation)


def finished(model: Any, data: TrainingData, watch: Watch, onnx: bytes) -> Fitted:
    """What a kind gives back that is trained in one go."""
    last = point(model, data, 1, 1)
    watch(last)
    return Fitted(onnx, (last,))
