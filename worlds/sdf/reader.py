# SPDX-License-Identifier: Apache-2.0
"""Reads worlds and models from SDFormat files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from worlds.errors import SdfError, UnknownNameError
from worlds.pose import Pose
from worlds.sdf import checked_values as values
from worlds.sdf.description import Light, Model, ReaderWarning, World
from worlds.sdf.document import Element
from worlds.sdf.flattening import flatten
from worlds.sdf.frames import WORLD, Frame, Scope
from worlds.sdf.includes import Chain, included, model_file, only_entity
from worlds.sdf.lights import read_light
from worlds.sdf.models import ModelDraft, draft_model, draft_opened
from worlds.sdf.plugins import read_plugins
from worlds.sdf.reading import RESOURCE_PATH, Reading

PROJECT_MODELS = Path(__file__).resolve().parent.parent / "models"
"""The models that the project brings: robots, and the things that worlds are made of."""

CLASSIC_MODELS = Path(__file__).resolve().parent / "classic_models"
"""`sun` and `ground_plane`, which nearly every world written for Gazebo Classic includes."""

MAX_NAMED_FOLDERS = 32

TIMESTEP_S = values.Bounds(1e-6, 0.1, "s")


def default_model_folders(world: Path) -> tuple[Path, ...]:
    """Returns where a world's `model://` URIs look.

    First its own folder and `models` in and beside it, then the project's, then where `GZ_SIM_RESOURCE_PATH` says
    that Gazebo finds models on this machine.
    """
    folder = world.resolve().parent
    named = [Path(name) for name in os.environ.get(RESOURCE_PATH, "").split(os.pathsep) if name]
    own = (folder, folder / "models", folder.parent / "models", PROJECT_MODELS, CLASSIC_MODELS)
    return (*own, *(path for path in named[:MAX_NAMED_FOLDERS] if path.is_absolute()))


def read_world(file: Path, model_folders: Sequence[Path] | None = None) -> World:
    """Reads a world.

    Args:
        file: an SDF file whose root holds a `<world>`.
        model_folders: where `model://` URIs look, instead of `default_model_folders(file)`.

    Returns:
        The world with all its models, and warnings of what was left out.

    Raises:
        SdfError: the file, or one that it names, can't be used; nothing else is ever raised.
    """
    try:
        folders = default_model_folders(file) if model_folders is None else model_folders
        reading = Reading(file.parent, folders)
    except (OSError, ValueError, RuntimeError) as error:
        raise SdfError(file, 0, "", f"this path can't be read: {error}.") from error
    root = reading.document(file).root
    worlds = root.all("world")
    if not worlds:
        hint = "Include a model in a world." if root.child("model") is not None else ""
        raise root.error("a world file holds a <world>; this one has none.", hint)
    for other in worlds[1:]:
        reading.warn_of(other, "a file holds one world; the first one is read.")
    return _read(worlds[0], reading)


def read_model(
    name_or_folder: str | Path,
    *,
    name: str,
    pose: Pose,
    model_folders: Sequence[Path] | None = None,
    warnings: list[ReaderWarning] | None = None,
) -> Model:
    """Reads a model, to put it into a world.

    Args:
        name_or_folder: name of a model in one of the model folders; or a model's folder or SDF file.
        name: what the model is called in the world.
        pose: of the model's frame in the world, instead of the one in its file.
        model_folders: where models are looked for, instead of the project's models alone.
        warnings: gets what was left out.

    Raises:
        UnknownNameError: no model folder has a model of that name.
        SdfError: the file, or one that it names, can't be used.
    """
    folders = (PROJECT_MODELS,) if model_folders is None else tuple(model_folders)
    path = _model_folder(name_or_folder, folders) if isinstance(name_or_folder, str) else name_or_folder
    own = path if path.is_dir() else path.parent
    reading = Reading(own, (*folders, own.parent))
    file = model_file(path, reading, None) if path.is_dir() else path
    model = only_entity(reading.document(file))
    if model.tag != "model":
        raise model.error("is no model.")
    scope = Scope(WORLD)
    draft = draft_opened(model, model, scope, reading, Chain().entered(file, None))
    draft.name = name
    result = flatten(draft, pose, reading)
    if warnings is not None:
        warnings.extend(reading.warnings)
    return result


def _model_folder(name: str, folders: Sequence[Path]) -> Path:
    known = {
        entry.name: entry
        for folder in reversed(folders)
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.is_dir()
    }
    if name not in known:
        raise UnknownNameError("model", name, known)
    return known[name]


def _read(world: Element, reading: Reading) -> World:
    scope = Scope(WORLD)
    chain = Chain().entered(world.document.file, None)
    drafts: list[ModelDraft] = []
    lights: dict[str, tuple[Element, Element]] = {}
    for element in world.all("frame", "model", "include", "light"):
        if element.tag == "frame":
            attached = _root(element.attributes.get("attached_to", ""))
            place = element.child("pose")
            relative = _root(values.relative_to(place)) or attached
            scope.add(values.name(element), Frame("frame", element, values.pose(place), relative, attached))
        elif element.tag == "light":
            _add_light(lights, values.name(element), element, element)
        elif element.tag == "model":
            drafts.append(draft_model(element, scope, reading, chain))
        else:
            found, inner = included(element, reading, chain)
            if found.tag == "light":
                override = element.child("name")
                named = override.text if override is not None and override.text else values.name(found)
                _add_light(lights, named, element, found)
            else:
                drafts.append(draft_opened(element, found, scope, reading, inner))
    scope.check()
    profiles = world.all("physics")
    chosen = [profile for profile in profiles if profile.attributes.get("default", "") in ("true", "1")]
    physics = next(iter(chosen or profiles), None)
    scene = world.child("scene")
    name = world.attributes.get("name", "") or "default"
    return World(
        name=name,
        gravity_mps2=values.vector3(_gravity(world), (0.0, 0.0, -9.8), values.Bounds(-1e3, 1e3, "m/s²")),
        physics_timestep_s=_timestep_s(physics),
        ambient=values.colour(None if scene is None else scene.child("ambient"), (0.4, 0.4, 0.4, 1.0)),
        background=values.colour(None if scene is None else scene.child("background"), (0.7, 0.7, 0.7, 1.0)),
        models=tuple(flatten(draft, scope.pose_of(draft.name, draft.element), reading) for draft in drafts),
        lights=tuple(_light(light, scope, named, entry) for named, (entry, light) in lights.items()),
        plugins=tuple(read_plugins(world, reading)),
        place=world.place,
        warnings=tuple(reading.warnings),
    )


def _root(frame: str) -> str:
    return "" if frame == WORLD else frame


def _timestep_s(physics: Element | None) -> float:
    if physics is None:
        return values.number(None, 0.001, TIMESTEP_S)
    step = physics.child("max_step_size")
    if step is None and physics.document.version < (1, 4):
        step = physics.find("ode/solver/dt") or physics.find("bullet/dt")
    return values.number(step, 0.001, TIMESTEP_S)


def _gravity(world: Element) -> Element | None:
    # Until SDFormat 1.5 gravity stood in <physics>.
    return world.child("gravity") or world.find("physics/gravity")


def _add_light(lights: dict[str, tuple[Element, Element]], name: str, entry: Element, light: Element) -> None:
    if name in lights:
        raise entry.error(f"the world has a light of the name “{name[:80]}” in line {lights[name][0].line}.")
    lights[name] = (entry, light)


def _light(light: Element, scope: Scope, name: str, entry: Element) -> Light:
    placed = entry if entry.child("pose") is not None else light
    place = placed.child("pose")
    base = scope.pose_of(_root(values.relative_to(place)), placed)
    return read_light(light, name, base @ values.pose(place))
