# SPDX-License-Identifier: Apache-2.0
"""What can be touched: collisions of links as geoms, wheels, and which parts never meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import mujoco

from worlds.engines.mujoco import settings
from worlds.engines.mujoco.contact_parameters import apply_surface, apply_surfaces, priorities
from worlds.engines.mujoco.hollow_mesh import TooManyPiecesError
from worlds.engines.mujoco.kinematic_tree import (
    add_models,
    place_error,
    scoped,
    sensor_name,
    set_pose,
)
from worlds.engines.mujoco.shapes import Shapes
from worlds.engines.mujoco.starting_overlaps import Overlaps, TooManyContactsError, let_overlap, starting_overlaps
from worlds.engines.mujoco.wheels import (
    WheelDrive,
    add_servos,
    is_wheel,
    rim_shape,
    rolling_part,
    wheel_joints,
    wheel_shape,
)
from worlds.sdf.description import Collision, Heightmap, Link, Mesh, Model, Plane, World
from worlds.sdf.mesh_shape import is_convex

MAX_WORLD_PIECES = 20_000
MAX_PAIRS = 4_000
"""Moving links times planes; with more, each physics step would take long to look through them."""
MAX_LINKS = 2_500
"""Of a world; MuJoCo's search for contacts needs memory by its square."""
MANY_LINKS = 400
ARENA_BYTES = 512 * 2**20
"""For contacts and forces of a world with many links: by itself MuJoCo would reserve gigabytes for a thousand."""


class CollisionParts:
    """Adds collisions to bodies, under the contact settings of all worlds."""

    def __init__(self, spec: Any, world: World) -> None:
        self._spec = spec
        self._world = world
        self._shapes = Shapes(spec, planes_end=False)
        surfaces = [part.surface for model in world.models for link in model.links for part in link.collisions]
        self._rank = priorities(surfaces)
        self._wheels = wheel_joints(world)
        self._names: dict[str, list[str]] = {}
        self._pieces = 0
        self._moving: list[tuple[Model, Link]] = []
        self.owners: dict[str, tuple[str, str]] = {}

    def add(self, body: Any, model: Model, link: Link, moves: bool) -> None:
        """Adds a link's collisions, and sites for the sensors that move with it."""
        if moves:
            self._moving.append((model, link))
        for collision in link.collisions:
            if moves and isinstance(collision.geometry, Plane | Heightmap):
                kind = type(collision.geometry).__name__.lower()
                raise place_error(collision.place, f"a {kind} can't be part of something that moves.", "Use a box.")
            name = f"{link.name}::{collision.name}"
            for geom in self._geoms(body, scoped(model.name, name), model, link, collision, moves):
                apply_surface(geom, collision.surface, self._rank, _carried_kg(link, moves))
                self.owners[geom.name] = (model.name, name)
                self._names.setdefault(scoped(model.name, name), []).append(geom.name)
        for sensor in link.sensors:
            site = body.add_site(name=sensor_name(model.name, link.name, sensor.name))
            set_pose(site, sensor.pose)

    def _geoms(
        self, body: Any, name: str, model: Model, link: Link, collision: Collision, moves: bool
    ) -> Iterator[Any]:
        if isinstance(collision.geometry, Mesh) and not is_convex(collision.geometry):
            try:
                cut = self._shapes.piece_names(collision.geometry, moves)
            except TooManyPiecesError as error:
                raise place_error(
                    collision.place,
                    f"the mesh is hollow or has dents, and {error}, which is more than this engine can touch.",
                    "Give the collision a simpler mesh, or build it of boxes.",
                ) from error
            self._pieces += len(cut)
            if self._pieces > MAX_WORLD_PIECES:
                raise place_error(
                    collision.place,
                    f"with this mesh the world's hollow meshes fall into more than {MAX_WORLD_PIECES} convex pieces.",
                    "Give collisions simpler meshes, or build them of boxes.",
                )
            for number, mesh in enumerate(cut):
                geom = body.add_geom(name=f"{name} {number}" if number else name)
                geom.type = mujoco.mjtGeom.mjGEOM_MESH
                geom.meshname = mesh
                set_pose(geom, collision.pose)
                yield geom
            return
        geom = body.add_geom(name=name)
        joint = self._wheels.get((model.name, link.name))
        rolls = joint is not None and is_wheel(collision, joint)
        self._shapes.apply(geom, wheel_shape(collision) if rolls else collision.geometry, collision.pose)
        yield geom

    def pair_with_planes(self) -> None:
        """Says of everything that moves how it touches planes, after all models have been added.

        Wheels touch them with their rims alone; other things slide on them with a friction of its own kind.
        """
        planes = [
            (model, link)
            for model in self._world.models
            for link in model.links
            if link.collisions and all(isinstance(part.geometry, Plane) for part in link.collisions)
        ]
        if not planes or len(self._moving) * len(planes) > MAX_PAIRS:
            return
        for model, link in self._moving:
            wheel = rolling_part(link, self._wheels.get((model.name, link.name)))
            if wheel is not None:
                self._add_rim(model, link, wheel, planes)
            for part in link.collisions if wheel is None else ():
                for geom in self._names.get(scoped(model.name, f"{link.name}::{part.name}"), ()):
                    self._pair(geom, link, part, planes, slides=True)

    def _add_rim(self, model: Model, link: Link, wheel: Collision, planes: list[tuple[Model, Link]]) -> None:
        body = self._spec.body(scoped(model.name, link.name))
        rim = body.add_geom(name=scoped(model.name, f"{link.name}::{wheel.name} rim"))
        shape, pose = rim_shape(wheel)
        self._shapes.apply(rim, shape, pose)
        rim.contype = rim.conaffinity = 0
        self.owners[rim.name] = (model.name, f"{link.name}::{wheel.name}")
        for ground, floor in planes:
            # The whole wheel passes through what its rim touches.
            self._spec.add_exclude(bodyname1=body.name, bodyname2=scoped(ground.name, floor.name))
        self._pair(rim.name, link, wheel, planes, slides=False)

    def _pair(self, geom: str, link: Link, part: Collision, planes: list[tuple[Model, Link]], *, slides: bool) -> None:
        for ground, floor in planes:
            for plane in floor.collisions:
                if plane.surface.collide_bitmask & part.surface.collide_bitmask:
                    below = scoped(ground.name, f"{floor.name}::{plane.name}")
                    pair = self._spec.add_pair(geomname1=geom, geomname2=below)
                    apply_surfaces(pair, part.surface, plane.surface, _carried_kg(link, moves=True))
                    if slides:
                        pair.solreffriction[:] = [settings.SLIDING_TIME_CONSTANT_S, 1.0]


def _carried_kg(link: Link, moves: bool) -> float:
    return 1.0 if not moves or link.inertial is None else link.inertial.mass_kg


def build_physics(world: World, drive: WheelDrive | None) -> tuple[Any, dict[str, tuple[str, str]], Overlaps]:
    """Compiles what moves and touches.

    Args:
        world: what to build.
        drive: the driven wheels, if any.

    Returns:
        The `MjModel`, (model, `link::collision`) by the name of each geom, and what begins in each other.

    Raises:
        SdfError: MuJoCo can't build something.
    """
    links = _number_of_links(world)
    spec = mujoco.MjSpec()
    if links > MANY_LINKS:
        spec.memory = ARENA_BYTES
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
    parts = CollisionParts(spec, world)
    add_models(spec, world, parts)
    parts.pair_with_planes()
    for model in world.models:
        _keep_apart(spec, model)
    if drive is not None:
        add_servos(spec, world, drive)
    model = compiled(spec, world)
    try:
        overlaps = starting_overlaps(model)
    except TooManyContactsError as error:
        owner, part = parts.owners[error.geom]
        place = next(one.place for one in world.models if one.name == owner)
        hint = f"Many are of {part}; move things apart, or make fewer of them."
        raise place_error(place, f"{error}.", hint) from error
    if overlaps:
        let_overlap(spec, overlaps)
        model = compiled(spec, world)
    if drive is not None and model.nv <= settings.MOST_DENSE_DOFS:
        model.opt.jacobian = mujoco.mjtJacobian.mjJAC_DENSE
    return model, parts.owners, overlaps


def _number_of_links(world: World) -> int:
    links = 0
    for model in world.models:
        links += len(model.links)
        if links > MAX_LINKS:
            raise place_error(
                model.place,
                f"with this model the world has more than {MAX_LINKS} links, which is more than this engine can move.",
                "Give what can't move one link with many collisions.",
            )
    return links


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
