# SPDX-License-Identifier: Apache-2.0
"""Small datasets, made once."""

from __future__ import annotations

import pytest

from tests.valence_nodes.learning.small_data import pictures_dataset, rows_dataset, signals_dataset
from valence_nodes.learning.datasets import Dataset


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return rows_dataset(tmp_path_factory.mktemp("rows") / "data")


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return pictures_dataset(tmp_path_factory.mktemp("pictures") / "data")


@pytest.fixture(scope="session")
def signals(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return signals_dataset(tmp_path_factory.mktemp("signals") / "data")
