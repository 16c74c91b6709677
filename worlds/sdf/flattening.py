# SPDX-License-Identifier: Apache-2.0
"""From a model with models in it to one flat list of links and joints, all poses resolved."""

from __future__ import annotations

from worlds.errors import SdfError
from worlds.pose import IDENTITY, Pose
from worlds.sdf.description import Joint, Link, Model
from worlds.sdf.document import shown
from worlds.sdf.frames import WORLD, Scope
from worlds.sdf.joints import read_joint
from worlds.sdf.links import read_link
from worlds.sdf.models import ModelDraft, all_models
from worlds.sdf.reading import Reading


def flatten(draft: ModelDraft, pose: Pose, reading: Reading) -> Model:
    """Makes the description of a top-level model.

    The canonical link comes first. A nested static model in one that moves is held by fixed joints to the
    world, one a link; joints between its own links, which can't move, are left out.

    Args:
        draft: the model.
        pose: of its frame in the world.
        reading: finds files, notes warnings.

    Raises:
        SdfError: a name is unknown, joints form a loop, or a value is wrong.
    """
    links: list[Link] = []
    joints: list[Joint] = []
    plugins = []
    for model, prefix in all_models(draft):
        model.scope.check()
        top = _pose_in_top(draft, prefix)
        held = model.static and not draft.static
        for link in model.links:
            read = read_link(link, prefix, model.scope, top, static=draft.static or held, reading=reading)
            links.append(read)
            if held:
                joints.append(_held(read))
        joints.extend(read_joint(joint, prefix, model.scope, reading) for joint in model.joints if not held)
        plugins.extend(model.plugins)
    canonical = draft.scope.canonical and draft.scope.link_of("", draft.element)
    links.sort(key=lambda link: link.name != canonical)
    _check_tree(joints)
    return Model(
        name=draft.name,
        static=draft.static,
        pose=pose,
        links=tuple(links),
        joints=tuple(joints),
        plugins=tuple(plugins),
        place=draft.element.place,
        self_collide=draft.self_collide,
    )


def _pose_in_top(draft: ModelDraft, prefix: str) -> Pose:
    path = prefix.removesuffix("::")
    scope: Scope = draft.scope
    return scope.pose_of(path, draft.element) if path else IDENTITY


def _held(link: Link) -> Joint:
    return Joint(f"{link.name}::held", "fixed", WORLD, link.name, IDENTITY, None, 0.0, link.place)


def _error(joint: Joint, message: str) -> SdfError:
    return SdfError(joint.place.file, joint.place.line, joint.place.element, message)


def _check_tree(joints: list[Joint]) -> None:
    """Refuses two parents for one child, and loops: engines with joint coordinates need a tree."""
    by_child: dict[str, Joint] = {}
    for joint in joints:
        other = by_child.setdefault(joint.child, joint)
        if other is not joint:
            raise _error(
                joint,
                f"the link {shown(joint.child)} is the child of two joints, {shown(other.name)} "
                f"(line {other.place.line}) and {shown(joint.name)}.",
            )
    settled: set[str] = set()
    for start in by_child:
        trail: list[str] = []
        link = start
        while link in by_child and link not in settled:
            if link in trail:
                around = " → ".join([*trail[trail.index(link) :], link][:8])
                raise _error(by_child[link], f"joints form a loop: {around}.")
            trail.append(link)
            link = by_child[link].parent
        settled.update(trail)
