# SPDX-License-Identifier: Apache-2.0
"""Things with labels: what a seed draws, what it keeps for grading, and what a mission may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from missions.errors import MissionError
from missions.spec import Mission, load_mission, read_mission
from missions.variation import scenario_for
from tests.missions.mission_files import plain_spec, write_mission
from worlds.label_sheet import read_label_sheet

LABELLED: dict[str, Any] = {
    "model": "parcel_digit",
    "places": [{"x_m": -1.0, "y_m": 1.0}, {"x_m": 0.0, "y_m": 1.0}, {"x_m": 1.0, "y_m": 1.0}],
    "jitter": {"x_m": 0.1, "y_m": 0.05, "yaw_rad": 0.3},
    "count": [2, 3],
}


def mission(tmp_path: Path, **changes: Any) -> Mission:
    variation = {"labelled": {**LABELLED, **changes}, "light_scale": [0.5, 1.5]}
    return load_mission(write_mission(tmp_path, plain_spec(variation=variation)))


def test_every_thing_has_another_kind_and_stands_near_its_place(tmp_path: Path) -> None:
    asked = mission(tmp_path)
    counts, kinds = set(), set()
    for seed in range(40):
        things = scenario_for(asked, seed).placements
        counts.add(len(things))
        kinds |= {one.kind for one in things}
        assert len({one.kind for one in things}) == len(things)
        assert len({one.name for one in things}) == len(things)
        for one in things:
            x_m, y_m, _ = one.pose.position_m
            assert min(abs(x_m - place) for place in (-1.0, 0.0, 1.0)) <= 0.1
            assert abs(y_m - 1.0) <= 0.05
            assert abs(one.pose.yaw_rad) <= 0.3
    assert counts == {2, 3}
    assert kinds == set("0123456789")


def test_labels_of_public_seeds_are_never_those_of_other_seeds(tmp_path: Path) -> None:
    asked = mission(tmp_path)
    sheet = read_label_sheet("parcel_digit")
    graded = {cell.part for cell in sheet.cells if cell.graded}
    for seed in (*asked.spec.public_seeds, 0, 77, 2**63 - 1):
        for one in scenario_for(asked, seed).placements:
            assert (one.picture in graded) == (seed not in asked.spec.public_seeds)
            assert one.picture in {cell.part for cell in sheet.cells if cell.kind == one.kind}


def test_a_name_does_not_tell_what_a_thing_carries(tmp_path: Path) -> None:
    asked = mission(tmp_path, count=[3, 3])
    seen = {(one.name, one.kind) for seed in range(60) for one in scenario_for(asked, seed).placements}
    for name in ("labelled_1", "labelled_2", "labelled_3"):
        assert len({kind for named, kind in seen if named == name}) == 10


def test_other_draws_are_what_they_were_without_labels(tmp_path: Path) -> None:
    asked = mission(tmp_path)
    without = asked.spec.model_copy(update={"variation": asked.spec.variation.model_copy(update={"labelled": None})})
    one, other = scenario_for(asked, 5), scenario_for(Mission(without, asked.folder), 5)
    assert (one.robot_pose, one.light_scale) == (other.robot_pose, other.light_scale)


def test_only_the_kinds_asked_for_are_drawn(tmp_path: Path) -> None:
    asked = mission(tmp_path, kinds=["3", "8"], count=[2, 2])
    for seed in range(5):
        assert {one.kind for one in scenario_for(asked, seed).placements} == {"3", "8"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"model": "parcel_digt"}, "parcel_digit"),
        ({"model": "crate"}, "carries labels"),
        ({"kinds": ["3", "x"], "count": [1, 1]}, "says “x”"),
        ({"kinds": ["3", "4"], "count": [3, 3]}, "count"),
        ({"count": [4, 4]}, "count"),
        ({"count": [3, 2]}, "above the second"),
        ({"places": []}, "places"),
        ({"kinds": ["10"]}, "kinds"),
    ],
)
def test_what_can_not_be_is_told_with_its_line(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(MissionError) as caught:
        mission(tmp_path, **changes)
    assert told in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.line > 0


def test_the_digits_of_read_and_sort_are_all_ten_in_both_parts() -> None:
    asked = read_mission("read_and_sort").spec.variation.labelled
    assert asked is not None
    sheet = read_label_sheet(asked.model)
    for kind in "0123456789":
        assert len(sheet.saying(kind, graded=False)) >= 25
        assert len(sheet.saying(kind, graded=True)) >= 25
