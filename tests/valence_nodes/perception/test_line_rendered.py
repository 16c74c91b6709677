# SPDX-License-Identifier: Apache-2.0
"""The line in pictures that the engine's camera takes in the world of `line_follow`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import worlds
from valence_nodes.perception.line import LinePiece, find_line, floor_angle_rad
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.scenario import Scenario

WORLD = Path(worlds.__file__).parent / "catalog" / "line_follow.sdf"
FOCAL_PX = 160 / math.tan(1.085595 / 2)
MIDDLE_PX = (160.0, 120.0)

Look = Callable[..., list[LinePiece]]


@pytest.fixture(scope="module")
def look() -> Iterator[Look]:
    simulator = make_simulator("mujoco")

    def at(x_m: float, y_m: float, yaw_rad: float, light: float = 1.0, noise: float = 1.0) -> list[LinePiece]:
        pose = Pose.planar(x_m, y_m, yaw_rad)
        simulator.load(Scenario(WORLD, "turtlebot3_waffle_pi", pose, light_scale=light, noise_scale=noise))
        simulator.reset(1)
        simulator.advance(0.1)
        image = simulator.read_sensor("camera").image  # type: ignore[union-attr]
        return find_line(np.asarray(image, np.uint8))

    yield at
    simulator.close()


@pytest.mark.parametrize("light", [0.3, 1.0, 1.3])
def test_beside_the_straight_it_is_found_in_every_band_and_at_its_angle(look: Look, light: float) -> None:
    # 4 cm to the right of the line, and turned to the right by 0.2.
    pieces = look(-0.2, -1.54, -0.2, light, 2.0)
    assert len(pieces) >= 5
    assert floor_angle_rad(pieces, FOCAL_PX, MIDDLE_PX) == pytest.approx(0.2, abs=0.04)
    nearest = pieces[0]
    below_px = nearest.y_px - MIDDLE_PX[1]
    ahead_m, left_m = FOCAL_PX * 0.103 / below_px + 0.076, (MIDDLE_PX[0] - nearest.x_px) * 0.103 / below_px
    y_m = -1.54 + ahead_m * math.sin(-0.2) + left_m * math.cos(-0.2)
    assert y_m == pytest.approx(-1.5, abs=0.01)


def test_where_the_floor_is_darker_it_is_found_as_anywhere_else(look: Look) -> None:
    pieces = look(0.1, 1.5, math.pi)
    assert len(pieces) == 6
    assert floor_angle_rad(pieces, FOCAL_PX, MIDDLE_PX) == pytest.approx(0.0, abs=0.03)


def test_the_sharp_corner_shows_to_its_side(look: Look) -> None:
    pieces = look(2.0, 0.0, math.pi / 2)
    assert pieces[0].x_px == pytest.approx(160, abs=2)
    assert pieces[-1].x_px < 130
    assert pieces[-1].width_px > 100


def test_off_the_line_nothing_near_is_taken_for_it(look: Look) -> None:
    assert [piece for piece in look(0.0, 0.0, 0.0) if piece.y_px > 165] == []
