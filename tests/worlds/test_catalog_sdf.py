# SPDX-License-Identifier: Apache-2.0
"""The worlds and models that the project brings: valid for the real libsdformat, physical, and passable."""

from __future__ import annotations

import itertools
import math
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from lxml import etree

import worlds
from worlds.pose import Pose
from worlds.robot_spec import robot_names
from worlds.sdf.description import (
    Box,
    Camera,
    Capsule,
    Collision,
    ContactSensor,
    Cylinder,
    Ellipsoid,
    Heightmap,
    Imu,
    Lidar,
    Link,
    Mesh,
    Model,
    Plane,
    Sphere,
    World,
)
from worlds.sdf.reader import PROJECT_MODELS, read_model, read_world

CATALOG = Path(worlds.__file__).parent / "catalog"
WORLD_FILES = sorted(CATALOG.glob("*.sdf"))
MODEL_NAMES = sorted(folder.parent.name for folder in PROJECT_MODELS.glob("*/model.sdf"))
GAZEBO_SYSTEMS = {
    "gz::sim::systems::Physics",
    "gz::sim::systems::UserCommands",
    "gz::sim::systems::SceneBroadcaster",
    "gz::sim::systems::Sensors",
    "gz::sim::systems::Imu",
    "gz::sim::systems::Contact",
}
FIRST_DRIVE_START_M = (-2.3, -1.75)
BIGGEST_RADIUS_M = 0.25
SPARE_M = 0.25
NEEDED_THINGS = {
    "wall_1m", "wall_2m", "wall_4m", "wall_post", "walls_6x5m", "floor_6x5m", "crate", "box_small", "parcel",
    "shelf", "cone", "ramp", "line_track", "line_straight_1m", "line_curve_90", "line_corner_90",
    "marker_0", "marker_1", "marker_2", "goal_pad_red", "goal_pad_green", "goal_pad_blue",
    "goal_pad_yellow",
    "beacon_red", "beacon_green", "beacon_blue", "barrel", "bench", "table", "poster", "pyramid", "bumpy_field",
    "parcel_digit", "sorting_bays", "ground_tile", "ground_carpet", "ground_boards", "ground_gravel",
}  # fmt: skip


def complaints_of_libsdformat(file: Path) -> list[str]:
    """Runs the real libsdformat's checker over a file, `model://` leading to the project's models."""
    if shutil.which("ign") is None:
        pytest.skip("`ign` is missing: install Debian's ignition-tools and libsdformat-dev")
    folders = dict.fromkeys(("SDF_PATH", "IGN_GAZEBO_RESOURCE_PATH", "GZ_SIM_RESOURCE_PATH"), str(PROJECT_MODELS))
    run = subprocess.run(
        ["ign", "sdf", "-k", str(file)], env=os.environ | folders, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    lines = (run.stdout + run.stderr).splitlines()
    # The checker's own backtrace library is no part of Debian's package; it says so at each start.
    told = [line for line in lines if line.strip() and "libignition-tools-backward" not in line]
    return [] if told == ["Valid."] else told or [f"no answer, exit code {run.returncode}"]


@cache
def model(name: str) -> Model:
    return read_model(name, name=name, pose=Pose())


def links(world: World) -> Iterator[tuple[Model, Link]]:
    for one in world.models:
        for link in one.links:
            yield one, link


# --- what libsdformat and Gazebo need


@pytest.mark.parametrize("file", WORLD_FILES, ids=lambda file: file.stem)
def test_libsdformat_finds_nothing_wrong_with_a_world(file: Path) -> None:
    assert complaints_of_libsdformat(file) == []


def test_libsdformat_finds_nothing_wrong_with_all_models_included_in_one_world(tmp_path: Path) -> None:
    includes = "".join(f"<include><uri>model://{name}</uri><name>{name}</name></include>" for name in MODEL_NAMES)
    wrapper = tmp_path / "all_models.sdf"
    wrapper.write_text(f'<sdf version="1.9"><world name="all_models">{includes}</world></sdf>')
    assert complaints_of_libsdformat(wrapper) == []


def test_the_check_with_libsdformat_can_fail(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sdf"
    wrong.write_text(
        '<sdf version="1.9"><world name="w"><model name="m"><link name="l"/><joint name="j" type="revolute">'
        "<parent>l</parent><child>nobody</child></joint></model></world></sdf>"
    )
    assert any("nobody" in line for line in complaints_of_libsdformat(wrong))


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_a_model_folder_is_laid_out_as_gazebo_expects(name: str) -> None:
    folder = PROJECT_MODELS / name
    config = etree.parse(folder / "model.config").getroot()
    assert config.findtext("sdf") == "model.sdf"
    assert [sdf.get("version") for sdf in config.iter("sdf")] == ["1.9"]
    assert config.findtext("name")
    assert config.findtext("description")
    root = etree.parse(folder / "model.sdf").getroot()
    assert root.get("version") == "1.9"
    assert [one.get("name") for one in root.findall("model")] == [name]


@pytest.mark.parametrize(
    "file",
    [*WORLD_FILES, *sorted(PROJECT_MODELS.glob("*/model.*"))],
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_every_file_names_its_licence(file: Path) -> None:
    assert "<!-- SPDX-License-Identifier: Apache-2.0 -->" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", WORLD_FILES, ids=lambda file: file.stem)
def test_a_world_brings_what_a_real_gazebo_needs(file: Path) -> None:
    world = read_world(file)
    assert {plugin.name for plugin in world.plugins} == GAZEBO_SYSTEMS
    assert next(p for p in world.plugins if p.name.endswith("Sensors")).parameters["render_engine"] == "ogre2"
    assert all(p.filename.startswith("gz-sim-") and p.filename.endswith("-system") for p in world.plugins)
    assert world.physics_timestep_s == 0.001
    assert world.gravity_mps2 == (0.0, 0.0, -9.80665)
    assert sum(light.cast_shadows for light in world.lights if light.kind == "directional") == 1
    assert world.name == file.stem


@pytest.mark.parametrize("file", WORLD_FILES, ids=lambda file: file.stem)
def test_our_reader_leaves_nothing_of_a_world_out(file: Path) -> None:
    assert read_world(file).warnings == ()


def test_the_things_that_worlds_are_made_of_are_all_there() -> None:
    assert NEEDED_THINGS | set(robot_names()) == set(MODEL_NAMES)


# --- physics


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_inertia_is_that_of_a_body_that_can_exist(name: str) -> None:
    for link in model(name).links:
        if link.inertial is None:
            continue
        ixx, iyy, izz, ixy, ixz, iyz = link.inertial.inertia_kgm2
        principal = np.linalg.eigvalsh([[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]])
        assert link.inertial.mass_kg > 0
        assert principal[0] > 0
        # A principal moment is never larger than the other two together (they are integrals over squares).
        assert principal[2] <= principal[0] + principal[1] + 1e-12
        # No body inside a sphere of radius R about its centre of mass has more than m R² about any axis.
        assert principal[2] <= link.inertial.mass_kg * _reach_m(link, link.inertial.pose.position_m) ** 2


def _reach_m(link: Link, centre: tuple[float, float, float]) -> float:
    """Radius of a sphere about `centre` that holds every collision of the link."""
    reach = 0.0
    for collision in link.collisions:
        reach = max(reach, math.dist(collision.pose.position_m, centre) + _radius_m(collision))
    return reach


def _radius_m(collision: Collision) -> float:
    match collision.geometry:
        case Box(size_m=size):
            return math.hypot(*size) / 2
        case Sphere(radius_m=radius):
            return radius
        case Cylinder(radius_m=radius, length_m=length):
            return math.hypot(radius, length / 2)
        case Mesh(vertices_m=vertices):
            return max(math.hypot(*vertex) for vertex in vertices)
        case other:
            raise AssertionError(f"no rule for {other}")


@pytest.mark.parametrize(("name", "mass_kg"), [("crate", 1.5), ("box_small", 0.3), ("parcel", 2.0)])
def test_boxes_have_the_inertia_of_solid_boxes(name: str, mass_kg: float) -> None:
    (link,) = model(name).links
    (collision,) = link.collisions
    assert isinstance(collision.geometry, Box)
    x, y, z = collision.geometry.size_m
    assert link.inertial is not None
    assert link.inertial.mass_kg == mass_kg
    expected = [mass_kg * (y * y + z * z) / 12, mass_kg * (x * x + z * z) / 12, mass_kg * (x * x + y * y) / 12]
    assert link.inertial.inertia_kgm2[:3] == pytest.approx(expected, rel=1e-3)
    assert link.inertial.pose.position_m == pytest.approx(collision.pose.position_m)


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_what_can_move_has_mass_and_can_be_touched(name: str) -> None:
    one = model(name)
    for link in one.links:
        if not one.static:
            assert link.inertial is not None
            assert link.collisions


@pytest.mark.parametrize("name", [n for n in sorted(NEEDED_THINGS) if n.startswith(("goal_pad", "line_"))])
def test_pads_and_lines_are_only_to_look_at(name: str) -> None:
    one = model(name)
    assert one.static
    for link in one.links:
        assert link.collisions == ()
        assert link.visuals
        for visual in link.visuals:
            assert isinstance(visual.geometry, Box | Cylinder)
            height_m = visual.geometry.size_m[2] if isinstance(visual.geometry, Box) else visual.geometry.length_m
            assert visual.pose.position_m[2] + height_m / 2 <= 0.0035


# --- first_drive


def test_first_drive_has_three_pads_of_three_colours() -> None:
    world = read_world(CATALOG / "first_drive.sdf")
    pads = {one.name: one.pose.position_m[:2] for one in world.models if one.name.startswith("pad_")}
    assert set(pads) == {"pad_red", "pad_green", "pad_blue"}
    for a, b in itertools.combinations(pads.values(), 2):
        assert math.dist(a, b) > 2.0


def test_first_drive_has_no_robot_in_it() -> None:
    for one, link in links(read_world(CATALOG / "first_drive.sdf")):
        assert link.sensors == (), one.name
        assert not any("DiffDrive" in plugin.name for plugin in one.plugins)


def test_first_drive_is_light_enough_to_draw() -> None:
    assert sum(len(link.visuals) for _, link in links(read_world(CATALOG / "first_drive.sdf"))) < 150


def test_every_robot_can_reach_every_pad_of_first_drive_with_room_to_spare() -> None:
    world = read_world(CATALOG / "first_drive.sdf")
    reached = _reachable(world, FIRST_DRIVE_START_M, BIGGEST_RADIUS_M + SPARE_M)
    for one in world.models:
        if one.name.startswith("pad_"):
            x, y, _ = one.pose.position_m
            assert _cell(x, y) in reached, one.name


def test_the_straight_way_to_each_pad_of_first_drive_is_blocked() -> None:
    world = read_world(CATALOG / "first_drive.sdf")
    pads = {one.name: one.pose.position_m[:2] for one in world.models}
    stops = [FIRST_DRIVE_START_M, pads["pad_red"], pads["pad_green"], pads["pad_blue"]]
    obstacles = list(_obstacles(world))
    for a, b in itertools.pairwise(stops):
        line = np.linspace(a, b, 200)
        assert min(_clearance_m(obstacles, x, y) for x, y in line) < 0.10, (a, b)


CELL_M = 0.05


def _cell(x_m: float, y_m: float) -> tuple[int, int]:
    return (round(x_m / CELL_M), round(y_m / CELL_M))


def _obstacles(world: World) -> Iterator[tuple[Pose, Collision]]:
    for one, link in links(world):
        for collision in link.collisions:
            if not isinstance(collision.geometry, Plane):
                yield (one.pose @ link.pose @ collision.pose, collision)


def _clearance_m(obstacles: list[tuple[Pose, Collision]], x_m: float, y_m: float) -> float:
    """Distance on the ground from a point to the nearest obstacle (all of first_drive's stand upright)."""
    nearest = math.inf
    for pose, collision in obstacles:
        dx, dy, _ = pose.inverse().transform((x_m, y_m, pose.position_m[2]))
        match collision.geometry:
            case Box(size_m=(sx, sy, _)):
                distance = math.hypot(max(abs(dx) - sx / 2, 0.0), max(abs(dy) - sy / 2, 0.0))
            case Cylinder(radius_m=radius):
                distance = max(math.hypot(dx, dy) - radius, 0.0)
            case other:
                raise AssertionError(f"no rule for {other}")
        nearest = min(nearest, distance)
    return nearest


def _reachable(world: World, start_m: tuple[float, float], clearance_m: float) -> set[tuple[int, int]]:
    obstacles = list(_obstacles(world))
    waiting, seen = [_cell(*start_m)], {_cell(*start_m)}
    while waiting:
        i, j = waiting.pop()
        for cell in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
            x_m, y_m = cell[0] * CELL_M, cell[1] * CELL_M
            inside = abs(x_m) < 3.0 and abs(y_m) < 2.5
            if inside and cell not in seen and _clearance_m(obstacles, x_m, y_m) >= clearance_m:
                seen.add(cell)
                waiting.append(cell)
    return seen


# --- the other worlds


def test_the_showroom_shows_every_robot() -> None:
    joints = {joint.name for one in read_world(CATALOG / "showroom.sdf").models for joint in one.joints}
    assert joints == {"wheel_left_joint", "wheel_right_joint", "left_wheel_joint", "right_wheel_joint"}
    names = {one.name for one in read_world(CATALOG / "showroom.sdf").models}
    assert {"burger", "waffle_pi", "turtlebot4"} <= names


def test_the_proving_ground_has_one_of_everything_the_reader_knows() -> None:
    world = read_world(CATALOG / "proving_ground.sdf")
    shapes = {type(collision.geometry) for _, link in links(world) for collision in link.collisions}
    assert shapes == {Box, Sphere, Cylinder, Capsule, Ellipsoid, Plane, Mesh, Heightmap}
    assert {joint.kind for one in world.models for joint in one.joints} == {
        "fixed", "revolute", "prismatic", "ball",
    }  # fmt: skip
    assert {light.kind for light in world.lights} == {"directional", "point", "spot"}
    assert any(link.lights for _, link in links(world))
    details = [sensor.details for _, link in links(world) for sensor in link.sensors]
    assert {type(detail) for detail in details} == {Lidar, Camera, Imu, ContactSensor}
    assert {detail.kind for detail in details if isinstance(detail, Camera)} == {"color", "depth"}
    axles = [joint for one in world.models for joint in one.joints if joint.name == "axle"]
    assert [(a.axis.lower, a.axis.upper) for a in axles if a.axis] == [(-math.inf, math.inf)]
    totem = next(one for one in world.models if one.name == "totem")
    assert {link.name for link in totem.links} == {"base", "head::skull", "head::hat"}
    assert any(visual.material.albedo_map for _, link in links(world) for visual in link.visuals)


def test_a_nested_head_sits_where_its_frames_say() -> None:
    world = read_world(CATALOG / "proving_ground.sdf")
    totem = next(one for one in world.models if one.name == "totem")
    hat = next(link for link in totem.links if link.name == "head::hat")
    # base 0.2 + crown 0.45 + hat 0.2 up, turned by the head's eighth of a turn
    assert hat.pose.position_m == pytest.approx((0.0, 0.0, 0.85))
    assert hat.pose.yaw_rad == pytest.approx(math.pi / 4, abs=1e-5)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_opencv_recognises_the_markers(number: int) -> None:
    (link,) = model(f"marker_{number}").links
    scale = 1000  # pixels a metre
    picture = np.full((500, 500), 128, np.uint8)
    for visual in sorted(link.visuals, key=lambda visual: visual.pose.position_m[0]):
        if visual.name == "board" or visual.name == "black" or visual.name.startswith("white"):
            assert isinstance(visual.geometry, Box)
            _, width, height = visual.geometry.size_m
            _, y, z = visual.pose.position_m
            # Seen from +x: y grows to the right, z up.
            left, top = 250 + (y - width / 2) * scale, 250 - (z - 0.37 + height / 2) * scale
            right, bottom = left + width * scale, top + height * scale
            shade = round(visual.material.diffuse[0] * 255)
            picture[round(top) : round(bottom), round(left) : round(right)] = shade
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    _, ids, _ = detector.detectMarkers(picture)
    assert ids is not None
    assert ids.ravel().tolist() == [number]
