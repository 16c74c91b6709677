# SPDX-License-Identifier: Apache-2.0
"""A model of the lab's registry drives: chosen by its name, asked in the box, named on the scorecard."""

from __future__ import annotations

from pathlib import Path

import pytest

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.learning.chosen_model import chosen_model
from missions.spec import load_mission
from tests.missions.learning.conftest import write_data
from valence_nodes.learning import lab
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import LearningError
from valence_nodes.learning.registry import MODELS_FOLDER, ModelRegistry
from valence_nodes.programs.box import box_available

FAR = """
def drive(robot):
    robot.say(robot.model.predict({"distance_m": 1.9}))
    robot.say(robot.model.predict({"distance_m": 0.1}))
    robot.say(robot.model.predict({"distance": 0.1}))
"""


@pytest.fixture
def registry(own_lab: Path, tmp_path: Path) -> ModelRegistry:
    write_data(tmp_path / "data")
    data = Dataset.open(tmp_path / "data")
    registry = ModelRegistry(own_lab / MODELS_FOLDER)
    for _ in range(2):
        registry.add("far", lab.train("tree", data.train), metrics={}, data_name="distances", data_sha256="0" * 64)
    return registry


@pytest.mark.skipif(not box_available().ok, reason="no box on this machine")
def test_it_drives_and_is_named_on_the_scorecard(registry: ModelRegistry, tmp_path: Path) -> None:
    model = chosen_model("far:1")
    request = EpisodeRequest(load_mission("first_drive"), FAR, "p.py", 1, tmp_path / "episode", model=model)
    with EpisodeRunner() as runner:
        outcome = runner.run(request)
    assert [line.split(": ", 1)[1] for line in outcome.log] == ["yes", "no"]
    used = outcome.scorecard.model
    assert used is not None
    assert (used.name, used.version, used.kind) == ("far", 1, "tree")
    failure = outcome.scorecard.failure
    assert failure is not None
    assert "distance_m" in failure.message + failure.hint


def test_the_newest_version_is_taken_if_none_is_named(registry: ModelRegistry) -> None:
    assert chosen_model("far").used.version == 2


@pytest.mark.parametrize("name", ["fra", "far:9", "../far", "far:x", "", "x" * 5000])
def test_a_model_that_is_not_there_is_told(registry: ModelRegistry, name: str) -> None:
    with pytest.raises(LearningError):
        chosen_model(name)
