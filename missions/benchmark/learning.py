# SPDX-License-Identifier: Apache-2.0
"""How long learning takes: a policy by trying, until it passes; a mission's reference; a forest of many rows.

Seconds alone say as much of the machine as of us. So each is also told as a multiple of a peer in the same run: of what
raw MuJoCo takes for a minute of `wall_follow`, or of what scikit-learn alone takes for the same forest.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from missions.benchmark.figure import Figure
from missions.benchmark.training import raw_minute
from missions.learning.learn import learn_anew
from missions.spec import Mission, load_mission
from valence_nodes.programs.source import read_program

if TYPE_CHECKING:
    from missions.training.ppo_plan import PpoPlan

NET_MISSION, POLICY_MISSION = "read_and_sort", "wall_follow"
ROWS, COLUMNS, TREES = 100_000, 10, 50

NET_GOAL_S, POLICY_GOAL_S, FOREST_GOAL_S = 90.0, 360.0, 10.0


@dataclass(frozen=True)
class ForestTimes:
    """Wall-clock seconds of one forest.

    Attributes:
        ours_s: trained by the lab, with its export to ONNX.
        bare_s: fitted by scikit-learn alone, on one core as well.
        right: share of other rows that it knows.
    """

    ours_s: float
    bare_s: float
    right: float


def learning_figures(rounds: int) -> Iterator[Figure]:
    """Measures the forest so often, and once what takes minutes.

    Args:
        rounds: how often; 1 or more.

    Raises:
        MissingExtraError: what training needs is not installed.
        CannotLearnError: the lab failed.
    """
    from missions.training.ppo_plan import PpoPlan  # noqa: PLC0415 - needs the learning extra
    from valence_nodes.learning.extra import require_learning  # noqa: PLC0415 - beside what it makes sure of

    require_learning(("gymnasium", "stable_baselines3", "sklearn", "torch"))
    yield forest_figure([forest_times(ROWS) for _ in range(rounds)], forest_times(ROWS, samples=ROWS))
    minute_s = raw_minute().wall_s
    yield reference_figure(load_mission(NET_MISSION), minute_s)
    yield from policy_figures(load_mission(POLICY_MISSION), PpoPlan(POLICY_MISSION), minute_s)


def forest_times(rows: int, samples: int | None = None) -> ForestTimes:
    """Trains one forest with the lab and one without, on a made-up table whose answers are not quite certain.

    Args:
        rows: of the table.
        samples: that each tree sees at most; None for the lab's own choice.
    """
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 - needs the learning extra

    from valence_nodes.learning.training import train  # noqa: PLC0415 - needs the learning extra

    draw = np.random.Generator(np.random.PCG64(0))
    x = draw.normal(size=(rows + 1000, COLUMNS)).astype(np.float32)
    hidden = x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * draw.normal(size=len(x))
    y = np.where(hidden > 0, "late", "in time")
    options: dict[str, Any] = {} if samples is None else {"samples": samples}
    began_s = time.perf_counter()
    model = train("forest", x[:rows], target=y[:rows], trees=TREES, **options)
    ours_s = time.perf_counter() - began_s
    right = float(np.mean(np.array(model.predict(x[rows:])) == y[rows:]))
    bare = RandomForestClassifier(
        TREES,
        max_depth=model.options["depth"],
        min_samples_leaf=model.options["least_samples"],
        max_samples=min(model.options["samples"], rows),
        random_state=0,
        n_jobs=1,
    )
    began_s = time.perf_counter()
    bare.fit(x[:rows], y[:rows])
    return ForestTimes(ours_s, time.perf_counter() - began_s, right)


def forest_figure(times: list[ForestTimes], of_all_rows: ForestTimes) -> Figure:
    """The fastest of some forests as the lab makes them, in which a tree sees 20,000 rows at most.

    Args:
        times: of the same forest.
        of_all_rows: of one whose trees see as many as there are.
    """
    best = min(times, key=lambda one: one.ours_s)
    return Figure(
        name="learning_forest",
        what=f"a forest of {TREES} trees learns from {ROWS:,} rows of {COLUMNS} numbers",
        value=round(best.ours_s, 2),
        unit="s",
        goal=FOREST_GOAL_S,
        details={
            "times_scikit_learn": round(best.ours_s / best.bare_s, 2),
            "right": round(best.right, 3),
            "of_all_rows_s": round(of_all_rows.ours_s, 2),
            "of_all_rows_times_scikit_learn": round(of_all_rows.ours_s / of_all_rows.bare_s, 2),
            "of_all_rows_right": round(of_all_rows.right, 3),
        },
    )


def reference_figure(mission: Mission, minute_s: float) -> Figure:
    """How long the first reference of a mission learns, in its box.

    Args:
        mission: whose reference has `learn(data)`.
        minute_s: what raw MuJoCo takes for a minute.
    """
    program = read_program(mission.references[0])
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        began_s = time.perf_counter()
        learn_anew(mission, program, Path(folder))
        wall_s = time.perf_counter() - began_s
    return Figure(
        name="learning_reference",
        what=f"the reference of {mission.spec.name} learns",
        value=round(wall_s, 1),
        unit="s",
        goal=NET_GOAL_S,
        details={"raw_minutes": round(wall_s / minute_s, 1)},
    )


def policy_figures(mission: Mission, plan: PpoPlan, minute_s: float) -> Iterator[Figure]:
    """How long a policy learns by trying, and what it wins then with the seeds that decide when it is good.

    Args:
        mission: that is learned.
        plan: of its training.
        minute_s: what raw MuJoCo takes for a minute.
    """
    from missions.training.ppo import train  # noqa: PLC0415 - needs the learning extra

    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        progress = train(plan, Path(folder)).progress
    name = mission.spec.name
    yield Figure(
        name="learning_policy",
        what=f"PPO learns {name} from nothing",
        value=round(progress.wall_s, 1),
        unit="s",
        goal=POLICY_GOAL_S,
        details={"raw_minutes": round(progress.wall_s / minute_s, 1), "decisions": progress.decisions},
    )
    yield Figure(
        name="learning_policy_points",
        what=f"points that policy wins in {name} with the worst seed of those that decide when it is good",
        value=round(progress.best_score or 0.0, 2),
        unit="points",
        bound="at_least",
        goal=mission.spec.pass_mark,
    )
