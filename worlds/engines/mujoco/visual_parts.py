# SPDX-License-Identifier: Apache-2.0
"""What can be seen: visuals of links as geoms that touch nothing, cameras, lights that move with links."""

from __future__ import annotations

import math
from typing import Any

import mujoco

from worlds.engines.mujoco.collision_parts import compiled
from worlds.engines.mujoco.kinematic_tree import add_models, sensor_name, set_pose
from worlds.engines.mujoco.looks import Materials, add_light, add_surroundings, picture_corners
from worlds.engines.mujoco.shapes import Shapes
from worlds.pose import Pose, turn_z_to
from worlds.sdf.description import Box, Camera, Link, Model, Plane, Sensor, Visual, World

# SDFormat's cameras look along +x with z up, MuJoCo's along -z with y up.
_OPTICAL = Pose((0.0, 0.0, 0.0), (0.5, 0.5, -0.5, -0.5))


class VisualParts:
    """Adds visuals, cameras and lights to bodies."""

    def __init__(self, spec: Any) -> None:
        self._spec = spec
        self._shapes = Shapes(spec, planes_end=True)
        self._materials = Materials(spec)
        self._pictures = 0
        self.owners: dict[str, str] = {}

    def add(self, body: Any, model: Model, link: Link, moves: bool) -> None:
        """Adds a link's visuals, lights, and sites and cameras for its sensors."""
        for visual in link.visuals:
            if visual.transparency < 1.0:
                geom = body.add_geom(name=f"visual {len(self.owners)}", contype=0, conaffinity=0)
                self.owners[geom.name] = model.name
                self._show(geom, visual)
        for light in link.lights:
            add_light(body, light)
        for sensor in link.sensors:
            name = sensor_name(model.name, link.name, sensor.name)
            site = body.add_site(name=name)
            set_pose(site, sensor.pose)
            if isinstance(sensor.details, Camera):
                _add_camera(body, name, sensor, sensor.details)

    def _show(self, geom: Any, visual: Visual) -> None:
        flat = isinstance(visual.geometry, Box | Plane) and visual.material.albedo_map is not None
        geom.material = self._materials.name_of(visual.material, visual.transparency, with_picture=flat)
        if flat:
            self._add_picture(geom, visual)
        else:
            self._shapes.apply(geom, visual.geometry, visual.pose)

    def _add_picture(self, geom: Any, visual: Visual) -> None:
        """A box or plane as a mesh: only a mesh says where on it which part of a picture goes."""
        geometry, pose = visual.geometry, visual.pose
        if isinstance(geometry, Plane):
            size = (*geometry.size_m, 0.0)
            pose = pose @ Pose((0.0, 0.0, 0.0), turn_z_to(geometry.normal))
        else:
            assert isinstance(geometry, Box)
            size = geometry.size_m
        corners, faces, coordinates = picture_corners(*size)
        mesh = self._spec.add_mesh(name=f"picture mesh {self._pictures}")
        self._pictures += 1
        mesh.uservert = corners.ravel().tolist()
        mesh.userface = mesh.userfacetexcoord = faces.ravel().tolist()
        mesh.usertexcoord = coordinates.ravel().tolist()
        mesh.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_SHELL
        geom.type = mujoco.mjtGeom.mjGEOM_MESH
        geom.meshname = mesh.name
        set_pose(geom, pose)


def _add_camera(body: Any, name: str, sensor: Sensor, camera: Camera) -> None:
    added = body.add_camera(name=name)
    set_pose(added, sensor.pose @ _OPTICAL)
    half_width = math.tan(camera.horizontal_fov_rad / 2)
    added.fovy = 2 * math.degrees(math.atan(half_width * camera.height_px / camera.width_px))


def build_view(world: World, largest_picture_px: tuple[int, int]) -> tuple[Any, dict[str, str]]:
    """Compiles what is seen: the same bodies and joints as the physics, with visuals instead of collisions.

    Args:
        world: what to build.
        largest_picture_px: width and height of the largest picture that will be drawn.

    Returns:
        The `MjModel`, and the model that each geom (by name) belongs to.

    Raises:
        SdfError: MuJoCo can't build something.
    """
    spec = mujoco.MjSpec()
    spec.compiler.degree = False
    spec.visual.global_.offwidth, spec.visual.global_.offheight = largest_picture_px
    add_surroundings(spec, world)
    parts = VisualParts(spec)
    add_models(spec, world, parts)
    return compiled(spec, world), parts.owners
