# SPDX-License-Identifier: Apache-2.0
"""What a program collects: marks with a dataset and a label, few enough, and nothing else comes through."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tests.valence_nodes.programs.played_box import ACTION, PlayedBox, answering, failure_of, observation
from valence_nodes.programs.inside.link import Link
from valence_nodes.programs.protocol import ProtocolViolation
from valence_nodes.programs.robot import Robot, WrongValueError
from valence_nodes.programs.samples import (
    MAX_LABEL_CHARS,
    MAX_SAMPLES,
    MAX_SAMPLES_A_STEP,
    Sample,
    WrongSampleError,
    read_samples,
    sample_of,
)


def link() -> Link:
    return Link(None, "p.py", 1.0)  # type: ignore[arg-type]  # its other end is not needed


@pytest.mark.parametrize(
    ("label", "kept"),
    [("left", "left"), (" left ", "left"), (None, ""), (7, "7"), (0.5, "0.5"), (np.int64(3), "3"), (True, "True")],
)
def test_a_sample_has_a_dataset_and_perhaps_a_label(label: Any, kept: str) -> None:
    one = link()
    Robot(one, {}).collect("crate", label)
    words = one.words()
    assert read_samples(words) == (Sample("crate", kept),)
    assert [line["text"] for line in words["log"]] == [f"Collected for “crate”: {kept or 'no label yet'}"]
    assert "samples" not in one.words()


@pytest.mark.parametrize("dataset", ["", "Crate", "1a", "a" * 61, "../a", "ä", None, 3, "a\n", "x" * 10_000_000])
def test_odd_names_are_refused(dataset: Any) -> None:
    with pytest.raises(WrongValueError, match=r"robot.collect: the name of a dataset has small letters.*\.$"):
        Robot(link(), {}).collect(dataset)


@pytest.mark.parametrize("label", [[], {}, object(), math.nan, math.inf, b"x", "", "a\nb", "x" * (MAX_LABEL_CHARS + 1)])
def test_odd_labels_are_refused(label: Any) -> None:
    with pytest.raises(WrongSampleError, match=r"a label .*\.$"):
        sample_of("crate", label)


def test_too_many_samples_are_refused_in_the_box() -> None:
    one = link()
    with pytest.raises(WrongSampleError, match="at once"):
        for _ in range(MAX_SAMPLES_A_STEP + 1):
            one.collect("crate", "left")
    one = link()
    with pytest.raises(WrongSampleError, match="in one episode"):
        for _ in range(MAX_SAMPLES + 1):
            one.collect("crate", "left")
            one.words()


@pytest.mark.parametrize(
    "samples",
    [
        "crate",
        ["crate"],
        [{"dataset": "crate", "label": ""}] * (MAX_SAMPLES_A_STEP + 1),
        [{"dataset": "crate"}],
        [{"label": "left"}],
        [{"dataset": "../crate", "label": "left"}],
        [{"dataset": "crate", "label": 3}],
        [{"dataset": "crate", "label": "x" * 10_000}],
        [{"dataset": "crate", "label": "\x1b[31m"}],
    ],
)
def test_a_hostile_box_breaks_the_protocol_and_nothing_else(samples: Any) -> None:
    with pytest.raises(ProtocolViolation):
        read_samples({"samples": samples})
    with PlayedBox(answering(ACTION | {"samples": samples})) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "protocol"


def test_a_hostile_box_can_not_collect_for_ever() -> None:
    flood = ACTION | {"samples": [{"dataset": "crate", "label": ""}] * MAX_SAMPLES_A_STEP}
    with PlayedBox(answering(*[flood] * (MAX_SAMPLES // MAX_SAMPLES_A_STEP + 1))) as session:
        session.start({})
        steps = 0

        def go_on() -> None:
            nonlocal steps
            while steps <= MAX_SAMPLES:
                session.step(observation())
                steps += 1

        assert failure_of(go_on).kind == "protocol"
    assert steps == MAX_SAMPLES // MAX_SAMPLES_A_STEP
