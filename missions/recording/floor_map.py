# SPDX-License-Identifier: Apache-2.0
"""The map that a recording carries: the mission's zones, and the outlines of what stood on the floor at the start."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from missions.footprints import Outline, outlines
from missions.spec import MissionSpec
from missions.zones import Zone
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import World

MAP_FILE = "map.json"

Metres = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MapOutline(_Part):
    """A convex outline: points grown by a radius.

    Attributes:
        points_m: corners in the world, counter-clockwise; one point with a radius is a disc.
        radius_m: how far the outline reaches around them.
    """

    points_m: Annotated[tuple[tuple[Metres, Metres], ...], Field(min_length=1)]
    radius_m: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 0.0

    @property
    def outline(self) -> Outline:
        """The same with NumPy's arrays."""
        return Outline(np.array(self.points_m, dtype=np.float64), self.radius_m)


class MapThing(_Part):
    """A thing that stood on the floor.

    Attributes:
        name: of its entity.
        static: it can't be moved.
        x_m: of its origin in the world, at the start.
        y_m: the same.
        yaw_rad: how it was turned.
        outlines: of its solid parts between the floor and the robot's top, in the world.
    """

    name: str
    static: bool
    x_m: Metres
    y_m: Metres
    yaw_rad: Metres
    outlines: tuple[MapOutline, ...]


class FloorMap(_Part):
    """A map.

    Attributes:
        schema_version: of this format.
        robot: entity of the robot.
        robot_radius_m: of the circle that holds it.
        zones: of the mission.
        things: that a robot can't drive over or pass under.
    """

    schema_version: Literal[1] = 1
    robot: str
    robot_radius_m: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
    zones: tuple[Zone, ...]
    things: tuple[MapThing, ...]


def floor_map(mission: MissionSpec, world: World, robot: RobotSpec) -> FloorMap:
    """Draws the map of a world as it is at the start of an episode.

    Args:
        mission: whose zones it shows.
        world: with the variation's clutter and the robot in it.
        robot: for which it is drawn.
    """
    things = []
    for model in world.models:
        found = outlines([model], robot.body.height_m) if model.name != ROBOT_ENTITY else []
        if found:
            things.append(
                MapThing(
                    name=model.name,
                    static=model.static,
                    x_m=model.pose.position_m[0],
                    y_m=model.pose.position_m[1],
                    yaw_rad=model.pose.yaw_rad,
                    outlines=tuple(_plain(outline) for outline in found),
                )
            )
    return FloorMap(robot=ROBOT_ENTITY, robot_radius_m=robot.body.radius_m, zones=mission.zones, things=tuple(things))


def _plain(outline: Outline) -> MapOutline:
    return MapOutline(
        points_m=tuple((float(x_m), float(y_m)) for x_m, y_m in outline.points_m), radius_m=float(outline.radius_m)
    )
