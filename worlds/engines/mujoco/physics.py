# SPDX-License-Identifier: Apache-2.0
"""The moving world in MuJoCo: exact steps, wheel motors, contacts and the true state of everything."""

from __future__ import annotations

from dataclasses import dataclass

import mujoco
import numpy as np

from worlds.engines.mujoco import settings
from worlds.engines.mujoco.collision_parts import build_physics
from worlds.engines.mujoco.contact_log import ContactLog
from worlds.engines.mujoco.kinematic_tree import scoped
from worlds.engines.mujoco.starting_overlaps import Easing, overlap_warnings
from worlds.engines.mujoco.wheels import WheelDrive, driven_joints, drum_name
from worlds.errors import UnstablePhysicsError
from worlds.pose import Pose
from worlds.readings import EntityState
from worlds.sdf.description import Model, Place, World
from worlds.sensor_models import Motion

_BROKEN = {
    mujoco.mjtWarning.mjWARN_BADQPOS: "a position",
    mujoco.mjtWarning.mjWARN_BADQVEL: "a velocity",
    mujoco.mjtWarning.mjWARN_BADQACC: "an acceleration",
    mujoco.mjtWarning.mjWARN_INERTIA: "the inertia at a joint",
    mujoco.mjtWarning.mjWARN_BADCTRL: "a motor's command",
    mujoco.mjtWarning.mjWARN_CNSTRFULL: "the number of contact forces",
    mujoco.mjtWarning.mjWARN_CONTACTFULL: "the number of contacts",
}


_warnings: list[str] = []
"""The last warning of any MuJoCo in this process; as long as there is none, `Physics.check` has nothing to look for."""


def _take_warning(text: str) -> None:
    """MuJoCo would write its warnings to a file in the current folder; `Physics.check` makes errors of them."""
    _warnings[:] = [text]


mujoco.set_mju_user_warning(_take_warning)


@dataclass(frozen=True)
class _Tracked:
    """A model whose state is reported: its canonical body, address of its free joint (-1 without one)."""

    name: str
    body: int
    qpos: int
    qvel: int
    model_in_link: Pose


class Physics:
    """One world's physics."""

    def __init__(self, world: World, drive: WheelDrive | None, watched: frozenset[str]) -> None:
        """Compiles the world.

        Args:
            world: what to simulate.
            drive: the wheels driven by motors.
            watched: models whose contacts are kept.

        Raises:
            SdfError: MuJoCo can't build something.
            UnsupportedByEngineError: this engine can't.
        """
        self.model, owners, overlaps = build_physics(world, drive)
        self.data = mujoco.MjData(self.model)
        self.warnings = overlap_warnings(world, overlaps, owners)
        self._easing = Easing(self.model)
        self.contacts = ContactLog(self.model, owners, watched)
        self.timestep_s: float = world.physics_timestep_s
        self.step = 0
        self._sample_every = max(1, int(settings.CONTACT_SAMPLE_PERIOD_S / self.timestep_s + 1e-6))
        self._places = {scoped(model.name, link.name): model.place for model in world.models for link in model.links}
        self._world_place = world.place
        self._tracked = [self._track(model) for model in world.models if not model.static]
        self._states: dict[str, tuple[tuple[list[float], list[float]], EntityState]] = {}
        self._sites: dict[str, int] = {}
        self._found, self._turn = np.zeros((2, 6)), np.zeros(4)
        self._wheels: list[int] = []
        self._drums: list[int] = []
        self._wheel_dofs: list[int] = []
        self._shafts: list[int] = []
        self._clutches: list[int] = []
        self._set_radps = [0.0, 0.0]
        self._set_at_step = 0
        self._fastest_radps: list[float] = []
        for joint in () if drive is None else driven_joints(world, drive):
            assert drive is not None
            assert joint.axis is not None
            wheel = self.model.joint(scoped(drive.model, joint.name)).id
            self._wheels.append(int(self.model.jnt_qposadr[wheel]))
            drum = self.model.joint(drum_name(joint.name)).id
            self._drums.append(int(self.model.jnt_dofadr[drum]))
            self._wheel_dofs.append(int(self.model.jnt_dofadr[wheel]))
            self._shafts.append(int(self.model.jnt_qposadr[drum]))
            self._clutches.append(int(self.model.tendon(joint.name).id))
            self._fastest_radps.append(joint.axis.velocity)

    def _track(self, model: Model) -> _Tracked:
        canonical = model.links[0]
        body = self.model.body(scoped(model.name, canonical.name)).id
        joint = int(self.model.body_jntadr[body])
        free = joint >= 0 and self.model.jnt_type[joint] == mujoco.mjtJoint.mjJNT_FREE
        return _Tracked(
            model.name,
            body,
            int(self.model.jnt_qposadr[joint]) if free else -1,
            int(self.model.jnt_dofadr[joint]) if free else -1,
            canonical.pose.inverse(),
        )

    def reset(self) -> None:
        """Puts everything back to the beginning."""
        self._easing.reset()
        mujoco.mj_resetData(self.model, self.data)
        try:
            mujoco.mj_forward(self.model, self.data)
        except mujoco.FatalError as error:
            raise self._broken("more contacts than fit", self._world_place) from error
        self.contacts.clear()
        self.step = 0
        self._set_radps, self._set_at_step = [0.0, 0.0], 0

    def step_to(self, step: int) -> None:
        """Steps until `step` steps after the reset, and looks at contacts on the way."""
        data = self.data
        while self.step < step:
            sample_at = (self.step // self._sample_every + 1) * self._sample_every
            until = min(step, sample_at)
            try:
                mujoco.mj_step(self.model, data, until - self.step)
            except mujoco.FatalError as error:
                raise self._broken("more contacts than fit", self._world_place) from error
            self.step = until
            if until == sample_at:
                self.contacts.sample(data)
                self._easing.go_on(self._sample_every * self.timestep_s)

    def check(self) -> None:
        """Makes sure that the physics holds.

        Raises:
            UnstablePhysicsError: a number became infinite or NaN, or there are more contacts than fit.
        """
        if not _warnings or not self.data.warning.number.any():
            return
        for kind, what in _BROKEN.items():
            if self.data.warning[kind].number:
                raise self._broken(f"{what} left all bounds", self._broken_at())

    def _broken(self, why: str, place: Place) -> UnstablePhysicsError:
        return UnstablePhysicsError(
            place.file,
            place.line,
            place.element,
            f"the physics broke down before {self.step * self.timestep_s:.3f} s: {why}.",
            "Look for overlapping things, tiny masses beside large ones, or very stiff springs in the world.",
        )

    def _broken_at(self) -> Place:
        """Finds the model that broke: the one whose parts move fastest, or don't move in numbers any more."""
        speeds = np.abs(self.data.qacc)
        speeds[~np.isfinite(speeds)] = np.inf
        body = int(self.model.dof_bodyid[int(speeds.argmax())]) if len(speeds) else 0
        return self._places.get(self.model.body(body).name, self._world_place)

    def set_wheel_speeds(self, left_radps: float, right_radps: float) -> None:
        """Sets how fast the wheels' motors turn, within the joints' limits of speed."""
        self._set_radps = [
            max(-fastest, min(fastest, speed))
            for speed, fastest in zip((left_radps, right_radps), self._fastest_radps, strict=True)
        ]
        self._set_at_step = self.step
        for drum, speed in zip(self._drums, self._set_radps, strict=True):
            self.data.qvel[drum] = speed

    def motor_torques_nm(self) -> tuple[float, float]:
        """Mean torques of the motors since their speeds were last set, left and right, N m.

        What a motor gave to its wheel its drum has lost: torque times time is the drum's inertia times how much slower
        it has become. So this costs nothing as long as nobody asks.
        """
        elapsed_s = (self.step - self._set_at_step) * self.timestep_s
        if not elapsed_s:
            return 0.0, 0.0
        left, right = (
            (speed - float(self.data.qvel[drum])) * settings.DRUM_INERTIA_KGM2 / elapsed_s
            for drum, speed in zip(self._drums, self._set_radps, strict=True)
        )
        return left, right

    def brake_wheel(self, index: int, torque_nm: float) -> None:
        """Sets the dry friction of a driven wheel's bearing, N m; 0 is the left one's index."""
        dof = self._wheel_dofs[index]
        # As stiff as the servo: with MuJoCo's own time constant a light wheel would feel a damper instead.
        self.model.dof_solref[dof] = [settings.SERVO_TIME_CONSTANT_S, 1.0]
        self.model.dof_frictionloss[dof] = torque_nm

    def loosen_wheel(self, index: int, torque_nm: float) -> None:
        """Sets how much torque a driven wheel's hub carries at most, N m; more than the motor's is no change."""
        clutch = self._clutches[index]
        self.model.tendon_frictionloss[clutch] = min(torque_nm, float(self.model.tendon_frictionloss[clutch]))

    def shaft_angles_rad(self) -> tuple[float, float]:
        """Angles of the motors' shafts since the reset, left and right; the wheels' unless a hub is loose."""
        left, right = self._shafts
        return float(self.data.qpos[left]), float(self.data.qpos[right])

    @property
    def driven(self) -> bool:
        """Whether there are wheels that motors turn."""
        return bool(self._wheels)

    def wheel_angles_rad(self) -> tuple[float, float]:
        """True angles of the wheels since the reset, left and right."""
        qpos = self.data.qpos
        left, right = self._wheels
        return float(qpos[left]), float(qpos[right])

    def footprint_of(self, name: str) -> tuple[float, float, float]:
        """True place (m) and heading (rad) of a model that moves freely, on the floor of the world."""
        tracked = next(tracked for tracked in self._tracked if tracked.name == name)
        x, y, z, qw, qx, qy, qz = self.data.qpos[tracked.qpos : tracked.qpos + 7].tolist()
        pose = Pose((x, y, z), (qw, qx, qy, qz)) @ tracked.model_in_link
        return pose.position_m[0], pose.position_m[1], pose.yaw_rad

    def entity_states(self) -> dict[str, EntityState]:
        """True pose and velocity of every model that is not static."""
        if any(tracked.qpos < 0 for tracked in self._tracked):
            self._refresh()
        qpos, qvel = self.data.qpos.tolist(), self.data.qvel.tolist()
        return {tracked.name: self._known_state(tracked, qpos, qvel) for tracked in self._tracked}

    def _known_state(self, tracked: _Tracked, qpos: list[float], qvel: list[float]) -> EntityState:
        """The state of a model; one that sleeps has the very object that it had before."""
        if tracked.qpos < 0:
            return self._state(tracked, qpos, qvel)
        numbers = (qpos[tracked.qpos : tracked.qpos + 7], qvel[tracked.qvel : tracked.qvel + 6])
        known = self._states.get(tracked.name)
        if known is None or known[0] != numbers:
            known = self._states[tracked.name] = (numbers, self._state(tracked, qpos, qvel))
        return known[1]

    def _refresh(self) -> None:
        """Brings positions and velocities of all frames to the end of the last step; the way on is unchanged."""
        mujoco.mj_kinematics(self.model, self.data)
        mujoco.mj_comPos(self.model, self.data)
        mujoco.mj_comVel(self.model, self.data)

    def _state(self, tracked: _Tracked, qpos: list[float], qvel: list[float]) -> EntityState:
        if tracked.qpos >= 0:
            x, y, z, qw, qx, qy, qz = qpos[tracked.qpos : tracked.qpos + 7]
            vx, vy, vz, wx, wy, wz = qvel[tracked.qvel : tracked.qvel + 6]
            link = Pose((x, y, z), (qw, qx, qy, qz))
            spin = link.rotate((wx, wy, wz))
        else:
            x, y, z = self.data.xpos[tracked.body].tolist()
            qw, qx, qy, qz = self.data.xquat[tracked.body].tolist()
            link = Pose((x, y, z), (qw, qx, qy, qz))
            found = np.zeros(6)
            mujoco.mj_objectVelocity(self.model, self.data, mujoco.mjtObj.mjOBJ_XBODY, tracked.body, found, 0)
            sx, sy, sz, vx, vy, vz = found.tolist()
            spin = (sx, sy, sz)
        pose = link @ tracked.model_in_link
        (px, py, pz), (wx, wy, wz) = pose.position_m, spin
        rx, ry, rz = px - x, py - y, pz - z
        velocity = (vx + wy * rz - wz * ry, vy + wz * rx - wx * rz, vz + wx * ry - wy * rx)
        return EntityState(pose, velocity, spin)

    def motion_of_site(self, name: str) -> Motion:
        """What an inertial sensor at a site would feel; the acceleration is that of the last physics step."""
        site = self._sites.get(name)
        if site is None:
            site = self._sites[name] = self.model.site(name).id
        self._refresh()
        mujoco.mj_rnePostConstraint(self.model, self.data)
        velocity, acceleration, turn = self._found[0], self._found[1], self._turn
        kind = mujoco.mjtObj.mjOBJ_SITE
        mujoco.mj_objectVelocity(self.model, self.data, kind, site, velocity, 1)
        mujoco.mj_objectAcceleration(self.model, self.data, kind, site, acceleration, 1)
        mujoco.mju_mat2Quat(turn, self.data.site_xmat[site])
        w, x, y, z = turn.tolist()
        spin_x, spin_y, spin_z = velocity[:3].tolist()
        push_x, push_y, push_z = acceleration[3:].tolist()
        return Motion((w, x, y, z), (spin_x, spin_y, spin_z), (push_x, push_y, push_z))
