# SPDX-License-Identifier: Apache-2.0
"""Submissions through the API: handed in, listed, followed, and nobody else's business."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx2 import Response

from missions.grading.submission import submission_of
from missions.spec import load_mission
from tests.web_console.lab import Lab, Someone
from tests.web_console.programs.test_programs import made
from tests.web_console.submissions.submitting import card
from web_console.submissions import queue
from web_console.submissions.dispatcher import Dispatcher
from web_console.submissions.graded_episodes import keep_episode
from web_console.submissions.models import Submission


@pytest.fixture(autouse=True)
def nobody_grades(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dispatcher, "start", lambda self: None)


def submit(someone: Someone, program: dict[str, Any], version: int = 1) -> Response:
    return someone.browser.post("/api/submissions", json={"program_id": program["id"], "version": version})


def test_a_version_is_submitted_and_stays_as_it_is(ada: Someone, bob: Someone) -> None:
    program = made(ada, name="Fast one")
    save = {"base": 1, "tier": "code", "text": "# typed\n", "writer": "page"}
    bob.browser.put(f"/api/programs/{program['id']}/document", json=save)
    answer = submit(ada, program, 2)
    told = answer.json()
    assert answer.status_code == 201
    assert (told["state"], told["done"], told["total"], told["left_s"]) == ("queued", 0, 5, None)
    assert (told["program_name"], told["version"], told["submitted_by"]) == ("Fast one", 2, "Ada")
    assert (told["score"], told["max_score"], told["scorecard"], told["episodes"]) == (None, 100, None, [])
    assert bob.browser.get(f"/api/submissions/{told['id']}").json() == told
    version = ada.browser.get(f"/api/programs/{program['id']}/versions/2").json()
    assert version["kind"] == "kept", "what was submitted is never thinned out"


def test_a_team_s_submissions_are_listed_newest_first(ada: Someone, bob: Someone, eve: Someone) -> None:
    ids = [submit(ada, made(ada)).json()["id"] for _ in range(2)]
    theirs = submit(eve, made(eve)).json()["id"]
    for params in ({}, {"mission": "first_drive"}):
        listed = bob.browser.get("/api/submissions", params=params).json()["submissions"]
        assert [one["id"] for one in listed] == ids[::-1]
        assert [one["ahead"] for one in listed] == [1, 0]
        assert "scorecard" not in listed[0]
    assert [one["id"] for one in eve.browser.get("/api/submissions").json()["submissions"]] == [theirs]
    assert ada.browser.get("/api/submissions", params={"mission": "wall_follow"}).json() == {"submissions": []}
    assert ada.browser.get("/api/submissions", params={"mission": "frist_drive"}).status_code == 404


def test_a_graded_submission_tells_every_point_and_the_worst_episode(lab: Lab, ada: Someone) -> None:
    submission_id = submit(ada, made(ada)).json()["id"]
    not_yet = ada.browser.get(f"/api/submissions/{submission_id}/scorecard")
    assert (not_yet.status_code, not_yet.json()["kind"]) == (409, "not_graded")
    cards = [card(90.0), card(20.0), card(70.0)]
    scorecard = submission_of(load_mission("first_drive"), cards)
    with lab.database.session() as session:
        submission = queue.claim(session, "me")
        assert submission is not None
        for number, one in enumerate(cards, 1):
            keep_episode(session, submission, number, one)
        queue.finish(session, submission_id, "me", scorecard)
    told = ada.browser.get(f"/api/submissions/{submission_id}").json()
    assert (told["state"], told["score"], told["passed"]) == ("graded", 60.0, False)
    assert [(one["seed_name"], one["score"], one["passed"]) for one in told["episodes"]] == [
        ("hidden seed 1", 90.0, True), ("hidden seed 2", 20.0, False), ("hidden seed 3", 70.0, True)
    ]  # fmt: skip
    assert told["worst_episode_id"] == told["episodes"][1]["id"]
    assert told["scorecard"] == scorecard.model_dump(mode="json")
    assert ada.browser.get(f"/api/submissions/{submission_id}/scorecard").json() == told["scorecard"]


def test_submitting_the_same_version_twice_is_one_submission(ada: Someone, bob: Someone) -> None:
    program = made(ada)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda index: submit((ada, bob)[index % 2], program), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_a_team_may_have_three_open_submissions(ada: Someone, bob: Someone, eve: Someone) -> None:
    programs = [made(ada) for _ in range(8)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda program: submit(bob, program), programs))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert refused["kind"] == "too_many_submissions"
    assert "3 submissions that are not graded yet" in refused["message"]
    assert submit(eve, made(eve)).status_code == 201


@pytest.mark.parametrize("version", [0, -1, 2**31, 2**80, "1x", None, 1.5, [1]])
def test_what_is_no_version_is_refused(ada: Someone, version: object) -> None:
    answer = ada.browser.post("/api/submissions", json={"program_id": made(ada)["id"], "version": version})
    assert (answer.status_code, answer.json()["kind"]) == (422, "invalid")


def test_what_is_not_there_can_t_be_submitted(ada: Someone) -> None:
    program = made(ada)
    assert submit(ada, program, 99).json()["kind"] == "not_found"
    assert submit(ada, {"id": "nothing"}).json()["kind"] == "not_found"
    assert submit(ada, {"id": "x" * 100_000}).status_code == 404
    empty = submit(ada, made(ada, tier="blocks", text=" \n"))
    assert (empty.status_code, empty.json()["kind"]) == (422, "empty_program")
    assert ada.browser.get("/api/submissions").json() == {"submissions": []}


def test_another_team_s_submission_is_not_there(lab: Lab, ada: Someone, eve: Someone) -> None:
    program = made(ada)
    submission_id = submit(ada, program).json()["id"]
    for path in ("", "/scorecard"):
        theirs = eve.browser.get(f"/api/submissions/{submission_id}{path}")
        unknown = eve.browser.get(f"/api/submissions/nothing{path}")
        assert theirs.status_code == unknown.status_code == 404
        assert theirs.json() == unknown.json()
        assert lab.visitor.get(f"/api/submissions/{submission_id}{path}").status_code == 401
    assert submit(eve, program).status_code == 404
    for answer in (lab.visitor.get("/api/submissions"), lab.visitor.post("/api/submissions", json={})):
        assert answer.status_code in {401, 422}


def test_a_teacher_reads_and_does_not_submit_for_others(lab: Lab, ada: Someone, teacher: Someone) -> None:
    program = made(ada)
    submission_id = submit(ada, program).json()["id"]
    assert teacher.browser.get(f"/api/submissions/{submission_id}").json()["id"] == submission_id
    answer = submit(teacher, program)
    assert (answer.status_code, answer.json()["kind"]) == (403, "not_allowed")
    with lab.database.session() as session:
        assert session.get_one(Submission, submission_id).person_id == ada.person_id
