# SPDX-License-Identifier: Apache-2.0
"""Compares what a camera sees with a picture that Gazebo's camera took: are the edges of things at the same places?

Edges are compared by ambient light alone, as in the picture that comes with the lab, whose lights Gazebo's renderer
had not drawn: where a thing ends does not depend on the light, how bright it is does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from worlds.errors import RecordingError, SdfError
from worlds.readings import CameraReading, Reading
from worlds.robot_spec import RobotSpec
from worlds.sdf.description import Camera, World
from worlds.sdf.pictures import read_picture
from worlds.sdf.reader import read_world

CLEAR_STEP = 12
"""Two pixels differ clearly when their colours do by more than this, summed over the channels of 0 to 255."""
_NO_EDGE_PX = 9999.0

Image = npt.NDArray[np.uint8]


class Seeing(Protocol):
    """What an engine has to be able to do for it."""

    def load_world(self, world: World, spec: RobotSpec | None) -> None:
        """Loads a world that is put together already."""

    def read_sensor(self, name: str) -> Reading:
        """Takes a picture."""

    def close(self) -> None:
        """Frees the engine."""


@dataclass(frozen=True)
class EdgeMatch:
    """How far edges are apart.

    Attributes:
        worst_px: the farthest that an edge of one picture is from the nearest of the other.
        at_px: column and row of that edge.
        edges_px: how many pixels of Gazebo's picture are edges.
    """

    worst_px: float
    at_px: tuple[int, int]
    edges_px: int


def compare_camera(world_file: Path, picture_file: Path, engine: Seeing) -> EdgeMatch:
    """Takes the picture of a world's only colour camera and compares it.

    Args:
        world_file: the SDF world, with what the camera is on where it was when Gazebo took the picture.
        picture_file: PNG or JPEG of the camera's size.
        engine: loaded with the world in place of what it had, and closed in the end.

    Raises:
        SdfError: the world can't be used, or has not just one colour camera.
        RecordingError: the picture can't be used.
    """
    world = replace(read_world(world_file), lights=())
    theirs = _read(picture_file)
    try:
        engine.load_world(world, None)
        reading = engine.read_sensor(_only_camera(world))
    finally:
        engine.close()
    assert isinstance(reading, CameraReading)
    if reading.image.shape != theirs.shape:
        raise RecordingError(
            picture_file,
            0,
            f"it has {theirs.shape[1]} × {theirs.shape[0]} pixels, the world's camera "
            f"{reading.image.shape[1]} × {reading.image.shape[0]}.",
        )
    return match_edges(reading.image.astype(np.uint8), theirs)


def match_edges(ours: Image, theirs: Image) -> EdgeMatch:
    """Compares two RGB pictures of one size, uint8 (height, width, 3)."""
    mine, recorded = edges(ours), edges(theirs)
    far = np.maximum(_distance_px(recorded) * mine, _distance_px(mine) * recorded)
    row, column = np.unravel_index(int(far.argmax()), far.shape)
    return EdgeMatch(float(far.max()), (int(column), int(row)), int(recorded.sum()))


def edges(image: Image) -> Image:
    """1 where a pixel differs clearly in colour from the one beside or below it; uint8 (height - 1, width - 1)."""
    values = image.astype(np.int64)
    beside = np.abs(np.diff(values, axis=1)).sum(axis=2)[:-1] > CLEAR_STEP
    below = np.abs(np.diff(values, axis=0)).sum(axis=2)[:, :-1] > CLEAR_STEP
    return np.asarray(beside | below, dtype=np.uint8)


def _distance_px(edge: Image) -> npt.NDArray[np.float64]:
    """Distance of every pixel from the nearest edge, along rows and columns (the larger of both)."""
    if not edge.any():
        return np.full(edge.shape, _NO_EDGE_PX)
    distance = cv2.distanceTransform(1 - edge, cv2.DIST_C, 3)
    return np.asarray(distance, dtype=np.float64)


def _read(file: Path) -> Image:
    try:
        content, _, _ = read_picture(file)
    except SdfError as error:
        raise RecordingError(file, 0, error.reason, error.hint) from error
    pixels = cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_COLOR_RGB)
    if pixels is None:
        raise RecordingError(file, 0, "the picture can't be decoded; it may be cut off.")
    return np.asarray(pixels, dtype=np.uint8)


def _only_camera(world: World) -> str:
    cameras = [
        sensor.name
        for model in world.models
        for link in model.links
        for sensor in link.sensors
        if isinstance(sensor.details, Camera) and sensor.details.kind == "color"
    ]
    if len(cameras) != 1:
        raise SdfError(
            world.place.file, world.place.line, world.place.element, f"needs one colour camera; it has {len(cameras)}."
        )
    return cameras[0]
