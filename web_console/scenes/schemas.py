# SPDX-License-Identifier: Apache-2.0
"""What a scene says. Lengths are metres, axes are REP-103's; a pose is x, y, z and the unit quaternion w, x, y, z."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from missions.zones import Zone

Three = tuple[float, float, float]
ScenePose = tuple[float, float, float, float, float, float, float]
Asset = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class BoxShape(_Part):
    """A box about its middle; `size_m` are the full edges."""

    kind: Literal["box"] = "box"
    size_m: Three


class SphereShape(_Part):
    """A ball."""

    kind: Literal["sphere"] = "sphere"
    radius_m: float


class CylinderShape(_Part):
    """A cylinder along z, about its middle."""

    kind: Literal["cylinder"] = "cylinder"
    radius_m: float
    length_m: float


class CapsuleShape(_Part):
    """A cylinder along z with half-ball caps; `length_m` is the cylinder's part alone."""

    kind: Literal["capsule"] = "capsule"
    radius_m: float
    length_m: float


class EllipsoidShape(_Part):
    """An ellipsoid with three half axes."""

    kind: Literal["ellipsoid"] = "ellipsoid"
    radii_m: Three


class PlaneShape(_Part):
    """A rectangle in x and y, seen from +z."""

    kind: Literal["plane"] = "plane"
    size_m: tuple[float, float]


class MeshShape(_Part):
    """Triangles, to be fetched as `/api/meshes/{mesh_id}`."""

    kind: Literal["mesh"] = "mesh"
    mesh_id: Asset


Shape = Annotated[
    BoxShape | SphereShape | CylinderShape | CapsuleShape | EllipsoidShape | PlaneShape | MeshShape,
    Field(discriminator="kind"),
]


class SceneMaterial(_Part):
    """How a thing looks.

    Attributes:
        colour: red, green, blue, opacity, 0..1, linear.
        glow: how much of its colour it gives off by itself, 0..1.
        texture_id: a picture on each face of a box or plane, to be fetched as `/api/textures/{texture_id}`.
    """

    colour: tuple[float, float, float, float]
    glow: float
    texture_id: Asset | None


class SceneVisual(_Part):
    """Something that is seen; `pose` is in its link."""

    pose: ScenePose
    geometry: Shape
    material: SceneMaterial


class SceneLink(_Part):
    """A rigid part; `pose` is in its entity, as it is at the start."""

    name: str
    pose: ScenePose
    visuals: tuple[SceneVisual, ...]


class SceneEntity(_Part):
    """A thing in the world.

    Attributes:
        name: as frames of an episode call it.
        model: the folder of its model, such as `cone`; empty for one that stands in the world's own file.
        robot: it is the robot.
        static: it never moves.
        pose: in the world, at the start.
        links: its parts.
    """

    name: str
    model: str
    robot: bool
    static: bool
    pose: ScenePose
    links: tuple[SceneLink, ...]


class SceneWheel(_Part):
    """A driven wheel.

    Attributes:
        link: of the robot, which turns.
        axis: unit vector in that link about which it turns forwards.
        radius_m: of the wheel.
        side_m: how far to the left of the robot's middle it is; negative on the right.
    """

    link: str
    axis: Three
    radius_m: float
    side_m: float


class SceneLidar(_Part):
    """Where the lidar is: the frame of scans, in the robot."""

    pose: ScenePose


class SceneCamera(_Part):
    """The camera: it looks along +x of its pose, which is in the robot; y is left in the picture, z is up."""

    pose: ScenePose
    horizontal_fov_rad: float
    width_px: int
    height_px: int


class Scene(_Part):
    """A world to draw, at the start of an episode. It does not say of which seed.

    Attributes:
        mission: name of the mission.
        robot: name of the robot.
        robot_title: for people.
        robot_radius_m: of the circle that holds it.
        entities: everything that is seen.
        wheels: of the robot.
        zones: of the mission, in the order in which they are to be reached.
        lidar: None if it has none.
        camera: None if it has none.
        bounds_m: least x and y, greatest x and y of what stands in the world.
    """

    mission: str
    robot: str
    robot_title: str
    robot_radius_m: float
    entities: tuple[SceneEntity, ...]
    wheels: tuple[SceneWheel, ...]
    zones: tuple[Zone, ...]
    lidar: SceneLidar | None
    camera: SceneCamera | None
    bounds_m: tuple[float, float, float, float]
