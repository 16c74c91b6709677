# SPDX-License-Identifier: Apache-2.0
"""Pictures of strewn things by the engine's camera, with the truth, and what a camera says of itself."""

from __future__ import annotations

from functools import cache

import numpy as np

from valence_nodes.learning.objects.accuracy import KnownBox
from valence_nodes.learning.objects.scenes import FIRST_HELD_OUT, LabelledPicture, labelled_pictures, lies_flat
from valence_nodes.perception.floor_view import FloorView
from valence_nodes.perception.free_space import FreeSpace, FreeSpaceSettings, as_scan, first_standing
from valence_nodes.perception.lens import Lens
from worlds.pose import Pose
from worlds.robot_spec import RobotSpec, load_robot_spec

FOV_RAD = {"turtlebot3_waffle_pi": 1.085595, "turtlebot4": 1.151917}
"""Horizontal, as in the robots' model.sdf."""


@cache
def held_out_pictures(scenes: int = 6) -> tuple[LabelledPicture, ...]:
    """Of scenes that nothing was trained with."""
    return tuple(labelled_pictures(range(FIRST_HELD_OUT, FIRST_HELD_OUT + scenes)))


def camera_of(robot: str) -> tuple[RobotSpec, str, Lens, Pose]:
    """A robot's spec, its camera's frame and lens, and the pose of that frame on the robot."""
    spec = load_robot_spec(robot)
    frame = next(one.frame_id for one in spec.sensors if one.kind == "camera")
    return spec, frame, Lens.of_view(320, 240, FOV_RAD[robot]), spec.frames.pose_in_footprint(frame)


def known_boxes(picture: LabelledPicture) -> list[KnownBox]:
    """What the simulator says is in a picture."""
    return [KnownBox(one.label, one.edges_px, one.counts) for one in picture.boxes]


def true_free_space(picture: LabelledPicture, settings: FreeSpaceSettings) -> FreeSpace:
    """How far the floor is free by what each pixel truly shows."""
    _, _, lens, mounted = camera_of(picture.robot)
    view = FloorView.of(lens, mounted, 320, 240)
    flat = np.array([*(lies_flat(picture.models[name]) for name in picture.entities.names), False])
    return as_scan(first_standing(flat[picture.entities.indices], view, 0.0), view, settings)


def free_space_figures(pairs: list[tuple[np.ndarray, np.ndarray]], within_m: float) -> tuple[float, float, float]:
    """Compares ranges that were told with the true ones.

    Args:
        pairs: of each picture, the ranges told and the true ones, m.
        within_m: what is farther away is not looked at.

    Returns:
        Of what was said to be blocked, the share that is, at that place (to 8 cm or a tenth): precision. Of what is
        blocked, the share that was said to be there: recall; and that was said to be no farther away: what a robot
        does not bump into.
    """
    told, true = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    known = ~(np.isnan(told) | np.isnan(true))
    told, true = told[known], true[known]
    allowed_m = np.maximum(0.08, 0.1 * np.where(np.isfinite(true), np.abs(true), 0.0))
    with np.errstate(invalid="ignore"):
        right = (told == true) | (np.abs(told - true) <= allowed_m)
    said, there = told < within_m, true < within_m
    safe = there & (told <= true + allowed_m)
    return (said & right).sum() / said.sum(), (there & right).sum() / there.sum(), safe.sum() / there.sum()
