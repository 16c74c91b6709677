# SPDX-License-Identifier: Apache-2.0
"""Small datasets that can be learned from: where a picture is bright, which signal is fast, which row is late."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.make_dataset import make_dataset


def rows_table(rows: int = 300, seed: int = 0) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    table = pd.DataFrame({"load": chance.uniform(size=rows), "hour": chance.integers(0, 24, rows)})
    table["weather"] = chance.choice(["rain", "sun"], rows)
    table["minutes"] = 30 * table.load + (table.weather == "rain") * 10 + chance.normal(0, 0.5, rows)
    table["late"] = np.where(table.minutes > 20, "yes", "no")
    table["episode"] = [f"day_{index // 5}" for index in range(rows)]
    return table


def rows_dataset(folder: Path, rows: int = 300) -> Dataset:
    return make_dataset(folder, rows_table(rows).drop(columns="minutes"), name="rows", target="late", licence="CC0")


def pictures_dataset(folder: Path, count: int = 120) -> Dataset:
    chance = np.random.default_rng(1)
    labels = np.array(["left", "right", "top"])[np.arange(count) % 3]
    pictures = chance.integers(0, 60, (count, 8, 8)).astype(np.uint8)
    places = {"left": np.s_[:, :4], "right": np.s_[:, 4:], "top": np.s_[:4]}
    for picture, label in zip(pictures, labels, strict=True):
        picture[places[label]] += 150
    table = pd.DataFrame({"side": labels, "episode": [f"e{index // 6}" for index in range(count)]})
    return make_dataset(folder, table, name="sides", kind="pictures", target="side", pictures=pictures)


def signals_dataset(folder: Path, count: int = 90) -> Dataset:
    chance = np.random.default_rng(2)
    labels = np.array(["slow", "fast"])[np.arange(count) % 2]
    time_s = np.arange(32) / 32
    waves = [np.sin(2 * np.pi * (2 if label == "slow" else 8) * time_s + chance.uniform(0, 6)) for label in labels]
    table = pd.DataFrame({"pace": labels, "episode": [index // 4 for index in range(count)]})
    table["shake"] = [wave + chance.normal(0, 0.1, 32) for wave in waves]
    table["turn"] = [chance.normal(0, 0.1, 32) for _ in waves]
    return make_dataset(folder, table, name="pace", kind="signals", target="pace")
