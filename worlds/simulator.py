# SPDX-License-Identifier: Apache-2.0
"""The simulator port: what every engine does for the lab, and nothing more.

The words are those of the ROS package `simulation_interfaces` (features, entity, reset, step).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from worlds.pose import Vec3
from worlds.readings import EntityPicture, GroundTruth, Reading
from worlds.robot_spec import RobotSpec
from worlds.scenario import Scenario
from worlds.sdf.description import World


@dataclass(frozen=True)
class SimulatorFeatures:
    """What an engine can do, readable before anything is loaded.

    Attributes:
        engine: its name on the command line.
        version: of the engine's library.
        features: names of the constants of `simulation_interfaces/msg/SimulatorFeatures` that hold.
        sensor_kinds: kinds of sensors it can read: lidar, camera, depth_camera, imu, contact, microphone.
        spawn_formats: file formats it loads.
        deterministic: same scenario, seed and actions give the same bits.
    """

    engine: str
    version: str
    features: frozenset[str]
    sensor_kinds: frozenset[str]
    spawn_formats: tuple[str, ...]
    deterministic: bool


@dataclass(frozen=True)
class Action:
    """What a program wants the robot to do, as `/cmd_vel` says it, in `base_link`.

    Attributes:
        speed_mps: forward speed; the robot's limits are applied to it.
        turn_radps: turning speed, counter-clockwise positive.
    """

    speed_mps: float = 0.0
    turn_radps: float = 0.0


@dataclass(frozen=True)
class Viewpoint:
    """From where a viewer looks: eye and target in the world (m), vertical field of view, picture size."""

    eye_m: Vec3
    target_m: Vec3
    vertical_fov_rad: float = 0.8
    width_px: int = 640
    height_px: int = 480
    shadows: bool = True


class Simulator(Protocol):
    """One world in one engine. Not thread-safe; one instance serves many episodes, one after another."""

    @staticmethod
    def features() -> SimulatorFeatures:
        """Says what the engine can do; needs nothing loaded and costs no start-up of the engine."""

    def load(self, scenario: Scenario) -> World:
        """Loads a scenario in place of what was loaded, and returns the world that was read.

        Raises:
            SdfError: the world or a model is wrong, with file, line and element.
            UnsupportedByEngineError: the engine lacks a feature or sensor that the scenario needs.
        """

    def reset(self, seed: int) -> None:
        """Puts everything back to sim time 0 and draws all randomness anew from `seed` alone."""

    @property
    def sim_time_s(self) -> float:
        """Simulated time since the reset, a whole number of physics steps."""

    @property
    def physics_timestep_s(self) -> float:
        """Length of one physics step."""

    @property
    def robot(self) -> RobotSpec | None:
        """The loaded robot's spec."""

    @property
    def sensors(self) -> Mapping[str, float]:
        """Rate in Hz by name of every sensor that can be read.

        The SDF names of the robot's sensors, and of every robot: `wheels`, `odometry`, `battery`; of one
        whose motor drivers tell what they measure, `motors`.
        """

    def apply_action(self, action: Action) -> None:
        """Sets what the robot's drive aims at from now on; NaN and infinities are refused.

        Raises:
            ValueError: the action is not finite.
        """

    def advance(self, to_sim_time_s: float) -> None:
        """Steps physics until `to_sim_time_s`.

        Raises:
            TimestepError: not a whole number of physics steps, or in the past; shows both numbers.
        """

    def read_sensor(self, name: str) -> Reading:
        """Takes one reading now, with its seeded noise.

        Raises:
            UnknownSensorError: no sensor of that name; names the closest.
        """

    def ground_truth(self) -> GroundTruth:
        """Reads what is true; for the referee and viewers only."""

    def seen_entities(self, camera: str) -> EntityPicture:
        """Tells which model each pixel of a camera (name of the sensor) shows now: labels to learn from.

        Raises:
            UnknownSensorError: no camera of that name; names the closest.
        """

    def render(self, viewpoint: Viewpoint) -> npt.NDArray[np.uint8]:
        """Draws the world for a person: uint8 RGB of shape (height, width, 3)."""

    def close(self) -> None:
        """Frees the engine; calling it twice is fine."""
