# SPDX-License-Identifier: Apache-2.0
"""What MuJoCo's cameras and lidars see."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.worlds.engines.recordings import GAZEBO
from tests.worlds.sdf.sdf_text import world as world_text
from worlds.compose import compose
from worlds.engines.mujoco import offscreen
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError, UnsupportedByEngineError
from worlds.pose import Pose
from worlds.readings import CameraReading, ContactReading, LidarReading
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Scenario
from worlds.sdf.reader import read_world
from worlds.simulator import Action, Viewpoint

CATALOG = Path(__file__).resolve().parents[3] / "worlds" / "catalog"

CAMERA = """<model name="eye"><static>true</static><pose>{pose}</pose><link name="l"><sensor name="eye" type="{kind}">
  <update_rate>10</update_rate><camera><horizontal_fov>1.0</horizontal_fov><image><width>100</width>
  <height>80</height></image><clip><near>0.05</near><far>10</far></clip></camera></sensor></link></model>"""
LIDAR = """<model name="mast"><static>true</static><pose>{pose}</pose><link name="l">{visual}
  <sensor name="laser" type="gpu_lidar"><update_rate>10</update_rate><lidar><scan><horizontal>
  <samples>{samples}</samples><min_angle>{low}</min_angle><max_angle>{high}</max_angle></horizontal>{vertical}</scan>
  <range><min>0.05</min><max>20</max></range></lidar></sensor></link></model>"""


def box(name: str, size: str, pose: str, colour: str = "0.5 0.5 0.5 1", more: str = "") -> str:
    """A static box that is only seen."""
    return f"""<model name="{name}"><static>true</static><pose>{pose}</pose><link name="l"><visual name="v">
      <geometry><box><size>{size}</size></box></geometry>{more}<material><ambient>{colour}</ambient>
      <diffuse>{colour}</diffuse></material></visual></link></model>"""


def loaded(tmp_path: Path, content: str) -> MujocoEngine:
    file = tmp_path / "world.sdf"
    file.write_text(world_text(content), encoding="utf-8")
    engine = MujocoEngine()
    engine.load(Scenario(file, None))
    return engine


def picture(engine: MujocoEngine, name: str) -> npt.NDArray[np.uint8]:
    reading = engine.read_sensor(name)
    assert isinstance(reading, CameraReading)
    assert reading.image.dtype == np.uint8
    return reading.image  # type: ignore[return-value]


def edges(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """1 where a pixel differs clearly in colour from the one beside or below it."""
    values = image.astype(np.int64)
    beside = np.abs(np.diff(values, axis=1)).sum(axis=2)[:-1] > 12
    below = np.abs(np.diff(values, axis=0)).sum(axis=2)[:, :-1] > 12
    return (beside | below).astype(np.uint8)


@pytest.fixture(scope="module")
def rooms() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """What this engine's and what Gazebo's camera saw of the room, by ambient light alone."""
    theirs = cv2.imread(str(GAZEBO / "room_camera.png"))
    assert theirs is not None
    engine = MujocoEngine()
    engine.load_world(replace(read_world(GAZEBO / "room.sdf"), lights=()), None)
    ours = picture(engine, "camera")
    engine.close()
    return ours, theirs[:, :, ::-1].astype(np.uint8)


def test_edges_are_where_gazebos_camera_saw_them(
    rooms: tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]],
) -> None:
    ours, theirs = edges(rooms[0]), edges(rooms[1])
    two_px = np.ones((5, 5), dtype=np.uint8)
    assert theirs.sum() > 600
    assert cv2.dilate(ours, two_px)[theirs == 1].all()
    assert cv2.dilate(theirs, two_px)[ours == 1].all()


def test_colours_are_gazebos_where_only_ambient_light_is(
    rooms: tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]],
) -> None:
    differs = np.abs(rooms[0].astype(int) - rooms[1].astype(int)).max(axis=2) > 4
    assert differs.mean() < 0.01


def test_left_is_left_and_up_is_up(tmp_path: Path) -> None:
    content = CAMERA.format(pose="0 0 1 0 0 0", kind="camera")
    content += box("left", "0.1 0.5 0.5", "2 0.5 1 0 0 0", "1 0 0 1") + box(
        "up", "0.1 0.5 0.2", "2 0 1.6 0 0 0", "0 0 1 1"
    )
    seen = picture(loaded(tmp_path, content), "eye").astype(int)
    red, blue = seen[:, :, 0] - seen[:, :, 2], seen[:, :, 2] - seen[:, :, 0]
    rows, columns = np.nonzero(red > 60)
    assert columns.max() < 50
    assert rows.mean() == pytest.approx(40, abs=3)
    rows, columns = np.nonzero(blue > 60)
    assert rows.max() < 40
    assert columns.mean() == pytest.approx(50, abs=3)


def test_depth_is_measured_along_the_axis_and_is_infinite_beyond(tmp_path: Path) -> None:
    content = CAMERA.format(pose="0 0 1 0 0 0", kind="depth_camera") + box("wall", "0.2 1 1", "3.1 0 1 0 0 0")
    reading = loaded(tmp_path, content).read_sensor("eye")
    assert isinstance(reading, CameraReading)
    assert reading.image.shape == (80, 100)
    assert reading.image.dtype == np.float32
    wall = reading.image[np.isfinite(reading.image)]
    assert wall == pytest.approx(3.0, abs=0.005)
    share = (1.0 / 3.0 / (2 * math.tan(0.5))) ** 2 * 100 / 80
    assert len(wall) / reading.image.size == pytest.approx(share, rel=0.08)


def test_a_cameras_noise_is_the_same_for_a_seed_and_another_for_another() -> None:
    engine = MujocoEngine()
    engine.load(Scenario(CATALOG / "first_drive.sdf", "turtlebot3_waffle_pi", Pose.planar(-2.3, -1.75, 0.0)))
    seen = []
    for seed in (4, 5, 4):
        engine.reset(seed)
        engine.apply_action(Action(0.2, 0.3))
        engine.advance(0.5)
        seen.append(picture(engine, "camera"))
    engine.close()
    assert seen[0].shape == (240, 320, 3)
    assert np.array_equal(seen[0], seen[2])
    assert not np.array_equal(seen[0], seen[1])
    # The same place, so but for noise and odometry's error much the same picture.
    assert np.median(np.abs(seen[0].astype(int) - seen[1].astype(int))) < 8


def test_a_picture_on_a_box_stands_upright_and_is_not_mirrored(tmp_path: Path) -> None:
    shown = np.zeros((32, 32, 3), dtype=np.uint8)
    shown[:16, :16] = (0, 0, 255)  # BGR: red in the upper left
    shown[:16, 16:] = (0, 255, 0)  # green in the upper right
    shown[16:, :16] = (255, 0, 0)  # blue in the lower left
    cv2.imwrite(str(tmp_path / "four.png"), shown)
    albedo = "<pbr><metal><albedo_map>four.png</albedo_map></metal></pbr>"
    sides = {
        "0 0 1 0 0 0": "2 0 1 0 0 0",
        "4 0 1 0 0 3.14159265": "2 0 1 0 0 0",
        "2 0 3 0 1.5707963 1.5707963": "2 0 1 0 0 0",
    }
    for eye, place in sides.items():
        board = f"""<model name="b"><static>true</static><pose>{place}</pose><link name="l"><visual name="v"><geometry>
          <box><size>1 1 1</size></box></geometry><material><diffuse>1 1 1 1</diffuse><emissive>1 1 1 1</emissive>
          {albedo}</material></visual></link></model>"""
        seen = picture(loaded(tmp_path, CAMERA.format(pose=eye, kind="camera") + board), "eye").astype(int)
        for row, column, channel in ((32, 42, 0), (32, 58, 1), (48, 42, 2)):
            pixel = seen[row, column]
            assert pixel.argmax() == channel, (eye, row, column, pixel)
            assert pixel.max() > 100


def test_what_is_wholly_transparent_is_not_seen(tmp_path: Path) -> None:
    content = LIDAR.format(pose="0 0 1 0 0 0", visual="", samples=3, low=-0.1, high=0.1, vertical="")
    content += box("glass", "0.1 2 2", "1 0 1 0 0 0", more="<transparency>1</transparency>") + box(
        "wall", "0.1 9 9", "3 0 1 0 0 0"
    )
    reading = loaded(tmp_path, content).read_sensor("laser")
    assert isinstance(reading, LidarReading)
    assert reading.ranges_m[1] == pytest.approx(2.95)


def test_a_lidar_does_not_see_what_it_stands_on(tmp_path: Path) -> None:
    own = "<visual name='v'><geometry><sphere><radius>0.3</radius></sphere></geometry></visual>"
    content = LIDAR.format(pose="0 0 1 0 0 0", visual=own, samples=3, low=-0.1, high=0.1, vertical="")
    reading = loaded(tmp_path, content + box("wall", "0.1 9 9", "3 0 1 0 0 0")).read_sensor("laser")
    assert isinstance(reading, LidarReading)
    assert reading.ranges_m[1] == pytest.approx(2.95)


def test_a_tilted_lidar_sees_the_floor(tmp_path: Path) -> None:
    floor = box("floor", "20 20 0.1", "0 0 -0.05 0 0 0")
    content = LIDAR.format(pose="0 0 1 0 0.5 0", visual="", samples=3, low=-0.5, high=0.5, vertical="")
    reading = loaded(tmp_path, content + floor).read_sensor("laser")
    assert isinstance(reading, LidarReading)
    assert reading.ranges_m[1] == pytest.approx(1 / math.sin(0.5), abs=1e-4)
    assert reading.ranges_m[0] == reading.ranges_m[2] == pytest.approx(1 / (math.sin(0.5) * math.cos(0.5)), abs=1e-4)


def test_of_a_lidar_of_several_rows_the_level_one_is_read(tmp_path: Path) -> None:
    rows = "<vertical><samples>3</samples><min_angle>-0.4</min_angle><max_angle>0.4</max_angle></vertical>"
    content = LIDAR.format(pose="0 0 1 0 0 0", visual="", samples=3, low=-0.1, high=0.1, vertical=rows)
    reading = loaded(tmp_path, content + box("wall", "0.1 9 9", "3 0 1 0 0 0")).read_sensor("laser")
    assert isinstance(reading, LidarReading)
    assert reading.ranges_m.shape == (3,)
    assert reading.ranges_m[1] == pytest.approx(2.95)


def test_hills_are_where_the_heightmap_has_them(tmp_path: Path) -> None:
    """A ramp that rises to +x and to +y: black in the lower left of the picture, white in the upper right."""
    rows, columns = np.mgrid[0:33, 0:33]
    cv2.imwrite(str(tmp_path / "ramp.png"), ((columns + (32 - rows)) / 64 * 255).astype(np.uint8))
    hill = """<model name="hill"><static>true</static><link name="l"><visual name="v"><geometry><heightmap><uri>ramp.png
      </uri><size>4 4 2</size><pos>0 0 0.5</pos></heightmap></geometry></visual></link></model>"""
    for x, y in ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0)):
        down = LIDAR.format(pose=f"{x} {y} 5 0 1.5707963 0", visual="", samples=2, low=0, high=0.001, vertical="")
        reading = loaded(tmp_path, hill + down).read_sensor("laser")
        assert isinstance(reading, LidarReading)
        height_m = 0.5 + 2 * ((x + 2) + (y + 2)) / 8
        assert 5 - reading.ranges_m[0] == pytest.approx(height_m, abs=0.03)


def test_a_contact_sensor_feels_what_stands_on_it() -> None:
    engine = MujocoEngine()
    engine.load(Scenario(CATALOG / "empty_hall.sdf", "turtlebot4", Pose.planar(0.0, 0.0, 0.0)))
    engine.advance(0.5)
    assert engine.read_sensor("bumper") == ContactReading(False, 0.0)
    engine.apply_action(Action(0.3, 0.0))
    engine.advance(12.0)
    felt = engine.read_sensor("bumper")
    assert isinstance(felt, ContactReading)
    assert felt.touching
    assert felt.force_n > 1.0
    engine.close()


def test_shadows_are_drawn_when_asked_for(tmp_path: Path) -> None:
    sun = """<light name="sun" type="directional"><cast_shadows>true</cast_shadows><pose>0 0 9 0 0 0</pose>
      <diffuse>0.8 0.8 0.8 1</diffuse><direction>-0.4 0 -0.9</direction></light>"""
    content = sun + box("floor", "6 6 0.1", "0 0 -0.05 0 0 0") + box("pillar", "0.6 1 1.5", "0 0 0.75 0 0 0")
    engine = loaded(tmp_path, content)
    view = Viewpoint((-3.0, -4.0, 3.0), (0.0, 0.0, 0.0), width_px=160, height_px=120)
    lit = engine.render(replace(view, shadows=False)).astype(int)
    shaded = engine.render(view).astype(int)
    darker = (lit - shaded).sum(axis=2) > 60
    assert 0.01 < darker.mean() < 0.2
    assert not (shaded - lit > 20).any()


def test_sensors_of_one_name_on_two_models_go_by_their_full_names(tmp_path: Path) -> None:
    eye = CAMERA.format(pose="0 0 1 0 0 0", kind="camera")
    engine = loaded(tmp_path, eye + eye.replace('model name="eye"', 'model name="eye2"'))
    assert set(engine.sensors) == {"eye::l::eye", "eye2::l::eye"}
    assert picture(engine, "eye2::l::eye").shape == (80, 100, 3)


@pytest.mark.parametrize("taken", ["odometry", "lidar"])
def test_a_robot_with_two_sensors_of_one_name_is_refused(taken: str) -> None:
    world = compose(Scenario(CATALOG / "empty_hall.sdf", "turtlebot3_burger"))
    robot = world.models[-1]
    wheel = robot.links[1]
    changed = replace(wheel, sensors=(replace(robot.links[0].sensors[0], name=taken),))
    models = (*world.models[:-1], replace(robot, links=(robot.links[0], changed, *robot.links[2:])))
    with pytest.raises(SdfError, match=taken):
        MujocoEngine().load_world(replace(world, models=models), load_robot_spec("turtlebot3_burger"))


def test_drawing_says_what_to_install_when_nothing_can_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUJOCO_GL", raising=False)
    monkeypatch.setattr(offscreen, "_LIBRARIES", {"egl": ("libnone1.so",), "osmesa": ("libnone2.so",)})
    with pytest.raises(UnsupportedByEngineError, match="libegl1"):
        offscreen.choose_gl()


def test_osmesa_serves_where_egl_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MUJOCO_GL", raising=False)
    monkeypatch.setattr(offscreen, "_LIBRARIES", {"egl": ("libnone1.so",), "osmesa": ("libc.so.6",)})
    assert offscreen.choose_gl() == "osmesa"
    monkeypatch.setenv("MUJOCO_GL", "egl")
    assert offscreen.choose_gl() == "egl"
