# SPDX-License-Identifier: Apache-2.0
"""Windows of an inertial unit on four grounds, straight from the model of shaking, so it is quick."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from worlds.ground_profile import Patch
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.sdf.reader import read_model
from worlds.sensor_noise import noise_stream
from worlds.shaking import Shaking, Stance

RATE_HZ = 100.0
GROUNDS = ("boards", "carpet", "gravel", "tile")
_GRAVITY = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 9.81])
_NOISE = np.array([0.003, 0.003, 0.003, 0.02, 0.02, 0.02])


@cache
def drive(ground: str, seed: int, seconds: float = 2.5) -> tuple[npt.NDArray[np.float64], float]:
    """Drives straight over one kind of ground.

    Returns:
        What the unit felt, float64 (samples, 6), with noise and a gain drawn from the seed; the speed in m/s.
    """
    random = np.random.default_rng([seed, GROUNDS.index(ground)])
    speed_mps, gain = float(random.uniform(0.08, 0.22)), float(np.exp(random.uniform(-0.7, 0.7)))
    model = read_model(f"ground_{ground}", name="ground", pose=Pose())
    (patch,) = (one for link in model.links for one in link.grounds)
    x_m = patch.pose.position_m[0]
    under = Patch(patch, x_m, 0.0, 0.0, noise_stream(seed, ground))
    spec = load_robot_spec("turtlebot3_burger_tray")
    assert spec.caster_x_m is not None
    shaking = Shaking([under], Stance(spec.drive.separation_m, spec.caster_x_m), None)
    shaking.start(0.1, 0.0, 0.0)
    felt = []
    for number in range(1, round(seconds * RATE_HZ) + 1):
        shaking.go_on(0.1 + speed_mps * number / RATE_HZ, 0.0, 0.0, 1.0 / RATE_HZ)
        spin, push = shaking.felt_at((-0.03, 0.0, 0.07))
        felt.append((*spin, *push))
    samples = gain * np.array(felt[int(RATE_HZ) // 2 :]) + _GRAVITY
    return samples + _NOISE * random.standard_normal(samples.shape), speed_mps
