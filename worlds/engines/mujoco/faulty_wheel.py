# SPDX-License-Identifier: Apache-2.0
"""A wheel with a fault in MuJoCo: its bearing's friction, its hub's grip, its encoder's view."""

from __future__ import annotations

from worlds.engines.mujoco.physics import Physics
from worlds.robot_spec import RobotSpec
from worlds.sensor_noise import noise_stream
from worlds.wheel_faults import BlindEncoder, WheelFault, WornBearing, slip_torque_nm


class FaultyWheel:
    """Keeps one fault up for an episode after the other."""

    def __init__(self, fault: WheelFault, spec: RobotSpec, physics: Physics) -> None:
        """Puts in what stays the same.

        Args:
            fault: which wheel has what.
            spec: of the robot.
            physics: of the world, with driven wheels.
        """
        self._fault, self._spec, self._physics = fault, spec, physics
        self._bearing: WornBearing | None = None
        self._encoder: BlindEncoder | None = None
        if fault.kind == "hub":
            physics.loosen_wheel(fault.index, slip_torque_nm(spec, fault.severity))

    def reset(self, seed: int) -> None:
        """Draws anew where the damage is."""
        fault, stream = self._fault, noise_stream(seed, "wheel fault")
        if fault.kind == "bearing":
            self._bearing = WornBearing(self._spec, fault.severity, stream)
        elif fault.kind == "encoder":
            self._encoder = BlindEncoder(fault.severity, stream)
        self.tick()

    def tick(self) -> None:
        """Brings friction to where the wheel has turned to; at each tick of the firmware."""
        if self._bearing is not None:
            index = self._fault.index
            self._physics.brake_wheel(index, self._bearing.drag_nm(self._physics.wheel_angles_rad()[index]))

    def angles_rad(self) -> tuple[float, float]:
        """What the encoders could count at best, left and right: the shafts' angles, but where one is blind."""
        index = self._fault.index
        angles = list(self._physics.wheel_angles_rad())
        if self._fault.kind == "hub":
            angles[index] = self._physics.shaft_angles_rad()[index]
        elif self._encoder is not None:
            angles[index] = self._encoder.counted_rad(angles[index])
        return angles[0], angles[1]
