# SPDX-License-Identifier: Apache-2.0
"""Pictures by the engine's camera of things that stand in the empty hall, with the truth of where they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import worlds
from valence_nodes.perception.lens import Lens
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.scenario import Placement, Scenario
from worlds.simulator import Simulator

HALL = Path(worlds.__file__).parent / "catalog" / "empty_hall.sdf"
CAMERA = Pose((0.076, 0.0, 0.103))
"""Of the Waffle Pi in its base_footprint (worlds/models/turtlebot3_waffle_pi/model.sdf)."""


@dataclass(frozen=True)
class Shot:
    """A picture: uint8 (240, 320, 3) RGB, the camera's lens, and its pose (x forward) in the world."""

    picture: npt.NDArray[np.uint8]
    lens: Lens
    camera: Pose

    def optical(self, pose: Pose) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """A pose in the world as place and direction of its +x, in the camera's optical frame."""
        seen = self.camera.inverse() @ pose
        return _turned(seen.position_m), _turned(seen.rotate((1.0, 0.0, 0.0)))


def _turned(forward_left_up: tuple[float, float, float]) -> npt.NDArray[np.float64]:
    x, y, z = forward_left_up
    return np.array([-y, -z, x])


class Photographer:
    """Takes pictures; every one is of a world of its own, loaded in about 0.3 s."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def shoot(
        self,
        things: Sequence[Placement],
        at: Pose | None = None,
        *,
        light: float = 1.0,
        noise: float = 1.0,
        seed: int = 1,
        world: Path = HALL,
    ) -> Shot:
        scenario = Scenario(
            world, "turtlebot3_waffle_pi", at or Pose(), tuple(things), light_scale=light, noise_scale=noise
        )
        self._simulator.load(scenario)
        self._simulator.reset(seed)
        self._simulator.advance(0.1)
        reading = self._simulator.read_sensor("camera")
        picture = np.asarray(reading.image, np.uint8)  # type: ignore[union-attr]
        lens = Lens.of_view(320, 240, reading.horizontal_fov_rad)  # type: ignore[union-attr]
        return Shot(picture, lens, self._simulator.ground_truth().entities["robot"].pose @ CAMERA)


@contextmanager
def photographer() -> Iterator[Photographer]:
    simulator = make_simulator("mujoco")
    try:
        yield Photographer(simulator)
    finally:
        simulator.close()
