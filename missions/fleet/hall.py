# SPDX-License-Identifier: Apache-2.0
"""The hall of the fleet (`worlds/catalog/late_deliveries.sdf`): its stations, its aisles, and the ways through them."""

from __future__ import annotations

from worlds.scenario import ROBOT_ENTITY

Point = tuple[float, float]

WORLD = "late_deliveries"
ROBOT = "turtlebot3_burger"
DEPOT: Point = (-2.4, 0.0)
STATIONS: dict[str, Point] = {
    "red": (2.3, 1.9),
    "yellow": (2.3, 0.6),
    "green": (2.3, -0.65),
    "blue": (2.3, -1.9),
}
"""Middles of the pads, by name."""

AISLES: dict[str, tuple[Point, ...]] = {
    "north": ((-1.6, 1.55), (1.55, 1.55)),
    "middle": ((-1.5, 0.0), (-0.8, -0.2), (0.0, 0.2), (0.8, -0.2), (1.5, 0.0)),
    "south": ((-1.6, -1.55), (-0.55, -1.4), (0.55, -2.0), (1.55, -1.7)),
}
"""Corners of the way through each aisle, from west to east."""

IN_THE_AISLE: dict[str, tuple[Point, ...]] = {
    "north": ((-0.5, 1.22), (0.5, 1.88)),
    "middle": ((-0.35, 0.36), (0.4, 0.36)),
    "south": ((-0.05, -2.02), (1.1, -1.52)),
}
"""Where things stand in the rush hours: the first when it is busy, both when it is crowded."""

ENTITY = ROBOT_ENTITY


def way(station: str, aisle: str) -> tuple[Point, ...]:
    """Corners of the way from the depot through an aisle to a station, the depot first.

    Raises:
        KeyError: there is no such station or aisle.
    """
    return DEPOT, *AISLES[aisle], STATIONS[station]
