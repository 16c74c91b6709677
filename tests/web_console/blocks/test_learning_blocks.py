# SPDX-License-Identifier: Apache-2.0
"""Blocks for learning: what they generate learns and drives in the real box, and solves a mission."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from missions.episode.launcher import run_episode
from missions.episode.request import EpisodeRequest
from missions.lab_home import LAB_HOME_VARIABLE
from missions.learning.learn import model_for
from missions.learning.learning_report import read_report
from missions.spec import load_mission
from tests.valence_nodes.programs.conftest import FEATURES, PATIENT
from tests.web_console.blocks.test_generated_programs import SeeingUnicycle
from valence_nodes.learning.feeling import feature_names
from valence_nodes.programs.box import BoxFiles, BoxLimits, box_available, start_box
from valence_nodes.programs.learning_session import LearningNews, LearnLimits, learn_in_box
from valence_nodes.programs.session import ProgramSession
from valence_nodes.programs.source import ProgramSource

pytestmark = pytest.mark.skipif(not box_available().ok, reason="no box on this machine")

# A model that answers everything, in the words of the program itself; the box unpickles what is written below.
TOLD = """

class Told:
    classes = ("gravel", "tile")

    def predict(self, x):
        return "gravel"

    def predict_proba(self, x):
        return [0.75, 0.25]
"""
PICKLED = b"cprogram\nTold\n(tR."
LEARNING_LIMITS = BoxLimits(memory_bytes=3 << 30, threads=16, open_files=256)


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small dataset of windows of an IMU, in which gravel shakes faster than tiles."""
    import numpy as np
    import pandas as pd

    from valence_nodes.learning.card import Column
    from valence_nodes.learning.make_dataset import make_dataset

    chance = np.random.default_rng(0)
    channels = ("gyro_x", "gyro_y", "gyro_z", "acceleration_x", "acceleration_y", "acceleration_z")
    rows = []
    for number in range(40):
        ground, hz = (("tile", 4), ("gravel", 20))[number % 2]
        wave = np.sin(2 * np.pi * hz * np.arange(100) / 100)
        window = {name: (wave + 0.1 * chance.normal(size=100)).astype(np.float32) for name in channels}
        rows.append({"episode": number // 4, "ground": ground, "speed_mps": 0.1 + 0.001 * number, **window})
    folder = tmp_path_factory.mktemp("shaken") / "data"
    described = {name: Column(name, "signal", "", "of an IMU", rate_hz=100.0) for name in channels}
    table = pd.DataFrame(rows)
    make_dataset(folder, table, name="feel_the_ground", kind="signals", target="ground", described=described)
    return folder


def learned(text: str, data: Path, news: list[LearningNews]) -> bytes:
    files = BoxFiles(learning=True, data=data)
    ours, theirs = socket.socketpair()
    with theirs:
        box = start_box(theirs, LEARNING_LIMITS, files=files)
    try:
        program = ProgramSource(text, "p.py")
        return learn_in_box(ours, program, files.places(trust=False), LearnLimits(100, 1 << 26), news.append).content
    finally:
        box.close()


def test_every_block_of_the_chain_learns(generated_programs: Path, shaken: Path) -> None:
    news: list[LearningNews] = []
    text = (generated_programs / "every_block.learning.en.py").read_text(encoding="utf-8")
    assert learned(text, shaken, news)
    stages = {one.doing.stage for one in news if one.doing is not None}
    assert stages == {"load", "select", "clean", "feel", "split", "train", "evaluate"}
    examined = [one.examined for one in news if one.examined is not None]
    assert {one.part for one in examined} == {"test", "validation"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_block_of_the_drive_runs(generated_programs: Path, tmp_path: Path, language: str) -> None:
    text = (generated_programs / f"every_block.learning.{language}.py").read_text(encoding="utf-8") + TOLD
    kept = tmp_path / "model" / "model.pickle"
    kept.parent.mkdir()
    kept.write_bytes(PICKLED)
    files = BoxFiles(learning=True, model=kept)
    ours, theirs = socket.socketpair()
    with theirs:
        box = start_box(theirs, BoxLimits(memory_bytes=2 << 30), files=files)
    session = ProgramSession(ours, ProgramSource(text, "p.py"), PATIENT)
    unicycle, said, samples = SeeingUnicycle(), list[str](), 0
    try:
        session.start(FEATURES, files.places(trust=False)["model_file"])
        for _ in range(100):
            step = session.step(unicycle.observation())
            said += [line.text for line in step.log]
            samples += len(step.samples)
            if step.finished:
                break
            unicycle.move(step.speed_mps, step.turn_radps)
        assert step.finished, text
    finally:
        session.close()
        box.close()
    assert (said.count("gravel"), said.count("0.75"), said.count("False")) == (4, 2, 2)
    assert samples == 2


def test_a_learning_mission_is_solved_with_blocks(
    generated_programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LAB_HOME_VARIABLE, str(tmp_path / "lab"))
    mission = load_mission("feel_the_ground")
    assert "blocks" in mission.spec.tiers
    text = (generated_programs / "feel_the_ground.py").read_text(encoding="utf-8")
    model = model_for(mission, ProgramSource(text, "program.py"))
    assert model is not None
    assert model.used.kind == "forest"
    assert model.report is not None
    report = read_report(model.report.parent)
    assert report is not None
    assert report.examinations[0].score > 0.9
    assert {name for name, _ in report.examinations[0].importance} <= set(feature_names())
    card = run_episode(EpisodeRequest(mission, text, "program.py", 2, tmp_path / "episode", model=model)).scorecard
    assert card.passed, f"{card.score}: {card.message}"
    assert card.model == model.used
