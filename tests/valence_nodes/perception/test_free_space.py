# SPDX-License-Identifier: Apache-2.0
"""Free floor in pictures of the engine's camera, held against what every pixel truly shows, and in drawn ones."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from tests.valence_nodes.perception.floor_pictures import DARK, FOCAL_PX, MIDDLE_PX, floor, straight
from tests.valence_nodes.perception.strewn import camera_of, free_space_figures, held_out_pictures, true_free_space
from valence_nodes.perception.floor_view import FloorView
from valence_nodes.perception.free_space import FreeSpaceFinder, FreeSpaceSettings
from valence_nodes.perception.lens import Lens
from worlds.pose import Pose

_, _, LENS, MOUNTED = camera_of("turtlebot3_waffle_pi")
DRAWN = Lens((FOCAL_PX, FOCAL_PX), MIDDLE_PX)


def told(picture: np.ndarray, settings: FreeSpaceSettings | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Angles (rad) and ranges (m) of a drawn picture."""
    found = FreeSpaceFinder(settings).find(picture, DRAWN, MOUNTED)
    angles = found.angle_min_rad + found.angle_increment_rad * np.arange(len(found.ranges_m))
    return angles, found.ranges_m


def test_what_is_blocked_is_told_and_what_is_told_is_blocked() -> None:
    settings = FreeSpaceSettings()
    pairs = []
    for number, picture in enumerate(held_out_pictures()):
        if number % 6 == 0:
            finder = FreeSpaceFinder(settings)
        _, _, lens, mounted = camera_of(picture.robot)
        pairs.append(
            (finder.find(picture.picture, lens, mounted).ranges_m, true_free_space(picture, settings).ranges_m)
        )
    precision, recall, safe = free_space_figures(pairs, 1.5)
    assert precision > 0.8, (precision, recall, safe)
    assert recall > 0.8, (precision, recall, safe)
    assert safe > 0.84, (precision, recall, safe)


def box(picture: np.ndarray, ahead_m: float, left_m: tuple[float, float], high_m: float) -> np.ndarray:
    """Draws an upright board before the camera."""
    height_m = MOUNTED.position_m[2]
    bottom = MIDDLE_PX[1] + FOCAL_PX * height_m / ahead_m
    top = MIDDLE_PX[1] + FOCAL_PX * (height_m - high_m) / ahead_m
    right, left = (MIDDLE_PX[0] - FOCAL_PX * side / ahead_m for side in left_m)
    drawn = picture.copy()
    cv2.rectangle(drawn, (round(left), round(top)), (round(right), round(bottom) - 1), (150, 70, 40), -1)
    return drawn


@pytest.mark.parametrize("ahead_m", [0.3, 0.6, 1.2, 1.8])
def test_a_board_is_told_where_it_stands(ahead_m: float) -> None:
    angles, ranges = told(box(floor(None, noise=3.0), ahead_m, (-0.1, 0.1), 0.4))
    from_middle_m = ahead_m + MOUNTED.position_m[0]
    hit = np.abs(angles) < 0.8 * math.atan2(0.1, from_middle_m)
    assert ranges[hit] == pytest.approx(from_middle_m / np.cos(angles[hit]), rel=0.05)
    # Beside it is floor, as far as the grey wall.
    beside = (np.abs(angles) > 1.5 * math.atan2(0.1, from_middle_m)) & ~np.isnan(ranges)
    assert (ranges[beside] > 2.0).all()


def test_a_line_and_what_seems_lower_than_told_lie_flat() -> None:
    _, ranges = told(floor(straight(0.0, 0.5), colour=DARK))
    assert (ranges[~np.isnan(ranges)] > 2.0).all()
    low = box(floor(None), 0.8, (-0.1, 0.1), 0.05)
    assert (told(low)[1][28:33] > 2.0).all()
    assert told(low, FreeSpaceSettings(least_height_m=0.03))[1][28:33] == pytest.approx(np.full(5, 0.876), abs=0.04)


def test_before_something_that_fills_the_lower_edge_nothing_is_free() -> None:
    picture = floor(None)
    picture[40:] = (150, 70, 40)
    _, ranges = told(picture)
    assert (ranges[~np.isnan(ranges)] == -np.inf).all()
    assert np.isnan(ranges).sum() <= 12


def test_the_floor_is_remembered_when_the_robot_drives_onto_a_pad() -> None:
    finder = FreeSpaceFinder()
    finder.find(floor(None), DRAWN, MOUNTED)
    on_pad = floor(None)
    on_pad[200:] = (40, 90, 200)
    ranges = finder.find(on_pad, DRAWN, MOUNTED).ranges_m
    assert (ranges[~np.isnan(ranges)] > 2.0).all()
    assert (FreeSpaceFinder().find(on_pad, DRAWN, MOUNTED).ranges_m[10:50] < 2.0).all()


def test_large_pictures_tell_the_same_and_dark_ones_nothing_wrong() -> None:
    picture = box(floor(None), 0.8, (-0.1, 0.1), 0.4)
    large = cv2.resize(picture, (1280, 960), interpolation=cv2.INTER_NEAREST)
    lens = Lens((FOCAL_PX * 4, FOCAL_PX * 4), (640.0, 480.0))
    small, big = told(picture)[1], FreeSpaceFinder().find(large, lens, MOUNTED).ranges_m
    assert big[25:36] == pytest.approx(small[25:36], abs=0.03)
    assert not np.isnan(told(np.zeros((240, 320, 3), np.uint8))[1]).all()


def test_rays_meet_the_floor_where_geometry_says() -> None:
    view = FloorView.of(LENS, MOUNTED, 320, 240)
    row, column = 200, 60
    below = (row + 0.5 - LENS.middle_px[1]) / LENS.focal_px[1]
    ahead_m = MOUNTED.position_m[2] / below
    assert view.x_m[row, column] == pytest.approx(MOUNTED.position_m[0] + ahead_m)
    assert view.y_m[row, column] == pytest.approx((LENS.middle_px[0] - column - 0.5) / LENS.focal_px[0] * ahead_m)
    assert np.isinf(view.x_m[:120]).all()


@pytest.mark.parametrize(
    "picture",
    [np.zeros((9, 9), np.uint8), np.zeros((9, 9, 3)), np.zeros((0, 0, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)],
)
def test_what_is_no_picture_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"uint8 of shape|Nothing can be told"):
        FreeSpaceFinder().find(picture, LENS, MOUNTED)


@pytest.mark.parametrize(
    ("pose", "why"),
    [
        (Pose((0.0, 0.0, math.nan), MOUNTED.quaternion_wxyz), "above the floor"),
        (Pose((0.0, 0.0, -1.0), MOUNTED.quaternion_wxyz), "above the floor"),
        (Pose((0.0, 0.0, 0.1)), "sees no floor"),
    ],
)
def test_a_camera_that_sees_no_floor_is_refused(pose: Pose, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        FreeSpaceFinder().find(floor(None), LENS, pose)


@pytest.mark.parametrize("given", [{"rays": 1}, {"farthest_m": math.nan}, {"least_height_m": -1.0}, {"tolerance": 0.0}])
def test_wrong_settings_are_named(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(given))):
        FreeSpaceSettings(**given)  # type: ignore[arg-type]
