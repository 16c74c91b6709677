# SPDX-License-Identifier: Apache-2.0
"""Seeded sensor noise: a stream of its own for every sensor, so that one more sensor changes no other's readings."""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from worlds.sdf.description import Noise

_TABLE_SPARE = 1 << 16


def noise_stream(seed: int, name: str) -> np.random.Generator:
    """Makes the random stream of one sensor in one episode.

    Args:
        seed: of the episode, not negative.
        name: of the sensor; another name gives an independent stream.
    """
    digest = hashlib.sha256(name.encode()).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, int.from_bytes(digest[:8], "big")])))


class GaussianNoise:
    """Noise as SDFormat has it: mean + bias + N(0, stddev), the bias drawn once at the beginning."""

    def __init__(self, noise: Noise, stream: np.random.Generator) -> None:
        self._stream = stream
        self._stddev = noise.stddev
        self._offset = noise.mean + stream.normal(noise.bias_mean, noise.bias_stddev)

    def error(self, drawn: float) -> float:
        """The error of one reading, from a number that was drawn from N(0, 1)."""
        return float(self._offset + self._stddev * drawn)

    def draw_many(self, count: int) -> npt.NDArray[np.float64]:
        """Draws the errors of one reading of many values: float64 (count,)."""
        return self._offset + self._stddev * self._stream.standard_normal(count)


class PictureNoise:
    """Gaussian noise of a camera on 8-bit values.

    A draw for each value of each picture would cost as much as the picture. So one table is drawn an episode,
    and each picture takes a piece of it that begins at a place drawn anew.
    """

    def __init__(self, noise: Noise, stream: np.random.Generator, values: int) -> None:
        """Makes the noise of one camera in one episode.

        Args:
            noise: in units of the full brightness, as SDFormat has it (1 is 255).
            stream: of the sensor.
            values: how many values a picture has.
        """
        self._stream = stream
        self._values = values
        self._noise = noise
        self._table: npt.NDArray[np.int16] | None = None

    def add(self, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
        """Returns a picture with noise, cut off at 0 and 255."""
        if self._noise == Noise():
            return picture
        if self._table is None:
            offset = self._noise.mean + self._stream.normal(self._noise.bias_mean, self._noise.bias_stddev)
            drawn = self._stream.standard_normal(self._values + _TABLE_SPARE, dtype=np.float32)
            self._table = np.rint((offset + self._noise.stddev * drawn) * 255).astype(np.int16)
        start = int(self._stream.integers(_TABLE_SPARE))
        errors = self._table[start : start + self._values].reshape(picture.shape)
        return np.clip(picture + errors, 0, 255).astype(np.uint8)
