# SPDX-License-Identifier: Apache-2.0
"""Everything that is kept between episodes of one loaded world: physics, view and sensors."""

from __future__ import annotations

from collections import Counter

from worlds.engines.mujoco.faulty_wheel import FaultyWheel
from worlds.engines.mujoco.kinematic_tree import place_error, sensor_name
from worlds.engines.mujoco.listening import soundscape_of
from worlds.engines.mujoco.physics import Physics
from worlds.engines.mujoco.ride import ride_over
from worlds.engines.mujoco.sensors import SensorReader, sensor_reader
from worlds.engines.mujoco.view import View
from worlds.engines.mujoco.wheels import WheelDrive
from worlds.firmware import FIRMWARE_RATE_HZ
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import ContactSensor, World
from worlds.wheel_faults import WheelFault


class LoadedWorld:
    """One compiled world."""

    def __init__(
        self,
        world: World,
        spec: RobotSpec | None,
        shaking_scale: float = 1.0,
        wheel_fault: WheelFault | None = None,
    ) -> None:
        """Compiles a world.

        Args:
            world: with a model named `ROBOT_ENTITY` if there is a spec.
            spec: of the robot.
            shaking_scale: how much of the shaking of uneven ground gets to inertial units.
            wheel_fault: what is wrong with one of the robot's wheels.

        Raises:
            SdfError: MuJoCo can't build something, or two sensors have the same name.
            UnsupportedByEngineError: this engine can't.
        """
        robot = None if spec is None else ROBOT_ENTITY
        watched = frozenset({ROBOT_ENTITY}) if spec is not None else _touching_models(world)
        self.physics = Physics(world, None if spec is None else _wheel_drive(spec), watched)
        self.view = View(world, self.physics)
        self.firmware_steps = max(1, round(1.0 / (FIRMWARE_RATE_HZ * world.physics_timestep_s)))
        self.ride = ride_over(world.models, spec, self.physics, shaking_scale)
        self.fault = None if wheel_fault is None or spec is None else FaultyWheel(wheel_fault, spec, self.physics)
        self.readers: dict[str, SensorReader] = {}
        self.rates_hz: dict[str, float] = {}
        if spec is not None:
            self.rates_hz = {
                "wheels": spec.odometry.rate_hz,
                "odometry": spec.odometry.rate_hz,
                "battery": spec.battery.rate_hz,
            }
            if spec.motor is not None:
                self.rates_hz["motors"] = spec.motor.rate_hz
        found = [
            (model, link.name, sensor)
            for model in world.models
            if robot is None or model.name == robot
            for link in model.links
            for sensor in link.sensors
        ]
        soundscape = soundscape_of(world)
        times = Counter(sensor.name for _, _, sensor in found)
        for model, link_name, sensor in found:
            name = sensor.name
            if robot is None and times[name] > 1:
                # Several robots in one file: their sensors go by their full names.
                name = sensor_name(model.name, link_name, name)
            elif name in self.rates_hz:
                raise place_error(
                    sensor.place, f"the robot has another sensor of the name “{name[:80]}”.", "Rename one."
                )
            self.readers[name] = sensor_reader(
                name, model, link_name, sensor, self.physics, self.view, soundscape, self.ride
            )
            # SDFormat's rate of 0 means as often as physics steps.
            self.rates_hz[name] = sensor.rate_hz or 1.0 / world.physics_timestep_s

    def reset(self, seed: int) -> None:
        """Puts everything back to the beginning, with the errors of a seed."""
        self.physics.reset()
        self.view.forget()
        if self.ride is not None:
            self.ride.reset(seed)
        if self.fault is not None:
            self.fault.reset(seed)
        for reader in self.readers.values():
            reader.reset(seed)

    def encoder_angles_rad(self) -> tuple[float, float]:
        """What the encoders could count at best, left and right: the wheels' angles when all is well."""
        return self.physics.wheel_angles_rad() if self.fault is None else self.fault.angles_rad()

    def close(self) -> None:
        """Frees what draws."""
        self.view.close()


def _touching_models(world: World) -> frozenset[str]:
    """Models with contact sensors."""
    return frozenset(
        model.name
        for model in world.models
        for link in model.links
        for sensor in link.sensors
        if isinstance(sensor.details, ContactSensor)
    )


def _wheel_drive(spec: RobotSpec) -> WheelDrive:
    drive = spec.drive
    return WheelDrive(ROBOT_ENTITY, drive.left_joint, drive.right_joint, drive.max_torque_nm)
