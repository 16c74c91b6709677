# SPDX-License-Identifier: Apache-2.0
"""The scene that a browser draws is the world that the simulator loads."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from missions.errors import MissionError
from missions.spec import Mission, mission_names, read_mission
from missions.variation import scenario_for
from tests.missions.mission_files import plain_spec, write_mission
from web_console.scenes.assets import all_assets, assets_of
from web_console.scenes.scene import scene_json, scene_of
from web_console.scenes.schemas import MeshShape, SceneEntity
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.pose import Pose
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.picture_parts import picture_part

ALL = [(name, robot) for name in mission_names() for robot in read_mission(name).spec.allowed_robots]


def pose_of(values: tuple[float, ...]) -> Pose:
    return Pose((values[0], values[1], values[2]), (values[3], values[4], values[5], values[6]))


@pytest.mark.parametrize(("name", "robot"), ALL)
def test_what_moves_has_the_name_and_the_place_that_the_simulator_tells(name: str, robot: str) -> None:
    mission = read_mission(name)
    seed = mission.spec.public_seeds[-1]
    engine = MujocoEngine()
    engine.load(scenario_for(mission, seed, robot))
    truth = engine.ground_truth().entities
    engine.close()
    moving = {entity.name: entity for entity in scene_of(mission, seed, robot).entities if not entity.static}
    assert moving.keys() == truth.keys()
    for entity_name, state in truth.items():
        wanted = (*state.pose.position_m, *state.pose.quaternion_wxyz)
        assert moving[entity_name].pose == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize(("name", "robot"), ALL)
def test_a_scene_is_small_and_its_robot_complete(name: str, robot: str) -> None:
    mission = read_mission(name)
    assert len(scene_json(name, mission.spec.public_seeds[0], robot)) < 300_000
    scene = scene_of(mission, mission.spec.public_seeds[0], robot)
    body = next(entity for entity in scene.entities if entity.robot)
    assert (body.name, body.static, scene.robot) == (ROBOT_ENTITY, False, robot)
    links = {link.name for link in body.links}
    assert len(scene.wheels) == 2
    assert {wheel.link for wheel in scene.wheels} <= links
    assert scene.wheels[0].side_m > 0 > scene.wheels[1].side_m
    assert scene.lidar is not None
    left, bottom, right, top = scene.bounds_m
    assert left < body.pose[0] < right
    assert bottom < body.pose[1] < top


@pytest.mark.parametrize(("name", "robot"), ALL)
def test_a_wheel_that_turns_about_its_axis_rolls_forwards(name: str, robot: str) -> None:
    scene = scene_of(read_mission(name), 1, robot)
    body = next(entity for entity in scene.entities if entity.robot)
    for wheel in scene.wheels:
        link = next(link for link in body.links if link.name == wheel.link)
        # Turning about +y of the robot carries the wheel's top towards +x.
        assert pose_of(link.pose).rotate(wheel.axis) == pytest.approx((0.0, 1.0, 0.0), abs=1e-4)


def test_seeds_differ_and_the_same_seed_gives_the_same_scene() -> None:
    mission = read_mission("first_drive")
    first, again, other = (scene_of(mission, seed) for seed in (1, 1, 2))
    assert first == again
    assert first.entities != other.entities
    assert [zone.name for zone in first.zones] == ["red", "green", "blue"]


def test_a_thing_is_called_after_its_model_and_one_of_the_worlds_file_is_not() -> None:
    scene = scene_of(read_mission("line_follow"), 1)
    models = {entity.name: entity.model for entity in scene.entities}
    assert models["cone_east"] == "cone"
    assert models[ROBOT_ENTITY] == "turtlebot3_waffle_pi"
    assert models["markings"] == ""


def test_the_camera_stands_where_the_robot_has_it_and_a_burger_has_none() -> None:
    mission = read_mission("first_drive")
    assert scene_of(mission, 1, "turtlebot3_burger").camera is None
    camera = scene_of(mission, 1, "turtlebot3_waffle_pi").camera
    assert camera is not None
    assert (camera.width_px, camera.height_px) == (320, 240)
    assert pose_of(camera.pose).rotate((1.0, 0.0, 0.0)) == pytest.approx((1.0, 0.0, 0.0), abs=1e-6)


def test_an_unknown_seed_or_robot_is_refused() -> None:
    mission = read_mission("first_drive")
    with pytest.raises(MissionError, match="seed must be"):
        scene_of(mission, -1)
    with pytest.raises(MissionError, match="can't be done with"):
        scene_of(mission, 1, "submarine")


def test_a_scene_needs_no_simulator() -> None:
    code = (
        "import sys; from web_console.scenes.scene import scene_json; scene_json('first_drive', 1); "
        "sys.exit(any(name in sys.modules for name in ('mujoco', 'rclpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=120).returncode == 0


@pytest.fixture
def rough_mission(tmp_path: Path) -> Mission:
    """In a world with a mesh, a height field and a picture on a wall."""
    world = tmp_path / "rough.sdf"
    world.write_text(
        """<sdf version="1.9"><world name="rough">
        <include><uri>model://floor_6x5m</uri></include>
        <include><uri>model://pyramid</uri><pose>1 1 0 0 0 0</pose></include>
        <include><uri>model://bumpy_field</uri><pose>-1 1 0 0 0 0</pose></include>
        <include><uri>model://poster</uri><pose>0 -2 0 0 0 0</pose></include>
        <model name="ceiling"><static>true</static><link name="l"><visual name="v"><pose>0 0 3 0 0 0</pose>
          <geometry><plane><normal>0 0 -1</normal><size>2 2</size></plane></geometry></visual>
          <visual name="unseen"><transparency>1</transparency><geometry><box/></geometry></visual></link></model>
        </world></sdf>"""
    )

    class Elsewhere(Mission):
        @property
        def world_file(self) -> Path:
            return world

    found = read_mission(write_mission(tmp_path, plain_spec()))
    return Elsewhere(found.spec, found.folder)


def entity(mission: Mission, name: str) -> SceneEntity:
    return next(one for one in scene_of(mission, 1).entities if one.name == name)


def test_meshes_and_height_fields_come_as_triangles_that_can_be_fetched(rough_mission: Mission) -> None:
    assets = assets_of(rough_mission)
    for name, least_z, greatest_z in (("pyramid", 0.0, 0.4), ("bumpy_field", 0.0, 0.06)):
        shape = entity(rough_mission, name).links[0].visuals[0].geometry
        assert isinstance(shape, MeshShape)
        content = assets.meshes[shape.mesh_id].content
        points, indices = np.frombuffer(content, "<u4", 2)
        corners = np.frombuffer(content, "<f4", points * 3, 8).reshape(-1, 3)
        faces = np.frombuffer(content, "<u4", indices, 8 + corners.nbytes).reshape(-1, 3)
        assert len(content) == 8 + corners.nbytes + faces.nbytes
        assert faces.max() == len(corners) - 1
        assert corners[:, 2].min() >= least_z - 1e-6
        assert corners[:, 2].max() <= greatest_z + 1e-6
        if name == "bumpy_field":
            across = np.cross(corners[faces[:, 1]] - corners[faces[:, 0]], corners[faces[:, 2]] - corners[faces[:, 0]])
            assert (across[:, 2] > 0).all()  # seen from above
            assert (corners[0, 0], corners[0, 1]) == pytest.approx((-1.0, 1.0))


def test_pictures_come_as_they_are_and_planes_face_their_normal(rough_mission: Mission) -> None:
    textures = [
        visual.material.texture_id
        for link in entity(rough_mission, "poster").links
        for visual in link.visuals
        if visual.material.texture_id is not None
    ]
    assert len(textures) == 1
    asset = assets_of(rough_mission).textures[textures[0]]
    assert asset.media_type == "image/png"
    assert asset.content.startswith(b"\x89PNG")
    (seen,) = entity(rough_mission, "ceiling").links[0].visuals
    assert pose_of(seen.pose).rotate((0.0, 0.0, 1.0)) == pytest.approx((0.0, 0.0, -1.0))


def test_all_that_any_seed_or_robot_needs_can_be_fetched() -> None:
    known = all_assets()
    for name, robot in ALL:
        for seed in read_mission(name).spec.public_seeds:
            for one in scene_of(read_mission(name), seed, robot).entities:
                for visual in (visual for link in one.links for visual in link.visuals):
                    if isinstance(visual.geometry, MeshShape):
                        assert visual.geometry.mesh_id in known.meshes
                    if visual.material.texture_id is not None:
                        assert visual.material.texture_id in known.textures


def test_what_may_come_as_clutter_can_be_fetched_though_no_public_seed_has_it(rough_mission: Mission) -> None:
    clutter = {"models": ["pyramid"], "count": [1, 1], "regions": [{"x_m": [1, 2], "y_m": [1, 2]}]}
    spec = type(rough_mission.spec).model_validate(plain_spec(variation={"clutter": clutter}))
    assert len(assets_of(replace(read_mission("first_drive"), spec=spec)).meshes) == 1


def test_a_label_is_the_part_of_the_sheet_that_the_seed_drew_and_the_scene_does_not_say_what_it_is() -> None:
    mission = read_mission("read_and_sort")
    things = scenario_for(mission, 1).placements
    scene = scene_of(mission, 1)
    seen = set()
    for thing in things:
        (one,) = (one for one in scene.entities if one.name == thing.name)
        ids = {visual.material.texture_id for link in one.links for visual in link.visuals} - {None}
        assert len(ids) == 1
        (texture_id,) = ids
        assert texture_id is not None
        assert thing.picture is not None
        content = np.frombuffer(all_assets().textures[texture_id].content, np.uint8)
        wanted = picture_part(thing.picture)
        assert wanted is not None
        assert np.array_equal(cv2.imdecode(content, cv2.IMREAD_COLOR_RGB), wanted)
        seen |= ids
    assert len(seen) == len(things)


def test_labels_that_only_hidden_seeds_show_can_be_fetched_too() -> None:
    mission = read_mission("read_and_sort")
    textures = all_assets().textures
    for one in scene_of(mission, 2**40).entities:
        for visual in (visual for link in one.links for visual in link.visuals):
            assert visual.material.texture_id is None or visual.material.texture_id in textures
