# SPDX-License-Identifier: Apache-2.0
"""The shortest way for a robot through zones in order, for path points and for worlds that can be solved."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from missions.footprints import FloatArray, Outline, outlines
from missions.spec import MissionSpec
from missions.zones import AnyZone
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import Model

CELL_M = 0.05
_MAX_CELLS = 60_000
_PULLS = 30
_HALVINGS = 5
_TAUT_M = 0.001
_MARGIN_M = 0.2

Point = tuple[float, float]
Cell = tuple[int, int]

_DIAGONAL = math.sqrt(2)
_NEIGHBOURS = tuple((dy, dx, _DIAGONAL if dx and dy else 1.0) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy)


class WayMap:
    """How far it is to a zone, from everywhere on the floor."""

    def __init__(self, costs_m: FloatArray, origin_m: Point, cell_m: float) -> None:
        """Takes the way from each cell, float64 (rows, columns), where the first cell is, and their distance."""
        self._costs_m = costs_m
        self._origin_m = origin_m
        self._cell_m = cell_m

    def way_m(self, x_m: float, y_m: float) -> float:
        """Returns the way from a place, between those of the four cells around it; infinite where there is none."""
        rows, columns = self._costs_m.shape
        column = min(max((x_m - self._origin_m[0]) / self._cell_m, 0.0), columns - 1.001)
        row = min(max((y_m - self._origin_m[1]) / self._cell_m, 0.0), rows - 1.001)
        left, low = int(column), int(row)
        right, high = column - left, row - low
        near = self._costs_m[low : low + 2, left : left + 2].ravel().tolist()
        shares = ((1 - high) * (1 - right), (1 - high) * right, high * (1 - right), high * right)
        # A cell that is blocked says nothing; the others then count for more.
        known = [(share, cost) for share, cost in zip(shares, near, strict=True) if cost < math.inf and share > 0]
        weight = sum(share for share, _ in known)
        return sum(share * cost for share, cost in known) / weight if weight else math.inf


class Planner:
    """A map of where the robot's middle can be, and the ways on it.

    Cells are points of a grid, `CELL_M` apart (more in very large worlds); a cell is free when everything
    solid is further away than the robot's radius.
    """

    def __init__(self, obstacles: Sequence[Outline], radius_m: float, extent: Iterable[Point] = ()) -> None:
        """Makes the map.

        Args:
            obstacles: what can't be driven through.
            radius_m: of the robot.
            extent: places that the map must hold besides the obstacles.
        """
        self.obstacles = tuple(obstacles)
        self.radius_m = radius_m
        corners = [*extent, *(p for o in obstacles for p in (o.bounds_m[:2], o.bounds_m[2:]))] or [(0.0, 0.0)]
        margin_m = _MARGIN_M + 2 * radius_m  # room to go round the outermost things
        low = np.min(corners, axis=0) - margin_m
        high = np.max(corners, axis=0) + margin_m
        area = float(np.prod(high - low))
        self.cell_m = max(CELL_M, math.sqrt(area / _MAX_CELLS))
        self._origin = (float(low[0]), float(low[1]))
        shape = np.ceil((high - low) / self.cell_m).astype(int) + 1
        self._rows, self._columns = int(shape[1]), int(shape[0])
        x_m = low[0] + self.cell_m * np.arange(self._columns)
        y_m = low[1] + self.cell_m * np.arange(self._rows)
        self._x_m, self._y_m = np.meshgrid(x_m, y_m)
        self._free = self._map()

    @classmethod
    def for_mission(cls, mission: MissionSpec, models: Iterable[Model], robot: RobotSpec) -> Planner:
        """Makes the map of a mission's world for a robot; the robot itself is no obstacle.

        Args:
            mission: whose starts and zones the map must hold.
            models: of the world.
            robot: whose size counts.
        """
        others = [model for model in models if model.name != ROBOT_ENTITY]
        extent = [point for zone in mission.zones for point in zone.corners_m]
        jitter = mission.variation.start_jitter
        for start in mission.start_poses:
            extent += [(start.x_m + side * jitter.x_m, start.y_m + side * jitter.y_m) for side in (-1, 1)]
        return cls(outlines(others, robot.body.height_m), robot.body.radius_m, extent)

    def _map(self) -> npt.NDArray[np.bool_]:
        """Marks the free cells, looking only at those near each obstacle."""
        free = np.ones(self._x_m.shape, dtype=bool)
        for obstacle in self.obstacles:
            left, bottom, right, top = obstacle.bounds_m
            columns = self._span(left, right, self._origin[0], self._columns)
            rows = self._span(bottom, top, self._origin[1], self._rows)
            x_m, y_m = self._x_m[rows, columns], self._y_m[rows, columns]
            free[rows, columns] &= obstacle.distance_m(x_m, y_m) > self.radius_m
        return free

    def _span(self, low_m: float, high_m: float, origin_m: float, count: int) -> slice:
        first = math.floor((low_m - self.radius_m - origin_m) / self.cell_m)
        last = math.ceil((high_m + self.radius_m - origin_m) / self.cell_m)
        return slice(max(0, first), min(count, last + 1))

    def is_free(self, point: Point) -> bool:
        """Whether the robot can stand at a point, by the exact outlines and not by the grid."""
        return not any(obstacle.is_within(*point, self.radius_m) for obstacle in self.obstacles)

    def reaches(self, start: Point, zones: Sequence[AnyZone]) -> bool:
        """Whether there is a way from the start to every zone, in any order; quicker than `route`.

        The floor is as easily crossed one way as the other: what can be reached at all can be reached in order.
        """
        here = self._reached(start)
        return all((here & self._cells_in(zone)).any() for zone in zones)

    def why_not(self, start: Point, zone: AnyZone) -> str:
        """Says in words why there is no way from the start to a zone; an empty text when there is one."""
        inside = self._cells_in(zone)
        if not inside.any():
            return f"there is no room in it for a robot with a radius of {self.radius_m:g} m"
        here = self._reached(start)
        if (here & inside).any():
            return ""
        away = np.where(here, zone.distances_m(self._x_m, self._y_m), np.inf)
        row, column = divmod(int(np.argmin(away)), self._columns)
        x_m, y_m = self._point((row, column))
        return (
            f"it is walled off; the nearest that the robot gets is {away[row, column]:.2f} m, at {x_m:.2f}, {y_m:.2f}"
        )

    def _reached(self, start: Point) -> npt.NDArray[np.bool_]:
        """Marks the cells to which there is a way from the start."""
        if not self._free.any():
            return self._free
        reached = np.zeros((self._rows + 2, self._columns + 2), dtype=bool)
        here = reached[1:-1, 1:-1]
        here[self._nearest_free(start)] = True
        before = 0
        while (count := int(here.sum())) > before:
            before = count
            # The new cells of one round already spread in the next direction; it only ends the sooner.
            for dy, dx, _ in _NEIGHBOURS:
                here |= reached[1 + dy : 1 + dy + self._rows, 1 + dx : 1 + dx + self._columns]
                here &= self._free
        return here

    def way_map(self, zone: AnyZone) -> WayMap:
        """Maps how far it is from everywhere to a zone; infinite where there is no way."""
        costs = self._spread(np.where(self._cells_in(zone), 0.0, np.inf))
        return WayMap(costs, self._origin, self.cell_m)

    def route(self, start: Point, zones: Sequence[AnyZone]) -> list[Point] | None:
        """Finds the shortest way that comes to each zone after the one before it.

        The cost of every cell spreads over the grid (8 neighbours, Bellman and Ford), once per zone and from
        all cells of the zone before; then the way found is pulled straight where the straight line is free.

        Args:
            start: x and y of the robot's middle.
            zones: to come to, in order.

        Returns:
            Corners of the way, the start first; None when there is no way.
        """
        sources = np.full(self._free.shape, np.inf)
        sources[self._nearest_free(start)] = 0.0
        layers = []
        for zone in zones:
            costs = self._spread(sources)
            layers.append((sources, costs))
            sources = np.where(self._cells_in(zone), costs, np.inf)
        if not np.isfinite(sources).any():
            return None
        here = divmod(int(np.argmin(sources)), self._columns)
        pieces = []
        for seeds, costs in reversed(layers):
            cells = self._descend(costs, seeds, here)
            here = cells[-1]
            pieces.append([self._point(cell) for cell in reversed(cells)])
        way = [start]
        for piece in reversed(pieces):
            way += self._straightened([way[-1], *piece[1:]])[1:]
        return way

    def route_length_m(self, start: Point, zones: Sequence[AnyZone]) -> float | None:
        """Length of the shortest way, see `route`; None when there is none."""
        way = self.route(start, zones)
        return None if way is None else _length_m(way)

    def _nearest_free(self, point: Point) -> Cell:
        away: FloatArray = np.hypot(self._x_m - point[0], self._y_m - point[1])
        row, column = divmod(int(np.argmin(np.where(self._free, away, np.inf))), self._columns)
        return row, column

    def _cells_in(self, zone: AnyZone) -> npt.NDArray[np.bool_]:
        away = zone.distances_m(self._x_m, self._y_m)
        # A zone that is smaller than a cell still has the cell nearest to it.
        return self._free & (away <= max(0.0, float(away.min())))

    def _spread(self, sources: FloatArray) -> FloatArray:
        """Returns the cost of the cheapest way to each cell from cells that have a cost already."""
        padded = np.full((self._rows + 2, self._columns + 2), np.inf)
        costs = padded[1:-1, 1:-1]
        costs[:] = sources
        sides, corners = (
            [
                padded[1 + dy : 1 + dy + self._rows, 1 + dx : 1 + dx + self._columns]
                for dy, dx, length in _NEIGHBOURS
                if (length > 1) == diagonal
            ]
            for diagonal in (False, True)
        )
        blocked = ~self._free
        best = np.empty_like(sources)
        across = np.empty_like(sources)
        while True:
            np.minimum(sides[0], sides[1], out=best)
            np.minimum(corners[0], corners[1], out=across)
            for side, corner in zip(sides[2:], corners[2:], strict=True):
                np.minimum(best, side, out=best)
                np.minimum(across, corner, out=across)
            best += self.cell_m
            across += _DIAGONAL * self.cell_m
            np.minimum(best, across, out=best)
            best[blocked] = np.inf
            if not (best < costs).any():
                return np.array(costs, dtype=np.float64)
            np.minimum(costs, best, out=costs)

    def _descend(self, costs: FloatArray, sources: FloatArray, cell: Cell) -> list[Cell]:
        """Follows costs down from a cell to the source that they came from."""
        cells = [cell]
        while costs[cell] < sources[cell]:
            row, column = cell
            around = [
                (costs[row + dy, column + dx] + length * self.cell_m, (row + dy, column + dx))
                for dy, dx, length in _NEIGHBOURS
                if 0 <= row + dy < self._rows and 0 <= column + dx < self._columns
            ]
            cell = min(around)[1]
            cells.append(cell)
        return cells

    def _straightened(self, points: list[Point]) -> list[Point]:
        """Leaves out corners, then cuts those that are left, until the way is taut."""
        taut = self._skipped(points)
        for _ in range(_PULLS):
            before_m = _length_m(taut)
            taut = self._skipped([point for index in range(len(taut)) for point in self._cut(taut, index)])
            if before_m - _length_m(taut) < _TAUT_M:
                break
        return taut

    def _skipped(self, points: list[Point]) -> list[Point]:
        kept, here = [points[0]], 0
        while here < len(points) - 1:
            last = len(points) - 1
            here = next(i for i in range(last, here, -1) if i == here + 1 or self._sees(points[here], points[i]))
            kept.append(points[here])
        return kept

    def _cut(self, points: list[Point], index: int) -> list[Point]:
        """Replaces a corner by the two ends of a free line across it, half way to its neighbours at most."""
        corner = points[index]
        if index in {0, len(points) - 1}:
            return [corner]
        part = 0.5
        for _ in range(_HALVINGS):
            ends = [_between(corner, points[index + side], part) for side in (-1, 1)]
            if self._sees(ends[0], ends[1]):
                return ends
            part /= 2
        return [corner]

    def _sees(self, a: Point, b: Point) -> bool:
        count = 2 + int(2 * math.dist(a, b) / self.cell_m)
        columns = np.rint((np.linspace(a[0], b[0], count) - self._origin[0]) / self.cell_m).astype(int)
        rows = np.rint((np.linspace(a[1], b[1], count) - self._origin[1]) / self.cell_m).astype(int)
        return bool(self._free[rows, columns].all())

    def _point(self, cell: Cell) -> Point:
        return float(self._x_m[cell]), float(self._y_m[cell])


def _length_m(way: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(way))


def _between(a: Point, b: Point, part: float) -> Point:
    return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
