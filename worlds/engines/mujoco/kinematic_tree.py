# SPDX-License-Identifier: Apache-2.0
"""From the models of a world to a tree of MuJoCo bodies and joints, the same for touching and for looking."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Protocol

import mujoco
import numpy as np

from worlds.engines.mujoco import settings
from worlds.errors import SdfError
from worlds.pose import Pose
from worlds.sdf.description import Inertial, Joint, JointAxis, Link, Model, Place, World

_JOINT_TYPES = {
    "revolute": mujoco.mjtJoint.mjJNT_HINGE,
    "prismatic": mujoco.mjtJoint.mjJNT_SLIDE,
}
_UNLIMITED = 1e9
MAX_MOVING_LINKS = 300
_DEFAULT_INERTIAL = Inertial(1.0, Pose(), (1.0, 1.0, 1.0, 0.0, 0.0, 0.0))


class Parts(Protocol):
    """What hangs on the bodies: collisions or visuals."""

    def add(self, body: Any, model: Model, link: Link, moves: bool) -> None:
        """Adds a link's parts to its body (`MjsBody`); `moves` is False for what is fixed to the world."""


def scoped(model: str, name: str) -> str:
    """The name of a model's link, joint, or scoped part in a compiled model."""
    return f"{model}::{name}"


def sensor_name(model: str, link: str, sensor: str) -> str:
    """The name of a sensor's site or camera in a compiled model."""
    return scoped(model, f"{link}::{sensor}")


def place_error(place: Place, message: str, hint: str = "") -> SdfError:
    """Makes the error that names where in which file something was read."""
    return SdfError(place.file, place.line, place.element, message, hint)


def add_models(spec: Any, world: World, parts: Parts) -> None:
    """Adds every model of a world to an `MjSpec`.

    Raises:
        SdfError: joints form a loop or name links that are not there, or a model that moves has too many links.
    """
    for model in world.models:
        _Tree(spec, model, parts).add()


def set_pose(element: Any, pose: Pose) -> None:
    """Sets `pos` and `quat` of a body, geom, site or camera."""
    element.pos = pose.position_m
    element.quat = pose.quaternion_wxyz


class _Tree:
    """One model's links, hung on each other by its joints."""

    def __init__(self, spec: Any, model: Model, parts: Parts) -> None:
        self._spec = spec
        self._model = model
        self._parts = parts
        self._links = {link.name: link for link in model.links}
        if not model.static and len(model.links) > MAX_MOVING_LINKS:
            raise place_error(
                model.place,
                f"a model that moves may have {MAX_MOVING_LINKS} links in this engine; this one has "
                f"{len(model.links)}.",
                "Split it, or make it static.",
            )
        self._joints: dict[str, Joint] = {}
        for joint in () if model.static else model.joints:
            for end in (joint.parent, joint.child):
                if end not in self._links and not (end == "world" and end is joint.parent):
                    raise place_error(joint.place, f"there is no link “{end[:80]}” in this model.")
            if joint.child in self._joints:
                raise place_error(
                    joint.place,
                    f"the link “{joint.child[:80]}” hangs on two joints, a closed loop that this engine can't build.",
                    "Leave one of the joints out.",
                )
            self._joints[joint.child] = joint

    def add(self) -> None:
        children: dict[str | None, list[Link]] = {}
        for link in self._model.links:
            joint = self._joints.get(link.name)
            parent = None if joint is None or joint.parent == "world" else joint.parent
            children.setdefault(parent, []).append(link)
        waiting = [(link, self._spec.worldbody, False) for link in reversed(children.get(None, []))]
        placed = 0
        while waiting:
            link, parent_body, parent_moves = waiting.pop()
            body, moves = self._add_link(link, parent_body, parent_moves)
            placed += 1
            waiting += [(child, body, moves) for child in reversed(children.get(link.name, []))]
        if placed < len(self._model.links):
            raise place_error(self._model.place, "joints form a closed loop that this engine can't build.")

    def _add_link(self, link: Link, parent_body: Any, parent_moves: bool) -> tuple[Any, bool]:
        joint = self._joints.get(link.name)
        if joint is None or joint.parent == "world":
            pose = self._model.pose @ link.pose
        else:
            pose = self._links[joint.parent].pose.inverse() @ link.pose
        body = parent_body.add_body(name=scoped(self._model.name, link.name))
        set_pose(body, pose)
        moves = parent_moves
        if not self._model.static:
            if joint is None:
                body.add_freejoint(name=body.name)
                moves = True
            elif not _is_rigid(joint):
                self._add_joint(body, joint)
                moves = True
            _set_inertial(body, link.inertial or _DEFAULT_INERTIAL)
            body.gravcomp = 0.0 if link.gravity else 1.0
        self._parts.add(body, self._model, link, moves)
        return body, moves

    def _add_joint(self, body: Any, joint: Joint) -> None:
        name = scoped(self._model.name, joint.name)
        if joint.axis is None:
            ball = body.add_joint(name=name, type=mujoco.mjtJoint.mjJNT_BALL)
            ball.pos = joint.pose.position_m
            ball.damping[0] = joint.ball_damping
        elif joint.kind == "universal" and joint.axis2 is not None:
            self._add_axis(body, f"{name} axis 1", mujoco.mjtJoint.mjJNT_HINGE, joint, joint.axis)
            self._add_axis(body, name, mujoco.mjtJoint.mjJNT_HINGE, joint, joint.axis2)
        elif joint.kind == "screw":
            self._add_axis(body, name, mujoco.mjtJoint.mjJNT_HINGE, joint, joint.axis)
            free = replace(joint.axis, lower=-math.inf, upper=math.inf, damping=0.0, friction=0.0, spring_stiffness=0.0)
            way = f"{name} way"
            self._add_axis(body, way, mujoco.mjtJoint.mjJNT_SLIDE, joint, free)
            thread = self._spec.add_equality(name=way, type=mujoco.mjtEq.mjEQ_JOINT, name1=way, name2=name)
            thread.objtype = mujoco.mjtObj.mjOBJ_JOINT
            thread.data[:2] = [0.0, joint.pitch_m_per_rad]
            thread.solref[:] = [settings.SERVO_TIME_CONSTANT_S, 1.0]
            thread.solimp[:2] = settings.SERVO_IMPEDANCE
        else:
            self._add_axis(body, name, _JOINT_TYPES[joint.kind], joint, joint.axis)

    def _add_axis(self, body: Any, name: str, kind: Any, joint: Joint, axis: JointAxis) -> None:
        added = body.add_joint(name=name, type=kind)
        added.pos = joint.pose.position_m
        added.axis = joint.pose.rotate(axis.xyz)
        if math.isfinite(axis.lower) or math.isfinite(axis.upper):
            added.limited = mujoco.mjtLimited.mjLIMITED_TRUE
            added.range = [max(axis.lower, -_UNLIMITED), min(axis.upper, _UNLIMITED)]
        added.damping[0] = axis.damping
        added.frictionloss = axis.friction
        added.stiffness[0] = axis.spring_stiffness
        added.springref = axis.spring_reference


def _is_rigid(joint: Joint) -> bool:
    """Whether the joint can't move: fixed, or limited to one position, as models lock joints."""
    axis: JointAxis | None = joint.axis
    return joint.kind == "fixed" or (axis is not None and axis.lower == axis.upper == 0.0)


def _set_inertial(body: Any, inertial: Inertial) -> None:
    xx, yy, zz, xy, xz, yz = inertial.inertia_kgm2
    turn = np.array([inertial.pose.rotate(axis) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]).T
    inertia = turn @ np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]]) @ turn.T
    body.explicitinertial = True
    body.mass = inertial.mass_kg
    body.ipos = inertial.pose.position_m
    body.fullinertia = [
        inertia[0, 0], inertia[1, 1], inertia[2, 2], inertia[0, 1], inertia[0, 2], inertia[1, 2]
    ]  # fmt: skip
