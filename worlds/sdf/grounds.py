# SPDX-License-Identifier: Apache-2.0
"""Patches of ground that shake a robot: `<valence:ground>`, the lab's own element, which other programs pass over.

SDFormat leaves elements with a prefix to the programs that know them, so libsdformat accepts them and Gazebo drives
over such a patch as over any other floor.
"""

from __future__ import annotations

from worlds.sdf import checked_values as values
from worlds.sdf.checked_values import Bounds
from worlds.sdf.document import Element
from worlds.sdf.ground import Ground
from worlds.sdf.own_elements import check_children

GROUND = "valence:ground"

SIDE_M = Bounds(0.01, 1000.0, "m")
HEIGHT_M = Bounds(0.0, 0.05, "m")
WAVE_M = Bounds(0.002, 10.0, "m")
WAVINESS = Bounds(0.0, 6.0)
SPACING_M = Bounds(0.005, 100.0, "m")
FIRMNESS_HZ = Bounds(2.0, 60.0, "Hz")
DAMPING = Bounds(0.02, 2.0)
VARIETY = Bounds(0.0, 1.0)

_CHILDREN = {
    GROUND: tuple(f"valence:{name}" for name in ("pose", "size", "waves", "joints", "contact", "variety")),
    "valence:waves": ("valence:rms", "valence:longest", "valence:shortest", "valence:waviness"),
    "valence:joints": ("valence:spacing", "valence:width", "valence:depth"),
    "valence:contact": ("valence:firmness", "valence:damping"),
}


def read_ground(ground: Element, *, static: bool) -> Ground:
    """Reads a patch of ground.

    Args:
        ground: the `<valence:ground>`; its attribute `kind` says what it is called.
        static: whether its link can't move.

    Raises:
        SdfError: a value is wrong, an element is not known or there twice, or the link can move.
    """
    if not static:
        raise ground.error("ground can't be part of something that moves.", "Make its model <static>.")
    check_children(ground, _CHILDREN)
    kind = values.checked_name(ground, ground.attributes.get("kind", ""))
    if not kind:
        raise ground.error("needs a name for its kind.", 'Write kind="gravel", or whatever it is.')
    size = ground.child("valence:size")
    if size is None:
        raise ground.error("needs <valence:size>: metres along x and y.")
    along_m, across_m = values.parse_numbers(size, size.text, SIDE_M, 2)
    waves, joints, contact = (ground.child(f"valence:{name}") for name in ("waves", "joints", "contact"))

    def of(part: Element | None, name: str, default: float, bounds: Bounds) -> float:
        return values.number(None if part is None else part.child(f"valence:{name}"), default, bounds)

    longest_m, shortest_m = of(waves, "longest", 0.1, WAVE_M), of(waves, "shortest", 0.01, WAVE_M)
    if waves is not None and not shortest_m < longest_m:
        raise waves.error(f"the shortest wave ({shortest_m:g} m) must be shorter than the longest ({longest_m:g} m).")
    spacing_m = of(joints, "spacing", 0.1, SPACING_M) if joints is not None else 0.0
    width_m = of(joints, "width", 0.004, WAVE_M)
    if joints is not None and width_m > spacing_m / 2:
        raise joints.error(f"joints of {width_m:g} m are too wide for a spacing of {spacing_m:g} m.", "Half is most.")
    return Ground(
        kind=kind,
        pose=values.pose(ground.child("valence:pose")),
        size_m=(along_m, across_m),
        rms_m=of(waves, "rms", 0.0, HEIGHT_M),
        longest_m=longest_m,
        shortest_m=shortest_m,
        waviness=of(waves, "waviness", 2.0, WAVINESS),
        joint_spacing_m=spacing_m,
        joint_width_m=width_m,
        joint_depth_m=of(joints, "depth", 0.0, HEIGHT_M),
        firmness_hz=of(contact, "firmness", 30.0, FIRMNESS_HZ),
        damping=of(contact, "damping", 0.3, DAMPING),
        variety=of(ground, "variety", 0.0, VARIETY),
        place=ground.place,
    )
