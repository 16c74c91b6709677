# SPDX-License-Identifier: Apache-2.0
"""Following people and things through lidar scans: who is who, and who moves how fast.

Each is a Kalman filter of constant velocity (Y. Bar-Shalom, X. R. Li, T. Kirubarajan, Estimation with Applications to
Tracking and Navigation, 2001, chapter 6: discrete white noise acceleration); what was seen goes to who was expected
nearest, by Mahalanobis distance, the surest pair first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from valence_nodes.perception.scan_clusters import Cluster, Scan
from worlds.pose import Pose

_GATE = 9.21
"""Squared Mahalanobis distance in two dimensions that 99 % stay below (chi-squared)."""

_LONGEST_GAP_S = 2.0
"""After a longer pause nobody knows who is who; and time that runs backwards is another episode."""

_ENOUGH_SIGHTINGS = 4
_RELIABLE_MISSES = 2
_SPEED_STD_MPS = 1.0
"""Of something that was just seen for the first time: people walk at 1.4 m/s."""

_CUT_STD_M = 0.2
_PLACE_STD_M = 0.03
_CERTAIN = 2.5
"""Standard deviations that a speed must be away from 0 to be one."""

_IN_A_ROW = 2
_WIDTH_SHARE = 0.2

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TrackerSettings:
    """How things are followed.

    Attributes:
        acceleration_std_mps2: how hard they speed up, brake and turn.
        forget_s: after so long unseen, something is given up.
        least_speed_mps: slower is standing.
    """

    acceleration_std_mps2: float = 0.8
    forget_s: float = 1.0
    least_speed_mps: float = 0.15


@dataclass(frozen=True)
class Track:
    """Something that is followed, in the frame that the sightings were given in.

    Attributes:
        number: its own, never given to another.
        x_m: of its middle.
        y_m: of its middle.
        vx_mps: velocity along x.
        vy_mps: along y.
        width_m: as it looks from the lidar.
        std_m: standard deviation of its place along either axis.
        std_mps: of its velocity along either axis.
        age_s: since it was first seen.
        moving: it moves for certain.
    """

    number: int
    x_m: float
    y_m: float
    vx_mps: float
    vy_mps: float
    width_m: float
    std_m: float
    std_mps: float
    age_s: float
    moving: bool

    @property
    def speed_mps(self) -> float:
        """How fast it moves."""
        return math.hypot(self.vx_mps, self.vy_mps)


@dataclass(frozen=True)
class Sighting:
    """A cluster where it truly stood: `x_m`, `y_m` in a frame that does not move, and how far from the lidar."""

    x_m: float
    y_m: float
    cluster: Cluster
    ray_gap_m: float

    @property
    def variance_m2(self) -> float:
        """Of its place along either axis: an end may be a ray further, and one that is hidden anywhere."""
        hidden = _CUT_STD_M if self.cluster.cut else 0.0
        return _PLACE_STD_M**2 + (self.ray_gap_m / 2) ** 2 + hidden**2


@dataclass
class _Followed:
    mean: FloatArray
    covariance: FloatArray
    width_m: float
    born_s: float
    seen_s: float
    number: int | None = None
    sightings: int = 1
    misses: int = 0
    fast: int = 0
    moving: bool = False
    order: int = field(default=0)


class ObstacleTracker:
    """Follows what one lidar sees; give it the sightings of each scan in order of time."""

    def __init__(self, settings: TrackerSettings | None = None) -> None:
        self._settings = settings or TrackerSettings()
        self._followed: list[_Followed] = []
        self._now_s: float | None = None
        self._numbers = 0
        self._orders = 0

    def update(self, time_s: float, sightings: Sequence[Sighting]) -> list[Track]:
        """Takes what one scan saw.

        Args:
            time_s: of the scan.
            sightings: all of one frame that does not move, such as `odom`.

        Returns:
            Whom it has seen often enough to be sure, by number.
        """
        if self._now_s is None or not 0 < time_s - self._now_s <= _LONGEST_GAP_S:
            self._followed = []
        else:
            self._predict(time_s - self._now_s)
        self._now_s = time_s
        paired = self._paired(sightings)
        for one in self._followed:
            if one.order in paired:
                self._correct(one, sightings[paired[one.order]], time_s)
            else:
                one.misses += 1
        self._give_up(time_s)
        taken = set(paired.values())
        for index, sighting in enumerate(sightings):
            # What is half hidden may be the end of a wall, which seems to move as the one who hides it does.
            if index not in taken and not sighting.cluster.cut:
                self._begin(sighting, time_s)
        return [self._track(one, time_s) for one in self._followed if one.number is not None]

    def _predict(self, step_s: float) -> None:
        move = np.eye(4)
        move[0, 2] = move[1, 3] = step_s
        gain = np.array([[step_s**2 / 2, 0], [0, step_s**2 / 2], [step_s, 0], [0, step_s]])
        noise = gain @ gain.T * self._settings.acceleration_std_mps2**2
        for one in self._followed:
            one.mean = move @ one.mean
            one.covariance = move @ one.covariance @ move.T + noise

    @staticmethod
    def _spread(one: _Followed, sighting: Sighting) -> FloatArray:
        """Covariance of how far it may be seen from where it is expected, float64 (2, 2).

        Of somebody who looks narrower than before one side is hidden, one leg behind the other: then the middle may be
        off by half of what is missing.
        """
        missing_m = (one.width_m - sighting.cluster.width_m) / 2
        spread: FloatArray = one.covariance[:2, :2] + np.eye(2) * (sighting.variance_m2 + missing_m**2)
        return spread

    def _paired(self, sightings: Sequence[Sighting]) -> dict[int, int]:
        """Index of the sighting of each, by its order."""
        pairs: list[tuple[float, int, int]] = []
        for one in self._followed:
            for index, sighting in enumerate(sightings):
                away = np.array([sighting.x_m, sighting.y_m]) - one.mean[:2]
                spread = self._spread(one, sighting)
                squared = float(away @ np.linalg.solve(spread, away))
                if squared <= _GATE:
                    # Among equally near ones the one that is surer, then the older one.
                    pairs.append((squared + math.log(np.linalg.det(spread)), one.order, index))
        paired: dict[int, int] = {}
        taken: set[int] = set()
        for _, order, index in sorted(pairs):
            if order not in paired and index not in taken:
                paired[order] = index
                taken.add(index)
        return paired

    def _correct(self, one: _Followed, sighting: Sighting, time_s: float) -> None:
        spread = self._spread(one, sighting)
        gain = one.covariance[:, :2] @ np.linalg.inv(spread)
        one.mean = one.mean + gain @ (np.array([sighting.x_m, sighting.y_m]) - one.mean[:2])
        one.covariance = one.covariance - gain @ one.covariance[:2]
        one.covariance = (one.covariance + one.covariance.T) / 2
        one.seen_s = time_s
        one.misses = 0
        one.sightings += 1
        if not sighting.cluster.cut:
            one.width_m += _WIDTH_SHARE * (sighting.cluster.width_m - one.width_m)
        if one.number is None and one.sightings >= _ENOUGH_SIGHTINGS:
            self._numbers += 1
            one.number = self._numbers
        self._judge(one, sighting.cluster.cut)

    def _judge(self, one: _Followed, cut: bool) -> None:
        """Says whether it moves: surely faster than nothing several times in a row, and until it is slow again.

        What is half hidden proves nothing: where the rest of a wall is hidden, its end goes with the robot.
        """
        speed = math.hypot(*one.mean[2:])
        std = math.sqrt(max(one.covariance[2, 2], one.covariance[3, 3]))
        least = self._settings.least_speed_mps
        fast = speed >= least and speed >= _CERTAIN * std
        one.fast = one.fast + (not cut) if fast else 0
        if one.fast >= _IN_A_ROW:
            one.moving = True
        elif speed < least / 2:
            one.moving = False

    def _give_up(self, time_s: float) -> None:
        self._followed = [
            one
            for one in self._followed
            if (one.number is None and one.misses < _RELIABLE_MISSES)
            or (one.number is not None and time_s - one.seen_s <= self._settings.forget_s)
        ]

    def _begin(self, sighting: Sighting, time_s: float) -> None:
        mean = np.array([sighting.x_m, sighting.y_m, 0.0, 0.0])
        speed = _SPEED_STD_MPS**2
        covariance = np.diag([sighting.variance_m2, sighting.variance_m2, speed, speed])
        self._orders += 1
        one = _Followed(mean, covariance, sighting.cluster.width_m, time_s, time_s, order=self._orders)
        self._followed.append(one)

    @staticmethod
    def _track(one: _Followed, time_s: float) -> Track:
        assert one.number is not None
        x, y, vx, vy = one.mean.tolist()
        std_m, std_mps = (math.sqrt(max(one.covariance[a, a], one.covariance[a + 1, a + 1])) for a in (0, 2))
        return Track(one.number, x, y, vx, vy, one.width_m, std_m, std_mps, time_s - one.born_s, one.moving)


def sightings_of(scan: Scan, lidar: Pose, clusters: Sequence[Cluster]) -> list[Sighting]:
    """Puts clusters where they truly are.

    Args:
        scan: that they are of.
        lidar: pose of its frame in one that does not move, at the scan's time.
        clusters: of the scan.
    """
    found = []
    for one in clusters:
        x_m, y_m, _ = lidar.transform((one.x_m, one.y_m, 0.0))
        gap_m = math.hypot(one.x_m, one.y_m) * abs(scan.angle_increment_rad)
        found.append(Sighting(x_m, y_m, one, gap_m))
    return found
