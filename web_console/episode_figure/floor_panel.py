# SPDX-License-Identifier: Apache-2.0
"""The floor from above: what stands on it, the zones, and the path."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon

from missions.recording.curves import Curve
from missions.recording.floor_map import FloorMap, MapOutline, MapThing
from missions.recording.recording import Truth
from missions.recording.truth_events import TOUCHED, TruthEvent
from missions.zones import AnyZone, CircleZone
from web_console.episode_figure import style, texts

FloatArray = npt.NDArray[np.float64]

_PIECES = 120
_ARROWS = 12
_ARROW_GAP = 0.06
_LEGEND_BELOW = 0.145
_ROUND = 48
_MOVED_M, _MOVED_RAD = 0.02, math.radians(3)
_MARGIN_M = 0.25
_LOOKS: dict[str, dict[str, Any]] = {
    texts.FIXED: {"facecolor": style.FIXED, "linewidth": 0.6},
    texts.MOVABLE: {"facecolor": style.MOVABLE, "linewidth": 0.6},
    texts.MOVED: {"facecolor": "none", "linewidth": 1.0, "linestyle": (0, (3, 2))},
}


def draw_floor(
    axes: Axes, floor: FloorMap | None, path: Curve, truth: Truth | None, events: list[TruthEvent]
) -> LineCollection:
    """Draws the floor.

    Args:
        axes: where.
        floor: the map, if there is one.
        path: x, y, yaw.
        truth: where everything was.
        events: what happened.

    Returns:
        The path, for a scale of its colours.
    """
    axes.set_aspect("equal")
    axes.set_xlabel(texts.EAST)
    axes.set_ylabel(texts.NORTH)
    seen = [path.values[:, :2]]
    handles: list[Patch | Line2D] = []
    if floor is not None:
        seen += _draw_zones(axes, floor)
        seen += _draw_things(axes, floor, truth, handles)
    points = np.vstack(seen)
    (left, low), (right, high) = points.min(axis=0) - _MARGIN_M, points.max(axis=0) + _MARGIN_M
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    line = _draw_path(axes, path, least_gap_m=_ARROW_GAP * max(right - left, high - low))
    handles += _draw_ends(axes, path)
    handles += _draw_touches(axes, path, events)
    # As it will be with its shape kept: what stands below the map follows it.
    axes.apply_aspect()
    below = axes.get_position()
    axes.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=((below.x0 + below.x1) / 2, below.y0 - _LEGEND_BELOW),
        bbox_transform=axes.figure.transFigure,
        ncols=len(handles),
        handlelength=1.4,
    )
    return line


def _draw_zones(axes: Axes, floor: FloorMap) -> list[FloatArray]:
    seen = []
    for zone in floor.zones:
        colour = style.ZONES[zone.colour]
        edge = style.FAINT if zone.colour == "white" else colour
        axes.add_patch(_zone_patch(zone, facecolor=colour, alpha=0.25, linewidth=0, zorder=1))
        axes.add_patch(_zone_patch(zone, facecolor="none", edgecolor=edge, linewidth=1.4, zorder=1))
        x_m, y_m = zone.centre_m
        name = axes.annotate(zone.name, (x_m, y_m), ha="center", va="center", color=style.INK, zorder=6)
        name.set_bbox({"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.8})
        seen.append(np.array(zone.corners_m))
    return seen


def _zone_patch(zone: AnyZone, **looks: Any) -> Patch:
    if isinstance(zone, CircleZone):
        return Circle(zone.centre_m, zone.radius_m, **looks)
    (width, depth), (cosine, sine) = zone.size_m, (math.cos(zone.yaw_rad), math.sin(zone.yaw_rad))
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, depth / 2)
    return Polygon(corners @ np.array([[cosine, sine], [-sine, cosine]]) + zone.centre_m, **looks)


def _draw_things(axes: Axes, floor: FloorMap, truth: Truth | None, handles: list[Patch | Line2D]) -> list[FloatArray]:
    seen = []
    drawn: dict[str, dict[str, Any]] = {}
    for thing in floor.things:
        kind = texts.FIXED if thing.static else texts.MOVABLE
        found = [(kind, _LOOKS[kind], corners_m(one)) for one in thing.outlines]
        found += [(texts.MOVED, _LOOKS[texts.MOVED], corners) for corners in _moved(thing, truth)]
        for name, looks, corners in found:
            axes.add_patch(Polygon(corners, **looks, edgecolor=style.INK, zorder=2))
            drawn[name] = looks
            seen.append(corners)
    handles += [Patch(**drawn[name], edgecolor=style.INK, label=name) for name in _LOOKS if name in drawn]
    return seen


def corners_m(outline: MapOutline) -> FloatArray:
    """Returns the corners of an outline, (n, 2), with its radius around it; counter-clockwise."""
    points = np.array(outline.points_m)
    if not outline.radius_m:
        return points
    turns = np.arange(_ROUND) * (2 * math.pi / _ROUND)
    away = np.column_stack([np.cos(turns), np.sin(turns)])
    # The farthest point in each direction is that of the corner which is farthest, and the radius more.
    farthest: FloatArray = points[(points @ away.T).argmax(axis=0)]
    return farthest + outline.radius_m * away


def _moved(thing: MapThing, truth: Truth | None) -> list[FloatArray]:
    """The outlines of a thing where it was at the end, if the robot or something else has moved it."""
    if truth is None or thing.static or thing.name not in truth.poses:
        return []
    x_m, y_m, yaw_rad = truth.planar(thing.name)[-1]
    turned = math.remainder(yaw_rad - thing.yaw_rad, math.tau)
    if not (math.hypot(x_m - thing.x_m, y_m - thing.y_m) > _MOVED_M or abs(turned) > _MOVED_RAD):
        return []
    cosine, sine = math.cos(turned), math.sin(turned)
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return [(corners_m(one) - (thing.x_m, thing.y_m)) @ turn + (x_m, y_m) for one in thing.outlines]


def _draw_path(axes: Axes, path: Curve, least_gap_m: float) -> LineCollection:
    """The path in the colours of its time: in pieces, for each point a line of its own makes files large."""
    points, times = path.values[:, :2], path.time_s
    cuts = np.unique(np.linspace(0, len(points) - 1, _PIECES + 1).astype(int))
    pieces = [points[a : b + 1] for a, b in pairwise(cuts)] or [points]
    middles = [times[(a + b) // 2] for a, b in pairwise(cuts)] or [times[0]]
    # Round ends, so that no gap is seen where two pieces meet.
    line = LineCollection(pieces, cmap=style.PATH_COLOURS, linewidths=2.2, capstyle="round", zorder=4)
    line.set_array(np.array(middles))
    line.set_clim(float(times[0]), max(float(times[-1]), float(times[0]) + 1e-9))
    axes.add_collection(line)
    for index in _arrow_places(points, least_gap_m):
        x_m, y_m, yaw_rad = path.values[index]
        axes.plot(
            x_m,
            y_m,
            marker=(3, 0, math.degrees(yaw_rad) - 90),
            markersize=7,
            markerfacecolor=line.to_rgba(times[index]),
            markeredgecolor="white",
            markeredgewidth=0.7,
            linestyle="none",
            zorder=5,
        )
    return line


def _arrow_places(points: FloatArray, least_gap_m: float) -> list[int]:
    """Indices of points at even distances along the path, its ends left out."""
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    count = min(_ARROWS, int(gone[-1] / least_gap_m) - 1)
    if count < 1:
        return []
    wanted = np.linspace(0, gone[-1], count + 2)[1:-1]
    return sorted({int(index) for index in np.searchsorted(gone, wanted)} - {0, len(points) - 1})


def _draw_ends(axes: Axes, path: Curve) -> list[Line2D]:
    looks: dict[str, Any] = {"linestyle": "none", "markeredgecolor": style.INK, "markeredgewidth": 1.2, "zorder": 7}
    (start_x, start_y, _), (end_x, end_y, _) = path.values[0], path.values[-1]
    start = axes.plot(start_x, start_y, "o", markersize=9, markerfacecolor="white", label=texts.START, **looks)
    end = axes.plot(end_x, end_y, "s", markersize=8, markerfacecolor=style.INK, label=texts.END, **looks)
    return [*start, *end]


def _draw_touches(axes: Axes, path: Curve, events: list[TruthEvent]) -> list[Line2D]:
    times = [event.sim_time_s for event in events if event.kind == TOUCHED]
    if not times:
        return []
    x_m, y_m = (np.interp(times, path.time_s, path.values[:, axis]) for axis in (0, 1))
    return axes.plot(
        x_m, y_m, "X", markersize=9, color=style.TOUCHED, markeredgecolor="white", zorder=8, label=texts.TOUCHED
    )
