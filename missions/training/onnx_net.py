# SPDX-License-Identifier: Apache-2.0
"""A trained net as ONNX: the scales of its observations, layers with tanh, an answer cut off at -1 and 1, in one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from valence_nodes.policies.policy import SPEC_KEY
from valence_nodes.policies.spec import PolicySpec

OPSET = 17
IR_VERSION = 8
"""Old enough for every onnxruntime of the last years."""

FloatArray = npt.NDArray[np.float64]
Layer = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


@dataclass(frozen=True)
class TrainedNet:
    """A policy's net as plain arrays.

    Attributes:
        layers: weights (out, in) and offsets (out,) of each, float32; tanh stands between them.
        mean: subtracted from an observation, float64 (size,).
        deviation: then divided by, float64 (size,), nowhere 0.
        most: cut off after that.
    """

    layers: tuple[Layer, ...]
    mean: FloatArray
    deviation: FloatArray
    most: float


def to_onnx(net: TrainedNet, spec: PolicySpec) -> bytes:
    """Writes a net: one input `observation` float32 (n, size), one output `answer` float32 (n, 2).

    What it is given and what its answers mean goes along as metadata, so that the file alone is a policy.

    Args:
        net: to write.
        spec: that it was trained for.

    Raises:
        ValueError: a number of the net is not finite, or its layers don't fit each other.
    """
    if net.mean.size != spec.size:
        raise ValueError(f"The net takes {net.mean.size} numbers; its policy makes {spec.size}.")
    sizes = [net.mean.size, *(weights.shape[0] for weights, _ in net.layers)]
    arrays: list[npt.NDArray[Any]] = [net.mean, net.deviation, *(part for layer in net.layers for part in layer)]
    if not all(np.isfinite(part).all() for part in arrays):
        raise ValueError("The net holds numbers that are not finite: its training has gone astray. Train it anew.")
    if any(weights.shape[1] != size for (weights, _), size in zip(net.layers, sizes, strict=False)):
        raise ValueError(f"The net's layers don't fit each other: {[weights.shape for weights, _ in net.layers]}.")
    constants: dict[str, Any] = {
        "mean": net.mean,
        "deviation": net.deviation,
        "least": -net.most,
        "most": net.most,
        "minus_one": -1.0,
        "one": 1.0,
    }
    nodes = [
        helper.make_node("Sub", ["observation", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "deviation"], ["scaled"]),
        helper.make_node("Clip", ["scaled", "least", "most"], ["hidden_0"]),
    ]
    for number, (weights, offsets) in enumerate(net.layers):
        constants |= {f"weights_{number}": weights, f"offsets_{number}": offsets}
        summed = f"sum_{number}"
        nodes.append(
            helper.make_node("Gemm", [f"hidden_{number}", f"weights_{number}", f"offsets_{number}"], [summed], transB=1)
        )
        if number < len(net.layers) - 1:
            nodes.append(helper.make_node("Tanh", [summed], [f"hidden_{number + 1}"]))
    nodes.append(helper.make_node("Clip", [f"sum_{len(net.layers) - 1}", "minus_one", "one"], ["answer"]))
    graph = helper.make_graph(
        nodes,
        "policy",
        [helper.make_tensor_value_info("observation", TensorProto.FLOAT, ["n", sizes[0]])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, ["n", sizes[-1]])],
        [numpy_helper.from_array(np.asarray(value, np.float32), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="valence")
    model.ir_version = IR_VERSION
    helper.set_model_props(model, {SPEC_KEY: json.dumps(spec.plain())})
    onnx.checker.check_model(model)
    written: bytes = model.SerializeToString()
    return written
