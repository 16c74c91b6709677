# SPDX-License-Identifier: Apache-2.0
"""Grades a submission: a program on all hidden seeds of a mission."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from missions.episode.episode_files import PROGRAM_FILE
from missions.episode.unlearned import unlearned
from missions.grading.local_pool import LocalPool, usable_cores
from missions.grading.playing import GradingProgress, OnProgress, OpenExecutor, play
from missions.grading.seed_task import SeedTask, mission_address, request_of
from missions.grading.submission import Submission, SubmissionTiming, submission_of
from missions.learning.learn import model_for
from missions.learning.learned_model import LearnedModel
from missions.scorecard import Scorecard
from missions.seeds import hidden_seeds
from missions.spec import Mission
from missions.whole_file import write_whole
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.learning_session import LearningNews, OnNews
from valence_nodes.programs.source import ProgramSource

SUBMISSION_FILE = "submission.json"

OnSeed = Callable[[int, Scorecard], None]


@dataclass(frozen=True)
class SubmissionRequest:
    """A submission to grade.

    Attributes:
        mission: what is asked of the robot.
        program_text: the Python source with `drive(robot)`.
        program_name: how the learner knows it (a file name), for messages.
        folder: where `submission.json` and a folder for each seed's episode are left.
        engine: name in the engine registry.
        model: what the program drives with, if it learned something.
        data: folder of a dataset of one's own that the program learns from; None for the mission's.
    """

    mission: Mission
    program_text: str
    program_name: str
    folder: Path
    engine: str = "mujoco"
    model: LearnedModel | None = None
    data: Path | None = None


def seed_name(number: int) -> str:
    """What people may know of a hidden seed.

    Args:
        number: of the seed in its mission, 1 first.
    """
    return f"hidden seed {number}"


def seed_folder(folder: Path, number: int) -> Path:
    """Where a hidden seed's episode leaves its files, in the folder of a submission."""
    return folder / f"seed_{number}"


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
    *,
    on_seed: OnSeed | None = None,
    known: Mapping[int, Scorecard] | None = None,
    may_begin: Callable[[], bool] | None = None,
    on_learning: OnNews | None = None,
) -> Submission:
    """Grades a submission; the same points for any number of workers, in any order, on any executor.

    Args:
        request: what to grade.
        workers: how many episodes at once, see `workers_for`.
        on_progress: told about twice a second.
        open_executor: opens the `concurrent.futures.Executor` to use (such as Dask's `Client.get_executor`)
            instead of a pool of processes on this machine.
        on_seed: told each seed's number and scorecard as soon as it is there; its episode's files are in `seed_folder`.
        known: scorecards of seeds, by number, that were graded before grading was interrupted; they are not played.
        may_begin: asked before each episode; as long as it says no, none begins.
        on_learning: told what the program says while it learns.

    Raises:
        GradingError: the lab failed.
        CannotLearnError: it failed while the program learned.
        MissingExtraError: the packages that learning needs are missing.
        LabHomeError: the lab's secret can't be used.
    """
    seeds = hidden_seeds(request.mission)
    before = {number: card for number, card in (known or {}).items() if 1 <= number <= len(seeds)}
    count = workers_for(len(seeds), workers)
    request.folder.mkdir(parents=True, exist_ok=True)
    write_whole(request.folder / PROGRAM_FILE, request.program_text)
    tasks = {
        number: SeedTask(
            mission=mission_address(request.mission),
            program_text=request.program_text,
            program_name=request.program_name,
            seed=seed,
            seed_name=seed_name(number),
            hidden=True,
            folder=seed_folder(request.folder, number).resolve(),
            engine=request.engine,
        )
        for number, seed in enumerate(seeds, 1)
        if number not in before
    }

    def tell(progress: GradingProgress) -> None:
        if on_progress is not None:
            on_progress(replace(progress, done=progress.done + len(before), total=len(seeds)))

    began_s = time.monotonic()

    def learning_goes_on(news: LearningNews) -> None:
        if on_learning is not None:
            on_learning(news)
        tell(GradingProgress(0, len(tasks), time.monotonic() - began_s, None))

    program = ProgramSource(request.program_text, request.program_name)
    try:
        model = request.model
        if model is None and tasks:
            model = model_for(request.mission, program, learning_goes_on, data=request.data)
        tasks = {number: replace(task, model=model) for number, task in tasks.items()}
    except ProgramFailed as failed:
        for number, task in tasks.items():
            before[number] = unlearned(request_of(task), failed.failure).scorecard
            if on_seed is not None:
                on_seed(number, before[number])
        tasks = {}
    cards = before | play(tasks, open_executor or partial(LocalPool, count), count, tell, on_seed, may_begin)
    timing = SubmissionTiming(wall_s=time.monotonic() - began_s, workers=count)
    submission = submission_of(request.mission, [cards[number] for number in sorted(cards)], timing)
    write_whole(request.folder / SUBMISSION_FILE, submission.model_dump_json(indent=2) + "\n")
    return submission
