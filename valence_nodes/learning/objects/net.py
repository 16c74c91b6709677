# SPDX-License-Identifier: Apache-2.0
"""The object detector's net: four halvings of the picture and two steps back up, about a hundred thousand weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from valence_nodes.learning.kinds.to_onnx import OPSET
from valence_nodes.perception.object_detector import FORM_KEY, DetectorForm

CELL_PX = 4
"""Side of a cell of the grid that the net answers on."""

WIDTHS = (16, 24, 40, 56)
EDGES = 4
FARTHEST_LOG = 5.2
"""Edges are at most e to this away, px: a little more than a picture's width."""

_BN_EPSILON = 1e-5
_IR_VERSION = 8
_RARE = -4.0
"""What the net says of every cell at first: e^-4, for hardly any is the middle of something (T.-Y. Lin et al., “Focal
loss for dense object detection”, ICCV 2017, section 4.1)."""


def build_detector(classes: int) -> Any:
    """Makes the net, as named parts that `detector_to_onnx` knows how to put together.

    Args:
        classes: how many it tells apart.
    """
    import torch  # noqa: PLC0415 - heavy, and perhaps not installed
    from torch import nn  # noqa: PLC0415

    def convolution(into: int, out: int, *, size: int = 3, step: int = 1) -> Any:
        layer = nn.Conv2d(into, out, size, step, (size - 1) // 2, bias=False)
        return nn.Sequential(layer, nn.BatchNorm2d(out, eps=_BN_EPSILON), nn.ReLU())

    first, second, third, fourth = WIDTHS

    class Detector(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.halved = convolution(3, first, step=2)
            self.quarter = convolution(first, second, step=2)
            self.quarter_again = convolution(second, second)
            self.eighth = convolution(second, third, step=2)
            self.eighth_again = convolution(third, third)
            self.sixteenth = convolution(third, fourth, step=2)
            self.sixteenth_again = convolution(fourth, fourth)
            self.down_to_third = convolution(fourth, third, size=1)
            self.eighth_merged = convolution(third, third)
            self.down_to_second = convolution(third, second, size=1)
            self.quarter_merged = convolution(second, second)
            self.heat = nn.Conv2d(second, classes, 3, 1, 1)
            self.edges = nn.Conv2d(second, EDGES, 3, 1, 1)
            nn.init.constant_(self.heat.bias, _RARE)
            nn.init.constant_(self.edges.bias, 2.5)

        def forward(self, x: Any) -> Any:
            grown = nn.functional.interpolate
            quarter = self.quarter_again(self.quarter(self.halved(x)))
            eighth = self.eighth_again(self.eighth(quarter))
            deep = self.down_to_third(self.sixteenth_again(self.sixteenth(eighth)))
            eighth = self.eighth_merged(eighth + grown(deep, scale_factor=2)[:, :, : eighth.shape[2]])
            quarter = self.quarter_merged(quarter + grown(self.down_to_second(eighth), scale_factor=2))
            return self.heat(quarter), torch.clamp(self.edges(quarter), -2.0, FARTHEST_LOG)

    return Detector()


class _Writer:
    """Puts the graph together; values go by the names of the parts that made them."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Any) -> str:
        from onnx import numpy_helper  # noqa: PLC0415 - heavy, and perhaps not installed

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def add(self, operator: str, given: Sequence[str], made: str, **attributes: Any) -> str:
        from onnx import helper  # noqa: PLC0415

        self.nodes.append(helper.make_node(operator, list(given), [made], **attributes))
        return made

    def convolution(self, part: Any, given: str, made: str) -> str:
        """A convolution with what stands behind it: its normalisation goes into its weights."""
        weights, offsets = _folded(part)
        layer = part[0] if hasattr(part, "__getitem__") else part
        names = [given, self.constant(weights), self.constant(offsets)]
        told = {"kernel_shape": [*layer.kernel_size], "strides": [*layer.stride], "pads": [*layer.padding] * 2}
        if layer is part:
            return self.add("Conv", names, made, **told)
        return self.add("Relu", [self.add("Conv", names, f"{made}_sum", **told)], made)


def _folded(part: Any) -> tuple[Any, Any]:
    """Weights and offsets of a convolution, float32, with its batch normalisation (as it is after training) in them."""
    if not hasattr(part, "__getitem__"):
        return part.weight.detach().cpu().numpy(), part.bias.detach().cpu().numpy()
    layer, norm = part[0], part[1]
    scale = norm.weight.detach() / (norm.running_var + _BN_EPSILON).sqrt()
    weights = layer.weight.detach() * scale[:, None, None, None]
    return weights.cpu().numpy(), (norm.bias.detach() - norm.running_mean * scale).cpu().numpy()


def detector_to_onnx(net: Any, form: DetectorForm) -> bytes:
    """Writes a net that `build_detector` made as ONNX, with all that makes boxes of it but the choice of the surest.

    Its input `picture` is float32 (1, 3, height, width), 0 to 1; `heat` (1, classes, rows, columns) tells how sure it
    is where it is surest among its neighbours, and 0 elsewhere; `edges` (1, 4, rows, columns) how far left, top, right
    and bottom edge are from the cell's middle, px.

    Args:
        net: the net.
        form: what stands in the file of it.
    """
    import numpy as np  # noqa: PLC0415
    from onnx import TensorProto, checker, helper  # noqa: PLC0415

    writer = _Writer()
    seen = writer.convolution(net.halved, "picture", "half")
    quarter = writer.convolution(net.quarter_again, writer.convolution(net.quarter, seen, "quarter"), "quarter_2")
    eighth = writer.convolution(net.eighth_again, writer.convolution(net.eighth, quarter, "eighth"), "eighth_2")
    deep = writer.convolution(net.sixteenth, eighth, "sixteenth")
    deep = writer.convolution(net.sixteenth_again, deep, "sixteenth_2")
    deep = _grown(writer, writer.convolution(net.down_to_third, deep, "deep"), -(-form.height_px // (CELL_PX * 2)))
    eighth = writer.convolution(net.eighth_merged, writer.add("Add", [eighth, deep], "eighth_both"), "eighth_3")
    back = _grown(writer, writer.convolution(net.down_to_second, eighth, "back"), form.height_px // CELL_PX)
    quarter = writer.convolution(net.quarter_merged, writer.add("Add", [quarter, back], "quarter_both"), "quarter_3")
    sure = writer.add("Sigmoid", [writer.convolution(net.heat, quarter, "heat_sum")], "sure")
    most = writer.add("MaxPool", [sure], "most", kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1])
    best = writer.add("Cast", [writer.add("Equal", [sure, most], "best")], "best_number", to=TensorProto.FLOAT)
    writer.add("Mul", [sure, best], "heat")
    edges = writer.convolution(net.edges, quarter, "edges_sum")
    limits = [writer.constant(np.array(limit, np.float32)) for limit in (-2.0, FARTHEST_LOG)]
    writer.add("Exp", [writer.add("Clip", [edges, *limits], "edges_log")], "edges")

    grid = [form.height_px // CELL_PX, form.width_px // CELL_PX]
    values = helper.make_tensor_value_info
    graph = helper.make_graph(
        writer.nodes,
        "object_detector",
        [values("picture", TensorProto.FLOAT, [1, 3, form.height_px, form.width_px])],
        [
            values("heat", TensorProto.FLOAT, [1, len(form.classes), *grid]),
            values("edges", TensorProto.FLOAT, [1, EDGES, *grid]),
        ],
        writer.constants,
    )
    opsets = [helper.make_opsetid("", OPSET[""])]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="valence")
    helper.set_model_props(model, {FORM_KEY: form.to_json()})
    checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _grown(writer: _Writer, given: str, rows: int) -> str:
    """Twice as large; of a picture with an odd number of rows the last one is cut off."""
    import numpy as np  # noqa: PLC0415

    scales = writer.constant(np.array([1.0, 1.0, 2.0, 2.0], np.float32))
    asymmetric = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
    large = writer.add("Resize", [given, "", scales], f"{given}_large", **asymmetric)
    bounds = [writer.constant(np.array([number], np.int64)) for number in (0, rows, 2)]
    return writer.add("Slice", [large, *bounds], f"{given}_cut")
