# SPDX-License-Identifier: Apache-2.0
"""Random numbers that a seed stands for, the same on every machine."""

from __future__ import annotations

import numpy as np


class Draw:
    """Random numbers of one seed for one purpose (PCG64, seeded by NumPy's SeedSequence)."""

    def __init__(self, seed: int, purpose: int) -> None:
        sequence = np.random.SeedSequence(entropy=seed, spawn_key=(purpose,))
        self._generator = np.random.Generator(np.random.PCG64(sequence))

    def between(self, low: float, high: float) -> float:
        """Draws evenly from low to high."""
        return low + (high - low) * float(self._generator.random())

    def below(self, count: int) -> int:
        """Draws a whole number from 0 to count - 1."""
        return min(int(self._generator.random() * count), count - 1)
