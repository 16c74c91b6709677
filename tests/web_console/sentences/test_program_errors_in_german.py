# SPDX-License-Identifier: Apache-2.0
"""Whatever the lab says of a learner's program has German words, but for what Python or the program says itself."""

from __future__ import annotations

import math
import warnings
from array import array
from typing import Any

import pytest

from tests.valence_nodes.programs.test_learner_errors import MISTAKES
from tests.web_console.sentences.written import sentences_in
from valence_nodes.programs.box_endings import explain_end
from valence_nodes.programs.inside.link import Link as RealLink
from valence_nodes.programs.learner_errors import explain
from valence_nodes.programs.program_check import check_program
from valence_nodes.programs.quantities import cm, deg
from valence_nodes.programs.robot import Robot, note_forgotten_wait

PROGRAM_MODULES = [
    "missions/learning/learn.py",
    "valence_nodes/learning/evaluation.py",
    "valence_nodes/learning/inputs.py",
    *(f"valence_nodes/learning/kinds/{name}.py" for name in ("kind", "linear", "net_training", "nets", "registry")),
    *(f"valence_nodes/learning/kinds/{name}.py" for name in ("with_sklearn", "without_target")),
    "valence_nodes/learning/lab.py",
    "valence_nodes/learning/models.py",
    "valence_nodes/learning/splits.py",
    "valence_nodes/learning/training.py",
    "valence_nodes/programs/box_endings.py",
    "valence_nodes/programs/from_box.py",
    "valence_nodes/programs/inside/kept_model.py",
    "valence_nodes/programs/inside/learning.py",
    "valence_nodes/programs/learner_errors.py",
    "valence_nodes/programs/learning_session.py",
    "valence_nodes/programs/program_check.py",
    "valence_nodes/programs/session.py",
    "valence_nodes/programs/syntax_errors.py",
]
LOG_MODULES = [
    "valence_nodes/programs/inside/link.py",
    "valence_nodes/programs/robot.py",
]
PYTHONS_WORDS = ("'(' was never closed", "unmatched ')'", "Robot.wait() takes 2 positional arguments but 3 were given")
MORE_MISTAKES = [
    *(
        "x = 1,,2",
        "x = (1 2)",
        "x = 0,5m",
        "x = )",
        "x = (1]",
        "x = (\n1]",
        "pass\n\tpass",
        "x = 1 +",
        "x = “a”",
        "break",
    ),
    *(
        "x = 5m",
        "return = 1",
        "robot.turn()",
        "robot.turn(1, 2, 3)",
        "robot.turn(angle=1)",
        "robot.move(1, speed_mps=1)",
    ),
    *(
        "robot.forward(0.1, 0)",
        "robot.turn(1, 0)",
        "robot.wait(-1)",
        "robot.turn('a')",
        "robot.turn(None)",
        "robot.image",
    ),
    *(
        "robot.forward(float('nan'))",
        "robot.battery",
        "robot.detections",
        "robot.imu",
        "len.x",
        "None.x",
        "cm()",
        "deg.x",
    ),
    *(
        "robot.battery()",
        "robot.lidar_camera_radar",
        "y = 'a' < 1",
        "{}['a']",
        "x = robot.stop + 1",
        "x: int\n    x + 1",
    ),
    *(
        "import cv_bridge",
        "import torch",
        "import tkinter",
        "import nothing_of_the_kind",
        "raise MemoryError",
        "exit()",
    ),
    *("raise KeyboardInterrupt", "raise PermissionError", "raise OSError('full')", "raise EOFError", "raise KeyError"),
    *(
        "[1, 2].x",
        "math.inf",
        "import math\n    math.x",
        "[] + 1",
        "[] < 1",
        "x = 1\n    x()",
        "for one in 1: pass",
        "x = 1\n    x[0]",
    ),
    *(
        "x = (1,)\n    x[0] = 2",
        "range(0.5)",
        "[1]['a']",
        "a, b = 1",
        "a, b = 1,",
        "a, b = 1, 2, 3",
        "float('a')",
        "int('a')",
    ),
    *("import math\n    math.sqrt(-1)", "[] + 'a'", "abs(int)", "int.x"),
    *(
        f"robot.answer({given})"
        for given in (
            "'A', 1",
            "'a', {1: 2}",
            "'a', float('nan')",
            "'a', object()",
            "'a', [[[[[1]]]]]",
            "'a', 'x' * 9000",
            "'a', 2**70",
        )
    ),
    *(f"for one in range(300): robot.answer({given})" for given in ("'a', 1", "f'a{one}', 1", "f'a{one // 2}', 1")),
    *("print(np)", "print(none)", "print(spede)", "while True:\n        pass", "robot.time_s = 1", "robot.wait = 1"),
]
OWN_WORDS = {"Odd: why", "? x.", "\udc80 x.", "OSError: full."}
"""What programs here say themselves."""
ENDS = [1, 3, 9, 137, 128 + 24, 128 + 31, 128 + 25, 128 + 11]


class Link:
    """What a robot is tied to: time passes, it never gets anywhere, and it has no camera and no battery."""

    def __init__(self) -> None:
        self.running = True
        self.observation: dict[str, Any] = {"time_s": 0.0}
        self.said: list[str] = []
        # What becomes of answers is that of a real link, whose other end nobody reads.
        self.answer = RealLink(None, "program.py", 1.0).answer  # type: ignore[arg-type]

    def step(self, speed_mps: float, turn_radps: float) -> None:
        self.observation["time_s"] += 0.05
        if self.observation["time_s"] > 60:
            raise RuntimeError("this robot drives for ever")

    def part(self, name: str) -> Any:
        scan = {"ranges_m": array("f", [1.0] * 8).tobytes(), "range_min_m": 0.1}
        scan |= {"angle_min_rad": 0.0, "angle_increment_rad": math.tau / 8}
        still = {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0, "speed_mps": 0.0, "turn_radps": 0.0}
        return {"scan": scan, "odometry": still}.get(name)

    def say(self, text: str) -> None:
        self.said.append(text)

    def plot(self, name: str, value: float) -> None:
        del name, value


def in_drive(words: str) -> str:
    return f"def drive(robot):\n    {words}\n"


def run(text: str) -> tuple[set[str], list[str]]:
    """Runs a program here, without a box: what is said of its end, and what its log says."""
    link = Link()
    robot = Robot(link, {})  # type: ignore[arg-type]
    try:
        names: dict[str, Any] = {"cm": cm, "deg": deg, "__name__": "program"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(text, "program.py", "exec", dont_inherit=True), names)
        begun = names["drive"](robot)
        if hasattr(begun, "close"):
            begun.close()  # a coroutine that nobody awaits
        note_forgotten_wait(robot)
    except BaseException as error:  # whatever a program raises
        failure = explain(error, text, "program.py")
        return {failure.message, failure.hint}, link.said
    return set(), link.said


@pytest.mark.parametrize("file", [*PROGRAM_MODULES, *LOG_MODULES])
def test_all_that_is_written_has_german_words(file: str, untranslated) -> None:
    written = sentences_in(file, PYTHONS_WORDS)
    assert written
    texts = [one for filled in written.values() for one in filled]
    left = set(untranslated(texts))
    if file in LOG_MODULES:
        left &= set(untranslated([], texts))
        left &= {line.removeprefix("Note: ") for line in untranslated([], [f"Note: {one}" for one in texts])}
    assert {words for words, filled in written.items() if left.issuperset(filled)} == set()


def test_what_is_said_of_mistakes_has_german_words(untranslated) -> None:
    def endless(text: str) -> bool:
        return "while" in text and "pass" in text

    programs = [text for text, *_ in MISTAKES.values()] + [in_drive(words) for words in MORE_MISTAKES]
    said = {words for text in programs if not endless(text) for words in run(text)[0]}
    said |= {words for text in programs for one in check_program(text) for words in (one.message, one.hint)}
    ends = [
        explain_end(code, "", too_many_files=many, time_left=left)
        for code in ENDS
        for many in (0, 1)
        for left in (0, 1)
    ]
    said |= {words for end in ends for words in (end.message, end.hint)}
    assert len(said) > 80
    assert set(untranslated(said)) - OWN_WORDS == set()


def test_remarks_in_the_log_have_german_words(untranslated) -> None:
    programs = ["robot.forward(30, 5)", "robot.turn(99)", "robot.move(9)", "robot.move(0, 99)", "robot.distance(99)"]
    log = {line for words in programs for line in run(in_drive(words))[1]}
    assert len(log) >= 8
    assert untranslated([], log) == []
