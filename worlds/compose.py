# SPDX-License-Identifier: Apache-2.0
"""From a scenario to the world that an engine loads: the file, the robot and things placed in it, what varies."""

from __future__ import annotations

from dataclasses import replace

from worlds.errors import SdfError, UnknownNameError
from worlds.robot_spec import load_robot_spec
from worlds.scenario import ROBOT_ENTITY, Placement, Scenario
from worlds.sdf.description import (
    Camera,
    Collision,
    ContactSensor,
    Imu,
    Lidar,
    Light,
    Link,
    Model,
    Noise,
    PicturePart,
    ReaderWarning,
    Sensor,
    Visual,
    World,
)
from worlds.sdf.reader import default_model_folders, read_model, read_world
from worlds.sdf.sound import Microphone

_SCHEME = "model://"


def compose(scenario: Scenario) -> World:
    """Reads a scenario's world and puts into it what the scenario says.

    Returns:
        The world; the robot is its last model, under the name `ROBOT_ENTITY`.

    Raises:
        SdfError: the world or a model is wrong, or two things have the same name.
        UnknownNameError: there is no robot, model to place, or model to move of that name.
        ValueError: a scale is negative or not finite, or a wheel has a fault and there is no robot.
    """
    for name in ("light_scale", "friction_scale", "noise_scale", "shaking_scale"):
        scale: float = getattr(scenario, name)
        if not 0 <= scale < float("inf"):
            raise ValueError(f"{name} must be 0 or more; {scale!r} was given.")
    if scenario.wheel_fault is not None and scenario.robot is None:
        raise ValueError("A wheel's fault needs a robot; this scenario has none.")
    world = read_world(scenario.world)
    warnings = list(world.warnings)
    models = _moved(world, scenario)
    for placement in scenario.placements:
        _refuse_taken(scenario, placement.name, models)
        models.append(_placed(scenario, placement, warnings))
    models = [_with_friction(model, scenario.friction_scale) for model in models]
    if scenario.robot is not None:
        _refuse_taken(scenario, ROBOT_ENTITY, models)
        folder = load_robot_spec(scenario.robot).model_uri.removeprefix(_SCHEME)
        models.append(read_model(folder, name=ROBOT_ENTITY, pose=scenario.robot_pose, warnings=warnings))
    models = [_with_lights_and_noise(model, scenario) for model in models]
    red, green, blue, alpha = world.ambient
    scale = scenario.light_scale
    return replace(
        world,
        models=tuple(models),
        ambient=(red * scale, green * scale, blue * scale, alpha),
        lights=tuple(_scaled_light(light, scale) for light in world.lights),
        warnings=tuple(warnings),
    )


def _moved(world: World, scenario: Scenario) -> list[Model]:
    names = [model.name for model in world.models]
    poses = dict(scenario.moved)
    for name in poses:
        if name not in names:
            raise UnknownNameError("model in this world", name, names)
    return [replace(model, pose=poses[model.name]) if model.name in poses else model for model in world.models]


def _refuse_taken(scenario: Scenario, name: str, models: list[Model]) -> None:
    taken = next((model for model in models if model.name == name), None)
    if taken is not None:
        raise SdfError(
            taken.place.file,
            taken.place.line,
            taken.place.element,
            f"the name “{name[:80]}” is needed for something else that is placed in {scenario.world.name}.",
            "Give one of them another name.",
        )


def _placed(scenario: Scenario, placement: Placement, warnings: list[ReaderWarning]) -> Model:
    folders = default_model_folders(scenario.world)
    model = read_model(
        placement.model, name=placement.name, pose=placement.pose, model_folders=folders, warnings=warnings
    )
    return model if placement.picture is None else _with_picture(model, placement.picture)


def _with_picture(model: Model, picture: PicturePart) -> Model:
    """Shows a picture wherever the model shows one."""

    def shown(visual: Visual) -> Visual:
        if visual.material.albedo_map is None:
            return visual
        return replace(visual, material=replace(visual.material, albedo_map=picture))

    return replace(
        model, links=tuple(replace(link, visuals=tuple(shown(one) for one in link.visuals)) for link in model.links)
    )


def _with_friction(model: Model, scale: float) -> Model:
    if scale == 1.0:
        return model
    return replace(
        model,
        links=tuple(
            replace(link, collisions=tuple(_scaled_friction(part, scale) for part in link.collisions))
            for link in model.links
        ),
    )


def _scaled_friction(collision: Collision, scale: float) -> Collision:
    surface = collision.surface
    return replace(collision, surface=replace(surface, mu=surface.mu * scale, mu2=surface.mu2 * scale))


def _with_lights_and_noise(model: Model, scenario: Scenario) -> Model:
    if scenario.light_scale == scenario.noise_scale == 1.0:
        return model
    return replace(model, links=tuple(_varied_link(link, scenario) for link in model.links))


def _varied_link(link: Link, scenario: Scenario) -> Link:
    return replace(
        link,
        lights=tuple(_scaled_light(light, scenario.light_scale) for light in link.lights),
        sensors=tuple(_scaled_sensor(sensor, scenario.noise_scale) for sensor in link.sensors),
    )


def _scaled_light(light: Light, scale: float) -> Light:
    return replace(light, intensity=light.intensity * scale)


def _scaled_sensor(sensor: Sensor, scale: float) -> Sensor:
    details: Lidar | Camera | Imu | ContactSensor | Microphone = sensor.details
    if isinstance(details, Lidar | Camera):
        details = replace(details, noise=_scaled_noise(details.noise, scale))
    elif isinstance(details, Imu):
        gyro_x, gyro_y, gyro_z = (_scaled_noise(noise, scale) for noise in details.gyro_noise)
        accel_x, accel_y, accel_z = (_scaled_noise(noise, scale) for noise in details.accel_noise)
        details = Imu((gyro_x, gyro_y, gyro_z), (accel_x, accel_y, accel_z))
    elif isinstance(details, Microphone):
        details = replace(details, noise_scale=details.noise_scale * scale)
    return replace(sensor, details=details)


def _scaled_noise(noise: Noise, scale: float) -> Noise:
    return replace(noise, stddev=noise.stddev * scale, bias_stddev=noise.bias_stddev * scale)
