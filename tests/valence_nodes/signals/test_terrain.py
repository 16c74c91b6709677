# SPDX-License-Identifier: Apache-2.0
"""The ground is recognised by its shaking on drives that were not learned from."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from missions.spec import CATALOG
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError, ModelError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.training import train
from valence_nodes.signals.accuracy import accuracy
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.recogniser import Recogniser, find_model
from valence_nodes.signals.terrain import NAMES, TerrainRecogniser, terrain_features
from valence_nodes.signals.training import learn, main, terrain_lesson
from valence_nodes.signals.windows import Signal

DATA = CATALOG / "feel_the_ground" / "data"
GROUNDS = ("boards", "carpet", "gravel", "tile")
RATE_HZ = 100.0


@pytest.fixture(scope="module")
def learned() -> tuple[OnnxModel, dict[str, float]]:
    return learn(terrain_lesson(DATA))


@pytest.fixture(scope="module")
def window() -> Signal:
    return np.asarray(Dataset.open(DATA).test.signals[0], dtype=np.float64)


def test_drives_that_were_not_learned_from_are_recognised(learned: tuple[OnnxModel, dict[str, float]]) -> None:
    _, figures = learned
    assert figures["score"] > 0.93
    for ground in GROUNDS:
        assert figures[f"precision_{ground}"] > 0.85, ground
        assert figures[f"recall_{ground}"] > 0.85, ground


def test_a_harder_mount_changes_no_feature(window: Signal) -> None:
    once, stronger = (terrain_features(one, RATE_HZ, 0.1) for one in (window, 4.0 * window))
    assert stronger == pytest.approx(once, abs=1e-6)
    assert len(once) == len(NAMES)


def test_a_robot_that_hardly_moves_feels_no_ground(learned: tuple[OnnxModel, dict[str, float]], window: Signal) -> None:
    recogniser = TerrainRecogniser(learned[0])
    assert recogniser.recognise(window, RATE_HZ, 0.01) is None
    found = recogniser.recognise(window, RATE_HZ, 0.1)
    assert found is not None
    assert found.label == found.chances[0][0]
    assert sum(chance for _, chance in found.chances) == pytest.approx(1.0, abs=1e-4)
    assert [chance for _, chance in found.chances] == sorted((c for _, c in found.chances), reverse=True)


@pytest.mark.parametrize(
    ("window", "rate_hz", "speed_mps", "told"),
    [
        (np.zeros((100, 5)), 100.0, 0.1, "(100, 5)"),
        (np.zeros(100), 100.0, 0.1, "(100,)"),
        (np.zeros((0, 6)), 100.0, 0.1, "0 samples"),
        (np.full((100, 6), math.nan), 100.0, 0.1, "NaN"),
        (np.full((100, 6), 1e200), 100.0, 0.1, "No ground"),
        (np.zeros((100, 6)), 50.0, 0.1, "50 Hz"),
        (np.zeros((100, 6)), 100.0, math.nan, "speed"),
    ],
)
def test_bad_windows_are_refused(window: Any, rate_hz: float, speed_mps: float, told: str) -> None:
    with pytest.raises(SignalError) as refused:
        terrain_features(window, rate_hz, speed_mps)
    assert told in str(refused.value)


def test_a_model_for_something_else_is_refused(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    small = train("tree", random.random((20, 3)), target=np.array(["a", "b"] * 10))
    with pytest.raises(ModelError, match=f"takes {len(NAMES)} features; this tree takes 3 numbers"):
        TerrainRecogniser(small)
    number = train("tree", random.random((20, 3)), target=random.random(20))
    with pytest.raises(ModelError, match="must tell classes"):
        Recogniser(number, ("a", "b", "c"), "terrain")
    other = train("tree", random.random((20, 4)), target=np.array(["a", "b"] * 10))
    small.onnx = other.onnx  # files of two models in one folder
    with pytest.raises(ModelError):
        Recogniser(small, ("a", "b", "c"), "terrain")
    for reference, models in (("", ""), ("nowhere", ""), ("terrain", str(tmp_path)), ("../x", str(tmp_path))):
        with pytest.raises(ModelError):
            find_model(reference, models)


def test_a_dataset_without_the_channels_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pandas as pd

    from valence_nodes.learning.make_dataset import make_dataset

    table = pd.DataFrame({"episode": list("aabbccdd"), "size": np.arange(8.0), "kind": ["x", "y"] * 4})
    make_dataset(tmp_path / "data", table, name="other", kind="table", target="kind")
    with pytest.raises(DataError, match="can't teach terrain"):
        terrain_lesson(tmp_path / "data")
    assert main(["terrain", "--data", str(tmp_path / "data"), "--models", str(tmp_path / "models")]) == 2
    assert "can't teach terrain" in capsys.readouterr().err
    assert not (tmp_path / "models").exists()


def test_precision_and_recall_count_what_they_say() -> None:
    figures = accuracy(["a", "a", "b", "b", ""], ["a", "b", "b", "b", "b"])
    assert (figures["a"].precision, figures["a"].recall, figures["a"].samples) == (1.0, 0.5, 2)
    assert (figures["b"].precision, figures["b"].recall) == (0.5, 1.0)
    assert set(figures) == {"a", "b"}
