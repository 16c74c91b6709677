# SPDX-License-Identifier: Apache-2.0
"""How far it is from a robot to the nearest surface on one of its sides, on the floor's map."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

import numpy as np

from missions.footprints import FloatArray, Outline, outlines
from worlds.sdf.description import Model

Side = Literal["left", "right", "any"]


def static_outlines(models: Iterable[Model], names: Iterable[str] | None, top_m: float) -> list[Outline]:
    """Finds the outlines of things that never move.

    Args:
        models: of the world.
        names: the models that count; None for every static one. A model that may move never counts.
        top_m: height of the robot; what is above it is no surface for it.
    """
    wanted = None if names is None else set(names)
    return outlines((model for model in models if model.static and (wanted is None or model.name in wanted)), top_m)


def distances_m(things: Iterable[Outline], poses: FloatArray, side: Side) -> FloatArray:
    """Returns how far it is from a robot's middle to the nearest surface on a side.

    A side is everything to the left, or to the right, of the line through the robot's middle along its x. A thing
    that reaches across the line counts with its part on that side.

    Args:
        things: outlines in the world.
        poses: (n, 3), x and y (m) and yaw (rad) of the robot in the world.
        side: where to look.

    Returns:
        (n,), metres; 0 within a thing, inf where nothing is on that side or the pose is not a number.
    """
    known = np.isfinite(poses.sum(axis=1))
    poses = np.where(known[:, None], poses, 0.0)
    nearest = np.full(len(poses), np.inf)
    for thing in things:
        away = thing.distance_m(poses[:, 0], poses[:, 1]) if side == "any" else _on_side(thing, poses, side)
        nearest = np.minimum(nearest, away)
    return np.where(known, nearest, np.inf)


class NearestSurface:
    """The same for one pose after another: all edges at once, in a tenth of the time."""

    def __init__(self, things: Iterable[Outline], side: Side) -> None:
        """Takes the outlines in the world, and where to look."""
        known = list(things)
        discs = [thing for thing in known if len(thing.points_m) == 1]
        edged = [thing for thing in known if len(thing.points_m) > 1]
        self._side = side
        self._things = known
        self._discs = np.array([thing.points_m[0] for thing in discs]).reshape(-1, 2)
        self._disc_radii_m = np.array([thing.radius_m for thing in discs])
        self._corners = np.concatenate([np.zeros((0, 2)), *(thing.points_m for thing in edged)])
        self._others = np.concatenate([np.zeros((0, 2)), *(np.roll(thing.points_m, -1, axis=0) for thing in edged)])
        self._radii_m = np.repeat([thing.radius_m for thing in edged], [len(thing.points_m) for thing in edged])

    def distance_m(self, x_m: float, y_m: float, yaw_rad: float) -> float:
        """Returns how far it is from a pose to the nearest surface on the side, as `distances_m` has it."""
        if self._side == "any" or any(thing.is_within(x_m, y_m, 1e-12) for thing in self._things):
            return float(distances_m(self._things, np.array([[x_m, y_m, yaw_rad]]), self._side)[0])
        pose = np.array([[x_m, y_m, yaw_rad]])
        sign = -1.0 if self._side == "right" else 1.0
        nearest = np.inf
        if len(self._discs):
            ahead, across = _in_robot_frame(self._discs, pose, sign)
            nearest = min(
                float(_to_disc(one, side, radius).min())
                for one, side, radius in zip(ahead.T, across.T, self._disc_radii_m, strict=True)
            )
        if len(self._corners):
            ax, ay = _in_robot_frame(self._corners, pose, sign)
            bx, by = _in_robot_frame(self._others, pose, sign)
            away = np.maximum(_to_edge(ax[0], ay[0], bx[0], by[0]) - self._radii_m, 0.0)
            nearest = min(nearest, float(away.min()))
        return nearest


def _on_side(thing: Outline, poses: FloatArray, side: Side) -> FloatArray:
    ahead, across = _in_robot_frame(thing.points_m, poses, -1.0 if side == "right" else 1.0)
    if len(thing.points_m) == 1:
        return _to_disc(ahead[:, 0], across[:, 0], thing.radius_m)
    count = len(thing.points_m)
    nearest = np.full(len(poses), np.inf)
    for corner in range(count):
        other = (corner + 1) % count
        away = _to_edge(ahead[:, corner], across[:, corner], ahead[:, other], across[:, other])
        nearest = np.minimum(nearest, away)
    inside = thing.distance_m(poses[:, 0], poses[:, 1]) <= 0.0
    return np.where(inside, 0.0, np.maximum(nearest - thing.radius_m, 0.0))


def _in_robot_frame(points_m: FloatArray, poses: FloatArray, sign: float) -> tuple[FloatArray, FloatArray]:
    """Points as the robot sees them, (n, points) each: along its x, and across; positive across is on the side."""
    east = points_m[None, :, 0] - poses[:, 0, None]
    north = points_m[None, :, 1] - poses[:, 1, None]
    cosine, sine = np.cos(poses[:, 2, None]), np.sin(poses[:, 2, None])
    return cosine * east + sine * north, sign * (cosine * north - sine * east)


def _to_disc(ahead: FloatArray, across: FloatArray, radius_m: float) -> FloatArray:
    """Distance to the part of a disc with across ≥ 0."""
    middle: FloatArray = np.hypot(ahead, across)
    # Where the disc's middle is on the other side, what is nearest on this one lies on the line between both.
    half_chord = np.sqrt(np.maximum(radius_m**2 - across**2, 0.0))
    on_line = np.maximum(np.abs(ahead) - half_chord, 0.0)
    beyond = np.where(across > -radius_m, on_line, np.inf)
    return np.where(across >= 0.0, np.maximum(middle - radius_m, 0.0), beyond)


def _to_edge(ax: FloatArray, ay: FloatArray, bx: FloatArray, by: FloatArray) -> FloatArray:
    """Distance to the part of a line from a to b with across (y) ≥ 0; inf where there is none."""
    rise = by - ay
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = np.where(rise != 0.0, -ay / rise, 0.0)
    low = np.where(ay < 0.0, crossing, 0.0)
    high = np.where(by < 0.0, crossing, 1.0)
    ex = bx - ax
    with np.errstate(divide="ignore", invalid="ignore"):
        foot = -(ax * ex + ay * rise) / (ex * ex + rise * rise)
    along = np.clip(foot, low, high)
    away: FloatArray = np.hypot(ax + along * ex, ay + along * rise)
    return np.where((ay < 0.0) & (by < 0.0), math.inf, away)
