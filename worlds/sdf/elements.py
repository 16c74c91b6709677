# SPDX-License-Identifier: Apache-2.0
"""The table of SDFormat elements: what the reader does with each one of versions 1.3 to 1.12.

A path starts anew at every element of `CONTEXTS`: the mass of a link is `link/inertial/mass`, wherever the
link is. What stands in this table is what `element_check` holds a file to and what the documentation shows;
an element that is not in it is not SDFormat.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal


class Treatment(Enum):
    """What the reader does with an element."""

    READ = "read"
    HARMLESS = "ignored: it changes neither physics nor a sensor here"
    LEFT_OUT = "left out with a warning: it changes only what is seen or said, or Gazebo Sim leaves it out, too"
    DIFFERS = "left out with a warning: something moves or measures otherwise than in Gazebo"
    REFUSED = "refused: leaving it out would change physics or a sensor"


@dataclass(frozen=True)
class Rule:
    """What is done with the element at one path.

    Attributes:
        path: the element's path, from the nearest context on.
        treatment: what is done with it and all below it.
        reason: why; for what is refused, part of the message.
        unless: a value with which an element that is left out or refused is harmless.
        many: whether it may stand beside others of its kind.
    """

    path: str
    treatment: Treatment
    reason: str = ""
    unless: str | None = None
    many: bool = False


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


READ, HARMLESS = Treatment.READ, Treatment.HARMLESS
LEFT_OUT, DIFFERS, REFUSED = Treatment.LEFT_OUT, Treatment.DIFFERS, Treatment.REFUSED

CONTEXTS = _names("world model link joint collision visual sensor light include frame plugin noise material pose")
"""Elements that start a path."""

PHYSICAL_CONTEXTS = _names("world model link joint collision sensor include frame noise pose")
"""Contexts in which a misspelt element is an error, because what was meant would not happen."""

JOINT_TYPES: dict[str, Literal["fixed", "revolute", "prismatic", "ball", "universal", "screw"] | None] = {
    "fixed": "fixed",
    "revolute": "revolute",
    "continuous": "revolute",
    "prismatic": "prismatic",
    "ball": "ball",
    "universal": "universal",
    "screw": "screw",
    "revolute2": None,
    "gearbox": None,
}
"""What each type of joint is read as; None is held fast with a warning, as Gazebo's default engine does."""

SENSOR_TYPES: dict[str, Literal["lidar", "color", "depth", "rgbd", "imu", "contact"] | None] = {
    "lidar": "lidar",
    "gpu_lidar": "lidar",
    "ray": "lidar",
    "gpu_ray": "lidar",
    "camera": "color",
    "depth_camera": "depth",
    "depth": "depth",
    "rgbd_camera": "rgbd",
    "rgbd": "rgbd",
    "imu": "imu",
    "contact": "contact",
    **dict.fromkeys(
        sorted(
            _names(
                "air_flow air_pressure air_speed altimeter boundingbox_camera custom dvl force_torque gps "
                "instance_segmentation_camera logical_camera magnetometer multicamera navsat rfid rfidtag "
                "segmentation segmentation_camera semantic_segmentation_camera sonar thermal thermal_camera "
                "wideanglecamera wideangle_camera wide_angle_camera wireless_receiver wireless_transmitter"
            )
        )
    ),
}
"""What each type of sensor is read as; None is left out with a warning."""


HARMLESS_SYSTEMS = _names(
    "Physics UserCommands SceneBroadcaster Sensors Imu Contact Altimeter AirFlow AirPressure AirSpeed Magnetometer "
    "NavSat ForceTorque LogicalCamera DiffDrive AckermannSteering MecanumDrive FourwidsDrive OdometryPublisher "
    "JointStatePublisher PosePublisher JointController JointPositionController JointTrajectoryController "
    "VelocityControl DriveToPoseController ApplyJointForce Breadcrumbs Label LogRecord LogVideoRecorder TouchPlugin "
    "LinearBatteryPlugin CameraVideoRecorder Thermal ThermalSensor KineticEnergyMonitor ModelPhotoShoot "
    "TriggeredPublisher RFComms AcousticComms PerfectComms CommsEndpoint PerformerDetector ParticleEmitter "
    "OpticalTactilePlugin LogicalAudioSensorPlugin EnvironmentPreload EntitySemantics "
    "LensFlare GlobalIlluminationCiVct Dvl LevelManager ShaderParam CustomSensor TransformControl"
)
"""Systems of Gazebo Sim that publish, measure, draw, or wait for commands: without them nothing moves by
itself that would move with them. Some can be told to begin with a speed or at an angle: see `plugins`."""


def _all(parent: str, names: str, treatment: Treatment, reason: str = "") -> Iterator[Rule]:
    """Makes a rule for each name; a star after it says that there may be many."""
    for name in names.split():
        yield Rule(f"{parent}/{name.rstrip('*')}", treatment, reason, many=name.endswith("*"))


def _unless(parent: str, names: str, value: str, reason: str, treatment: Treatment = DIFFERS) -> Iterator[Rule]:
    for name in names.split():
        yield Rule(f"{parent}/{name}", treatment, reason, unless=value, many=True)


_ONE_ENGINE = "a setting of one physics engine's solver, which Gazebo's default engine does not read"
_LOOKS = "only looks"
_ACTORS = "cameras and lidars of Gazebo would see it move"


def _world() -> Iterator[Rule]:
    yield from _all("sdf", "world* model* light*", READ)
    yield from _all("sdf", "actor*", DIFFERS, _ACTORS)
    yield from _all("world", "gravity physics* scene include* model* light* frame* plugin*", READ)
    yield from _all("world", "atmosphere magnetic_field", HARMLESS, "only sensors that are left out need it")
    yield from _all("world", "spherical_coordinates", HARMLESS, "only GPS needs it")
    yield from _all("world", "gui audio", HARMLESS, "Gazebo's own window and sound")
    yield from _all("world", "state*", LEFT_OUT, "models start where <model> says, as in Gazebo Sim")
    yield from _all("world", "road* particle_emitter* projector*", LEFT_OUT, _LOOKS)
    yield from _all("world", "wind", READ)
    yield from _unless("world/wind", "linear_velocity", "0 0 0", "wind is not simulated")
    yield from _all("world", "population*", LEFT_OUT, "Gazebo Sim does so, too; write the models themselves")
    yield from _all("world", "actor*", DIFFERS, _ACTORS)
    yield from _all("world", "joint*", REFUSED, "joints between models are not supported")
    yield from _all("world/physics", "max_step_size", READ, "in 1.3 it is the solver's `<dt>`")
    yield from _all("world/physics", "gravity", READ)
    yield from _all(
        "world/physics",
        "real_time_factor real_time_update_rate update_rate",
        HARMLESS,
        "the lab sets its pace",
    )
    yield from _all("world/physics", "max_contacts ode bullet simbody dart", HARMLESS, _ONE_ENGINE)
    yield from _all("world/physics", "plugin* magnetic_field", HARMLESS)
    yield from _all("world/scene", "ambient background", READ)
    yield from _all("world/scene", "grid origin_visual shadows shadow_caster_material_name", HARMLESS, _LOOKS)
    yield from _all("world/scene", "sky fog", LEFT_OUT, _LOOKS)
    yield from _all("include", "uri name pose static placement_frame plugin*", READ)
    yield from _all("include", "experimental:params", REFUSED, "it changes the model that is included")
    yield from _all("frame", "pose", READ)


def _model() -> Iterator[Rule]:
    yield from _all("model", "static self_collide pose link* joint* frame* model* include* plugin*", READ)
    yield from _all("model", "allow_auto_disable", HARMLESS, "bodies at rest stay exact")
    yield from _all("model", "enable_wind", HARMLESS, "there is no wind")
    yield from _all("model", "gripper*", LEFT_OUT, "Gazebo Sim does so, too")
    yield from _all("link", "pose inertial gravity collision* visual* sensor* light*", READ)
    yield from _all("link", "enable_wind must_be_base_link", HARMLESS)
    yield from _unless(
        "link", "kinematic", "false", "links that nothing moves are not supported; make the model static"
    )
    yield from _unless("link", "self_collide", "false", "set <self_collide> of the model")
    yield from _all("link", "velocity_decay damping", READ)
    for parent in ("velocity_decay", "damping"):
        yield from _unless(f"link/{parent}", "linear angular", "0", "Gazebo's default engine does so, too", LEFT_OUT)
    yield from _all("link", "battery* audio_sink* audio_source*", HARMLESS)
    yield from _all("link", "projector* particle_emitter*", LEFT_OUT, _LOOKS)
    yield from _all("link/inertial", "mass pose inertia", READ)
    yield from _all("link/inertial/inertia", "ixx ixy ixz iyy iyz izz", READ)
    yield from _all("link/inertial", "density", READ)
    yield from _all("link/inertial", "auto_inertia_params", HARMLESS, "only plugins of Gazebo use it")
    yield from _all("link/inertial", "fluid_added_mass", DIFFERS, "water is not simulated")


def _joint() -> Iterator[Rule]:
    yield from _all("joint", "parent child pose axis axis2 thread_pitch screw_thread_pitch", READ)
    yield from _all("joint", "sensor*", LEFT_OUT, "sensors of joints (force and torque) are not supported")
    yield from _all("joint", "gearbox_ratio gearbox_reference_body", HARMLESS, "gearboxes are held fast")
    yield from _all("joint", "physics", HARMLESS, _ONE_ENGINE)
    for axis in ("joint/axis", "joint/axis2"):
        yield from _all(axis, "xyz use_parent_model_frame limit dynamics", READ)
        yield from _unless(axis, "initial_position", "0", "Gazebo Sim does so, too; place the child link", LEFT_OUT)
        yield from _all(axis, "mimic", DIFFERS, "coupled joints are not supported; each moves by itself")
        yield from _all(f"{axis}/limit", "lower upper effort velocity", READ)
        yield from _all(f"{axis}/limit", "stiffness dissipation", HARMLESS, _ONE_ENGINE)
        yield from _all(f"{axis}/dynamics", "damping friction spring_stiffness spring_reference", READ)


def _part(part: str, unsupported: Treatment, reason: str) -> Iterator[Rule]:
    yield from _all(part, "pose geometry", READ)
    yield from _all(part, "laser_retro", HARMLESS, "the lidar gives no intensity")
    shapes = "box sphere cylinder capsule ellipsoid cone plane polyline* mesh heightmap empty"
    yield from _all(f"{part}/geometry", shapes, READ)
    yield from _all(f"{part}/geometry", "image road", unsupported, reason)
    for shape, values in {
        "box": "size",
        "sphere": "radius",
        "cylinder": "radius length",
        "capsule": "radius length",
        "ellipsoid": "radii",
        "cone": "radius length",
        "polyline": "point* height",
        "plane": "normal size",
        "mesh": "uri scale submesh",
        "heightmap": "uri size pos",
    }.items():
        yield from _all(f"{part}/geometry/{shape}", values, READ)
    yield from _all(f"{part}/geometry/mesh/submesh", "name center", READ)
    yield from _all(f"{part}/geometry/mesh", "convex_decomposition", HARMLESS, "hollow meshes are cut up anyway")
    yield from _all(f"{part}/geometry/heightmap", "texture* blend*", LEFT_OUT, _LOOKS)
    yield from _all(f"{part}/geometry/heightmap", "use_terrain_paging sampling", HARMLESS)


def _collision() -> Iterator[Rule]:
    yield from _part("collision", REFUSED, "this shape is not supported for contacts")
    yield from _all("collision", "surface", READ)
    yield from _all("collision", "max_contacts", HARMLESS, _ONE_ENGINE)
    yield from _all("collision", "density", READ)
    yield from _all("collision", "auto_inertia_params", HARMLESS, "only plugins of Gazebo use it")
    surface = "collision/surface"
    yield from _all(surface, "friction contact bounce", READ)
    yield from _all(surface, "soft_contact", DIFFERS, "soft bodies are not simulated; it is as hard as others")
    yield from _all(f"{surface}/bounce", "restitution_coefficient", READ)
    yield from _all(f"{surface}/bounce", "threshold", HARMLESS, _ONE_ENGINE)
    yield from _all(f"{surface}/friction", "ode torsional", READ)
    yield from _all(f"{surface}/friction", "bullet", HARMLESS, _ONE_ENGINE)
    yield from _all(f"{surface}/friction/ode", "mu mu2 fdir1", READ)
    yield from _unless(
        f"{surface}/friction/ode",
        "slip1 slip2",
        "0",
        "slip compliance is not simulated; wheels grip as long as friction lasts",
    )
    yield from _all(f"{surface}/friction/torsional", "coefficient", READ)
    yield from _all(
        f"{surface}/friction/torsional",
        "use_patch_radius patch_radius surface_radius ode",
        HARMLESS,
        _ONE_ENGINE,
    )
    yield from _all(f"{surface}/contact", "ode collide_bitmask", READ)
    yield from _all(f"{surface}/contact", "bullet poissons_ratio elastic_modulus", HARMLESS, _ONE_ENGINE)
    yield from _all(f"{surface}/contact", "collide_without_contact_bitmask", HARMLESS)
    yield from _unless(f"{surface}/contact", "collide_without_contact", "false", "parts touch or they do not")
    yield from _unless(f"{surface}/contact", "category_bitmask", "65535", "use collide_bitmask")
    yield from _all(f"{surface}/contact/ode", "kp kd", READ)
    yield from _all(f"{surface}/contact/ode", "soft_cfm soft_erp max_vel min_depth", HARMLESS, _ONE_ENGINE)


def _visual() -> Iterator[Rule]:
    yield from _part("visual", LEFT_OUT, _LOOKS)
    yield from _all("visual", "material transparency cast_shadows", READ)
    yield from _all("visual", "meta visibility_flags", HARMLESS, _LOOKS)
    yield from _all("visual", "plugin*", LEFT_OUT, "plugins are never run")
    yield from _all("material", "ambient diffuse specular emissive pbr script", READ)
    yield from _all("material", "lighting render_order double_sided shininess", HARMLESS, _LOOKS)
    yield from _all("material", "shader", LEFT_OUT, _LOOKS)
    yield from _all("material/script", "name", READ)
    yield from _all("material/script", "uri*", HARMLESS, "scripts are not run; their names give a colour")
    yield from _all("material/pbr", "metal", READ)
    yield from _all("material/pbr", "specular", LEFT_OUT, "use <metal>")
    yield from _all("material/pbr/metal", "albedo_map metalness roughness", READ)
    yield from _all(
        "material/pbr/metal",
        "roughness_map metalness_map environment_map ambient_occlusion_map normal_map emissive_map light_map",
        LEFT_OUT,
        _LOOKS,
    )
    yield from _all("light", "pose diffuse specular attenuation direction spot cast_shadows intensity", READ)
    yield from _all("light", "light_on", READ)
    yield from _all("light", "visualize", HARMLESS)
    yield from _all("light/attenuation", "range constant linear quadratic", READ)
    yield from _all("light/spot", "outer_angle", READ)
    yield from _all("light/spot", "inner_angle falloff", HARMLESS, _LOOKS)


def _sensor() -> Iterator[Rule]:
    yield from _all("sensor", "pose update_rate topic lidar ray camera imu contact plugin*", READ)
    yield from _all("sensor", "always_on visualize enable_metrics", HARMLESS)
    frames = "frame_id ignition_frame_id gz_frame_id"
    yield from _all("sensor", frames, HARMLESS, "the robot node names frames")
    others = (
        "air_flow air_pressure air_speed altimeter force_torque gps navsat logical_camera magnetometer sonar "
        "rfid rfidtag transceiver dvl"
    )
    yield from _all("sensor", others, HARMLESS, "such sensors are left out")
    for lidar in ("lidar", "ray"):
        top = f"sensor/{lidar}"
        yield from _all(top, "scan range noise", READ)
        yield from _all(top, "visibility_mask", HARMLESS)
        yield from _all(f"{top}/scan", "horizontal vertical", READ)
        for axis in ("horizontal", "vertical"):
            yield from _all(f"{top}/scan/{axis}", "samples resolution min_angle max_angle", READ)
        yield from _all(f"{top}/range", "min max resolution", READ)
    camera = "sensor/camera"
    yield from _all(camera, "pose horizontal_fov image clip noise depth_camera distortion", READ)
    yield from _all(camera, "lens", DIFFERS, "cameras here are pinholes of the given horizontal_fov")
    yield from _all(camera, "save", HARMLESS, "pictures are not saved")
    names = "camera_info_topic optical_frame_id trigger_topic triggered segmentation_type box_type"
    yield from _all(camera, names, HARMLESS)
    yield from _all(camera, "visibility_mask anti_aliasing_value", HARMLESS, _LOOKS)
    yield from _all(f"{camera}/image", "width height", READ)
    yield from _all(f"{camera}/image", "format anti_aliasing", HARMLESS, "colour pictures are rgb8")
    yield from _all(f"{camera}/clip", "near far", READ)
    yield from _all(f"{camera}/depth_camera", "clip", READ)
    yield from _all(f"{camera}/depth_camera/clip", "near far", READ)
    yield from _all(f"{camera}/depth_camera", "output", HARMLESS)
    yield from _unless(f"{camera}/distortion", "k1 k2 k3 p1 p2", "0", "lens distortion is not simulated")
    yield from _all(f"{camera}/distortion", "center", HARMLESS)
    yield from _all("sensor/imu", "angular_velocity linear_acceleration", READ)
    yield from _all("sensor/imu", "orientation_reference_frame enable_orientation topic", HARMLESS)
    yield from _all("sensor/imu", "noise", DIFFERS, "give <noise> by axis (SDFormat 1.6 and later)")
    for part in ("angular_velocity", "linear_acceleration"):
        yield from _all(f"sensor/imu/{part}", "x y z", READ)
        for axis in "xyz":
            yield from _all(f"sensor/imu/{part}/{axis}", "noise", READ)
    yield from _all("sensor/contact", "collision*", READ)
    yield from _all("sensor/contact", "topic", HARMLESS, "the sensor's <topic> counts")
    yield from _all("noise", "type mean stddev bias_mean bias_stddev", READ)
    drift = "dynamic_bias_stddev dynamic_bias_correlation_time"
    yield from _unless("noise", drift, "0", "a bias that drifts within an episode is not simulated")
    yield from _unless("noise", "precision", "0", "rounded readings are not simulated")


ELEMENTS: tuple[Rule, ...] = (
    *_world(),
    *_model(),
    *_joint(),
    *_collision(),
    *_visual(),
    *_sensor(),
)
"""Every element of SDFormat 1.3 to 1.12 that a world or model can hold, in the order of documentation."""
