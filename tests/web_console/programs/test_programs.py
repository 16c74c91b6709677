# SPDX-License-Identifier: Apache-2.0
"""Programs of a team: made, listed, renamed, and seen by nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.web_console.lab import Lab, Someone
from web_console.programs import team_programs

PROGRAMS = "/api/missions/first_drive/programs"
TEXT = "def drive(robot):\n    robot.stop()\n"
BLOCKS = '{"blocks": {"blocks": [{"type": "drive"}]}}'


def made(someone: Someone, **fields: Any) -> dict[str, Any]:
    answer = someone.browser.post(PROGRAMS, json={"tier": "code", "text": TEXT, **fields})
    assert answer.status_code == 201, answer.text
    program: dict[str, Any] = answer.json()
    return program


def test_a_program_in_code_begins_with_the_starter(ada: Someone) -> None:
    program = made(ada, text=None)
    assert program["name"] == "Program 1"
    assert "Hello! Let's go." in program["document"]["text"]
    assert (program["head"], program["document"]["number"], program["document"]["kind"]) == (1, 1, "kept")
    assert program["document"]["author"] == {"id": ada.person_id, "nickname": "Ada"}


def test_a_program_in_blocks_begins_empty(ada: Someone) -> None:
    document = made(ada, tier="blocks", text=None)["document"]
    assert (document["tier"], document["text"], document["blocks"]) == ("blocks", "", None)


def test_a_program_is_read_as_it_was_made(ada: Someone, bob: Someone) -> None:
    program = made(ada, name="  Our car 🚗 ", tier="blocks", blocks=BLOCKS)
    read = bob.browser.get(f"/api/programs/{program['id']}").json()
    assert read == program
    assert read["name"] == "Our car 🚗"
    assert (read["document"]["blocks"], read["document"]["text"]) == (BLOCKS, TEXT)


def test_the_team_s_programs_are_listed_the_last_changed_first(ada: Someone, bob: Someone, eve: Someone) -> None:
    one, two = made(ada, name="one"), made(bob, name="two")
    save = {"base": 1, "tier": "code", "text": "# better\n"}
    assert ada.browser.put(f"/api/programs/{one['id']}/document", json=save).status_code == 200
    listed = bob.browser.get(PROGRAMS).json()["programs"]
    assert [(program["id"], program["author"]["nickname"]) for program in listed] == [
        (one["id"], "Ada"), (two["id"], "Bob")
    ]  # fmt: skip
    assert "document" not in listed[0]
    assert eve.browser.get(PROGRAMS).json() == {"programs": []}
    assert ada.browser.get("/api/missions/wall_follow/programs").json() == {"programs": []}


def test_a_program_can_be_renamed(ada: Someone, bob: Someone) -> None:
    program = made(ada)
    renamed = bob.browser.patch(f"/api/programs/{program['id']}", json={"name": " Fast one "})
    assert renamed.json()["name"] == "Fast one"
    assert ada.browser.get(f"/api/programs/{program['id']}").json()["name"] == "Fast one"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\nb", "a\x00b", "\u202eevil", "a\u2028b", "\ud800"])
def test_a_name_must_be_short_and_visible(ada: Someone, name: str) -> None:
    program = made(ada)
    # Half a character (a lone surrogate) can stand in JSON, but in no other text.
    body, headers = json.dumps({"tier": "code", "name": name}), {"Content-Type": "application/json"}
    for answer in (
        ada.browser.patch(f"/api/programs/{program['id']}", content=body, headers=headers),
        ada.browser.post(PROGRAMS, content=body, headers=headers),
    ):
        assert answer.status_code == 422
        assert answer.json()["kind"] == "invalid_name"
    assert ada.browser.get(f"/api/programs/{program['id']}").json()["name"] == "Program 1"


def test_blocks_go_on_in_code(ada: Someone) -> None:
    blocks = made(ada, tier="blocks", blocks=BLOCKS, name="With blocks")
    code = made(ada, text=None, from_version_id=blocks["document"]["id"])
    assert (code["document"]["tier"], code["document"]["text"], code["document"]["blocks"]) == ("code", TEXT, None)
    assert code["document"]["label"] == "With blocks #1"
    copy = made(ada, tier="blocks", text=None, from_version_id=blocks["document"]["id"])
    assert copy["document"]["blocks"] == BLOCKS
    back = ada.browser.post(PROGRAMS, json={"tier": "blocks", "from_version_id": code["document"]["id"]})
    assert (back.status_code, back.json()["kind"]) == (422, "no_blocks")


def test_another_team_s_version_can_t_be_copied(ada: Someone, eve: Someone, teacher: Someone) -> None:
    version = made(ada)["document"]["id"]
    for wanted in (version, "nothing", "x" * 10_000):
        answer = eve.browser.post(PROGRAMS, json={"tier": "code", "from_version_id": wanted})
        assert (answer.status_code, answer.json()["kind"]) == (404, "not_found")
    assert eve.browser.get(PROGRAMS).json() == {"programs": []}
    # A teacher may read it, and so take a copy of it.
    assert made(teacher, text=None, from_version_id=version)["document"]["text"] == TEXT


def test_there_is_an_end_to_the_number_of_programs(ada: Someone, eve: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team_programs, "MAX_PROGRAMS", 2)
    made(ada), made(ada)
    answer = ada.browser.post(PROGRAMS, json={"tier": "code"})
    assert (answer.status_code, answer.json()["kind"]) == (409, "too_many_programs")
    assert "2 programs" in answer.json()["message"]
    made(eve)
    other = ada.browser.post("/api/missions/wall_follow/programs", json={"tier": "code"})
    assert other.status_code == 201


def test_an_unknown_mission_is_refused(ada: Someone) -> None:
    answer = ada.browser.post("/api/missions/frist_drive/programs", json={"tier": "code"})
    assert (answer.status_code, answer.json()["kind"]) == (404, "not_found")
    assert "first_drive" in answer.json()["hint"]
    assert ada.browser.get("/api/missions/frist_drive/programs").status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"tier": "ros"}, {"tier": "code", "text": 5}, {"tier": ["code"]}, [], "text"])
def test_what_is_no_program_is_refused(ada: Someone, wrong: object) -> None:
    answer = ada.browser.post(PROGRAMS, json=wrong)
    assert (answer.status_code, answer.json()["kind"]) == (422, "invalid")


CALLS = [
    ("GET", "", None),
    ("PATCH", "", {"name": "mine now"}),
    ("PUT", "/document", {"base": 1, "tier": "code", "text": "stolen"}),
    ("GET", "/versions", None),
    ("GET", "/versions/1", None),
    ("POST", "/versions/1/restore", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_another_team_s_program_is_not_there(
    lab: Lab, ada: Someone, eve: Someone, method: str, path: str, body: object
) -> None:
    program = made(ada)
    address = f"/api/programs/{program['id']}{path}"
    theirs = eve.browser.request(method, address, json=body)
    unknown = eve.browser.request(method, f"/api/programs/nothing{path}", json=body)
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.json() == unknown.json(), "the answer must not tell whether it exists"
    assert lab.visitor.request(method, address, json=body).status_code == 401
    assert ada.browser.get(f"/api/programs/{program['id']}").json() == program


def test_a_teacher_reads_and_changes_nothing(ada: Someone, teacher: Someone) -> None:
    program = made(ada)
    for method, path, body in CALLS:
        answer = teacher.browser.request(method, f"/api/programs/{program['id']}{path}", json=body)
        assert answer.status_code == (200 if method == "GET" else 403), (method, path)


def test_who_is_in_no_team_has_no_programs(lab: Lab, ada: Someone) -> None:
    alone = lab.person("Zoe", None)
    for answer in (alone.browser.get(PROGRAMS), alone.browser.post(PROGRAMS, json={"tier": "code"})):
        assert (answer.status_code, answer.json()["kind"]) == (403, "no_team")
