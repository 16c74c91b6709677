# SPDX-License-Identifier: Apache-2.0
"""From a scenario to a world."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from worlds.compose import compose
from worlds.errors import SdfError, UnknownNameError
from worlds.pose import Pose
from worlds.scenario import ROBOT_ENTITY, Placement, Scenario
from worlds.sdf.description import Imu, Lidar, Model, World

CATALOG = Path(__file__).resolve().parents[2] / "worlds" / "catalog"
PLAIN = Scenario(CATALOG / "first_drive.sdf", "turtlebot3_waffle_pi", Pose.planar(1.0, 2.0, 0.5))


def named(world: World, name: str) -> Model:
    return next(model for model in world.models if model.name == name)


def test_the_robot_stands_where_it_was_put() -> None:
    robot = named(compose(PLAIN), ROBOT_ENTITY)
    assert robot.pose == PLAIN.robot_pose
    assert not robot.static
    assert any(sensor.name == "camera" for link in robot.links for sensor in link.sensors)


def test_without_a_robot_the_world_is_the_files() -> None:
    world = compose(replace(PLAIN, robot=None))
    assert ROBOT_ENTITY not in {model.name for model in world.models}


def test_things_are_placed_and_moved() -> None:
    place, moved = Pose.planar(0.1, 0.2, 0.3), Pose.planar(-1.0, 1.0, 0.0)
    scenario = replace(PLAIN, placements=(Placement("extra", "cone", place),), moved=(("crate_south", moved),))
    world = compose(scenario)
    assert named(world, "extra").pose == place
    assert named(world, "crate_south").pose == moved
    assert named(world, "crate_north").pose == named(compose(PLAIN), "crate_north").pose


def test_friction_is_scaled_for_all_but_the_robot() -> None:
    def mu(world: World, name: str) -> list[float]:
        return [part.surface.mu for link in named(world, name).links for part in link.collisions]

    usual, icy = compose(PLAIN), compose(replace(PLAIN, friction_scale=0.25))
    assert mu(icy, "floor") == [value * 0.25 for value in mu(usual, "floor")]
    assert mu(icy, ROBOT_ENTITY) == mu(usual, ROBOT_ENTITY)


def test_light_is_scaled_everywhere() -> None:
    usual, dark = compose(PLAIN), compose(replace(PLAIN, light_scale=0.5))
    assert [light.intensity for light in dark.lights] == [light.intensity * 0.5 for light in usual.lights]
    assert dark.ambient[:3] == tuple(value * 0.5 for value in usual.ambient[:3])
    assert dark.ambient[3] == usual.ambient[3]


def test_noise_is_scaled_for_every_sensor() -> None:
    def noises(world: World) -> list[float]:
        found = []
        for link in named(world, ROBOT_ENTITY).links:
            for sensor in link.sensors:
                if isinstance(sensor.details, Lidar):
                    found.append(sensor.details.noise.stddev)
                if isinstance(sensor.details, Imu):
                    found += [noise.bias_stddev for noise in sensor.details.gyro_noise]
        return found

    usual = noises(compose(PLAIN))
    assert len(usual) == 4
    assert all(value > 0 for value in usual)
    assert noises(compose(replace(PLAIN, noise_scale=2.0))) == [2 * value for value in usual]


@pytest.mark.parametrize("name", ["light_scale", "friction_scale", "noise_scale"])
@pytest.mark.parametrize("scale", [-0.1, math.nan, math.inf])
def test_an_impossible_scale_is_refused(name: str, scale: float) -> None:
    with pytest.raises(ValueError, match=name):
        compose(replace(PLAIN, **{name: scale}))


def test_names_that_clash_are_refused_with_the_place_of_the_first() -> None:
    for name in ("crate_south", ROBOT_ENTITY):
        placed = Placement(name, "cone", Pose())
        with pytest.raises(SdfError, match=name):
            compose(replace(PLAIN, placements=(placed,)))
    twice = (Placement("a", "cone", Pose()), Placement("a", "cone", Pose()))
    with pytest.raises(SdfError, match="“a”"):
        compose(replace(PLAIN, placements=twice))


def test_unknown_names_are_told_with_the_closest() -> None:
    with pytest.raises(UnknownNameError, match="crate_south"):
        compose(replace(PLAIN, moved=(("crate_soth", Pose()),)))
    with pytest.raises(UnknownNameError, match="cone"):
        compose(replace(PLAIN, placements=(Placement("a", "conee", Pose()),)))
    with pytest.raises(UnknownNameError, match="turtlebot3_burger"):
        compose(replace(PLAIN, robot="turtlebot3_burgr"))
