# SPDX-License-Identifier: Apache-2.0
"""A mission in which something is learned: how far the pad is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from missions.learning.learn import model_for
from missions.learning.learned_model import LearnedModel
from missions.spec import Mission, load_mission
from tests.missions.mission_files import PROGRAM, plain_spec, write_mission
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.source import ProgramSource

Make = Callable[..., Mission]
LearnProgram = Callable[..., LearnedModel | None]


@pytest.fixture
def learning_mission(tmp_path: Path, own_lab: Path) -> Make:
    """Makes the mission, with its dataset if one is asked for."""

    def make(*, data: bool = True, **learning: Any) -> Mission:
        spec = {"cpu_s": 20, "memory_mb": 2048, **learning, **({"dataset": "data"} if data else {})}
        changes = {"public_seeds": [4], "hidden_seed_count": 1, "time_limit_s": 5, "learning": spec}
        folder = write_mission(tmp_path, plain_spec(**changes))
        (folder / "rule.py").write_text(PROGRAM, encoding="utf-8")
        if data:
            write_data(folder / "data")
        return load_mission(folder)

    return make


def write_data(folder: Path) -> None:
    """Distances (m) and whether they are far, of ten episodes."""
    import pandas as pd

    from valence_nodes.learning.make_dataset import make_dataset

    rows = [{"episode": i % 10, "distance_m": i / 20, "far": "yes" if i >= 20 else "no"} for i in range(40)]
    make_dataset(folder, pd.DataFrame(rows), name="distances", target="far")


@pytest.fixture
def learn(learning_mission: Make) -> LearnProgram:
    """Has a program learn, in a mission of its own if none is given."""

    def run(text: str, mission: Mission | None = None, told: list[LearningNews] | None = None) -> LearnedModel | None:
        hear = None if told is None else told.append
        return model_for(mission or learning_mission(data=False), ProgramSource(text, "my_program.py"), hear)

    return run
