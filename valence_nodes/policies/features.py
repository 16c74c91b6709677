# SPDX-License-Identifier: Apache-2.0
"""What a policy can be given of what a robot senses: each feature is a few numbers of about one.

A feature is one class and its line in `FEATURES`. What it computes has to be the same wherever a policy runs, so it
reads nothing but what `Senses` offers. This runs in the box too: it needs numpy alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

MOST_SECTORS = 360
"""A robot's lidar has not many more rays."""

FloatArray: TypeAlias = npt.NDArray[np.float64]

HIGHEST = 2.0
"""No number that a policy gets is greater than this, or less than its negative: what is beyond is cut off."""


def _positive(name: str, value: float) -> None:
    if not 0 < value <= 1000:
        raise ValueError(f"{name} is {value:g}; more than 0 and at most 1000 can be")


class Senses(Protocol):
    """What a feature may read: a program's `robot` has it, and so has `sensed.SensedNow`."""

    @property
    def scan(self) -> npt.NDArray[np.float32]:
        """Distances around the robot (m), the first straight ahead, then counter-clockwise."""

    @property
    def odometry(self) -> Any:
        """With `x_m`, `y_m`, `yaw_rad`, `speed_mps`, `turn_radps`."""

    @property
    def imu(self) -> Any:
        """With `yaw_rad`, and of three axes each `turn_rate_radps` and `acceleration_mps2`."""

    @property
    def detections(self) -> Sequence[Any]:
        """Each with `label`, `y_px` and `bearing_rad`."""


class Sensor(Protocol):
    """What computes a feature in one episode; it may remember."""

    def __call__(self, senses: Senses, action: FloatArray) -> Sequence[float] | npt.NDArray[Any]:
        """Computes it.

        Args:
            senses: what the robot senses now.
            action: what the policy said last, float64 (2,), each from -1 to 1.
        """


class _Feature:
    # What pydantic goes by when a mission is read; this module does without it.
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "allow_inf_nan": False}

    @property
    def needs(self) -> str | None:
        """Kind of sensor that it needs: lidar, imu or camera; None for what every robot has."""
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each of its numbers."""
        raise NotImplementedError

    def sensor(self) -> Sensor:
        """Makes what computes it in one episode."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class LidarFeature(_Feature):
    """How near things are, in sectors of the lidar: 1 at the robot, 0 from `most_m` on; the nearest ray counts.

    Attributes:
        sectors: how many, evenly from `from_rad` counter-clockwise to `to_rad`; the robot's ahead is 0.
        most_m: farthest distance that is told from a still greater one.
        from_rad: where the first begins.
        to_rad: where the last ends.
    """

    feature: Literal["lidar"] = "lidar"
    sectors: int = 24
    most_m: float = 3.0
    from_rad: float = -math.pi
    to_rad: float = math.pi

    def __post_init__(self) -> None:
        if not 1 <= self.sectors <= MOST_SECTORS:
            raise ValueError(f"sectors is {self.sectors}; 1 to {MOST_SECTORS} can be made")
        _positive("most_m", self.most_m)
        if not -math.pi <= self.from_rad < self.to_rad - 0.01 <= math.pi:
            raise ValueError(
                f"from_rad ({self.from_rad:g}) must be less than to_rad ({self.to_rad:g}), both from -pi to pi"
            )

    @property
    def needs(self) -> str:
        """A lidar."""
        return "lidar"

    @property
    def names(self) -> tuple[str, ...]:
        """By the middle of the sector, in degrees."""
        width = (self.to_rad - self.from_rad) / self.sectors
        middles = (math.degrees(self.from_rad + (number + 0.5) * width) for number in range(self.sectors))
        return tuple(f"near_{middle:+.1f}" for middle in middles)

    def sensor(self) -> Sensor:
        """Pools a scan."""
        return _Sectors(self)


class _Sectors:
    def __init__(self, feature: LidarFeature) -> None:
        self._feature = feature
        self._rays = -1
        self._order: npt.NDArray[np.intp] = np.empty(0, np.intp)
        self._starts: npt.NDArray[np.intp] = np.empty(0, np.intp)

    def __call__(self, senses: Senses, action: FloatArray) -> npt.NDArray[np.float64]:
        scan = senses.scan
        if len(scan) != self._rays:
            self._sort(len(scan))
        # REP-117: +inf is nothing in range, -inf too near to measure; NaN is no measurement, and fmin passes it over.
        nearest = np.fmin.reduceat(scan[self._order], self._starts).astype(np.float64)
        most_m = self._feature.most_m
        return 1.0 - np.clip(nearest, 0.0, most_m) / most_m

    def _sort(self, rays: int) -> None:
        """Finds which rays belong to which sector."""
        feature = self._feature
        angles = np.arange(rays) * (2 * math.pi / max(rays, 1))
        # Half a hair off: no rounding then puts a ray on the border of two sectors here into one and there the other.
        angles = (angles - feature.from_rad + 1e-6) % (2 * math.pi)
        sector = np.floor(angles / (feature.to_rad - feature.from_rad) * feature.sectors).astype(int)
        order = np.argsort(sector, kind="stable")
        order = order[sector[order] < feature.sectors]
        present, starts = np.unique(sector[order], return_index=True)
        if len(present) < feature.sectors:
            raise ValueError(
                f"A lidar of {rays} rays has none in some of {feature.sectors} sectors; ask for fewer sectors."
            )
        self._rays, self._order, self._starts = rays, order, starts


@dataclass(frozen=True, kw_only=True)
class SpeedFeature(_Feature):
    """How fast the robot drives and turns, by its wheels, in fastest speeds.

    Attributes:
        fastest_mps: speed that is told as 1.
        fastest_radps: turning speed that is told as 1.
    """

    feature: Literal["speed"] = "speed"
    fastest_mps: float = 0.3
    fastest_radps: float = 2.0

    def __post_init__(self) -> None:
        _positive("fastest_mps", self.fastest_mps)
        _positive("fastest_radps", self.fastest_radps)

    @property
    def names(self) -> tuple[str, ...]:
        """Of both."""
        return "speed", "turn"

    def sensor(self) -> Sensor:
        """Reads the odometry."""

        def sense(senses: Senses, action: FloatArray) -> Sequence[float]:
            now = senses.odometry
            return now.speed_mps / self.fastest_mps, now.turn_radps / self.fastest_radps

        return sense


@dataclass(frozen=True, kw_only=True)
class PoseFeature(_Feature):
    """Where the wheels say the robot is: x and y from the start, sine and cosine of the heading.

    Attributes:
        reach_m: distance that is told as 1.
    """

    feature: Literal["pose"] = "pose"
    reach_m: float = 5.0

    def __post_init__(self) -> None:
        _positive("reach_m", self.reach_m)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the four."""
        return "x", "y", "heading_sine", "heading_cosine"

    def sensor(self) -> Sensor:
        """Reads the odometry."""

        def sense(senses: Senses, action: FloatArray) -> Sequence[float]:
            now = senses.odometry
            return (
                now.x_m / self.reach_m,
                now.y_m / self.reach_m,
                math.sin(now.yaw_rad),
                math.cos(now.yaw_rad),
            )

        return sense


@dataclass(frozen=True, kw_only=True)
class ImuFeature(_Feature):
    """What the inertial unit feels: turning rate about the vertical, and three accelerations in units of gravity.

    Attributes:
        fastest_radps: turning rate that is told as 1.
    """

    feature: Literal["imu"] = "imu"
    fastest_radps: float = 2.0

    def __post_init__(self) -> None:
        _positive("fastest_radps", self.fastest_radps)

    @property
    def needs(self) -> str:
        """An inertial unit."""
        return "imu"

    @property
    def names(self) -> tuple[str, ...]:
        """Of the four."""
        return "turn_rate", "push_x", "push_y", "push_z"

    def sensor(self) -> Sensor:
        """Reads the inertial unit."""

        def sense(senses: Senses, action: FloatArray) -> Sequence[float]:
            now = senses.imu
            return (now.turn_rate_radps[2] / self.fastest_radps, *(push / 9.81 for push in now.acceleration_mps2))

        return sense


@dataclass(frozen=True, kw_only=True)
class BearingsFeature(_Feature):
    """Where a perception node sees something: whether, and the bearings of its nearest and its farthest piece.

    A line has many pieces; of other things the one that the node names first counts as the nearest. While nothing is
    seen, the bearings are those of when it was seen last, so that a policy knows to which side it was lost.

    Attributes:
        label: of the detections that count.
        below_px: only what lies lower in the picture than this row counts; what is higher up is far away.
        widest_rad: bearing that is told as 1.
    """

    feature: Literal["bearings"] = "bearings"
    label: str = "line"
    below_px: float = 0.0
    widest_rad: float = 0.6

    def __post_init__(self) -> None:
        if not 1 <= len(self.label) <= 60:
            raise ValueError("label must have 1 to 60 letters")
        if not 0 <= self.below_px <= 10_000:
            raise ValueError(f"below_px is {self.below_px:g}; 0 to 10000 can be")
        _positive("widest_rad", self.widest_rad)

    @property
    def needs(self) -> str:
        """A camera, and a perception node of the mission."""
        return "camera"

    @property
    def names(self) -> tuple[str, ...]:
        """Of the three."""
        return f"{self.label}_seen", f"{self.label}_nearest", f"{self.label}_farthest"

    def sensor(self) -> Sensor:
        """Reads the detections."""
        return _Bearings(self)


class _Bearings:
    def __init__(self, feature: BearingsFeature) -> None:
        self._feature = feature
        self._last = (0.0, 0.0)

    def __call__(self, senses: Senses, action: FloatArray) -> Sequence[float]:
        feature = self._feature
        seen = [one for one in senses.detections if one.label == feature.label and one.y_px > feature.below_px]
        if seen:
            self._last = (seen[0].bearing_rad / feature.widest_rad, seen[-1].bearing_rad / feature.widest_rad)
        return float(bool(seen)), *self._last


@dataclass(frozen=True, kw_only=True)
class LastActionFeature(_Feature):
    """What the policy said last: speed and turn, each from -1 to 1; 0 before it has said anything."""

    feature: Literal["last_action"] = "last_action"

    @property
    def names(self) -> tuple[str, ...]:
        """Of both."""
        return "last_speed", "last_turn"

    def sensor(self) -> Sensor:
        """Hands the last action on."""

        def sense(senses: Senses, action: FloatArray) -> FloatArray:
            return action

        return sense


AnyFeature: TypeAlias = LidarFeature | SpeedFeature | PoseFeature | ImuFeature | BearingsFeature | LastActionFeature
FEATURES: Mapping[str, type[AnyFeature]] = MappingProxyType(
    {
        "lidar": LidarFeature,
        "speed": SpeedFeature,
        "pose": PoseFeature,
        "imu": ImuFeature,
        "bearings": BearingsFeature,
        "last_action": LastActionFeature,
    }
)
"""All features, by the name that a mission calls them."""


def within(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Cuts off what is too great; a number that is none becomes 0."""
    return np.clip(np.nan_to_num(values, nan=0.0, posinf=HIGHEST, neginf=-HIGHEST), -HIGHEST, HIGHEST)
