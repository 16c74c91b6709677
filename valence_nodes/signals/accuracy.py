# SPDX-License-Identifier: Apache-2.0
"""How good a recogniser is on what it has not seen: precision and recall by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Accuracy:
    """Of one class.

    Attributes:
        precision: share of what was taken for it that is it; 1 when nothing was.
        recall: share of what is it that was taken for it; 1 when there is none.
        samples: of it.
    """

    precision: float
    recall: float
    samples: int


def accuracy(truth: Sequence[str], told: Sequence[str]) -> dict[str, Accuracy]:
    """Compares what is true with what was told.

    Args:
        truth: class of each sample.
        told: what it was taken for, as many.

    Returns:
        By class, in alphabetical order; “” stands for nothing and is left out.
    """
    pairs = list(zip(truth, told, strict=True))
    figures = {}
    for label in sorted({*truth, *told} - {""}):
        right = sum(one == other == label for one, other in pairs)
        is_it, said_so = sum(one == label for one, _ in pairs), sum(other == label for _, other in pairs)
        figures[label] = Accuracy(right / said_so if said_so else 1.0, right / is_it if is_it else 1.0, is_it)
    return figures
