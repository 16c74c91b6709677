# SPDX-License-Identifier: Apache-2.0
"""What an SDFormat world says, checked and resolved, in no engine's terms.

The reader makes these from text; engines, viewers and mission checks read them. Nested models are flattened: a link of
model `arm` inside model `robot` is the link `arm::link` of `robot`, as Gazebo names it. All poses are resolved. Units
are SI, frames follow REP-103. The words are those of the SDFormat specification 1.9 (sdformat.org/spec).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from worlds.pose import Pose, Vec3
from worlds.sdf.ground import Ground
from worlds.sdf.sound import Microphone, Room, Sound

Rgba = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """Where in which file a thing was read.

    Attributes:
        file: the SDF file.
        line: 1-based line of the element.
        element: its path, such as `world/model[crate]/link[body]/collision[c]`.
    """

    file: Path
    line: int
    element: str


@dataclass(frozen=True)
class Box:
    """A box centred on its pose; `size_m` are the full edge lengths."""

    size_m: Vec3


@dataclass(frozen=True)
class Sphere:
    """A ball."""

    radius_m: float


@dataclass(frozen=True)
class Cylinder:
    """A cylinder along z, centred."""

    radius_m: float
    length_m: float


@dataclass(frozen=True)
class Capsule:
    """A cylinder along z with half-ball caps; `length_m` is the cylinder's part alone."""

    radius_m: float
    length_m: float


@dataclass(frozen=True)
class Ellipsoid:
    """An ellipsoid with three half axes."""

    radii_m: Vec3


@dataclass(frozen=True)
class Plane:
    """A plane through the pose; infinite to touch, `size_m` (x, y) to look at."""

    normal: Vec3
    size_m: tuple[float, float]


@dataclass(frozen=True)
class Mesh:
    """Triangles: `vertices_m` (n × 3, already scaled), `faces` (m × 3 indices into the vertices)."""

    file: Path
    vertices_m: tuple[Vec3, ...]
    faces: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Heightmap:
    """A height field: `heights` in 0..1, row 0 at +y, scaled to `size_m` and moved by `position_m`."""

    file: Path
    size_m: Vec3
    position_m: Vec3
    heights: tuple[tuple[float, ...], ...]


Geometry = Box | Sphere | Cylinder | Capsule | Ellipsoid | Plane | Mesh | Heightmap


@dataclass(frozen=True)
class Surface:
    """Contact parameters of a collision.

    Attributes:
        mu: Coulomb friction along the first direction, dimensionless.
        mu2: along the second direction; without directions in an engine the lower of both holds.
        torsional: torsional friction coefficient (`<torsional><coefficient>`), dimensionless, None if unset.
        kp_n_per_m: contact stiffness, None if unset.
        kd_ns_per_m: contact damping, None if unset.
        restitution: bounce, 0..1.
        collide_bitmask: two collisions meet when their masks share a bit.
    """

    mu: float = 1.0
    mu2: float = 1.0
    torsional: float | None = None
    kp_n_per_m: float | None = None
    kd_ns_per_m: float | None = None
    restitution: float = 0.0
    collide_bitmask: int = 0xFFFF

    @property
    def least_mu(self) -> float:
        """Friction in the direction in which it is lowest."""
        return min(self.mu, self.mu2)


@dataclass(frozen=True)
class PicturePart:
    """A rectangle cut out of a picture file, so that one file can hold many small pictures.

    Attributes:
        file: PNG or JPEG.
        left_px: first column.
        top_px: first row.
        width_px: columns.
        height_px: rows.
    """

    file: Path
    left_px: int
    top_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Material:
    """How a visual looks: colours as linear RGBA in 0..1, and an optional albedo picture, a file or a part of one."""

    ambient: Rgba = (0.7, 0.7, 0.7, 1.0)
    diffuse: Rgba = (0.7, 0.7, 0.7, 1.0)
    specular: Rgba = (0.0, 0.0, 0.0, 1.0)
    emissive: Rgba = (0.0, 0.0, 0.0, 1.0)
    albedo_map: Path | PicturePart | None = None
    metalness: float = 0.0
    roughness: float = 0.7


@dataclass(frozen=True)
class Collision:
    """A solid part of a link; `pose` is in the link frame."""

    name: str
    pose: Pose
    geometry: Geometry
    surface: Surface
    place: Place


@dataclass(frozen=True)
class Visual:
    """A visible part of a link; `pose` is in the link frame, `transparency` 0 solid to 1 unseen."""

    name: str
    pose: Pose
    geometry: Geometry
    material: Material
    transparency: float
    cast_shadows: bool
    place: Place


@dataclass(frozen=True)
class Inertial:
    """Mass and inertia; `pose` is the centre of mass and the inertia's axes, in the link frame.

    `inertia_kgm2` is (ixx, iyy, izz, ixy, ixz, iyz) about the centre of mass.
    """

    mass_kg: float
    pose: Pose
    inertia_kgm2: tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Noise:
    """Gaussian noise: each reading gets mean + bias + N(0, stddev); bias is drawn once an episode."""

    mean: float = 0.0
    stddev: float = 0.0
    bias_mean: float = 0.0
    bias_stddev: float = 0.0


@dataclass(frozen=True)
class Lidar:
    """A scanning lidar; angles in the sensor frame about z, counter-clockwise; ranges in metres."""

    samples: int
    min_angle_rad: float
    max_angle_rad: float
    vertical_samples: int
    vertical_min_angle_rad: float
    vertical_max_angle_rad: float
    range_min_m: float
    range_max_m: float
    range_resolution_m: float
    noise: Noise


@dataclass(frozen=True)
class Camera:
    """A pinhole camera looking along +x of the sensor frame (y left, z up), as SDFormat has it.

    `kind` "depth" gives float32 metres along the optical axis, "color" gives rgb8.
    """

    kind: Literal["color", "depth"]
    width_px: int
    height_px: int
    horizontal_fov_rad: float
    near_m: float
    far_m: float
    noise: Noise


@dataclass(frozen=True)
class Imu:
    """An inertial sensor; noise of the gyroscope (rad/s) and the accelerometer (m/s²) by axis."""

    gyro_noise: tuple[Noise, Noise, Noise] = (Noise(), Noise(), Noise())
    accel_noise: tuple[Noise, Noise, Noise] = (Noise(), Noise(), Noise())


@dataclass(frozen=True)
class ContactSensor:
    """A touch sensor on the named collisions of its link."""

    collisions: tuple[str, ...]


@dataclass(frozen=True)
class Sensor:
    """A sensor on a link; `pose` is in the link frame."""

    name: str
    pose: Pose
    rate_hz: float
    topic: str
    details: Lidar | Camera | Imu | ContactSensor | Microphone
    place: Place


@dataclass(frozen=True)
class Link:
    """A rigid body; `pose` is in the frame of the (top-level) model."""

    name: str
    pose: Pose
    inertial: Inertial | None
    gravity: bool
    collisions: tuple[Collision, ...]
    visuals: tuple[Visual, ...]
    sensors: tuple[Sensor, ...]
    lights: tuple[Light, ...]
    place: Place
    grounds: tuple[Ground, ...] = ()
    sounds: tuple[Sound | Room, ...] = ()


@dataclass(frozen=True)
class JointAxis:
    """How a joint moves.

    Attributes:
        xyz: unit axis in the joint frame.
        lower: lower limit, rad or m (-inf when unlimited).
        upper: upper limit, rad or m (+inf when unlimited).
        effort: largest force or torque of a motor, N or N m (inf when unlimited).
        velocity: largest speed, rad/s or m/s (inf when unlimited).
        damping: N m s/rad or N s/m.
        friction: dry friction, N m or N.
        spring_stiffness: N m/rad or N/m.
        spring_reference: rest position of the spring, rad or m.
    """

    xyz: Vec3
    lower: float
    upper: float
    effort: float
    velocity: float
    damping: float
    friction: float
    spring_stiffness: float
    spring_reference: float


@dataclass(frozen=True)
class Joint:
    """A joint between two links of one model; `pose` is the joint frame in the child link's frame.

    `parent` is a link name or "world". `continuous` arrives as revolute without limits. `axis` is None for fixed and
    ball joints (`ball_damping` then is a ball's damping, N m s/rad). A universal joint turns about `axis` and `axis2`,
    given in the same frame; a screw moves along its axis by `pitch_m_per_rad`, right-handed when it is positive.
    """

    name: str
    kind: Literal["fixed", "revolute", "prismatic", "ball", "universal", "screw"]
    parent: str
    child: str
    pose: Pose
    axis: JointAxis | None
    ball_damping: float
    place: Place
    axis2: JointAxis | None = None
    pitch_m_per_rad: float = 0.0


@dataclass(frozen=True)
class Light:
    """A light; `pose` is in the world (for a light of a link: in the link frame), `direction` in the light's."""

    name: str
    kind: Literal["directional", "point", "spot"]
    pose: Pose
    direction: Vec3
    diffuse: Rgba
    specular: Rgba
    intensity: float
    range_m: float
    attenuation: Vec3
    spot_outer_angle_rad: float
    cast_shadows: bool
    place: Place


@dataclass(frozen=True)
class Plugin:
    """A Gazebo plugin that the file names: kept for what reads it (a diff drive's wheels), never run.

    `parameters` are the direct children that hold text, by element name (the last one of a name wins).
    """

    filename: str
    name: str
    parameters: dict[str, str]
    place: Place


@dataclass(frozen=True)
class Model:
    """A model in the world; `pose` is in the world, links and joints are flat, the canonical link comes first."""

    name: str
    static: bool
    pose: Pose
    links: tuple[Link, ...]
    joints: tuple[Joint, ...]
    plugins: tuple[Plugin, ...]
    place: Place
    self_collide: bool = False


@dataclass(frozen=True)
class ReaderWarning:
    """Something that was left out and is only looks, or that may not be as the file's author thinks."""

    place: Place
    message: str


@dataclass(frozen=True)
class World:
    """A world, complete with its models."""

    name: str
    gravity_mps2: Vec3
    physics_timestep_s: float
    ambient: Rgba
    background: Rgba
    models: tuple[Model, ...]
    lights: tuple[Light, ...]
    plugins: tuple[Plugin, ...]
    place: Place
    warnings: tuple[ReaderWarning, ...] = field(default=())
