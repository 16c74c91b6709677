# SPDX-License-Identifier: Apache-2.0
"""Distances to surfaces, on one side of a robot or on any."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from missions.footprints import Outline
from missions.surfaces import Side, distances_m, static_outlines
from tests.missions.test_footprints import model
from worlds.sdf.description import Box

SQUARE = Outline(np.array([[1.0, -0.5], [2.0, -0.5], [2.0, 0.5], [1.0, 0.5]]))
DISC = Outline(np.array([[1.0, 1.0]]), 0.5)
THREAD = Outline(np.array([[1.0, -1.0], [1.0, 1.0]]))


def away_m(thing: Outline, pose: tuple[float, float, float], side: Side) -> float:
    return float(distances_m([thing], np.array([pose]), side)[0])


@pytest.mark.parametrize(
    ("pose", "left_m", "right_m"),
    [
        ((0.0, 0.0, 0.0), 1.0, 1.0),  # ahead: half of it is on each side
        ((1.5, -1.0, 0.0), 0.5, math.inf),  # beside
        ((1.5, -1.0, math.pi), math.inf, 0.5),
        ((0.0, -0.2, math.pi / 2), math.inf, 1.0),
        ((0.0, 0.0, math.atan2(0.25, 1.0)), math.hypot(1.0, 0.25), 1.0),  # cut off a little above its middle
        ((0.0, 1.5, 0.0), math.inf, math.hypot(1.0, 1.0)),  # the corner
        ((1.5, 0.0, 0.3), 0.0, 0.0),  # within
    ],
)
def test_only_the_part_on_a_side_counts(pose: tuple[float, float, float], left_m: float, right_m: float) -> None:
    assert away_m(SQUARE, pose, "left") == pytest.approx(left_m)
    assert away_m(SQUARE, pose, "right") == pytest.approx(right_m)


@pytest.mark.parametrize(
    ("pose", "left_m", "right_m"),
    [
        ((1.0, 0.0, 0.0), 0.5, math.inf),
        ((0.0, 1.0, 0.0), 0.5, 0.5),
        ((0.0, 1.3, 0.0), 1.0 - 0.4, math.hypot(1.0, 0.3) - 0.5),  # the chord of a disc with its middle on the right
        ((1.0, 1.1, 0.0), 0.0, 0.0),
    ],
)
def test_round_things_are_cut_too(pose: tuple[float, float, float], left_m: float, right_m: float) -> None:
    assert away_m(DISC, pose, "left") == pytest.approx(left_m)
    assert away_m(DISC, pose, "right") == pytest.approx(right_m)


POSE = st.tuples(st.floats(-3, 3), st.floats(-3, 3), st.floats(-7, 7))


@given(thing=st.sampled_from([SQUARE, DISC, THREAD]), pose=POSE)
def test_the_nearer_of_both_sides_is_the_nearest_at_all(thing: Outline, pose: tuple[float, float, float]) -> None:
    nearer_m = min(away_m(thing, pose, "left"), away_m(thing, pose, "right"))
    assert nearer_m == pytest.approx(away_m(thing, pose, "any"), abs=1e-9)


@given(thing=st.sampled_from([SQUARE, DISC, THREAD]), pose=POSE)
def test_a_mirrored_robot_has_its_sides_changed(thing: Outline, pose: tuple[float, float, float]) -> None:
    x_m, y_m, yaw_rad = pose
    mirrored = Outline((thing.points_m * (1, -1))[::-1], thing.radius_m)
    assert away_m(mirrored, (x_m, -y_m, -yaw_rad), "right") == pytest.approx(away_m(thing, pose, "left"), abs=1e-9)


@pytest.mark.parametrize("side", ["left", "right", "any"])
def test_nothing_there_is_infinitely_far(side: Side) -> None:
    assert distances_m([], np.zeros((2, 3)), side).tolist() == [math.inf, math.inf]
    lost = np.array([[math.nan, 0.0, 0.0], [0.0, 0.0, math.nan], [math.inf, 0.0, 0.0]])
    assert distances_m([SQUARE, DISC], lost, side).tolist() == [math.inf] * 3
    assert distances_m([SQUARE], np.zeros((0, 3)), side).shape == (0,)


def test_only_static_things_have_surfaces_and_of_those_the_ones_named() -> None:
    wall, crate = model(Box((1.0, 1.0, 1.0))), replace(model(Box((1.0, 1.0, 1.0))), name="crate", static=False)
    assert len(static_outlines([wall, crate], None, 0.2)) == 1
    assert len(static_outlines([wall, crate], ["m", "crate"], 0.2)) == 1
    assert static_outlines([wall, crate], ["crate", "nowhere"], 0.2) == []
