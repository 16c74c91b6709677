# SPDX-License-Identifier: Apache-2.0
"""What happened over time: panels one below the other with the same time, and a mark at each event."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import SubplotSpec
from matplotlib.text import Annotation

from missions.recording.curves import Curve, Curves
from missions.recording.truth_events import ENDED, TOUCHED, ZONE_REACHED, TruthEvent
from web_console.episode_figure import style, texts

_OWN_PANELS = 3
_MAX_OWN_CURVES = 12
_MAX_NAME = 46
_MAX_MARKS = 300
_USUAL_PERCENT = (0.5, 99.5)


def draw_panels(figure: Figure, place: SubplotSpec, curves: Curves, events: list[TruthEvent]) -> list[Axes]:
    """Draws the panels from top to bottom.

    Args:
        figure: where.
        place: in the figure.
        curves: what to draw.
        events: what happened.

    Returns:
        The panels.
    """
    groups = grouped(curves.plotted)
    grid = place.subgridspec(3 + len(groups), 1, hspace=0.22)
    panels: list[Axes] = []
    for number in range(3 + len(groups)):
        panel = figure.add_subplot(grid[number], sharex=panels[0] if panels else None)
        panel.tick_params(labelbottom=number == 2 + len(groups))
        panel.margins(x=0)
        panels.append(panel)
    speed, turn, nearest, *own = panels
    _draw_speeds(speed, curves, 0, texts.SPEED, 1.0)
    _draw_speeds(turn, curves, 1, texts.TURN, math.degrees(1.0))
    _name_lines(speed, [(texts.WANTED, style.WANTED)] * bool(len(curves.wanted.time_s)) + [_actual(curves)])
    _draw_nearest(nearest, curves.nearest)
    for panel, names in zip(own, groups, strict=True):
        _draw_own(panel, {name: curves.plotted[name] for name in names})
    left_out = len(curves.plotted) - sum(map(len, groups))
    if left_out:
        own[-1].set_title(texts.NOT_SHOWN.format(count=left_out), fontsize=7, color=style.FAINT, loc="right", pad=2)
    panels[-1].set_xlabel(texts.TIME)
    figure.align_ylabels(panels)
    panels[0].set_xlim(float(curves.path.time_s[0]), max(float(curves.path.time_s[-1]), 0.1))
    for panel in panels:
        _mark_events(panel, events, named=panel is speed)
    return panels


def grouped(plotted: dict[str, Curve]) -> list[list[str]]:
    """Puts a program's own curves into a few panels: each into its own, or else those of like size together."""
    names = list(plotted)[:_MAX_OWN_CURVES]
    if len(names) <= _OWN_PANELS:
        return [[name] for name in names]
    by_size = sorted(names, key=lambda name: float(np.abs(plotted[name].values).max()))
    return [list(part) for part in np.array_split(np.array(by_size, dtype=object), _OWN_PANELS)]


def _actual(curves: Curves) -> tuple[str, str]:
    return texts.TRUE if curves.source == "truth" else texts.MEASURED, style.TRUE


def _draw_speeds(panel: Axes, curves: Curves, column: int, label: str, factor: float) -> None:
    wanted, actual = curves.wanted, curves.speeds
    panel.axhline(0, color=style.FAINT, linewidth=0.7)
    if len(wanted.time_s):
        panel.step(wanted.time_s, factor * wanted.values[:, column], where="post", color=style.WANTED, linewidth=1.8)
    panel.plot(actual.time_s, factor * actual.values[:, column], color=style.TRUE, linewidth=1.0)
    panel.set_ylabel(label)
    if len(actual.time_s):
        # A bump or a fall is over in a moment, and must not press all the rest flat.
        usual = np.percentile(actual.values[:, column], _USUAL_PERCENT)
        low, high = min(0.0, *usual, *wanted.values[:, column]), max(0.0, *usual, *wanted.values[:, column])
        room = 0.06 * (high - low) or 0.1
        panel.set_ylim(factor * (low - room), factor * (high + room))


def _draw_nearest(panel: Axes, nearest: Curve) -> None:
    panel.set_ylabel(texts.NEAREST)
    if not len(nearest.time_s):
        panel.text(0.5, 0.5, texts.NO_SCAN, ha="center", va="center", transform=panel.transAxes, color=style.FAINT)
        return
    panel.plot(nearest.time_s, nearest.values, color=style.TRUE)
    panel.set_ylim(bottom=0)


def _draw_own(panel: Axes, plotted: dict[str, Curve]) -> None:
    named = []
    for (name, curve), colour in zip(plotted.items(), style.CURVES, strict=False):
        dots: dict[str, Any] = {"marker": ".", "markersize": 6} if len(curve.time_s) < 60 else {}
        panel.plot(curve.time_s, curve.values, color=colour, **dots)
        named.append((name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…", colour))
    _name_lines(panel, named)


def _name_lines(panel: Axes, named: Sequence[tuple[str, str]]) -> None:
    """Writes the names of lines above the panel, each in its line's colour and behind the one before."""
    before: Annotation | Axes = panel
    for name, colour in named:
        before = panel.annotate(
            name,
            (0, 1) if before is panel else (1, 0),
            xycoords="axes fraction" if before is panel else before,
            xytext=(2, 3) if before is panel else (9, 0),
            textcoords="offset points",
            va="bottom",
            color=colour,
            fontsize=8,
            fontweight="bold",
        )


def _mark_events(panel: Axes, events: list[TruthEvent], *, named: bool) -> None:
    looks = {
        ZONE_REACHED: (style.REACHED, "dashed"),
        TOUCHED: (style.TOUCHED, "solid"),
        ENDED: (style.INK, "solid"),
    }
    for event in [one for one in events if one.kind in looks][:_MAX_MARKS]:
        colour, line = looks[event.kind]
        panel.axvline(event.sim_time_s, color=colour, linestyle=line, linewidth=1.0, zorder=1.5)
        if named and event.kind != ENDED:
            panel.annotate(
                event.subject[:24] if event.kind == ZONE_REACHED else "×",
                (event.sim_time_s, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 15),
                textcoords="offset points",
                ha="right" if event.sim_time_s > 0.95 * panel.get_xlim()[1] else "center",
                color=colour,
                fontsize=8,
            )
