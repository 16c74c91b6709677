# SPDX-License-Identifier: Apache-2.0
"""A robot that does exactly what it is told, on an endless plane with one wall: to test what programs make of it."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

from valence_nodes.programs.observation import (
    BatteryData,
    ImageData,
    ImuData,
    Observation,
    OdometryData,
    ScanData,
    SoundData,
)

TIMESTEP_S = 0.05


@dataclass
class IdealUnicycle:
    """No inertia, no slip, no noise; a wall stands across the x axis at `wall_x_m`, which it drives through."""

    x_m: float = 0.0
    y_m: float = 0.0
    yaw_rad: float = 0.0
    wall_x_m: float = 2.0
    stuck: bool = False
    image: ImageData | None = None
    sound: SoundData | None = None
    angle_min_rad: float = 0.0
    step: int = 0
    speed_mps: float = 0.0
    turn_radps: float = 0.0

    def move(self, speed_mps: float, turn_radps: float) -> None:
        """Moves one control step."""
        self.step += 1
        self.speed_mps, self.turn_radps = (0.0, 0.0) if self.stuck else (speed_mps, turn_radps)
        self.x_m += self.speed_mps * math.cos(self.yaw_rad) * TIMESTEP_S
        self.y_m += self.speed_mps * math.sin(self.yaw_rad) * TIMESTEP_S
        self.yaw_rad += self.turn_radps * TIMESTEP_S

    def observation(self) -> Observation:
        """Everything that it senses now."""
        yaw_rad = math.remainder(self.yaw_rad, math.tau)
        ranges = [self._range_m(self.angle_min_rad + math.radians(ray)) for ray in range(360)]
        return Observation(
            step=self.step,
            time_s=self.step * TIMESTEP_S,
            control_timestep_s=TIMESTEP_S,
            time_limit_s=60.0,
            scan=ScanData(self.angle_min_rad, math.radians(1), 0.12, 3.5, struct.pack("<360f", *ranges)),
            odometry=OdometryData(self.x_m, self.y_m, yaw_rad, self.speed_mps, self.turn_radps),
            imu=ImuData(yaw_rad, (0.0, 0.0, self.turn_radps), (0.0, 0.0, 9.8)),
            battery=BatteryData(12.0, 0.9),
            image=self.image,
            sound=self.sound,
        )

    def _range_m(self, angle_rad: float) -> float:
        ahead = math.cos(angle_rad + self.yaw_rad)
        gap_m = self.wall_x_m - self.x_m
        if abs(ahead) < 1e-9 or gap_m / ahead < 0:
            return math.inf
        distance_m = gap_m / ahead
        if distance_m > 3.5:
            return math.inf
        return -math.inf if distance_m < 0.12 else distance_m
