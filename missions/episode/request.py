# SPDX-License-Identifier: Apache-2.0
"""What is asked of the episode runner, what it tells while it runs, and what it hands back."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path

from missions.learning.learned_model import LearnedModel
from missions.scorecard import Scorecard
from missions.spec import Mission


@dataclass(frozen=True)
class EpisodeRequest:
    """One episode to run.

    Attributes:
        mission: what is asked of the robot.
        program_text: the Python source with `drive(robot)`.
        program_name: how the learner knows it (a file name), for messages.
        seed: what varies the world; 0 ≤ seed < 2**63.
        engine: name in the engine registry.
        robot: name of a robot the mission allows, None for the mission's own.
        pace: simulated seconds a wall-clock second; 0 runs as fast as the machine can.
        folder: where scorecard.json and the rest are left.
        trust: run one's own program without the box.
        ros_domain: put the ROS graph on this domain of this machine, where other nodes can join, instead of
            in a network namespace of its own.
        hidden: nothing that the episode leaves may tell its seed.
        trace: record at each step what the program was doing; it costs little, and changes nothing else.
        view: where those who watch are, for `missions.episode.live_view`; closed when it has been handed on.
        model: what the program drives with, see `missions.learning`; None for a program that learns nothing.
    """

    mission: Mission
    program_text: str
    program_name: str
    seed: int
    folder: Path
    engine: str = "mujoco"
    robot: str | None = None
    pace: float = 0.0
    trust: bool = False
    ros_domain: int | None = None
    hidden: bool = False
    trace: bool = True
    view: socket.socket | None = None
    model: LearnedModel | None = None


@dataclass(frozen=True)
class EpisodeProgress:
    """Something to tell a person who watches.

    Attributes:
        stage: `preparing`, `running` or `scoring`.
        sim_time_s: simulated time so far.
        time_limit_s: when the episode is truncated.
        score: points so far.
        max_score: points there are.
        text: one short line, such as "2 of 3 pads".
        log: what the program said since the last progress, in order.
    """

    stage: str
    sim_time_s: float
    time_limit_s: float
    score: float
    max_score: float
    text: str
    log: tuple[str, ...] = ()


@dataclass(frozen=True)
class EpisodeOutcome:
    """What an episode left.

    Attributes:
        scorecard: points with their reasons, also in `folder/scorecard.json`.
        folder: where the episode's files are.
        log: every line the program said or printed, with its line number in front.
        warnings: what could not be left there, and why; it changes no point.
    """

    scorecard: Scorecard
    folder: Path
    log: tuple[str, ...] = field(default=())
    warnings: tuple[str, ...] = field(default=())
