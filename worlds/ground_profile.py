# SPDX-License-Identifier: Apache-2.0
"""How high the ground is under a wheel: patches of ground as seeded profiles, the same under every engine.

A patch's waves are a sum of cosines whose lengths, directions and phases are drawn from the seed. Their power falls
with the spatial frequency n as n^-w, as ISO 8608 (Mechanical vibration, Road surface profiles) has it for roads with
w = 2; the sum of cosines with random phases is the usual way to make such a profile (M. Shinozuka, G. Deodatis,
Simulation of stochastic processes by spectral representation, Applied Mechanics Reviews 44 (1991), 191-204). A wheel
doesn't feel what is shorter than the length with which it touches the ground: the mean over that length is taken, wave
by wave. Joints are dips of a bell's shape at regular distances along the patch's x.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from worlds.sdf.description import Model
from worlds.sdf.ground import Ground
from worlds.sensor_noise import noise_stream

WAVES = 24
"""Cosines a patch; with more the profile looks the same, and takes longer."""

TOUCHING_M = 0.006
"""Length with which a small rubber tyre, or a caster's ball, touches the ground; chosen by the lab."""

EDGE_M = 0.01
"""Within so much of its edge a patch comes down to the floor's height."""

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Footing:
    """What a wheel stands on: natural frequency (rad/s) and damping ratio of its contact."""

    natural_radps: float
    damping: float


PLAIN = Footing(math.tau * 30.0, 0.3)
"""The floor where no patch is: even and hard."""


class Patch:
    """One patch of ground in one episode."""

    def __init__(self, ground: Ground, x_m: float, y_m: float, yaw_rad: float, stream: np.random.Generator) -> None:
        """Draws a patch's profile.

        Args:
            ground: what it is like.
            x_m: its middle in the world.
            y_m: the same.
            yaw_rad: how it is turned in the world.
            stream: of this patch.
        """
        self.ground = ground
        self.footing = Footing(math.tau * ground.firmness_hz, ground.damping)
        self._x_m, self._y_m = x_m, y_m
        self._cos, self._sin = math.cos(yaw_rad), math.sin(yaw_rad)
        self._half_x_m, self._half_y_m = ground.size_m[0] / 2, ground.size_m[1] / 2
        higher, longer = (math.exp(ground.variety * share * stream.uniform(-1.0, 1.0)) for share in (1.0, 0.5))
        lowest, highest = 1.0 / (ground.longest_m * longer), 1.0 / (ground.shortest_m * longer)
        edges = np.geomspace(lowest, highest, WAVES + 1)
        frequencies = edges[:-1] + (edges[1:] - edges[:-1]) * stream.random(WAVES)
        directions = stream.uniform(-0.45 * math.pi, 0.45 * math.pi, WAVES)
        self._phases = stream.uniform(0.0, math.tau, WAVES)
        power = frequencies**-ground.waviness * (edges[1:] - edges[:-1])
        scale = higher * ground.rms_m * math.sqrt(2.0 / float(power.sum()))
        self._heights_m = scale * np.sqrt(power) * np.sinc(frequencies * TOUCHING_M)
        self._waves_x = math.tau * frequencies * np.cos(directions)
        self._waves_y = math.tau * frequencies * np.sin(directions)
        self._joint_depth_m = higher * ground.joint_depth_m
        self._joint_width_m = ground.joint_width_m
        self._spacing_m = longer * ground.joint_spacing_m
        self._first_joint_m = float(stream.random()) * self._spacing_m

    def holds(self, x_m: float, y_m: float) -> bool:
        """Whether a place in the world is on it."""
        dx, dy = x_m - self._x_m, y_m - self._y_m
        along, across = self._cos * dx + self._sin * dy, self._cos * dy - self._sin * dx
        return -self._half_x_m <= along <= self._half_x_m and -self._half_y_m <= across <= self._half_y_m

    def heights_m(self, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
        """Heights at places in the world, all float64 (n,)."""
        dx, dy = x_m - self._x_m, y_m - self._y_m
        along, across = self._cos * dx + self._sin * dy, self._cos * dy - self._sin * dx
        phases = np.multiply.outer(along, self._waves_x) + np.multiply.outer(across, self._waves_y) + self._phases
        heights: FloatArray = np.cos(phases) @ self._heights_m
        if self._joint_depth_m > 0.0:
            half_m = self._spacing_m / 2
            off = (along - self._first_joint_m + half_m) % self._spacing_m - half_m
            heights -= self._joint_depth_m * np.exp(-2.0 * (off / self._joint_width_m) ** 2)
        to_edge = np.minimum(self._half_x_m - np.abs(along), self._half_y_m - np.abs(across))
        return heights * np.clip(to_edge / EDGE_M, 0.0, 1.0)


def patches_of(models: Sequence[Model], seed: int) -> tuple[Patch, ...]:
    """Draws the profiles of all patches of a world; where patches overlap, the later one lies on top."""
    patches = []
    for model in models:
        for link in model.links:
            for number, ground in enumerate(link.grounds):
                pose = model.pose @ link.pose @ ground.pose
                x_m, y_m, _ = pose.position_m
                stream = noise_stream(seed, f"ground {model.name}::{link.name}::{number}")
                patches.append(Patch(ground, x_m, y_m, pose.yaw_rad, stream))
    return tuple(patches)
