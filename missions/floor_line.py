# SPDX-License-Identifier: Apache-2.0
"""A line on the floor, and where along it a robot is: a polyline that is followed from one end to the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from missions.zones import FloatArray

REACH_M = 0.5
"""How much farther along the line than it has moved a robot can get in a step: it may cut a bend, but no lap."""


class FloorLine:
    """A polyline on the floor.

    Attributes:
        length_m: of all of it.
        closed: whether its end is its beginning.
    """

    def __init__(self, points: Sequence[tuple[float, float]], *, closed: bool) -> None:
        """Takes the corners.

        Args:
            points: x and y in the world (m), at least two, no two neighbours alike.
            closed: whether the last leads back to the first.
        """
        corners = np.array([*points, points[0]] if closed else points, dtype=np.float64)
        ways = np.diff(corners, axis=0)
        lengths_m = np.hypot(ways[:, 0], ways[:, 1])
        ends_m = np.cumsum(lengths_m)
        self.length_m = float(ends_m[-1])
        self.closed = closed
        # A closed line is laid out three times, so that the laps before and after this one are in reach.
        laps = (0, -1, 1) if closed else (0,)
        self._starts, self._ways = np.tile(corners[:-1], (len(laps), 1)), np.tile(ways, (len(laps), 1))
        self._lengths_m = np.tile(lengths_m, len(laps))
        self._begins_m = np.concatenate([ends_m - lengths_m + lap * self.length_m for lap in laps])

    def follow(self, places: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Follows a robot along the line.

        It begins at the point of the line nearest to its first place. From then on it is at the nearest point that
        lies no farther along the line, either way, than it has moved and `REACH_M` more: so a robot that crosses the
        field to another part of the line is still where it left it, and far away.

        Args:
            places: float64 (n, 2): x and y, m.

        Returns:
            Two arrays (n,): how far along the line (m; on a closed line it goes on growing lap by lap, and falls when
            driven backwards), and the distance to that point (m).
        """
        along_m, distances_m = np.zeros(len(places)), np.zeros(len(places))
        if not len(places):
            return along_m, distances_m
        moves_m = np.concatenate([[0.0], np.hypot(*np.diff(places, axis=0).T)])
        here_m, distances_m[0] = self.begin(places[0])
        along_m[0] = here_m
        for row in range(1, len(places)):
            here_m, distances_m[row] = self.go_on(places[row], here_m, float(moves_m[row]))
            along_m[row] = here_m
        return along_m, distances_m

    def begin(self, place: FloatArray) -> tuple[float, float]:
        """Finds where a robot begins: how far along the line (m), and how far from it (m). See `follow`."""
        return self._nearest(place, 0.0, np.inf)

    def go_on(self, place: FloatArray, here_m: float, moved_m: float) -> tuple[float, float]:
        """Follows a robot for one step; the same as `follow` does.

        Args:
            place: where it is now, float64 (2,).
            here_m: how far along the line it was.
            moved_m: how far it has moved since.

        Returns:
            How far along the line it is, and how far from it.
        """
        return self._nearest(place, here_m, REACH_M + moved_m)

    def _nearest(self, place: FloatArray, here_m: float, reach_m: float) -> tuple[float, float]:
        """The point of the line nearest to a place, no farther along than `reach_m` from here; and its distance."""
        begins_m = self._begins_m
        if self.closed:
            # More than half a lap could not be told from less the other way round.
            reach_m = min(reach_m, self.length_m / 2)
            begins_m = begins_m + np.floor(here_m / self.length_m) * self.length_m
        feet_m = begins_m + ((place - self._starts) * self._ways).sum(axis=1) / self._lengths_m
        low_m = np.maximum(begins_m, here_m - reach_m)
        high_m = np.minimum(begins_m + self._lengths_m, here_m + reach_m)
        feet_m = np.clip(feet_m, low_m, np.maximum(low_m, high_m))
        feet = self._starts + self._ways * ((feet_m - begins_m) / self._lengths_m)[:, None]
        squares = ((feet - place) ** 2).sum(axis=1)
        squares[low_m > high_m] = np.inf
        best = int(squares.argmin())
        return float(feet_m[best]), float(np.sqrt(squares[best]))
