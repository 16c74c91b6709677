# SPDX-License-Identifier: Apache-2.0
"""Models before their poses are resolved: what is in them, with all includes opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from worlds.sdf import checked_values as values
from worlds.sdf.description import Plugin
from worlds.sdf.document import Element, shown
from worlds.sdf.frames import MODEL, Frame, Scope
from worlds.sdf.includes import Chain, included
from worlds.sdf.joints import JointDraft, draft_joint
from worlds.sdf.links import LinkDraft
from worlds.sdf.plugins import read_plugins
from worlds.sdf.reading import Reading


@dataclass(eq=False)
class ModelDraft:
    """A model before its poses are resolved.

    Attributes:
        element: the `<model>`, or the `<include>` that brought it.
        name: in its scope.
        scope: its own frames.
        static: whether it says itself that it can't move.
        self_collide: whether its links collide with each other.
        links: its own links, the canonical one first.
        joints: its own joints.
        nested: models in it.
        plugins: of the model and its include.
    """

    element: Element
    name: str
    scope: Scope
    static: bool
    self_collide: bool
    links: list[LinkDraft] = field(default_factory=list)
    joints: list[JointDraft] = field(default_factory=list)
    nested: list[ModelDraft] = field(default_factory=list)
    plugins: list[Plugin] = field(default_factory=list)


def draft_model(entry: Element, around: Scope, reading: Reading, chain: Chain) -> ModelDraft:
    """Reads a model, or the model that an include names, and adds its frame to the scope around it.

    Args:
        entry: `<model>`, or `<include>` of a model.
        around: the scope that the model is in.
        reading: finds files, counts.
        chain: of the files that led here.

    Raises:
        SdfError: something in it is wrong.
    """
    model = entry
    if entry.tag == "include":
        model, chain = included(entry, reading, chain)
        if model.tag != "model":
            raise entry.error(f"includes a <{model.tag}>; only a model can be included here.")
    return draft_opened(entry, model, around, reading, chain)


def draft_opened(entry: Element, model: Element, around: Scope, reading: Reading, chain: Chain) -> ModelDraft:
    """Does what `draft_model` does for a model whose file is open already."""
    chain = chain.nested(entry)
    reading.count_model(model)
    draft = ModelDraft(
        element=entry,
        name=_name(entry, model),
        scope=Scope(),
        static=_flag(entry, model, "static"),
        self_collide=values.boolean(model.child("self_collide"), False),
    )
    if entry is not model:
        draft.plugins.extend(read_plugins(entry, reading))
    _fill(draft, model, reading, chain)
    _choose_canonical(draft, model)
    _add_model_frame(draft, model, around)
    return draft


def _add_model_frame(draft: ModelDraft, model: Element, around: Scope) -> None:
    """Adds a model's frame to the scope around it: an include's pose goes before the model's own."""
    entry = draft.element
    placed = entry if entry.child("pose") is not None else model
    placement = entry.child("placement_frame") if entry.tag == "include" else None
    if placement is not None and entry.child("pose") is None:
        raise entry.error("<placement_frame> needs a <pose> beside it.")
    frame = placement.text if placement is not None else model.attributes.get("placement_frame", "")
    relative = values.relative_to(placed.child("pose"))
    around.add(
        draft.name,
        Frame(
            "model",
            entry,
            values.pose(placed.child("pose")),
            "" if relative == MODEL else relative,
            nested=draft.scope,
            placement="" if frame == MODEL else frame,
        ),
    )


def _name(entry: Element, model: Element) -> str:
    override = entry.child("name") if entry.tag == "include" else None
    if override is not None and override.text:
        return values.checked_name(override, override.text)
    return values.name(model)


def _flag(entry: Element, model: Element, tag: str) -> bool:
    own = values.boolean(model.child(tag), False)
    return values.boolean(entry.child(tag), own) if entry.tag == "include" else own


def _fill(draft: ModelDraft, model: Element, reading: Reading, chain: Chain) -> None:
    scope = draft.scope
    draft.plugins.extend(read_plugins(model, reading))
    for element in (*model.all("link", "frame"), *model.all("joint")):
        name = values.name(element)
        place = element.child("pose")
        pose, relative = values.pose(place), values.relative_to(place)
        if element.tag == "link":
            scope.add(name, Frame("link", element, pose, relative))
            draft.links.append(LinkDraft(element, name))
        elif element.tag == "frame":
            attached = element.attributes.get("attached_to", "")
            scope.add(name, Frame("frame", element, pose, relative or attached, attached))
        else:
            name = _joint_name(element, name, scope, reading)
            joint = draft_joint(element, name)
            scope.add(name, Frame("joint", element, pose, relative or joint.child, joint.child))
            draft.joints.append(joint)
    for element in model.all("model", "include"):
        if element.tag == "include" and values.truth(element, element.attributes.get("merge", "false")):
            _merge(draft, element, reading, chain)
        else:
            draft.nested.append(draft_model(element, scope, reading, chain))


def _joint_name(joint: Element, name: str, scope: Scope, reading: Reading) -> str:
    """Returns a joint's name: before SDFormat 1.7 it could be a link's, too, and Gazebo puts `_joint` after it then."""
    if joint.document.version >= (1, 7) or name not in scope.frames:
        return name
    other = scope.frames[name].element
    if other.tag == "joint":
        return name
    renamed = name
    while renamed in scope.frames:
        renamed += "_joint"
    reading.warn_of(joint, f"the name {shown(name)} is a <{other.tag}>'s; the joint is called {shown(renamed)} here.")
    return renamed


def _merge(draft: ModelDraft, include: Element, reading: Reading, chain: Chain) -> None:
    """Puts an included model's parts among the model's own (SDFormat 1.9, `merge`).

    What was the model's frame becomes a frame of a name of its own, in which its parts keep their poses.
    """
    around = Scope()
    merged = draft_model(include, around, reading, chain)
    placed = around.frames[merged.name]
    root = f"_merged__{merged.name}__model__"

    def moved(frame: str) -> str:
        return root if frame in ("", MODEL) else frame

    own = replace(placed, kind="frame", pose=placed.offset(), attached_to=merged.scope.canonical)
    draft.scope.add(root, replace(own, nested=None, placement=""))
    for name, frame in merged.scope.frames.items():
        attached = moved(frame.attached_to) if frame.kind == "frame" else frame.attached_to
        relative = moved(frame.relative_to)
        draft.scope.add(name, replace(frame, relative_to=relative, attached_to=attached))
    draft.links.extend(replace(link, root=moved(link.root)) for link in merged.links)
    for joint in merged.joints:
        parent, child = (root if end == MODEL else end for end in (joint.parent, joint.child))
        draft.joints.append(replace(joint, root=moved(joint.root), parent=parent, child=child))
    draft.nested.extend(merged.nested)
    draft.plugins.extend(merged.plugins)


def _choose_canonical(draft: ModelDraft, model: Element) -> None:
    wanted = model.attributes.get("canonical_link", "")
    if wanted:
        draft.scope.canonical = wanted
        draft.scope.link_of(wanted, model)
        draft.links.sort(key=lambda link: link.name != wanted)
    elif draft.links:
        draft.scope.canonical = draft.links[0].name
    else:
        nested = next((inner for inner in draft.nested if inner.scope.canonical), None)
        draft.scope.canonical = f"{nested.name}::{nested.scope.canonical}" if nested else ""
    if not draft.scope.canonical and not draft.static:
        raise draft.element.error(f"the model {shown(draft.name)} has no link.")


def all_models(draft: ModelDraft, prefix: str = "") -> Iterator[tuple[ModelDraft, str]]:
    """Yields a model and all nested in it, with what their names are prefixed with."""
    yield draft, prefix
    for nested in draft.nested:
        yield from all_models(nested, f"{prefix}{nested.name}::")
