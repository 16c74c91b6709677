# SPDX-License-Identifier: Apache-2.0
"""The teaching layer: from data to a model in a few lines, and mistakes that teach."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.valence_nodes.learning.small_data import rows_table
from valence_nodes.learning import lab, progress
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import DataError, LearningError
from valence_nodes.learning.kinds.registry import KINDS
from valence_nodes.learning.make_dataset import make_dataset
from valence_nodes.learning.splits import crossing_groups


@pytest.fixture
def gaps(tmp_path: Path) -> Dataset:
    """Rows with gaps and an outlier."""
    table = rows_table(200).drop(columns="minutes")
    table.loc[::10, "load"] = np.nan
    table.loc[5, "load"] = 1000.0
    return make_dataset(tmp_path / "gaps", table, name="gaps", target="late")


def test_it_is_there_at_once() -> None:
    text = (
        "import sys\nfrom valence_nodes.learning import lab\nlab.kinds()\n"
        "assert not {'numpy', 'pandas', 'sklearn', 'torch', 'onnx', 'pydantic', 'worlds'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", text], check=True, cwd=Path(__file__).parents[3])


def test_the_whole_way(gaps: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "_places", {})
    lab.offer("gaps", gaps.folder)
    data = lab.load("gaps")
    rows = lab.clean(lab.select(data, "load", "weather"), outliers="clip")
    train, validation, test = lab.split(rows, 0.5, 0.25, 0.25)
    model = lab.train("tree", train, target="late", validation=validation)
    said = str(lab.evaluate(model, test))
    assert "samples right (always “" in said
    assert model.inputs.names == ("load", "weather=rain", "weather=sun")
    # It cleans what it is given later as it was cleaned when it learned.
    assert model.predict({"load": None, "weather": "sun"}) == model.predict(
        {"load": rows.fill["load"][0], "weather": "sun"}
    )
    assert model.predict({"load": 1e9, "weather": "rain"}) == "yes"
    assert lab.evaluate(model, data).samples == len(data.test)


def test_a_window_of_a_signal_is_described_by_numbers() -> None:
    times_s = np.arange(100) / 100.0
    window = np.column_stack([np.sin(2 * np.pi * 8 * times_s), np.sin(2 * np.pi * 30 * times_s)])
    row = lab.features(window, 100, [0, 20, 50], ["roll", "up"])
    assert row["roll_centroid_hz"] == pytest.approx(8.0, abs=0.1)
    assert row["up_centroid_hz"] == pytest.approx(30.0, abs=0.1)
    assert row["roll_band_1"] > row["roll_band_2"]
    assert list(lab.features(window[:, 0], 100, [0, 50])) == [name[5:] for name in row if name.startswith("roll_")][:5]
    for bad, rate_hz, told in ((window * np.nan, 100, "NaN"), ([], 100, "0 samples"), (window, 0, "rate")):
        with pytest.raises(DataError, match=told):
            lab.features(bad, rate_hz, [0, 50])


def test_gaps_and_outliers_are_dealt_with_as_asked(gaps: Dataset) -> None:
    filled, dropped = lab.clean(gaps), lab.clean(gaps, missing="drop")
    assert len(filled) == 200
    assert len(dropped) == 180
    assert not filled.table["load"].isna().any()
    assert filled.table["load"].max() == 1000
    assert lab.clean(gaps, outliers="clip").table["load"].max() < 10
    assert len(lab.clean(gaps, outliers="drop")) == 199


def test_what_is_put_in_comes_from_the_training_rows_alone(gaps: Dataset) -> None:
    other = gaps.all.table.copy()
    other.loc[other["split"] == "test", "load"] = 55.0
    assert lab.clean(gaps.all.with_table(other)).fill["load"] == lab.clean(gaps).fill["load"]


def test_a_split_keeps_episodes_together(gaps: Dataset) -> None:
    parts = lab.split(gaps, 0.6, 0.2, 0.2, seed=7)
    episodes = [one for part in parts for one in part.episodes.tolist()]
    assert crossing_groups(episodes, [part.name for part in parts for _ in range(len(part))]) == []
    assert [part.name for part in parts] == ["train", "validation", "test"]
    own = lab.split(gaps)
    assert [len(part) for part in own] == [len(gaps.train), len(gaps.validation), len(gaps.test)]


def test_mistakes_teach(gaps: Dataset) -> None:
    with pytest.raises(DataError, match="no dataset “gasp”"):
        lab.load("gasp")
    with pytest.raises(DataError, match="no column “laod”. Did you mean “load”"):
        lab.select(gaps, "laod")
    with pytest.raises(DataError, match="“late” can't be a feature: it is what is to be learned"):
        lab.select(gaps, "late")
    with pytest.raises(DataError, match="missing can't be 'fil'. Did you mean “fill”"):
        lab.clean(gaps, missing="fil")
    with pytest.raises(DataError, match="This is no dataset: list"):
        lab.split([1, 2])  # type: ignore[arg-type]
    with pytest.raises(LearningError, match="Use lab.clean before lab.train"):
        lab.train("forest", gaps.train)
    with pytest.raises(LearningError, match="no column “lat”"):
        lab.train("forest", gaps.train, target="lat")


def test_a_column_can_be_left_out(gaps: Dataset) -> None:
    assert lab.select(gaps, without=["hour"]).features == ("load", "weather")


def test_every_kind_is_explained() -> None:
    assert set(lab.kinds()) == set(KINDS)
    for kind in KINDS.values():
        assert len(kind.about) > 20
        for option in kind.options:
            assert option.read(option.default) == option.default
            assert option.about


def test_a_listener_hears_how_it_goes(rows: Dataset) -> None:
    heard: list[tuple[float, dict[str, float]]] = []

    def listen(done: float, curves: dict[str, float]) -> None:
        heard.append((done, curves))

    progress.listen(listen)
    try:
        lab.train("forest", rows.train, validation=rows.validation, trees=10)
    finally:
        progress.unlisten(listen)
    assert [done for done, _ in heard] == pytest.approx([index / 10 for index in range(1, 11)])
    assert set(heard[-1][1]) == {"score", "validation_score"}
