# SPDX-License-Identifier: Apache-2.0
"""The node's end holds against any other end: here the box is played by the test, honestly or not."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.valence_nodes.programs.played_box import (
    ACTION,
    FAILED,
    HASTY,
    PlayedBox,
    answering,
    failure_of,
    loaded,
    observation,
)
from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.observation import ImuData
from valence_nodes.programs.protocol import FrameSocket
from valence_nodes.programs.session import LogLine, PlotPoint, ProgramStep, StepLimits


def test_the_program_and_what_is_known_of_the_robot_are_handed_over():
    got: list[dict[str, Any]] = []
    with PlayedBox(lambda frames: got.append(loaded(frames))) as session:
        session.start({"max_speed_mps": 0.2})
    assert got[0]["program"] == "x = 1"
    assert got[0]["name"] == "p.py"
    assert got[0]["features"] == {"max_speed_mps": 0.2}


def test_an_answer_comes_out_as_it_went_in():
    answer = ACTION | {"log": [{"text": "hi", "line": 4}], "plots": [{"name": "d", "value": 1}]}
    with PlayedBox(answering(answer)) as session:
        session.start({})
        step = session.step(observation())
    assert step == ProgramStep(0.1, 0.0, (LogLine("hi", 4),), (PlotPoint("d", 1.0),), finished=False, line=3)


def test_only_what_has_changed_is_sent_again():
    got: list[dict[str, Any]] = []

    def script(frames: FrameSocket) -> None:
        loaded(frames)
        for _ in range(2):
            got.append(frames.receive(60.0))
            frames.send("action", ACTION, 1.0)

    imu = ImuData(0.5, (0.0, 0.0, 0.0), (0.0, 0.0, 9.8))
    with PlayedBox(script) as session:
        session.start({})
        session.step(observation(0, imu=imu))
        session.step(observation(1, imu=imu))
    assert got[0]["imu"]["yaw_rad"] == 0.5
    assert "imu" not in got[1]
    assert got[1]["step"] == 1


def test_when_drive_has_returned_the_robot_stands_and_nobody_is_asked():
    with PlayedBox(answering(ACTION | {"finished": True})) as session:
        session.start({})
        assert session.step(observation(0)).finished
        assert session.step(observation(1)) == ProgramStep(finished=True)
        assert session.stop("over") == ProgramStep(finished=True)


@pytest.mark.parametrize(
    "broken",
    [
        {"speed_mps": float("nan")},
        {"speed_mps": "fast"},
        {"speed_mps": True},
        {"turn_radps": None},
        {"turn_radps": float("inf")},
        {"finished": 1},
        {"line": -1},
        {"log": "text"},
        {"log": ["text"]},
        {"log": [{"text": 5}]},
        {"log": [{"text": "x" * 3000}]},
        {"log": [{"text": "x", "line": "one"}]},
        {"log": [{"text": "x"}] * (protocol.MAX_LINES_A_STEP + 1)},
        {"plots": {}},
        {"plots": [{"name": "x" * 61, "value": 1}]},
        {"plots": [{"name": "x", "value": float("nan")}]},
        {"plots": [{"name": "x", "value": 1}] * (protocol.MAX_PLOTS_A_STEP + 1)},
    ],
)
def test_an_answer_that_makes_no_sense_ends_the_program(broken):
    with PlayedBox(answering(ACTION | broken)) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "protocol"


@pytest.mark.parametrize(
    "words",
    [
        lambda step: {"log": [{"text": "x" * 2000, "line": 1}] * 30},
        lambda step: {"plots": [{"name": f"{step} {number}", "value": 1} for number in range(32)]},
    ],
)
def test_what_is_said_and_plotted_in_all_is_limited_whatever_the_box_lets_by(words):
    def script(frames: FrameSocket) -> None:
        loaded(frames)
        for step in range(1000):
            frames.receive(60.0)
            frames.send("action", ACTION | words(step), 1.0)

    def drive_on() -> None:
        for step in range(1000):
            session.step(observation(step))

    with PlayedBox(script) as session:
        session.start({})
        failure = failure_of(drive_on)
    assert failure.kind == "output"
    assert "64 curves" in failure.hint


def test_another_version_is_refused():
    with PlayedBox(lambda frames: frames.send("hello", {"version": 99}, 1.0)) as session:
        assert failure_of(lambda: session.start({})).kind == "protocol"


def test_a_program_that_does_not_load_in_time():
    def script(frames: FrameSocket) -> None:
        frames.send("hello", {"version": protocol.VERSION}, 1.0)
        frames.receive(60.0)
        frames.receive(60.0)

    with PlayedBox(script, HASTY) as session:
        failure = failure_of(lambda: session.start({}))
    assert failure.kind == "time_step"
    assert "0.2 s" in failure.message


def test_a_program_that_answers_not_in_time():
    limits = StepLimits(step_wall_s=0.1, load_wall_s=60.0)
    with PlayedBox(answering(), limits) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "time_step"


def test_an_answer_before_the_question():
    ready = threading.Event()

    def script(frames: FrameSocket) -> None:
        loaded(frames)
        frames.send("action", ACTION, 1.0)
        ready.set()
        frames.receive(60.0)

    with PlayedBox(script) as session:
        session.start({})
        ready.wait(60.0)
        failure = failure_of(lambda: session.step(observation()))
    assert failure.kind == "protocol"
    assert "before it was asked" in failure.message


def test_two_answers_to_one_question():
    ready = threading.Event()

    def script(frames: FrameSocket) -> None:
        loaded(frames)
        frames.receive(60.0)
        frames.send("action", ACTION, 1.0)
        frames.send("action", ACTION, 1.0)
        ready.set()
        frames.receive(60.0)

    with PlayedBox(script) as session:
        session.start({})
        session.step(observation(0))
        ready.wait(60.0)
        assert failure_of(lambda: session.step(observation(1))).kind == "protocol"


def test_the_wrong_kind_of_answer():
    with PlayedBox(answering({}, kind="loaded")) as session:
        session.start({})
        failure = failure_of(lambda: session.step(observation()))
    assert failure.kind == "protocol"
    assert "loaded" in failure.log_text
    assert "loaded" not in failure.message


def test_a_failure_is_passed_on_in_the_learners_words():
    with PlayedBox(answering(FAILED, kind="failed")) as session:
        session.start({})
        failure = failure_of(lambda: session.step(observation(0)))
        assert session.step(observation(1)) == ProgramStep(finished=True)
    assert failure == ProgramFailure("exception", "m", "h", 2, "s")


def test_what_was_said_just_before_a_failure_is_not_lost():
    with PlayedBox(answering(FAILED | {"log": [{"text": "here", "line": 1}]}, kind="failed")) as session:
        session.start({})
        with pytest.raises(ProgramFailed) as caught:
            session.step(observation())
    assert caught.value.last_words == ProgramStep(log=(LogLine("here", 1),), finished=True)


@pytest.mark.parametrize(
    "broken", [{"failure": "score 100"}, {"message": None}, {"line": 0}, {"hint": "x" * 9999}, {"log": 5}]
)
def test_a_failure_that_is_none_is_a_violation(broken):
    with PlayedBox(answering(FAILED | broken, kind="failed")) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "protocol"


def test_an_end_without_a_word():
    with PlayedBox(lambda frames: (loaded(frames), frames.close())[1]) as session:
        session.start({})
        assert failure_of(lambda: session.step(observation())).kind == "gone"


def test_last_words_are_heard_but_move_nothing():
    with PlayedBox(answering(ACTION | {"log": [{"text": "bye", "line": None}]})) as session:
        session.start({})
        last = session.stop("time is up")
    assert last == ProgramStep(log=(LogLine("bye", None),), finished=True, line=3)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(FAILED, "failed"), (ACTION | {"speed_mps": "x"}, "action"), ({}, "action"), ({"failure": 5}, "failed")],
)
def test_nothing_that_happens_at_the_end_is_a_failure(answer, kind):
    with PlayedBox(answering(answer, kind=kind)) as session:
        session.start({})
        assert session.stop("time is up") == ProgramStep(finished=True)


@pytest.mark.parametrize("script", [answering(), lambda frames: (loaded(frames), frames.close())[1]])
def test_nobody_waits_long_for_last_words(script):
    with PlayedBox(script, StepLimits(load_wall_s=60.0, stop_wall_s=0.1)) as session:
        session.start({})
        assert session.stop("time is up") == ProgramStep(finished=True)
