# SPDX-License-Identifier: Apache-2.0
"""The page: puts the floor and the panels together, and makes PNG and SVG of it, always the same from the same."""

from __future__ import annotations

import io
import logging
import warnings
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.figure import Figure

from missions.recording.curves import Curves, read_curves
from missions.recording.recording import Recording
from web_console.episode_figure import style, texts
from web_console.episode_figure.floor_panel import draw_floor
from web_console.episode_figure.time_panels import draw_panels

MAKER = "VALENCE Robotics Lab, plot"
"""Stands in both files, so that they can be known again."""

_MAX_TITLE = 110
_LEFT = 0.055


@dataclass(frozen=True)
class Page:
    """A page as files.

    Attributes:
        png: picture of 1754 × 1240 pixels.
        svg: the same in lines and areas.
        curves: that it shows.
    """

    png: bytes
    svg: bytes
    curves: Curves


def draw_page(recording: Recording) -> Page:
    """Draws the page of a recording.

    Raises:
        RecordingError: it is damaged, or says nowhere where the robot was.
    """
    curves = read_curves(recording)
    # A text in a script that the font lacks is drawn as boxes; nobody needs to be told on the terminal.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    with warnings.catch_warnings(), mpl.rc_context():
        warnings.simplefilter("ignore")
        mpl.rcdefaults()  # not what may stand in a matplotlibrc of this machine
        mpl.rcParams.update(style.SETTINGS)
        figure = _figure(recording, curves)
        png, svg = io.BytesIO(), io.BytesIO()
        figure.savefig(png, format="png", dpi=style.PNG_DPI, metadata={"Software": MAKER})
        figure.savefig(svg, format="svg", metadata={"Creator": MAKER, "Date": None})
    return Page(png.getvalue(), svg.getvalue(), curves)


def _figure(recording: Recording, curves: Curves) -> Figure:
    figure = Figure(figsize=style.PAGE_IN)
    grid = figure.add_gridspec(
        1, 2, width_ratios=(1.15, 1), left=_LEFT, right=0.985, top=0.86, bottom=0.075, wspace=0.14
    )
    # Room below the map for the scale of its colours and the legend, which stay with it whatever its form is.
    floor = figure.add_subplot(grid[0].subgridspec(2, 1, height_ratios=(1, 0.2), hspace=0)[0], anchor="N")
    events = recording.events()
    line = draw_floor(floor, recording.floor_map(), curves.path, recording.truth(), events)
    place = floor.get_position()
    below = figure.add_axes((place.x0, place.y0 - 0.1, place.width, 0.014))
    scale = figure.colorbar(line, cax=below, orientation="horizontal")
    scale.set_label(texts.TIME)
    scale.outline.set_visible(False)
    draw_panels(figure, grid[1], curves, events)
    for row, (line_of_text, size, colour) in enumerate(_heading(recording, curves)):
        figure.text(_LEFT, 0.972 - 0.03 * row, line_of_text, fontsize=size, color=colour, va="top")
    return figure


def _heading(recording: Recording, curves: Curves) -> list[tuple[str, float, str]]:
    about, result = recording.about, recording.result
    title = about.get("title") or about.get("mission") or f"{texts.OTHERS}: {recording.file.name}"
    run = [about.get("robot", ""), texts.SEED.format(seed=about["seed"]) if about.get("seed") else ""]
    run.append(about.get("program_name", ""))
    end_s = float(curves.path.time_s[-1])
    came = (
        [texts.POINTS.format(score=_points(result, "score"), max_score=_points(result, "max_score"))] if result else []
    )
    came += [texts.OUTCOMES.get(result.get("verdict", ""), ""), f"{end_s:.1f} s", result.get("ending_reason", "")]
    remarks = [] if recording.complete else [texts.CUT_OFF]
    remarks += [texts.NO_TRUTH] if curves.source == "odometry" else []
    rows = [(_cut(" · ".join(filter(None, (title, *run)))), 13.0, style.INK)]
    rows.append((_cut(" · ".join(filter(None, came))), 9.0, style.INK))
    if remarks:
        rows.append((" ".join(remarks), 9.0, style.TOUCHED))
    return rows


def _points(result: object, name: str) -> str:
    value = result.get(name, "") if isinstance(result, dict) else ""
    return f"{float(value):g}" if value else "?"


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TITLE else f"{text[: _MAX_TITLE - 1]}…"
