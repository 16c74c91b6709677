# SPDX-License-Identifier: Apache-2.0
"""What can be touched: collisions of links as geoms, wheels, and which parts never meet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import mujoco

from worlds.engines.mujoco import settings
from worlds.engines.mujoco.contact_parameters import apply_surface, priorities
from worlds.engines.mujoco.kinematic_tree import (
    add_models,
    place_error,
    scoped,
    sensor_name,
    set_pose,
)
from worlds.engines.mujoco.mesh_shape import is_convex
from worlds.engines.mujoco.shapes import Shapes
from worlds.errors import UnsupportedByEngineError
from worlds.sdf.description import Collision, Cylinder, Ellipsoid, Heightmap, Joint, Link, Mesh, Model, Plane, World

_ALIGNED = 0.999


@dataclass(frozen=True)
class WheelDrive:
    """Which joints of which model are driven by velocity motors, and how.

    Attributes:
        model: name of the model.
        left_joint: of the left wheel.
        right_joint: of the right wheel.
        gain_nms_per_rad: torque per speed error.
        max_torque_nm: of each motor; a lower `<effort>` of the joint goes before it.
    """

    model: str
    left_joint: str
    right_joint: str
    gain_nms_per_rad: float
    max_torque_nm: float


class CollisionParts:
    """Adds collisions to bodies, under the contact settings of all worlds."""

    def __init__(self, spec: Any, world: World, drive: WheelDrive | None) -> None:
        self._shapes = Shapes(spec, planes_end=False)
        surfaces = [part.surface for model in world.models for link in model.links for part in link.collisions]
        self._rank = priorities(surfaces)
        self._wheels = _wheel_links(world, drive)
        self.owners: dict[str, tuple[str, str]] = {}

    def add(self, body: Any, model: Model, link: Link, moves: bool) -> None:
        """Adds a link's collisions, and sites for the sensors that move with it."""
        for collision in link.collisions:
            if moves and isinstance(collision.geometry, Plane | Heightmap):
                kind = type(collision.geometry).__name__.lower()
                raise place_error(collision.place, f"a {kind} can't be part of something that moves.", "Use a box.")
            if isinstance(collision.geometry, Mesh) and not is_convex(collision.geometry):
                raise UnsupportedByEngineError(
                    f"{collision.place.file}:{collision.place.line}: {collision.place.element}: "
                    "the MuJoCo engine can only touch convex meshes; this one is hollow or has dents.",
                    "Build it of several convex collisions.",
                )
            name = f"{link.name}::{collision.name}"
            geom = body.add_geom(name=scoped(model.name, name))
            wheel = self._wheels.get((model.name, link.name))
            rolls = wheel is not None and _is_along(collision, wheel)
            self._shapes.apply(geom, _wheel_shape(collision) if rolls else collision.geometry, collision.pose)
            mass_kg = 1.0 if not moves or link.inertial is None else link.inertial.mass_kg
            apply_surface(geom, collision.surface, self._rank, mass_kg)
            self.owners[geom.name] = (model.name, name)
        for sensor in link.sensors:
            site = body.add_site(name=sensor_name(model.name, link.name, sensor.name))
            set_pose(site, sensor.pose)


def build_physics(world: World, drive: WheelDrive | None) -> tuple[Any, dict[str, tuple[str, str]]]:
    """Compiles what moves and touches.

    Args:
        world: what to build.
        drive: the driven wheels, if any.

    Returns:
        The `MjModel`, and (model, `link::collision`) by the name of each geom.

    Raises:
        SdfError: MuJoCo can't build something.
        UnsupportedByEngineError: a collision mesh is not convex.
    """
    spec = mujoco.MjSpec()
    spec.compiler.degree = False
    option = spec.option
    option.timestep = world.physics_timestep_s
    option.gravity = world.gravity_mps2
    option.integrator = settings.INTEGRATOR
    option.cone = settings.CONE
    option.impratio = settings.IMPRATIO
    option.noslip_iterations = settings.NOSLIP_ITERATIONS
    # Without a robot something else may be listened to for contacts, which sleeping things don't have.
    option.enableflags = 0 if drive is None else int(settings.SLEEP)
    # A state that breaks ends the episode with an error; MuJoCo would start again at the beginning.
    option.disableflags = int(mujoco.mjtDisableBit.mjDSBL_AUTORESET)
    parts = CollisionParts(spec, world, drive)
    add_models(spec, world, parts)
    for model in world.models:
        _keep_apart(spec, model)
    if drive is not None:
        _add_motors(spec, world, drive)
    return compiled(spec, world), parts.owners


def compiled(spec: Any, world: World) -> Any:
    """Compiles an `MjSpec` to an `MjModel`.

    Raises:
        SdfError: MuJoCo refuses it; says why.
    """
    try:
        return spec.compile()
    except ValueError as error:
        why = " ".join(str(error).split())
        raise place_error(world.place, f"MuJoCo can't build this world: {why}") from error


def _keep_apart(spec: Any, model: Model) -> None:
    if model.static or model.self_collide:
        return
    names = [scoped(model.name, link.name) for link in model.links if link.collisions]
    for first, second in combinations(names, 2):
        spec.add_exclude(bodyname1=first, bodyname2=second)


def _add_motors(spec: Any, world: World, drive: WheelDrive) -> None:
    joints = {joint.name: joint for model in world.models if model.name == drive.model for joint in model.joints}
    for name in (drive.left_joint, drive.right_joint):
        axis = joints[name].axis
        assert axis is not None
        torque_nm = min(drive.max_torque_nm, axis.effort)
        motor = spec.add_actuator(name=name, trntype=mujoco.mjtTrn.mjTRN_JOINT, target=scoped(drive.model, name))
        motor.set_to_velocity(kv=drive.gain_nms_per_rad)
        motor.forcelimited = mujoco.mjtLimited.mjLIMITED_TRUE
        motor.forcerange = [-torque_nm, torque_nm]


def _wheel_links(world: World, drive: WheelDrive | None) -> dict[tuple[str, str], Joint]:
    if drive is None:
        return {}
    model = next((model for model in world.models if model.name == drive.model), None)
    if model is None:
        raise place_error(world.place, f"there is no model “{drive.model}” to drive.")
    joints = {joint.name: joint for joint in model.joints}
    wheels: dict[tuple[str, str], Joint] = {}
    for name in (drive.left_joint, drive.right_joint):
        joint = joints.get(name)
        if joint is None or joint.kind != "revolute" or joint.axis is None:
            raise place_error(model.place, f"needs a revolute joint “{name}”: the robot's drive turns it.")
        wheels[model.name, joint.child] = joint
    return wheels


def _is_along(collision: Collision, joint: Joint) -> bool:
    """Whether a wheel's collision is a cylinder that turns about its own axis."""
    if not isinstance(collision.geometry, Cylinder) or joint.axis is None:
        return False
    cylinder_axis = collision.pose.rotate((0.0, 0.0, 1.0))
    joint_axis = joint.pose.rotate(joint.axis.xyz)
    return abs(sum(a * b for a, b in zip(cylinder_axis, joint_axis, strict=True))) > _ALIGNED


def _wheel_shape(collision: Collision) -> Ellipsoid:
    cylinder = collision.geometry
    assert isinstance(cylinder, Cylinder)
    return Ellipsoid((cylinder.radius_m, cylinder.radius_m, cylinder.length_m / 2))
