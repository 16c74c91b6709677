# SPDX-License-Identifier: Apache-2.0
"""Import and export: what people bring becomes a dataset, or they are told why not."""

from __future__ import annotations

import io
import wave
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.valence_nodes.learning.small_data import rows_table
from tests.valence_nodes.learning.test_datasets import png
from valence_nodes.learning import pictures as pictures_module
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError
from valence_nodes.learning.exporting import export_dataset
from valence_nodes.learning.importing import ImportRequest, import_file, read_wav


def _zip(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file


def _picture(value: int, side: int = 4) -> bytes:
    return cv2.imencode(".png", np.full((side, side), value, np.uint8))[1].tobytes()


def _wav(samples: list[int], *, rate: int = 100, width: int = 2, channels: int = 1) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as made:
        made.setnchannels(channels)
        made.setsampwidth(width)
        made.setframerate(rate)
        made.writeframes(b"".join(one.to_bytes(width, "little", signed=width > 1) for one in samples))
    return buffer.getvalue()


def _import(file: Path, folder: Path, **more: object) -> Dataset:
    return import_file(ImportRequest(file, "mine", **more), folder)  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_comes_back_as_it_was(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"table.{ending}"
    table = rows_table(60)
    table.to_csv(file, index=False) if ending == "csv" else table.to_parquet(file)
    made = _import(file, tmp_path / "d", target="late", licence="CC0")
    assert made.card.source == file.name
    assert made.card.groups == "episode"
    export_dataset(made, tmp_path / "out.csv")
    export_dataset(made, tmp_path / "out.parquet")
    again = _import(tmp_path / "out.parquet", tmp_path / "e", target="late")
    assert again.table["load"].tolist() == made.table["load"].tolist() == table["load"].tolist()
    assert again.table["split"].tolist() == made.table["split"].tolist()


def test_a_csv_of_a_german_spreadsheet_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = [f"{index},5;{'ja' if index % 2 else 'nein'}" for index in range(20)]
    file.write_text("\ufefflast;spät\n" + "\n".join(lines), encoding="utf-8")
    made = _import(file, tmp_path / "d", target="spät")
    assert made.card.classes == ("ja", "nein")
    assert sorted(made.all.x[:, 0])[:2] == [0.5, 1.5]


@pytest.mark.parametrize(
    ("content", "target", "said"),
    [
        (b"", "a", "can't be read as CSV"),
        (b"a,b\n", "a", "There are 0 rows"),
        (b"a,b\n1,2\n1,2,3\n", "a", "can't be read as CSV"),
        (b"a,b\n1,2,3\n4,5,6\n", "a", "more places than the first line"),
        (b"a\0b", "a", "is no text"),
        (b"a,b\n\xff\xfe,1\n", "a", "can't be read as CSV"),
        (b"a,b\n1,\n2,\n", "a", "column “b” is empty"),
        (b"a,b\n1,x\n2,y\n", "c", "There is no column “c”"),
        (b"a,b\n1,x\n2,y\n", "", "What is to be learned.*a, b"),
        (b"a,b\n1,x\n2,\n", "b", "1 rows have no “b”"),
        (b"a,b\n1,x\n2,x\n3,x\n", "b", "only one class"),
        (b"a,b,split\n1,x,train\n2,y,test\n", "b", "none that says which rows belong together"),
    ],
)
def test_a_csv_that_can_not_be_used_is_explained(tmp_path: Path, content: bytes, target: str, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    with pytest.raises(DataError, match=said):
        _import(file, tmp_path / "d", target=target)
    assert not (tmp_path / "d").exists()


def test_files_of_other_kinds_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    with pytest.raises(DataError, match="of no kind that can be imported"):
        _import(tmp_path / "a.exe", tmp_path / "d")
    with pytest.raises(DataError, match="There is no file"):
        _import(tmp_path / "b.csv", tmp_path / "d")


def test_a_zip_of_pictures_is_labelled_by_its_folders(tmp_path: Path) -> None:
    members = {
        f"all/{label}/e{index // 2}/{index}.png": _picture(index * 8 + 3) for index in range(12) for label in ["ball"]
    }
    members |= {f"all/crate/f{index // 2}/{index}.png": _picture(index * 8 + 130) for index in range(12)}
    members["__MACOSX/all/ball/._1.png"] = b"rubbish"
    made = _import(_zip(tmp_path / "a.zip", members), tmp_path / "d")
    assert made.card.classes == ("ball", "crate")
    assert made.card.rows == 24
    assert set(made.table["episode"]) == {f"{kind}/{part}" for kind, part in made.table["episode"].str.split("/")}
    export_dataset(made, tmp_path / "out.zip")
    again = _import(tmp_path / "out.zip", tmp_path / "e")
    assert sorted(again.all.pictures.sum(axis=(1, 2))) == sorted(made.all.pictures.sum(axis=(1, 2)))


def test_the_same_picture_is_never_in_training_and_in_the_test(tmp_path: Path) -> None:
    members = {
        f"{kind}/{index}.png": _picture(index // 2 * 10 + (5 if kind == "a" else 0))
        for index in range(20)
        for kind in "ab"
    }
    made = _import(_zip(tmp_path / "a.zip", members), tmp_path / "d")
    places: dict[int, set[str]] = {}
    for picture, split in zip(made.all.pictures, made.table["split"], strict=True):
        places.setdefault(int(picture[0, 0]), set()).add(split)
    assert all(len(one) == 1 for one in places.values())


def test_pictures_of_different_sizes_are_brought_to_one(tmp_path: Path) -> None:
    members = {
        f"{kind}/{index}.png": _picture(index * 9 + len(kind), 4 + index) for index in range(9) for kind in ["a", "bb"]
    }
    file = _zip(tmp_path / "a.zip", members)
    with pytest.raises(DataError, match=r"5 × 5 pixels, and others 4 × 4.*--size"):
        _import(file, tmp_path / "d")
    assert _import(file, tmp_path / "d", size_px=(6, 3)).all.pictures.shape == (18, 3, 6)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"../../etc/passwd.png": b"x"}, "names a file outside itself"),
        ({"/etc/passwd.png": b"x"}, "names a file outside itself"),
        ({"..\\a\\b.png": b"x"}, "names a file outside itself"),
        ({"a/1.png": b"x", "a/2.wav": b"x"}, "does not fit"),
        ({"a/1.exe": b"x"}, "does not fit"),
        ({"1.png": _picture(1)}, "is in no folder"),
        ({}, "is empty"),
        ({"a/1.png": b"no picture"}, "is no PNG"),
        ({"a/1.png": png(50_000, 50_000)}, "2048 a side are the most"),
        ({f"a/{index}.png": _picture(index) for index in range(9)}, "only one class"),
        ({"a/1.wav": b"RIFF"}, "can't be read as WAV"),
        ({"a/1.wav": _wav([])}, "is empty"),
        ({"a/1.wav": _wav([1, 2]), "b/1.wav": _wav([1, 2], rate=50)}, "50 and 100 samples a second"),
    ],
)
def test_a_zip_that_can_not_be_used_is_explained(tmp_path: Path, members: dict[str, bytes], said: str) -> None:
    with pytest.raises(DataError, match=said):
        _import(_zip(tmp_path / "a.zip", members), tmp_path / "d")
    assert not (tmp_path / "d").exists()


def test_zip_bombs_are_refused_whatever_they_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_module, "MAX_FILE_BYTES", 100_000)
    monkeypatch.setattr(pictures_module, "MAX_ALL_BYTES", 250_000)
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a/1.png", b"\0" * 1_000_000)
    with pytest.raises(DataError, match="1,000,000 bytes, and 100,000 are the most"):
        _import(file, tmp_path / "d")
    # The same with a lie about its size, in both places where a ZIP says it.
    size, lie = (1_000_000).to_bytes(4, "little"), (99).to_bytes(4, "little")
    file.write_bytes(file.read_bytes().replace(size, lie))
    with pytest.raises(DataError, match="is damaged|is no PNG"):
        _import(file, tmp_path / "d")
    many = {f"a/{index}.png": b"\0" * 90_000 for index in range(4)}
    with pytest.raises(DataError, match="unpacks to 360,000 bytes"):
        _import(_zip(tmp_path / "b.zip", many), tmp_path / "d")
    monkeypatch.setattr(pictures_module, "MAX_FILES", 3)
    with pytest.raises(DataError, match="4 files in it, and 3 are the most"):
        _import(tmp_path / "b.zip", tmp_path / "d")


def test_damaged_and_double_zips_are_refused(tmp_path: Path) -> None:
    file = _zip(tmp_path / "a.zip", {"a/1.png": _picture(1) * 20})
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as twice:
        twice.writestr("a/1.png", b"other")
    with pytest.raises(DataError, match="two files of the same name"):
        _import(file, tmp_path / "d")
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(DataError, match="can't be read as a ZIP"):
        _import(file, tmp_path / "d")


def test_sounds_are_cut_into_windows_that_stay_together(tmp_path: Path) -> None:
    members = {f"{kind}/{index}.wav": _wav([index * 100] * 30) for index in range(8) for kind in ["beep", "hum"]}
    file = _zip(tmp_path / "a.zip", members)
    made = _import(file, tmp_path / "d", window_s=0.1)
    assert made.card.kind == "signals"
    assert made.all.signals.shape == (48, 10, 1)
    assert made.card.column("sound").rate_hz == 100
    assert set(made.table.groupby("episode")["split"].nunique()) == {1}
    assert made.all.signals.max() == pytest.approx(700 / 32768)
    export_dataset(made, tmp_path / "out.zip")
    assert _import(tmp_path / "out.zip", tmp_path / "e").all.signals.shape == (48, 10, 1)
    with pytest.raises(DataError, match="longer than the shortest sound"):
        _import(file, tmp_path / "f", window_s=1.0)


@pytest.mark.parametrize(("width", "full"), [(1, 255), (2, 32767), (3, 2**23 - 1), (4, 2**31 - 1)])
def test_wav_of_every_width_is_from_minus_one_to_one(width: int, full: int) -> None:
    samples, rate = read_wav(_wav([full, full], width=width, channels=2), "a.wav")
    assert rate == 100
    assert samples.tolist() == pytest.approx([1.0], abs=0.01)


def test_exports_write_over_nothing_and_say_what_does_not_fit(tmp_path: Path, rows: Dataset, signals: Dataset) -> None:
    (tmp_path / "a.csv").write_text("mine")
    for file, dataset, said in (
        ("a.csv", rows, "nothing is written over"),
        ("a.txt", rows, "no export to"),
        ("b.csv", signals, "don't fit into CSV"),
        ("b.zip", rows, "Only pictures"),
        ("no/b.csv", rows, "can't be written"),
    ):
        with pytest.raises(DataError, match=said):
            export_dataset(dataset, tmp_path / file)
    assert (tmp_path / "a.csv").read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
