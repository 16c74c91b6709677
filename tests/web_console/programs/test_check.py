# SPDX-License-Identifier: Apache-2.0
"""Programs are checked as they are typed: the same words as on the command line, and no text can stop the server."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from itertools import islice
from typing import Any

import pytest

from tests.web_console.lab import Lab, Someone
from valence_nodes.programs.program_check import check_program
from web_console.programs.documents import MAX_TEXT_BYTES
from web_console.programs.program_checker import ProgramChecker

WRONG = "def drive(robot):\n    robot.foward(1)\n    robot.move(sped)\n    while True:\n        pass\n"


def checked(someone: Someone, text: str) -> dict[str, Any]:
    answer = someone.browser.post("/api/programs/check", json={"text": text, "mission": "first_drive"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def checker() -> Iterator[ProgramChecker]:
    with ProgramChecker() as one:
        yield one


def test_problems_are_those_of_the_command_line(ada: Someone) -> None:
    told = checked(ada, WRONG)
    assert told == {"problems": [asdict(one) for one in check_program(WRONG)], "complete": True}
    first = told["problems"][0]
    assert (first["line"], first["column"], first["end_column"]) == (2, 5, 17)
    assert first["hint"] == "Did you mean “robot.forward”?"
    assert checked(ada, "def drive(robot):\n    robot.stop()\n") == {"problems": [], "complete": True}


def test_who_is_not_logged_in_checks_nothing(lab: Lab) -> None:
    assert lab.visitor.post("/api/programs/check", json={"text": "", "mission": ""}).status_code == 401


def test_bad_requests_are_told(ada: Someone) -> None:
    for body, status, kind in (
        ({"text": "x" * (MAX_TEXT_BYTES + 1)}, 413, "too_long"),
        ({"text": "x", "mission": "frist_drive"}, 404, "not_found"),
        ({"text": "a\x00b"}, 422, "not_text"),
        ({"text": 5}, 422, "invalid"),
        ({}, 422, "invalid"),
    ):
        answer = ada.browser.post("/api/programs/check", json=body)
        assert (answer.status_code, answer.json()["kind"]) == (status, kind)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 200_000,
        "-" * 199_000 + "1",
        "x = " + "+".join("1" * 99_000),
        "x" + ".y" * 99_000,
        "x" + "[0]" * 60_000,
        "9" * 200_000,
        "x = '" + "\\" * 199_990,
        "f'{" * 60_000,
        "{0:" * 60_000,
        "lambda:" * 28_000,
        "def drive(robot):\n" + "    robot.a.b\n" * 12_000,
        "def drive(robot): " + "robot.a;" * 24_000,
        "def drive(robot):\n " + "robot.x" + "y" * 190_000 + "\n",
    ],
    ids=lambda text: f"{text[:10]!r}…",
)
def test_no_text_takes_the_checker_away_from_others(checker: ProgramChecker, text: str) -> None:
    told = checker.check(text)
    assert 0 < len(told["problems"]) <= 100
    assert checker.check("def drive(robot):\n    robot.stop()\n") == {"problems": [], "complete": True}


def test_a_checker_that_was_ended_starts_anew() -> None:
    with ProgramChecker() as checker:
        assert checker.check("")["complete"]
        process = checker._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert checker.check("")["complete"]
        assert checker._process is not process
        last = checker._process
    assert last is not None
    assert last.returncode is not None


def test_a_text_that_takes_too_long_is_given_up(checker: ProgramChecker) -> None:
    # Every name is compared with every other: this would take an hour.
    told = checker.check("\n".join(f"name{n} = other{n}" for n in range(100_000)))
    assert told["complete"] is False
    assert [(one["severity"], one["line"]) for one in told["problems"]] == [("warning", 0)]
    assert "too complicated" in told["problems"][0]["message"]


def test_many_check_at_once(ada: Someone, bob: Someone) -> None:
    def check(index: int) -> bool:
        told = checked((ada, bob)[index % 2], f"def drive(robot):\n    robot.wrong{index}\n")
        return f"“wrong{index}”" in told["problems"][0]["message"]

    assert check(24)  # its process starts before: on a busy machine others would lose patience meanwhile
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(check, range(24)))


def test_the_robot_s_api_is_told_as_its_docstrings_say(lab: Lab) -> None:
    told = {one["name"]: one for one in lab.visitor.get("/api/robot-api").json()}
    assert told["turn"]["kind"] == "method"
    assert told["turn"]["signature"] == "robot.turn(angle_rad, speed_radps=…)"
    assert "- `angle_rad`: radians, positive for left" in told["turn"]["doc_markdown"]
    assert told["odometry"]["kind"] == "property"
    assert told["odometry"]["fields"][:3] == ["x_m", "y_m", "yaw_rad"]
    assert (told["cm"]["kind"], told["cm"]["signature"]) == ("function", "cm(centimetres)")


def test_whoever_floods_the_checker_keeps_no_thread_from_answering_others(
    ada: Someone, bob: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, held = threading.Event(), threading.Event()

    def slow(_checker: ProgramChecker, _question: bytes) -> dict[str, Any]:
        held.set()
        go.wait()
        return {"problems": [], "complete": True}

    def ask(someone: Someone) -> tuple[int, str]:
        answer = someone.browser.post("/api/programs/check", json={"text": "", "mission": ""})
        return answer.status_code, answer.json().get("kind", "")

    monkeypatch.setattr(ProgramChecker, "_ask", slow)
    with ThreadPoolExecutor(60) as pool:
        asked = [pool.submit(ask, ada) for _ in range(60)]  # more than the server has threads
        try:
            held.wait()
            refused = [one.result() for one in islice(as_completed(asked), 56)]
            his = pool.submit(ask, bob)
        finally:
            go.set()
        assert set(refused) == {(503, "busy")}
        assert his.result() == (200, "")
        assert [one.result() for one in asked].count((200, "")) == 4, "the others did not wait"
