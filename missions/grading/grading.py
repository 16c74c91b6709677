# SPDX-License-Identifier: Apache-2.0
"""Grades a submission: a program on all hidden seeds of a mission."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from missions.episode.episode_files import PROGRAM_FILE
from missions.grading.local_pool import LocalPool, usable_cores
from missions.grading.playing import OnProgress, OpenExecutor, play
from missions.grading.seed_task import SeedTask, mission_address
from missions.grading.submission import Submission, SubmissionTiming, submission_of
from missions.seeds import hidden_seeds
from missions.spec import Mission
from missions.whole_file import write_whole

SUBMISSION_FILE = "submission.json"


@dataclass(frozen=True)
class SubmissionRequest:
    """A submission to grade.

    Attributes:
        mission: what is asked of the robot.
        program_text: the Python source with `drive(robot)`.
        program_name: how the learner knows it (a file name), for messages.
        folder: where `submission.json` and a folder for each seed's episode are left.
        engine: name in the engine registry.
    """

    mission: Mission
    program_text: str
    program_name: str
    folder: Path
    engine: str = "mujoco"


def workers_for(episodes: int, asked: int | None = None) -> int:
    """Returns how many workers to use: never more than there are episodes; one a processor if none is asked for.

    An episode keeps about one processor busy: its processes mostly wait for each other.
    """
    return max(1, min(episodes, usable_cores() if asked is None else asked))


def grade(
    request: SubmissionRequest,
    workers: int | None = None,
    on_progress: OnProgress | None = None,
    open_executor: OpenExecutor | None = None,
) -> Submission:
    """Grades a submission; the same points for any number of workers, in any order, on any executor.

    Args:
        request: what to grade.
        workers: how many episodes at once, see `workers_for`.
        on_progress: told about twice a second.
        open_executor: opens the `concurrent.futures.Executor` to use (such as Dask's `Client.get_executor`)
            instead of a pool of processes on this machine.

    Raises:
        GradingError: the lab failed.
        LabHomeError: the lab's secret can't be used.
    """
    seeds = hidden_seeds(request.mission)
    count = workers_for(len(seeds), workers)
    request.folder.mkdir(parents=True, exist_ok=True)
    write_whole(request.folder / PROGRAM_FILE, request.program_text)
    tasks = {
        number: SeedTask(
            mission=mission_address(request.mission),
            program_text=request.program_text,
            program_name=request.program_name,
            seed=seed,
            seed_name=f"hidden seed {number}",
            hidden=True,
            folder=(request.folder / f"seed_{number}").resolve(),
            engine=request.engine,
        )
        for number, seed in enumerate(seeds, 1)
    }
    began_s = time.monotonic()
    cards = play(tasks, open_executor or partial(LocalPool, count), count, on_progress)
    timing = SubmissionTiming(wall_s=time.monotonic() - began_s, workers=count)
    submission = submission_of(request.mission, [cards[number] for number in sorted(cards)], timing)
    write_whole(request.folder / SUBMISSION_FILE, submission.model_dump_json(indent=2) + "\n")
    return submission
