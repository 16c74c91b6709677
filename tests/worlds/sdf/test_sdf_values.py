# SPDX-License-Identifier: Apache-2.0
"""What a world says arrives in its description, with SDFormat's defaults for what it leaves out."""

from __future__ import annotations

import math

import pytest

from tests.worlds.sdf.sdf_text import BOX, COLLISION, in_link, joint, jointed, link, model, world
from worlds.pose import Pose
from worlds.sdf.description import (
    Box,
    Camera,
    Capsule,
    ContactSensor,
    Cylinder,
    Ellipsoid,
    Imu,
    Lidar,
    Material,
    Noise,
    Plane,
    Sphere,
    Surface,
)


def test_an_empty_world_has_the_defaults_of_sdformat(read):
    empty = read(world(""))
    assert empty.name == "w"
    assert empty.gravity_mps2 == (0.0, 0.0, -9.8)
    assert empty.physics_timestep_s == 0.001
    assert empty.ambient == (0.4, 0.4, 0.4, 1.0)
    assert empty.models == ()
    assert empty.warnings == ()


def test_physics_scene_and_plugins_arrive(read):
    got = read(
        world(
            "<gravity>0 0 -1.62</gravity>"
            "<physics name='slow' type='ode'><max_step_size>0.004</max_step_size></physics>"
            "<physics name='p' type='ode' default='true'><max_step_size>0.002</max_step_size></physics>"
            "<scene><ambient>0.1 0.2 0.3 1</ambient><background>0 0 1</background></scene>"
            "<plugin filename='gz-sim-physics-system' name='gz::sim::systems::Physics'>"
            "<engine>dart</engine><deep><x>1</x></deep></plugin>"
        )
    )
    assert got.gravity_mps2 == (0.0, 0.0, -1.62)
    assert got.physics_timestep_s == 0.002
    assert got.ambient == (0.1, 0.2, 0.3, 1.0)
    assert got.background == (0.0, 0.0, 1.0, 1.0)
    assert got.plugins[0].name == "gz::sim::systems::Physics"
    assert got.plugins[0].parameters == {"engine": "dart"}
    assert got.warnings == ()


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("<box><size>1 2 3</size></box>", Box((1, 2, 3))),
        ("<sphere><radius>0.5</radius></sphere>", Sphere(0.5)),
        ("<cylinder><radius>0.5</radius><length>2</length></cylinder>", Cylinder(0.5, 2)),
        ("<capsule><radius>0.1</radius><length>.2</length></capsule>", Capsule(0.1, 0.2)),
        ("<ellipsoid><radii>1 2 3e-1</radii></ellipsoid>", Ellipsoid((1, 2, 0.3))),
        ("<plane><normal>0 0 2</normal><size>4 5</size></plane>", Plane((0, 0, 1), (4, 5))),
        ("<box/>", Box((1, 1, 1))),
    ],
)
def test_shapes_of_collisions_and_visuals(read, text, shape):
    geometry = f"<geometry>{text}</geometry>"
    parts = f"<collision name='c'>{geometry}</collision><visual name='v'>{geometry}</visual>"
    got = read(in_link(parts)).models[0].links[0]
    assert got.collisions[0].geometry == shape
    assert got.visuals[0].geometry == shape


def test_an_empty_geometry_is_no_part(read):
    got = read(in_link("<collision name='c'><geometry><empty/></geometry></collision>"))
    assert got.models[0].links[0].collisions == ()


def test_surface_parameters(read):
    surface = (
        "<surface><friction><ode><mu>0.3</mu><mu2>0.4</mu2></ode>"
        "<torsional><coefficient>0.02</coefficient></torsional></friction>"
        "<contact><collide_bitmask>0x0f</collide_bitmask><ode><kp>1e5</kp><kd>2</kd></ode></contact>"
        "<bounce><restitution_coefficient>0.5</restitution_coefficient></bounce></surface>"
    )
    got = read(in_link(f"<collision name='c'>{BOX}{surface}</collision><collision name='d'>{BOX}</collision>"))
    first, second = got.models[0].links[0].collisions
    assert first.surface == Surface(0.3, 0.4, 0.02, 1e5, 2.0, 0.5, 0x0F)
    assert second.surface == Surface()


def test_inertial(read):
    text = (
        "<link name='l'><inertial><pose>1 2 3 0 0 0</pose><mass>2.5</mass><inertia><ixx>1</ixx><iyy>2</iyy>"
        "<izz>2.5</izz><ixy>0.1</ixy><ixz>0.2</ixz><iyz>0.3</iyz></inertia></inertial></link>"
    )
    inertial = read(world(model(text))).models[0].links[0].inertial
    assert inertial.mass_kg == 2.5
    assert inertial.pose == Pose((1, 2, 3))
    assert inertial.inertia_kgm2 == (1, 2, 2.5, 0.1, 0.2, 0.3)


def test_a_moving_link_without_inertial_gets_the_default_and_a_warning_a_static_one_none(read):
    got = read(world(model("<link name='l'/>") + model("<static>true</static><link name='l'/>", "s")))
    moving, static = got.models
    assert moving.links[0].inertial.mass_kg == 1.0
    assert moving.links[0].inertial.inertia_kgm2 == (1, 1, 1, 0, 0, 0)
    assert static.static
    assert static.links[0].inertial is None
    assert [warning.place.element for warning in got.warnings] == ["world[w]/model[m]/link[l]"]


def test_material_and_visual_details(read):
    got = read(
        in_link(
            f"<visual name='v'>{BOX}<transparency>0.25</transparency><cast_shadows>false</cast_shadows>"
            "<material><ambient>1 0 0 1</ambient><diffuse>0 1 0 0.5</diffuse><specular>0 0 1</specular>"
            "<emissive>1 1 0 1</emissive><pbr><metal><metalness>0.9</metalness><roughness>0.1</roughness>"
            "</metal></pbr></material></visual>"
        )
    )
    visual = got.models[0].links[0].visuals[0]
    assert visual.transparency == 0.25
    assert not visual.cast_shadows
    assert visual.material == Material(
        (1, 0, 0, 1), (0, 1, 0, 0.5), (0, 0, 1, 1), (1, 1, 0, 1), metalness=0.9, roughness=0.1
    )


def test_colours_beyond_their_range_come_to_its_end(read):
    got = read(in_link(f"<visual name='v'>{BOX}<material><diffuse>2 -1 0.5 1</diffuse></material></visual>"))
    assert got.models[0].links[0].visuals[0].material.diffuse == (1, 0, 0.5, 1)


def test_material_scripts_of_gazebo_classic_give_their_colour(read):
    script = "<material><script><uri>file://media/x.material</uri><name>{}</name></script></material>"
    got = read(
        in_link(
            f"<visual name='v'>{BOX}{script.format('Gazebo/Red')}</visual>"
            f"<visual name='u'>{BOX}{script.format('My/Own')}</visual>"
        )
    )
    known, unknown = got.models[0].links[0].visuals
    assert known.material.diffuse == (1, 0, 0, 1)
    assert unknown.material == Material()
    assert "My/Own" in got.warnings[0].message


def test_lights_of_the_world_and_of_a_link(read):
    text = (
        "<light name='s' type='spot'><pose>1 2 3 0 0 0</pose><direction>0 3 -4</direction>"
        "<diffuse>1 0 0 1</diffuse><specular>0 1 0 1</specular><intensity>2</intensity>"
        "<attenuation><range>20</range><constant>0.5</constant><linear>0.1</linear><quadratic>0.01</quadratic>"
        "</attenuation><spot><inner_angle>0.1</inner_angle><outer_angle>0.6</outer_angle>"
        "<falloff>1</falloff></spot><cast_shadows>1</cast_shadows></light>"
    )
    off = "<light name='off' type='point'><light_on>false</light_on></light>"
    got = read(world(text + model(link(off))))
    spot = got.lights[0]
    assert spot.kind == "spot"
    assert spot.pose.position_m == (1, 2, 3)
    assert spot.direction == (0, 0.6, -0.8)
    assert (spot.diffuse, spot.specular) == ((1, 0, 0, 1), (0, 1, 0, 1))
    assert (spot.intensity, spot.range_m, spot.attenuation) == (2, 20, (0.5, 0.1, 0.01))
    assert spot.spot_outer_angle_rad == 0.6
    assert spot.cast_shadows
    assert got.models[0].links[0].lights[0].intensity == 0.0


@pytest.mark.parametrize("tag", ["lidar", "ray"])
@pytest.mark.parametrize("kind", ["lidar", "gpu_lidar", "ray", "gpu_ray"])
def test_lidars_in_both_spellings(read, tag, kind):
    got = read(
        in_link(
            f"<sensor name='s' type='{kind}'><pose>0 0 1 0 0 0</pose><update_rate>10</update_rate>"
            f"<topic>scan</topic><{tag}><scan><horizontal><samples>360</samples><resolution>0.5</resolution>"
            "<min_angle>-1</min_angle><max_angle>1</max_angle></horizontal><vertical><samples>4</samples>"
            "<min_angle>-0.1</min_angle><max_angle>0.2</max_angle></vertical></scan><range><min>0.1</min>"
            "<max>inf</max><resolution>0.01</resolution></range><noise><type>gaussian</type><mean>0</mean>"
            f"<stddev>0.02</stddev></noise></{tag}></sensor>"
        )
    )
    sensor = got.models[0].links[0].sensors[0]
    assert (sensor.name, sensor.rate_hz, sensor.topic) == ("s", 10, "scan")
    assert sensor.pose.position_m == (0, 0, 1)
    assert sensor.details == Lidar(180, -1, 1, 4, -0.1, 0.2, 0.1, math.inf, 0.01, Noise(0, 0.02))


CAMERA = (
    "<camera><pose>0.1 0 0 0 0 0</pose><horizontal_fov>1.2</horizontal_fov><image><width>64</width>"
    "<height>48</height></image><clip><near>0.2</near><far>30</far></clip>"
    "<noise><type>gaussian</type><stddev>0.01</stddev></noise></camera>"
)


@pytest.mark.parametrize(("kind", "read_as"), [("camera", "color"), ("depth_camera", "depth")])
def test_cameras(read, kind, read_as):
    sensor = read(in_link(f"<sensor name='s' type='{kind}'>{CAMERA}</sensor>")).models[0].links[0].sensors[0]
    assert sensor.details == Camera(read_as, 64, 48, 1.2, 0.2, 30, Noise(0, 0.01))
    assert sensor.pose.position_m == (0.1, 0, 0)


def test_an_rgbd_camera_is_a_colour_and_a_depth_camera(read):
    text = f"<sensor name='s' type='rgbd_camera'><topic>cam</topic>{CAMERA}</sensor>"
    colour, depth = read(in_link(text)).models[0].links[0].sensors
    assert (colour.name, colour.topic, colour.details.kind) == ("s", "cam/image", "color")
    assert (depth.name, depth.topic, depth.details.kind) == ("s_depth", "cam/depth_image", "depth")


def test_imu_noise_by_axis(read):
    noise = "<noise type='gaussian'><mean>0.1</mean><stddev>{}</stddev><bias_mean>0.3</bias_mean></noise>"
    imu = (
        f"<imu><angular_velocity><x>{noise.format(1)}</x><z>{noise.format(3)}</z></angular_velocity>"
        f"<linear_acceleration><y>{noise.format(2)}</y></linear_acceleration></imu>"
    )
    sensors = read(in_link(f"<sensor name='i' type='imu'>{imu}</sensor><sensor name='k' type='imu'/>"))
    noisy, quiet = sensors.models[0].links[0].sensors
    assert noisy.details.gyro_noise == (Noise(0.1, 1, 0.3), Noise(), Noise(0.1, 3, 0.3))
    assert noisy.details.accel_noise == (Noise(), Noise(0.1, 2, 0.3), Noise())
    assert quiet.details == Imu()


def test_contact_sensors_name_their_collisions(read):
    contact = "<sensor name='s' type='contact'><contact><collision>m::l::c</collision></contact></sensor>"
    sensor = read(in_link(COLLISION + contact)).models[0].links[0].sensors[0]
    assert sensor.details == ContactSensor(("c",))


AXIS = (
    "<axis><xyz>0 0 2</xyz><limit><lower>-1</lower><upper>2</upper><effort>3</effort><velocity>4</velocity>"
    "</limit><dynamics><damping>0.1</damping><friction>0.2</friction><spring_stiffness>0.3</spring_stiffness>"
    "<spring_reference>0.4</spring_reference></dynamics></axis>"
)


@pytest.mark.parametrize("kind", ["revolute", "prismatic"])
def test_axes_of_joints(read, kind):
    got = read(jointed(joint(f"<pose>0 1 0 0 0 0</pose>{AXIS}", kind))).models[0].joints[0]
    assert (got.name, got.kind, got.parent, got.child) == ("j", kind, "a", "b")
    assert got.pose.position_m == (0, 1, 0)
    axis = got.axis
    assert axis.xyz == (0, 0, 1)
    assert (axis.lower, axis.upper, axis.effort, axis.velocity) == (-1, 2, 3, 4)
    assert (axis.damping, axis.friction, axis.spring_stiffness, axis.spring_reference) == (0.1, 0.2, 0.3, 0.4)


@pytest.mark.parametrize(
    "limit",
    [
        "",
        "<limit/>",
        "<limit><lower>-1e16</lower><upper>1e16</upper><effort>-1</effort><velocity>-1</velocity></limit>",
        "<limit><lower>-inf</lower><upper>inf</upper><effort>inf</effort><velocity>1e300</velocity></limit>",
        "<limit><lower>-1.7e+308</lower><upper>1.7e+308</upper></limit>",
    ],
)
def test_every_way_to_say_unlimited(read, limit):
    axis = read(jointed(joint(f"<axis><xyz>1 0 0</xyz>{limit}</axis>"))).models[0].joints[0].axis
    assert (axis.lower, axis.upper, axis.effort, axis.velocity) == (-math.inf, math.inf, math.inf, math.inf)


def test_continuous_is_revolute_without_limits(read):
    got = read(jointed(joint(AXIS, "continuous"))).models[0].joints[0]
    assert got.kind == "revolute"
    assert (got.axis.lower, got.axis.upper, got.axis.effort) == (-math.inf, math.inf, 3)


@pytest.mark.parametrize(("kind", "damping"), [("fixed", 0.0), ("ball", 0.1)])
def test_joints_without_axis(read, kind, damping):
    got = read(jointed(joint(AXIS, kind))).models[0].joints[0]
    assert (got.kind, got.axis, got.ball_damping) == (kind, None, damping)


def test_a_joint_to_the_world(read):
    assert read(jointed(joint("", "fixed", parent="world"))).models[0].joints[0].parent == "world"


def test_model_flags_and_places(read, folder):
    got = read(world("\n" + model("<self_collide>1</self_collide>" + link(COLLISION))))
    assert got.models[0].self_collide
    place = got.models[0].links[0].collisions[0].place
    assert (place.file, place.line) == (folder / "w.sdf", 3)
    assert place.element == "world[w]/model[m]/link[l]/collision[c]"


@pytest.mark.parametrize("version", ["1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11"])
def test_versions(read, version):
    assert read(in_link(COLLISION, version)).models[0].name == "m"
