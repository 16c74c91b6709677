# SPDX-License-Identifier: Apache-2.0
"""How far a robot has got with what a mission asks for, at every step and without jumps: what a reward can follow."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from missions.checks.distance_to_line import ROUNDING_M, LineParameters
from missions.floor_line import FloorLine
from missions.footprints import outlines
from missions.planner import Planner, WayMap
from missions.spec import Mission
from worlds.robot_spec import RobotSpec
from worlds.sdf.reader import read_world

_ROBOT_SHARE = 0.6
"""The map is for a robot of this share of the real one's radius, so that it also knows ways that are tight."""


class Progress(Protocol):
    """Follows a robot through one episode."""

    def observe(self, x_m: float, y_m: float) -> float:
        """Takes where it is, and returns how far it has got, 0 at the start and 1 when all is done."""

    @property
    def aside_m(self) -> float:
        """How far it is from the line that it is to follow; 0 where there is none."""


class HeadwayMap:
    """Knows a mission's way; made once, and asked in many episodes."""

    def __init__(self, mission: Mission, robot: RobotSpec) -> None:
        """Maps the way along the mission's line, or else from zone to zone, past what stands there for every seed.

        Args:
            mission: what is asked.
            robot: that is to do it.
        """
        spec = mission.spec
        self._zones = spec.zones
        self._line: FloorLine | None = None
        self._wanted_m = 0.0
        self._maps: tuple[WayMap, ...] = ()
        self._rest_m: tuple[float, ...] = ()
        found = next((one for one in spec.criteria if one.check == "distance_to_line"), None)
        if found is not None:
            parameters = LineParameters.model_validate(found.parameters)
            self._line = FloorLine(parameters.line, closed=parameters.closed)
            self._wanted_m = parameters.laps * self._line.length_m - ROUNDING_M
        elif spec.zones:
            self._map_zones(mission, robot)

    def _map_zones(self, mission: Mission, robot: RobotSpec) -> None:
        models = read_world(mission.world_file).models
        extent = [point for zone in self._zones for point in zone.corners_m]
        extent += [(start.x_m, start.y_m) for start in mission.spec.start_poses]
        planner = Planner(outlines(models, robot.body.height_m), robot.body.radius_m * _ROBOT_SHARE, extent)
        self._maps = tuple(planner.way_map(zone) for zone in self._zones)
        legs_m = [_finite(ways.way_m(*zone.centre_m)) for ways, zone in zip(self._maps[1:], self._zones, strict=False)]
        self._rest_m = tuple(sum(legs_m[number:]) for number in range(len(self._zones)))

    def begin(self, x_m: float, y_m: float) -> Progress:
        """Begins an episode in which the robot starts at a place."""
        if self._line is not None:
            return _AlongLine(self._line, self._wanted_m, (x_m, y_m))
        if self._maps:
            return _ThroughZones(self, (x_m, y_m))
        return _Nowhere()

    def left_m(self, reached: int, x_m: float, y_m: float) -> float:
        """Way that is left from a place for who has reached so many zones; infinite where there is no way."""
        if reached >= len(self._maps):
            return 0.0
        return self._maps[reached].way_m(x_m, y_m) + self._rest_m[reached]

    def inside(self, reached: int, x_m: float, y_m: float) -> bool:
        """Whether a place is in the zone that comes next."""
        return reached < len(self._zones) and self._zones[reached].distance_m(x_m, y_m) <= 0.0


class _ThroughZones:
    aside_m = 0.0

    def __init__(self, ways: HeadwayMap, place: tuple[float, float]) -> None:
        self._ways = ways
        self._reached = 0
        self._all_m = max(_finite(ways.left_m(0, *place)), 0.01)
        self._share = 0.0

    def observe(self, x_m: float, y_m: float) -> float:
        while self._ways.inside(self._reached, x_m, y_m):
            self._reached += 1
        left_m = self._ways.left_m(self._reached, x_m, y_m)
        if math.isfinite(left_m):
            self._share = max(-1.0, 1.0 - left_m / self._all_m)
        return self._share


class _AlongLine:
    def __init__(self, line: FloorLine, wanted_m: float, place: tuple[float, float]) -> None:
        self._line = line
        self._wanted_m = wanted_m
        self._place = np.array(place)
        self._here_m, self.aside_m = line.begin(self._place)
        self._begin_m = self._here_m

    def observe(self, x_m: float, y_m: float) -> float:
        place = np.array((x_m, y_m))
        moved_m = float(np.hypot(*(place - self._place)))
        self._here_m, self.aside_m = self._line.go_on(place, self._here_m, moved_m)
        self._place = place
        return max(-1.0, min(1.0, (self._here_m - self._begin_m) / self._wanted_m))


class _Nowhere:
    aside_m = 0.0

    def observe(self, x_m: float, y_m: float) -> float:
        del x_m, y_m
        return 0.0


def _finite(way_m: float) -> float:
    return way_m if math.isfinite(way_m) else 0.0
