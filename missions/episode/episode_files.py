# SPDX-License-Identifier: Apache-2.0
"""What an episode leaves in its folder, each thing in an open format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from missions.episode.program_link import ProgramLink
from missions.episode_record import EpisodeRecord
from missions.scorecard import Scorecard
from missions.whole_file import write_whole

SCORECARD_FILE = "scorecard.json"
RECORDING_FILE = "episode.mcap"
TRAJECTORY_FILE = "trajectory.csv"
LOG_FILE = "log.jsonl"
PROGRAM_FILE = "program.py"


def recordings_in(place: Path) -> list[Path]:
    """All recordings of episodes in a folder and below, in order of their names; a file is taken for one."""
    return sorted(place.rglob(RECORDING_FILE)) if place.is_dir() else [place]


def write_all(folder: Path, record: EpisodeRecord, program: ProgramLink, scorecard: Scorecard) -> list[str]:
    """Writes an episode's files; returns what could not be written and why, for the points are won without them."""
    writers: dict[str, Callable[[], None]] = {
        TRAJECTORY_FILE: lambda: write_trajectory(folder, record),
        LOG_FILE: lambda: write_log(folder, program),
        SCORECARD_FILE: lambda: write_scorecard(folder, scorecard),
    }
    problems = []
    for name, write in writers.items():
        try:
            write()
        except OSError as error:
            problems.append(f"{name} could not be written: {error.strerror}.")
    return problems


def write_scorecard(folder: Path, scorecard: Scorecard) -> None:
    """Writes `scorecard.json`; a reader never sees half of it."""
    write_whole(folder / SCORECARD_FILE, scorecard.model_dump_json(indent=2) + "\n")


def write_log(folder: Path, program: ProgramLink) -> None:
    """Writes `log.jsonl`: a JSON object a line, what the program said, plotted and answered, by time."""
    kinds = {"log": program.log, "plot": program.plots, "answer": program.answers}
    entries = [
        {"sim_time_s": said.sim_time_s, "kind": kind, **said.entry} for kind, told in kinds.items() for said in told
    ]
    entries.sort(key=lambda entry: float(entry["sim_time_s"]))
    with (folder / LOG_FILE).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def write_trajectory(folder: Path, record: EpisodeRecord) -> None:
    """Writes `trajectory.csv`: ground truth and commands, a row a control step, exact decimals of each float."""
    with (folder / TRAJECTORY_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["sim_time_s", "x_m", "y_m", "yaw_rad", "speed_mps", "turn_radps", "wanted_mps", "wanted_radps"]
        )
        for row in range(len(record.sim_time_s)):
            values = (
                record.sim_time_s[row],
                *record.robot_pose[row],
                *record.robot_velocity[row],
                *record.actions[row],
            )
            writer.writerow([repr(float(value)) for value in values])
