# SPDX-License-Identifier: Apache-2.0
"""Markers in pictures of the engine's camera: how many are read, and how well their places and directions are known."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.valence_nodes.perception.rendered import Photographer, photographer
from valence_nodes.perception.lens import Lens
from valence_nodes.perception.markers import MarkerFinder
from worlds.pose import Pose
from worlds.scenario import Placement
from worlds.sdf.description import PicturePart

FACE = Pose((0.00675, 0.0, 0.37))
"""Middle of the printed face of the models marker_0 to marker_2."""


@pytest.fixture(scope="module")
def camera() -> Iterator[Photographer]:
    with photographer() as one:
        yield one


def marker(number: int, distance_m: float, bearing_rad: float, leaning_rad: float) -> Placement:
    """A marker so far from the robot's middle, turned away from facing it."""
    x_m, y_m = distance_m * math.cos(bearing_rad), distance_m * math.sin(bearing_rad)
    pose = Pose.planar(x_m, y_m, math.pi + bearing_rad + leaning_rad)
    return Placement(f"seen_{number}", f"marker_{number}", pose)


def test_all_markers_up_to_two_metres_are_read_and_nothing_else_is_and_their_poses_are_true(
    camera: Photographer,
) -> None:
    finder = MarkerFinder()
    random = np.random.default_rng(7)
    placed, read, wrong = 0, 0, 0
    off, leaning_off = [], []
    for seed in range(6):
        things = [
            marker(number, random.uniform(1.0, 2.1), (number - 1) * 0.36, random.uniform(-0.7, 0.7))
            for number in range(3)
        ]
        light = float(random.uniform(0.5, 1.3))
        shot = camera.shoot([*things, Placement("crate", "crate", Pose.planar(2.6, 0.2, 0.4))], light=light, seed=seed)
        placed += len(things)
        for found in finder.find(shot.picture, shot.lens):
            if found.number not in range(3) or found.pose is None:
                wrong += 1
                continue
            read += 1
            place, facing = shot.optical(things[found.number].pose @ FACE)
            off.append(np.linalg.norm(np.array(found.pose.position_m) - place) / np.linalg.norm(place))
            towards = Pose((0.0, 0.0, 0.0), found.pose.quaternion_wxyz).rotate((0.0, 0.0, 1.0))
            if found.pose.ambiguity < 0.5:
                leaning_off.append(math.acos(min(1.0, float(facing @ np.array(towards)))))
            middle = found.corners_px.mean(axis=0)
            expected = shot.lens.focal_px[0] * place[:2] / place[2] + np.array(shot.lens.middle_px)
            assert middle == pytest.approx(expected, abs=1.5)
    assert (read, wrong) == (placed, 0)
    assert np.median(off) < 0.015
    assert max(off) < 0.05
    assert len(leaning_off) >= placed // 2
    assert np.median(leaning_off) < math.radians(4)
    assert max(leaning_off) < math.radians(15)


def test_an_apriltag_on_a_poster_is_read_with_its_pose(camera: Photographer, tmp_path: Path) -> None:
    tag = cv2.aruco.generateImageMarker(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_APRILTAG_36h11), 23, 320)
    file = tmp_path / "tag.png"
    cv2.imwrite(str(file), cv2.copyMakeBorder(tag, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255))
    pose = Pose.planar(2.5, 0.3, math.pi + 0.35)
    shot = camera.shoot([Placement("poster", "poster", pose, PicturePart(file, 0, 0, 400, 400))])
    (found,) = MarkerFinder("apriltag_36h11", 0.48).find(shot.picture, shot.lens)
    assert found.number == 23
    assert found.pose is not None
    place, facing = shot.optical(pose @ Pose((0.01, 0.0, 0.8)))
    assert found.pose.position_m == pytest.approx(place, abs=0.05)
    towards = np.array(Pose((0.0, 0.0, 0.0), found.pose.quaternion_wxyz).rotate((0.0, 0.0, 1.0)))
    assert math.degrees(math.acos(min(1.0, float(towards @ facing)))) < 10
    assert MarkerFinder("4x4_50").find(shot.picture, shot.lens) == []


def drawn(number: int, side_px: int = 120) -> np.ndarray:
    code = cv2.aruco.generateImageMarker(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), number, side_px)
    canvas = np.full((240, 320), 200, np.uint8)
    canvas[60 : 60 + side_px, 100 : 100 + side_px] = code
    return np.repeat(canvas[:, :, None], 3, axis=2)


def test_an_upright_marker_has_its_corners_clockwise_from_its_own_upper_left() -> None:
    (found,) = MarkerFinder().find(drawn(7))
    assert found.corners_px == pytest.approx(np.array([[100, 60], [220, 60], [220, 180], [100, 180]]), abs=0.6)
    assert found.pose is None
    turned = np.ascontiguousarray(np.rot90(drawn(7)))
    (turned_found,) = MarkerFinder().find(turned)
    # Turned a quarter to the left, its upper left corner is below.
    assert turned_found.corners_px[0] == pytest.approx([60, 220], abs=0.6)


def test_a_mirrored_marker_is_none() -> None:
    assert MarkerFinder().find(np.ascontiguousarray(drawn(7)[:, ::-1])) == []


@pytest.mark.parametrize("picture", [np.zeros((0, 0, 3), np.uint8), np.zeros((1, 1, 3), np.uint8), drawn(3)[:, :8]])
def test_pictures_too_small_for_a_marker_hold_none(picture: np.ndarray) -> None:
    assert MarkerFinder().find(picture) == []


@pytest.mark.parametrize("picture", [np.zeros((9, 9), np.uint8), np.zeros((9, 9, 3)), np.zeros((9, 9, 4), np.uint8)])
def test_what_is_no_picture_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8 of shape"):
        MarkerFinder().find(picture)


def test_wrong_settings_are_named() -> None:
    with pytest.raises(ValueError, match=r"no marker family “7x7”; known: 4x4_50"):
        MarkerFinder("7x7")
    for side in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="side_m"):
            MarkerFinder(side_m=side)


@pytest.mark.parametrize(
    ("matrix", "distortion"),
    [
        ([0.0] * 9, []),
        ([math.nan] * 9, []),
        ([265, 0, 160, 0, -265, 120, 0, 0, 1], []),
        ([265, 0, 160, 0, 265, 120, 0, 0], []),
        ([265, 0, 160, 0, 265, 120, 0, 0, 1], [0.1, 0.2]),
        ([265, 0, 160, 0, 265, 120, 0, 0, 1], [0.0, 0.0, math.inf, 0.0]),
    ],
)
def test_an_impossible_calibration_is_none(matrix: list[float], distortion: list[float]) -> None:
    assert Lens.of_calibration(matrix, distortion) is None


def test_a_calibration_is_read() -> None:
    assert Lens.of_calibration([265, 0, 160, 0, 266, 120, 0, 0, 1], [0.0] * 5) == Lens((265, 266), (160, 120))
