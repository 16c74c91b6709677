# SPDX-License-Identifier: Apache-2.0
"""What can be seen of the moving world: rays of lidars, pictures of cameras and for people.

Lidars hit visuals, as Gazebo's gpu_lidar does, and not collisions. The model that a lidar is on is left out.
"""

from __future__ import annotations

import math
from typing import Any

import mujoco
import numpy as np
import numpy.typing as npt

from worlds.engines.mujoco.offscreen import Canvas
from worlds.engines.mujoco.physics import Physics
from worlds.engines.mujoco.rays import Fan, Rays
from worlds.engines.mujoco.visual_parts import build_view
from worlds.readings import EntityPicture
from worlds.sdf.description import Camera, World
from worlds.simulator import Viewpoint

_CAMERA_SAMPLES = 0
"""Smooth edges would cost a camera more than twice the time."""
_VIEWER_SAMPLES = 8
_VIEWER_NEAR_FAR_M = (0.02, 200.0)
_SHADOW_MAP_PX = 4096
_MAX_PICTURE_PX = 4096


class View:
    """The visible twin of a world's physics."""

    def __init__(self, world: World, physics: Physics) -> None:
        """Compiles what is seen.

        Raises:
            SdfError: MuJoCo can't build something.
        """
        cameras = [
            sensor.details
            for model in world.models
            for link in model.links
            for sensor in link.sensors
            if isinstance(sensor.details, Camera)
        ]
        width = max((camera.width_px for camera in cameras), default=1)
        height = max((camera.height_px for camera in cameras), default=1)
        self._camera_size_px = (width, height)
        self._model, owners = build_view(world, self._camera_size_px)
        self._rays = Rays(self._model, owners)
        self._owners = owners
        self._data = mujoco.MjData(self._model)
        self._physics = physics
        self._step = -1
        self._camera_canvas: Canvas | None = None
        self._viewer_canvas: Canvas | None = None
        self._place_suns()

    def _place_suns(self) -> None:
        """A directional light's shadows reach as far as the world when it stands before the world's middle."""
        self._model.vis.map.shadowclip = 1.0
        for light in range(self._model.nlight):
            directional = self._model.light_type[light] == mujoco.mjtLightType.mjLIGHT_DIRECTIONAL
            if directional and self._model.light_bodyid[light] == 0:
                away = self._model.light_dir[light] * self._model.stat.extent
                self._model.light_pos[light] = self._model.stat.center - away

    def forget(self) -> None:
        """Looks anew at the next reading, after a reset."""
        self._step = -1

    def _look(self) -> None:
        if self._step != self._physics.step:
            # What physics has more, the drums of driven wheels, comes last.
            self._data.qpos[:] = self._physics.data.qpos[: self._model.nq]
            mujoco.mj_kinematics(self._model, self._data)
            mujoco.mj_camlight(self._model, self._data)
            self._step = self._physics.step

    def distances_m(
        self, model: str, site: str, directions: npt.NDArray[np.float64], farthest_m: float
    ) -> npt.NDArray[np.float64]:
        """Measures along rays from a sensor, past the model that it is on.

        Args:
            model: that the sensor is on.
            site: compiled name of the sensor.
            directions: unit vectors in the sensor's frame, float64 (n, 3).
            farthest_m: beyond which nothing is looked for.

        Returns:
            Distances in metres, inf where nothing is, float64 (n,).
        """
        self._look()
        return self._rays.distances_m(self._data, self._model.site(site).id, model, directions, farthest_m)

    def fan(self, model: str, site: str, directions: npt.NDArray[np.float64], farthest_m: float) -> Fan:
        """Prepares the rays that `distances_m` measures along; arguments as there."""
        self._look()
        return self._rays.fan(self._data, self._model.site(site).id, model, directions, farthest_m)

    def picture(self, name: str, camera: Camera) -> npt.NDArray[np.uint8]:
        """Draws what a camera (scoped name) sees, without shadows: uint8 (height, width, 3) RGB."""
        self._look()
        limits = (camera.near_m, camera.far_m)
        canvas = self._cameras()
        return canvas.draw(self._data, self._fixed(name), camera.width_px, camera.height_px, limits, shadows=False)

    def depth_m(self, name: str, camera: Camera) -> npt.NDArray[np.float32]:
        """Measures what a depth camera sees: float32 (height, width) m, inf beyond its far limit."""
        self._look()
        limits = (camera.near_m, camera.far_m)
        depth = self._cameras().draw_depth(self._data, self._fixed(name), camera.width_px, camera.height_px, limits)
        depth[depth >= camera.far_m * (1 - 1e-6)] = np.inf
        return depth

    def entities(self, name: str, camera: Camera) -> EntityPicture:
        """Tells which model each pixel of a camera shows."""
        self._look()
        limits = (camera.near_m, camera.far_m)
        geoms = self._cameras().draw_geoms(self._data, self._fixed(name), camera.width_px, camera.height_px, limits)
        names = sorted(set(self._owners.values()))
        number_of = {model: number for number, model in enumerate(names)}
        # One more, at its end, for where nothing is: that is -1 as an index, too.
        numbers = np.full(self._model.ngeom + 1, -1, np.int32)
        for geom, model in self._owners.items():
            numbers[self._model.geom(geom).id] = number_of[model]
        return EntityPicture(tuple(names), numbers[geoms])

    def _cameras(self) -> Canvas:
        if self._camera_canvas is None:
            self._camera_canvas = Canvas(self._model, *self._camera_size_px, _CAMERA_SAMPLES, shadow_map_px=0)
        return self._camera_canvas

    def _fixed(self, name: str) -> Any:
        camera = mujoco.MjvCamera()
        camera.type = mujoco.mjtCamera.mjCAMERA_FIXED
        camera.fixedcamid = self._model.camera(name).id
        return camera

    def render(self, viewpoint: Viewpoint) -> npt.NDArray[np.uint8]:
        """Draws the world for a person: uint8 (height, width, 3) RGB.

        Raises:
            ValueError: the picture's size or the viewpoint is impossible.
            UnsupportedByEngineError: nothing can draw here.
        """
        camera = _free_camera(viewpoint)
        self._look()
        width, height = viewpoint.width_px, viewpoint.height_px
        canvas = self._viewer_canvas
        if canvas is None or canvas.size_px[0] < width or canvas.size_px[1] < height:
            if canvas is not None:
                canvas.close()
            canvas = self._viewer_canvas = Canvas(self._model, width, height, _VIEWER_SAMPLES, _SHADOW_MAP_PX)
        self._model.vis.global_.fovy = math.degrees(viewpoint.vertical_fov_rad)
        return canvas.draw(self._data, camera, width, height, _VIEWER_NEAR_FAR_M, viewpoint.shadows)

    def close(self) -> None:
        """Frees what draws."""
        for canvas in (self._camera_canvas, self._viewer_canvas):
            if canvas is not None:
                canvas.close()
        self._camera_canvas = self._viewer_canvas = None


def _free_camera(viewpoint: Viewpoint) -> Any:
    for side in (viewpoint.width_px, viewpoint.height_px):
        if not 1 <= side <= _MAX_PICTURE_PX:
            raise ValueError(f"A picture has 1 to {_MAX_PICTURE_PX} pixels a side; {side} were asked for.")
    if not 0 < viewpoint.vertical_fov_rad < math.pi:
        raise ValueError(f"A field of view is between 0 and π rad; {viewpoint.vertical_fov_rad!r} was given.")
    forward = [target - eye for target, eye in zip(viewpoint.target_m, viewpoint.eye_m, strict=True)]
    distance = math.hypot(*forward)
    if not 0 < distance < math.inf:
        raise ValueError("A viewpoint's eye and target must be two different finite points.")
    camera = mujoco.MjvCamera()
    camera.type = mujoco.mjtCamera.mjCAMERA_FREE
    camera.lookat[:] = viewpoint.target_m
    camera.distance = distance
    camera.azimuth = math.degrees(math.atan2(forward[1], forward[0]))
    camera.elevation = math.degrees(math.asin(max(-1.0, min(1.0, forward[2] / distance))))
    return camera
