# SPDX-License-Identifier: Apache-2.0
"""Versions: nothing that was typed is lost, whoever saves when."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from tests.web_console.lab import Lab, Someone
from tests.web_console.programs.test_programs import BLOCKS, made
from web_console.database.tables import now
from web_console.episodes.models import Episode
from web_console.programs import versions
from web_console.programs.models import Program, ProgramVersion


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.time = now()

    def __call__(self) -> datetime:
        return self.time

    def pass_s(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(versions, "now", clock)
    return clock


def put(someone: Someone, program: dict[str, Any], base: int, text: str, **fields: Any) -> Response:
    body = {"base": base, "tier": "code", "text": text, "writer": f"page-of-{someone.person_id[:8]}", **fields}
    return someone.browser.put(f"/api/programs/{program['id']}/document", json=body)


def saved(someone: Someone, program: dict[str, Any], base: int, text: str, **fields: Any) -> int:
    answer = put(someone, program, base, text, **fields)
    assert answer.status_code == 200, answer.text
    number: int = answer.json()["number"]
    return number


def head(someone: Someone, program: dict[str, Any]) -> tuple[int, str]:
    document = someone.browser.get(f"/api/programs/{program['id']}").json()["document"]
    return document["number"], document["text"]


def listed(someone: Someone, program: dict[str, Any]) -> list[tuple[int, str]]:
    answer = someone.browser.get(f"/api/programs/{program['id']}/versions").json()
    return [(one["number"], one["kind"]) for one in answer["versions"]]


def read(someone: Someone, program: dict[str, Any], number: int) -> Response:
    return someone.browser.get(f"/api/programs/{program['id']}/versions/{number}")


def kept_rows(lab: Lab) -> list[int]:
    with lab.database.session() as session:
        return list(session.scalars(select(ProgramVersion.number).order_by(ProgramVersion.number)))


def test_a_save_makes_a_version_that_knows_who_when_and_from_which(ada: Someone, bob: Someone) -> None:
    program = made(ada)
    answer = put(bob, program, 1, "# better\n", kind="kept", label=" Works! ")
    version = answer.json()
    assert (version["number"], version["parent_number"], version["kind"]) == (2, 1, "kept")
    assert (version["label"], version["author"]["nickname"], version["is_head"]) == ("Works!", "Bob", True)
    assert version["saved_at"] > program["document"]["saved_at"]
    assert read(ada, program, 2).json() == {**version, "text": "# better\n", "blocks": None}
    assert read(ada, program, 1).json() == {**program["document"], "is_head": False}


def test_blocks_and_text_are_kept_each(ada: Someone) -> None:
    program = made(ada, tier="blocks", blocks=BLOCKS)
    more = BLOCKS.replace("drive", "other")
    saved(ada, program, 1, "# 2\n", tier="blocks", blocks=more)
    document = ada.browser.get(f"/api/programs/{program['id']}").json()["document"]
    assert (document["text"], document["blocks"], document["tier"]) == ("# 2\n", more, "blocks")


def test_typing_on_for_two_minutes_is_one_version(lab: Lab, ada: Someone, clock: Clock) -> None:
    program = made(ada)
    base = 1
    for second in range(0, 240, 10):
        clock.pass_s(10)
        base = saved(ada, program, base, f"# {second}\n")
    assert head(ada, program) == (base, "# 230\n")
    seen = listed(ada, program)
    assert [kind for _, kind in seen] == ["autosave", "autosave", "kept"]
    assert read(ada, program, seen[1][0]).json()["text"] == "# 110\n"
    assert [read(ada, program, number).json()["parent_number"] for number, _ in seen] == [seen[1][0], 1, None]
    # What others stand for goes after half a minute.
    assert len(kept_rows(lab)) == 6


def test_a_version_that_was_just_saved_can_still_be_run_when_typing_goes_on(
    lab: Lab, ada: Someone, clock: Clock
) -> None:
    program = made(ada)
    number = saved(ada, program, 1, "# run me\n")
    clock.pass_s(1)
    later = saved(ada, program, number, "# run me not\n")
    with lab.database.session() as session:
        found = session.get(Program, program["id"])
        assert found is not None
        assert versions.version_to_run(session, found, number).text == "# run me\n"
    for _ in range(5):
        clock.pass_s(40)
        later = saved(ada, program, later, f"# {later}\n")
    assert (number, "kept") in listed(ada, program)
    assert read(ada, program, number).json()["text"] == "# run me\n"


def test_a_version_of_an_episode_stays(lab: Lab, ada: Someone, clock: Clock) -> None:
    program = made(ada)
    number = saved(ada, program, 1, "# run\n")
    version_id = read(ada, program, number).json()["id"]
    with lab.database.session() as session:
        session.add(
            Episode(
                team_id=ada.team_id, program_id=program["id"], version_id=version_id, mission="first_drive", seed=1,
                seed_name="1", robot="r", engine="mujoco", pace=1.0,
            )
        )  # fmt: skip
    later = number
    for _ in range(3):
        clock.pass_s(35)
        later = saved(ada, program, later, f"# {later}\n")
    assert number in kept_rows(lab)


def test_what_is_kept_on_purpose_never_goes(ada: Someone, clock: Clock) -> None:
    program = made(ada)
    kept = saved(ada, program, 1, "# good\n", kind="kept", label="good")
    same = saved(ada, program, kept, "# good\n")
    assert same == kept
    typed = saved(ada, program, kept, "# typed\n")
    assert saved(ada, program, typed, "# typed\n", kind="kept", label="typed") == typed
    last = typed
    for _ in range(3):
        clock.pass_s(35)
        last = saved(ada, program, last, f"# {last}\n")
    assert listed(ada, program) == [(last, "autosave"), (typed, "kept"), (kept, "kept"), (1, "kept")]


def test_members_who_take_turns_make_versions_of_their_own(ada: Someone, bob: Someone, clock: Clock) -> None:
    program = made(ada)
    base = 1
    for someone in (ada, bob, ada):
        clock.pass_s(40)
        base = saved(someone, program, base, f"# {base}\n")
    assert [number for number, _ in listed(ada, program)] == [4, 3, 2, 1]


def test_two_who_save_over_one_another_are_told_and_both_are_kept(ada: Someone, bob: Someone) -> None:
    program = made(ada)
    theirs = saved(ada, program, 1, "# Ada's\n")
    answer = put(bob, program, 1, "# Bob's\n", label="mine")
    assert answer.status_code == 409
    told = answer.json()
    assert told["kind"] == "conflict"
    assert "Ada saved this program" in told["message"]
    assert told["theirs"] == read(bob, program, theirs).json()
    yours = read(bob, program, told["yours"]).json()
    assert (yours["text"], yours["kind"], yours["parent_number"], yours["label"]) == (
        "# Bob's\n",
        "conflict",
        1,
        "mine",
    )
    assert head(bob, program) == (theirs, "# Ada's\n")
    # Bob chooses his own: he has seen hers, so it is no conflict any more.
    chosen = saved(bob, program, theirs, "# Bob's\n", kind="kept")
    assert head(ada, program) == (chosen, "# Bob's\n")
    assert {theirs, told["yours"], chosen, 1} == {number for number, _ in listed(ada, program)}


def test_two_pages_of_one_person_are_told_too(lab: Lab, ada: Someone) -> None:
    program = made(ada)
    first = saved(ada, program, 1, "# page A\n", writer="A")
    assert put(ada, program, 1, "# page B\n", writer="B").status_code == 409
    elsewhere = lab.log_in(ada.person_id)
    body = {"base": 1, "tier": "code", "text": "# another browser\n"}
    assert elsewhere.put(f"/api/programs/{program['id']}/document", json=body).status_code == 409
    assert head(ada, program) == (first, "# page A\n")


def test_in_a_conflict_typing_on_makes_no_flood_of_versions(lab: Lab, ada: Someone, bob: Someone, clock: Clock) -> None:
    program = made(ada)
    saved(ada, program, 1, "# Ada's\n")
    for second in range(100):
        clock.pass_s(1)
        assert put(bob, program, 1, f"# Bob's {second // 2}\n").status_code == 409
    assert [kind for _, kind in listed(ada, program)] == ["conflict", "autosave", "kept"]
    assert len(kept_rows(lab)) < 25


def test_an_answer_that_got_lost_is_no_conflict(ada: Someone) -> None:
    program = made(ada)
    number = saved(ada, program, 1, "# one\n")
    assert saved(ada, program, 1, "# one\n") == number, "the same again is the same version"
    again = saved(ada, program, 1, "# two\n")
    assert head(ada, program) == (again, "# two\n")
    assert number in {one for one, _ in listed(ada, program)}


@pytest.mark.parametrize("base", [0, 7, 2**31 - 1])
def test_a_base_that_never_was_loses_nothing(ada: Someone, base: int) -> None:
    program = made(ada)
    answer = put(ada, program, base, "# from nowhere\n", writer="other")
    assert answer.status_code == 409
    assert read(ada, program, answer.json()["yours"]).json()["text"] == "# from nowhere\n"


@pytest.mark.parametrize("base", [-1, 2**31, 2**70, "one", None, 1.5])
def test_a_base_that_is_no_number_is_refused(ada: Someone, base: object) -> None:
    program = made(ada)
    body = {"base": base, "tier": "code", "text": "#"}
    answer = ada.browser.put(f"/api/programs/{program['id']}/document", json=body)
    assert (answer.status_code, answer.json()["kind"]) == (422, "invalid")


def test_any_version_comes_back_and_what_was_there_stays(ada: Someone, bob: Someone, clock: Clock) -> None:
    program = made(ada, tier="blocks", blocks=BLOCKS)
    typed = saved(ada, program, 1, "# a mistake\n", tier="code")
    answer = bob.browser.post(f"/api/programs/{program['id']}/versions/1/restore")
    version = answer.json()
    assert (answer.status_code, version["kind"], version["parent_number"]) == (200, "restored", 1)
    assert (version["tier"], version["blocks"], version["is_head"]) == ("blocks", BLOCKS, True)
    clock.pass_s(100)
    saved(ada, program, version["number"], "# goes on\n", tier="code")
    assert read(ada, program, typed).json()["text"] == "# a mistake\n"
    missing = bob.browser.post(f"/api/programs/{program['id']}/versions/99/restore")
    assert (missing.status_code, missing.json()["kind"]) == (404, "not_found")


def test_saves_at_the_same_moment_lose_nothing(lab: Lab, ada: Someone, bob: Someone) -> None:
    program = made(ada)
    people = [ada, bob]

    def save(index: int) -> Response:
        someone = people[index % 2]
        return put(someone, program, 1, f"# {index}\n", writer=f"page{index}")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(save, range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 15
    numbers = [answer.json().get("number") or answer.json()["yours"] for answer in answers]
    assert len(set(numbers)) == 16
    for index, number in enumerate(numbers):
        assert read(ada, program, number).json()["text"] == f"# {index}\n"
    won = next(answer.json()["number"] for answer in answers if answer.status_code == 200)
    assert head(ada, program)[0] == won


def test_programs_made_at_the_same_moment_stay_within_the_limit(ada: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web_console.programs.team_programs.MAX_PROGRAMS", 3)
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda _: ada.browser.post("/api/missions/first_drive/programs", json={"tier": "code"}), range(6))
        )
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 3


def test_versions_are_listed_in_pages(lab: Lab, ada: Someone) -> None:
    program = made(ada)
    with lab.database.session() as session:
        for number in range(2, 402):
            session.add(
                ProgramVersion(program_id=program["id"], number=number, kind="kept", tier="code", text=str(number))
            )
    address = f"/api/programs/{program['id']}/versions"
    numbers: list[int] = []
    page = ada.browser.get(address).json()
    while True:
        numbers += [one["number"] for one in page["versions"]]
        if not page["older"]:
            break
        page = ada.browser.get(address, params={"before": numbers[-1]}).json()
    assert numbers == list(range(401, 0, -1))
    for before in ("0", "-1", "x", str(2**31)):
        assert ada.browser.get(address, params={"before": before}).status_code == 422


def test_there_is_an_end_to_the_number_of_versions(ada: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_VERSIONS", 3)
    program = made(ada)
    base = saved(ada, program, saved(ada, program, 1, "# 2\n", kind="kept"), "# 3\n", kind="kept")
    answer = put(ada, program, base, "# 4\n")
    assert (answer.status_code, answer.json()["kind"]) == (409, "too_many_versions")
    assert head(ada, program) == (base, "# 3\n")
