# SPDX-License-Identifier: Apache-2.0
"""The library of datasets: versions that are never written over, and frozen once something was learned from them."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from tests.valence_nodes.learning.small_data import rows_dataset
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError
from valence_nodes.learning.library import DatasetLibrary


@pytest.fixture
def library(tmp_path: Path) -> DatasetLibrary:
    return DatasetLibrary(tmp_path / "datasets")


def _rows(number: int, folder: Path) -> Dataset:
    return rows_dataset(folder, number)


def test_each_import_makes_a_version_unless_nothing_is_new(library: DatasetLibrary) -> None:
    first = library.add("rows", functools.partial(_rows, 30))
    again = library.add("rows", functools.partial(_rows, 30))
    second = library.add("rows", functools.partial(_rows, 40))
    assert (first.version, again.version, second.version) == (1, 1, 2)
    assert library.names() == ["rows"]
    assert library.get("rows").version == 2
    assert library.get("rows:1").dataset.card.rows == 30
    assert sorted(one.name for one in (library.folder / "rows").iterdir()) == ["v1", "v2"]


def test_what_was_learned_from_stays(library: DatasetLibrary) -> None:
    stored = library.add("rows", functools.partial(_rows, 30))
    library.freeze(stored, "model:1")
    library.freeze(stored, "model:2")
    assert library.get("rows").used_by == ("model:1", "model:2")
    with pytest.raises(DataError, match="model:1, model:2 learned from it"):
        library.remove(library.get("rows"))
    card = stored.dataset.folder / "card.json"
    card.write_text(card.read_text().replace("CC0", "mine"))
    with pytest.raises(DataError, match="was changed after model:1"):
        library.get("rows:1")
    (stored.dataset.folder / "used.json").write_text("[]")
    with pytest.raises(DataError, match="is damaged"):
        library.get("rows:1")


def test_what_nothing_learned_from_can_go(library: DatasetLibrary) -> None:
    library.remove(library.add("rows", functools.partial(_rows, 30)))
    assert library.names() == []


def test_an_import_that_fails_leaves_nothing(library: DatasetLibrary) -> None:
    def fails(folder: Path) -> Dataset:
        folder.mkdir()
        (folder / "half").touch()
        raise DataError("no")

    with pytest.raises(DataError, match="no"):
        library.add("rows", fails)
    assert list(library.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../up", "", "Big", "a b", "rows:x", "rows:0", "rows:9", "row"])
def test_what_is_not_there_is_said(library: DatasetLibrary, name: str) -> None:
    library.add("rows", functools.partial(_rows, 30))
    with pytest.raises(DataError, match="There is no dataset|has no version 9"):
        library.get(name)
