# SPDX-License-Identifier: Apache-2.0
"""Things that stand in each other when a world begins: pushed apart slowly, as in Gazebo.

MuJoCo's contacts are stiff springs, so that a can that begins 5 cm deep in the floor would fly off at metres a second.
Gazebo's DART corrects an overlap by 1 mm/s at most (`DART_MAX_ERV` of its `ContactConstraint.cpp`). So such a pair of
parts is let be as deep as it begins, and a little less at every look at contacts: MuJoCo pushes two geoms apart that
are nearer than their `margin`, which may be negative, and finds those that are nearer than `margin` and `gap` together.
"""

from __future__ import annotations

from typing import Any

import mujoco
import numpy as np

from worlds.sdf.description import ReaderWarning, World

DEEP_M = 0.002
"""Overlaps up to this are left to the contacts: things are placed no more exactly, and it moves none by much."""

EASING_MPS = 1e-3

MAX_PAIRS = 2_000
"""Of parts that begin in each other; the deepest count."""

MAX_CONTACTS = 10_000
"""A hundred boxes in one place have more, and take seconds a step."""

Overlaps = dict[tuple[str, str], float]


class TooManyContactsError(ValueError):
    """More things touch when the world begins than the engine can hold.

    Attributes:
        geom: name of the one that touches most.
    """

    def __init__(self, geom: str) -> None:
        super().__init__(f"the world begins with more than {MAX_CONTACTS} contacts")
        self.geom = geom


def starting_overlaps(model: Any) -> Overlaps:
    """Finds how deep in metres which two geoms begin in each other, the deepest first.

    Args:
        model: the compiled `MjModel`.

    Raises:
        TooManyContactsError: there are too many contacts to begin with.
    """
    data = mujoco.MjData(model)
    mujoco.mj_kinematics(model, data)
    mujoco.mj_comPos(model, data)
    try:
        mujoco.mj_collision(model, data)
    except mujoco.FatalError as error:
        # There is not even room to look for them.
        raise TooManyContactsError(model.geom(0).name) from error
    if data.ncon > MAX_CONTACTS:
        most = int(np.bincount(data.contact.geom.ravel()).argmax())
        raise TooManyContactsError(model.geom(most).name)
    found: Overlaps = {}
    for (one, other), distance_m in zip(data.contact.geom.tolist(), data.contact.dist.tolist(), strict=True):
        if distance_m < -DEEP_M:
            names = (model.geom(one).name, model.geom(other).name)
            found[names] = max(found.get(names, 0.0), -distance_m)
    return dict(sorted(found.items(), key=lambda item: -item[1])[:MAX_PAIRS])


def let_overlap(spec: Any, overlaps: Overlaps) -> None:
    """Writes into an `MjSpec` that pairs of geoms may be as deep in each other as they begin."""
    pairs = {frozenset((pair.geomname1, pair.geomname2)): pair for pair in spec.pairs}
    for (one, other), depth_m in overlaps.items():
        pair = pairs.get(frozenset((one, other)))
        if pair is None:
            # What is not given MuJoCo takes from the two geoms, as for any contact.
            pair = spec.add_pair(geomname1=one, geomname2=other)
        pair.margin, pair.gap = -depth_m, depth_m


class Easing:
    """Takes the overlap that is let be away in the course of an episode."""

    def __init__(self, model: Any) -> None:
        """Notes the depths with which the world begins, those of the compiled `MjModel`."""
        self._margins, self._gaps = model.pair_margin, model.pair_gap
        self._first = model.pair_gap.copy()
        self._going_on = False

    def reset(self) -> None:
        """Goes back to the depths with which the world begins."""
        self._gaps[:] = self._first
        self._margins[:] = -self._first
        self._going_on = bool(self._first.any())

    def go_on(self, seconds: float) -> None:
        """Lets less of the overlaps be, after some simulated time."""
        if self._going_on:
            self._gaps[:] = np.maximum(0.0, self._gaps - EASING_MPS * seconds)
            self._margins[:] = -self._gaps
            self._going_on = bool(self._gaps.any())


def overlap_warnings(world: World, overlaps: Overlaps, owners: dict[str, tuple[str, str]]) -> tuple[ReaderWarning, ...]:
    """Tells which models begin in each other, each two of them once.

    Args:
        world: that was built.
        overlaps: see `starting_overlaps`.
        owners: (model, `link::collision`) by geom name.
    """
    models = {model.name: model for model in world.models}
    told: dict[frozenset[str], ReaderWarning] = {}
    for (one, other), depth_m in overlaps.items():
        # What can't move is where it shall be: the other one is named.
        mine, its = sorted((owners[one], owners[other]), key=lambda owner: models[owner[0]].static)
        message = (
            f"{mine[1]} begins {depth_m:.3f} m deep in {its[1]} of the model “{its[0][:80]}”; "
            "it is pushed out by 1 mm/s, as in Gazebo."
        )
        told.setdefault(frozenset((mine[0], its[0])), ReaderWarning(models[mine[0]].place, message))
    return tuple(told.values())
