# SPDX-License-Identifier: Apache-2.0
"""Controllers written by hand behind the port of learned policies, to compare with: what must learning beat?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from valence_nodes.policies.features import BearingsFeature, LidarFeature
from valence_nodes.policies.policy import Policy, PolicyError
from valence_nodes.policies.spec import ActionSpec, PolicySpec, Vector

_SECTORS = 48
_MOST_M = 2.0


class AlongWall:
    """Keeps the nearest piece of wall exactly to the right, half a metre away; proportional in both errors.

    Attributes:
        spec: it looks at the lidar alone.
    """

    def __init__(self, wanted_m: float = 0.5) -> None:
        """Takes the distance that is wanted (m)."""
        lidar = LidarFeature(sectors=_SECTORS, most_m=_MOST_M)
        self.spec = PolicySpec(observation=(lidar,), action=ActionSpec(speed_mps=(0.0, 0.2)), steps=2)
        self._wanted_m = wanted_m
        middles = -math.pi + (np.arange(_SECTORS) + 0.5) * (2 * math.pi / _SECTORS)
        looked_at = (middles > math.radians(-135)) & (middles < math.radians(20))
        self._first, self._middles = int(np.flatnonzero(looked_at)[0]), middles[looked_at]

    def decide(self, observation: Vector) -> Vector:
        """Steers; where it has to turn, it is slow."""
        near = observation[self._first : self._first + len(self._middles)]
        nearest = int(np.argmax(near))
        distance_m = (1.0 - float(near[nearest])) * _MOST_M
        off_rad = float(self._middles[nearest]) + math.pi / 2
        turn_radps = 2.0 * off_rad - 3.0 * (distance_m - self._wanted_m)
        speed_mps = 0.2 * max(0.2, 1.0 - abs(turn_radps) / 1.5)
        return self.spec.action.answer(speed_mps, turn_radps)


class AlongLine:
    """Turns the more, the farther the line is to the side; where it is gone, to the side on which it was last.

    Attributes:
        spec: it looks at the bearings of the line alone.
    """

    def __init__(self) -> None:
        bearings = BearingsFeature(below_px=165.0, widest_rad=1.0)
        self.spec = PolicySpec(observation=(bearings,), action=ActionSpec(speed_mps=(0.0, 0.22)), steps=2)

    def decide(self, observation: Vector) -> Vector:
        """Steers; where the line bends, it is slow."""
        seen, nearest_rad, farthest_rad = observation.tolist()
        if not seen:
            return self.spec.action.answer(0.0, math.copysign(0.6, nearest_rad))
        bend_rad = max(abs(nearest_rad), 0.6 * abs(farthest_rad))
        return self.spec.action.answer(0.22 * max(0.1, 1.0 - bend_rad / 0.6), 2.2 * nearest_rad)


CONTROLLERS: Mapping[str, Callable[[], Policy]] = MappingProxyType({"along_wall": AlongWall, "along_line": AlongLine})
"""Controllers by name: one line each."""


def controller(name: str) -> Policy:
    """Makes a controller.

    Raises:
        PolicyError: there is none of that name; says which there are.
    """
    if name not in CONTROLLERS:
        raise PolicyError(f"There is no controller “{name[:60]}”; there are: {', '.join(CONTROLLERS)}.")
    return CONTROLLERS[name]()
