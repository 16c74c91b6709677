# SPDX-License-Identifier: Apache-2.0
"""How things look: materials, pictures on them, lights and the sky."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import cv2
import mujoco
import numpy as np
import numpy.typing as npt

from worlds.pose import Pose
from worlds.sdf.description import Light, Material, PicturePart, World
from worlds.sdf.picture_parts import picture_part

_LIGHT_TYPES = {
    "directional": mujoco.mjtLightType.mjLIGHT_DIRECTIONAL,
    "point": mujoco.mjtLightType.mjLIGHT_POINT,
    "spot": mujoco.mjtLightType.mjLIGHT_SPOT,
}
_POINT_CUTOFF_DEG = 180.0


class Materials:
    """Adds each material and picture once to an `MjSpec`.

    MuJoCo knows one colour a material where SDFormat has an ambient and a diffuse one: the diffuse one is used.
    """

    def __init__(self, spec: Any) -> None:
        self._spec = spec
        self._materials: dict[tuple[Material, float, bool], str] = {}
        self._pictures: dict[Path | PicturePart, str | None] = {}

    def name_of(self, material: Material, transparency: float, *, with_picture: bool) -> str:
        """Returns the name of a material, which is added at its first use."""
        key = (material, transparency, with_picture)
        if key not in self._materials:
            name = f"material {len(self._materials)}"
            red, green, blue, alpha = material.diffuse
            added = self._spec.add_material(name=name, rgba=[red, green, blue, alpha * (1.0 - transparency)])
            added.specular = sum(material.specular[:3]) / 3
            added.shininess = 1.0 - material.roughness
            added.emission = _emission(material)
            picture = self._picture(material.albedo_map) if with_picture and material.albedo_map else None
            if picture is not None:
                added.textures[mujoco.mjtTextureRole.mjTEXROLE_RGB] = picture
            self._materials[key] = name
        return self._materials[key]

    def _picture(self, picture: Path | PicturePart) -> str | None:
        if picture not in self._pictures:
            pixels = _pixels(picture)
            name = None
            if pixels is not None:
                name = f"picture {len(self._pictures)}"
                texture = self._spec.add_texture(name=name, type=mujoco.mjtTexture.mjTEXTURE_2D)
                texture.height, texture.width, texture.nchannel = pixels.shape
                texture.data = pixels.tobytes()
            self._pictures[picture] = name
        return self._pictures[picture]


def _pixels(picture: Path | PicturePart) -> npt.NDArray[np.uint8] | None:
    """Decodes a picture as RGB, or the part of it that is wanted; None where it can't be decoded."""
    if isinstance(picture, Path):
        whole: npt.NDArray[np.uint8] | None = cv2.imread(str(picture), cv2.IMREAD_COLOR_RGB)
        return whole
    return picture_part(picture)


def _emission(material: Material) -> float:
    """MuJoCo's emission is a factor on the colour: the brightest channel says how large."""
    brightest = max(material.diffuse[:3])
    return min(1.0, max(material.emissive[:3]) / brightest) if brightest > 0 else 0.0


def add_surroundings(spec: Any, world: World) -> None:
    """Adds a world's background and its lights; its ambient light is MuJoCo's headlight without a beam."""
    sky = spec.add_texture(name="sky", type=mujoco.mjtTexture.mjTEXTURE_SKYBOX)
    sky.builtin = mujoco.mjtBuiltin.mjBUILTIN_FLAT
    sky.rgb1 = sky.rgb2 = world.background[:3]
    sky.width, sky.height = 8, 48
    headlight = spec.visual.headlight
    headlight.ambient = world.ambient[:3]
    headlight.diffuse = headlight.specular = [0.0, 0.0, 0.0]
    for light in world.lights:
        add_light(spec.worldbody, light)


def add_light(body: Any, light: Light) -> None:
    """Adds a light to a body; its pose is in the body's frame."""
    if light.intensity <= 0.0:
        return
    added = body.add_light(type=_LIGHT_TYPES[light.kind])
    added.pos = light.pose.position_m
    added.dir = Pose((0.0, 0.0, 0.0), light.pose.quaternion_wxyz).rotate(light.direction)
    added.diffuse = [min(1.0, value * light.intensity) for value in light.diffuse[:3]]
    added.specular = [min(1.0, value * light.intensity) for value in light.specular[:3]]
    added.ambient = [0.0, 0.0, 0.0]
    added.attenuation = light.attenuation if any(light.attenuation) else (1.0, 0.0, 0.0)
    added.castshadow = light.cast_shadows
    if light.kind == "directional":
        added.attenuation = (1.0, 0.0, 0.0)
    else:
        added.range = light.range_m
    added.cutoff = math.degrees(light.spot_outer_angle_rad) / 2 if light.kind == "spot" else _POINT_CUTOFF_DEG
    added.exponent = 0.0 if light.kind != "spot" else added.exponent


def picture_corners(size_x_m: float, size_y_m: float, size_z_m: float) -> tuple[Any, Any, Any]:
    """Corners, triangles and picture coordinates of a box that shows the whole picture on each face.

    Seen from outside with z up (from above: with y up) the picture stands upright. A height of 0 gives the upper
    face alone, for planes.

    Returns:
        float64 (n, 3) corners, int (m, 3) triangles, float64 (n, 2) picture coordinates from its upper left.
    """
    corners: list[tuple[float, float, float]] = []
    faces: list[tuple[int, int, int]] = []
    half = np.array([size_x_m, size_y_m, size_z_m]) / 2
    # Each face: outward normal, and the direction that is up in its picture.
    sides = [((0, 0, 1), (0, 1, 0))]
    if size_z_m > 0:
        sides += [((0, 0, -1), (0, 1, 0))]
        sides += [((x, y, 0), (0, 0, 1)) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    for normal, up in sides:
        right = np.cross(up, normal)
        first = len(corners)
        for across, along in ((-1, 1), (-1, -1), (1, -1), (1, 1)):
            corner = (np.array(normal) + across * right + along * np.array(up)) * half
            corners.append((float(corner[0]), float(corner[1]), float(corner[2])))
        faces += [(first, first + 1, first + 2), (first, first + 2, first + 3)]
    coordinates = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)] * len(sides)
    return np.array(corners), np.array(faces), np.array(coordinates)
