# SPDX-License-Identifier: Apache-2.0
"""Joints: how the links of a model move against each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from worlds.pose import Pose, Vec3
from worlds.sdf import checked_values as values
from worlds.sdf.checked_values import Bounds
from worlds.sdf.description import Joint, JointAxis
from worlds.sdf.document import Element, shown
from worlds.sdf.elements import JOINT_TYPES
from worlds.sdf.frames import MODEL, WORLD, Scope
from worlds.sdf.reading import Reading

UNLIMITED = 1e16
"""From here on SDFormat takes a limit for none (its defaults before version 1.9)."""

LIMIT = Bounds(-math.inf, math.inf, infinite=True)
Kind = Literal["fixed", "revolute", "prismatic", "ball", "universal", "screw"]
PITCH = Bounds(-1e6, 1e6)
LEAST_PITCH = 1e-9


@dataclass(frozen=True)
class JointDraft:
    """A joint before its frames are resolved.

    Attributes:
        element: the `<joint>`.
        name: its name in its model.
        parent: frame of the parent link, or "world".
        child: frame of the child link.
        root: the frame that `__model__` means in it.
    """

    element: Element
    name: str
    parent: str
    child: str
    root: str = MODEL


def draft_joint(element: Element, name: str) -> JointDraft:
    """Reads which frames a joint joins.

    Raises:
        SdfError: one is missing, or the child is the world.
    """
    ends = []
    for tag in ("parent", "child"):
        end = element.child(tag)
        if end is None or not end.text:
            raise element.error(f"needs <{tag}>, the name of a link.")
        ends.append(end.text)
    if ends[1] == WORLD:
        raise element.error("the child can't be the world; swap <parent> and <child>.")
    if ends[0] == ends[1]:
        raise element.error(f"joins {shown(ends[0])} with itself.")
    return JointDraft(element, name, ends[0], ends[1])


def read_joint(draft: JointDraft, prefix: str, scope: Scope, reading: Reading) -> Joint:
    """Reads a joint.

    Args:
        draft: the joint.
        prefix: what its nested model adds to names, such as `arm::`.
        scope: frames of its model.
        reading: notes warnings.

    Raises:
        SdfError: its type is not known, a link does not exist, or a value is wrong.
    """
    element = draft.element
    given = element.attributes.get("type", "")
    values.one_of(element, given, tuple(JOINT_TYPES), "the joint type")
    if JOINT_TYPES[given] is None:
        reading.warn_of(element, f"joints of type {given} are held fast, as Gazebo's default engine does.")
    kind: Kind = JOINT_TYPES[given] or "fixed"
    child = scope.link_of(draft.child, element)
    parent = WORLD if draft.parent == WORLD else prefix + scope.link_of(draft.parent, element)
    if parent == prefix + child:
        raise element.error(f"joins the link {shown(child)} with itself.")
    in_model = scope.pose_of(draft.name, element)
    axis = element.child("axis")
    damping = None if axis is None else axis.find("dynamics/damping")
    return Joint(
        name=prefix + draft.name,
        kind=kind,
        parent=parent,
        child=prefix + child,
        pose=scope.pose_of(child, element).inverse() @ in_model,
        axis=_axis(draft, "axis", in_model, scope, given) if kind not in ("fixed", "ball") else None,
        ball_damping=values.number(damping, 0.0, values.NOT_NEGATIVE) if kind == "ball" else 0.0,
        place=element.place,
        axis2=_axis(draft, "axis2", in_model, scope, given) if kind == "universal" else None,
        pitch_m_per_rad=_pitch(element) if kind == "screw" else 0.0,
    )


def _pitch(joint: Element) -> float:
    """A screw's way per turn.

    `<screw_thread_pitch>` is in m per turn, right-handed; `<thread_pitch>`, which it superseded in SDFormat 1.10, in
    rad/m, left-handed.
    """
    new, old = joint.child("screw_thread_pitch"), joint.child("thread_pitch")
    given = new or old
    pitch = values.number(given, 1.0, PITCH)
    if abs(pitch) < LEAST_PITCH:
        assert given is not None
        raise given.error("must not be 0.")
    return pitch / math.tau if new is not None or old is None else -1.0 / pitch


def _axis(draft: JointDraft, tag: str, in_model: Pose, scope: Scope, given: str) -> JointAxis:
    axis = draft.element.child(tag)
    if axis is None:
        raise draft.element.error(f"a joint of type {given} needs an <{tag}>.")
    limit = axis.child("limit")
    lower, upper = -math.inf, math.inf
    if limit is not None and given != "continuous":
        lower = _limit(limit.child("lower"), -math.inf)
        upper = _limit(limit.child("upper"), math.inf)
        if lower > upper:
            raise limit.error(f"lower ({lower:g}) must not be more than upper ({upper:g}).")
    return JointAxis(
        xyz=_direction(draft, axis, in_model, scope),
        lower=lower,
        upper=upper,
        effort=_most(axis.find("limit/effort")),
        velocity=_most(axis.find("limit/velocity")),
        damping=values.number(axis.find("dynamics/damping"), 0.0, values.NOT_NEGATIVE),
        friction=values.number(axis.find("dynamics/friction"), 0.0, values.NOT_NEGATIVE),
        spring_stiffness=values.number(axis.find("dynamics/spring_stiffness"), 0.0, values.NOT_NEGATIVE),
        spring_reference=values.number(axis.find("dynamics/spring_reference"), 0.0, values.ANGLE_RAD),
    )


def _direction(draft: JointDraft, axis: Element, in_model: Pose, scope: Scope) -> Vec3:
    xyz = axis.child("xyz")
    given = values.direction(xyz, (0.0, 0.0, 1.0))
    frame = "" if xyz is None else xyz.attributes.get("expressed_in", "")
    version = draft.element.document.version
    # Up to 1.4 an axis was always given in the model's frame, from 1.5 to 1.6 when this said so.
    old = axis.child("use_parent_model_frame")
    if not frame and version < (1, 7) and values.boolean(old, version < (1, 5)):
        frame = MODEL
    if not frame:
        return given
    base = scope.pose_of(draft.root if frame == MODEL else frame, axis)
    return (in_model.inverse() @ base).rotate(given)


def _limit(element: Element | None, default: float) -> float:
    value = values.number(element, default, LIMIT)
    return math.copysign(math.inf, value) if abs(value) >= UNLIMITED else value


def _most(element: Element | None) -> float:
    """Reads a largest effort or speed: a negative one means none, as SDFormat's default of -1 does."""
    value = values.number(element, math.inf, LIMIT)
    return math.inf if value < 0 or value >= UNLIMITED else value
