# SPDX-License-Identifier: Apache-2.0
"""Points while an episode goes on: what a reward is the difference of.

The referee counts by zones that are reached, and from the whole record: too rarely and too dearly for a reward at
each step. So here the points are estimated step by step, from how far the robot has got and how well; and when the
episode is over, what is lacking to the referee's own points is added. **The rewards of an episode always add up to its
score.** In the words of Ng, Harada and Russell (ICML 1999) the reward is that of the referee plus the difference of a
potential, which is the estimate less the points counted already, and is 0 at the start and the end.
"""

from __future__ import annotations

from missions.checks.collisions import FLOOR_NORMAL_Z, MERGE_S, CollisionParameters
from missions.checks.distance_to_line import LineParameters
from missions.checks.kept_distance import KeptDistanceParameters
from missions.checks.time import TimeParameters
from missions.spec import Mission
from missions.surfaces import NearestSurface, static_outlines
from missions.training.headway_map import HeadwayMap
from worlds.readings import GroundTruth
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import World


class RunningPoints:
    """Estimates the points of one episode.

    Attributes:
        progress: how far the robot has got, 0 to 1.
    """

    def __init__(self, mission: Mission, ways: HeadwayMap, world: World, robot: RobotSpec, truth: GroundTruth) -> None:
        """Begins an episode.

        Args:
            mission: what is asked.
            ways: the mission's way.
            world: of the episode.
            robot: that drives.
            truth: at the start.
        """
        self._touched: dict[str, float] = {}
        self._time_s = 0.0
        self._points = 0.0
        self._gates = self._line = self._distance = self._per_touch = self._per_second = 0.0
        self._line_m = (0.0, 1.0)
        self._wanted_m, self._band_m = 0.0, 1.0
        self._wall: NearestSurface | None = None
        for one in mission.spec.criteria:
            if one.check == "zones_in_order":
                self._gates += one.points
            elif one.check == "distance_to_line":
                line = LineParameters.model_validate(one.parameters)
                self._line, self._line_m = one.points, (line.full_m, line.none_m)
            elif one.check == "kept_distance":
                kept = KeptDistanceParameters.model_validate(one.parameters)
                self._distance, self._wanted_m, self._band_m = one.points, kept.wanted_m, kept.band_m
                things = static_outlines(world.models, kept.models, robot.body.height_m)
                self._wall = NearestSurface(things, kept.side)
            elif one.check == "collisions":
                self._per_touch = one.points / CollisionParameters.model_validate(one.parameters).none
            elif one.check == "time":
                self._per_second = one.points / TimeParameters.model_validate(one.parameters).none_s
        x_m, y_m, _ = truth.entities[ROBOT_ENTITY].pose.position_m
        self._progress = ways.begin(x_m, y_m)
        self.progress = self._progress.observe(x_m, y_m)

    def observe(self, truth: GroundTruth) -> float:
        """Takes the truth at the end of a step and returns what it has added to the estimate, in points."""
        pose = truth.entities[ROBOT_ENTITY].pose
        x_m, y_m, _ = pose.position_m
        before, self.progress = self.progress, self._progress.observe(x_m, y_m)
        got_on = self.progress - before
        worth = self._gates
        # Who strays far loses by getting on; but nobody wins by going back.
        least = -1.0 if got_on > 0.0 else 0.0
        if self._line:
            full_m, none_m = self._line_m
            worth += self._line * _share((none_m - self._progress.aside_m) / (none_m - full_m), least)
        if self._wall is not None and got_on:
            off_m = abs(self._wall.distance_m(x_m, y_m, pose.yaw_rad) - self._wanted_m)
            worth += self._distance * _share(3.0 - 2.0 * off_m / self._band_m, least)
        added = worth * got_on - self._per_second * (truth.sim_time_s - self._time_s)
        self._time_s = truth.sim_time_s
        added -= self._per_touch * self._new_touches(truth)
        self._points += added
        return added

    def end(self, score: float) -> float:
        """Returns what is lacking to the score that the referee gives at the end."""
        return score - self._points

    def _new_touches(self, truth: GroundTruth) -> int:
        new = 0
        for entity in {one.entity for one in truth.contacts if one.normal[2] <= FLOOR_NORMAL_Z}:
            new += truth.sim_time_s - self._touched.get(entity, -MERGE_S - 1.0) > MERGE_S
            self._touched[entity] = truth.sim_time_s
        return new


def _share(value: float, least: float) -> float:
    return min(1.0, max(least, value))
