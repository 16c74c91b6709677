# SPDX-License-Identifier: Apache-2.0
"""Places on the floor that a mission speaks of, and in which order a robot came to them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

FloatArray = npt.NDArray[np.float64]

Coordinate = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]
Extent = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)]
Angle = Annotated[float, Field(ge=-2 * math.pi, le=2 * math.pi, allow_inf_nan=False)]
ZoneName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Colour = Literal["red", "green", "blue", "yellow", "orange", "purple", "white", "grey", "black"]


# What every zone has. Each shape brings what raises NotImplementedError here; no zone is of this class itself.
class _Zone(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ZoneName
    centre_m: tuple[Coordinate, Coordinate]
    colour: Colour = "grey"

    def distance_m(self, x_m: float, y_m: float) -> float:
        """Returns how far one point in the world is from the zone; 0 inside. It is asked at every step."""
        raise NotImplementedError

    def distances_m(self, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
        """Returns how far points in the world (any shape) are from the zone; 0 inside."""
        raise NotImplementedError

    @property
    def corners_m(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Two opposite corners of a square, along the world's axes, that holds the zone."""
        (x_m, y_m), reach_m = self.centre_m, self._reach_m
        return (x_m - reach_m, y_m - reach_m), (x_m + reach_m, y_m + reach_m)

    @property
    def _reach_m(self) -> float:
        raise NotImplementedError


class CircleZone(_Zone):
    """A round place.

    Attributes:
        name: unique in the mission.
        shape: `circle`.
        centre_m: x and y in the world.
        radius_m: of the circle.
        colour: of the pad, for maps and texts.
    """

    shape: Literal["circle"]
    radius_m: Extent

    def distance_m(self, x_m: float, y_m: float) -> float:
        """Returns how far one point in the world is from the zone; 0 inside."""
        # In this order, `max` hands on what is not a number.
        return max(math.hypot(x_m - self.centre_m[0], y_m - self.centre_m[1]) - self.radius_m, 0.0)

    def distances_m(self, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
        """Returns how far points in the world (any shape) are from the zone; 0 inside."""
        return np.maximum(np.hypot(x_m - self.centre_m[0], y_m - self.centre_m[1]) - self.radius_m, 0.0)

    @property
    def _reach_m(self) -> float:
        return self.radius_m


class RectangleZone(_Zone):
    """A rectangular place.

    Attributes:
        name: unique in the mission.
        shape: `rectangle`.
        centre_m: x and y in the world.
        size_m: full lengths along its own x and y.
        yaw_rad: of its x axis in the world.
        colour: of the pad, for maps and texts.
    """

    shape: Literal["rectangle"]
    size_m: tuple[Extent, Extent]
    yaw_rad: Angle = 0.0

    def distance_m(self, x_m: float, y_m: float) -> float:
        """Returns how far one point in the world is from the zone; 0 inside."""
        east, north = x_m - self.centre_m[0], y_m - self.centre_m[1]
        cosine, sine = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        along = abs(cosine * east + sine * north) - self.size_m[0] / 2
        across = abs(cosine * north - sine * east) - self.size_m[1] / 2
        return math.hypot(max(along, 0.0), max(across, 0.0))

    def distances_m(self, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
        """Returns how far points in the world (any shape) are from the zone; 0 inside."""
        east, north = x_m - self.centre_m[0], y_m - self.centre_m[1]
        cosine, sine = math.cos(self.yaw_rad), math.sin(self.yaw_rad)
        along = np.abs(cosine * east + sine * north) - self.size_m[0] / 2
        across = np.abs(cosine * north - sine * east) - self.size_m[1] / 2
        return np.hypot(np.maximum(along, 0.0), np.maximum(across, 0.0))

    @property
    def _reach_m(self) -> float:
        return math.hypot(*self.size_m) / 2


AnyZone = CircleZone | RectangleZone
Zone = Annotated[AnyZone, Field(discriminator="shape")]


def inside_any(zones: Iterable[AnyZone], x_m: FloatArray, y_m: FloatArray) -> npt.NDArray[np.bool_]:
    """Marks the points in the world (any shape) that lie in one of the zones; one that is not a number lies in none."""
    inside = np.zeros(x_m.shape, dtype=bool)
    for zone in zones:
        inside |= zone.distances_m(x_m, y_m) <= 0.0
    return inside


class Arrivals:
    """Follows a robot and notes when it came to each zone, in the order asked for.

    A zone counts only after those before it; the robot has come to it when its middle is in it.

    Attributes:
        zones: to come to, in order.
        times_s: when the robot came to the first zones, as many as it has come to.
        nearest_m: how near it has come to the next one.
    """

    def __init__(self, zones: Iterable[AnyZone]) -> None:
        self.zones = tuple(zones)
        self.times_s: list[float] = []
        self.nearest_m = math.inf

    def observe(self, sim_time_s: float, x_m: float, y_m: float) -> None:
        """Takes the robot's place at a time."""
        while len(self.times_s) < len(self.zones):
            distance_m = self.zones[len(self.times_s)].distance_m(x_m, y_m)
            if not distance_m <= 0:  # so that a place that is not a number reaches nothing
                self.nearest_m = min(self.nearest_m, distance_m)
                return
            self.times_s.append(sim_time_s)
            self.nearest_m = math.inf

    @property
    def complete(self) -> bool:
        """Whether the robot has come to all of them."""
        return len(self.times_s) == len(self.zones)

    @property
    def share(self) -> float:
        """Share of the zones reached, 0..1; 1 when there are none to reach."""
        return len(self.times_s) / len(self.zones) if self.zones else 1.0

    def in_words(self) -> str:
        """Says which zones were reached and how near the robot came to the next one."""
        names = [zone.name for zone in self.zones]
        reached, missing = names[: len(self.times_s)], names[len(self.times_s) :]
        if not missing:
            return f"Reached {', '.join(reached)} in this order."
        near = f"the nearest you came to {missing[0]} was {self.nearest_m:.2f} m from its edge"
        if math.isinf(self.nearest_m):
            near = f"{missing[0]} was next"
        if not reached:
            return f"Reached none of {', '.join(missing)}; {near}."
        return f"Reached {', '.join(reached)}, but not {', '.join(missing)}; {near}."
