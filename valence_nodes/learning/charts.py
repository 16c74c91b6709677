# SPDX-License-Identifier: Apache-2.0
"""Small charts as inline SVG, for a page that needs nothing else; colours come from the page, light or dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 520, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 16, 44
_DASHES = ("", "7 4", "2 4", "10 3 2 3")


@dataclass(frozen=True)
class Series:
    """A line of a chart: its name and its points (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    x_label: str,
    y_label: str,
    y_range: tuple[float, float] = (0.0, 1.0),
    marks: bool = True,
    diagonal: bool = False,
) -> str:
    """Draws lines.

    Args:
        title: what it shows, also for a screen reader.
        series: the lines; each has a colour and a dash of its own.
        x_label: what lies across.
        y_label: what lies upwards.
        y_range: bottom and top.
        marks: draws a dot at each point.
        diagonal: draws x = y, which would be perfect.
    """
    points = [point for one in series for point in one.points]
    xs = [x for x, _ in points] or [0.0, 1.0]
    low, high = min(xs), max(xs)
    if diagonal:
        low, high = 0.0, 1.0
    if high == low:
        low, high = low - 0.5, high + 0.5
    frame = _Frame(low, high, *y_range)
    parts = [frame.axes(x_label, y_label)]
    if diagonal:
        parts.append(f'<path class="guide" d="{frame.path([(0, 0), (1, 1)])}"/>')
    for index, one in enumerate(series):
        dash = f' stroke-dasharray="{_DASHES[index % 4]}"' if _DASHES[index % 4] else ""
        parts.append(f'<path class="line c{index % 4}"{dash} d="{frame.path(one.points)}"/>')
        if marks and len(one.points) <= 40:
            parts += [f'<circle class="dot c{index % 4}" r="4" {frame.centre(point)}/>' for point in one.points]
    said = "; ".join(
        f"{one.name} from {one.points[0][1]:.2f} to {one.points[-1][1]:.2f}" for one in series if one.points
    )
    return _svg(title, said, "".join(parts)) + _legend(series)


def scatter_chart(title: str, points: Sequence[tuple[float, float]], *, x_label: str, y_label: str) -> str:
    """Draws points, and the line on which they would lie were everything right."""
    numbers = [number for point in points for number in point] or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    if low == high:
        low, high = low - 0.5, high + 0.5
    frame = _Frame(low, high, low, high)
    dots = "".join(f'<circle class="spot" r="3" {frame.centre(point)}/>' for point in points)
    guide = f'<path class="guide" d="{frame.path([(low, low), (high, high)])}"/>'
    return _svg(title, f"{len(points)} points", frame.axes(x_label, y_label) + guide + dots)


def bar_chart(title: str, bars: Sequence[tuple[str, float]], *, unit: str) -> str:
    """Draws bars to the right, one a line, with their numbers."""
    most = max([abs(value) for _, value in bars] or [0.0]) or 1.0
    row, name_width = 24, 190
    parts = []
    for index, (name, value) in enumerate(bars):
        y = index * row
        width = max(0.0, value) / most * (_WIDTH - name_width - 70)
        short = name if len(name) <= 26 else name[:25] + "…"
        parts.append(f'<text class="label" x="{name_width - 8}" y="{y + 16}" text-anchor="end">{escape(short)}</text>')
        parts.append(f'<rect class="bar" x="{name_width}" y="{y + 4}" width="{width:.1f}" height="{row - 8}"/>')
        parts.append(f'<text class="label" x="{name_width + width + 6:.1f}" y="{y + 16}">{value:.3f}</text>')
    said = f"in {unit}: " + "; ".join(f"{name} {value:.3f}" for name, value in bars[:12])
    return _svg(title, said, "".join(parts), height=max(1, len(bars)) * row)


@dataclass(frozen=True)
class _Frame:
    """Where numbers are on the picture."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        across = (point[0] - self.x_low) / (self.x_high - self.x_low)
        up = (min(max(point[1], self.y_low), self.y_high) - self.y_low) / (self.y_high - self.y_low)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        return "M" + "L".join("{:.1f},{:.1f}".format(*self.place(point)) for point in points) if points else ""

    def centre(self, point: tuple[float, float]) -> str:
        return 'cx="{:.1f}" cy="{:.1f}"'.format(*self.place(point))

    def axes(self, x_label: str, y_label: str) -> str:
        parts = []
        for step in range(6):
            share = step / 5
            y_value = self.y_low + share * (self.y_high - self.y_low)
            _, y = self.place((self.x_low, y_value))
            parts.append(f'<path class="grid" d="M{_LEFT},{y:.1f}H{_WIDTH - _RIGHT}"/>')
            parts.append(f'<text class="label" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{y_value:.3g}</text>')
            x_value = self.x_low + share * (self.x_high - self.x_low)
            x, _ = self.place((x_value, self.y_low))
            shown = f"{x_value:.3g}" if self.x_high - self.x_low < 10 else f"{x_value:.0f}"
            parts.append(f'<text class="label" x="{x:.1f}" y="{_HEIGHT - 26}" text-anchor="middle">{shown}</text>')
        middle = (_LEFT + _WIDTH - _RIGHT) / 2
        parts.append(
            f'<text class="label" x="{middle}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(x_label)}</text>'
        )
        turned = f'transform="rotate(-90 14 {_HEIGHT / 2 - 12})" x="14" y="{_HEIGHT / 2 - 12}"'
        parts.append(f'<text class="label" {turned} text-anchor="middle">{escape(y_label)}</text>')
        return "".join(parts)


def _svg(title: str, said: str, inner: str, *, height: int = _HEIGHT) -> str:
    label = escape(f"{title}: {said}", quote=True)
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {_WIDTH} {height}">{inner}</svg>'


def _legend(series: Sequence[Series]) -> str:
    if len(series) < 2:
        return ""
    items = []
    for index, one in enumerate(series):
        dash = f' stroke-dasharray="{_DASHES[index % 4]}"' if _DASHES[index % 4] else ""
        sample = f'<svg aria-hidden="true" viewBox="0 0 32 8"><path class="line c{index % 4}"{dash} d="M0,4H32"/></svg>'
        items.append(f"<li>{sample} {escape(one.name)}</li>")
    return f'<ul class="legend">{"".join(items)}</ul>'
