# SPDX-License-Identifier: Apache-2.0
"""Renders the pictures of the README with the lab's own engine: `python docs/pictures/make.py`.

Run it in the lab's environment, from the repository's folder.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.scenario import Scenario
from worlds.simulator import Viewpoint

HERE = Path(__file__).resolve().parent
WORLDS = HERE.parents[1] / "worlds" / "catalog"
WIDTH_PX, HEIGHT_PX = 1280, 640


def render(world: str, robot: str, pose: Pose, viewpoint: Viewpoint) -> npt.NDArray[np.uint8]:
    """Renders twice as large and shrinks, for smooth edges."""
    simulator = make_simulator("mujoco")
    try:
        simulator.load(Scenario(WORLDS / f"{world}.sdf", robot, pose))
        simulator.reset(1)
        simulator.advance(0.5)
        return cv2.resize(simulator.render(viewpoint), (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    finally:
        simulator.close()


def main() -> None:
    """Makes every picture anew."""
    picture = render(
        "first_drive",
        "turtlebot3_burger",
        Pose.planar(-1.25, -0.75, 0.1),
        Viewpoint((-1.85, -1.02, 0.40), (-0.7, -0.62, 0.09), 0.72, 2 * WIDTH_PX, 2 * HEIGHT_PX),
    )
    cv2.imwrite(str(HERE / "first_drive.png"), picture[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main()
