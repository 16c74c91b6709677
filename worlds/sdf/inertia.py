# SPDX-License-Identifier: Apache-2.0
"""Mass and inertia of a link, checked to be what a real body can have."""

from __future__ import annotations

import numpy as np

from worlds.pose import Pose
from worlds.sdf import checked_values as values
from worlds.sdf.description import Inertial
from worlds.sdf.document import Element

RELATIVE_TOLERANCE = 1e-6
"""How far rounded numbers in a file may be from physical, as a share of the largest moment."""


def is_automatic(inertial: Element) -> bool:
    """Whether mass and inertia are to be taken from the collisions (SDFormat 1.11)."""
    return values.truth(inertial, inertial.attributes.get("auto", "false"))


def read_inertial(inertial: Element) -> Inertial:
    """Reads `<inertial>`; what is left out is 1 kg and 1 kg m² about each axis, as SDFormat has it.

    Raises:
        SdfError: the mass is not positive, or no body has such an inertia: its principal moments must be
            positive and none larger than the other two together. libsdformat and MuJoCo refuse it, too.
    """
    mass = values.number(inertial.child("mass"), 1.0, values.MASS_KG)
    place = inertial.child("pose")
    pose = values.pose(place)
    frame = values.relative_to(place)
    if place is not None and frame:
        raise place.error("an <inertial>'s pose is always in its link's frame; remove relative_to.")
    moments = inertial.child("inertia")
    if moments is None:
        return Inertial(mass, pose, (1.0, 1.0, 1.0, 0.0, 0.0, 0.0))
    xx, yy, zz = (values.number(moments.child(tag), 1.0, values.INERTIA_KGM2) for tag in ("ixx", "iyy", "izz"))
    xy, xz, yz = (values.number(moments.child(tag), 0.0, values.INERTIA_KGM2) for tag in ("ixy", "ixz", "iyz"))
    principal = np.linalg.eigvalsh(np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]], dtype=np.float64))
    small, middle, large = (float(moment) for moment in principal)
    shown = f"{small:.6g}, {middle:.6g} and {large:.6g} kg m²"
    if small <= 0.0:
        raise moments.error(
            f"no body has this inertia: its principal moments are {shown}; all must be more than 0.",
            "A solid box has m/12·(y²+z²) about x.",
        )
    if small + middle < large * (1.0 - RELATIVE_TOLERANCE):
        raise moments.error(
            f"no body has this inertia: of its principal moments {shown} "
            "the largest is more than the other two together.",
            "A solid box has m/12·(y²+z²) about x.",
        )
    return Inertial(mass, pose, (xx, yy, zz, xy, xz, yz))


DEFAULT_INERTIAL = Inertial(1.0, Pose(), (1.0, 1.0, 1.0, 0.0, 0.0, 0.0))
"""What SDFormat gives a link without `<inertial>`."""
