# SPDX-License-Identifier: Apache-2.0
"""How good a model is, beside what one gets without learning; and whether another one is really better."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.datasets import Part
from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.models import OnnxModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BINS = 10


@dataclass(frozen=True)
class ClassFigures:
    """How well one class is told.

    Attributes:
        name: of the class.
        precision: of what the model called so, the share that is.
        recall: of what is so, the share that the model found.
        f1: their harmonic mean.
        samples: that are so.
    """

    name: str | int | bool
    precision: float
    recall: float
    f1: float
    samples: int


@dataclass(frozen=True)
class CalibrationBin:
    """Samples of which the model was about as sure.

    Attributes:
        sure: mean of how sure it was, 0 to 1.
        right: share that it got right.
        samples: how many.
    """

    sure: float
    right: float
    samples: int


@dataclass(frozen=True)
class Evaluation:
    """How a model did in an examination.

    Attributes:
        task: `classes` or `numbers`.
        samples: that it was examined with.
        score: share that is right; of numbers R², 1 at best and 0 for what says the mean.
        baseline: what says the same every time: the most frequent class, or the mean.
        baseline_score: what that gets.
        classes: in the order of the confusion matrix.
        confusion: (true class, told class) how often.
        per_class: precision and recall of each.
        calibration: whether it is right as often as it is sure.
        mean_error: of numbers, how far it is off on average; else None.
        truth: of each sample.
        told: of each sample.
        sure: of each sample, how sure it was of what it told; empty for numbers.
    """

    task: str
    samples: int
    score: float
    baseline: str
    baseline_score: float
    classes: tuple[str | int | bool, ...]
    confusion: tuple[tuple[int, ...], ...]
    per_class: tuple[ClassFigures, ...]
    calibration: tuple[CalibrationBin, ...]
    mean_error: float | None
    truth: Any = field(repr=False)
    told: Any = field(repr=False)
    sure: Any = field(repr=False)

    @property
    def accuracy(self) -> float:
        """Share that is right, 0 to 1."""
        return self.score

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the classes, each counting the same; 0 for numbers."""
        return sum(one.f1 for one in self.per_class) / len(self.per_class) if self.per_class else 0.0

    @property
    def calibration_error(self) -> float:
        """How far it is from being right as often as it is sure (expected calibration error), 0 at best."""
        return sum(one.samples * abs(one.sure - one.right) for one in self.calibration) / max(self.samples, 1)

    def most_confident_errors(self, most: int = 12) -> list[int]:
        """Returns the samples (their places) that it got wrong and was surest of, the surest first."""
        if self.task != "classes":
            order = sorted(range(self.samples), key=lambda place: -abs(float(self.told[place] - self.truth[place])))
            return order[:most]
        wrong = [place for place in range(self.samples) if self.told[place] != self.truth[place]]
        return sorted(wrong, key=lambda place: -float(self.sure[place]))[:most]

    def figures(self) -> dict[str, float]:
        """The figures that a model keeps."""
        figures = {"score": self.score, "baseline_score": self.baseline_score, "samples": float(self.samples)}
        if self.task == "classes":
            return figures | {"macro_f1": self.macro_f1, "calibration_error": self.calibration_error}
        return figures | {"mean_error": float(self.mean_error or 0.0)}

    def __str__(self) -> str:
        """For people, a few lines."""
        if self.task == "numbers":
            return (
                f"{self.samples} samples: off by {self.mean_error:.4g} on average, R² {self.score:.3f} "
                f"({self.baseline}: {self.baseline_score:.3f})"
            )
        lines = [f"{self.score:.1%} of {self.samples} samples right ({self.baseline}: {self.baseline_score:.1%})"]
        width = max((len(str(one.name)) for one in self.per_class), default=0)
        lines += [
            f"  {one.name!s:<{width}}  precision {one.precision:.2f}  recall {one.recall:.2f}  of {one.samples}"
            for one in self.per_class
        ]
        return "\n".join(lines)


def evaluate(model: OnnxModel, part: Part) -> Evaluation:
    """Examines a model.

    Raises:
        ModelError: it tells nothing that could be right or wrong, or does not fit the data.
        DataError: the data can't be read.
    """
    if model.task not in {"classes", "numbers"}:
        raise ModelError(f"A {model.kind} has no right answers, so it can't be examined.", "Look at what it found.")
    if len(part) == 0:
        raise ModelError(f"There is not one sample in “{part.name}” to examine the model with.")
    if model.target and model.target != part.target and model.target in {one.name for one in part.card.columns}:
        part = part.with_target(model.target)
    if model.task == "classes":
        return _of_classes(model, part)
    return _of_numbers(model, part)


def _of_classes(model: OnnxModel, part: Part) -> Evaluation:
    import numpy as np  # noqa: PLC0415 - the box starts faster without it

    truth = part.y
    scores = model.predict_proba(part)
    told = np.array(model.classes)[scores.argmax(axis=1)]
    known = list(model.classes) + [one for one in dict.fromkeys(truth.tolist()) if one not in model.classes]
    index = {name: place for place, name in enumerate(known)}
    confusion = np.zeros((len(known), len(known)), int)
    for is_so, said in zip(truth.tolist(), told.tolist(), strict=True):
        confusion[index[is_so], index[said]] += 1
    right = float(np.trace(confusion) / len(truth))
    common, often = Counter(truth.tolist()).most_common(1)[0]
    sure = scores.max(axis=1)
    return Evaluation(
        task="classes",
        samples=len(truth),
        score=right,
        baseline=f"always “{common}”",
        baseline_score=often / len(truth),
        classes=tuple(known),
        confusion=tuple(tuple(row) for row in confusion.tolist()),
        per_class=tuple(_class_figures(name, confusion, place) for name, place in index.items()),
        calibration=_calibration(sure, truth == told),
        mean_error=None,
        truth=truth,
        told=told,
        sure=sure,
    )


def _class_figures(name: Any, confusion: NDArray[np.int_], place: int) -> ClassFigures:
    hits, is_so, called = int(confusion[place, place]), int(confusion[place].sum()), int(confusion[:, place].sum())
    precision = hits / called if called else 0.0
    recall = hits / is_so if is_so else 0.0
    f1 = 2 * hits / (is_so + called) if is_so + called else 0.0
    return ClassFigures(name, precision, recall, f1, is_so)


def _calibration(sure: Any, right: Any) -> tuple[CalibrationBin, ...]:
    bins = []
    for low in range(_BINS):
        inside = (sure > low / _BINS) & (sure <= (low + 1) / _BINS + (1e-6 if low == _BINS - 1 else 0))
        if inside.any():
            bins.append(CalibrationBin(float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum())))
    return tuple(bins)


def _of_numbers(model: OnnxModel, part: Part) -> Evaluation:
    import numpy as np  # noqa: PLC0415

    truth = part.y.astype(np.float64)
    told = model.predict(part)
    spread = float(((truth - truth.mean()) ** 2).mean())
    score = 1 - float(((truth - told) ** 2).mean()) / spread if spread > 0 else 0.0
    return Evaluation(
        task="numbers",
        samples=len(truth),
        score=score,
        baseline=f"always {truth.mean():.4g}",
        baseline_score=0.0,
        classes=(),
        confusion=(),
        per_class=(),
        calibration=(),
        mean_error=float(np.abs(truth - told).mean()),
        truth=truth,
        told=told,
        sure=np.empty(0),
    )


@dataclass(frozen=True)
class Comparison:
    """Two models in the same examination.

    Attributes:
        first_score: of the one.
        second_score: of the other.
        only_first: samples that only the first got right.
        only_second: samples that only the second got right.
        p_value: how likely so great a difference would be by chance, were both equally good (exact McNemar test).
    """

    first_score: float
    second_score: float
    only_first: int
    only_second: int
    p_value: float

    def __str__(self) -> str:
        """For people, a sentence."""
        better = "first" if self.first_score > self.second_score else "second"
        if self.p_value >= 0.05:
            return (
                f"{self.first_score:.1%} and {self.second_score:.1%}: so small a difference is often chance "
                f"(p = {self.p_value:.2g})."
            )
        return f"{self.first_score:.1%} and {self.second_score:.1%}: the {better} is better (p = {self.p_value:.2g})."


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """Compares two models that were examined with the same samples (Q. McNemar, 1947).

    Raises:
        ModelError: they were not, or do not tell classes.
    """
    if first.task != "classes" or second.task != "classes":
        raise ModelError("Only models that tell classes can be compared.")
    if first.samples != second.samples or not (first.truth == second.truth).all():
        raise ModelError("The two models were examined with different samples.", "Evaluate both with the same part.")
    one, other = first.told == first.truth, second.told == second.truth
    only_first, only_second = int((one & ~other).sum()), int((other & ~one).sum())
    return Comparison(first.score, second.score, only_first, only_second, mcnemar(only_first, only_second))


def mcnemar(only_first: int, only_second: int) -> float:
    """Returns the two-sided p-value of the exact McNemar test: tosses of a coin, as many as there are differences."""
    tosses = only_first + only_second
    tail = sum(math.comb(tosses, hits) for hits in range(min(only_first, only_second) + 1))
    return min(1.0, float(2 * tail / 2**tosses))


def nearest_mean_score(model: OnnxModel, learned: Part, examined: Part) -> float:
    """The score of the simplest thing that learns: each sample is what the class with the nearest mean is.

    Args:
        model: whose inputs are taken.
        learned: to take the means from.
        examined: to examine it with.
    """
    import numpy as np  # noqa: PLC0415

    x, _ = model.inputs.read(learned)
    asked, _ = model.inputs.read(examined)
    x, asked = x.reshape(len(x), -1), asked.reshape(len(asked), -1)
    scale = x.std(axis=0) + 1e-6
    names = [name for name in model.classes if (learned.y == name).any()]
    if not names:
        return 0.0
    means = np.stack([x[learned.y == name].mean(axis=0) for name in names])
    distances = np.stack([(((asked - mean) / scale) ** 2).sum(axis=1) for mean in means], axis=1)
    return float((np.array(names)[distances.argmin(axis=1)] == examined.y).mean())
