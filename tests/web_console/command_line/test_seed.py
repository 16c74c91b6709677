# SPDX-License-Identifier: Apache-2.0
"""`valence seed`: what has to be there before learners come, and what they lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import COMMAND, Valence
from tests.web_console.console import Console, running_console
from web_console.command_line.outcome import ExitCode, SeedOutput

CLASS = ("seed", "class", "--institution", "Grammar School", "--class", "7b")


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    """A console that runs on the command's own home, at the same time."""
    (tmp_path / "lab").mkdir()
    with running_console(tmp_path / "lab") as running:
        yield running


def test_a_class_is_made_that_learners_can_join(valence: Valence, console: Console) -> None:
    done = valence(*CLASS, "--teams", "Otters, Foxes,", "--json")
    assert done.returncode == ExitCode.PASSED
    said = answer(done, SeedOutput)
    assert said.class_code is not None
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", said.class_code)
    assert (said.institution, said.class_name, said.teams) == ("Grammar School", "7b", ["Otters", "Foxes"])
    assert (said.teacher, said.password, said.key) == (None, None, None)
    body = console.visitor().get(f"/api/classes/by-code/{said.class_code}").json()
    assert [team["name"] for team in body["teams"]] == ["Otters", "Foxes"]
    console.learner(said.class_code, "Ada", team_id=body["teams"][0]["id"])


def test_people_read_the_code(valence: Valence) -> None:
    done = valence(*CLASS)
    assert re.search(r"code [A-Z2-9]{4}-[A-Z2-9]{4}", done.stdout)
    assert done.stderr == ""


def test_a_teacher_is_made_with_a_password_told_once(valence: Valence, console: Console) -> None:
    said = answer(valence(*CLASS, "--teacher", "Ms.Gray", "--json"), SeedOutput)
    assert said.teacher == "ms.gray"
    asked = {"login_name": "ms.gray", "password": said.password}
    assert console.visitor().post("/api/session/log-in", json=asked).json()["person"]["role"] == "teacher"
    second = answer(
        valence("seed", "class", "--institution", "grammar school", "--class", "8a", "--teacher", "ms.gray", "--json"),
        SeedOutput,
    )
    assert (second.teacher, second.password) == ("ms.gray", None), "who is there keeps the password"
    assert second.institution == "Grammar School", "which is one, however it is written"


def test_a_password_comes_from_standard_input(environment: dict[str, str], console: Console, tmp_path: Path) -> None:
    def seed(*arguments: str, password: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, "seed", *arguments, "--password-stdin", "--json"],
            input=password,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            cwd=tmp_path,
            check=False,
            timeout=100,
        )

    made = ("class", "--institution", "S", "--class", "7b", "--teacher", "ms.gray")
    assert "has 5 characters" in refusal(seed(*made, password="short")).message
    assert "has 0 characters" in refusal(seed(*made, password="")).message
    said = answer(seed(*made, password="correct horse battery\nstaple"), SeedOutput)
    assert said.password is None
    asked = {"login_name": "ms.gray", "password": "correct horse battery"}
    assert console.visitor().post("/api/session/log-in", json=asked).status_code == 200
    assert "has more than 200" in refusal(seed("password", "--login", "ms.gray", password="ab c" * 100_000)).message


def test_nothing_is_left_of_a_class_that_is_refused(valence: Valence, console: Console) -> None:
    for more, said in (
        (("--teams", "Otters,otters"), "two teams"),
        (("--teams", "Ott\u200bers"), "can't be seen"),
        (("--teacher", "x"), "log-in name"),
    ):
        assert said in refusal(valence(*CLASS, *more, "--json")).message
    first = answer(valence(*CLASS, "--json"), SeedOutput)
    again = refusal(valence("seed", "class", "--institution", "Grammar School", "--class", "7B", "--json"))
    assert first.class_code is not None
    assert first.class_code in again.message


def test_who_lost_the_key_gets_another(valence: Valence, console: Console) -> None:
    code = console.school_class()
    ada = console.learner(code, "Ada")
    said = answer(valence("seed", "key", "--code", code.lower(), "--nickname", "ada", "--json"), SeedOutput)
    assert (said.nickname, said.class_name) == ("Ada", "7b")
    assert ada.get("/api/session").json()["person"] is None, "whoever found the old one is out"
    assert console.visitor().post("/api/session/rejoin", json={"key": ada.key}).status_code == 404
    assert console.visitor().post("/api/session/rejoin", json={"key": said.key}).status_code == 200
    assert "Nobody" in refusal(valence("seed", "key", "--code", code, "--nickname", "Bo", "--json")).message
    assert "No class" in refusal(valence("seed", "key", "--code", "AAAA", "--nickname", "Ada", "--json")).message


def test_who_lost_the_password_gets_another(valence: Valence, console: Console) -> None:
    boss = console.admin()
    login = boss.get("/api/session").json()["person"]["nickname"]
    said = answer(valence("seed", "password", "--login", login, "--json"), SeedOutput)
    assert boss.get("/api/session").json()["person"] is None
    asked = {"login_name": login, "password": said.password}
    assert console.visitor().post("/api/session/log-in", json=asked).status_code == 200
    assert "Nobody" in refusal(valence("seed", "password", "--login", "nobody", "--json")).message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["seed"], "KIND"),
        (["seed", "clas"], "did you mean “class”?"),
        (["seed", "class"], "needs --institution"),
        (["seed", "class", "--institution", "S"], "needs --class"),
        (["seed", "class", "--institution", "", "--class", "7b"], "is empty"),
        (["seed", "class", "--institution", "x" * 101, "--class", "7b"], "101 characters"),
        (["seed", "class", "--institution", "S", "--class", "7b", "--code", "A"], "--code is not for"),
        (["seed", "class", "--institution", "S", "--class", "7b", "--password-stdin"], "is for a --teacher"),
        (["seed", "key", "--code", "A"], "needs --nickname"),
        (["seed", "key", "--code", "A", "--nickname", "B", "--teacher", "c"], "--teacher is not for"),
        (["seed", "password"], "needs --login"),
        (["seed", "password", "--login", "'; DROP TABLE person; --"], "log-in name"),
    ],
)
def test_wrong_usage_is_explained(valence: Valence, arguments: list[str], said: str) -> None:
    assert said in refusal(valence(*arguments, "--json")).message
