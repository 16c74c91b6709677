# SPDX-License-Identifier: Apache-2.0
"""The lidar against what geometry says of a room of boxes and posts."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.worlds.engines.recordings import GAZEBO, load_recorded
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.pose import Pose
from worlds.readings import LidarReading
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.sdf.description import Box, Cylinder, Lidar, World
from worlds.sdf.reader import read_world

SITE = f"{ROBOT_ENTITY}::base_link::lidar"
SENSOR_IN_MODEL = Pose((-0.032, 0.0, 0.182))


def expected_m(world: World, sensor: Pose, angle_rad: float) -> float:
    """Nearest hit of a horizontal ray by closed forms; walls and crate are boxes, posts are circles."""
    origin = sensor.position_m
    direction = sensor.rotate((math.cos(angle_rad), math.sin(angle_rad), 0.0))
    nearest = math.inf
    for model in world.models:
        for part in (visual for link in model.links for visual in link.visuals if model.static):
            into = (model.pose @ part.pose).inverse()
            x, y, z = into.transform(origin)
            dx, dy, _ = Pose((0.0, 0.0, 0.0), into.quaternion_wxyz).rotate(direction)
            if isinstance(part.geometry, Cylinder):
                half = part.geometry.length_m / 2
                b = x * dx + y * dy
                inside = b * b - (x * x + y * y - part.geometry.radius_m**2)
                if abs(z) < half and inside > 0 and -b - math.sqrt(inside) > 0:
                    nearest = min(nearest, -b - math.sqrt(inside))
            elif isinstance(part.geometry, Box):
                near, far = -math.inf, math.inf
                for start, step, size in zip((x, y, z), (dx, dy, 0.0), part.geometry.size_m, strict=True):
                    if abs(step) < 1e-12:
                        near = near if abs(start) <= size / 2 else math.inf
                        continue
                    ends = sorted(((-size / 2 - start) / step, (size / 2 - start) / step))
                    near, far = max(near, ends[0]), min(far, ends[1])
                if 0 < near <= far:
                    nearest = min(nearest, near)
    return nearest


@pytest.fixture(scope="module")
def room() -> tuple[World, LidarReading, Pose]:
    engine = MujocoEngine()
    load_recorded(engine, "room")
    reading = engine.read_sensor("lidar")
    sensor = engine.ground_truth().entities[ROBOT_ENTITY].pose @ SENSOR_IN_MODEL
    engine.close()
    assert isinstance(reading, LidarReading)
    return read_world(GAZEBO / "room.sdf"), reading, sensor


def test_rays_are_as_long_as_geometry_says(room: tuple[World, LidarReading, Pose]) -> None:
    world, reading, sensor = room
    errors = []
    for ray, range_m in enumerate(reading.ranges_m):
        truth = expected_m(world, sensor, reading.angle_min_rad + ray * reading.angle_increment_rad)
        if truth > 3.5:
            assert range_m == np.inf
        else:
            errors.append(abs(float(range_m) - truth))
    assert len(errors) > 300
    # A ray that grazes a corner may fall on either side of it.
    assert np.quantile(errors, 0.99) < 0.002


def test_ranges_are_float32_and_counted_in_steps_of_the_resolution(
    room: tuple[World, LidarReading, Pose],
) -> None:
    ranges_m = room[1].ranges_m
    assert ranges_m.dtype == np.float32
    assert ranges_m.shape == (360,)
    steps = ranges_m[np.isfinite(ranges_m)].astype(np.float64) / 0.001
    assert np.abs(steps - np.round(steps)).max() < 1e-3


def test_what_is_too_near_or_too_far_is_infinite() -> None:
    world = read_world(GAZEBO / "room.sdf")

    def limited(lidar: Lidar) -> Lidar:
        return replace(lidar, range_min_m=1.5, range_max_m=2.0)

    models = []
    for model in world.models:
        links = []
        for link in model.links:
            sensors = tuple(
                replace(sensor, details=limited(sensor.details)) if isinstance(sensor.details, Lidar) else sensor
                for sensor in link.sensors
            )
            links.append(replace(link, sensors=sensors))
        models.append(replace(model, links=tuple(links)))
    engine = MujocoEngine()
    engine.load_world(replace(world, models=tuple(models)), None)
    reading = engine.read_sensor("lidar")
    assert isinstance(reading, LidarReading)
    finite = reading.ranges_m[np.isfinite(reading.ranges_m)]
    assert finite.min() >= 1.5
    assert finite.max() <= 2.0
    assert np.isneginf(reading.ranges_m).any()
    assert np.isposinf(reading.ranges_m).any()


def test_leaving_out_what_no_ray_reaches_changes_no_range() -> None:
    engine = MujocoEngine()
    first_drive = GAZEBO.parents[2] / "worlds" / "catalog" / "first_drive.sdf"
    engine.load(Scenario(first_drive, "turtlebot3_burger", Pose.planar(-0.2, 0.6, 0.3)))
    view = engine._require_loaded().view
    angles = np.linspace(-math.pi, math.pi, 720)
    flat = np.column_stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)])
    # A pitch too small to matter but large enough that nothing is left out for its height.
    pitched = np.column_stack([np.cos(angles), np.sin(angles), np.full_like(angles, 1e-8)])
    near = view.distances_m(ROBOT_ENTITY, SITE, flat, 3.5)
    everything = view.distances_m(ROBOT_ENTITY, SITE, pitched, 100.0)
    seen = everything < 3.5
    assert seen.sum() > 100
    np.testing.assert_allclose(near[seen], everything[seen], atol=1e-6)
    engine.close()
