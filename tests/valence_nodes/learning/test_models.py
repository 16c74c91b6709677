# SPDX-License-Identifier: Apache-2.0
"""Asking a model: one sample or many, and what it says to samples that do not fit it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from valence_nodes.learning import lab
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.inputs import Inputs
from valence_nodes.learning.models import OnnxModel


@pytest.fixture(scope="module")
def of_rows(rows: Dataset) -> OnnxModel:
    return lab.train("tree", rows.train)


@pytest.fixture(scope="module")
def of_pictures(pictures: Dataset) -> OnnxModel:
    return lab.train("tree", pictures.train)


def test_one_sample_gives_one_name_and_many_give_many(
    of_rows: OnnxModel, of_pictures: OnnxModel, pictures: Dataset
) -> None:
    picture = pictures.test.pictures[0]
    assert of_pictures.predict(picture) == pictures.test.y[0]
    assert of_pictures.predict(picture[None]).tolist() == [pictures.test.y[0]]
    assert of_pictures.predict(pictures.test.pictures[:0]).tolist() == []
    busy = {"load": 0.95, "hour": 3, "weather": "rain", "unknown": "x"}
    assert of_rows.predict(busy) == "yes"
    assert of_rows.predict(pd.DataFrame([busy, busy | {"load": 0.1, "weather": "sun"}])).tolist() == ["yes", "no"]
    assert of_rows.predict([0.95, 3, 1, 0]) == "yes"
    assert of_rows.predict_proba(busy).shape == (2,)
    # A word that it has never seen is none of those that it knows.
    assert of_rows.predict(busy | {"weather": "hail"}) in of_rows.classes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"load": 0.5, "hour": 3}, "needs the column “weather”"),
        ({"laod": 0.5, "hour": 3, "weather": "sun"}, "needs the column “load”.*Did you mean “laod”"),
        ({"load": "much", "hour": 3, "weather": "sun"}, "something else than numbers"),
        ({"load": None, "hour": 3, "weather": "sun"}, "NaN.* in column “load”"),
        ([1, 2, 3], "learned from a row of numbers of 4|a row of 4, or many of them, and was given 3"),
        (5, "was given a single number"),
        ("abc", "was given str"),
        (object(), "no array of numbers"),
        (np.zeros((2, 2, 2)), "was given 2 × 2 × 2"),
    ],
)
def test_rows_that_do_not_fit_are_explained(of_rows: OnnxModel, given: Any, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        of_rows.predict(given)


def test_pictures_that_do_not_fit_are_explained(of_pictures: OnnxModel, rows: Dataset) -> None:
    with pytest.raises(ModelError, match="a picture of 8 × 8.*was given 9 × 8.*cv2.resize"):
        of_pictures.predict(np.zeros((9, 8), np.uint8))
    with pytest.raises(ModelError, match="One has colours and the other is grey"):
        of_pictures.predict(np.zeros((8, 8, 3), np.uint8))
    with pytest.raises(ModelError, match="has no pictures: it is a dataset of table"):
        of_pictures.predict(rows.test)


def test_a_broken_net_is_explained(of_rows: OnnxModel) -> None:
    inputs = Inputs("numbers", (4,))
    for onnx in (b"", b"not a net", of_rows.onnx[:100]):
        broken = OnnxModel(onnx, kind="tree", task="classes", inputs=inputs, classes=("a", "b"))
        with pytest.raises(ModelError, match="no ONNX model"):
            broken.predict([1, 2, 3, 4])
    other = OnnxModel(of_rows.onnx, kind="tree", task="classes", inputs=inputs, classes=("a", "b", "c"))
    with pytest.raises(ModelError, match="do not belong together"):
        other.predict([1, 2, 3, 4])
    wider = OnnxModel(of_rows.onnx, kind="tree", task="classes", inputs=Inputs("numbers", (5,)), classes=("a", "b"))
    with pytest.raises(ModelError, match="does not take this"):
        wider.predict([1, 2, 3, 4, 5])
    with pytest.raises(ModelError, match="is none"):
        OnnxModel(b"", kind="tree", task="magic", inputs=inputs)
