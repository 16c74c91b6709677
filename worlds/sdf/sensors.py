# SPDX-License-Identifier: Apache-2.0
"""Sensors of links: `<sensor>` with lidar, camera, IMU or contact details, and their noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from worlds.pose import Pose
from worlds.sdf import checked_values as values
from worlds.sdf.checked_values import Bounds
from worlds.sdf.description import Camera, ContactSensor, Imu, Lidar, Noise, Sensor
from worlds.sdf.document import Element, shown
from worlds.sdf.elements import SENSOR_TYPES
from worlds.sdf.reading import Reading
from worlds.sdf.sound import Microphone
from worlds.sdf.sounds import MICROPHONE, read_microphone

RATE_HZ = Bounds(0.0, 10_000.0, "Hz")
NOISE = Bounds(0.0, 1e6)
FOV_RAD = 1.047
WIDEST_RAD = 3.1
PIXELS = Bounds(1, 8192, "px")
RANGE_M = Bounds(0.0, 1e6, "m", infinite=True)
MAX_RAYS = 100_000


def read_sensor(sensor: Element, name: str, pose: Pose, collisions: Sequence[str], reading: Reading) -> list[Sensor]:
    """Reads a sensor.

    An `rgbd_camera` becomes two: one of colour with its name, one of depth with `_depth` after it; their
    topics end in `/image` and `/depth_image`, as Gazebo's do.

    Args:
        sensor: the `<sensor>`.
        name: its name, scoped if it belongs to a nested model.
        pose: its resolved pose in its link's frame.
        collisions: names of the link's collisions.
        reading: notes warnings.

    Returns:
        None or one or two; a type that is not supported is left out with a warning.

    Raises:
        SdfError: a value is wrong.
    """
    given = sensor.attributes.get("type", "")
    kind = SENSOR_TYPES.get(given)
    microphone = sensor.child(MICROPHONE) if given == "custom" else None
    if kind is None and microphone is None:
        close = get_close_matches(given[:80], SENSOR_TYPES, n=1)
        known = ", ".join(supported for supported, kind in SENSOR_TYPES.items() if kind is not None)
        message = f"sensors of type {shown(given)} are not supported; {known} are."
        if close and given not in SENSOR_TYPES:
            raise sensor.error(message, f"Did you mean “{close[0]}”?")
        reading.warn_of(sensor, f"{message} It is left out.")
        return []
    details: Lidar | Camera | Imu | ContactSensor | Microphone
    if microphone is not None:
        details = read_microphone(microphone)
    elif kind == "lidar":
        details = _lidar(_details(sensor, "lidar", "ray"), reading)
        pose = pose @ values.pose(_details(sensor, "lidar", "ray").child("pose"))
    elif kind == "imu":
        details = _imu(sensor.child("imu"))
    elif kind == "contact":
        details = _contact(sensor, collisions)
    else:
        camera = _details(sensor, "camera")
        fov = values.number(camera.child("horizontal_fov"), FOV_RAD, Bounds(0.01, math.tau, "rad"))
        if fov > WIDEST_RAD:
            reading.warn_of(sensor, f"a pinhole can't see {fov:g} rad at once; the camera is left out.")
            return []
        details = _camera(camera, is_depth=kind == "depth")
        pose = pose @ values.pose(camera.child("pose"))
    topic = sensor.child("topic")
    read = Sensor(
        name=name,
        pose=pose,
        rate_hz=values.number(sensor.child("update_rate"), 0.0, RATE_HZ),
        topic=topic.text if topic is not None and topic.text != "__default_topic__" else "",
        details=details,
        place=sensor.place,
    )
    if kind != "rgbd":
        return [read]
    depth = _camera(_details(sensor, "camera"), is_depth=True)
    return [
        replace(read, topic=read.topic and f"{read.topic}/image"),
        replace(read, name=f"{name}_depth", topic=read.topic and f"{read.topic}/depth_image", details=depth),
    ]


def _details(sensor: Element, *tags: str) -> Element:
    for tag in tags:
        found = sensor.child(tag)
        if found is not None:
            return found
    raise sensor.error(f"a sensor of this type needs <{tags[0]}>.")


def _lidar(lidar: Element, reading: Reading) -> Lidar:
    horizontal, vertical = lidar.find("scan/horizontal"), lidar.find("scan/vertical")
    samples, low, high = _scan(lidar, horizontal, 640)
    vertical_samples, vertical_low, vertical_high = _scan(lidar, vertical, 1)
    if samples * vertical_samples > MAX_RAYS:
        raise lidar.error(f"{samples} × {vertical_samples} rays are too many; at most {MAX_RAYS} are allowed.")
    if vertical is not None and vertical_samples > 1:
        reading.warn_of(
            vertical,
            f"of {vertical_samples} rows of rays the embedded engine reads the one nearest to the horizontal alone.",
        )
    near = values.number(lidar.find("range/min"), 0.0, RANGE_M)
    far = values.number(lidar.find("range/max"), 0.0, RANGE_M)
    if not near < far:
        raise lidar.error(f"the range's min ({near:g} m) must be less than its max ({far:g} m).")
    return Lidar(
        samples=samples,
        min_angle_rad=low,
        max_angle_rad=high,
        vertical_samples=vertical_samples,
        vertical_min_angle_rad=vertical_low,
        vertical_max_angle_rad=vertical_high,
        range_min_m=near,
        range_max_m=far,
        range_resolution_m=values.number(lidar.find("range/resolution"), 0.0, RANGE_M),
        noise=_noise(lidar.child("noise")),
    )


def _scan(lidar: Element, scan: Element | None, default: int) -> tuple[int, float, float]:
    if scan is None:
        if default > 1:
            raise lidar.error("needs <scan><horizontal> with samples and angles.")
        return default, 0.0, 0.0
    # `resolution` multiplies the readings a ray gives: gz-sensors interpolates, here each is a ray.
    samples = values.integer(scan.child("samples"), default, values.COUNT)
    resolution = values.number(scan.child("resolution"), 1.0, Bounds(0.0, 100.0, above_low=True))
    low = values.number(scan.child("min_angle"), 0.0, values.ANGLE_RAD)
    high = values.number(scan.child("max_angle"), 0.0, values.ANGLE_RAD)
    if low > high:
        raise scan.error(f"min_angle ({low:g} rad) must not be more than max_angle ({high:g} rad).")
    return max(1, round(samples * resolution)), low, high


def _camera(camera: Element, is_depth: bool) -> Camera:
    clip = camera.child("clip")
    if is_depth:
        clip = camera.find("depth_camera/clip") or clip
    near = values.number(None if clip is None else clip.child("near"), 0.1, values.SIZE_M)
    far = values.number(None if clip is None else clip.child("far"), 100.0, values.SIZE_M)
    if not near < far:
        raise camera.error(f"the clip's near ({near:g} m) must be less than its far ({far:g} m).")
    return Camera(
        kind="depth" if is_depth else "color",
        width_px=values.integer(camera.find("image/width"), 320, PIXELS),
        height_px=values.integer(camera.find("image/height"), 240, PIXELS),
        horizontal_fov_rad=values.number(camera.child("horizontal_fov"), FOV_RAD, Bounds(0.01, WIDEST_RAD, "rad")),
        near_m=near,
        far_m=far,
        noise=_noise(camera.child("noise")),
    )


def _imu(imu: Element | None) -> Imu:
    if imu is None:
        return Imu()
    gyro, accel = (
        tuple(_noise(imu.find(f"{part}/{axis}/noise")) for axis in "xyz")
        for part in ("angular_velocity", "linear_acceleration")
    )
    return Imu((gyro[0], gyro[1], gyro[2]), (accel[0], accel[1], accel[2]))


def _contact(sensor: Element, collisions: Sequence[str]) -> ContactSensor:
    named = _details(sensor, "contact").all("collision")
    if not named:
        raise sensor.error("a contact sensor needs <contact><collision>, the name of a collision of its link.")
    found = []
    for element in named:
        name = element.text.rpartition("::")[2]
        if name not in collisions:
            close = get_close_matches(name[:80], collisions, n=1)
            hint = f"Did you mean “{close[0]}”?" if close else f"It has: {', '.join(collisions) or 'none'}."
            raise element.error(f"the link has no collision {shown(element.text)}.", hint)
        found.append(name)
    return ContactSensor(tuple(found))


def _noise(noise: Element | None) -> Noise:
    if noise is None:
        return Noise()
    # `type` was an element before SDFormat 1.6 and still is for lidar and camera.
    inner = noise.child("type")
    kind = inner.text if inner is not None else noise.attributes.get("type", "none")
    values.one_of(noise, kind, ("none", "gaussian", "gaussian_quantized"), "the noise type")
    if kind == "none":
        return Noise()
    return Noise(
        mean=values.number(noise.child("mean"), 0.0, values.ANY),
        stddev=values.number(noise.child("stddev"), 0.0, NOISE),
        bias_mean=values.number(noise.child("bias_mean"), 0.0, values.ANY),
        bias_stddev=values.number(noise.child("bias_stddev"), 0.0, NOISE),
    )
