# SPDX-License-Identifier: Apache-2.0
"""Trains a net with torch: the same seed gives the same bits, and what was best so far is kept."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.errors import TrainingError
from valence_nodes.learning.kinds.augment import STRENGTHS, augment
from valence_nodes.learning.kinds.kind import TrainingData, Watch
from valence_nodes.learning.kinds.nets import Scaling, net_to_onnx
from valence_nodes.learning.models import CurvePoint, Fitted, as_layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEIGHT_DECAY = 1e-4


@contextmanager
def same_bits(seed: int) -> Iterator[None]:
    """Lets torch compute in one order only, and puts everything back afterwards."""
    import torch  # noqa: PLC0415 - heavy, and perhaps not installed

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # what a graphics card needs for it
    threads, strict = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        torch.set_num_threads(1)
        torch.use_deterministic_algorithms(True)
        try:
            yield
        finally:
            torch.use_deterministic_algorithms(strict)
            torch.set_num_threads(threads)


def train_net(
    data: TrainingData,
    x: NDArray[np.float32],
    build: Callable[[], Any],
    scaling: Scaling,
    options: Mapping[str, Any],
    watch: Watch,
    *,
    layout: str,
) -> Fitted:
    """Trains a net.

    Args:
        data: what it is trained with.
        x: the samples as the net takes them.
        build: makes the net.
        scaling: of the samples.
        options: `epochs`, `learning_rate`, `batch`, perhaps `augment`.
        watch: is told of each epoch, and can stop the training.
        layout: the form of `x`.

    Raises:
        TrainingError: the weights to go on from are of another net, or the loss left all bounds.
    """
    with same_bits(data.seed):
        return _NetTraining(data, x, build(), scaling, options, layout).run(watch)


class _NetTraining:
    def __init__(
        self, data: TrainingData, x: Any, net: Any, scaling: Scaling, options: Mapping[str, Any], layout: str
    ) -> None:
        import numpy as np  # noqa: PLC0415
        import torch  # noqa: PLC0415

        self._torch = torch
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._data, self._options, self._layout, self._scaling = data, options, layout, scaling
        self._sample = tuple(int(one) for one in x.shape[1:])
        self._answer: Scaling | None = None
        y = data.y
        if data.task == "numbers":
            self._answer = Scaling.of(y.astype(np.float32)[:, None], (0,))
        self._x, self._y = self._tensors(x, y)
        self._validation = None
        if data.validation is not None:
            self._validation = self._tensors(as_layout(data.validation[0], layout), data.validation[1])
        self._net = net.to(self._device)
        if data.checkpoint is not None:
            self._load(data.checkpoint)
        self._chance = torch.Generator().manual_seed(data.seed)
        self._loss = torch.nn.CrossEntropyLoss() if data.task == "classes" else torch.nn.MSELoss()

    def run(self, watch: Watch) -> Fitted:
        torch, options = self._torch, self._options
        epochs = options["epochs"]
        optimiser = torch.optim.AdamW(self._net.parameters(), lr=options["learning_rate"], weight_decay=_WEIGHT_DECAY)
        pace = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs, options["learning_rate"] / 50)
        best: tuple[float, float] | None = None
        kept: dict[str, Any] = {}
        curve: list[CurvePoint] = []
        stopped = False
        while len(curve) < epochs and not stopped:
            loss, train_score = self._epoch(optimiser)
            pace.step()
            if not loss < 1e6:
                raise TrainingError(
                    f"The loss left all bounds in epoch {len(curve) + 1}.", "Take a smaller learning_rate."
                )
            validation = None if self._validation is None else self._score(*self._validation)
            curve.append(CurvePoint(len(curve) + 1, epochs, loss, train_score, validation))
            merit = (-loss if validation is None else validation, -loss)
            if best is None or merit > best:
                best = merit
                kept = {name: value.detach().clone() for name, value in self._net.state_dict().items()}
            stopped = not watch(curve[-1]) and len(curve) < epochs
        self._net.load_state_dict(kept)
        self._net.eval()
        onnx = net_to_onnx(self._net, self._sample, self._scaling, self._answer)
        return Fitted(onnx, tuple(curve), self._layout, stopped=stopped, checkpoint=self._saved())

    def _tensors(self, x: Any, y: Any) -> tuple[Any, Any]:
        import numpy as np  # noqa: PLC0415

        scaled = np.ascontiguousarray((x - self._scaling.mean) / self._scaling.scale, np.float32)
        if self._answer is None:
            answers = np.asarray(y, np.int64)
        else:
            answers = ((np.asarray(y, np.float32)[:, None] - self._answer.mean) / self._answer.scale).astype(np.float32)
        return self._torch.from_numpy(scaled).to(self._device), self._torch.from_numpy(answers).to(self._device)

    def _epoch(self, optimiser: Any) -> tuple[float, float]:
        torch = self._torch
        self._net.train()
        strength = STRENGTHS[self._options.get("augment", "none")]
        order = torch.randperm(len(self._x), generator=self._chance).to(self._device)
        # A batch of one can't be normalised: it goes with the one before.
        batches = [one for one in torch.split(order, self._options["batch"]) if len(one) > 1 or len(order) == 1]
        total, right, seen = 0.0, 0.0, 0
        for indices in batches:
            x, y = augment(self._x[indices], strength, self._chance), self._y[indices]
            optimiser.zero_grad()
            said = self._net(x)
            loss = self._loss(said, y)
            loss.backward()
            optimiser.step()
            total += float(loss.detach()) * len(indices)
            seen += len(indices)
            right += float((said.argmax(dim=1) == y).sum()) if self._answer is None else 0.0
        loss_mean = total / max(seen, 1)
        # Of numbers that were scaled to a spread of 1, R² is 1 − the mean squared error.
        return loss_mean, right / max(seen, 1) if self._answer is None else 1 - loss_mean

    def _score(self, x: Any, y: Any) -> float:
        self._net.eval()
        with self._torch.no_grad():
            said = self._torch.cat([self._net(part) for part in self._torch.split(x, 1024)])
            if self._answer is None:
                return float((said.argmax(dim=1) == y).double().mean())
            spread = float(((y - y.mean()) ** 2).mean())
            return 1 - float(((said - y) ** 2).mean()) / spread if spread > 0 else 0.0

    def _saved(self) -> bytes:
        import numpy as np  # noqa: PLC0415

        buffer = io.BytesIO()
        arrays: dict[str, Any] = {name: value.cpu().numpy() for name, value in self._net.state_dict().items()}
        np.savez(buffer, **arrays)
        return buffer.getvalue()

    def _load(self, checkpoint: bytes) -> None:
        import numpy as np  # noqa: PLC0415

        try:
            with np.load(io.BytesIO(checkpoint), allow_pickle=False) as saved:
                self._net.load_state_dict({name: self._torch.from_numpy(saved[name]) for name in saved.files})
        except Exception as error:  # zipfile's, numpy's and torch's own kinds of error
            raise TrainingError(
                "The training can't go on from there: it was of another net, or of other data.",
                "Use the same options and columns, or begin anew.",
            ) from error
