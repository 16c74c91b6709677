# SPDX-License-Identifier: Apache-2.0
"""The embedded engine: MuJoCo, in this process, deterministic to the last bit on one machine."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from worlds.compose import compose
from worlds.errors import TimestepError, UnknownSensorError, UnsupportedByEngineError
from worlds.firmware import Firmware, finite_action
from worlds.motor_currents import MotorCurrents
from worlds.readings import EntityPicture, GroundTruth, Reading
from worlds.robot_spec import RobotSpec, load_robot_spec
from worlds.scenario import Scenario
from worlds.sdf.description import ReaderWarning, World
from worlds.sensor_schedule import whole_steps
from worlds.simulator import Action, SimulatorFeatures, Viewpoint
from worlds.wheel_faults import WheelFault

if TYPE_CHECKING:
    from worlds.engines.mujoco.loaded_world import LoadedWorld


class MujocoEngine:
    """A `Simulator` on MuJoCo. It is loaded, then reset; the loaded world can be reset any number of times."""

    def __init__(self) -> None:
        self._loaded: LoadedWorld | None = None
        self._spec: RobotSpec | None = None
        self._firmware: Firmware | None = None
        self._motors: MotorCurrents | None = None
        self._wheels_by_hand = False
        self._noise_scale = 1.0
        self._step = 0

    @staticmethod
    def features() -> SimulatorFeatures:
        """Says what the engine can do; MuJoCo itself is not even imported for it."""
        return SimulatorFeatures(
            engine="mujoco",
            version=_version(),
            features=frozenset(
                {
                    "ENTITY_STATE_GETTING",
                    "SIMULATION_RESET",
                    "SIMULATION_RESET_TIME",
                    "SIMULATION_RESET_STATE",
                    "STEP_SIMULATION_SINGLE",
                    "STEP_SIMULATION_MULTIPLE",
                }
            ),
            sensor_kinds=frozenset({"lidar", "camera", "depth_camera", "imu", "contact", "microphone"}),
            spawn_formats=("sdf",),
            deterministic=True,
        )

    def load(self, scenario: Scenario) -> World:
        """Loads a scenario in place of what was loaded, resets it with seed 0, and returns its world."""
        world = compose(scenario)
        spec = None if scenario.robot is None else load_robot_spec(scenario.robot)
        self.load_world(
            world,
            spec,
            noise_scale=scenario.noise_scale,
            shaking_scale=scenario.shaking_scale,
            wheel_fault=scenario.wheel_fault,
        )
        return world

    def load_world(
        self,
        world: World,
        spec: RobotSpec | None,
        *,
        noise_scale: float = 1.0,
        shaking_scale: float = 1.0,
        wheel_fault: WheelFault | None = None,
    ) -> None:
        """Loads a world that is put together already.

        Args:
            world: what to load; with a spec it has a model of the name `ROBOT_ENTITY`.
            spec: of that model, None for a world without a robot of ours: every sensor of the file is read then.
            noise_scale: factor on the errors of odometry; the world's sensors have theirs in their noise.
            shaking_scale: how much of the shaking of uneven ground gets to inertial units.
            wheel_fault: what is wrong with one of the robot's wheels.

        Raises:
            SdfError: MuJoCo can't build something.
            UnsupportedByEngineError: this engine can't.
        """
        from worlds.engines.mujoco.loaded_world import LoadedWorld  # noqa: PLC0415 - features() costs no MuJoCo

        self.close()
        self._loaded = LoadedWorld(world, spec, shaking_scale, wheel_fault)
        self._spec = spec
        self._noise_scale = noise_scale
        self.reset(0)

    def reset(self, seed: int) -> None:
        """Puts everything back to sim time 0 and draws all randomness anew from `seed` alone.

        Raises:
            ValueError: the seed is negative.
        """
        if seed < 0:
            raise ValueError(f"A seed must be 0 or more; {seed} was given.")
        loaded = self._require_loaded()
        loaded.reset(seed)
        self._wheels_by_hand = False
        self._step = 0
        self._firmware = None
        if self._spec is not None:
            period_s = loaded.firmware_steps * loaded.physics.timestep_s
            self._firmware = Firmware(self._spec, seed, period_s, self._noise_scale)
            motor, torque_nm = self._spec.motor, self._spec.drive.max_torque_nm
            self._motors = None if motor is None else MotorCurrents(motor, torque_nm, seed, self._noise_scale)

    @property
    def warnings(self) -> tuple[ReaderWarning, ...]:
        """What the author of the loaded world may not expect of it: models that begin in each other."""
        return self._require_loaded().physics.warnings

    @property
    def sim_time_s(self) -> float:
        """Simulated time since the reset, a whole number of physics steps."""
        return self._step * self.physics_timestep_s

    @property
    def physics_timestep_s(self) -> float:
        """Length of one physics step."""
        return self._require_loaded().physics.timestep_s

    @property
    def robot(self) -> RobotSpec | None:
        """The loaded robot's spec."""
        return self._spec

    @property
    def sensors(self) -> Mapping[str, float]:
        """Rate in Hz by name of every sensor that can be read."""
        return MappingProxyType(self._require_loaded().rates_hz)

    def apply_action(self, action: Action) -> None:
        """Sets what the robot's drive aims at from the next firmware tick on; without a robot it does nothing.

        Raises:
            ValueError: the action is not finite.
        """
        self._require_loaded()
        if self._firmware is None:
            finite_action(action)
            return
        self._firmware.command(action)
        self._wheels_by_hand = False

    def apply_wheel_speeds(self, left_radps: float, right_radps: float) -> None:
        """Drives the wheels past the firmware, as recordings of other engines did; until the next action or reset.

        Raises:
            ValueError: a speed is not finite, or there is no robot.
        """
        if self._spec is None:
            raise ValueError("Wheel speeds need a robot; this world has none.")
        if not np.isfinite([left_radps, right_radps]).all():
            raise ValueError(f"Wheel speeds must be finite; {left_radps!r} and {right_radps!r} were given.")
        self._wheels_by_hand = True
        self._require_loaded().physics.set_wheel_speeds(left_radps, right_radps)

    def advance(self, to_sim_time_s: float) -> None:
        """Steps physics until `to_sim_time_s`, and the robot's firmware with it.

        Raises:
            TimestepError: not a whole number of physics steps, or in the past; shows both numbers.
            UnstablePhysicsError: the physics broke down.
        """
        loaded = self._require_loaded()
        target = whole_steps(to_sim_time_s, loaded.physics.timestep_s)
        if target < self._step:
            raise TimestepError(f"{to_sim_time_s:.9g} s is in the past; it is {self.sim_time_s:.9g} s already.")
        firmware, every = self._firmware, loaded.firmware_steps
        while self._step < target:
            if firmware is None:
                until = target
            else:
                if self._step % every == 0 and loaded.fault is not None:
                    loaded.fault.tick()
                if self._step % every == 0 and not self._wheels_by_hand:
                    loaded.physics.set_wheel_speeds(*firmware.drive())
                until = min(target, (self._step // every + 1) * every)
            loaded.physics.step_to(until)
            if loaded.ride is not None:
                loaded.ride.go_on(until - self._step)
            self._step = until
            if firmware is not None and until % every == 0:
                firmware.sense(*loaded.encoder_angles_rad())
        loaded.physics.check()

    def read_sensor(self, name: str) -> Reading:
        """Takes one reading now, with its seeded noise.

        Raises:
            UnknownSensorError: no sensor of that name; names the closest.
        """
        loaded = self._require_loaded()
        reader = loaded.readers.get(name)
        if reader is not None:
            return reader.read()
        if self._firmware is not None:
            if name == "wheels":
                return self._firmware.wheels()
            if name == "odometry":
                return self._firmware.odometry()
            if name == "battery":
                return self._firmware.battery()
            if name == "motors" and self._motors is not None:
                wheels, asked_radps = self._firmware.wheels(), self._firmware.asked_radps
                return self._motors.read(wheels, asked_radps, loaded.physics.motor_torques_nm())
        raise UnknownSensorError(name, loaded.rates_hz)

    def ground_truth(self) -> GroundTruth:
        """Reads what is true; the robot's contacts are those since the last call."""
        loaded = self._require_loaded()
        physics, ride = loaded.physics, loaded.ride
        slid_m = None if ride is None else ride.slid_m
        return GroundTruth(self.sim_time_s, physics.entity_states(), physics.contacts.take_truth(), slid_m)

    def seen_entities(self, camera: str) -> EntityPicture:
        """Tells which model each pixel of a camera shows now.

        Raises:
            UnknownSensorError: no camera of that name; names the closest.
        """
        readers = self._require_loaded().readers
        cameras = {name: look for name, reader in readers.items() if (look := getattr(reader, "entities", None))}
        if camera not in cameras:
            raise UnknownSensorError(camera, cameras)
        picture: EntityPicture = cameras[camera]()
        return picture

    def render(self, viewpoint: Viewpoint) -> npt.NDArray[np.uint8]:
        """Draws the world for a person: uint8 RGB of shape (height, width, 3)."""
        return self._require_loaded().view.render(viewpoint)

    def close(self) -> None:
        """Frees the engine; calling it twice is fine, and so is loading again."""
        if self._loaded is not None:
            self._loaded.close()
        self._loaded = None
        self._spec = None
        self._firmware = None
        self._motors = None

    def _require_loaded(self) -> LoadedWorld:
        if self._loaded is None:
            raise RuntimeError("Nothing is loaded; call load(scenario) first.")
        return self._loaded


def _version() -> str:
    """Version of the installed MuJoCo, without importing it; since version 4 its core is a package of its own."""
    for package in ("mujoco-core", "mujoco"):
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    raise UnsupportedByEngineError("MuJoCo is not installed.", "Run ./valence doctor.")
