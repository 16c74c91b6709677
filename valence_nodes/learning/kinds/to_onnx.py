# SPDX-License-Identifier: Apache-2.0
"""Turns what scikit-learn trained into an ONNX net with one output."""

from __future__ import annotations

import warnings
from typing import Any

OPSET = {"": 17, "ai.onnx.ml": 3}
"""What every onnxruntime since 1.12 reads."""


def sklearn_to_onnx(model: Any, features: int, output: int, *, options: dict[str, Any] | None = None) -> bytes:
    """Converts a fitted estimator or pipeline.

    Args:
        model: that was fitted on float32 (n, features).
        features: numbers of a sample.
        output: which of the net's outputs is kept (of a classifier 1: one column a class).
        options: of the conversion.
    """
    from skl2onnx import to_onnx  # noqa: PLC0415 - heavy, and perhaps not installed
    from skl2onnx.common.data_types import FloatTensorType  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = to_onnx(
            model, initial_types=[("x", FloatTensorType([None, features]))], target_opset=OPSET, options=options
        )
    kept = made.graph.output[output]
    del made.graph.output[:]
    made.graph.output.append(kept)
    made.graph.name = "model"  # a random one would give other bytes each time
    return bytes(made.SerializeToString(deterministic=True))
