# SPDX-License-Identifier: Apache-2.0
"""A trained model: an ONNX net, and what is needed to ask it. scikit-learn and torch are not needed for that."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.inputs import Inputs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ONNX_BYTES = 500_000_000
TASKS = ("classes", "numbers", "groups", "odd", "axes")
"""What a model tells: a class, a number, a group of its own finding, whether a sample is odd, new axes (PCA)."""
LAYOUTS = ("flat", "image", "signal")


@dataclass(frozen=True)
class CurvePoint:
    """How far a training is.

    Attributes:
        step: rounds (epochs, trees) so far.
        steps: rounds in all.
        loss: on the training part, the less the better.
        train_score: share of the training part that is right (of numbers: R²); None if not measured.
        validation_score: the same of the validation part; None without one.
    """

    step: int
    steps: int
    loss: float | None = None
    train_score: float | None = None
    validation_score: float | None = None


class OnnxModel:
    """A trained model.

    It can be pickled. `predict` gives class names as they stand in the dataset; of one sample it gives one name, of
    many an array of them.

    Attributes:
        onnx: the net; its one output has a column a class, or is the number.
        kind: of model, such as `forest`.
        task: what it tells, one of `TASKS`.
        inputs: what it takes.
        classes: what it can answer; empty for numbers and axes.
        target: column that it learned.
        layout: how the net takes samples: `flat` (n, numbers), `image` (n, channels, height, width) or `signal`
            (n, channels, 1, samples).
        seed: of the training.
        options: of the training.
        curve: how the training went.
        stopped: whether the training was stopped before its end.
        checkpoint: from where the training can go on, if the kind can; else None.
    """

    def __init__(
        self,
        onnx: bytes,
        *,
        kind: str,
        task: str,
        inputs: Inputs,
        classes: tuple[str | int | bool, ...] = (),
        target: str = "",
        layout: str = "flat",
        seed: int = 0,
        options: dict[str, Any] | None = None,
        curve: tuple[CurvePoint, ...] = (),
        stopped: bool = False,
        checkpoint: bytes | None = None,
    ) -> None:
        if task not in TASKS or layout not in LAYOUTS:
            raise ModelError(f"A model of the task {str(task)[:20]!r} and the layout {str(layout)[:20]!r} is none.")
        if len(onnx) > MAX_ONNX_BYTES:
            raise ModelError(f"The model has {len(onnx):,} bytes, and {MAX_ONNX_BYTES:,} are the most.")
        self.onnx = onnx
        self.kind = kind
        self.task = task
        self.inputs = inputs
        self.classes = classes
        self.target = target
        self.layout = layout
        self.seed = seed
        self.options = options or {}
        self.curve = curve
        self.stopped = stopped
        self.checkpoint = checkpoint
        self._session: Any = None

    @classmethod
    def open(cls, file: Path) -> OnnxModel:
        """Opens a model that is kept as ONNX.

        Args:
            file: its `model.onnx`; its `model.json` stands beside.

        Raises:
            ModelError: one of them is missing or damaged.
        """
        from valence_nodes.learning.registry import read_model_card  # noqa: PLC0415 - it knows this module, too

        return read_model_card(file.parent).load()

    def __getstate__(self) -> dict[str, Any]:
        """Everything but the running session."""
        return self.__dict__ | {"_session": None}

    def __repr__(self) -> str:
        """For people."""
        return f"<{self.kind} that tells {self.target or self.task}>"

    def predict(self, x: Any) -> Any:
        """Says what a sample is.

        Args:
            x: one sample or many: a picture, a row as a dictionary, numbers, a pandas table, or a part of a dataset.

        Returns:
            The name of the class (or group, or the number); for many samples an array of them, for PCA the new numbers.

        Raises:
            ModelError: the model learned from samples of another form.
        """
        import numpy as np  # noqa: PLC0415 - the box starts faster without it

        samples, single = self.inputs.read(x)
        scores = self._run(samples)
        if self.task == "axes":
            return scores[0] if single else scores
        if self.task == "numbers":
            values = scores[:, 0].astype(np.float64)
            return float(values[0]) if single else values
        names = np.array(self.classes)[scores.argmax(axis=1)]
        return names[0].item() if single else names

    def predict_proba(self, x: Any) -> NDArray[np.float32]:
        """Says how sure the model is of each class.

        Args:
            x: as for `predict`.

        Returns:
            From 0 to 1, float32 (classes,) of one sample, (n, classes) of many; in the order of `classes`.

        Raises:
            ModelError: the model learned from samples of another form, or tells no classes.
        """
        if self.task != "classes":
            raise ModelError(f"A model of the kind {self.kind} tells no classes, so there is no predict_proba.")
        samples, single = self.inputs.read(x)
        scores = self._run(samples)
        return scores[0] if single else scores  # type: ignore[no-any-return]

    def scores(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Runs the net on samples that `inputs.read` made; float32 (n, classes or numbers)."""
        return self._run(samples)  # type: ignore[no-any-return]

    def _run(self, samples: Any) -> Any:
        import numpy as np  # noqa: PLC0415

        if self._session is None:
            self._session = open_session(self.onnx)
        if len(samples) == 0:
            return np.empty((0, max(1, len(self.classes))), np.float32)
        fed = np.ascontiguousarray(as_layout(samples, self.layout), np.float32)
        name = self._session.get_inputs()[0].name
        try:
            parts = [self._session.run(None, {name: fed[at : at + 4096]})[0] for at in range(0, len(fed), 4096)]
        except Exception as error:  # onnxruntime's own kinds of error, which have no common name
            raise ModelError(f"The model does not take this: {str(error)[:160]}.", "Train it anew.") from error
        scores = np.concatenate(parts).astype(np.float32, copy=False)
        if self.classes and scores.shape[1:] != (len(self.classes),):
            raise ModelError(
                f"The net answers {scores.shape[1:]} for {len(self.classes)} classes: the files do not belong together."
            )
        return scores


def as_layout(samples: Any, layout: str) -> Any:
    """Brings samples (n, *shape) into the form that a net takes.

    Returns:
        (n, numbers) for `flat`, (n, channels, height, width) for `image`, (n, channels, 1, samples) for `signal`.
    """
    import numpy as np  # noqa: PLC0415

    if layout == "flat":
        return samples.reshape(len(samples), -1)
    if layout == "signal":
        return np.moveaxis(samples, -1, 1)[:, :, None]
    if samples.ndim == 4:
        return np.moveaxis(samples, -1, 1)
    return samples[:, None]


def open_session(onnx: bytes) -> Any:
    """One thread, for the box has no other, and sums come out the same each time.

    Raises:
        ModelError: the bytes are no ONNX model, or onnxruntime is missing.
    """
    try:
        import onnxruntime  # noqa: PLC0415 - heavy, and perhaps not installed
    except ImportError as error:
        raise ModelError("onnxruntime is not installed.", "./valence --with-learning doctor gets it.") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own kinds of error, which have no common name
        raise ModelError(f"This is no ONNX model: {str(error)[:160]}.", "Train it anew.") from error


@dataclass(frozen=True)
class Fitted:
    """What a kind's training gives back.

    Attributes:
        onnx: the net.
        curve: how it went.
        layout: how the net takes samples.
        classes: names of what it found, for kinds that find their own; empty else.
        stopped: whether it was stopped before its end.
        checkpoint: from where it can go on.
    """

    onnx: bytes
    curve: tuple[CurvePoint, ...] = ()
    layout: str = "flat"
    classes: tuple[str, ...] = field(default=())
    stopped: bool = False
    checkpoint: bytes | None = None
