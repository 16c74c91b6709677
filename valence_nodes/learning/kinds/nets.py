# SPDX-License-Identifier: Apache-2.0
"""Small neural nets: one of layers that each see everything (mlp), one that looks at small pieces first (cnn)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.errors import TrainingError
from valence_nodes.learning.kinds.kind import Kind, Option, TrainingData, Watch
from valence_nodes.learning.kinds.small_graphs import GraphWriter
from valence_nodes.learning.models import Fitted, as_layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BN_EPSILON = 1e-5


@dataclass(frozen=True)
class Scaling:
    """Brings numbers near 0: (x − mean) / scale, with arrays that fit a batch."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]

    @classmethod
    def of(cls, x: NDArray[np.float32], axes: tuple[int, ...]) -> Scaling:
        """Measures the mean and the spread of samples over some axes."""
        import numpy as np  # noqa: PLC0415 - the box starts faster without it

        mean = x.mean(axis=axes, keepdims=True, dtype=np.float64)
        scale = x.std(axis=axes, keepdims=True, dtype=np.float64)
        return cls(mean[0].astype(np.float32), np.where(scale < 1e-6, 1.0, scale)[0].astype(np.float32))


def build_mlp(inputs: int, outputs: int, width: int, layers: int, dropout: float) -> Any:
    """Makes the net of layers that each see everything."""
    from torch import nn  # noqa: PLC0415 - heavy, and perhaps not installed

    parts: list[Any] = []
    for _ in range(layers):
        parts += [nn.Linear(inputs, width), nn.ReLU(), nn.Dropout(dropout)]
        inputs = width
    return nn.Sequential(*parts, nn.Linear(inputs, outputs))


def build_cnn(sample: tuple[int, int, int], outputs: int, width: int, dropout: float) -> Any:
    """Makes the net that looks at small pieces first: convolutions, each with a pooling that halves the picture.

    Args:
        sample: channels, height, width; of a signal the height is 1.
        outputs: classes, or 1.
        width: channels of the first convolution; each further one has twice as many.
        dropout: share of the last layer that is left out in each training step.
    """
    from torch import nn  # noqa: PLC0415

    channels, height, length = sample
    flat = height == 1
    halvings = max(1, min(3, int(math.log2(max(2, length if flat else min(height, length)))) - 1))
    kernel, padding, pool = ((1, 5), (0, 2), (1, 2)) if flat else ((3, 3), (1, 1), (2, 2))
    if flat and length >= 256:
        pool, halvings = (1, 4), 4
    parts: list[Any] = []
    for step in range(halvings):
        if length < pool[1] or height < pool[0]:
            break
        wide = width * 2 ** min(step, 2)
        parts += [nn.Conv2d(channels, wide, kernel, padding=padding), nn.BatchNorm2d(wide, eps=_BN_EPSILON)]
        parts += [nn.ReLU(), nn.MaxPool2d(pool)]
        channels, height, length = wide, height // pool[0], length // pool[1]
    hidden = width * 4
    head = [nn.Linear(channels * height * length, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, outputs)]
    return nn.Sequential(*parts, nn.Flatten(), *head)


def net_to_onnx(net: Any, sample: tuple[int, ...], scaling: Scaling, answer: Scaling | None) -> bytes:
    """Writes a net as ONNX, with the scaling before it and the probabilities (or the number) behind it.

    Args:
        net: `build_mlp` or `build_cnn` made.
        sample: shape of what it takes.
        scaling: of its input.
        answer: of the number that it tells; None if it tells classes.
    """
    from torch import nn  # noqa: PLC0415

    writer = GraphWriter(sample)
    writer.add("Sub", scaling.mean)
    writer.add("Div", scaling.scale)
    for part in net:
        weights = [value.detach().cpu().numpy() for value in part.parameters(recurse=False)]
        if isinstance(part, nn.Linear):
            writer.add("Gemm", *weights, transB=1)
        elif isinstance(part, nn.Conv2d):
            pads = [*part.padding, *part.padding]
            writer.add("Conv", *weights, kernel_shape=list(part.kernel_size), pads=pads)
        elif isinstance(part, nn.BatchNorm2d):
            measured = [part.running_mean.cpu().numpy(), part.running_var.cpu().numpy()]
            writer.add("BatchNormalization", *weights, *measured, epsilon=_BN_EPSILON)
        elif isinstance(part, nn.MaxPool2d):
            size = list(part.kernel_size)
            writer.add("MaxPool", kernel_shape=size, strides=size)
        elif isinstance(part, nn.ReLU):
            writer.add("Relu")
        elif isinstance(part, nn.Flatten):
            writer.add("Flatten")
    if answer is None:
        writer.add("Softmax", axis=1)
    else:
        writer.add("Mul", answer.scale)
        writer.add("Add", answer.mean)
    return writer.to_bytes()


def _fit_mlp(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from valence_nodes.learning.kinds.net_training import train_net  # noqa: PLC0415 - needs torch

    x = data.flat
    outputs = data.classes if data.task == "classes" else 1

    def build() -> Any:
        return build_mlp(x.shape[1], outputs, options["width"], options["layers"], options["dropout"])

    return train_net(data, x, build, Scaling.of(x, (0,)), options, watch, layout="flat")


def _fit_cnn(data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    from valence_nodes.learning.kinds.net_training import train_net  # noqa: PLC0415 - needs torch

    if data.x.ndim < 3:
        raise TrainingError(
            "A cnn looks at pictures or at windows of signals, and these are rows of single numbers.",
            "Take an mlp, or a forest.",
        )
    layout = "signal" if data.kind == "signals" else "image"
    x = as_layout(data.x, layout)
    outputs = data.classes if data.task == "classes" else 1
    sample = (x.shape[1], x.shape[2], x.shape[3])

    def build() -> Any:
        return build_cnn(sample, outputs, options["width"], options["dropout"])

    return train_net(data, x, build, Scaling.of(x, (0, 2, 3)), options, watch, layout=layout)


_TRAINING = (
    Option("epochs", "how often it goes through all samples", 30, 1, 2000),
    Option("learning_rate", "how large its steps are", 0.002, 0.000001, 1.0),
    Option("batch", "samples a step", 32, 1, 4096),
    Option("dropout", "share of the net that is left out in each step, so that it learns less by heart", 0.2, 0.0, 0.9),
)
MLP = Kind(
    "mlp",
    "a small neural net of layers, each of which sees everything",
    ("classes", "numbers"),
    (
        *_TRAINING,
        Option("width", "numbers in a layer", 64, 2, 1024),
        Option("layers", "between the samples and the answer", 2, 1, 6),
    ),
    _fit_mlp,
    needs=("torch", "onnx"),
    continues=True,
)
CNN = Kind(
    "cnn",
    "a small neural net that looks at small pieces of a picture (or a signal) first, wherever they are",
    ("classes", "numbers"),
    (
        *_TRAINING,
        Option("width", "pieces that it learns to see first; twice as many in each further layer", 16, 2, 128),
        Option(
            "augment",
            "shows each picture a little shifted, turned, brighter each time, so that fewer samples are enough",
            "light",
            choices=("none", "light", "strong"),
        ),
    ),
    _fit_cnn,
    needs=("torch", "onnx"),
    continues=True,
)
