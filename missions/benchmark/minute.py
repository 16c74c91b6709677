# SPDX-License-Identifier: Apache-2.0
"""The episode that speed is measured with: a minute in the first mission's hall, with a program that looks and drives.

It is the mission `first_drive` with a time limit of its own, in a folder of its own.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from missions.episode.episode_files import TRAJECTORY_FILE
from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.scorecard import Scorecard
from missions.spec import SPEC_FILE, Mission, load_mission
from worlds.simulator import Action

MISSION = "first_drive"
SEED = 1
PROGRAM = """\
def drive(robot):
    while robot.running:
        if robot.distance(0, deg(60)) > 0.5:
            robot.move(0.15)
        else:
            robot.turn(deg(60))
"""
LIDAR_ROBOT = "turtlebot3_burger"
CAMERA_ROBOT = "turtlebot3_waffle_pi"
"""The same drive, lidar and IMU, and a camera of 320×240 pixels at 10 Hz."""


@dataclass(frozen=True)
class Minute:
    """One episode that was measured.

    Attributes:
        scorecard: of the episode, with where the time went.
        actions: one a control step.
        robot_xy_m: where the robot was at the end.
    """

    scorecard: Scorecard
    actions: tuple[Action, ...]
    robot_xy_m: tuple[float, float]

    @property
    def wall_s(self) -> float:
        """Wall-clock time from the first step to the last."""
        timing = self.scorecard.timing
        if timing is None:
            raise ValueError("The scorecard has no timing.")
        return timing.wall_s


@contextmanager
def mission_of(time_limit_s: float) -> Iterator[Mission]:
    """Makes the mission with another time limit, for as long as it is used.

    Args:
        time_limit_s: a whole number of control steps.
    """
    original = load_mission(MISSION)
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        copy = Path(folder) / MISSION
        copy.mkdir()
        plain = yaml.safe_load(original.spec_file.read_text(encoding="utf-8"))
        plain["time_limit_s"] = time_limit_s
        (copy / SPEC_FILE).write_text(yaml.safe_dump(plain), encoding="utf-8")
        yield load_mission(copy)


def run_minute(runner: EpisodeRunner, mission: Mission, robot: str, *, trace: bool = True) -> Minute:
    """Runs the episode once.

    Args:
        runner: that runs it.
        mission: see `mission_of`.
        robot: that drives.
        trace: whether the program's steps are recorded.

    Raises:
        EpisodeError: it could not be run.
    """
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        scorecard = runner.run(request_of(mission, robot, Path(folder) / "episode", trace=trace)).scorecard
        with (Path(folder) / "episode" / TRAJECTORY_FILE).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    # Row 0 is the start, before any step.
    actions = tuple(Action(float(row["wanted_mps"]), float(row["wanted_radps"])) for row in rows[1:])
    return Minute(scorecard, actions, (float(rows[-1]["x_m"]), float(rows[-1]["y_m"])))


def request_of(mission: Mission, robot: str, folder: Path, *, pace: float = 0.0, trace: bool = True) -> EpisodeRequest:
    """Asks for the episode; arguments as of `EpisodeRequest`."""
    return EpisodeRequest(
        mission=mission,
        program_text=PROGRAM,
        program_name="bench.py",
        seed=SEED,
        folder=folder,
        robot=robot,
        pace=pace,
        trace=trace,
    )
