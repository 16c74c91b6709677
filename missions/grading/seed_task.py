# SPDX-License-Identifier: Apache-2.0
"""One seed of a submission: what travels to a worker, and what the worker does with it.

`grade_seed` works on any `concurrent.futures.Executor`: its task and its scorecard can be pickled, and it relies on
no fork, no shared object and no thread but its own. Processes of an episode die with the thread that started
them, so each thread keeps a runner of its own, warm from seed to seed.
"""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass, field
from pathlib import Path

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.learning.learned_model import LearnedModel
from missions.scorecard import Scorecard
from missions.spec import CATALOG, Mission, load_mission
from worlds.errors import HintedError


class SeedNotGradedError(HintedError):
    """A seed could not be graded, through no fault of the program."""


@dataclass(frozen=True)
class SeedTask:
    """One episode of a submission.

    Attributes:
        mission: a name of the catalogue, which may lie elsewhere on a worker's machine; or else a folder.
        program_text: the Python source with `drive(robot)`.
        program_name: how the learner knows it (a file name).
        seed: of the variation; 0 ≤ seed < 2**63.
        seed_name: what people may know of the seed, such as “hidden seed 2”.
        hidden: the seed must not be told: neither in the scorecard, nor in an error.
        folder: where the episode leaves its files, on the worker's machine.
        engine: name in the engine registry.
        model: what the program drives with, if it learned something.
    """

    mission: str | Path
    program_text: str
    program_name: str
    seed: int = field(repr=False)
    seed_name: str
    hidden: bool
    folder: Path
    engine: str = "mujoco"
    model: LearnedModel | None = None


def mission_address(mission: Mission) -> str | Path:
    """Says how a worker finds a mission: by its name if it is in the catalogue, or else by its folder."""
    folder = mission.folder.resolve()
    return mission.spec.name if folder == CATALOG / mission.spec.name else folder


def grade_seed(task: SeedTask) -> Scorecard:
    """Runs one episode and returns its scorecard, without its seed if that is hidden.

    Raises:
        SeedNotGradedError: the lab failed; it may be tried again.
    """
    try:
        return _graded(task)
    except SeedNotGradedError:
        raise
    except Exception as error:
        # Only what can be pickled may leave a worker, and nothing that tells a hidden seed: no cause either.
        given = error if isinstance(error, HintedError) else HintedError(f"{type(error).__name__}: {error}")
        raise SeedNotGradedError(_told(given.message, task), _told(given.hint, task)) from None


def request_of(task: SeedTask) -> EpisodeRequest:
    """The episode that a task stands for."""
    return EpisodeRequest(
        mission=load_mission(task.mission),
        program_text=task.program_text,
        program_name=task.program_name,
        seed=task.seed,
        folder=task.folder,
        engine=task.engine,
        hidden=task.hidden,
        model=task.model,
    )


def _graded(task: SeedTask) -> Scorecard:
    card = _warm.keeper.runner.run(request_of(task)).scorecard
    if card.verdict in {"node_failed", "stopped"}:
        raise SeedNotGradedError(_told(card.message, task), card.hint)
    return card


def _told(text: str, task: SeedTask) -> str:
    return text.replace(str(task.seed), "(hidden)") if task.hidden else text


class _Keeper:
    """Holds a runner and closes it when nothing holds the keeper any more, or at the end of the process."""

    def __init__(self) -> None:
        self.runner = EpisodeRunner()
        weakref.finalize(self, self.runner.close)


class _Warm(threading.local):
    """A keeper for each thread, gone when the thread ends."""

    def __init__(self) -> None:
        self.keeper = _Keeper()


_warm = _Warm()
