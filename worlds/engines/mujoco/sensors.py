# SPDX-License-Identifier: Apache-2.0
"""The robot's sensors in MuJoCo: each takes a truth from physics or view and makes a reading of it."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
import numpy.typing as npt

from worlds.engines.mujoco.kinematic_tree import place_error, sensor_name
from worlds.engines.mujoco.listening import MicrophoneReader, Soundscape
from worlds.engines.mujoco.physics import Physics
from worlds.engines.mujoco.rays import Fan
from worlds.engines.mujoco.ride import Ride
from worlds.engines.mujoco.view import View
from worlds.pose import Pose
from worlds.readings import CameraReading, ContactReading, EntityPicture, ImuReading, LidarReading, Reading
from worlds.sdf.description import Camera, ContactSensor, Imu, Lidar, Model, Sensor
from worlds.sdf.sound import Microphone
from worlds.sensor_models import ImuModel, LidarModel, lidar_angles_rad
from worlds.sensor_noise import PictureNoise, noise_stream

_FARTHER = 1.01


class SensorReader(Protocol):
    """Reads one sensor."""

    def reset(self, seed: int) -> None:
        """Draws its errors anew."""

    def read(self) -> Reading:
        """Takes one reading now."""


class LidarReader:
    """Reads a lidar's row of rays; of several the one nearest to the horizontal of the sensor."""

    def __init__(self, name: str, model: str, site: str, lidar: Lidar, view: View) -> None:
        self._name = name
        self._place = (model, site)
        self._lidar = lidar
        self._view = view
        self._farthest_m = lidar.range_max_m * _FARTHER
        angles = lidar_angles_rad(lidar)
        rows = np.linspace(lidar.vertical_min_angle_rad, lidar.vertical_max_angle_rad, lidar.vertical_samples)
        pitch = float(rows[np.abs(rows).argmin()])
        self._directions = np.column_stack(
            [np.cos(angles) * math.cos(pitch), np.sin(angles) * math.cos(pitch), np.full_like(angles, math.sin(pitch))]
        )

    def reset(self, seed: int) -> None:
        """Draws its errors anew."""
        self._model = LidarModel(self._lidar, noise_stream(seed, self._name))

    def read(self) -> LidarReading:
        """Takes one turn, all at one instant."""
        return self._model.read(self._view.distances_m(*self._place, self._directions, self._farthest_m))

    def fan(self) -> Fan:
        """The rays of a turn now, ready to be cast; it has no errors."""
        return self._view.fan(*self._place, self._directions, self._farthest_m)


class CameraReader:
    """Reads a colour or a depth camera."""

    def __init__(self, name: str, site: str, camera: Camera, view: View) -> None:
        self._name, self._site = name, site
        self._camera = camera
        self._view = view

    def reset(self, seed: int) -> None:
        """Draws its errors anew."""
        camera = self._camera
        self._stream = noise_stream(seed, self._name)
        self._noise = PictureNoise(camera.noise, self._stream, camera.width_px * camera.height_px * 3)

    def read(self) -> CameraReading:
        """Takes a picture."""
        camera = self._camera
        if camera.kind == "color":
            return CameraReading(self._noise.add(self._drawn()), camera.horizontal_fov_rad)
        depth_m = self._depth_m()
        if camera.noise.stddev > 0 or camera.noise.mean != 0:
            errors = self._stream.standard_normal(depth_m.shape, dtype=np.float32)
            depth_m += np.float32(camera.noise.mean) + np.float32(camera.noise.stddev) * errors
        return CameraReading(depth_m, camera.horizontal_fov_rad)

    def draw(self) -> None:
        """Draws what it sees now, without its errors."""
        if self._camera.kind == "color":
            self._drawn()
        else:
            self._depth_m()

    def entities(self) -> EntityPicture:
        """Tells what it sees now."""
        return self._view.entities(self._site, self._camera)

    def _drawn(self) -> npt.NDArray[np.uint8]:
        return self._view.picture(self._site, self._camera)

    def _depth_m(self) -> npt.NDArray[np.float32]:
        return self._view.depth_m(self._site, self._camera)


class ImuReader:
    """Reads an inertial unit."""

    def __init__(
        self, name: str, site: str, imu: Imu, physics: Physics, ride: Ride | None = None, pose: Pose | None = None
    ) -> None:
        """Makes a reader.

        Args:
            name: of the sensor, which its errors are drawn by.
            site: its compiled name.
            imu: what it is.
            physics: of the world.
            ride: over uneven ground, if there is some.
            pose: of the unit in its model, needed for the ride.
        """
        self._name, self._site = name, site
        self._imu = imu
        self._physics = physics
        self._ride, self._pose = ride, pose

    def reset(self, seed: int) -> None:
        """Draws its errors anew."""
        start = self._physics.motion_of_site(self._site).orientation_wxyz
        self._model = ImuModel(self._imu, noise_stream(seed, self._name), start)

    def read(self) -> ImuReading:
        """Feels the motion now; the acceleration is that of the last physics step."""
        physics = self._physics
        motion = physics.motion_of_site(self._site)
        if self._ride is not None and self._pose is not None:
            motion = self._ride.shaken(motion, self._pose)
        return self._model.read(motion, physics.step * physics.timestep_s)


class ContactReader:
    """Reads a touch sensor."""

    def __init__(self, name: str, model: str, collisions: frozenset[str], physics: Physics) -> None:
        self._name = name
        self._contacts = physics.contacts
        self._contacts.listen(name, model, collisions)

    def reset(self, seed: int) -> None:
        """It has no errors."""

    def read(self) -> ContactReading:
        """Says what was felt since the last reading."""
        return self._contacts.take_reading(self._name)


def sensor_reader(
    name: str,
    model: Model,
    link: str,
    sensor: Sensor,
    physics: Physics,
    view: View,
    soundscape: Soundscape,
    ride: Ride | None = None,
) -> SensorReader:
    """Makes the reader of a sensor, which is read as `name` and has its errors by it.

    Raises:
        SdfError: a contact sensor names a collision that is not there.
    """
    details, site = sensor.details, sensor_name(model.name, link, sensor.name)
    if isinstance(details, Microphone):
        in_model = next(one.pose for one in model.links if one.name == link) @ sensor.pose
        standing = model.pose @ in_model if model.static else in_model
        return MicrophoneReader(name, model.name, standing, details, soundscape, physics)
    if isinstance(details, Lidar):
        return LidarReader(name, model.name, site, details, view)
    if isinstance(details, Camera):
        return CameraReader(name, site, details, view)
    if isinstance(details, Imu):
        in_model = next(one.pose for one in model.links if one.name == link) @ sensor.pose
        return ImuReader(name, site, details, physics, ride, in_model)
    return ContactReader(name, model.name, _felt(model, link, sensor, details), physics)


def _felt(model: Model, link: str, sensor: Sensor, details: ContactSensor) -> frozenset[str]:
    own = {part.name for other in model.links if other.name == link for part in other.collisions}
    for name in details.collisions:
        if name not in own:
            raise place_error(
                sensor.place, f"there is no collision “{name[:80]}” on this link.", f"It has: {', '.join(sorted(own))}."
            )
    return frozenset(f"{link}::{name}" for name in details.collisions)
