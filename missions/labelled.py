# SPDX-License-Identifier: Apache-2.0
"""Things with labels: which of them stand where, and what their labels say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from missions.draw import Draw
from missions.variation_spec import LabelledSpec
from worlds.label_sheet import read_label_sheet
from worlds.pose import Pose
from worlds.scenario import Placement

_T = TypeVar("_T")


def labelled_things(spec: LabelledSpec, draw: Draw, *, graded: bool) -> tuple[Placement, ...]:
    """Draws things with labels, each of another kind.

    Their names count their places and tell nothing of what they carry.

    Args:
        spec: what may be drawn.
        draw: the seed's random numbers.
        graded: whether to take the labels that practice never shows.

    Raises:
        SdfError: the model's sheet of labels is wrong.
    """
    sheet = read_label_sheet(spec.model)
    count = spec.count[0] + draw.below(spec.count[1] - spec.count[0] + 1)
    places = sorted(_some(range(len(spec.places)), count, draw))
    kinds = _some(sheet.kinds if spec.kinds is None else sorted(set(spec.kinds)), count, draw)
    things = []
    for place, kind in zip(places, kinds, strict=True):
        pose, jitter = spec.places[place], spec.jitter
        labels = sheet.saying(kind, graded=graded)
        label = labels[draw.below(len(labels))]
        x_m = pose.x_m + draw.between(-jitter.x_m, jitter.x_m)
        y_m = pose.y_m + draw.between(-jitter.y_m, jitter.y_m)
        yaw_rad = pose.yaw_rad + draw.between(-jitter.yaw_rad, jitter.yaw_rad)
        things.append(
            Placement(f"labelled_{place + 1}", spec.model, Pose.planar(x_m, y_m, yaw_rad), label.part, label.kind)
        )
    return tuple(things)


def _some(of: Sequence[_T], count: int, draw: Draw) -> list[_T]:
    """Draws so many of them, none twice, in the order in which they were drawn."""
    left = list(of)
    return [left.pop(draw.below(len(left))) for _ in range(count)]
