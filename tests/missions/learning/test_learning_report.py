# SPDX-License-Identifier: Apache-2.0
"""What is kept of how a program learned, and the page about it: bounded, checked, and harmless whatever a box sends."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from missions.learning.learned_model import ModelUsed
from missions.learning.learning_page import learning_page
from missions.learning.learning_report import (
    MOST_CURVES,
    MOST_EXAMINATIONS,
    MOST_LINES,
    MOST_POINTS,
    REPORT_FILE,
    LearningNotes,
    LearningReport,
    read_report,
    write_report,
)
from valence_nodes.learning.report_words import LANGUAGES
from valence_nodes.programs.examination import Examination, doing_of, examined_of
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.program_words import LogLine, PlotPoint
from valence_nodes.programs.protocol import ProtocolViolation

EVIL = "<script>alert(1)</script>"
FIGURES: dict[str, Any] = {
    "part": "test",
    "kind": "forest",
    "task": "classes",
    "samples": 10,
    "score": 0.8,
    "baseline": "always “far”",
    "baseline_score": 0.5,
    "mean_error": 0.0,
    "classes": ["near", "far"],
    "confusion": [[4, 1], [1, 4]],
    "calibration": [[0.9, 0.8, 10]],
    "dots": [],
    "importance": [["distance_m", 0.3]],
    "errors": [{"truth": "far", "told": "near", "sure": 0.9, "episode": "3", "values": [["distance_m", "1.5"]]}],
}
PICTURE = {"truth": "7", "told": "1", "sure": 0.9, "height": 2, "width": 3}


def examination(**changes: Any) -> Examination:
    found = examined_of({"examined": {**FIGURES, **changes}})
    assert found is not None
    return found


def report_of(*news: LearningNews, why_not: str = "") -> LearningReport:
    notes = LearningNotes()
    for one in news:
        notes.take(one)
    used = ModelUsed(name="learned", kind="forest", sha256="a" * 64, size_bytes=1234)
    return notes.report(None if why_not else used, why_not)


@pytest.mark.parametrize(
    "changes",
    [
        {"score": float("nan")},
        {"score": 2},
        {"score": True},
        {"score": "1"},
        {"samples": 0},
        {"samples": -1},
        {"samples": 1.5},
        {"samples": 10**12},
        {"task": "other"},
        {"kind": "x" * 61},
        {"classes": ["a"]},
        {"classes": [str(one) for one in range(31)], "confusion": [[0] * 31] * 31},
        {"confusion": [[1, 2], [3]]},
        {"confusion": "no"},
        {"calibration": [[2, 0, 1]]},
        {"dots": [[1, 2]] * 401},
        {"dots": [[float("inf"), 2]]},
        {"importance": [["x", 0.1]] * 21},
        {"errors": [FIGURES["errors"][0]] * 13},
        {"errors": [{**PICTURE, "pixels": b"12345"}]},
        {"errors": [{**PICTURE, "height": 33, "pixels": b"1" * 99}]},
        {"errors": [{**PICTURE, "height": -1, "pixels": b""}]},
        {"more": 1},
    ],
)
def test_figures_that_are_none_end_the_learning(changes: dict[str, Any]) -> None:
    with pytest.raises(ProtocolViolation):
        examined_of({"examined": {**FIGURES, **changes}})


@pytest.mark.parametrize("given", [1, "train", [], {"stage": "dance"}, {"stage": "train", "rows": -1}, {"kind": "x"}])
def test_what_is_begun_is_one_of_few_words(given: object) -> None:
    with pytest.raises(ProtocolViolation):
        doing_of({"doing": given})


def test_notes_take_no_more_room_however_much_is_told() -> None:
    many = [
        LearningNews(
            log=(LogLine(f"line {number}", 1),) * 2,
            plots=tuple(PlotPoint(f"curve {curve}", float(number)) for curve in range(10)),
            examined=examination(),
        )
        for number in range(1000)
    ]
    report = report_of(*many)
    assert (len(report.lines), report.lines[-1].text) == (MOST_LINES, "line 999")
    assert len(report.curves) == MOST_CURVES
    for curve in report.curves:
        assert MOST_POINTS / 2 <= len(curve.points) <= MOST_POINTS
        assert curve.points[0] == (1.0, 0.0)
        assert all(x == value + 1 for x, value in curve.points)
    assert len(report.examinations) == MOST_EXAMINATIONS


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    report = report_of(LearningNews(examined=examination(errors=[{**PICTURE, "pixels": bytes(range(18))}])))
    write_report(tmp_path / "new", report)
    back = read_report(tmp_path / "new")
    assert back == report
    assert back is not None
    assert back.examinations[0].errors[0].pixels == bytes(range(18))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"used_s": "soon"}', b'{"evil": 1}', b"\xff", b" " * 4_000_001]
)
def test_a_damaged_report_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / REPORT_FILE).write_bytes(content)
    assert read_report(tmp_path) is None


class Parsed(HTMLParser):
    """Which elements and attributes there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in {"src", "href", "action", "srcset"}:
                self.addresses.append(value or "")


@pytest.mark.parametrize("language", ["en", "de"])
def test_whatever_a_program_says_the_page_runs_nothing_and_loads_nothing(language: str) -> None:
    errors = [
        {"truth": EVIL, "told": f'"{EVIL}', "sure": 1, "episode": EVIL, "values": [[EVIL, EVIL]]},
        {**PICTURE, "truth": f'" onerror="{EVIL[:20]}', "pixels": bytes(6)},
    ]
    news = LearningNews(
        log=(LogLine(EVIL, 1),),
        plots=(PlotPoint(EVIL, 1.0), PlotPoint(EVIL, 2.0)),
        examined=examination(
            part=EVIL, kind=EVIL, baseline=EVIL, classes=[EVIL, "b"], importance=[[EVIL, 1]], errors=errors
        ),
    )
    page = Parsed(learning_page(report_of(news, why_not=EVIL), EVIL, language))
    assert not page.tags & {"script", "iframe", "object", "embed", "form", "a", "link", "base", "input"}
    assert page.addresses
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)


def test_the_page_says_what_is_known_in_both_languages() -> None:
    plots = tuple(PlotPoint("score", value / 10) for value in range(5))
    report = report_of(
        LearningNews(log=(LogLine("Hello", 3),), plots=plots, examined=examination(), used_s=3.5, limit_s=20)
    )
    english, german = learning_page(report, "Mine"), learning_page(report, "Meins", "de")
    for word in ("80.0%", "distance_m", "Hello", "forest", "a" * 64):
        assert word in english
        assert word in german
    assert "3.5 of 20 s" in english
    assert "3.5 von 20 s" in german
    assert re.search(r'<html lang="de">', german)
    for key in ("confusion", "each_class", "calibration_asked", "importance", "errors", "course", "lines"):
        assert LANGUAGES["de"][key] in german


def test_numbers_are_shown_too_and_a_model_that_was_not_examined_says_how() -> None:
    numbers = {"task": "numbers", "classes": [], "confusion": [], "calibration": [], "importance": [], "errors": []}
    page = learning_page(report_of(LearningNews(examined=examination(**numbers, dots=[[1, 1.1], [2, 2.1]]))), "p")
    assert "Told and true" in page
    assert "lab.evaluate" in learning_page(report_of(LearningNews()), "p")


def test_the_words_are_the_same_in_all_languages() -> None:
    keys = [set(words) for words in LANGUAGES.values()]
    assert all(one == keys[0] for one in keys)
    for key, text in LANGUAGES["en"].items():
        holes = [sorted(re.findall(r"\{\w+\}|</?\w+>", words[key])) for words in LANGUAGES.values()]
        assert all(one == holes[0] for one in holes), text
