# SPDX-License-Identifier: Apache-2.0
"""How many episodes a machine grades in a minute, and what a second worker adds."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from missions.benchmark.figure import Figure
from missions.benchmark.limits import MINUTE_S
from missions.benchmark.minute import LIDAR_ROBOT, PROGRAM, SEED, mission_of, run_minute
from missions.episode.launcher import EpisodeRunner
from missions.grading.local_pool import LocalPool, usable_cores
from missions.grading.playing import play
from missions.grading.seed_task import SeedTask
from missions.spec import Mission
from missions.variation import scenario_for
from worlds.engines.mujoco.raw_limit import raw_work
from worlds.simulator import Action

_WORKERS = 2


def throughput_figures(episodes: int) -> Iterator[Figure]:
    """Measures with one worker and with two; beside it, how much more raw physics two processes do than one.

    Args:
        episodes: how many are graded each time; a multiple of 2.

    Raises:
        GradingError: grading failed.
    """
    with mission_of(MINUTE_S) as mission:
        alone_s = _graded_s(mission, episodes, 1)
        together_s = _graded_s(mission, episodes, _WORKERS)
        machine = _growth_of_the_machine(mission)
    growth = alone_s / together_s
    yield Figure(
        name="graded_a_minute",
        what=f"graded episodes of 60 s in a minute, {_WORKERS} workers",
        value=round(60 * episodes / together_s, 1),
        unit="a minute",
        details={"episodes": episodes, "workers": _WORKERS, "cores": usable_cores(), "wall_s": round(together_s, 3)},
    )
    yield Figure(
        name="growth",
        what="how many times as many as with one worker",
        value=round(growth, 3),
        unit="×",
        bound="at_least",
        goal=1.8,
        details={"one_worker_wall_s": round(alone_s, 3), "raw_physics_growth": round(machine, 3)},
    )


def _graded_s(mission: Mission, episodes: int, workers: int) -> float:
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        tasks = {
            number: SeedTask(
                mission=mission.folder.resolve(),
                program_text=PROGRAM,
                program_name="bench.py",
                seed=SEED,
                seed_name=f"episode {number}",
                hidden=False,
                folder=Path(folder) / str(number),
            )
            for number in range(episodes)
        }
        began_s = time.monotonic()
        play(tasks, partial(LocalPool, workers), workers)
        return time.monotonic() - began_s


def _growth_of_the_machine(mission: Mission) -> float:
    """How much more raw work two processes do at once than one: no grading can grow by more."""
    with EpisodeRunner() as runner:
        actions = run_minute(runner, mission, LIDAR_ROBOT, trace=False).actions
    work = partial(_raw_s, mission.folder.resolve(), actions)
    with ProcessPoolExecutor(_WORKERS, mp_context=get_context("spawn")) as pool:
        list(pool.map(work, range(_WORKERS)))  # both have started
        alone_s = pool.submit(work, 0).result()
        both_s = max(pool.map(work, range(_WORKERS)))
    return _WORKERS * alone_s / both_s


def _raw_s(folder: Path, actions: tuple[Action, ...], _number: int) -> float:
    from missions.spec import load_mission  # noqa: PLC0415 - in the worker

    mission = load_mission(folder)
    return raw_work(scenario_for(mission, SEED, LIDAR_ROBOT), SEED, actions, mission.spec.control_timestep_s).wall_s
