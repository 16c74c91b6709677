# SPDX-License-Identifier: Apache-2.0
"""The rubric: shares become points, and points add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from missions.checks import registry
from missions.checks.check import Check, CheckContext, Measurement, Parameters
from missions.episode_record import EpisodeRecord
from missions.rubric import Rubric, total
from tests.missions.records import context_of, record_of

CRITERIA: list[dict[str, Any]] = [
    {"name": "pads", "check": "zones_in_order", "points": 10},
    {"name": "hurry", "check": "time", "parameters": {"full_s": 2, "none_s": 4}, "points": 5},
]


def test_points_are_the_share_of_each_criterion_rounded_to_hundredths(tmp_path: Path) -> None:
    context = context_of(tmp_path, criteria=CRITERIA)
    scores = Rubric(context.mission).score(record_of([(0.0, 0.0), (1.0, 0.0)]), context)
    assert [(one.name, one.check, one.points, one.max_points) for one in scores] == [
        ("pads", "zones_in_order", 3.33, 10),
        ("hurry", "time", 0.0, 5),
    ]


def test_the_total_is_what_a_person_would_add_up(tmp_path: Path) -> None:
    criteria = [{"name": f"c{i}", "check": "zones_in_order", "points": 0.1} for i in range(3)]
    context = context_of(tmp_path, criteria=criteria, pass_mark=0.2)
    scores = Rubric(context.mission).score(record_of([(1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)]), context)
    assert total(scores) == 0.3  # 0.1 + 0.1 + 0.1 in floats is a little more
    assert total(()) == 0.0


@pytest.mark.parametrize("fraction", [1.5, -0.1, float("nan"), float("inf")])
def test_a_check_that_measures_nonsense_is_found_out(
    fraction: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measure(record: EpisodeRecord, context: CheckContext, parameters: Parameters) -> Measurement:
        return Measurement(fraction, "because")

    monkeypatch.setitem(registry.CHECKS, "zones_in_order", Check("zones_in_order", Parameters, measure))
    context = context_of(tmp_path)
    with pytest.raises(ValueError, match="zones_in_order"):
        Rubric(context.mission).score(record_of([(0.0, 0.0)]), context)
