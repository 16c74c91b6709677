# SPDX-License-Identifier: Apache-2.0
"""The node's end holds against any other end: here the box is played by the test, honestly or not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from valence_nodes.programs import protocol
from valence_nodes.programs.failure import ProgramFailed, ProgramFailure
from valence_nodes.programs.observation import ImageData, ImuData, Observation
from valence_nodes.programs.protocol import FrameSocket, PeerGone
from valence_nodes.programs.session import LogLine, PlotPoint, ProgramSession, ProgramStep, StepLimits
from valence_nodes.programs.source import ProgramSource
from valence_nodes.programs.trace import MAX_FUNCTIONS, MAX_VALUE_CHARS, MAX_VARIABLES, Trace

PATIENT = StepLimits(step_wall_s=60.0, load_wall_s=60.0, stop_wall_s=60.0)
HASTY = StepLimits(step_wall_s=0.1, load_wall_s=0.2, stop_wall_s=0.1)
ACTION: dict[str, Any] = {"speed_mps": 0.1, "turn_radps": 0.0, "log": [], "plots": [], "finished": False, "line": 3}
FAILED: dict[str, Any] = {"failure": "exception", "message": "m", "hint": "h", "line": 2, "source_line": "s"}
Script = Callable[[FrameSocket], None]


def observation(step: int = 0, **parts: Any) -> Observation:
    return Observation(step=step, time_s=step * 0.05, control_timestep_s=0.05, time_limit_s=60.0, **parts)


class PlayedBox:
    """Plays the box's end by a script, in a thread, and keeps what it got."""

    def __init__(self, script: Script, limits: StepLimits = PATIENT, *, trace: bool = False) -> None:
        ours, theirs = socket.socketpair()
        self.session = ProgramSession(ours, ProgramSource("x = 1", "p.py"), limits, trace=trace)
        self._frames = FrameSocket(theirs, protocol.MAX_TO_BOX_BYTES)
        self._script = script
        self._thread = threading.Thread(target=self._play, daemon=True)

    def _play(self) -> None:
        try:
            self._script(self._frames)
        except PeerGone:
            return

    def __enter__(self) -> ProgramSession:
        self._thread.start()
        return self.session

    def __exit__(self, *_: object) -> None:
        self.session.close()
        self._thread.join()
        self._frames.close()


def loaded(frames: FrameSocket) -> dict[str, Any]:
    frames.send("hello", {"version": protocol.VERSION}, 1.0)
    start = frames.receive(60.0)
    frames.send("loaded", {}, 1.0)
    return start


def failure_of(act: Callable[[], object]) -> ProgramFailure:
    with pytest.raises(ProgramFailed) as caught:
        act()
    assert caught.value.failure.message
    return caught.value.failure


def answering(*answers: dict[str, Any], kind: str = "action") -> Script:
    def script(frames: FrameSocket) -> None:
        loaded(frames)
        for answer in answers:
            frames.receive(60.0)
            frames.send(kind, answer, 1.0)
        frames.receive(60.0)

    return script


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
