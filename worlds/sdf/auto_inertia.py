# SPDX-License-Identifier: Apache-2.0
"""Mass and inertia of a link from its collisions and their densities: `<inertial auto="true">` (SDFormat 1.11)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from worlds.pose import Pose
from worlds.sdf import checked_values as values
from worlds.sdf.description import (
    Box,
    Capsule,
    Collision,
    Cylinder,
    Ellipsoid,
    Geometry,
    Inertial,
    Mesh,
    Sphere,
)
from worlds.sdf.document import Element

WATER_KGPM3 = 1000.0
"""What SDFormat takes where no `<density>` is given."""

DENSITY = values.Bounds(0.0, 1e6, "kg/m³", above_low=True)

_Floats = NDArray[np.float64]


def inertial_of_collisions(
    inertial: Element, collisions: list[tuple[Element, Collision]], density_kgpm3: float = WATER_KGPM3
) -> Inertial:
    """Adds up the mass and inertia of a link's collisions.

    Args:
        inertial: the `<inertial>`; its `<density>` counts for collisions that give none.
        collisions: with the element that each was read from.
        density_kgpm3: of what gives none at all.

    Raises:
        SdfError: there is no collision, or one encloses no volume.
    """
    density_kgpm3 = values.number(inertial.child("density"), density_kgpm3, DENSITY)
    if not collisions:
        raise inertial.error('auto="true" needs a <collision> in the link.', "Give <mass> and <inertia> instead.")
    mass_kg, first, about_origin = 0.0, np.zeros(3), np.zeros((3, 3))
    for element, collision in collisions:
        density = values.number(element.child("density"), density_kgpm3, DENSITY)
        volume_m3, centre, moments = _volume_moments(element, collision.geometry)
        turn = np.array([collision.pose.rotate(axis) for axis in ((1.0, 0, 0), (0, 1.0, 0), (0, 0, 1.0))]).T
        middle = np.array(collision.pose.position_m) + turn @ centre
        part_kg = density * volume_m3
        mass_kg += part_kg
        first += part_kg * middle
        about_origin += density * (turn @ moments @ turn.T) + part_kg * _shifted(middle)
    centre = first / mass_kg
    total = about_origin - mass_kg * _shifted(centre)
    (xx, xy, xz), (_, yy, yz), (_, _, zz) = total.tolist()
    if not values.MASS_KG.low < mass_kg <= values.MASS_KG.high:
        raise inertial.error(f"the collisions weigh {mass_kg:g} kg; the mass must be {values.MASS_KG}.")
    x, y, z = centre.tolist()
    return Inertial(mass_kg, Pose((x, y, z)), (xx, yy, zz, xy, xz, yz))


def _shifted(arm: _Floats) -> _Floats:
    """Steiner's part of an inertia, per mass."""
    return np.asarray(float(arm @ arm) * np.eye(3) - np.outer(arm, arm))


def _volume_moments(element: Element, geometry: Geometry) -> tuple[float, _Floats, _Floats]:
    """Volume, centre, and inertia about the centre at density 1."""
    if isinstance(geometry, Mesh):
        return _mesh(element, geometry)
    if isinstance(geometry, Box):
        x, y, z = geometry.size_m
        volume, squares = x * y * z, np.array([x * x, y * y, z * z]) / 12
    elif isinstance(geometry, Sphere | Ellipsoid):
        x, y, z = (geometry.radius_m,) * 3 if isinstance(geometry, Sphere) else geometry.radii_m
        volume, squares = 4 / 3 * math.pi * x * y * z, np.array([x * x, y * y, z * z]) / 5
    elif isinstance(geometry, Cylinder | Capsule):
        return _round(geometry)
    else:
        raise element.error('such a shape has no volume that auto="true" could weigh.', "Give <mass> and <inertia>.")
    return volume, np.zeros(3), volume * np.diag(squares.sum() - squares)


def _round(geometry: Cylinder | Capsule) -> tuple[float, _Floats, _Floats]:
    radius, length = geometry.radius_m, geometry.length_m
    volume = math.pi * radius**2 * length
    along = volume * radius**2 / 2
    across = volume * (radius**2 / 4 + length**2 / 12)
    if isinstance(geometry, Capsule):
        balls = 4 / 3 * math.pi * radius**3
        along += balls * 2 / 5 * radius**2
        # Two half balls, each half a length and 3/8 of a radius away.
        across += balls * (2 / 5 * radius**2 + length**2 / 4 + 3 / 8 * length * radius)
        volume += balls
    return volume, np.zeros(3), np.diag([across, across, along])


def _mesh(element: Element, mesh: Mesh) -> tuple[float, _Floats, _Floats]:
    """Sums over tetrahedra from the origin to each triangle."""
    corners = np.asarray(mesh.vertices_m, dtype=np.float64)[np.asarray(mesh.faces, dtype=np.int64)]
    sixths = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))
    volume = float(sixths.sum()) / 6
    sign = math.copysign(1.0, volume)
    if abs(volume) < 1e-12:
        raise element.error("the mesh encloses no volume.", "Give <mass> and <inertia>.")
    sums = corners.sum(axis=1)
    centre = (sixths[:, None] * sums).sum(axis=0) / 24 / volume
    # ∫ x xᵀ over a tetrahedron with one corner at the origin: |det|/120 (Σ cᵢcᵢᵀ + s sᵀ), s the sum of the corners.
    squares = np.einsum("n,nki,nkj->ij", sixths, corners, corners) + np.einsum("n,ni,nj->ij", sixths, sums, sums)
    second = sign * squares / 120
    about_origin = np.trace(second) * np.eye(3) - second
    volume = abs(volume)
    return volume, centre, about_origin - volume * _shifted(centre)
