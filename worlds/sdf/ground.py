# SPDX-License-Identifier: Apache-2.0
"""What a patch of uneven ground is like, in no engine's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from worlds.pose import Pose

if TYPE_CHECKING:
    from worlds.sdf.description import Place


@dataclass(frozen=True)
class Ground:
    """A patch of ground that shakes who drives over it: the lab's own `<valence:ground>` of a link that can't move.

    Heights are added up of two parts: waves of all lengths (`rms_m` and what follows), and joints or edges that come
    again and again along x. `worlds.ground_profile` says how, and `worlds.shaking` what a robot feels of it.

    Attributes:
        kind: what it is called, such as "gravel".
        pose: its middle in the link frame; it lies on x and y.
        size_m: along x and y.
        rms_m: root mean square of the waves' height.
        longest_m: longest wave.
        shortest_m: shortest wave.
        waviness: how the waves' power falls with their spatial frequency n: as n^-waviness.
        joint_spacing_m: from joint to joint along x; 0 for none.
        joint_width_m: of a joint, at 60 % of its depth half of it to each side.
        joint_depth_m: how deep a joint is.
        firmness_hz: natural frequency of a robot's wheel on it; what is shorter in time is felt less.
        damping: the ratio to critical damping of the same.
        variety: how much one such patch differs from another: heights by a factor of up to e^±variety, lengths by half
            of that in the exponent, drawn from the seed.
    """

    kind: str
    pose: Pose
    size_m: tuple[float, float]
    rms_m: float
    longest_m: float
    shortest_m: float
    waviness: float
    joint_spacing_m: float
    joint_width_m: float
    joint_depth_m: float
    firmness_hz: float
    damping: float
    variety: float
    place: Place
