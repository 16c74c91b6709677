# SPDX-License-Identifier: Apache-2.0
"""The shortest way through zones."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from missions.footprints import Outline
from missions.planner import Planner
from missions.spec import load_mission
from missions.zones import CircleZone
from worlds.robot_spec import load_robot_spec
from worlds.sdf.reader import read_world

RADIUS_M = 0.125


def circle(name: str, x_m: float, y_m: float, radius_m: float = 0.3) -> CircleZone:
    return CircleZone(name=name, shape="circle", centre_m=(x_m, y_m), radius_m=radius_m)


def box(x_m: float, y_m: float, width_m: float, height_m: float) -> Outline:
    w, h = width_m / 2, height_m / 2
    return Outline(np.array([[x_m - w, y_m - h], [x_m + w, y_m - h], [x_m + w, y_m + h], [x_m - w, y_m + h]]))


def planner(*obstacles: Outline) -> Planner:
    return Planner(obstacles, RADIUS_M, [(-3.0, -3.0), (3.0, 3.0)])


def test_without_obstacles_the_way_is_straight_to_the_edge_of_the_zone() -> None:
    way = planner().route((-2.0, 0.3), [circle("a", 2.0, 0.3)])
    assert way is not None
    assert way[0] == (-2.0, 0.3)
    assert planner().route_length_m((-2.0, 0.3), [circle("a", 2.0, 0.3)]) == pytest.approx(3.7, abs=0.06)


def test_zones_are_visited_in_order() -> None:
    zones = [circle("far", 2.0, 0.0), circle("near", -1.0, 0.0), circle("again", 2.0, 0.0)]
    assert planner().route_length_m((-2.0, 0.0), zones) == pytest.approx(3.7 + 2.4 + 2.4, abs=0.15)


def test_the_way_goes_round_a_wall_at_the_robots_radius() -> None:
    # A wall of 2 m by 0.1 m across the way: up to a corner of the grown wall, and down again.
    found = planner(box(0.0, 0.0, 0.1, 2.0)).route_length_m((-1.5, 0.0), [circle("a", 1.8, 0.0)])
    side_m = math.hypot(1.5 - 0.05, 1.0 + RADIUS_M)
    assert found == pytest.approx(2 * side_m + 0.1, abs=0.15)


def test_every_stretch_of_the_way_is_free() -> None:
    obstacles = [box(-1.0, 0.2, 0.4, 0.4), box(0.3, -0.2, 0.6, 0.3), Outline(np.array([[1.1, 0.2]]), 0.25)]
    plan = planner(*obstacles)
    way = plan.route((-2.0, 0.0), [circle("a", 2.0, 0.0)])
    assert way is not None
    for a, b in pairwise(way):
        for part in np.linspace(0, 1, 50):
            x_m, y_m = a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
            away_m = min(float(one.distance_m(np.array([x_m]), np.array([y_m]))[0]) for one in obstacles)
            assert away_m > RADIUS_M - plan.cell_m


def test_no_way_is_found_through_a_gap_that_is_too_narrow() -> None:
    def gap(width_m: float) -> Planner:
        reach_m = 10.0
        return Planner(
            [
                box(0.0, width_m / 2 + reach_m / 2, 0.1, reach_m),
                box(0.0, -width_m / 2 - reach_m / 2, 0.1, reach_m),
                box(0.0, reach_m, 20.0, 0.1),
                box(0.0, -reach_m, 20.0, 0.1),
                box(-9.0, 0.0, 0.1, 20.0),
                box(9.0, 0.0, 0.1, 20.0),
            ],
            RADIUS_M,
        )

    goal = [circle("a", 2.0, 0.0)]
    assert gap(0.5).route((-2.0, 0.0), goal) is not None
    assert gap(0.5).reaches((-2.0, 0.0), goal)
    assert gap(0.2).route((-2.0, 0.0), goal) is None
    assert gap(0.2).route_length_m((-2.0, 0.0), goal) is None
    assert not gap(0.2).reaches((-2.0, 0.0), goal)


def test_a_zone_inside_an_obstacle_is_not_reached() -> None:
    plan = planner(box(1.0, 1.0, 1.5, 1.5))
    assert plan.route((-2.0, 0.0), [circle("a", 1.0, 1.0, 0.1)]) is None
    assert not plan.reaches((-2.0, 0.0), [circle("a", 1.0, 1.0, 0.1)])


def test_it_says_why_there_is_no_way() -> None:
    ring = [box(x, y, w, h) for x, y, w, h in ((2, 1, 2, 0.1), (2, -1, 2, 0.1), (1, 0, 0.1, 2), (3, 0, 0.1, 2))]
    plan = planner(*ring, box(-1.0, -1.5, 0.6, 0.6))
    assert plan.why_not((-2.0, 0.0), circle("outside", 0.0, 2.0)) == ""
    walled_off = plan.why_not((-2.0, 0.0), circle("inside", 2.0, 0.0))
    assert "walled off" in walled_off
    # From the wall's outer side, a radius away and on the grid, to the edge of the zone: 1.2 m less 0.3 m.
    assert "the nearest that the robot gets is 0.90 m" in walled_off
    assert "no room" in plan.why_not((-2.0, 0.0), circle("covered", -1.0, -1.5, 0.2))


def test_a_zone_smaller_than_a_cell_is_reached() -> None:
    assert planner().route((-2.0, 0.0), [circle("a", 1.01, 0.02, 0.001)]) is not None


def test_freedom_is_told_by_the_outlines_and_not_by_the_grid() -> None:
    plan = planner(box(0.0, 0.0, 1.0, 1.0))
    assert not plan.is_free((0.5 + RADIUS_M - 0.001, 0.0))
    assert plan.is_free((0.5 + RADIUS_M + 0.001, 0.0))


def test_a_huge_world_gets_larger_cells() -> None:
    plan = Planner([box(0.0, 0.0, 1.0, 1.0)], RADIUS_M, [(-500.0, -500.0), (500.0, 500.0)])
    assert plan.cell_m > 1.0


def test_without_zones_the_way_is_the_start() -> None:
    assert planner().route((1.0, 1.0), []) == [(1.0, 1.0)]
    assert planner().route_length_m((1.0, 1.0), []) == 0.0


@pytest.mark.parametrize("robot", ["turtlebot3_burger", "turtlebot4"])
def test_first_drive_can_be_driven(robot: str) -> None:
    mission = load_mission("first_drive")
    models = read_world(mission.world_file).models
    start = mission.spec.start_poses[0]
    plan = Planner.for_mission(mission.spec, models, load_robot_spec(robot))
    length_m = plan.route_length_m((start.x_m, start.y_m), mission.spec.zones)
    assert length_m is not None
    straight_m = 0.0
    here = (start.x_m, start.y_m)
    for zone in mission.spec.zones:
        straight_m += math.dist(here, zone.centre_m) - 2 * 0.3
        here = zone.centre_m
    assert straight_m < length_m < 12.0
