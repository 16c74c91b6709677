# SPDX-License-Identifier: Apache-2.0
"""Where along a line a robot is: forwards, backwards, lap by lap, and not by short cuts."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest

from missions.floor_line import FloorLine

SQUARE = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]


def path(*corners: tuple[float, float], step_m: float = 0.02) -> npt.NDArray[np.float64]:
    """Places a short step apart, along straight ways between corners."""
    places = [np.array([corners[0]])]
    for a, b in itertools.pairwise(corners):
        count = max(1, round(float(np.hypot(b[0] - a[0], b[1] - a[1])) / step_m))
        places.append(np.linspace(a, b, count + 1)[1:])
    return np.concatenate(places)


def test_lengths_are_those_of_all_pieces() -> None:
    assert FloorLine(SQUARE, closed=False).length_m == 6.0
    assert FloorLine(SQUARE, closed=True).length_m == 8.0


def test_beside_an_open_line_distance_and_way_are_those_of_the_foot() -> None:
    along_m, distance_m = FloorLine(SQUARE, closed=False).follow(path((0.5, 0.1), (1.5, 0.1)))
    assert along_m[[0, -1]] == pytest.approx([0.5, 1.5])
    assert distance_m == pytest.approx(np.full(len(distance_m), 0.1))


def test_beyond_its_ends_an_open_line_does_not_go_on() -> None:
    along_m, distance_m = FloorLine([(0, 0), (1, 0)], closed=False).follow(path((-0.5, 0), (1.5, 0)))
    assert along_m[[0, -1]] == pytest.approx([0.0, 1.0])
    assert distance_m[[0, -1]] == pytest.approx([0.5, 0.5])


def test_a_closed_line_goes_on_lap_by_lap() -> None:
    laps = path((1, 0), *[*SQUARE[1:], SQUARE[0]] * 3, (1, 0))
    along_m, distance_m = FloorLine(SQUARE, closed=True).follow(laps)
    assert along_m[-1] - along_m[0] == pytest.approx(24.0)
    assert np.all(np.diff(along_m) >= 0)
    assert distance_m.max() == pytest.approx(0.0, abs=1e-9)


def test_backwards_is_the_other_way_also_over_the_beginning() -> None:
    along_m, _ = FloorLine(SQUARE, closed=True).follow(path((1, 0), (0, 0), (0, 2), (2, 2)))
    assert along_m[-1] - along_m[0] == pytest.approx(-5.0)


def test_who_crosses_the_field_is_still_where_he_left_the_line() -> None:
    along_m, distance_m = FloorLine(SQUARE, closed=True).follow(path((1, 0), (1, 2)))
    assert along_m[-1] - along_m[0] == pytest.approx(0.0, abs=0.01)
    assert distance_m[-1] == pytest.approx(2.0, abs=0.01)


def test_who_cuts_a_sharp_corner_goes_on_beyond_it() -> None:
    along_m, distance_m = FloorLine(SQUARE, closed=True).follow(path((1, 0), (1.8, 0), (2, 0.2), (2, 1)))
    assert along_m[-1] == pytest.approx(3.0)
    assert distance_m.max() == pytest.approx(0.1, abs=0.01)


def test_who_swings_out_at_a_corner_goes_on_beyond_it() -> None:
    along_m, distance_m = FloorLine(SQUARE, closed=True).follow(path((1, 0), (2.3, 0), (2.3, 0.3), (2, 0.3), (2, 1)))
    assert along_m[-1] == pytest.approx(3.0)
    assert distance_m.max() == pytest.approx(0.3, abs=0.02)


def test_nobody_has_no_way() -> None:
    along_m, distance_m = FloorLine(SQUARE, closed=True).follow(np.zeros((0, 2)))
    assert len(along_m) == len(distance_m) == 0


def test_a_loop_shorter_than_a_robot_reaches_is_followed_all_the_same() -> None:
    small = [(0.0, 0.0), (0.2, 0.0), (0.2, 0.2), (0.0, 0.2)]
    along_m, _ = FloorLine(small, closed=True).follow(path(*small, small[0], *small[1:], step_m=0.01))
    assert along_m[-1] == pytest.approx(1.4)
