# SPDX-License-Identifier: Apache-2.0
"""Links: their solid and visible parts, sensors and lights."""

from __future__ import annotations

from dataclasses import dataclass

from worlds.errors import SdfError
from worlds.pose import Pose
from worlds.sdf import checked_values as values
from worlds.sdf.auto_inertia import inertial_of_collisions
from worlds.sdf.description import Collision, Inertial, Light, Link, Mesh, Sensor, Surface, Visual
from worlds.sdf.document import Element, shown
from worlds.sdf.frames import MODEL, Scope, pose_in
from worlds.sdf.geometry import read_geometry
from worlds.sdf.grounds import GROUND, read_ground
from worlds.sdf.inertia import DEFAULT_INERTIAL, is_automatic, read_inertial
from worlds.sdf.lights import read_light
from worlds.sdf.materials import read_material
from worlds.sdf.mesh_shape import is_convex
from worlds.sdf.reading import Reading
from worlds.sdf.sensors import read_sensor
from worlds.sdf.sounds import ROOM, SOUND, read_room, read_sound

STIFFNESS = values.Bounds(0.0, 1e20)


@dataclass(frozen=True)
class LinkDraft:
    """A link before its poses are resolved.

    Attributes:
        element: the `<link>`.
        name: its name in its model.
        root: the frame that `__model__` means in it (another one if its model was merged into another).
    """

    element: Element
    name: str
    root: str = MODEL


def read_link(draft: LinkDraft, prefix: str, scope: Scope, top: Pose, *, static: bool, reading: Reading) -> Link:
    """Reads a link.

    Args:
        draft: the link.
        prefix: what its nested model adds to its name, such as `arm::`.
        scope: frames of its model.
        top: pose of its model in the top-level model.
        static: whether it can't move, so that it needs no mass.
        reading: finds files, notes warnings.

    Raises:
        SdfError: something in it is wrong.
    """
    link = draft.element
    in_model = scope.pose_of(draft.name, link)

    def resolved(element: Element) -> Pose:
        place = element.child("pose")
        frame = values.relative_to(place)
        frame = draft.root if frame == MODEL else frame
        return pose_in(scope, in_model, frame, values.pose(place), element)

    _check_names(link, reading)
    solids: list[tuple[Element, Collision]] = []
    visuals = []
    for element in link.all("collision"):
        geometry = read_geometry(element, reading)
        if geometry is not None:
            surface = read_surface(element, reading)
            solids.append(
                (element, Collision(values.name(element), resolved(element), geometry, surface, element.place))
            )
            if not static and isinstance(geometry, Mesh) and not is_convex(geometry):
                reading.warn_of(
                    element, "a hollow or dented mesh that moves is touched as its convex hull; in Gazebo as it is."
                )
    for element in link.all("visual"):
        visual = _read_visual(element, resolved(element), reading)
        if visual is not None:
            visuals.append(visual)
    collisions = tuple(collision for _, collision in solids)
    solid = [collision.name for collision in collisions]
    sensors: list[Sensor] = []
    for element in link.all("sensor"):
        sensors.extend(read_sensor(element, values.name(element), resolved(element), solid, reading))
    lights: list[Light] = [
        read_light(element, values.name(element), resolved(element)) for element in link.all("light")
    ]
    return Link(
        name=prefix + draft.name,
        pose=top @ in_model,
        inertial=_mass(link, solids, static, reading),
        gravity=values.boolean(link.child("gravity"), True),
        collisions=collisions,
        visuals=tuple(visuals),
        sensors=tuple(sensors),
        lights=tuple(lights),
        place=link.place,
        grounds=tuple(read_ground(element, static=static) for element in link.all(GROUND)),
        sounds=(
            *(read_sound(element) for element in link.all(SOUND)),
            *(read_room(element, static=static) for element in link.all(ROOM)),
        ),
    )


def _mass(link: Element, solids: list[tuple[Element, Collision]], static: bool, reading: Reading) -> Inertial | None:
    """Reads a link's mass and inertia. Of what can't move they matter to nobody, so impossible ones are left out."""
    inertial = link.child("inertial")
    if inertial is None:
        if static:
            return None
        reading.warn_of(link, "a link without <inertial> gets SDFormat's 1 kg and 1 kg m² about each axis.")
        return DEFAULT_INERTIAL
    try:
        return inertial_of_collisions(inertial, solids) if is_automatic(inertial) else read_inertial(inertial)
    except SdfError:
        if not static:
            raise
        reading.warn_of(inertial, "no body has this mass and inertia; it can't move, so neither counts.")
        return None


def _check_names(link: Element, reading: Reading) -> None:
    names: dict[str, Element] = {}
    shared: list[str] = []
    for element in link.all("collision", "visual", "sensor", "light"):
        name = values.name(element)
        other = names.setdefault(name, element)
        if other is element:
            continue
        if other.tag == element.tag:
            raise element.error(
                f"the name {shown(name)} is taken by the <{other.tag}> of line {other.line}.",
                "Siblings need different names.",
            )
        shared.append(f"{shown(name)} is a <{other.tag}> and a <{element.tag}>")
    if shared:
        more = f", and {len(shared) - 1} more" if len(shared) > 1 else ""
        reading.warn_of(link, f"parts share a name: {shared[0]}{more}; newer releases of Gazebo refuse that.")


def _read_visual(element: Element, pose: Pose, reading: Reading) -> Visual | None:
    geometry = read_geometry(element, reading)
    if geometry is None:
        return None
    return Visual(
        name=values.name(element),
        pose=pose,
        geometry=geometry,
        material=read_material(element, reading),
        transparency=values.number(element.child("transparency"), 0.0, values.UNIT_RANGE),
        cast_shadows=values.boolean(element.child("cast_shadows"), True),
        place=element.place,
    )


def read_surface(collision: Element, reading: Reading) -> Surface:
    """Reads a collision's contact parameters; what is left out is SDFormat's default, `mu2` what `mu` is."""
    surface = collision.child("surface")
    if surface is None:
        return Surface()
    mu = values.number(surface.find("friction/ode/mu"), 1.0, values.NOT_NEGATIVE)
    mu2 = values.number(surface.find("friction/ode/mu2"), mu, values.NOT_NEGATIVE)
    first = surface.find("friction/ode/fdir1")
    if mu != mu2 and first is not None and any(values.vector3(first, (0.0, 0.0, 0.0), values.ANY)):
        message = f"friction is the same in all directions here: the lower of mu ({mu:g}) and mu2 ({mu2:g})."
        reading.warn_of(first, f"{message} It may move otherwise than in Gazebo.")
    torsional = surface.find("friction/torsional/coefficient")
    kp, kd = surface.find("contact/ode/kp"), surface.find("contact/ode/kd")
    return Surface(
        mu=mu,
        mu2=mu2,
        torsional=None if torsional is None else values.number(torsional, 1.0, values.NOT_NEGATIVE),
        kp_n_per_m=None if kp is None else values.number(kp, 0.0, STIFFNESS),
        kd_ns_per_m=None if kd is None else values.number(kd, 0.0, STIFFNESS),
        restitution=values.number(surface.find("bounce/restitution_coefficient"), 0.0, values.UNIT_RANGE),
        collide_bitmask=values.integer(surface.find("contact/collide_bitmask"), 0xFFFF, values.Bounds(0, 0xFFFFFFFF)),
    )
