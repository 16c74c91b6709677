# SPDX-License-Identifier: Apache-2.0
"""The mission `line_follow`: the line that is asked for is the line on the floor, with room beside it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pytest

from missions.checks.distance_to_line import LineParameters
from missions.floor_line import FloorLine
from missions.footprints import outlines
from missions.spec import load_mission
from missions.variation import scenario_for
from worlds.compose import compose
from worlds.robot_spec import load_robot_spec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import Box
from worlds.sdf.reader import read_world

MISSION = load_mission("line_follow")
LINE_WIDTH_M = 0.04


@pytest.fixture(scope="module")
def parameters() -> LineParameters:
    (criterion,) = (one for one in MISSION.spec.criteria if one.check == "distance_to_line")
    return LineParameters.model_validate(criterion.parameters)


@pytest.fixture(scope="module")
def line(parameters: LineParameters) -> FloorLine:
    return FloorLine(parameters.line, closed=parameters.closed)


Point = tuple[float, float]


def drawn_pieces() -> Iterator[tuple[Point, Point]]:
    """Both ends of the middle of each straight piece of line in the world."""
    for model in read_world(MISSION.world_file).models:
        if not model.name.startswith("line_"):
            continue
        for link in model.links:
            for visual in link.visuals:
                assert isinstance(visual.geometry, Box)
                half_m = visual.geometry.size_m[0] / 2
                pose = model.pose @ link.pose @ visual.pose
                (ax, ay, _), (bx, by, _) = pose.transform((-half_m, 0.0, 0.0)), pose.transform((half_m, 0.0, 0.0))
                yield (ax, ay), (bx, by)


def test_what_is_drawn_is_what_is_asked_for(line: FloorLine) -> None:
    count = 0
    for a, b in drawn_pieces():
        for place in np.linspace(a, b, 9):
            _, distance_m = line.follow(place[None])
            # Corners are drawn half a line's width further, so that no notch is left.
            assert distance_m[0] < LINE_WIDTH_M / 2 + 1e-3, f"the line drawn at {place} is not asked for"
            count += 1
    assert count > 400


def test_what_is_asked_for_is_drawn_without_a_gap(parameters: LineParameters) -> None:
    pieces = [FloorLine(ends, closed=False) for ends in drawn_pieces()]
    corners = [*parameters.line, parameters.line[0]]
    for a, b in itertools.pairwise(corners):
        for place in np.linspace(a, b, max(2, round(math.dist(a, b) / 0.02))):
            nearest_m = min(float(piece.follow(place[None])[1][0]) for piece in pieces)
            assert nearest_m < 0.006, f"nothing is drawn at {place}"


def test_the_zones_lie_on_the_line_in_its_direction_and_the_last_one_ends_the_lap(
    line: FloorLine, parameters: LineParameters
) -> None:
    start = MISSION.spec.start_poses[0]
    along_m, distance_m = line.follow(np.array([(start.x_m, start.y_m)]))
    assert distance_m[0] < 0.01
    before_m = 0.0
    for zone in MISSION.spec.zones:
        at_m, off_m = line.follow(np.array([zone.centre_m]))
        assert off_m[0] < 0.01
        gained_m = (at_m[0] - along_m[0]) % line.length_m
        assert gained_m > before_m
        before_m = gained_m
    # From the farthest start to the near edge of the finish it is as long as is asked for.
    assert before_m - 0.2 - MISSION.spec.variation.start_jitter.x_m > parameters.laps * line.length_m


@pytest.mark.parametrize("seed", [*MISSION.spec.public_seeds, 6, 77, 2**40])
def test_nothing_stands_so_near_to_the_line_that_a_robot_on_it_would_touch_it(
    seed: int, parameters: LineParameters
) -> None:
    world = compose(scenario_for(MISSION, seed))
    body = load_robot_spec(MISSION.spec.robot).body
    things = outlines([one for one in world.models if one.name != ROBOT_ENTITY], body.height_m)
    corners = [*parameters.line, parameters.line[0]]
    for a, b in itertools.pairwise(corners):
        for x_m, y_m in np.linspace(a, b, max(2, round(math.dist(a, b) / 0.05))):
            assert not any(thing.is_within(x_m, y_m, body.radius_m + 0.05) for thing in things), (x_m, y_m)
