# SPDX-License-Identifier: Apache-2.0
"""Meshes and pictures that scenes name: each by the hash of what is in it, so that a browser keeps it for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from missions.spec import Mission, mission_names, read_mission
from worlds.errors import SdfError
from worlds.label_sheet import read_label_sheet
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.sdf.description import Box, Geometry, Heightmap, Material, Mesh, Model, PicturePart, Plane
from worlds.sdf.picture_parts import picture_part
from worlds.sdf.pictures import read_picture
from worlds.sdf.reader import read_model, read_world

_ID_LENGTH = 32
_MAX_SIDE = 129
"""Points a side of a height field that are sent; more are left out evenly. An eye sees no difference."""


@dataclass(frozen=True)
class Asset:
    """A file for a browser.

    Attributes:
        media_type: of it.
        content: all of it.
    """

    media_type: str
    content: bytes

    @property
    def id(self) -> str:
        """Its name: the beginning of the SHA-256 of its content."""
        return hashlib.sha256(self.content).hexdigest()[:_ID_LENGTH]


@dataclass
class Assets:
    """What some things need to be drawn, by id.

    Attributes:
        meshes: little-endian: uint32 number of points, uint32 number of indices, float32 points (x, y, z in m),
            uint32 indices (three a triangle, counter-clockwise from outside).
        textures: PNG or JPEG, as it stands in the model's folder; or a PNG of a part of such a file.
    """

    meshes: dict[str, Asset] = field(default_factory=dict)
    textures: dict[str, Asset] = field(default_factory=dict)

    def mesh(self, geometry: Mesh | Heightmap) -> str:
        """Takes a mesh, or a height field as one, and returns its id."""
        points, indices = _triangles(geometry)
        head = np.array([len(points), indices.size], dtype="<u4")
        content = head.tobytes() + points.astype("<f4").tobytes() + indices.astype("<u4").tobytes()
        return _keep(self.meshes, Asset("application/octet-stream", content))

    def texture(self, geometry: Geometry, material: Material) -> str | None:
        """Takes the picture on a thing and returns its id; None where it is shown without one.

        As in the engine's own pictures, boxes and planes show one; and one that can't be decoded is left out.
        """
        if material.albedo_map is None or not isinstance(geometry, Box | Plane):
            return None
        if isinstance(material.albedo_map, PicturePart):
            return self.picture_part(material.albedo_map)
        try:
            content, _, _ = read_picture(material.albedo_map)
        except SdfError:
            return None
        if cv2.imdecode(np.frombuffer(content, dtype=np.uint8), cv2.IMREAD_REDUCED_COLOR_8) is None:
            return None
        media_type = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
        return _keep(self.textures, Asset(media_type, content))

    def picture_part(self, part: PicturePart) -> str | None:
        """Takes a part of a picture, as a PNG of its own, and returns its id; None where it can't be decoded."""
        pixels = picture_part(part)
        if pixels is None:
            return None
        encoded, content = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
        return _keep(self.textures, Asset("image/png", content.tobytes())) if encoded else None


def _keep(kept: dict[str, Asset], asset: Asset) -> str:
    name = asset.id
    kept.setdefault(name, asset)
    return name


def _triangles(geometry: Mesh | Heightmap) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    if isinstance(geometry, Mesh):
        return np.asarray(geometry.vertices_m, dtype=np.float64), np.asarray(geometry.faces, dtype=np.int64)
    heights = np.asarray(geometry.heights, dtype=np.float64)
    rows, columns = (
        np.unique(np.linspace(0, count - 1, min(count, _MAX_SIDE)).round().astype(np.int64)) for count in heights.shape
    )
    size_x, size_y, size_z = geometry.size_m
    # Row 0 is at +y, column 0 at -x.
    y = size_y * (0.5 - rows / (heights.shape[0] - 1))
    x = size_x * (columns / (heights.shape[1] - 1) - 0.5)
    grid_x, grid_y = np.meshgrid(x, y)
    points = np.stack([grid_x, grid_y, heights[np.ix_(rows, columns)] * size_z], axis=-1).reshape(-1, 3)
    here = (np.arange(len(rows) - 1)[:, None] * len(columns) + np.arange(len(columns) - 1)).ravel()
    below = here + len(columns)
    faces = np.concatenate([np.stack([here, below, below + 1], axis=1), np.stack([here, below + 1, here + 1], axis=1)])
    return points + np.asarray(geometry.position_m), faces


def assets_of(mission: Mission) -> Assets:
    """What the scenes of a mission name, whatever the seed and the robot."""
    assets = Assets()
    for model in _models_of(mission):
        for link in model.links:
            for visual in link.visuals:
                assets.texture(visual.geometry, visual.material)
                if isinstance(visual.geometry, Mesh | Heightmap):
                    assets.mesh(visual.geometry)
    labelled = mission.spec.variation.labelled
    if labelled is not None:
        for cell in read_label_sheet(labelled.model).cells:
            assets.picture_part(cell.part)
    return assets


@cache
def all_assets() -> Assets:
    """What the scenes of all missions name; made at the first call."""
    together = Assets()
    for name in mission_names():
        found = assets_of(read_mission(name))
        together.meshes.update(found.meshes)
        together.textures.update(found.textures)
    return together


def _models_of(mission: Mission) -> Iterator[Model]:
    """Everything that can stand in a mission's world."""
    yield from read_world(mission.world_file).models
    for robot in mission.spec.allowed_robots:
        folder = load_robot_spec(robot).model_uri.removeprefix("model://")
        yield read_model(folder, name=robot, pose=Pose())
    clutter, labelled = mission.spec.variation.clutter, mission.spec.variation.labelled
    for model in (*(clutter.models if clutter else ()), *((labelled.model,) if labelled else ())):
        yield read_model(model, name=model, pose=Pose())
