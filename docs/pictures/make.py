# SPDX-License-Identifier: Apache-2.0
"""Makes the pictures of the README and of the briefs with the lab's own engine: `python docs/pictures/make.py`.

Run it in the lab's environment, from the repository's folder.
"""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from missions.episode.episode_files import RECORDING_FILE
from missions.episode.launcher import run_episode
from missions.episode.request import EpisodeRequest
from missions.recording.recording import open_recording
from missions.spec import load_mission
from missions.variation import scenario_for
from web_console.episode_figure.page import draw_page
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.scenario import Scenario
from worlds.simulator import Viewpoint

HERE = Path(__file__).resolve().parent
WORLDS = HERE.parents[1] / "worlds" / "catalog"
WIDTH_PX, HEIGHT_PX = 1280, 640
HALL = Viewpoint((0.0, -3.7, 5.7), (0.0, -0.25, 0.0), 0.8, 2 * 1000, 2 * 620)


def render(scenario: Scenario, viewpoint: Viewpoint) -> npt.NDArray[np.uint8]:
    """Renders what is asked for, half as large, for smooth edges."""
    simulator = make_simulator("mujoco")
    try:
        simulator.load(scenario)
        simulator.reset(1)
        simulator.advance(0.5)
        size = (viewpoint.width_px // 2, viewpoint.height_px // 2)
        return cv2.resize(simulator.render(viewpoint), size, interpolation=cv2.INTER_AREA)
    finally:
        simulator.close()


def brief(mission_name: str) -> None:
    """Makes the picture of a mission's brief: its hall with the first seed, from above and a little from the south."""
    mission = load_mission(mission_name)
    picture = render(scenario_for(mission, mission.spec.public_seeds[0]), HALL)
    cv2.imwrite(str(mission.folder / "hall.jpg"), picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])


def ground(mission_name: str) -> None:
    """Makes the picture of a brief in which what lies before the robot counts: from behind it, along the way."""
    mission = load_mission(mission_name)
    scenario = scenario_for(mission, mission.spec.public_seeds[0])
    x_m, y_m, _ = scenario.robot_pose.position_m
    eye, target = (x_m - 1.1, y_m - 0.9, 0.75), (x_m + 0.75, y_m + 0.05, 0.05)
    picture = render(scenario, Viewpoint(eye, target, 0.8, 2 * 1000, 2 * 620))
    cv2.imwrite(str(mission.folder / "hall.jpg"), picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 80])


def page(mission_name: str, seed: int) -> Image.Image:
    """Draws the page of an episode in which the reference program plots what it thinks of; in few colours."""
    mission = load_mission(mission_name)
    move = "        robot.move(speed"
    plots = '        robot.plot("bend, rad", bend)\n        robot.plot("way left, squares", len(way))\n'
    text = mission.reference.read_text(encoding="utf-8").replace(move, plots + move)
    with TemporaryDirectory() as folder:
        request = EpisodeRequest(mission, text, "my_program.py", seed, Path(folder))
        drawn = draw_page(open_recording(run_episode(request).folder / RECORDING_FILE))
    return Image.open(io.BytesIO(drawn.png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)


def main() -> None:
    """Makes every picture anew."""
    picture = render(
        Scenario(WORLDS / "first_drive.sdf", "turtlebot3_burger", Pose.planar(-1.25, -0.75, 0.1)),
        Viewpoint((-1.85, -1.02, 0.40), (-0.7, -0.62, 0.09), 0.72, 2 * WIDTH_PX, 2 * HEIGHT_PX),
    )
    cv2.imwrite(str(HERE / "first_drive.png"), picture[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
    for mission_name in ("first_drive", "late_deliveries", "line_follow", "read_and_sort", "wall_follow"):
        brief(mission_name)
    ground("feel_the_ground")
    page("first_drive", 2).save(HERE / "plot.png", optimize=True)


if __name__ == "__main__":
    main()
