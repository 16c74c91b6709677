# SPDX-License-Identifier: Apache-2.0
"""Examinations: the figures are those of the books, and the report tells them without doing harm."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, r2_score

from tests.valence_nodes.learning.small_data import rows_table
from valence_nodes.learning import lab
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.errors import ModelError
from valence_nodes.learning.evaluation import compare, evaluate, mcnemar, nearest_mean_score
from valence_nodes.learning.explaining import column_importance, learning_curve, occlusion
from valence_nodes.learning.make_dataset import make_dataset
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.report import ReportInput, report_html


@pytest.fixture(scope="module")
def weak(rows: Dataset) -> OnnxModel:
    """A model that gets some wrong."""
    return lab.train("tree", lab.select(rows.train, "hour", "weather"), depth=3)


def test_the_figures_are_scikit_learns(weak: OnnxModel, rows: Dataset) -> None:
    found = lab.evaluate(weak, rows.test)
    truth, told = rows.test.y, weak.predict(rows.test)
    assert found.confusion == tuple(map(tuple, confusion_matrix(truth, told, labels=list(found.classes))))
    precision, recall, f1, samples = precision_recall_fscore_support(
        truth, told, labels=list(found.classes), zero_division=0
    )
    for place, one in enumerate(found.per_class):
        assert (one.precision, one.recall, one.f1, one.samples) == pytest.approx(
            (precision[place], recall[place], f1[place], samples[place])
        )
    assert found.score == pytest.approx((truth == told).mean())
    assert found.baseline_score == max((truth == "no").mean(), (truth == "yes").mean())
    assert sum(one.samples for one in found.calibration) == found.samples
    wrong = found.most_confident_errors()
    assert all(truth[place] != told[place] for place in wrong)
    assert [found.sure[place] for place in wrong] == sorted((found.sure[place] for place in wrong), reverse=True)


def test_numbers_are_examined_too(tmp_path: Path) -> None:
    data = make_dataset(tmp_path / "d", rows_table(120).drop(columns="late"), name="d", target="minutes")
    model = lab.train("forest", data.train, trees=10)
    found = lab.evaluate(model, data.test)
    assert found.score == pytest.approx(r2_score(data.test.y, model.predict(data.test)))
    assert found.score > 0.8 > found.baseline_score == 0
    page = report_html(ReportInput("d:1", model, data.test, found))
    assert "R² 0." in page
    assert "Told and true" in page


def test_two_models_are_compared_on_the_same_samples(weak: OnnxModel, rows: Dataset) -> None:
    strong = lab.train("forest", rows.train, trees=10)
    found = compare(evaluate(strong, rows.test), evaluate(weak, rows.test))
    assert found.only_first > found.only_second
    assert found.p_value < 0.05
    assert "the first is better" in str(found)
    with pytest.raises(ModelError, match="different samples"):
        compare(evaluate(strong, rows.test), evaluate(weak, rows.validation))


@pytest.mark.parametrize(("one", "other", "p_value"), [(0, 0, 1.0), (5, 5, 1.0), (10, 0, 2 / 1024), (1, 7, 18 / 256)])
def test_mcnemars_test_is_exact(one: int, other: int, p_value: float) -> None:
    assert mcnemar(one, other) == pytest.approx(p_value)


def test_what_matters_is_found(rows: Dataset, pictures: Dataset) -> None:
    forest = lab.train("forest", rows.train, trees=10)
    losses = dict(column_importance(forest, rows.test))
    assert max(losses, key=lambda name: losses[name]) == "load"
    assert abs(losses["hour"]) < 0.1 < losses["load"]
    assert nearest_mean_score(forest, rows.train, rows.test) > 0.6
    seer = lab.train("nearest_neighbours", pictures.train, neighbours=20)
    seen = occlusion(seer, pictures.test.pictures[0], patches=2)
    assert seen.shape == (8, 8)
    with pytest.raises(ModelError, match="learned from a table"):
        column_importance(seer, pictures.test)
    with pytest.raises(ModelError, match="classes of pictures"):
        occlusion(forest, pictures.test.pictures[0])


def test_a_learning_curve_grows_with_the_episodes(rows: Dataset) -> None:
    points = learning_curve(lab.train("tree", rows.train), rows.train, rows.test)
    samples = [one[0] for one in points]
    assert samples == sorted(samples)
    assert samples[-1] == len(rows.train)


def test_a_class_that_was_never_learned_counts_as_wrong(rows: Dataset) -> None:
    model = lab.train("tree", [[0.0], [1.0]] * 5, target=["yes", "maybe"] * 5)
    assert set(model.classes) == {"maybe", "yes"}
    part = rows.test.with_features(["load"])
    model.inputs = lab.train("tree", rows.train.with_features(["load"])).inputs
    model.target = "late"
    found = evaluate(model, part)
    assert set(found.classes) == {"maybe", "yes", "no"}
    assert sum(map(sum, found.confusion)) == found.samples


class _Page(HTMLParser):
    """Collects what a page would load or run, and whether its elements are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.images: list[str] = []
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "iframe", "object", "link", "b"} or any(name.startswith("on") for name in given):
            self.odd.append(tag)
        if tag == "img":
            self.images.append(given["src"] or "")
            assert given["alt"] is not None
        elif tag not in {"meta", "path", "circle", "rect"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _read(page: str) -> _Page:
    parser = _Page()
    parser.feed(page)
    assert parser.open == []
    return parser


def test_a_report_of_pictures_shows_those_behind_each_cell(pictures: Dataset) -> None:
    model = lab.train("mlp", pictures.train, validation=pictures.validation, epochs=2)
    found = lab.evaluate(model, pictures.test)
    page = report_html(ReportInput("sides:1", model, pictures.test, found, {"Licence": "CC0"}))
    read = _read(page)
    assert read.odd == []
    assert len(read.images) >= found.samples // 2
    assert all(one.startswith("data:image/png;base64,") for one in read.images)
    for part in ("Confusion matrix", "Each class", "Course of the training", "Where it looks", "always “"):
        assert part in page
    # Nothing is fetched from anywhere.
    assert re.findall(r"https?://|url\(", page) == []
    assert "prefers-color-scheme: dark" in page


def test_what_comes_from_data_can_do_no_harm_in_a_report(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    quote = '"><img src=x onerror=alert(1)>${sections}$title'
    table = pd.DataFrame({quote: np.arange(60.0) % 7, "kind": [evil, quote] * 30})
    table["episode"] = [f"{evil}{index // 3}" for index in range(60)]
    data = make_dataset(tmp_path / "d", table, name="d", target="kind", licence=evil, title=evil)
    model = lab.train("tree", data.train, depth=2)
    second = lab.train("nearest_neighbours", data.train)
    found = lab.evaluate(model, data.test)
    given: dict[str, Any] = {"facts": {evil: quote}, "neighbour": (quote, 0.5)}
    given["other"] = (evil, compare(found, lab.evaluate(second, data.test)))
    page = report_html(ReportInput(evil, model, data.test, found, **given))
    assert _read(page).odd == []
    assert _read(page).images == []
    assert evil not in page
