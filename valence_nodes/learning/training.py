# SPDX-License-Identifier: Apache-2.0
"""Trains a model of any kind with a part of a dataset, or with plain arrays; the same input gives the same bits."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.datasets import Part
from valence_nodes.learning.errors import TrainingError
from valence_nodes.learning.inputs import Inputs
from valence_nodes.learning.kinds.kind import Kind, TrainingData, Watch
from valence_nodes.learning.kinds.registry import kind_of
from valence_nodes.learning.models import CurvePoint, Fitted, OnnxModel

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _no_one_watches(_point: CurvePoint) -> bool:
    return True


def train(
    kind_name: str,
    part: Part | Any,
    *,
    target: Any = None,
    validation: Part | None = None,
    seed: int = 0,
    watch: Watch = _no_one_watches,
    go_on_from: OnnxModel | None = None,
    **options: Any,
) -> OnnxModel:
    """Trains a model.

    Args:
        kind_name: of model, such as `forest`.
        part: what to learn from; or an array of samples (n, …), pictures as uint8.
        target: column to learn, if it is another than the card's; with an array, the answer of each sample.
        validation: is looked at after each round, but not learned from: the best round there is kept.
        seed: of everything that chance decides.
        watch: is told how far it is, and returns False to stop; what was best so far is kept.
        go_on_from: a model of this kind that was trained before, whose training goes on.
        options: of the kind.

    Raises:
        LearningError: something about the data, the kind or an option is wrong; it says what.
    """
    kind = kind_of(kind_name)
    read = kind.read_options(options)
    _check_installed(kind)
    given = part if isinstance(part, Part) else array_part(part, target, needs_target=kind.needs_target)
    if isinstance(given, Part) and target is not None:
        given = given.with_target(target)
        validation = None if validation is None else validation.with_target(target)
    samples = len(given)
    if samples == 0:
        raise TrainingError("There is nothing to learn from: not one sample.", "Collect some, or select fewer away.")
    if samples > kind.most_rows:
        raise TrainingError(
            f"{samples:,} samples are too many for {kind.name}, which takes {kind.most_rows:,} at most.",
            "Take a part of them (part.table.sample), or a forest.",
        )
    inputs = Inputs.of(given) if isinstance(given, Part) else given.inputs
    if inputs.shape == (0,):
        raise TrainingError("There is no column to learn from.", "Select at least one with lab.select.")
    x, _ = inputs.read(given if isinstance(given, Part) else given.x)
    task, classes, y = _answers(kind, given)
    shown = None
    if validation is not None and kind.needs_target and len(validation):
        shown = _shown(inputs, validation, classes)
    data = TrainingData(x, y, shown, task, len(classes), inputs.kind, seed, _checkpoint(kind, go_on_from))
    fitted = _on_one_thread(kind, data, read, watch)
    earlier = go_on_from.curve if go_on_from is not None else ()
    return OnnxModel(
        fitted.onnx,
        kind=kind.name,
        task=task,
        inputs=inputs,
        classes=classes or fitted.classes,
        target=given.target if kind.needs_target else "",
        layout=fitted.layout,
        seed=seed,
        options=read,
        curve=(*earlier, *fitted.curve),
        stopped=fitted.stopped,
        checkpoint=fitted.checkpoint,
    )


class _Arrays:
    """Samples without a dataset."""

    def __init__(self, x: NDArray[Any], y: Any, inputs: Inputs) -> None:
        self.x, self.y, self.inputs = x, y, inputs
        self.target = "label"

    def __len__(self) -> int:
        return len(self.x)


def array_part(x: Any, y: Any, *, needs_target: bool) -> _Arrays:
    """Takes arrays as samples and answers.

    Raises:
        TrainingError: they are no arrays, or of different lengths.
    """
    import numpy as np  # noqa: PLC0415 - the box starts faster without it

    try:
        samples = np.asarray(x)
        if samples.dtype != np.uint8:
            samples = samples.astype(np.float32)
    except (TypeError, ValueError) as error:
        raise TrainingError(
            f"This can't be learned from: {type(x).__name__}.", "Give data.train, or an array with a row a sample."
        ) from error
    if not 2 <= samples.ndim <= 4:
        raise TrainingError(
            f"Samples must be an array with a row a sample, and this has the shape {samples.shape}.",
            "For one number a sample: x.reshape(-1, 1).",
        )
    kind = "numbers"
    if samples.ndim > 2:
        kind = "pictures" if samples.dtype == np.uint8 else "signals"
    answers = None
    if needs_target:
        if y is None:
            raise TrainingError("What is the answer of each sample?", "Say target=labels, with one for each sample.")
        answers = np.asarray(y)
        if answers.shape != (len(samples),) or answers.dtype.kind not in "biufUS":
            if answers.dtype == object and answers.shape == (len(samples),):
                answers = np.array([str(one) for one in answers])
            else:
                raise TrainingError(
                    f"There are {len(samples)} samples, and answers of the shape {answers.shape}.",
                    "Give one answer for each sample.",
                )
    return _Arrays(samples, answers, Inputs(kind, tuple(samples.shape[1:])))


def _answers(kind: Kind, given: Any) -> tuple[str, tuple[Any, ...], Any]:
    """What is to be told, its classes, and the answers as the kinds take them."""
    import numpy as np  # noqa: PLC0415

    if not kind.needs_target:
        return kind.tasks[0], (), None
    y = given.y
    if y.dtype.kind == "f":
        if "numbers" not in kind.tasks:
            raise TrainingError(
                f"“{given.target}” is a number, and {kind.name} tells classes.", "Take a forest, a tree or an mlp."
            )
        bad = int((~np.isfinite(y)).sum())
        if bad:
            raise TrainingError(f"“{given.target}” is NaN or infinite in {bad} samples.", "Leave these out.")
        return "numbers", (), y
    known = given.classes if isinstance(given, Part) else tuple(np.unique(y).tolist())
    there = set(y.tolist())
    classes = tuple(one for one in known if one in there)
    if len(classes) < 2:
        raise TrainingError(
            f"There is only one class here: {classes[0]!r}. A model could do nothing but say so.",
            "Collect samples of what is different, too.",
        )
    index = {name: number for number, name in enumerate(classes)}
    return "classes", classes, np.array([index[one] for one in y.tolist()], np.int64)


def _shown(inputs: Inputs, validation: Part, classes: tuple[Any, ...]) -> tuple[Any, Any] | None:
    import numpy as np  # noqa: PLC0415

    x, _ = inputs.read(validation)
    if not classes:
        return x, validation.y
    index = {name: number for number, name in enumerate(classes)}
    # What is in no class of the training can't be right; it counts as wrong.
    return x, np.array([index.get(one, -1) for one in validation.y.tolist()], np.int64)


def _on_one_thread(kind: Kind, data: TrainingData, options: Mapping[str, Any], watch: Watch) -> Fitted:
    """Sums come out the same on any machine, and two threads would only wait for one another in small steps."""
    if "sklearn" not in kind.needs:
        return kind.fit(data, options, watch)
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    with threadpool_limits(1):
        return kind.fit(data, options, watch)


def _checkpoint(kind: Kind, model: OnnxModel | None) -> bytes | None:
    if model is None:
        return None
    if not kind.continues or model.kind != kind.name or model.checkpoint is None:
        raise TrainingError(
            f"A training of {model.kind} can't go on as {kind.name}.", "Neural nets (mlp, cnn) can, as the same kind."
        )
    return model.checkpoint


def _check_installed(kind: Kind) -> None:
    missing = [name for name in kind.needs if importlib.util.find_spec(name) is None]
    if missing:
        raise TrainingError(
            f"A {kind.name} is trained with {', '.join(missing)}, which is not installed.",
            "./valence --with-learning doctor gets it.",
        )
