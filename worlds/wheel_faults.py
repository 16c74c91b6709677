# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a wheel: a worn bearing, a hub that is loose on its shaft, an encoder that is blind in places.

Each is simple physics of the lab's own, measured against the torque that it takes to speed the robot up as fast as its
firmware does (`accelerating_torque_nm`), so that it means the same on every robot:

- A worn bearing brakes by dry friction, 0.4 to 2.4 of that torque, most where its balls run over the damage: once a
  turn, and a little thrice a turn. How damage shows in a motor's current by the turn: R. R. Schoen et al., Motor bearing
  damage detection using stator current monitoring, IEEE Transactions on Industry Applications 31 (1995), 1274-1279.
- A loose hub carries no more than 0.75 to 0.05 of that torque; beyond it the shaft turns in the hub. The encoder sits on
  the shaft, and does not notice.
- A blind encoder counts nothing in one sector of the turn, a twentieth to a quarter of it: a scratched or dirty disc.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from worlds.robot_spec import RobotSpec

FaultKind = Literal["bearing", "hub", "encoder"]
Side = Literal["left", "right"]

KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
SIDES: tuple[Side, ...] = get_args(Side)

_DRAG = (0.4, 2.4)
_ONCE_A_TURN, _THRICE_A_TURN = 0.5, 0.2
_SLIP = (0.75, 0.05)
_BLIND = (0.05, 0.25)


@dataclass(frozen=True)
class WheelFault:
    """A fault of one wheel, from the beginning of an episode to its end.

    Attributes:
        kind: what is wrong.
        wheel: which one it is.
        severity: how bad it is, from 0 (hardly anything) to 1.
    """

    kind: FaultKind
    wheel: Side
    severity: float

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.wheel not in SIDES or not 0 <= self.severity <= 1:
            raise ValueError(
                f"A wheel's fault is one of {', '.join(KINDS)}, {' or '.join(SIDES)}, of a severity from 0 to 1; "
                f"{str(self.kind)[:40]}, {str(self.wheel)[:40]}, {self.severity!r} were given."
            )

    @property
    def index(self) -> int:
        """Of the wheel: 0 is the left one."""
        return SIDES.index(self.wheel)


def accelerating_torque_nm(spec: RobotSpec) -> float:
    """What each wheel takes to speed the robot up as fast as its firmware does: m a r / 2, N m."""
    return spec.body.mass_kg * spec.limits.max_acceleration_mps2 * spec.drive.radius_m / 2


def slip_torque_nm(spec: RobotSpec, severity: float) -> float:
    """The most that a loose hub carries, N m."""
    return _between(_SLIP, severity) * accelerating_torque_nm(spec)


class WornBearing:
    """How much a worn bearing brakes."""

    def __init__(self, spec: RobotSpec, severity: float, stream: np.random.Generator) -> None:
        """Draws where the damage is.

        Args:
            spec: of the robot.
            severity: 0..1.
            stream: of the episode.
        """
        self._mean_nm = _between(_DRAG, severity) * accelerating_torque_nm(spec)
        self._once_rad, self._thrice_rad = stream.uniform(0.0, math.tau, 2).tolist()

    def drag_nm(self, angle_rad: float) -> float:
        """Dry friction at an angle of the wheel, N m; never 0."""
        once = _ONCE_A_TURN * math.cos(angle_rad - self._once_rad)
        thrice = _THRICE_A_TURN * math.cos(3 * angle_rad - self._thrice_rad)
        return self._mean_nm * (1.0 + once + thrice)


class BlindEncoder:
    """Counts a shaft's angle but where it is blind."""

    def __init__(self, severity: float, stream: np.random.Generator) -> None:
        """Draws where it is blind.

        Args:
            severity: 0..1.
            stream: of the episode.
        """
        self._blind_rad = _between(_BLIND, severity) * math.tau
        self._from_rad = float(stream.uniform(0.0, math.tau))
        self._before_rad = self._seen(0.0)

    def counted_rad(self, angle_rad: float) -> float:
        """What it has counted since the start when the shaft has truly turned by an angle, both ways alike."""
        return self._seen(angle_rad) - self._before_rad

    def _seen(self, angle_rad: float) -> float:
        """All of each whole turn but the blind sector, which is the last part of the turn that begins behind it."""
        turns, rest_rad = divmod(angle_rad - self._from_rad, math.tau)
        seen_rad = math.tau - self._blind_rad
        return turns * seen_rad + min(rest_rad, seen_rad)


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share
