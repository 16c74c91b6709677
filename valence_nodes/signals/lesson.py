# SPDX-License-Identifier: Apache-2.0
"""What a recogniser is trained and examined with."""

from __future__ import annotations

from dataclasses import dataclass

from valence_nodes.signals.windows import Signal


@dataclass(frozen=True)
class Rows:
    """Rows of features with their classes: `x` float64 (n, features), `y` n names."""

    x: Signal
    y: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """What a model is trained and examined with.

    Attributes:
        training: rows to learn from.
        test: rows of other episodes, speakers or people.
        data_name: of the dataset, or of what made the data.
        data_sha256: of the dataset; empty for data that are made anew from a seed.
    """

    training: Rows
    test: Rows
    data_name: str
    data_sha256: str = ""
