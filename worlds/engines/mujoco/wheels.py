# SPDX-License-Identifier: Apache-2.0
"""Wheels: cylinders that turn about their own axis, where they touch the ground, and the motors that turn them.

Gazebo's default engine (DART, with ODE's collisions) does two things that decide where a robot ends up:

- A cylinder that lies on a plane touches it with the rim at the low end of its own z axis: ODE finds the two lowest
  points of its rims, that one first, and DART's solver lets the first of two equal contacts carry the load. So a
  robot turns about points half a wheel's width beside the wheels' middles; the recordings show just that.
- A joint with a velocity command is a servo: a constraint that is solved together with the contacts reaches the speed
  within one step, with no more than the joint's effort. An ordinary motor with a gain would lag under load, or
  make the wheels rattle.

Here a rim is a thin ellipsoid that meets planes alone; everything else meets the whole wheel. The servo is dry
friction, no more than the motor's torque, between the wheel and a drum so heavy that it turns at the speed wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mujoco

from worlds.engines.mujoco import settings
from worlds.engines.mujoco.kinematic_tree import place_error, scoped
from worlds.pose import Pose
from worlds.sdf.description import Collision, Cylinder, Ellipsoid, Joint, Link, Model, World

_ALIGNED = 0.999


@dataclass(frozen=True)
class WheelDrive:
    """Which joints of which model are driven by velocity motors, and how.

    Attributes:
        model: name of the model.
        left_joint: of the left wheel.
        right_joint: of the right wheel.
        max_torque_nm: of each motor; a lower `<effort>` of the joint goes before it.
    """

    model: str
    left_joint: str
    right_joint: str
    max_torque_nm: float


def wheel_joints(world: World) -> dict[tuple[str, str], Joint]:
    """Finds what may be a wheel: by (model, link) the revolute joint that the link turns about."""
    return {
        (model.name, joint.child): joint
        for model in world.models
        if not model.static
        for joint in model.joints
        if joint.kind == "revolute" and joint.axis is not None
    }


def is_wheel(collision: Collision, joint: Joint) -> bool:
    """Whether a collision of a joint's child is a cylinder that turns about its own axis."""
    if not isinstance(collision.geometry, Cylinder) or joint.axis is None:
        return False
    cylinder_axis = collision.pose.rotate((0.0, 0.0, 1.0))
    joint_axis = joint.pose.rotate(joint.axis.xyz)
    return abs(sum(a * b for a, b in zip(cylinder_axis, joint_axis, strict=True))) > _ALIGNED


def wheel_shape(collision: Collision) -> Ellipsoid:
    """The whole wheel as what it can roll on in one point."""
    cylinder = collision.geometry
    assert isinstance(cylinder, Cylinder)
    return Ellipsoid((cylinder.radius_m, cylinder.radius_m, cylinder.length_m / 2))


def rim_shape(collision: Collision) -> tuple[Ellipsoid, Pose]:
    """The rim that touches planes, and where it is in the link."""
    cylinder = collision.geometry
    assert isinstance(cylinder, Cylinder)
    half_width_m = min(settings.RIM_HALF_WIDTH_M, cylinder.length_m / 2)
    low_end = collision.pose @ Pose((0.0, 0.0, half_width_m - cylinder.length_m / 2))
    return Ellipsoid((cylinder.radius_m, cylinder.radius_m, half_width_m)), low_end


def driven_joints(world: World, drive: WheelDrive) -> tuple[Joint, Joint]:
    """Returns the joints of the left and the right wheel.

    Raises:
        SdfError: the model or a joint is not there, or does not turn.
    """
    model = next((model for model in world.models if model.name == drive.model), None)
    if model is None:
        raise place_error(world.place, f"there is no model “{drive.model}” to drive.")
    return _turning(model, drive.left_joint), _turning(model, drive.right_joint)


def _turning(model: Model, name: str) -> Joint:
    joint = next((joint for joint in model.joints if joint.name == name), None)
    if joint is None or joint.kind != "revolute" or joint.axis is None:
        raise place_error(model.place, f"needs a revolute joint “{name}”: the robot's drive turns it.")
    return joint


def drum_name(joint: str) -> str:
    """The name of the drum that turns as a driven wheel shall."""
    return f"drum of {joint}"


def add_servos(spec: Any, world: World, drive: WheelDrive) -> None:
    """Adds a drum for each driven wheel, and the friction that takes the wheel along.

    Raises:
        SdfError: the wheels are not there.
    """
    for joint in driven_joints(world, drive):
        assert joint.axis is not None
        root = spec.body(scoped(drive.model, joint.child))
        while root.parent.id != spec.worldbody.id:
            root = root.parent
        root.sleep = mujoco.mjtSleepPolicy.mjSLEEP_NEVER
        drum = spec.worldbody.add_body(name=drum_name(joint.name), sleep=mujoco.mjtSleepPolicy.mjSLEEP_NEVER)
        drum.explicitinertial = True
        drum.mass, drum.inertia = 1.0, [1.0, 1.0, 1.0]
        drum.add_joint(
            name=drum_name(joint.name), type=mujoco.mjtJoint.mjJNT_HINGE, armature=settings.DRUM_INERTIA_KGM2
        )
        clutch = spec.add_tendon(name=joint.name)
        clutch.wrap_joint(scoped(drive.model, joint.name), 1.0)
        clutch.wrap_joint(drum_name(joint.name), -1.0)
        clutch.frictionloss = min(drive.max_torque_nm, joint.axis.effort, settings.MAX_SERVO_TORQUE_NM)
        clutch.solref_friction[:] = [settings.SERVO_TIME_CONSTANT_S, 1.0]
        clutch.solimp_friction[:2] = settings.SERVO_IMPEDANCE


def rolling_part(link: Link, joint: Joint | None) -> Collision | None:
    """Returns the collision of a link that is nothing but a wheel, or None."""
    if joint is not None and len(link.collisions) == 1 and is_wheel(link.collisions[0], joint):
        return link.collisions[0]
    return None
