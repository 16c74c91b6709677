# SPDX-License-Identifier: Apache-2.0
"""From SDFormat's surface parameters to MuJoCo's contact parameters.

MuJoCo and Gazebo combine two surfaces differently; what is done here so that they agree:

- Friction: Gazebo takes the lower coefficient, MuJoCo that of the geom with the higher priority. So the priority
  grows as friction falls (`priorities`).
- Bounce: Gazebo multiplies the two coefficients, so a hard floor (0) stops every ball. MuJoCo mixes by weight:
  surfaces without bounce weigh most. With both above 0 the bounce is approximate: MuJoCo has no restitution, and
  a damped spring of the same logarithmic decrement stands for it.
- Stiffness: `kp` softens a contact when it is softer than the one setting for all; contacts harder than the
  physics step resolves are as hard as it allows, as in Gazebo's DART, which ignores `kp`. `kd` is not used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from worlds.engines.mujoco import settings
from worlds.sdf.description import Surface

_WEIGHT_BOUNCY = 1e-3
_WEIGHT_SOFT = 1e3
_LEAST_BOUNCE = 0.02


def priorities(surfaces: Iterable[Surface]) -> dict[float, int]:
    """Ranks friction coefficients: the lower the coefficient, the higher the priority."""
    ordered = sorted({surface.least_mu for surface in surfaces}, reverse=True)
    return {mu: rank for rank, mu in enumerate(ordered)}


def contact_time_constant_s(surface: Surface, mass_kg: float) -> float:
    """Time constant √(m/kp) of a contact, or the standard one if that is longer.

    Args:
        surface: with `kp_n_per_m`.
        mass_kg: that the contact carries: the link's, or 1 kg for what never moves.
    """
    if not surface.kp_n_per_m:
        return settings.CONTACT_TIME_CONSTANT_S
    return max(settings.CONTACT_TIME_CONSTANT_S, math.sqrt(mass_kg / surface.kp_n_per_m))


def damping_ratio_of_bounce(restitution: float) -> float:
    """Damping ratio ζ of an oscillator that keeps `restitution` of its speed in half a turn.

    From the logarithmic decrement: e = exp(-π ζ / √(1 - ζ²)).
    """
    decrement = -math.log(min(restitution, 0.999))
    return decrement / math.hypot(math.pi, decrement)


def apply_surface(geom: Any, surface: Surface, rank: dict[float, int], mass_kg: float) -> None:
    """Writes a collision's contact parameters into a geom.

    Args:
        geom: the `MjsGeom`.
        surface: of the collision.
        rank: from `priorities`.
        mass_kg: see `contact_time_constant_s`.
    """
    geom.priority = rank[surface.least_mu]
    geom.condim, geom.friction[0], spin = _friction(surface.least_mu, surface.torsional)
    if spin is not None:
        geom.friction[1] = spin
    time_constant_s = contact_time_constant_s(surface, mass_kg)
    geom.solref[:] = _reference(surface.restitution, time_constant_s)
    geom.solimp[:3] = settings.CONTACT_IMPEDANCE
    if surface.restitution > _LEAST_BOUNCE:
        geom.solmix = _WEIGHT_BOUNCY
    elif time_constant_s > settings.CONTACT_TIME_CONSTANT_S:
        geom.solmix = _WEIGHT_SOFT
    mask = surface.collide_bitmask
    geom.contype = geom.conaffinity = mask - (1 << 32) if mask >= 1 << 31 else mask


def apply_surfaces(pair: Any, one: Surface, other: Surface, mass_kg: float) -> None:
    """Writes the contact parameters of two collisions that are paired by name into an `MjsPair`.

    Args:
        pair: the `MjsPair`.
        one: surface of the collision that moves.
        other: surface of the other.
        mass_kg: of the one that moves; see `contact_time_constant_s`.
    """
    lower = min(one, other, key=lambda surface: surface.least_mu)
    pair.condim, mu, spin = _friction(lower.least_mu, lower.torsional)
    pair.friction[:3] = [mu, mu, spin or 0.0]
    time_constant_s = max(contact_time_constant_s(one, mass_kg), contact_time_constant_s(other, 1.0))
    pair.solref[:] = _reference(one.restitution * other.restitution, time_constant_s)
    pair.solimp[:3] = settings.CONTACT_IMPEDANCE


def _friction(mu: float, torsional: float | None) -> tuple[int, float, float | None]:
    """MuJoCo's contact dimensions, sliding friction and, if it is needed, torsional friction in metres."""
    if mu == 0.0:
        return settings.FRICTIONLESS_CONTACT_DIMENSIONS, mu, None
    if torsional is None:
        return settings.CONTACT_DIMENSIONS, mu, None
    return settings.SPINNING_CONTACT_DIMENSIONS, mu, min(mu, 1.0) * torsional * settings.PATCH_RADIUS_M


def _reference(restitution: float, time_constant_s: float) -> list[float]:
    """MuJoCo's `solref`: a time constant and a damping ratio."""
    if restitution <= _LEAST_BOUNCE:
        return [time_constant_s, settings.CONTACT_DAMPING_RATIO]
    ratio = damping_ratio_of_bounce(restitution)
    return [time_constant_s / ratio, ratio]
