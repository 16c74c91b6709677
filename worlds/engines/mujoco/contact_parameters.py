# SPDX-License-Identifier: Apache-2.0
"""From SDFormat's surface parameters to MuJoCo's contact parameters.

MuJoCo and Gazebo combine two surfaces differently; what is done here so that they agree:

- Friction: Gazebo takes the lower coefficient, MuJoCo that of the geom with the higher priority. So the priority
  grows as friction falls (`priorities`).
- Bounce: Gazebo multiplies the two coefficients, so a hard floor (0) stops every ball. MuJoCo mixes by weight:
  surfaces without bounce weigh most. With both above 0 the bounce is approximate: MuJoCo has no restitution, and
  a damped spring of the same logarithmic decrement stands for it.
- Stiffness: `kp` softens a contact when it is softer than the one setting for all; contacts harder than the
  physics step resolves are as hard as it allows, as in Gazebo's DART, which ignores `kp`. `kd` is not used: apart
  from bounce, contacts are critically damped.
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
    ordered = sorted({surface.mu for surface in surfaces}, reverse=True)
    return {mu: rank for rank, mu in enumerate(ordered)}


def contact_time_constant_s(surface: Surface, mass_kg: float) -> float:
    """Time constant √(m/kp) of a critically damped contact, or the standard one if that is longer.

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
    geom.friction[0] = surface.mu
    geom.priority = rank[surface.mu]
    geom.condim = settings.CONTACT_DIMENSIONS
    if surface.mu == 0.0:
        geom.condim = settings.FRICTIONLESS_CONTACT_DIMENSIONS
    elif surface.torsional is not None:
        geom.condim = settings.SPINNING_CONTACT_DIMENSIONS
        geom.friction[1] = min(surface.mu, 1.0) * surface.torsional * settings.PATCH_RADIUS_M
    time_constant_s = contact_time_constant_s(surface, mass_kg)
    geom.solref[:] = [time_constant_s, settings.CONTACT_DAMPING_RATIO]
    geom.solimp[:3] = settings.CONTACT_IMPEDANCE
    if surface.restitution > _LEAST_BOUNCE:
        ratio = damping_ratio_of_bounce(surface.restitution)
        geom.solref[:] = [time_constant_s / ratio, ratio]
        geom.solmix = _WEIGHT_BOUNCY
    elif time_constant_s > settings.CONTACT_TIME_CONSTANT_S:
        geom.solmix = _WEIGHT_SOFT
    mask = surface.collide_bitmask
    geom.contype = geom.conaffinity = mask - (1 << 32) if mask >= 1 << 31 else mask
