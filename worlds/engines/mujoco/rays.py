# SPDX-License-Identifier: Apache-2.0
"""Distances along rays, with what no ray can reach left out beforehand: most of a world's geoms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mujoco
import numpy as np
import numpy.typing as npt

_REACHABLE = 1
_FLAT = 1e-9


@dataclass(frozen=True)
class Fan:
    """The rays of one turn, ready to be cast.

    Attributes:
        model: the `MjModel`; its geom groups say what can be hit.
        data: its `MjData`.
        origin: of all rays in the world, m.
        directions: unit vectors in the world, float64 (3 n,).
        groups: that can be hit.
        farthest_m: beyond which nothing is looked for.
        distances_m: what `cast` finds, float64 (n,); -1 where nothing is.
    """

    model: Any
    data: Any
    origin: npt.NDArray[np.float64]
    directions: npt.NDArray[np.float64]
    groups: npt.NDArray[np.uint8]
    farthest_m: float
    distances_m: npt.NDArray[np.float64]
    _hits: npt.NDArray[np.int32]

    def cast(self) -> None:
        """Fills `distances_m`."""
        mujoco.mj_multiRay(
            self.model, self.data, self.origin, self.directions, self.groups, True, -1, self._hits, self.distances_m,
            None, len(self._hits), self.farthest_m,
        )  # fmt: skip


class Rays:
    """Measures distances in one compiled model. Geom groups are its to use: group 1 is what rays may hit."""

    def __init__(self, model: Any, owners: dict[str, str]) -> None:
        """Makes it for an `MjModel`; `owners` has the world's model that each geom (by name) belongs to."""
        self._model = model
        self._owner = np.array([owners[model.geom(geom).name] for geom in range(model.ngeom)], dtype=object)
        boxes = np.asarray(model.geom_aabb).reshape(-1, 6)
        self._middle, self._half = boxes[:, :3], boxes[:, 3:]
        self._radius = np.asarray(model.geom_rbound)
        # A plane has no bounding sphere; it is always looked at.
        self._boundless = self._radius <= 0
        self._groups = np.zeros(mujoco.mjNGROUP, dtype=np.uint8)
        self._groups[_REACHABLE] = 1

    def distances_m(
        self, data: Any, site: int, owner: str, directions: npt.NDArray[np.float64], farthest_m: float
    ) -> npt.NDArray[np.float64]:
        """Measures from a site, past everything that `owner` is made of; arguments as of `fan`.

        Returns:
            Distances in metres, inf where nothing is, float64 (n,).
        """
        fan = self.fan(data, site, owner, directions, farthest_m)
        fan.cast()
        fan.distances_m[fan.distances_m < 0] = np.inf
        return fan.distances_m

    def fan(self, data: Any, site: int, owner: str, directions: npt.NDArray[np.float64], farthest_m: float) -> Fan:
        """Prepares rays from a site, past everything that `owner` is made of.

        Args:
            data: `MjData` with positions up to date.
            site: id of the site that rays start at.
            owner: model that rays don't hit.
            directions: unit vectors in the site's frame, float64 (n, 3).
            farthest_m: beyond which nothing is looked for.
        """
        origin, turn = data.site_xpos[site], data.site_xmat[site].reshape(3, 3)
        flat = bool(np.abs(directions[:, 2]).max() < _FLAT)
        self._model.geom_group[:] = self._reachable(data, origin, turn[:, 2] if flat else None, farthest_m) & (
            self._owner != owner
        )
        count = len(directions)
        rays = np.ascontiguousarray(directions @ turn.T).ravel()
        found = np.empty(count), np.empty(count, dtype=np.int32)
        return Fan(self._model, data, origin, rays, self._groups, farthest_m, *found)

    def _reachable(
        self, data: Any, origin: npt.NDArray[np.float64], normal: npt.NDArray[np.float64] | None, farthest_m: float
    ) -> npt.NDArray[np.bool_]:
        """Which geoms are near enough and, if all rays lie in the plane across `normal`, cut that plane."""
        away = data.geom_xpos - origin
        near = np.linalg.norm(away, axis=1) - self._radius <= farthest_m
        if normal is not None:
            local = normal @ data.geom_xmat.reshape(-1, 3, 3)
            height = away @ normal + np.einsum("ij,ij->i", local, self._middle)
            near &= np.abs(height) <= np.einsum("ij,ij->i", np.abs(local), self._half) + _FLAT
        reachable: npt.NDArray[np.bool_] = near | self._boundless
        return reachable
