# SPDX-License-Identifier: Apache-2.0
"""What uneven ground does to a robot: how its body shakes, and what becomes of a load on it; the same in every engine.

The robot's way is the engine's and stays what it is on even ground. What the ground adds is reckoned from the way:

- Each wheel, and the caster between the rear ones, follows the profile under it as a quarter-car does: a mass on the
  spring and damper that tyre and ground are together, y'' = 2 ζ ω (h' - y') + ω² (h - y) with the height h under
  it (J. Y. Wong, Theory of Ground Vehicles, chapter “Vehicle ride characteristics”). The robot has no
  other springs; its body is a stiff plate on the three points. That gives heave, pitch and roll, their rates and
  accelerations, and so what an inertial unit feels besides.
- The load stands on the tray by friction and rocks on its foot: a mass on a spring in each direction, shaken by the
  tray's horizontal acceleration, and elastic only as long as the force stays below what friction holds. Beyond,
  the foot slides (the elastic-perfectly plastic oscillator of earthquake engineering; N. M. Newmark, Effects of
  earthquakes on dams and embankments, Géotechnique 15 (1965), 139-160). How far it slid in all is what counts.

Left out, because they are small here: what shaking does to the robot's way, and what the load does to the robot.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from worlds.ground_profile import PLAIN, Footing, Patch
from worlds.pose import Vec3
from worlds.robot_spec import LoadSpec

GRAVITY_MPS2 = 9.80665
LONGEST_PART_S = 0.001
"""The springs are followed in steps of at most this: an eighth of a radian of the firmest contact."""


@dataclass(frozen=True)
class Stance:
    """The three points a robot stands on, in its footprint frame, and how high its tray is.

    Attributes:
        separation_m: between the two driven wheels, which stand at x = 0.
        caster_x_m: of the caster, negative when it is behind.
    """

    separation_m: float
    caster_x_m: float


class _Corner:
    """One wheel on its spring."""

    def __init__(self) -> None:
        self.height_m = self.climb_mps = self.push_mps2 = 0.0
        self.ground_m = 0.0

    def follow(self, ground_m: float, footing: Footing, step_s: float) -> None:
        rise_mps = (ground_m - self.ground_m) / step_s
        self.ground_m = ground_m
        natural = footing.natural_radps
        self.push_mps2 = 2.0 * footing.damping * natural * (rise_mps - self.climb_mps) + natural * natural * (
            ground_m - self.height_m
        )
        self.climb_mps += self.push_mps2 * step_s
        self.height_m += self.climb_mps * step_s


class _Rocking:
    """The load in one horizontal direction."""

    def __init__(self, load: LoadSpec) -> None:
        natural = math.tau * load.rocking_hz
        self._stiffness = natural * natural
        self._damping = 2.0 * load.rocking_damping * natural
        self._holds_m = load.friction * GRAVITY_MPS2 / self._stiffness
        self._speed_mps = self._bent_m = 0.0
        self.slid_m = 0.0

    def shake(self, push_mps2: float, step_s: float) -> None:
        self._speed_mps += (-push_mps2 - self._damping * self._speed_mps - self._stiffness * self._bent_m) * step_s
        bent_m = self._bent_m + self._speed_mps * step_s
        self._bent_m = max(-self._holds_m, min(self._holds_m, bent_m))
        self.slid_m += abs(bent_m - self._bent_m)


class Shaking:
    """One robot on uneven ground in one episode."""

    def __init__(self, patches: Sequence[Patch], stance: Stance, load: LoadSpec | None) -> None:
        """Puts a robot, at rest, on ground.

        Args:
            patches: of the world; with none, nothing shakes.
            stance: of the robot.
            load: on its tray, if it has one.
        """
        self._patches = tuple(reversed(patches))
        self._stance = stance
        self._corners = (_Corner(), _Corner(), _Corner())
        half_m = stance.separation_m / 2
        self._points_m = ((0.0, half_m), (0.0, -half_m), (stance.caster_x_m, 0.0))
        self._load = None if load is None else (load, _Rocking(load), _Rocking(load))
        self._place: tuple[float, float, float] | None = None
        self._speed_mps = 0.0

    @property
    def slid_m(self) -> float | None:
        """How far the load has slid on its tray in all, None without a load."""
        return None if self._load is None else math.hypot(self._load[1].slid_m, self._load[2].slid_m)

    def start(self, x_m: float, y_m: float, yaw_rad: float) -> None:
        """Takes the robot's footprint at the beginning; it stands still."""
        self._place = (x_m, y_m, yaw_rad)
        for corner, (ahead_m, left_m) in zip(self._corners, self._points_m, strict=True):
            wx = x_m + math.cos(yaw_rad) * ahead_m - math.sin(yaw_rad) * left_m
            wy = y_m + math.sin(yaw_rad) * ahead_m + math.cos(yaw_rad) * left_m
            patch = self._patch_at(wx, wy)
            height_m = 0.0 if patch is None else float(patch.heights_m(np.array([wx]), np.array([wy]))[0])
            corner.height_m = corner.ground_m = height_m

    def go_on(self, x_m: float, y_m: float, yaw_rad: float, duration_s: float) -> None:
        """Follows the robot to where its footprint is now.

        Args:
            x_m: in the world.
            y_m: in the world.
            yaw_rad: in the world.
            duration_s: since the last call.
        """
        if self._place is None:
            self.start(x_m, y_m, yaw_rad)
            return
        parts = max(1, math.ceil(duration_s / LONGEST_PART_S - 1e-9))
        step_s = duration_s / parts
        from_x, from_y, from_yaw = self._place
        turned_rad = math.remainder(yaw_rad - from_yaw, math.tau)
        self._place = (x_m, y_m, yaw_rad)
        shares = np.arange(1, parts + 1) / parts
        xs, ys, yaws = (
            from_x + (x_m - from_x) * shares,
            from_y + (y_m - from_y) * shares,
            from_yaw + turned_rad * shares,
        )
        cos, sin = np.cos(yaws), np.sin(yaws)
        under: list[tuple[list[float], Footing]] = []
        for ahead_m, left_m in self._points_m:
            wx, wy = xs + cos * ahead_m - sin * left_m, ys + sin * ahead_m + cos * left_m
            patch = self._patch_at(float(wx[-1]), float(wy[-1]))
            heights = [0.0] * parts if patch is None else patch.heights_m(wx, wy).tolist()
            under.append((heights, PLAIN if patch is None else patch.footing))
        speed_mps = (math.cos(yaw_rad) * (x_m - from_x) + math.sin(yaw_rad) * (y_m - from_y)) / duration_s
        driven_mps2 = (speed_mps - self._speed_mps) / duration_s
        self._speed_mps = speed_mps
        for part in range(parts):
            for corner, (heights, footing) in zip(self._corners, under, strict=True):
                corner.follow(heights[part], footing, step_s)
            if self._load is not None:
                load, along, across = self._load
                roll, pitch, roll_push, pitch_push = self._leaning()
                along.shake(driven_mps2 + pitch_push * load.height_m - GRAVITY_MPS2 * pitch, step_s)
                across.shake(-roll_push * load.height_m + GRAVITY_MPS2 * roll, step_s)

    def _patch_at(self, x_m: float, y_m: float) -> Patch | None:
        for patch in self._patches:
            if patch.holds(x_m, y_m):
                return patch
        return None

    def _leaning(self) -> tuple[float, float, float, float]:
        """Roll and pitch (rad) and their accelerations (rad/s²), about the robot's x and y."""
        left, right, caster = self._corners
        apart, behind = self._stance.separation_m, self._stance.caster_x_m
        return (
            (left.height_m - right.height_m) / apart,
            ((left.height_m + right.height_m) / 2 - caster.height_m) / behind,
            (left.push_mps2 - right.push_mps2) / apart,
            ((left.push_mps2 + right.push_mps2) / 2 - caster.push_mps2) / behind,
        )

    def felt_at(self, place_m: Vec3) -> tuple[Vec3, Vec3]:
        """What an inertial unit at a place in the footprint frame feels besides the robot's way.

        Returns:
            Turning rates (rad/s) and accelerations against free fall (m/s²), along the robot's axes.
        """
        left, right, caster = self._corners
        roll, pitch, roll_push, pitch_push = self._leaning()
        apart, behind = self._stance.separation_m, self._stance.caster_x_m
        roll_rate = (left.climb_mps - right.climb_mps) / apart
        pitch_rate = ((left.climb_mps + right.climb_mps) / 2 - caster.climb_mps) / behind
        x_m, y_m, z_m = place_m
        heave = (left.push_mps2 + right.push_mps2) / 2
        return (roll_rate, pitch_rate, 0.0), (
            pitch_push * z_m - GRAVITY_MPS2 * pitch,
            GRAVITY_MPS2 * roll - roll_push * z_m,
            heave + y_m * roll_push - x_m * pitch_push,
        )
