# SPDX-License-Identifier: Apache-2.0
"""The mission read_and_sort: what is learned from is in no world, and a person's rule reads too little."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
import pytest

from missions.spec import CATALOG, read_mission
from missions.variation import scenario_for
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.label_sheet import read_label_sheet
from worlds.pose import Pose
from worlds.scenario import Scenario
from worlds.sdf.picture_parts import picture_part

FOLDER = CATALOG / "read_and_sort"
DATA = FOLDER / "data"


def program(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_digit_that_is_learned_from_stands_in_a_world() -> None:
    datasets = pytest.importorskip("sklearn.datasets", reason="needs the learning extra")
    pytest.importorskip("pandas", reason="needs the learning extra")
    from valence_nodes.learning.datasets import Dataset

    digits = datasets.load_digits().target
    data = Dataset.open(DATA)
    in_order = data.table.sort_values("picture")
    assert in_order["digit"].tolist() == digits[:1200].tolist()
    assert [int(cell.kind) for cell in read_label_sheet("parcel_digit").cells] == digits[1200:].tolist()


def test_the_parts_share_no_episode_and_hold_every_digit() -> None:
    pytest.importorskip("pandas", reason="needs the learning extra")
    from valence_nodes.learning.datasets import Dataset

    data = Dataset.open(DATA)
    episodes = [set(part.episodes.tolist()) for part in (data.train, data.validation, data.test)]
    assert not episodes[0] & episodes[1]
    assert not episodes[2] & (episodes[0] | episodes[1])
    for part in (data.train, data.validation, data.test):
        assert set(part.y.tolist()) == set(range(10))
        assert part.pictures.shape == (len(part), 32, 32)
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 2_000_000


def test_a_label_before_the_camera_is_cut_out_as_it_was_drawn(tmp_path: Path) -> None:
    mission = read_mission("read_and_sort")
    thing = next(one for one in scenario_for(mission, 1).placements if one.name == "labelled_2")
    x_m, y_m, _ = thing.pose.position_m
    engine = MujocoEngine()
    engine.load(Scenario(mission.world_file, mission.spec.robot, Pose.planar(x_m - 0.62, y_m, 0.0), (thing,)))
    engine.reset(1)
    engine.advance(0.2)
    label = program("starter").find_label(engine.read_sensor("camera").image)  # type: ignore[union-attr]
    engine.close()
    assert label is not None
    assert thing.picture is not None
    drawn = picture_part(thing.picture)
    assert drawn is not None
    wanted = cv2.resize(drawn[:, :, 0], (32, 32), interpolation=cv2.INTER_AREA)
    inner = slice(3, -3)
    alike = np.corrcoef(label[inner, inner].ravel(), wanted[inner, inner].ravel())[0, 1]
    assert alike > 0.95


def test_what_is_no_label_is_none() -> None:
    find_label = program("starter").find_label
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    cardboard = np.full((240, 320, 3), (150, 105, 60), dtype=np.uint8)
    for picture in (np.zeros((240, 320, 3), np.uint8), np.full((240, 320, 3), 255, np.uint8), cardboard):
        assert find_label(picture) is None
    assert find_label(noise) is None or find_label(noise).shape == (32, 32)


def test_the_rule_is_an_honest_effort_and_yet_reads_too_little_to_pass() -> None:
    rule = program("rule")
    right = {False: 0, True: 0}
    cells = read_label_sheet("parcel_digit").cells
    for cell in cells:
        drawn = picture_part(cell.part)
        assert drawn is not None
        order = rule.read_by_rule(cv2.resize(drawn[:, :, 0], (32, 32), interpolation=cv2.INTER_AREA))
        assert sorted(order) == list(range(10))
        right[cell.graded] += order[0] == int(cell.kind)
    for graded, count in right.items():
        # Three of four parcels have to be read right to pass.
        assert 0.5 < count / sum(cell.graded == graded for cell in cells) < 0.72
