# SPDX-License-Identifier: Apache-2.0
"""Datasets: what is written is what is read, and what is wrong with one is said."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.valence_nodes.learning.small_data import pictures_dataset, rows_dataset, rows_table
from valence_nodes.learning.card import Column
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError
from valence_nodes.learning.make_dataset import make_dataset
from valence_nodes.learning.splits import crossing_groups


def test_what_was_written_is_read_again(rows: Dataset, pictures: Dataset, signals: Dataset) -> None:
    assert rows.card.classes == ("no", "yes")
    assert rows.train.x_names == ("load", "hour", "weather=rain", "weather=sun")
    assert rows.train.x.dtype == np.float32
    assert set(rows.train.x[:, 2] + rows.train.x[:, 3]) == {1.0}
    assert len(rows.train) + len(rows.validation) + len(rows.test) == rows.card.rows == 300
    assert pictures.test.pictures.shape == (len(pictures.test), 8, 8)
    assert pictures.test.pictures.dtype == np.uint8
    assert signals.train.signals.shape == (len(signals.train), 32, 2)
    for dataset in (rows, pictures, signals):
        table = dataset.table
        assert crossing_groups(table["episode"].tolist(), table["split"].tolist()) == []
        assert {len(dataset.train) > len(dataset.test), len(dataset.test) > 0} == {True}


def test_the_same_data_give_the_same_bytes_and_others_do_not(tmp_path: Path) -> None:
    first, second = pictures_dataset(tmp_path / "a"), pictures_dataset(tmp_path / "b")
    assert first.sha256 == second.sha256
    assert pictures_dataset(tmp_path / "c", 119).sha256 != first.sha256


def test_colours_come_as_red_green_blue(tmp_path: Path) -> None:
    red = np.zeros((6, 4, 5, 3), np.uint8)
    red[..., 0] = 200
    table = pd.DataFrame({"colour": ["red", "blue"] * 3})
    made = make_dataset(tmp_path / "d", table, name="c", kind="pictures", target="colour", pictures=red)
    assert made.all.pictures.shape == (6, 4, 5, 3)
    assert made.all.pictures[0, 0, 0].tolist() == [200, 0, 0]


def test_one_thread_is_enough_to_read(rows: Dataset, pictures: Dataset, signals: Dataset) -> None:
    # Nothing of it may need threads of Arrow's, for in the box there are none.
    text = (
        "import os, sys, cv2, pandas, pyarrow.parquet\n"
        "from valence_nodes.learning.datasets import Dataset\n"
        "def threads(): return len(os.listdir('/proc/self/task'))\n"
        "before = threads()\n"
        "parts = [Dataset.open(one).train for one in sys.argv[1:]]\n"
        "parts[0].x, parts[1].pictures, parts[2].signals\n"
        "assert threads() == before, (before, threads())\n"
    )
    folders = [str(one.folder) for one in (rows, pictures, signals)]
    alone = os.environ | {"OPENCV_FOR_THREADS_NUM": "1", "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", text, *folders], check=True, cwd=Path(__file__).parents[3], env=alone)


def test_units_and_meanings_are_kept(tmp_path: Path) -> None:
    described = {"load": Column("load", "", "kg", "what is carried")}
    made = make_dataset(tmp_path / "d", rows_table(30), name="d", target="late", described=described)
    load = Dataset.open(made.folder).card.column("load")
    assert (load.type, load.unit, load.about) == ("number", "kg", "what is carried")


def _refused(message: str, make: Callable[[], Any]) -> None:
    with pytest.raises(DataError, match=message):
        make()


def test_what_can_be_no_dataset_is_refused(tmp_path: Path) -> None:
    table = rows_table(30)
    new = tmp_path / "new"

    def make(frame: pd.DataFrame, **more: Any) -> Callable[[], Dataset]:
        return lambda: make_dataset(new, frame, **({"name": "d", "target": "late"} | more))

    _refused("There are 0 rows", make(table[:0]))
    _refused("only one class in “late”", make(table.assign(late="no")))
    _refused("There is no column “lat” .*Did you mean “late”", make(table, target="lat"))
    _refused("2 of 30 rows have no “late”", make(table.assign(late=[None, None, *table.late[2:]])))
    _refused("Column “odd” holds texts and int", make(table.assign(odd=["a", 1] * 15)))
    _refused("is no name of a dataset", make(table, name="../up"))
    _refused("There is no kind of dataset “tabel”. Did you mean “table”", make(table, kind="tabel"))
    _refused("more than one split", make(table.assign(split=["train", "test", "validation"] * 10)))
    _refused("too few for 3 splits", make(table.assign(episode="one")))
    _refused("“episode” has empty places", make(table.assign(episode=[None, *table.episode[1:]])))
    _refused("differ in length", make(table.assign(wave=[np.zeros(3 + index % 2) for index in range(30)])))
    _refused("nan or infinite", make(table.assign(wave=[np.full(3, np.nan)] * 30)))
    _refused("29 pictures for 30 rows", make(table, kind="pictures", pictures=np.zeros((29, 2, 2), np.uint8)))
    assert not new.exists()
    new.mkdir()
    (new / "mine.txt").write_text("mine")
    _refused("is not empty", make(table))
    assert [one.name for one in new.iterdir()] == ["mine.txt"]


@pytest.fixture
def copied(rows: Dataset, tmp_path: Path) -> Path:
    return Path(shutil.copytree(rows.folder, tmp_path / "copied"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": 7}, "has 300 rows, and the card says 7"),
        ({"rows": -1}, "must be a whole number"),
        ({"target": "lat"}, "Did you mean “late”"),
        ({"classes": ["no"]}, "only one class"),
        ({"classes": ["no", "never"]}, "none of the card's classes"),
        ({"classes": "no"}, "must be a list"),
        ({"classes": [1, "no"]}, "of one type"),
        ({"schema_version": 2}, "is of version 2"),
        ({"groups": "load"}, "the dataset's own column"),
        ({"groups": "missing"}, "has no column “missing”"),
        ({"licence": 3}, "must be a text"),
        ({"tilte": "x"}, "Did you mean “title”"),
        ({"columns": [{"name": "load"}]}, "A column lacks: type"),
        ({"columns": [{"name": "late", "type": "number"}]}, "holds text, and the card says number"),
        ({"columns": [{"name": "late", "type": "nummer"}]}, "there is no type “nummer”"),
        ({"columns": 3}, "must be a list of objects"),
    ],
)
def test_a_card_that_is_wrong_is_explained(copied: Path, change: dict[str, Any], said: str) -> None:
    card = json.loads((copied / "card.json").read_text())
    (copied / "card.json").write_text(json.dumps(card | change))
    with pytest.raises(DataError, match=said):
        len(Dataset.open(copied).table)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"a":' * 5000])
def test_a_card_that_is_none_is_refused(copied: Path, text: str) -> None:
    (copied / "card.json").write_text(text)
    with pytest.raises(DataError):
        Dataset.open(copied)


def test_missing_files_are_named(copied: Path, tmp_path: Path) -> None:
    (copied / "rows.parquet").unlink()
    _refused("lacks its rows.parquet", lambda: Dataset.open(copied))
    _refused("There is no dataset in", lambda: Dataset.open(tmp_path / "nowhere"))


def _rewrite(folder: Path, change: Callable[[Any], Any]) -> None:
    pq.write_table(change(pq.read_table(folder / "rows.parquet")), folder / "rows.parquet")


def test_rows_that_leak_into_the_test_are_refused(copied: Path) -> None:
    def swap(table: Any) -> Any:
        places = table.column("split").to_pylist()
        places[0] = "test" if places[0] != "test" else "train"
        return table.set_column(table.column_names.index("split"), "split", pa.array(places))

    _rewrite(copied, swap)
    with pytest.raises(DataError, match="would be tested on what it had seen"):
        len(Dataset.open(copied).train)


def test_columns_of_a_wrong_type_are_refused(copied: Path) -> None:
    nested = pa.array([[{"a": 1}]] * 300)
    _rewrite(copied, lambda table: table.append_column("deep", nested))
    with pytest.raises(DataError, match="“deep” is of the type list<"):
        len(Dataset.open(copied).table)


def test_a_column_of_giant_texts_is_refused(copied: Path) -> None:
    # One text, said a million times by a dictionary, takes next to nothing on disk.
    giant = pa.array(["x" * 500_000] * 300)
    _rewrite(copied, lambda table: table.append_column("giant", giant))
    assert (copied / "rows.parquet").stat().st_size < 1_000_000
    with pytest.raises(DataError, match="too long"):
        len(Dataset.open(copied).table)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 200 + b"PAR1", b"not parquet at all"])
def test_rows_that_are_no_parquet_are_refused(copied: Path, content: bytes) -> None:
    (copied / "rows.parquet").write_bytes(content)
    with pytest.raises(DataError, match="can't be read as Parquet"):
        len(Dataset.open(copied).table)


def png(width_px: int, height_px: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (png(200_000, 200_000), "200000 × 200000 pixels, and 2048 a side are the most"),
        (png(0, 4), "0 × 4 pixels"),
        (b"no picture", "is no PNG and no JPEG"),
        (b"\x89PNG\r\n\x1a\n", "is no PNG and no JPEG"),
        (b"\xff\xd8\xff\xc4\x00\x00" * 3, "can't be read|is damaged"),
    ],
)
def test_pictures_that_mean_harm_are_refused(pictures: Dataset, tmp_path: Path, data: bytes, said: str) -> None:
    folder = Path(shutil.copytree(pictures.folder, tmp_path / "bad"))
    names = zipfile.ZipFile(folder / "pictures.zip").namelist()
    with zipfile.ZipFile(folder / "pictures.zip", "w") as bad:
        for name in names:
            bad.writestr(name, data)
    with pytest.raises(DataError, match=said):
        len(Dataset.open(folder).train.pictures)


def test_a_folder_is_taken_back_when_it_can_not_be_finished(tmp_path: Path) -> None:
    wrong = np.zeros((30, 2, 2), np.uint8)
    with pytest.raises(DataError):
        make_dataset(tmp_path / "d", rows_table(30), name="D", target="late", kind="pictures", pictures=wrong)
    assert not (tmp_path / "d").exists()


def test_a_number_can_be_the_target(tmp_path: Path) -> None:
    made = make_dataset(tmp_path / "d", rows_table(60), name="d", target="minutes")
    assert made.card.classes == ()
    assert made.train.y.dtype == np.float64
    assert made.train.with_target("late").classes == ("no", "yes")


def test_a_dataset_is_shown_in_words(tmp_path: Path) -> None:
    made = rows_dataset(tmp_path / "d", 60)
    assert str(made.train) == f"<train of rows: {len(made.train)} rows>"
