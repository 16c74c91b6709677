# SPDX-License-Identifier: Apache-2.0
"""Makes the scene of a mission, a seed and a robot, from what the simulator loads. Needs no engine."""

from __future__ import annotations

import math
from functools import lru_cache

from missions.footprints import outlines
from missions.spec import Mission, read_mission
from missions.variation import scenario_for
from web_console.scenes.assets import Assets
from web_console.scenes.schemas import (
    BoxShape,
    CapsuleShape,
    CylinderShape,
    EllipsoidShape,
    MeshShape,
    PlaneShape,
    Scene,
    SceneCamera,
    SceneEntity,
    SceneLidar,
    SceneLink,
    SceneMaterial,
    ScenePose,
    SceneVisual,
    SceneWheel,
    Shape,
    SphereShape,
)
from worlds.compose import compose
from worlds.pose import Pose, turn_z_to
from worlds.robot_spec import RobotSpec, load_robot_spec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import (
    Box,
    Camera,
    Capsule,
    Cylinder,
    Ellipsoid,
    Geometry,
    Link,
    Material,
    Model,
    Plane,
    Sphere,
    Visual,
    World,
)
from worlds.sdf.reader import PROJECT_MODELS

_KEPT_SCENES = 32
_MARGIN_M = 0.25


@lru_cache(maxsize=_KEPT_SCENES)
def scene_json(mission: str, seed: int, robot: str | None = None) -> bytes:
    """The scene as JSON; the last ones are kept.

    Args:
        mission: name of a mission.
        seed: of the variation, public or hidden.
        robot: name of an allowed robot, None for the mission's own.

    Raises:
        MissionError: there is no such mission, or it does not allow the seed or the robot.
        SdfError: the world, or a model in it, is wrong.
    """
    return scene_of(read_mission(mission), seed, robot).model_dump_json().encode()


def scene_of(mission: Mission, seed: int, robot: str | None = None) -> Scene:
    """Makes a scene; takes some tenths of a second. `scene_json` keeps what it made.

    Args:
        mission: the mission.
        seed: of the variation, public or hidden.
        robot: name of an allowed robot, None for the mission's own.

    Raises:
        MissionError: the mission does not allow the seed or the robot.
        SdfError: the world, or a model in it, is wrong.
    """
    scenario = scenario_for(mission, seed, robot)
    world = compose(scenario)
    assert scenario.robot is not None
    spec = load_robot_spec(scenario.robot)
    body = next(model for model in world.models if model.name == ROBOT_ENTITY)
    lidar = next((sensor for sensor in spec.sensors if sensor.kind == "lidar"), None)
    return Scene(
        mission=mission.spec.name,
        robot=spec.name,
        robot_title=spec.title,
        robot_radius_m=spec.body.radius_m,
        entities=tuple(_entity(model) for model in world.models),
        wheels=_wheels(body, spec),
        zones=mission.spec.zones,
        lidar=None if lidar is None else SceneLidar(pose=_pose(spec.frames.pose_in_footprint(lidar.frame_id))),
        camera=_camera(body),
        bounds_m=_bounds(world, mission),
    )


def _entity(model: Model) -> SceneEntity:
    links = (_link(link) for link in model.links)
    # The model itself may be placed by an <include>; its links stand in its own file.
    folder = model.links[0].place.file.parent if model.links else model.place.file.parent
    return SceneEntity(
        name=model.name,
        model=folder.name if folder.parent == PROJECT_MODELS else "",
        robot=model.name == ROBOT_ENTITY,
        static=model.static,
        pose=_pose(model.pose),
        links=tuple(link for link in links if link.visuals),
    )


def _link(link: Link) -> SceneLink:
    visuals = (_visual(visual) for visual in link.visuals if visual.transparency < 1.0)
    return SceneLink(name=link.name, pose=_pose(link.pose), visuals=tuple(visuals))


def _visual(visual: Visual) -> SceneVisual:
    pose, geometry = visual.pose, visual.geometry
    if isinstance(geometry, Plane):
        pose = pose @ Pose((0.0, 0.0, 0.0), turn_z_to(geometry.normal))
    assets = Assets()
    texture_id = assets.texture(geometry, visual.material)
    return SceneVisual(
        pose=_pose(pose),
        geometry=_shape(geometry, assets),
        material=_material(visual.material, visual.transparency, texture_id),
    )


def _shape(geometry: Geometry, assets: Assets) -> Shape:
    if isinstance(geometry, Box):
        return BoxShape(size_m=_rounded(geometry.size_m))
    if isinstance(geometry, Sphere):
        return SphereShape(radius_m=round(geometry.radius_m, 5))
    if isinstance(geometry, Cylinder):
        return CylinderShape(radius_m=round(geometry.radius_m, 5), length_m=round(geometry.length_m, 5))
    if isinstance(geometry, Capsule):
        return CapsuleShape(radius_m=round(geometry.radius_m, 5), length_m=round(geometry.length_m, 5))
    if isinstance(geometry, Ellipsoid):
        return EllipsoidShape(radii_m=_rounded(geometry.radii_m))
    if isinstance(geometry, Plane):
        return PlaneShape(size_m=(round(geometry.size_m[0], 5), round(geometry.size_m[1], 5)))
    return MeshShape(mesh_id=assets.mesh(geometry))


def _material(material: Material, transparency: float, texture_id: str | None) -> SceneMaterial:
    red, green, blue, alpha = (round(value, 3) for value in material.diffuse)
    brightest = max(material.diffuse[:3])
    glow = min(1.0, max(material.emissive[:3]) / brightest) if brightest > 0 else 0.0
    return SceneMaterial(
        colour=(red, green, blue, round(alpha * (1.0 - transparency), 3)),
        glow=round(glow, 2),
        texture_id=texture_id,
    )


def _wheels(body: Model, spec: RobotSpec) -> tuple[SceneWheel, ...]:
    joints = {joint.name: joint for joint in body.joints}
    poses = {link.name: link.pose for link in body.links}
    found = []
    for name in (spec.drive.left_joint, spec.drive.right_joint):
        joint = joints[name]
        if joint.axis is not None:
            side_m = round(poses[joint.child].position_m[1], 5)
            axis = joint.pose.rotate(joint.axis.xyz)
            found.append(SceneWheel(link=joint.child, axis=_rounded(axis), radius_m=spec.drive.radius_m, side_m=side_m))
    return tuple(found)


def _camera(body: Model) -> SceneCamera | None:
    for link in body.links:
        for sensor in link.sensors:
            if isinstance(sensor.details, Camera) and sensor.details.kind == "color":
                camera = sensor.details
                return SceneCamera(
                    pose=_pose(link.pose @ sensor.pose),
                    horizontal_fov_rad=camera.horizontal_fov_rad,
                    width_px=camera.width_px,
                    height_px=camera.height_px,
                )
    return None


def _bounds(world: World, mission: Mission) -> tuple[float, float, float, float]:
    """What holds everything that stands in the world, the robot and the zones."""
    corners = [outline.bounds_m for outline in outlines(world.models, math.inf)]
    corners += [(*low, *high) for low, high in (zone.corners_m for zone in mission.spec.zones)]
    left, bottom, right, top = zip(*corners, strict=True)
    margins = (min(left) - _MARGIN_M, min(bottom) - _MARGIN_M, max(right) + _MARGIN_M, max(top) + _MARGIN_M)
    return (round(margins[0], 3), round(margins[1], 3), round(margins[2], 3), round(margins[3], 3))


def _pose(pose: Pose) -> ScenePose:
    x, y, z = _rounded(pose.position_m)
    qw, qx, qy, qz = (round(value, 6) for value in pose.quaternion_wxyz)
    return (x, y, z, qw, qx, qy, qz)


def _rounded(values: tuple[float, float, float]) -> tuple[float, float, float]:
    """To a hundredth of a millimetre: a scene is sent over networks."""
    return (round(values[0], 5), round(values[1], 5), round(values[2], 5))
