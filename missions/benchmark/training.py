# SPDX-License-Identifier: Apache-2.0
"""How near training comes to the limit of the engine: environments beside raw `mj_step`, rays and pictures.

Both drive the same minute. In the vectorised measurement each process also measures its own limit while all others are
as busy, so that the figures compare like with like on a machine whose cores share caches.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.pool import Pool
from typing import Any

from missions.benchmark.figure import Figure
from missions.grading.local_pool import usable_cores
from missions.spec import load_mission
from missions.variation import scenario_for
from worlds.engines.mujoco.raw_limit import RawWork, raw_work
from worlds.simulator import Action

MISSION = "wall_follow"
SEED = 1
DRIVEN_S = 60.0
ANSWER = (0.8, 0.25)
"""Round and round, in the middle of the hall."""


@dataclass(frozen=True)
class _Minute:
    """One minute in environments.

    Attributes:
        wall_s: from the first step to the last.
        cpu_s: processor time of this process.
        steps: control steps of one environment.
    """

    wall_s: float
    cpu_s: float
    steps: int


def training_figures(rounds: int) -> Iterator[Figure]:
    """Measures one environment in this process, then one a core in processes of their own; the best of each counts.

    Args:
        rounds: how often; 1 or more.

    Raises:
        MissingExtraError: what training needs is not installed.
    """
    from valence_nodes.learning.extra import require_learning  # noqa: PLC0415 - beside what it makes sure of

    require_learning(("gymnasium", "stable_baselines3", "torch"))
    alone = [(_in_this_process(), raw_minute()) for _ in range(rounds)]
    fastest = min((one for one, _ in alone), key=lambda one: one.wall_s)
    limit = min((one for _, one in alone), key=lambda one: one.wall_s)
    yield _figure("training_one", "one environment in this process", fastest, limit.wall_s, 1)
    cores = usable_cores()
    with _vectorised(cores) as environments, multiprocessing.get_context("spawn").Pool(cores) as pool:
        together = [(environments.drive(), _limit_of_all(pool, cores)) for _ in range(rounds)]
    fastest = min((one for one, _ in together), key=lambda one: one.wall_s)
    slowest_s = min(limit_s for _, limit_s in together)
    yield _figure("training_vector", f"{cores} environments in {cores} processes", fastest, slowest_s, cores)


def _figure(name: str, what: str, minute: _Minute, limit_s: float, environments: int) -> Figure:
    return Figure(
        name=name,
        what=f"share of the engine's limit that {what} reach(es), observation and reward included",
        value=round(100 * limit_s / minute.wall_s, 1),
        unit="% of limit",
        bound="at_least",
        goal=60.0,
        details={
            "control_steps_a_second": round(environments * minute.steps / minute.wall_s, 1),
            "limit_steps_a_second": round(environments * minute.steps / limit_s, 1),
            "wall_s": round(minute.wall_s, 4),
            "limit_s": round(limit_s, 4),
            "times_real_time": round(environments * DRIVEN_S / minute.wall_s, 1),
        },
    )


def _actions() -> tuple[list[Action], int]:
    """The commands of the minute, one a control step, and how many steps each answer holds for."""
    mission = load_mission(MISSION)
    learning = mission.spec.learning
    assert learning is not None
    assert learning.policy is not None
    spec = learning.policy.spec
    steps = round(DRIVEN_S * mission.spec.control_rate_hz) // spec.steps * spec.steps
    return [Action(*spec.action.command(ANSWER))] * steps, spec.steps


def raw_minute(_number: int = 0) -> RawWork:
    """What raw MuJoCo takes for the minute, with rays and the robot's other sensors."""
    mission = load_mission(MISSION)
    actions, _ = _actions()
    return raw_work(scenario_for(mission, SEED), SEED, actions, mission.spec.control_timestep_s)


def _limit_of_all(pool: Pool, cores: int) -> float:
    """The limit with all cores busy: the slowest process's own time."""
    return max(one.wall_s for one in pool.map(raw_minute, range(cores), chunksize=1))


def _in_this_process() -> _Minute:
    from missions.training.environment import MissionEnv  # noqa: PLC0415 - needs the learning extra

    actions, held = _actions()
    env = MissionEnv(MISSION)
    try:
        env.reset(options={"seed": SEED})
        import numpy as np  # noqa: PLC0415

        answer = np.array(ANSWER, np.float32)
        began_s, began_cpu_s = time.perf_counter(), time.process_time()
        for _ in range(len(actions) // held):
            env.step(answer)
        return _Minute(time.perf_counter() - began_s, time.process_time() - began_cpu_s, len(actions))
    finally:
        env.close()


class _vectorised:  # noqa: N801 - it is used like a function
    """Environments in processes of their own, as a training has them."""

    def __init__(self, count: int) -> None:
        from missions.training.ppo import make_environments  # noqa: PLC0415 - needs the learning extra
        from missions.training.ppo_plan import PpoPlan  # noqa: PLC0415 - needs the learning extra

        self._count = count
        self._environments = make_environments(PpoPlan(MISSION, environments=count))

    def __enter__(self) -> _vectorised:
        return self

    def __exit__(self, *_: Any) -> None:
        self._environments.close()

    def drive(self) -> _Minute:
        """Drives the minute in all of them."""
        import numpy as np  # noqa: PLC0415

        actions, held = _actions()
        answers = np.tile(np.array(ANSWER, np.float32), (self._count, 1))
        self._environments.set_options({"seed": SEED})
        self._environments.reset()
        began_s, began_cpu_s = time.perf_counter(), time.process_time()
        for _ in range(len(actions) // held):
            self._environments.step(answers)
        return _Minute(time.perf_counter() - began_s, time.process_time() - began_cpu_s, len(actions))
