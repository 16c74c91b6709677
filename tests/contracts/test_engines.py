# SPDX-License-Identifier: Apache-2.0
"""What every registered engine must do; a new one enters by its line in the registry."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from worlds.engines.registry import engine_names, make_simulator, simulator_features
from worlds.errors import SdfError, TimestepError, UnknownNameError, UnknownSensorError
from worlds.pose import Pose
from worlds.readings import BatteryReading, LidarReading, OdometryReading, Reading, WheelReading
from worlds.robot_spec import load_robot_spec, robot_names
from worlds.scenario import ROBOT_ENTITY, Placement, Scenario
from worlds.simulator import Action, Simulator, Viewpoint

CATALOG = Path(__file__).resolve().parents[2] / "worlds" / "catalog"
HALL = Scenario(CATALOG / "empty_hall.sdf", "turtlebot3_burger", Pose.planar(-0.5, 0.2, 0.3))


def plain(reading: Reading) -> tuple[object, ...]:
    """A reading as values that compare bit by bit."""
    values = [getattr(reading, field.name) for field in dataclasses.fields(reading)]
    return tuple(value.tobytes() if isinstance(value, np.ndarray) else value for value in values)


def read_all(simulator: Simulator) -> dict[str, tuple[object, ...]]:
    return {name: plain(simulator.read_sensor(name)) for name in simulator.sensors}


def drive(simulator: Simulator, seconds: float, action: Action) -> None:
    """Drives on at 20 Hz, as an episode does."""
    simulator.apply_action(action)
    start_s = simulator.sim_time_s
    for step in range(round(seconds * 20)):
        simulator.advance(round(start_s + (step + 1) * 0.05, 6))


@pytest.fixture(params=engine_names())
def simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    made = make_simulator(request.param)
    yield made
    made.close()


@pytest.fixture
def hall(simulator: Simulator) -> Simulator:
    simulator.load(HALL)
    simulator.reset(1)
    return simulator


@pytest.mark.parametrize("name", engine_names())
def test_features_are_readable_before_anything_is_loaded(name: str) -> None:
    features = simulator_features(name)
    assert features.engine == name
    assert features.version
    assert "sdf" in features.spawn_formats
    assert {"lidar", "imu"} <= features.sensor_kinds


def test_an_unknown_engine_is_told_with_the_closest_name() -> None:
    with pytest.raises(UnknownNameError, match="mujoco"):
        make_simulator("mojoco")


def test_nothing_works_before_loading_and_says_so(simulator: Simulator) -> None:
    for use in (simulator.ground_truth, lambda: simulator.apply_action(Action()), lambda: simulator.reset(0)):
        with pytest.raises(RuntimeError, match="load"):
            use()


@pytest.mark.parametrize("world", sorted(file.name for file in CATALOG.glob("*.sdf")))
def test_every_world_loads_and_runs(simulator: Simulator, world: str) -> None:
    read = simulator.load(Scenario(CATALOG / world, None))
    simulator.advance(1.0)
    entities = simulator.ground_truth().entities
    assert set(entities) == {model.name for model in read.models if not model.static}
    for state in entities.values():
        assert all(math.isfinite(value) for value in (*state.pose.position_m, *state.linear_velocity_mps))
    for name in simulator.sensors:
        simulator.read_sensor(name)


def test_loading_returns_the_world_with_the_robot_in_it(simulator: Simulator) -> None:
    world = simulator.load(HALL)
    assert world.models[-1].name == ROBOT_ENTITY
    assert simulator.robot == load_robot_spec("turtlebot3_burger")
    assert simulator.sim_time_s == 0.0
    pose = simulator.ground_truth().entities[ROBOT_ENTITY].pose
    assert pose.position_m == pytest.approx((-0.5, 0.2, 0.0), abs=1e-9)
    assert pose.yaw_rad == pytest.approx(0.3)


@pytest.mark.parametrize("robot", robot_names())
def test_every_sensor_of_every_robot_is_readable_at_its_rate(simulator: Simulator, robot: str) -> None:
    simulator.load(Scenario(CATALOG / "empty_hall.sdf", robot))
    spec = load_robot_spec(robot)
    rates = {sensor.name: sensor.rate_hz for sensor in spec.sensors}
    odometry_hz = spec.odometry.rate_hz
    if spec.motor is not None:
        rates["motors"] = spec.motor.rate_hz
        assert type(simulator.read_sensor("motors")).__name__ == "MotorReading"
    assert dict(simulator.sensors) == rates | {
        "wheels": odometry_hz,
        "odometry": odometry_hz,
        "battery": spec.battery.rate_hz,
    }
    kinds = {
        "lidar": "LidarReading",
        "imu": "ImuReading",
        "contact": "ContactReading",
        "microphone": "MicrophoneReading",
    }
    for sensor in spec.sensors:
        reading = simulator.read_sensor(sensor.name)
        assert type(reading).__name__ == kinds.get(sensor.kind, "CameraReading")


@pytest.mark.parametrize("robot", robot_names())
def test_every_robot_stands_still_until_told(simulator: Simulator, robot: str) -> None:
    simulator.load(Scenario(CATALOG / "empty_hall.sdf", robot))
    simulator.advance(2.0)
    truth = simulator.ground_truth().entities[ROBOT_ENTITY]
    assert math.hypot(*truth.pose.position_m) < 0.002
    assert max(abs(angle) for angle in truth.pose.rpy_rad) < 0.01


def test_a_seed_gives_the_same_bits_again(hall: Simulator) -> None:
    seen = []
    for seed in (7, 8, 7):
        hall.reset(seed)
        drive(hall, 1.0, Action(0.2, 0.5))
        seen.append((read_all(hall), hall.ground_truth()))
    assert seen[0] == seen[2]
    for name in seen[0][0]:
        if name not in {"battery", "wheels"}:
            assert seen[0][0][name] != seen[1][0][name], name


def test_a_fresh_simulator_gives_the_same_bits(hall: Simulator) -> None:
    drive(hall, 0.5, Action(0.2, 0.5))
    other = make_simulator(simulator_features_name(hall))
    other.load(HALL)
    other.reset(1)
    drive(other, 0.5, Action(0.2, 0.5))
    assert read_all(hall) == read_all(other)
    assert hall.ground_truth() == other.ground_truth()
    other.close()


def simulator_features_name(simulator: Simulator) -> str:
    return type(simulator).features().engine


def test_looking_changes_nothing(hall: Simulator) -> None:
    ways = []
    for looks in (False, True):
        hall.reset(3)
        hall.apply_action(Action(0.2, -0.4))
        for step in range(20):
            hall.advance(round((step + 1) * 0.05, 6))
            if looks:
                hall.ground_truth()
                hall.read_sensor("imu")
                hall.read_sensor("lidar")
        ways.append(hall.ground_truth().entities)
    assert ways[0] == ways[1]


def test_how_finely_it_is_advanced_changes_nothing(hall: Simulator) -> None:
    ways = []
    for pieces in (1, 4, 50):
        hall.reset(3)
        hall.apply_action(Action(0.2, -0.4))
        for piece in range(pieces):
            hall.advance(round((piece + 1) / pieces, 6))
        ways.append(hall.ground_truth().entities)
    assert ways[0] == ways[1] == ways[2]


def test_time_is_counted_in_whole_steps(hall: Simulator) -> None:
    for step in range(1, 1001):
        hall.advance(step * hall.physics_timestep_s)
    assert hall.sim_time_s == 1000 * hall.physics_timestep_s
    hall.advance(hall.sim_time_s)
    assert hall.sim_time_s == 1000 * hall.physics_timestep_s


@pytest.mark.parametrize("seconds", [0.5004, math.nan, math.inf])
def test_a_time_between_two_steps_is_refused_with_both_numbers(hall: Simulator, seconds: float) -> None:
    with pytest.raises(TimestepError, match=r"(0\.5004|nan|inf).* 0\.001 s"):
        hall.advance(seconds)


def test_a_time_in_the_past_is_refused_with_both_numbers(hall: Simulator) -> None:
    hall.advance(0.5)
    with pytest.raises(TimestepError, match=r"0\.4 s.*0\.5 s"):
        hall.advance(0.4)


def test_an_unknown_sensor_is_told_with_the_closest_name(hall: Simulator) -> None:
    with pytest.raises(UnknownSensorError, match="lidar"):
        hall.read_sensor("lider")


def test_what_a_camera_sees_is_told_pixel_by_pixel(simulator: Simulator) -> None:
    crate = Placement("crate", "crate", Pose.planar(1.2, 0.0, 0.0))
    hidden = Placement("behind", "box_small", Pose.planar(1.8, 0.0, 0.0))
    simulator.load(Scenario(CATALOG / "empty_hall.sdf", "turtlebot3_waffle_pi", Pose(), (crate, hidden)))
    seen = simulator.seen_entities("camera")
    assert seen.indices.shape == (240, 320)
    assert set(np.unique(seen.indices)) <= set(range(-1, len(seen.names)))
    assert {"crate", "behind", "floor", "walls"} <= set(seen.names)
    shown = {seen.names[number] for number in np.unique(seen.indices) if number >= 0}
    assert {"crate", "floor", "walls"} <= shown
    assert "behind" not in shown
    assert seen.indices[0, 0] == -1
    rows, columns = np.nonzero(seen.indices == seen.names.index("crate"))
    # Its front, 0.3 m wide and high, is 0.97 m before the camera (its axis 0.103 m over the floor).
    assert columns.max() + 1 - columns.min() == pytest.approx(265 * 0.3 / 0.974, abs=3)
    assert rows.max() + 1 == pytest.approx(120 + 265 * 0.103 / 0.974, abs=2)
    assert rows.min() == pytest.approx(120 - 265 * 0.197 / 0.974, abs=2)
    with pytest.raises(UnknownSensorError, match="camera"):
        simulator.seen_entities("lidar")


@pytest.mark.parametrize(
    "action",
    [
        Action(math.nan, 0.0),
        Action(0.0, math.inf),
        Action("1", 0.0),  # type: ignore[arg-type]  # the wrong type is what is tried
    ],
)
def test_an_action_that_is_no_number_is_refused(hall: Simulator, action: Action) -> None:
    with pytest.raises(ValueError, match="finite"):
        hall.apply_action(action)


def test_it_drives_as_far_as_told(hall: Simulator) -> None:
    drive(hall, 4.0, Action(0.2, 0.0))
    truth = hall.ground_truth().entities[ROBOT_ENTITY]
    way_m = math.hypot(truth.pose.position_m[0] + 0.5, truth.pose.position_m[1] - 0.2)
    assert way_m == pytest.approx(0.8, abs=0.03)
    assert math.hypot(*truth.linear_velocity_mps) == pytest.approx(0.2, rel=0.03)
    odometry = hall.read_sensor("odometry")
    assert isinstance(odometry, OdometryReading)
    assert odometry.x_m == pytest.approx(way_m, abs=0.03)
    assert odometry.speed_mps == pytest.approx(0.2, rel=0.03)
    wheels = hall.read_sensor("wheels")
    assert isinstance(wheels, WheelReading)
    assert wheels.left_rad == pytest.approx(0.8 / 0.033, rel=0.05)


def test_it_turns_as_far_as_told(hall: Simulator) -> None:
    drive(hall, 2.0, Action(0.0, 0.5))
    truth = hall.ground_truth().entities[ROBOT_ENTITY]
    assert truth.pose.yaw_rad - 0.3 == pytest.approx(1.0, abs=0.1)
    assert truth.angular_velocity_radps[2] == pytest.approx(0.5, rel=0.1)


def test_commands_are_cut_to_the_robots_limits(hall: Simulator) -> None:
    limits = load_robot_spec("turtlebot3_burger").limits
    drive(hall, 0.05, Action(1e6, 0.0))
    velocity = hall.ground_truth().entities[ROBOT_ENTITY].linear_velocity_mps
    assert math.hypot(*velocity) <= limits.max_acceleration_mps2 * 0.05 * 1.1
    drive(hall, 1.0, Action(1e6, 0.0))
    velocity = hall.ground_truth().entities[ROBOT_ENTITY].linear_velocity_mps
    assert math.hypot(*velocity) == pytest.approx(limits.max_speed_mps, rel=0.05)
    drive(hall, 2.0, Action(0.0, -1e6))
    turn_radps = hall.ground_truth().entities[ROBOT_ENTITY].angular_velocity_radps[2]
    assert turn_radps == pytest.approx(-limits.max_turn_radps, rel=0.05)


def test_the_battery_drains_faster_when_driving(hall: Simulator) -> None:
    def used(action: Action) -> float:
        hall.reset(1)
        drive(hall, 1.0, action)
        reading = hall.read_sensor("battery")
        assert isinstance(reading, BatteryReading)
        assert reading.current_a < 0
        return 1.0 - reading.fraction

    assert 0 < used(Action()) < used(Action(0.2, 0.0))


def test_the_robot_touches_the_floor_with_its_wheels(hall: Simulator) -> None:
    drive(hall, 0.5, Action())
    contacts = hall.ground_truth().contacts
    parts = {contact.collision for contact in contacts}
    assert {"wheel_left_link::tyre_collision", "wheel_right_link::tyre_collision"} <= parts
    assert all(contact.normal[2] > 0.9 for contact in contacts)
    assert sum(contact.force_n for contact in contacts) > 5.0
    assert hall.ground_truth().contacts == ()


def test_what_is_in_the_way_is_seen_and_then_touched(simulator: Simulator) -> None:
    crate = Placement("thing", "crate", Pose.planar(1.0, 0.0, 0.0))
    simulator.load(Scenario(HALL.world, "turtlebot3_burger", Pose(), placements=(crate,)))
    simulator.reset(0)
    scan = simulator.read_sensor("lidar")
    assert isinstance(scan, LidarReading)
    assert scan.ranges_m[0] == pytest.approx(1.0 - 0.15 + 0.032, abs=0.06)
    drive(simulator, 6.0, Action(0.2, 0.0))
    touched = [contact for contact in simulator.ground_truth().contacts if contact.entity == "thing"]
    assert touched
    assert touched[0].normal[0] == pytest.approx(-1.0, abs=0.1)


def test_adding_a_thing_or_a_sensor_does_not_change_anothers_noise(simulator: Simulator) -> None:
    simulator.load(Scenario(HALL.world, "turtlebot3_burger"))
    simulator.reset(5)
    without = plain(simulator.read_sensor("lidar"))
    simulator.reset(5)
    simulator.read_sensor("imu")
    simulator.read_sensor("odometry")
    assert plain(simulator.read_sensor("lidar")) == without


def test_no_noise_makes_perfect_sensors(simulator: Simulator) -> None:
    simulator.load(dataclasses.replace(HALL, noise_scale=0.0))
    seen = []
    for seed in (1, 2):
        simulator.reset(seed)
        drive(simulator, 0.5, Action(0.1, 0.2))
        seen.append(read_all(simulator))
    assert seen[0] == seen[1]


def test_closing_twice_and_loading_again_is_fine(hall: Simulator) -> None:
    before = read_all(hall)
    hall.close()
    hall.close()
    hall.load(HALL)
    hall.reset(1)
    assert read_all(hall) == before


def test_a_world_that_is_wrong_leaves_a_clear_error(simulator: Simulator, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sdf"
    broken.write_text("<sdf version='1.9'><world name='w'><model name='m'>", encoding="utf-8")
    with pytest.raises(SdfError, match=r"broken\.sdf"):
        simulator.load(Scenario(broken, None))
    with pytest.raises(SdfError, match="missing"):
        simulator.load(Scenario(tmp_path / "missing.sdf", None))


def test_a_viewer_gets_a_picture_of_the_size_it_asked_for(hall: Simulator) -> None:
    picture = hall.render(Viewpoint((-2.0, -2.0, 1.5), (0.0, 0.0, 0.0), width_px=200, height_px=120))
    assert picture.shape == (120, 200, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 5
    larger = hall.render(Viewpoint((-2.0, -2.0, 1.5), (0.0, 0.0, 0.0), width_px=400, height_px=300))
    assert larger.shape == (300, 400, 3)


@pytest.mark.parametrize(
    "viewpoint",
    [
        Viewpoint((0.0, 0.0, 1.0), (0.0, 0.0, 1.0)),
        Viewpoint((0.0, 0.0, math.nan), (0.0, 0.0, 1.0)),
        Viewpoint((1.0, 0.0, 1.0), (0.0, 0.0, 0.0), width_px=100_000),
        Viewpoint((1.0, 0.0, 1.0), (0.0, 0.0, 0.0), vertical_fov_rad=4.0),
    ],
)
def test_an_impossible_viewpoint_is_refused(hall: Simulator, viewpoint: Viewpoint) -> None:
    with pytest.raises(ValueError, match=r"(two different|pixels|field of view)"):
        hall.render(viewpoint)
