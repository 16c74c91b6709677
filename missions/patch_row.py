# SPDX-License-Identifier: Apache-2.0
"""A row of patches of ground whose order and lengths a seed draws."""

from __future__ import annotations

import math
from itertools import pairwise

from missions.draw import Draw
from missions.variation_spec import PatchesSpec
from worlds.pose import Pose
from worlds.scenario import Placement

_TRIES = 200
LIFT_M = 0.0004
"""Each patch lies so much higher to look at than the one that it covers a part of."""


def patch_row(spec: PatchesSpec, draw: Draw) -> tuple[Placement, ...]:
    """Lays out a row: every patch covers the end of the one before, so that only its own beginning counts.

    A patch's model has its origin in the middle of the side where it begins, and lies along x.

    Args:
        spec: what the mission says.
        draw: of the seed.
    """
    order = _shuffled([model for model, count in spec.models.items() for _ in range(count)], draw)
    shares = [math.exp(draw.between(-spec.variety, spec.variety)) for _ in order]
    begins_m, ends_m = spec.x_m
    x_m = begins_m
    row = []
    for number, (model, share) in enumerate(zip(order, shares, strict=True)):
        pose = Pose((x_m, spec.y_m, LIFT_M * (number + 1)))
        row.append(Placement(f"patch_{number}", model, pose))
        x_m += (ends_m - begins_m) * share / math.fsum(shares)
    return tuple(row)


def _shuffled(names: list[str], draw: Draw) -> list[str]:
    """Any order with no two alike side by side, if such an order is found."""
    for _ in range(_TRIES):
        for last in range(len(names) - 1, 0, -1):
            other = draw.below(last + 1)
            names[last], names[other] = names[other], names[last]
        if all(one != next_one for one, next_one in pairwise(names)):
            break
    return names
