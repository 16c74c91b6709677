# SPDX-License-Identifier: Apache-2.0
"""Robots: the spec file, the SDF model and the data sheet say the same."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from pydantic import ValidationError

from worlds.errors import UnknownNameError
from worlds.pose import Pose
from worlds.robot_spec import RobotSpec, load_robot_spec, robot_names
from worlds.sdf.description import (
    Box,
    Camera,
    ContactSensor,
    Cylinder,
    Imu,
    JointAxis,
    Lidar,
    Link,
    Model,
    Sensor,
    Sphere,
)
from worlds.sdf.reader import PROJECT_MODELS, read_model
from worlds.sdf.sound import Microphone
from worlds.yaml_file import YamlFileError

# Data sheets: mass kg, speed m/s, turn rad/s, wheel radius m, wheel separation m, lidar range m, size (l, w, h) m.
# ROBOTIS e-Manual (TurtleBot3, LDS-01); TurtleBot 4 User Manual, Create 3 documentation, Slamtec A1M8 datasheet.
DATA_SHEETS = {
    "turtlebot3_burger": (1.0, 0.22, 2.84, 0.033, 0.160, (0.12, 3.5), (0.138, 0.178, 0.192)),
    "turtlebot3_burger_ears": (1.02, 0.22, 2.84, 0.033, 0.160, (0.12, 3.5), (0.138, 0.178, 0.217)),
    "turtlebot3_burger_tray": (1.0, 0.22, 2.84, 0.033, 0.160, (0.12, 3.5), (0.138, 0.178, 0.318)),
    "turtlebot3_waffle_pi": (1.8, 0.26, 1.82, 0.033, 0.288, (0.12, 3.5), (0.281, 0.306, 0.141)),
    "turtlebot3_waffle_pi_motors": (1.8, 0.26, 1.82, 0.033, 0.288, (0.12, 3.5), (0.281, 0.306, 0.141)),
    "turtlebot4": (3.945, 0.306, 1.90, 0.03575, 0.233, (0.15, 12.0), (0.342, 0.339, 0.351)),
}
LAB_RATES_HZ = {"lidar": 10, "camera": 10, "depth_camera": 10, "imu": 50, "contact": 50, "microphone": 20}
FAST_RATES_HZ = {("turtlebot3_burger_tray", "imu"): 100}
"""What the lab reads more often on one robot than on the others."""
DETAILS = {
    "lidar": Lidar,
    "camera": Camera,
    "depth_camera": Camera,
    "imu": Imu,
    "contact": ContactSensor,
    "microphone": Microphone,
}

every_robot = pytest.mark.parametrize("name", robot_names())


@cache
def model(name: str) -> Model:
    return read_model(name, name="robot", pose=Pose())


def sensors(name: str) -> dict[str, tuple[Link, Sensor]]:
    return {sensor.name: (link, sensor) for link in model(name).links for sensor in link.sensors}


def axis(name: str, joint_name: str) -> tuple[JointAxis, Link]:
    one = model(name)
    joint = next(joint for joint in one.joints if joint.name == joint_name)
    assert joint.axis is not None
    return joint.axis, next(link for link in one.links if link.name == joint.child)


def test_the_lab_has_the_three_turtlebots_and_one_with_a_tray() -> None:
    assert set(robot_names()) == set(DATA_SHEETS)


@every_robot
def test_spec_and_data_sheet_agree(name: str) -> None:
    spec = load_robot_spec(name)
    mass_kg, speed_mps, turn_radps, radius_m, separation_m, _, size_m = DATA_SHEETS[name]
    assert spec.name == name
    assert spec.model_uri == f"model://{name}"
    assert spec.body.mass_kg == pytest.approx(mass_kg)
    assert spec.body.height_m == pytest.approx(size_m[2])
    assert spec.limits.max_speed_mps == pytest.approx(speed_mps)
    assert spec.limits.max_turn_radps == pytest.approx(turn_radps)
    assert spec.drive.radius_m == pytest.approx(radius_m)
    assert spec.drive.separation_m == pytest.approx(separation_m)


@every_robot
def test_the_model_weighs_what_the_data_sheet_says(name: str) -> None:
    mass_kg = sum(link.inertial.mass_kg for link in model(name).links if link.inertial)
    assert mass_kg == pytest.approx(DATA_SHEETS[name][0], rel=0.02)


@every_robot
def test_the_wheels_of_the_model_are_those_of_the_spec(name: str) -> None:
    drive = load_robot_spec(name).drive
    places = []
    for joint in (drive.left_joint, drive.right_joint):
        joint_axis, wheel = axis(name, joint)
        (collision,) = wheel.collisions
        assert isinstance(collision.geometry, Cylinder)
        assert collision.geometry.radius_m == pytest.approx(drive.radius_m)
        assert joint_axis.effort == pytest.approx(drive.max_torque_nm)
        assert (joint_axis.lower, joint_axis.upper) == (-math.inf, math.inf)
        # Turning forward about the axle's +y rolls the robot forward.
        assert wheel.pose.rotate(joint_axis.xyz) == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)
        assert wheel.pose.position_m[2] == pytest.approx(drive.radius_m)
        places.append(wheel.pose.position_m)
    left, right = places
    assert left[1] - right[1] == pytest.approx(drive.separation_m)
    assert left[0] == right[0] == 0.0


@every_robot
def test_the_motors_can_turn_as_fast_as_the_limits_ask(name: str) -> None:
    spec = load_robot_spec(name)
    edge_mps = spec.limits.max_speed_mps + spec.limits.max_turn_radps * spec.drive.separation_m / 2
    assert axis(name, spec.drive.left_joint)[0].velocity >= edge_mps / spec.drive.radius_m


@every_robot
def test_a_robot_stands_on_its_wheels_and_casters_with_its_weight_between_them(name: str) -> None:
    one = model(name)
    casters = [
        (*(link.pose @ collision.pose).position_m, collision.geometry.radius_m, collision.surface.mu)
        for link in one.links
        for collision in link.collisions
        if isinstance(collision.geometry, Sphere)
    ]
    assert casters
    for _, _, z_m, radius_m, mu in casters:
        assert z_m - radius_m == pytest.approx(0.0, abs=1e-6)
        assert mu == 0.0
    parts = [(link, link.inertial) for link in one.links if link.inertial]
    mass_kg = sum(inertial.mass_kg for _, inertial in parts)
    centre_x_m = sum(
        inertial.mass_kg * (link.pose @ inertial.pose).position_m[0] for link, inertial in parts
    ) / mass_kg  # fmt: skip
    caster_x_m = casters[0][0]
    assert min(0.0, caster_x_m) + 0.01 < centre_x_m < max(0.0, caster_x_m) - 0.01


@every_robot
def test_nothing_but_wheels_and_casters_touches_the_floor(name: str) -> None:
    for link in model(name).links:
        for collision in link.collisions:
            if isinstance(collision.geometry, Sphere) or link.name in {
                "wheel_left_link", "wheel_right_link", "left_wheel", "right_wheel",
            }:  # fmt: skip
                continue
            geometry = collision.geometry
            assert isinstance(geometry, Box | Cylinder)
            half_m = geometry.length_m / 2 if isinstance(geometry, Cylinder) else geometry.size_m[2] / 2
            assert (link.pose @ collision.pose).position_m[2] - half_m > 0.004, collision.name


@every_robot
def test_a_robot_fits_into_the_size_of_its_spec(name: str) -> None:
    body = load_robot_spec(name).body
    for link in model(name).links:
        for collision in link.collisions:
            pose = link.pose @ collision.pose
            for corner in _corners(collision.geometry):
                x, y, z = pose.transform(corner)
                assert z <= body.height_m + 0.002, collision.name
                assert math.hypot(x, y) <= body.radius_m + 0.001, collision.name


def _corners(geometry: object) -> list[tuple[float, float, float]]:
    match geometry:
        case Sphere(radius_m=r):
            return [(r, 0.0, 0.0), (-r, 0.0, 0.0), (0.0, r, 0.0), (0.0, -r, 0.0), (0.0, 0.0, r)]
        case Cylinder(radius_m=r, length_m=h):
            turns = [2 * math.pi * k / 24 for k in range(24)]
            return [(r * math.cos(a), r * math.sin(a), s * h / 2) for a in turns for s in (-1, 1)]
        case Box(size_m=(sx, sy, sz)):
            signs = (-0.5, 0.5)
            return [(i * sx, j * sy, k * sz) for i in signs for j in signs for k in signs]
        case other:
            raise AssertionError(f"no rule for {other}")


@every_robot
def test_every_sensor_of_the_spec_is_in_the_model_and_the_other_way_round(name: str) -> None:
    spec = load_robot_spec(name)
    in_model = sensors(name)
    assert {sensor.name for sensor in spec.sensors} == set(in_model)
    for sensor in spec.sensors:
        link, described = in_model[sensor.name]
        assert isinstance(described.details, DETAILS[sensor.kind])
        wanted_hz = FAST_RATES_HZ.get((name, sensor.name), LAB_RATES_HZ[sensor.kind])
        assert described.rate_hz == sensor.rate_hz == wanted_hz
        assert described.topic == sensor.topic
        if sensor.kind == "contact":
            continue
        frame = sensor.frame_id.replace("_optical", "")
        real, said = link.pose @ described.pose, spec.frames.pose_in_footprint(frame)
        assert real.position_m == pytest.approx(said.position_m, abs=1e-5)
        assert real.yaw_rad == pytest.approx(said.yaw_rad, abs=1e-5)


@every_robot
def test_the_lidar_is_that_of_the_data_sheet(name: str) -> None:
    lidar = sensors(name)["lidar"][1].details
    assert isinstance(lidar, Lidar)
    assert (lidar.range_min_m, lidar.range_max_m) == DATA_SHEETS[name][5]
    assert lidar.samples == 360
    assert (lidar.max_angle_rad - lidar.min_angle_rad) / 359 == pytest.approx(math.radians(1), rel=1e-4)
    assert lidar.noise.stddev > 0


@pytest.mark.parametrize(
    ("name", "sensor", "fov_rad"),
    [
        ("turtlebot3_waffle_pi", "camera", 1.085595),
        ("turtlebot4", "camera", math.radians(66)),
        ("turtlebot4", "depth_camera", math.radians(66)),
    ],
)
def test_cameras_stream_320_by_240_with_the_lens_of_the_data_sheet(name: str, sensor: str, fov_rad: float) -> None:
    camera = sensors(name)[sensor][1].details
    assert isinstance(camera, Camera)
    assert (camera.width_px, camera.height_px) == (320, 240)
    assert camera.horizontal_fov_rad == pytest.approx(fov_rad, abs=1e-5)
    assert camera.noise.stddev > 0
    assert camera.kind == ("depth" if sensor == "depth_camera" else "color")


@every_robot
def test_optical_frames_look_along_z_with_x_to_the_right(name: str) -> None:
    spec = load_robot_spec(name)
    for sensor in spec.sensors:
        if sensor.info_topic:
            optical = spec.frames.pose_in_footprint(sensor.frame_id)
            assert optical.rotate((0, 0, 1)) == pytest.approx((1, 0, 0), abs=1e-9)
            assert optical.rotate((1, 0, 0)) == pytest.approx((0, -1, 0), abs=1e-9)


@every_robot
def test_the_imu_is_noisy_on_every_axis(name: str) -> None:
    imu = sensors(name)["imu"][1].details
    assert isinstance(imu, Imu)
    assert all(noise.stddev > 0 for noise in (*imu.gyro_noise, *imu.accel_noise))


@every_robot
def test_the_diff_drive_plugin_says_what_the_spec_says(name: str) -> None:
    spec = load_robot_spec(name)
    plugins = {plugin.name: plugin for plugin in model(name).plugins}
    drive = plugins["gz::sim::systems::DiffDrive"]
    assert drive.filename == "gz-sim-diff-drive-system"
    assert drive.parameters["left_joint"] == spec.drive.left_joint
    assert drive.parameters["right_joint"] == spec.drive.right_joint
    assert drive.parameters["topic"] == spec.topics.cmd_vel
    assert drive.parameters["frame_id"] == spec.frames.odom
    assert drive.parameters["child_frame_id"] == spec.frames.footprint
    numbers = {
        "wheel_separation": spec.drive.separation_m,
        "wheel_radius": spec.drive.radius_m,
        "odom_publish_frequency": spec.odometry.rate_hz,
        "max_linear_velocity": spec.limits.max_speed_mps,
        "min_linear_velocity": -spec.limits.max_speed_mps,
        "max_angular_velocity": spec.limits.max_turn_radps,
        "min_angular_velocity": -spec.limits.max_turn_radps,
        "max_linear_acceleration": spec.limits.max_acceleration_mps2,
        "max_angular_acceleration": spec.limits.max_turn_acceleration_radps2,
    }
    for key, value in numbers.items():
        assert float(drive.parameters[key]) == pytest.approx(value), key
    assert "gz::sim::systems::JointStatePublisher" in plugins


@every_robot
def test_a_robot_names_its_sources_and_is_light_enough_to_draw(name: str) -> None:
    root = etree.parse(PROJECT_MODELS / name / "model.sdf").getroot()
    comments = " ".join(str(comment.text) for comment in root.itersiblings(etree.Comment, preceding=True))
    assert "Sources" in comments
    assert sum(len(link.visuals) for link in model(name).links) < 80


def test_the_bumper_of_the_turtlebot4_feels_with_five_parts() -> None:
    link, bumper = sensors("turtlebot4")["bumper"]
    assert isinstance(bumper.details, ContactSensor)
    assert len(bumper.details.collisions) == 5
    assert set(bumper.details.collisions) <= {collision.name for collision in link.collisions}


# --- loading


def test_an_unknown_robot_is_answered_with_the_closest_name() -> None:
    with pytest.raises(UnknownNameError, match="turtlebot3_burger"):
        load_robot_spec("turtlebot3_burgr")


@pytest.mark.parametrize("name", ["", "../models/turtlebot4", "/etc", "a" * 10_000, "turtlebot4\x00"])
def test_a_name_is_never_taken_as_a_path(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        load_robot_spec(name)
    assert len(str(caught.value)) < 500


def test_a_folder_without_a_spec_is_refused(tmp_path: Path) -> None:
    with pytest.raises(YamlFileError, match=r"robot\.yaml: the file can't be read"):
        load_robot_spec(tmp_path)


def test_a_spec_can_not_be_changed() -> None:
    spec = load_robot_spec("turtlebot4")
    with pytest.raises(ValidationError, match="frozen"):
        spec.limits.max_speed_mps = 5.0


def test_an_unknown_sensor_or_frame_is_named() -> None:
    spec = load_robot_spec("turtlebot4")
    assert spec.sensor("lidar").topic == "scan"
    with pytest.raises(UnknownNameError, match="lidar"):
        spec.sensor("lidr")
    with pytest.raises(UnknownNameError, match="rplidar_link"):
        spec.frames.pose_in_footprint("rplidar_lnk")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the burger's spec with one text in it replaced."""
    text = (PROJECT_MODELS / "turtlebot3_burger" / "robot.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "robot.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("radius_m: 0.033", "radius_m: -0.033", "drive.radius_m.*greater than 0"),
        ("radius_m: 0.033", "radius_m: .nan", "drive.radius_m"),
        ("max_speed_mps: 0.22", "max_speed_mps: .inf", "limits.max_speed_mps"),
        ("max_speed_mps: 0.22", "max_sped_mps: 0.22", "max_sped_mps.*did you mean “max_speed_mps”"),
        ("  cmd_vel_type: TwistStamped", "  cmd_vel_type: Twst", "cmd_vel_type"),
        ("title: TurtleBot3 Burger\n", "", "“title” is missing"),
        ("frame_id: base_scan", "frame_id: base_scn", "base_scn is not among"),
        ("topic: imu", "topic: scan", "two sensors have the same topic: scan"),
        ("name: imu,", "name: lidar,", "two sensors have the same name: lidar"),
        ("topic: scan", "topic: ../scan", "topic"),
        ("{name: base_scan, parent: base_link", "{name: base_scan, parent: nowhere", "nowhere must come before"),
        ("{name: base_scan, parent", "{name: base_link, parent", "base_link comes twice"),
        ("  base: base_link", "  base: body", "body is not among"),
        ("voltage_empty_v: 11.0", "voltage_empty_v: 13.0", "voltage_full_v.*must be above"),
        ("kind: lidar", "kind: camera", "info_topic belongs to cameras"),
        ("wheel_radius_error_std: 0.005", "wheel_radius_error_std: 5", "wheel_radius_error_std"),
        ("model_uri: model://turtlebot3_burger", "model_uri: file:///etc/passwd", "model_uri"),
    ],
)
def test_a_wrong_spec_is_named_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(YamlFileError, match=told) as caught:
        load_robot_spec(changed(tmp_path, old, new))
    assert 1 <= caught.value.line <= 80
    assert f"robot.yaml:{caught.value.line}:" in str(caught.value)


def test_a_spec_is_a_plain_pydantic_model() -> None:
    spec = load_robot_spec("turtlebot3_waffle_pi")
    assert RobotSpec.model_validate(spec.model_dump()) == spec
