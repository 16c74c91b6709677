# SPDX-License-Identifier: Apache-2.0
"""What MuJoCo makes of worlds: friction, bounce, joints, ramps, pushes and falls."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from tests.worlds.engines.recordings import load_recorded
from tests.worlds.sdf.sdf_text import world as world_text
from worlds.engines.mujoco.kinematic_tree import MAX_MOVING_LINKS
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError, UnstablePhysicsError
from worlds.pose import Pose
from worlds.readings import ContactReading, EntityState
from worlds.scenario import Placement, Scenario
from worlds.sdf.reader import read_world
from worlds.simulator import Action

CATALOG = Path(__file__).resolve().parents[3] / "worlds" / "catalog"

FLOOR = """<model name="floor"><static>true</static><link name="l"><collision name="c">
  <geometry><plane><normal>0 0 1</normal></plane></geometry>{surface}</collision></link></model>"""


def floor(surface: str = "") -> str:
    return FLOOR.format(surface=surface)


def friction(mu: float) -> str:
    return f"<surface><friction><ode><mu>{mu}</mu><mu2>{mu}</mu2></ode></friction></surface>"


def body(name: str, shape: str, pose: str, extra: str = "", more: str = "") -> str:
    """A model of 1 kg with one collision."""
    return f"""<model name="{name}"><pose>{pose}</pose><link name="l">
      <inertial><mass>1</mass><inertia><ixx>0.01</ixx><iyy>0.01</iyy><izz>0.01</izz></inertia></inertial>
      <collision name="c"><geometry>{shape}</geometry>{extra}</collision></link>{more}</model>"""


BOX = "<box><size>0.2 0.2 0.2</size></box>"
BALL = "<sphere><radius>0.1</radius></sphere>"


def settled(tmp_path: Path, content: str, seconds: float) -> dict[str, EntityState]:
    """Loads a world of these models and lets it go."""
    engine = load_text(tmp_path, content)
    engine.advance(seconds)
    entities = engine.ground_truth().entities
    engine.close()
    return entities


def load_text(tmp_path: Path, content: str) -> MujocoEngine:
    file = tmp_path / "world.sdf"
    file.write_text(world_text(content), encoding="utf-8")
    engine = MujocoEngine()
    engine.load(Scenario(file, None))
    return engine


def test_a_free_fall_falls_as_newton_says(tmp_path: Path) -> None:
    state = settled(tmp_path, body("b", BOX, "0 0 10 0 0 0"), 1.0)["b"]
    assert state.pose.position_m[2] == pytest.approx(10 - 9.8 / 2, abs=0.01)
    assert state.linear_velocity_mps[2] == pytest.approx(-9.8, abs=0.01)


@pytest.mark.parametrize(
    "shape",
    [
        BOX,
        BALL,
        "<cylinder><radius>0.1</radius><length>0.2</length></cylinder>",
        "<capsule><radius>0.1</radius><length>0.1</length></capsule>",
        "<ellipsoid><radii>0.1 0.1 0.1</radii></ellipsoid>",
    ],
)
def test_every_shape_comes_to_rest_on_the_floor(tmp_path: Path, shape: str) -> None:
    state = settled(tmp_path, floor() + body("b", shape, "0 0 0.16 0 0 0"), 2.0)["b"]
    assert 0.09 < state.pose.position_m[2] < 0.16
    assert math.hypot(*state.linear_velocity_mps) < 0.01


@pytest.mark.parametrize(("mu", "slides"), [(0.3, True), (0.45, False)])
def test_a_slope_holds_what_friction_holds(tmp_path: Path, mu: float, slides: bool) -> None:
    slope = 0.38  # tan 0.38 = 0.40
    ramp = f"""<model name="ramp"><static>true</static><pose>0 0 0 0 {slope} 0</pose><link name="l"><collision name="c">
      <geometry><box><size>10 4 0.1</size></box></geometry>{friction(1.0)}</collision></link></model>"""
    up = 0.151 / math.cos(slope)
    state = settled(tmp_path, ramp + body("b", BOX, f"0 0 {up} 0 {slope} 0", friction(mu)), 1.0)["b"]
    moved_m = math.hypot(state.pose.position_m[0], state.pose.position_m[2] - up)
    if slides:
        acceleration = 9.8 * (math.sin(slope) - mu * math.cos(slope))
        assert moved_m == pytest.approx(acceleration / 2, rel=0.1)
    else:
        assert moved_m < 0.005


def test_the_lower_friction_of_two_counts_whichever_has_it(tmp_path: Path) -> None:
    tilted = "<gravity>2 0 -9.8</gravity>"
    for below, above in ((0.01, 1.0), (1.0, 0.01)):
        content = tilted + floor(friction(below)) + body("b", BOX, "0 0 0.1 0 0 0", friction(above))
        state = settled(tmp_path, content, 1.0)["b"]
        assert state.pose.position_m[0] == pytest.approx((2 - 0.098) / 2, rel=0.05)


def test_a_bouncy_ball_bounces_on_a_bouncy_floor_only(tmp_path: Path) -> None:
    bounce = "<surface><bounce><restitution_coefficient>0.8</restitution_coefficient></bounce></surface>"

    def rebound_m(floor_surface: str) -> float:
        engine = load_text(tmp_path, floor(floor_surface) + body("b", BALL, "0 0 1.1 0 0 0", bounce))
        heights = []
        for step in range(120):
            engine.advance((step + 1) * 0.01)
            heights.append(engine.ground_truth().entities["b"].pose.position_m[2] - 0.1)
        return max(heights[60:])  # It lands after 0.45 s.

    assert rebound_m("") < 0.05
    assert 0.3 < rebound_m(bounce) < 0.9


def test_a_soft_contact_gives_way_and_a_hard_one_does_not(tmp_path: Path) -> None:
    soft = "<surface><contact><ode><kp>300</kp><kd>10</kd></ode></contact></surface>"
    state = settled(tmp_path, floor() + body("b", BOX, "0 0 0.1 0 0 0", soft), 3.0)["b"]
    hard = settled(tmp_path, floor() + body("b", BOX, "0 0 0.1 0 0 0"), 3.0)["b"]
    assert hard.pose.position_m[2] > 0.0999
    assert 0.08 < state.pose.position_m[2] < hard.pose.position_m[2] - 0.0003


def test_masks_that_share_no_bit_pass_through(tmp_path: Path) -> None:
    def masked(mask: int) -> str:
        return f"<surface><contact><collide_bitmask>{mask}</collide_bitmask></contact></surface>"

    content = floor(masked(0x01)) + body("through", BOX, "0 0 1 0 0 0", masked(0x02))
    content += body("held", BOX, "2 0 0.1 0 0 0", masked(0x80000001))
    states = settled(tmp_path, content, 1.0)
    assert states["through"].pose.position_m[2] < -1.0
    assert states["held"].pose.position_m[2] == pytest.approx(0.1, abs=0.002)


def arm(kind: str, axis: str, parent: str = "world") -> str:
    """A box of 1 kg, 0.5 m beside the joint that holds it, at a height of 1 m."""
    joint = f"""<joint name="j" type="{kind}"><parent>{parent}</parent><child>l</child>
      <pose>-0.5 0 0 0 0 0</pose>{axis}</joint>"""
    return body("arm", BOX, "0.5 0 1 0 0 0", more=joint)


def test_a_pendulum_hangs_down_in_the_end(tmp_path: Path) -> None:
    axis = "<axis><xyz>0 1 0</xyz><dynamics><damping>1.5</damping></dynamics></axis>"
    state = settled(tmp_path, arm("revolute", axis), 8.0)["arm"]
    assert state.pose.position_m == pytest.approx((0.0, 0.0, 0.5), abs=0.02)


def test_a_joint_stops_at_its_limit(tmp_path: Path) -> None:
    axis = """<axis><xyz>0 1 0</xyz><limit><lower>-0.1</lower><upper>0.3</upper></limit>
      <dynamics><damping>0.5</damping></dynamics></axis>"""
    state = settled(tmp_path, arm("revolute", axis), 3.0)["arm"]
    assert state.pose.rpy_rad[1] == pytest.approx(0.3, abs=0.02)


def test_a_spring_holds_up_what_it_can(tmp_path: Path) -> None:
    axis = """<axis><xyz>0 0 1</xyz><dynamics><damping>10</damping><spring_stiffness>98</spring_stiffness>
      <spring_reference>0</spring_reference></dynamics></axis>"""
    state = settled(tmp_path, arm("prismatic", axis), 4.0)["arm"]
    assert state.pose.position_m[2] == pytest.approx(1.0 - 9.8 / 98, abs=0.005)


def test_dry_friction_holds_a_joint(tmp_path: Path) -> None:
    axis = "<axis><xyz>0 1 0</xyz><dynamics><friction>6</friction></dynamics></axis>"
    state = settled(tmp_path, arm("revolute", axis), 1.0)["arm"]
    assert state.pose.rpy_rad[1] == pytest.approx(0.0, abs=0.03)


@pytest.mark.parametrize("locked", [True, False])
def test_what_is_fixed_to_the_world_stays(tmp_path: Path, locked: bool) -> None:
    axis = "<axis><xyz>0 1 0</xyz><limit><lower>0</lower><upper>0</upper></limit></axis>"
    content = arm("revolute", axis) if locked else arm("fixed", "")
    state = settled(tmp_path, content, 1.0)["arm"]
    assert state.pose.position_m == pytest.approx((0.5, 0.0, 1.0), abs=1e-9)
    assert state.linear_velocity_mps == (0.0, 0.0, 0.0)


def test_a_ball_joint_swings_about_every_axis(tmp_path: Path) -> None:
    state = settled(tmp_path, "<gravity>0 3 -9.8</gravity>" + arm("ball", ""), 0.3)["arm"]
    distance_m = math.dist(state.pose.position_m, (0.0, 0.0, 1.0))
    assert distance_m == pytest.approx(0.5, abs=0.005)
    assert state.pose.position_m[1] > 0.05
    assert state.pose.position_m[2] < 0.9


def test_links_of_one_model_pass_through_each_other_unless_they_may_collide(tmp_path: Path) -> None:
    two = """<model name="m">{flag}<link name="low"><pose>0 0 0.1 0 0 0</pose><collision name="c"><geometry>{box}
      </geometry></collision></link><link name="high"><pose>0 0 0.5 0 0 0</pose><collision name="c"><geometry>{box}
      </geometry></collision></link></model>"""
    for flag, height_m in (("", 0.1), ("<self_collide>true</self_collide>", 0.3)):
        engine = load_text(tmp_path, floor() + two.format(flag=flag, box=BOX))
        engine.advance(2.0)
        height = engine._require_loaded().physics.data.body("m::high").xpos[2]
        assert height == pytest.approx(height_m, abs=0.01)


def test_the_velocity_of_a_models_origin_includes_its_spin(tmp_path: Path) -> None:
    content = """<gravity>0 0 0</gravity><model name="m"><link name="l"><pose>1 0 0 0 0 0</pose></link></model>"""
    engine = load_text(tmp_path, content)
    engine._require_loaded().physics.data.qvel[5] = 2.0
    state = engine.ground_truth().entities["m"]
    assert state.angular_velocity_radps == pytest.approx((0.0, 0.0, 2.0))
    assert state.linear_velocity_mps == pytest.approx((0.0, -2.0, 0.0))
    engine.advance(0.001)
    assert engine.ground_truth().entities["m"].pose.position_m[1] == pytest.approx(-0.002, rel=0.01)


def test_hills_are_where_the_heightmap_has_them() -> None:
    engine = MujocoEngine()
    world = read_world(CATALOG / "proving_ground.sdf")
    engine.load_world(world, None)
    engine.advance(1.0)
    assert all(math.isfinite(v) for s in engine.ground_truth().entities.values() for v in s.pose.position_m)
    engine.close()


def test_the_robot_pushes_a_light_crate_and_is_stopped_by_a_heavy_one() -> None:
    engine = MujocoEngine()
    load_recorded(engine, "push")
    engine.apply_action(Action(0.2, 0.0))
    engine.advance(4.0)
    assert engine.ground_truth().entities["crate"].pose.position_m[0] > 0.7
    barrel = Placement("heavy", "barrel", Pose.planar(0.6, 0.0, 0.0))
    scenario = Scenario(CATALOG / "empty_hall.sdf", "turtlebot3_burger", placements=(barrel,))
    engine.load(scenario)
    engine.apply_action(Action(0.2, 0.0))
    engine.advance(5.0)
    truth = engine.ground_truth()
    assert truth.entities["heavy"].pose.position_m[0] < 0.62
    assert truth.entities["robot"].pose.position_m[0] < 0.45
    odometry = engine.read_sensor("odometry")
    assert odometry.x_m > truth.entities["robot"].pose.position_m[0] + 0.2  # type: ignore[union-attr]
    assert {contact.entity for contact in truth.contacts} >= {"heavy"}
    engine.close()


def test_on_ice_the_wheels_slip() -> None:
    engine = MujocoEngine()
    scenario = Scenario(CATALOG / "empty_hall.sdf", "turtlebot3_burger")
    ways_m = []
    for scale in (1.0, 0.02):
        engine.load(replace(scenario, friction_scale=scale))
        engine.apply_action(Action(0.22, 0.0))
        engine.advance(0.5)
        ways_m.append(engine.ground_truth().entities["robot"].pose.position_m[0])
    assert ways_m[1] < 0.5 * ways_m[0]
    engine.close()


def test_the_robot_tips_over_the_edge_of_a_table(tmp_path: Path) -> None:
    table = """<model name="table"><static>true</static><pose>0 0 -0.05 0 0 0</pose><link name="l"><collision name="c">
      <geometry><box><size>0.6 1 0.1</size></box></geometry></collision></link></model>"""
    file = tmp_path / "table.sdf"
    file.write_text(world_text(table), encoding="utf-8")
    engine = MujocoEngine()
    engine.load(Scenario(file, "turtlebot3_burger"))
    engine.apply_action(Action(0.22, 0.0))
    engine.advance(3.0)
    robot = engine.ground_truth().entities["robot"]
    assert robot.pose.position_m[2] < -0.3
    engine.close()


def test_a_touch_of_five_milliseconds_is_not_missed(tmp_path: Path) -> None:
    """A ball that bounces off the robot within one long step is in the contacts."""
    bounce = "<surface><bounce><restitution_coefficient>0.9</restitution_coefficient></bounce></surface>"
    file = tmp_path / "ball.sdf"
    file.write_text(world_text(floor() + body("ball", BALL, "0.6 0 0.12 0 0 0", bounce)), encoding="utf-8")
    engine = MujocoEngine()
    engine.load(Scenario(file, "turtlebot3_burger"))
    engine._require_loaded().physics.data.joint("ball::l").qvel[0] = -2.0
    engine.advance(1.5)
    contacts = {contact.entity: contact for contact in engine.ground_truth().contacts}
    assert contacts["ball"].force_n > 1.0
    assert contacts["ball"].normal[0] < -0.9
    engine.close()


def test_physics_that_breaks_down_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = """<model name="m"><pose>0 0 1 0 0 0</pose><link name="a"><inertial><mass>1e-6</mass><inertia>
      <ixx>1e-12</ixx><iyy>1e-12</iyy><izz>1e-12</izz></inertia></inertial></link><link name="b">
      <pose>0.1 0 0 0 0 0</pose></link><joint name="j" type="prismatic"><parent>a</parent><child>b</child><axis>
      <xyz>1 0 0</xyz><dynamics><spring_stiffness>1e12</spring_stiffness><spring_reference>100</spring_reference>
      </dynamics></axis></joint></model>"""
    engine = load_text(tmp_path, content)
    with pytest.raises(UnstablePhysicsError, match="broke down"):
        engine.advance(1.0)
    assert not (tmp_path / "MUJOCO_LOG.TXT").exists()


def test_a_plane_that_moves_is_refused_with_its_place(tmp_path: Path) -> None:
    plane = "<plane><normal>0 0 1</normal></plane>"
    with pytest.raises(SdfError, match=r"world\.sdf:\d+.*plane"):
        load_text(tmp_path, body("m", plane, "0 0 0 0 0 0"))


def test_a_loop_of_joints_is_refused(tmp_path: Path) -> None:
    engine = load_text(tmp_path, arm("revolute", "<axis><xyz>0 1 0</xyz></axis>"))
    world = read_world(tmp_path / "world.sdf")
    model = world.models[-1]
    looped = replace(model, joints=(replace(model.joints[0], parent="l"),))
    with pytest.raises(SdfError, match="loop"):
        engine.load_world(replace(world, models=(looped,)), None)


def chain(links: int) -> str:
    """Balls that hang on each other in a row."""
    made = [f"<link name='l{i}'><pose>{i * 0.1} 0 0 0 0 0</pose></link>" for i in range(links)]
    joined = [
        f"<joint name='j{i}' type='ball'><parent>l{i - 1}</parent><child>l{i}</child></joint>" for i in range(1, links)
    ]
    return f"<model name='chain'>{''.join(made)}{''.join(joined)}</model>"


def test_a_long_chain_holds_and_a_longer_one_is_refused(tmp_path: Path) -> None:
    engine = load_text(tmp_path, chain(MAX_MOVING_LINKS))
    engine.advance(0.005)
    assert engine.ground_truth().entities["chain"].pose.position_m[2] < 0.0
    with pytest.raises(SdfError, match=rf"world\.sdf:\d+.*{MAX_MOVING_LINKS} links"):
        load_text(tmp_path, chain(MAX_MOVING_LINKS + 1))


@pytest.mark.parametrize("mu", [0.0, 1e-6, 1e5, 1e9])
def test_extreme_friction_is_stable(tmp_path: Path, mu: float) -> None:
    content = "<gravity>1 0 -9.8</gravity>" + floor(friction(mu)) + body("b", BOX, "0 0 0.1 0 0 0.3", friction(mu))
    moved_m = settled(tmp_path, content, 1.0)["b"].pose.position_m
    assert moved_m[0] == pytest.approx(0.5 if mu < 1 else 0.0, abs=0.01)
    assert moved_m[2] == pytest.approx(0.1, abs=0.002)


def test_a_contact_sensor_of_the_world_feels_what_lies_on_it(tmp_path: Path) -> None:
    scale = """<model name="scale"><static>true</static><link name="l"><collision name="c"><geometry><box>
      <size>1 1 0.1</size></box></geometry></collision><sensor name="scale" type="contact">
      <update_rate>100</update_rate><contact><collision>c</collision></contact></sensor></link></model>"""
    engine = load_text(tmp_path, scale + body("b", BOX, "0 0 0.15 0 0 0"))
    engine.advance(2.0)
    engine.read_sensor("scale")
    engine.advance(3.0)
    felt = engine.read_sensor("scale")
    assert isinstance(felt, ContactReading)
    assert felt.touching
    assert felt.force_n == pytest.approx(9.8 / 4, rel=0.1)
