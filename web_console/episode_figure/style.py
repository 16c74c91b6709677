# SPDX-License-Identifier: Apache-2.0
"""Colours and sizes. What carries a meaning can be told apart by those who see colours differently, and in print."""

from __future__ import annotations

from typing import Any

# Okabe & Ito, "Color Universal Design" (2008).
TRUE = "#0072B2"
WANTED = "#E69F00"
REACHED = "#009E73"
TOUCHED = "#D55E00"
CURVES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")

PATH_COLOURS = "viridis"
INK = "#222222"
FAINT = "#8a8a8a"
GRID = "#dddddd"
FIXED = "#6f6f6f"
MOVABLE = "#c9b79c"

# As the pads in the worlds, but pale enough to draw on.
ZONES = {
    "red": "#d62728",
    "green": "#2ca02c",
    "blue": "#1f77b4",
    "yellow": "#e3c800",
    "orange": "#ff7f0e",
    "purple": "#9467bd",
    "white": "#f2f2f2",
    "grey": "#7f7f7f",
    "black": "#111111",
}

PAGE_IN = (11.69, 8.27)
"""A4, across."""
PNG_DPI = 150

SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.labelsize": 9,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    "path.simplify": True,
    # A dollar sign in a program's text is no formula.
    "text.parse_math": False,
    # What matplotlib would draw by chance in an SVG.
    "svg.hashsalt": "valence",
    "svg.fonttype": "path",
}
