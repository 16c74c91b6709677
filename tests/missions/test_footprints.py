# SPDX-License-Identifier: Apache-2.0
"""Outlines of things on the floor."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from missions.footprints import Outline, outlines, reach_m
from worlds.pose import Pose
from worlds.sdf.description import (
    Box,
    Capsule,
    Collision,
    Cylinder,
    Ellipsoid,
    Geometry,
    Link,
    Mesh,
    Model,
    Place,
    Plane,
    Sphere,
    Surface,
)
from worlds.sdf.reader import read_model

PLACE = Place(Path("here.sdf"), 1, "model")
TOP_M = 0.2


def model(geometry: Geometry, pose: Pose | None = None) -> Model:
    collision = Collision("c", Pose(), geometry, Surface(), PLACE)
    link = Link("l", Pose(), None, True, (collision,), (), (), (), PLACE)
    return Model("m", True, pose or Pose(), (link,), (), (), PLACE)


def distance_m(geometry: Geometry, pose: Pose, x_m: float, y_m: float) -> float:
    found = outlines([model(geometry, pose)], TOP_M)
    return min((float(one.distance_m(np.array([x_m]), np.array([y_m]))[0]) for one in found), default=math.inf)


@pytest.mark.parametrize(
    ("geometry", "pose", "point", "expected_m"),
    [
        (Box((2.0, 1.0, 0.4)), Pose((0, 0, 0.2)), (2.0, 0.0), 1.0),
        (Box((2.0, 1.0, 0.4)), Pose((0, 0, 0.2)), (0.9, 0.4), 0.0),
        (Box((2.0, 1.0, 0.4)), Pose.planar(0, 0, math.pi / 2, 0.2), (2.0, 0.0), 1.5),
        (Box((2.0, 1.0, 0.4)), Pose((0, 0, 0.2)), (4.0, 4.5), 5.0),
        (Cylinder(0.5, 1.0), Pose((1, 1, 0.5)), (1.0, 3.0), 1.5),
        (Sphere(0.5), Pose((0, 0, 0.1)), (1.5, 0.0), 1.0),
        (Mesh(Path("t.stl"), ((0, 0, 0.1), (1, 0, 0.1), (0, 1, 0.1)), ((0, 1, 2),)), Pose(), (0.2, -2.0), 2.0),
    ],
)
def test_distance_is_to_the_outline(
    geometry: Geometry, pose: Pose, point: tuple[float, float], expected_m: float
) -> None:
    assert distance_m(geometry, pose, *point) == pytest.approx(expected_m, abs=1e-9)


@pytest.mark.parametrize(
    ("geometry", "pose"),
    [
        (Cylinder(0.3, 1.0), Pose.from_rpy((0, 0, 0.1), (math.pi / 2, 0, 0))),
        (Capsule(0.3, 0.4), Pose.from_rpy((0, 0, 0.1), (math.pi / 2, 0, 0))),
        (Ellipsoid((0.3, 0.5, 0.3)), Pose((0, 0, 0.1))),
    ],
)
def test_round_things_that_lie_are_never_drawn_too_small(geometry: Geometry, pose: Pose) -> None:
    assert distance_m(geometry, pose, 0.0, 1.5) == pytest.approx(1.0, abs=0.02)
    assert distance_m(geometry, pose, 0.0, 1.5) <= 1.0
    assert distance_m(geometry, pose, 1.3, 0.0) == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(
    "pose", [Pose((0, 0, 0.5)), Pose((0, 0, -0.3)), Pose((0, 0, -0.095))], ids=["above", "below", "flat on the floor"]
)
@pytest.mark.parametrize("geometry", [Box((1.0, 1.0, 0.2)), Cylinder(0.5, 0.2), Sphere(0.1), Capsule(0.05, 0.1)])
def test_what_is_above_the_robot_or_can_be_driven_over_is_no_obstacle(geometry: Geometry, pose: Pose) -> None:
    assert outlines([model(geometry, pose)], TOP_M) == []


def test_ground_is_no_obstacle() -> None:
    assert outlines([model(Plane((0.0, 0.0, 1.0), (10.0, 10.0)))], TOP_M) == []


def test_a_leaning_board_counts_where_it_is_low() -> None:
    # A board from the floor at x = 0 up to 1 m at x = 1: under a robot of 0.2 m it ends near x = 0.2.
    board = Box((math.sqrt(2), 1.0, 0.001))
    pose = Pose.from_rpy((0.5, 0.0, 0.5), (0.0, -math.pi / 4, 0.0))
    assert distance_m(board, pose, 1.2, 0.0) == pytest.approx(1.0, abs=0.01)
    assert distance_m(board, pose, -0.99, 0.0) == pytest.approx(1.0, abs=0.01)


def test_things_of_the_project_have_their_reach() -> None:
    crate = read_model("crate", name="crate", pose=Pose.planar(3.0, -2.0, 1.0))
    assert reach_m(crate) == pytest.approx(0.15 * math.sqrt(2))
    pad = read_model("goal_pad_red", name="pad", pose=Pose())
    assert reach_m(pad) == 0.0


def test_an_outline_tells_its_bounds() -> None:
    assert Outline(np.array([[1.0, 2.0]]), 0.5).bounds_m == (0.5, 1.5, 1.5, 2.5)


def test_two_points_are_a_line() -> None:
    line = Outline(np.array([[0.0, 0.0], [1.0, 0.0]]))
    assert line.distance_m(np.array([0.5, 2.0]), np.array([1.0, 0.0])).tolist() == [1.0, 1.0]
