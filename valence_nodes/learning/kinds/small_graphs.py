# SPDX-License-Identifier: Apache-2.0
"""Small ONNX nets made by hand, where no converter is needed: https://onnx.ai/onnx/operators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.kinds.to_onnx import OPSET

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_IR_VERSION = 8  # belongs to opset 17


class GraphWriter:
    """Writes a net, one operator behind the other; each has one output.

    Attributes:
        last: name of what the newest operator gives.
    """

    def __init__(self, sample: Sequence[int]) -> None:
        """Begins a net whose input is float32 (n, *sample)."""
        self.last = "x"
        self._sample = list(sample)
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def add(
        self,
        operator: str,
        *constants: NDArray[Any],
        constants_first: bool = False,
        outputs: int = 1,
        **attributes: Any,
    ) -> None:
        """Adds an operator that takes the newest output and constants; of several outputs the last is the newest."""
        from onnx import helper, numpy_helper  # noqa: PLC0415 - heavy, and perhaps not installed

        names = []
        for constant in constants:
            names.append(f"c{len(self._constants)}")
            self._constants.append(numpy_helper.from_array(constant, names[-1]))
        given = [*names, self.last] if constants_first else [self.last, *names]
        made = [f"v{len(self._nodes)}_{index}" for index in range(outputs)]
        self._nodes.append(helper.make_node(operator, given, made, **attributes))
        self.last = made[-1]

    def to_bytes(self) -> bytes:
        """Returns the net."""
        from onnx import TensorProto, checker, helper  # noqa: PLC0415

        given = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, *self._sample])
        answer = helper.make_tensor_value_info(self.last, TensorProto.FLOAT, [None, None])
        graph = helper.make_graph(self._nodes, "model", [given], [answer], self._constants)
        opsets = [helper.make_opsetid(domain, version) for domain, version in OPSET.items()]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))


def neighbours_graph(
    samples: NDArray[np.float64],
    answers: NDArray[np.float64],
    neighbours: int,
    mean: NDArray[np.float64],
    scale: NDArray[np.float64],
) -> bytes:
    """A net that gives the mean answer of the nearest samples.

    Args:
        samples: (n, features), scaled.
        answers: (n, outputs); of classes 1 for the sample's class and 0 for the others.
        neighbours: how many are asked.
        mean: of each feature before it was scaled.
        scale: of each feature: (x − mean) / scale.
    """
    import numpy as np  # noqa: PLC0415

    writer = GraphWriter([samples.shape[1]])
    writer.add("Sub", mean.astype(np.float32))
    writer.add("Div", scale.astype(np.float32))
    writer.add("Gemm", (-2 * samples.T).astype(np.float32), (samples**2).sum(axis=1).astype(np.float32))
    writer.add("TopK", np.array([neighbours]), outputs=2, axis=1, largest=0, sorted=1)
    writer.add("Gather", answers.astype(np.float32), constants_first=True, axis=0)
    writer.add("ReduceMean", axes=[1], keepdims=0)
    return writer.to_bytes()


def nearest_centre_graph(centres: NDArray[np.float64], mean: NDArray[np.float64], scale: NDArray[np.float64]) -> bytes:
    """A net that gives the greatest score to the nearest centre.

    |x − c|² = |x|² − 2 x·c + |c|², where |x|² is the same for all centres; so 2 x·c − |c|² is greatest for the nearest.

    Args:
        centres: (groups, features), of samples that were scaled.
        mean: of each feature.
        scale: of each feature: (x − mean) / scale is what the centres are of.
    """
    import numpy as np  # noqa: PLC0415

    writer = GraphWriter([centres.shape[1]])
    writer.add("Sub", mean.astype(np.float32))
    writer.add("Div", scale.astype(np.float32))
    writer.add("Gemm", (2 * centres.T).astype(np.float32), (-(centres**2).sum(axis=1)).astype(np.float32))
    return writer.to_bytes()
