# SPDX-License-Identifier: Apache-2.0
"""Zones: how far a point is from them, and in which order a robot came to them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from missions.zones import AnyZone, Arrivals, CircleZone, RectangleZone, inside_any

RED = CircleZone(name="red", shape="circle", centre_m=(1.0, 0.0), radius_m=0.3)
BLUE = CircleZone(name="blue", shape="circle", centre_m=(2.0, 0.0), radius_m=0.3)
STRIP = RectangleZone(name="strip", shape="rectangle", centre_m=(0.0, 0.0), size_m=(2.0, 1.0), yaw_rad=math.pi / 2)


@pytest.mark.parametrize(
    ("zone", "point", "distance_m"),
    [
        (RED, (1.0, 0.0), 0.0),
        (RED, (1.3, 0.0), 0.0),
        (RED, (1.0, 1.3), 1.0),
        (STRIP, (0.0, 0.99), 0.0),
        (STRIP, (0.0, 2.0), 1.0),
        (STRIP, (0.8, 0.0), 0.3),
        (STRIP, (0.8, 1.4), 0.5),
    ],
)
def test_distance_is_to_the_edge(zone: AnyZone, point: tuple[float, float], distance_m: float) -> None:
    assert zone.distance_m(*point) == pytest.approx(distance_m, abs=1e-12)


def test_a_point_is_inside_if_one_of_the_zones_holds_it() -> None:
    x_m = np.array([1.25, 2.0, 1.5, 0.0, math.nan])
    y_m = np.array([0.0, 0.3, 0.0, 0.9, 0.0])
    assert inside_any([RED, BLUE, STRIP], x_m, y_m).tolist() == [True, True, False, True, False]
    assert not inside_any([], x_m, y_m).any()


def drive(*xs_m: float) -> Arrivals:
    arrivals = Arrivals([RED, BLUE])
    for step, x_m in enumerate(xs_m):
        arrivals.observe(float(step), x_m, 0.0)
    return arrivals


def test_zones_count_in_their_order_only() -> None:
    assert drive(2.0, 1.0).times_s == [1.0]
    both = drive(2.0, 1.0, 2.0)
    assert both.times_s == [1.0, 2.0]
    assert both.complete
    assert both.share == 1.0


def test_a_zone_that_was_left_again_stays_reached() -> None:
    assert drive(1.0, 0.0, 0.0).share == 0.5


def test_the_reason_says_how_near_it_was() -> None:
    assert "none of red, blue" in drive(0.0, 0.5, 0.1).in_words()
    assert "0.20 m" in drive(0.0, 0.5, 0.1).in_words()
    assert drive(1.0, 2.0).in_words() == "Reached red, blue in this order."
    assert "Reached red, but not blue" in drive(1.0, 1.5).in_words()


def test_a_place_that_is_not_a_number_reaches_nothing() -> None:
    assert drive(math.nan, math.nan).share == 0.0
    assert "red was next" in drive(math.nan).in_words()


def test_overlapping_zones_can_be_reached_at_once() -> None:
    arrivals = Arrivals([RED, RED])
    arrivals.observe(3.0, 1.0, 0.0)
    assert arrivals.times_s == [3.0, 3.0]
