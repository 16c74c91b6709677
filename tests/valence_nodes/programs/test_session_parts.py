# SPDX-License-Identifier: Apache-2.0
"""Traces and pictures between the node and a box that is played by the test."""

from __future__ import annotations

from typing import Any

import pytest

from tests.valence_nodes.programs.played_box import (
    ACTION,
    HASTY,
    PlayedBox,
    answering,
    failure_of,
    loaded,
    observation,
)
from valence_nodes.programs.observation import ImageData
from valence_nodes.programs.protocol import FrameSocket
from valence_nodes.programs.trace import MAX_FUNCTIONS, MAX_VALUE_CHARS, MAX_VARIABLES, Trace

TRACE: dict[str, Any] = {"functions": ["drive", "go"], "lines": [9, 3], "names": ["speed"], "values": ["0.1"]}


def test_a_trace_comes_out_as_it_went_in_and_what_steers_a_terminal_is_made_visible():
    traces = [TRACE, TRACE | {"names": ["\x1b"], "values": ["\u202eö"]}, None, {key: [] for key in TRACE}]
    with PlayedBox(answering(*(ACTION | {"trace": one} for one in traces)), trace=True) as session:
        session.start({})
        steps = [session.step(observation(number)) for number in range(len(traces))]
    assert steps[0].trace == Trace(("drive", "go"), (9, 3), ("speed",), ("0.1",))
    assert steps[1].trace == Trace(("drive", "go"), (9, 3), ("\u241b",), ("\ufffdö",))
    assert [step.trace for step in steps[2:]] == [None, Trace((), (), (), ())]


def test_whether_to_trace_is_told_and_a_trace_that_nobody_asked_for_is_not_looked_at():
    asked: list[object] = []

    def script(frames: FrameSocket) -> None:
        asked.append(loaded(frames)["trace"])
        frames.receive(60.0)
        frames.send("action", ACTION | {"trace": "x" * 9999}, 1.0)

    with PlayedBox(script) as session:
        session.start({})
        assert session.step(observation()).trace is None
    with PlayedBox(script, trace=True) as session:
        session.start({})
    assert asked == [False, True]


@pytest.mark.parametrize(
    "broken",
    [
        5,
        "text",
        [],
        {},
        TRACE | {"functions": None},
        TRACE | {"functions": "go"},
        TRACE | {"functions": ["go"]},
        TRACE | {"functions": ["go"] * (MAX_FUNCTIONS + 1), "lines": [1] * (MAX_FUNCTIONS + 1)},
        TRACE | {"functions": [b"drive", "go"]},
        TRACE | {"functions": ["x" * 61, "go"]},
        TRACE | {"lines": [1]},
        TRACE | {"lines": ["1", 2]},
        TRACE | {"lines": [True, 2]},
        TRACE | {"lines": [-1, 2]},
        TRACE | {"lines": [1.5, 2]},
        TRACE | {"lines": [1, 10**9]},
        TRACE | {"names": []},
        TRACE | {"names": {"speed": 1}},
        TRACE | {"values": [0.1]},
        TRACE | {"values": [["0.1"]]},
        TRACE | {"values": ["x" * (MAX_VALUE_CHARS + 1)]},
        TRACE | {"names": ["n"] * (MAX_VARIABLES + 1), "values": ["v"] * (MAX_VARIABLES + 1)},
        TRACE | {"names": ["n"] * MAX_VARIABLES, "values": ["x" * MAX_VALUE_CHARS] * MAX_VARIABLES},
        TRACE | {"names": ["n"] * MAX_VARIABLES, "values": ["€" * 40] * MAX_VARIABLES},
    ],
)
def test_a_trace_that_makes_no_sense_ends_the_program(broken):
    with PlayedBox(answering(ACTION | {"trace": broken}), trace=True) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "protocol"


PICTURE = ImageData(2, 1, 1.0, b"abcdef")


def test_a_picture_comes_when_it_is_asked_for_and_once():
    got: list[dict[str, Any]] = []

    def script(frames: FrameSocket) -> None:
        loaded(frames)
        for _ in range(2):
            got.append(frames.receive(60.0))
            if got[-1].get("image") is True:
                frames.send("want", {"part": "image"}, 1.0)
                got.append(frames.receive(60.0))
            frames.send("action", ACTION, 1.0)

    with PlayedBox(script) as session:
        session.start({})
        session.step(observation(0, image=PICTURE))
        session.step(observation(1, image=PICTURE))
    first, part, second = got
    assert first["image"] is True
    assert part == {"kind": "part", "image": vars(PICTURE)}
    assert "image" not in second


def test_a_robot_without_a_camera_has_no_picture_to_ask_for():
    got: list[dict[str, Any]] = []

    def script(frames: FrameSocket) -> None:
        loaded(frames)
        got.append(frames.receive(60.0))
        frames.send("action", ACTION, 1.0)

    with PlayedBox(script) as session:
        session.start({})
        session.step(observation())
    assert got[0]["image"] is None


@pytest.mark.parametrize(
    "wanted", [["image", "image"], ["scan"], ["no such part"], [None], [["image"]], [{"image": 1}], [5], ["x" * 9999]]
)
def test_a_part_that_is_not_to_be_had_ends_the_program(wanted):
    def script(frames: FrameSocket) -> None:
        loaded(frames)
        frames.receive(60.0)
        for part in wanted:
            frames.send("want", {"part": part}, 1.0)
            frames.receive(60.0)

    with PlayedBox(script) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation(image=PICTURE))).kind == "protocol"


def test_who_asks_for_a_picture_and_then_says_nothing_runs_out_of_time():
    def script(frames: FrameSocket) -> None:
        loaded(frames)
        frames.receive(60.0)
        frames.send("want", {"part": "image"}, 1.0)
        frames.receive(60.0)
        frames.receive(60.0)

    with PlayedBox(script, HASTY) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation(image=PICTURE))).kind == "time_step"


def test_a_picture_asked_for_before_its_step_is_an_answer_too_early():
    def script(frames: FrameSocket) -> None:
        loaded(frames)
        frames.send("want", {"part": "image"}, 1.0)
        frames.receive(60.0)

    with PlayedBox(script) as session:
        session.start({})
        while not session._frames.pending():
            pass
        assert failure_of(lambda: session.step(observation(image=PICTURE))).kind == "protocol"
