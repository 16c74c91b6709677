# SPDX-License-Identifier: Apache-2.0
"""Sheets of labels: read as they are, refused when list and picture do not fit, shown on the thing that carries one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from worlds.compose import compose
from worlds.errors import SdfError
from worlds.label_sheet import SHEET_LIST, SHEET_PICTURE, carries_labels, read_label_sheet, read_sheet
from worlds.pose import Pose
from worlds.scenario import Placement, Scenario
from worlds.sdf.description import PicturePart
from worlds.sdf.picture_parts import picture_part

CATALOG = Path(__file__).resolve().parents[2] / "worlds" / "catalog"
LISTED = {"cell_px": 8, "columns": 2, "practice": "ab", "graded": "a"}


def sheet_in(folder: Path, listed: Any = None, size_px: tuple[int, int] = (16, 16)) -> Path:
    (folder / "materials").mkdir(exist_ok=True)
    text = json.dumps(LISTED if listed is None else listed) if not isinstance(listed, str) else listed
    (folder / SHEET_LIST).write_text(text, encoding="utf-8")
    picture = np.arange(size_px[0] * size_px[1], dtype=np.uint8).reshape(size_px[1], size_px[0])
    cv2.imwrite(str(folder / SHEET_PICTURE), picture)
    return folder


def test_cells_are_read_row_by_row(tmp_path: Path) -> None:
    sheet = read_sheet(sheet_in(tmp_path))
    assert [(cell.kind, cell.graded, cell.part.left_px, cell.part.top_px) for cell in sheet.cells] == [
        ("a", False, 0, 0),
        ("b", False, 8, 0),
        ("a", True, 0, 8),
    ]
    assert sheet.kinds == ("a", "b")
    assert sheet.saying("a", graded=True) == (sheet.cells[2],)
    assert sheet.saying("b", graded=True) == ()


@pytest.mark.parametrize(
    "listed",
    [
        "no json",
        "[" * 5000,
        "[]",
        {**LISTED, "cell_px": 0},
        {**LISTED, "columns": 10**9},
        {**LISTED, "practice": ""},
        {**LISTED, "practice": "a b"},
        {**LISTED, "graded": "a" * 20_000},
        {**LISTED, "more": 1},
        {**LISTED, "practice": "abcde"},  # more than the picture has
    ],
)
def test_a_list_that_can_not_be_used_is_told_with_its_file(tmp_path: Path, listed: Any) -> None:
    with pytest.raises(SdfError) as caught:
        read_sheet(sheet_in(tmp_path, listed))
    assert caught.value.file.parent == tmp_path / "materials"


def test_a_missing_or_broken_picture_is_told(tmp_path: Path) -> None:
    folder = sheet_in(tmp_path)
    (folder / SHEET_PICTURE).write_bytes(b"no picture")
    with pytest.raises(SdfError, match="neither PNG nor JPEG"):
        read_sheet(folder)
    (folder / SHEET_PICTURE).unlink()
    with pytest.raises(SdfError, match="no such picture"):
        read_sheet(folder)


def test_a_part_shows_its_own_pixels_and_nothing_beyond_the_file(tmp_path: Path) -> None:
    file = sheet_in(tmp_path) / SHEET_PICTURE
    whole = cv2.imread(str(file), cv2.IMREAD_COLOR_RGB)
    part = picture_part(PicturePart(file, 8, 4, 8, 6))
    assert part is not None
    assert np.array_equal(part, whole[4:10, 8:16])
    for left, top, width, height in ((-1, 0, 8, 8), (9, 0, 8, 8), (0, 9, 8, 8), (0, 0, 0, 8)):
        assert picture_part(PicturePart(file, left, top, width, height)) is None
    assert picture_part(PicturePart(tmp_path / "none.png", 0, 0, 1, 1)) is None


def test_only_models_with_a_sheet_carry_labels() -> None:
    assert carries_labels("parcel_digit")
    assert not carries_labels("parcel")
    assert not carries_labels("no_such_model")


def test_a_placement_shows_its_picture_where_the_model_shows_one() -> None:
    part = read_label_sheet("parcel_digit").cells[5].part
    plain = Scenario(CATALOG / "empty_hall.sdf", None, placements=(Placement("p", "parcel_digit", Pose()),))
    chosen = replace(plain, placements=(Placement("p", "parcel_digit", Pose(), part, "1"),))

    def shown(scenario: Scenario) -> list[object]:
        (parcel,) = (model for model in compose(scenario).models if model.name == "p")
        return [visual.material.albedo_map for link in parcel.links for visual in link.visuals]

    assert [one is None for one in shown(plain)] == [one is None for one in shown(chosen)]
    assert {one for one in shown(chosen) if one is not None} == {part}
    assert part not in shown(plain)
