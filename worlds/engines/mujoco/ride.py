# SPDX-License-Identifier: Apache-2.0
"""The robot's ride over uneven ground in MuJoCo: takes its true way from physics, and gives what it shakes."""

from __future__ import annotations

from collections.abc import Sequence

from worlds.engines.mujoco.physics import Physics
from worlds.ground_profile import patches_of
from worlds.pose import Pose, Vec3
from worlds.robot_spec import RobotSpec
from worlds.scenario import ROBOT_ENTITY
from worlds.sdf.description import Model
from worlds.sensor_models import Motion
from worlds.shaking import Shaking, Stance


class Ride:
    """One robot on a world's patches of ground."""

    def __init__(
        self, models: Sequence[Model], spec: RobotSpec, stance: Stance, physics: Physics, shaking_scale: float
    ) -> None:
        self._models = models
        self._spec = spec
        self._stance = stance
        self._physics = physics
        self._scale = shaking_scale
        self._shaking = Shaking((), stance, spec.load)

    def reset(self, seed: int) -> None:
        """Draws the ground anew and puts the robot on it."""
        self._shaking = Shaking(patches_of(self._models, seed), self._stance, self._spec.load)
        self._shaking.start(*self._physics.footprint_of(ROBOT_ENTITY))

    def go_on(self, steps: int) -> None:
        """Follows the robot over the last physics steps."""
        self._shaking.go_on(*self._physics.footprint_of(ROBOT_ENTITY), steps * self._physics.timestep_s)

    @property
    def slid_m(self) -> float | None:
        """How far the load has slid in all, None without a load."""
        return self._shaking.slid_m

    def shaken(self, motion: Motion, pose: Pose) -> Motion:
        """Adds what the ground does to what an inertial unit would feel on an even floor.

        Args:
            motion: on an even floor.
            pose: of the unit in the robot's footprint frame.
        """
        spin, push = self._shaking.felt_at(pose.position_m)
        to_unit = Pose((0.0, 0.0, 0.0), pose.quaternion_wxyz).inverse()
        return Motion(
            motion.orientation_wxyz,
            self._added(motion.angular_velocity_radps, to_unit.rotate(spin)),
            self._added(motion.linear_acceleration_mps2, to_unit.rotate(push)),
        )

    def _added(self, even: Vec3, shaking: Vec3) -> Vec3:
        (x, y, z), (more_x, more_y, more_z), scale = even, shaking, self._scale
        return (x + scale * more_x, y + scale * more_y, z + scale * more_z)


def ride_over(models: Sequence[Model], spec: RobotSpec | None, physics: Physics, shaking_scale: float) -> Ride | None:
    """Returns the robot's ride, or None where no ground is uneven or it is not known how the robot stands."""
    uneven = [model for model in models if any(link.grounds for link in model.links)]
    if spec is None or spec.caster_x_m is None or not uneven:
        return None
    return Ride(uneven, spec, Stance(spec.drive.separation_m, spec.caster_x_m), physics, shaking_scale)
