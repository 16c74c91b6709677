# SPDX-License-Identifier: Apache-2.0
"""How good a detector is: precision and recall of each class on pictures whose boxes are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from valence_nodes.perception.object_detector import DetectedObject, overlap

SAME = 0.5
"""A box was found when one of its class shares at least so much of its area (M. Everingham et al., “The Pascal visual
object classes challenge”, IJCV 88 (2010), section 4.2)."""


@dataclass(frozen=True)
class KnownBox:
    """What is there: its class; left, top, right and bottom edge (px); whether it is asked for."""

    label: str
    edges_px: tuple[float, float, float, float]
    counts: bool = True


@dataclass(frozen=True)
class ClassAccuracy:
    """Of one class.

    Attributes:
        found: things that were there and were found.
        there: things that were there.
        said: things that were said to be there; what is not asked for is not counted.
    """

    found: int
    there: int
    said: int

    @property
    def precision(self) -> float:
        """Of what was said, the share that is true; 1 if nothing was said."""
        return self.found / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        """Of what was there, the share that was found; 1 if nothing was there."""
        return self.found / self.there if self.there else 1.0


def detection_accuracy(
    pictures: Iterable[tuple[Sequence[KnownBox], Sequence[DetectedObject]]], classes: Sequence[str]
) -> dict[str, ClassAccuracy]:
    """Compares what was found with what is there.

    Args:
        pictures: of each, what is there and what was found.
        classes: whose figures are wanted.

    Returns:
        Figures by class, and of all of them together under the empty name.
    """
    counts = {label: np.zeros(3, int) for label in classes}
    for there, said in pictures:
        for label in classes:
            known, told = [one for one in there if one.label == label], [one for one in said if one.label == label]
            counts[label] += _of_class(known, told)
    counts[""] = np.sum(list(counts.values()), axis=0)
    return {label: ClassAccuracy(*map(int, count)) for label, count in counts.items()}


def _of_class(there: Sequence[KnownBox], said: Sequence[DetectedObject]) -> npt.NDArray[np.int64]:
    left = list(there)
    found = counted = 0
    for one in sorted(said, key=lambda one: -one.score):
        edges = (one.left_px, one.top_px, one.right_px, one.bottom_px)
        best = max(left, key=_shared_with(edges), default=None)
        if best is not None and overlap(best.edges_px, edges) >= SAME:
            left.remove(best)
            found += best.counts
            counted += best.counts
        else:
            counted += 1
    return np.array([found, sum(one.counts for one in there), counted])


def _shared_with(edges: tuple[float, float, float, float]) -> Callable[[KnownBox], float]:
    return lambda known: overlap(known.edges_px, edges)
