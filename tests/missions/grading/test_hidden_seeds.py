# SPDX-License-Identifier: Apache-2.0
"""Hidden seeds stay hidden: from the learner, and from the program."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from missions.grading.grading import SUBMISSION_FILE, grade
from missions.recording.recording import open_recording
from missions.scorecard import Scorecard
from missions.seeds import hidden_seeds, lab_secret
from missions.spec import Mission
from tests.missions.grading.conftest import ASK

SNOOP = """
    import os

    PLACES = [{places}]

    def read(place):
        with open(place, "rb") as file:
            return file.read().decode("latin-1")

    def drive(robot):
        print("environment", dict(os.environ))
        for place in ("/proc/self/cmdline", "/proc/self/environ", "/proc/1/cmdline", "/proc/1/environ", *PLACES):
            try:
                print("read", place, read(place))
            except OSError as error:
                print("refused", place, error.strerror)
        seen = vars(robot) if hasattr(robot, "__dict__") else {{}}
        print("robot", dir(robot), str(seen)[:2000])
        robot.wait(0.2)
    """


@pytest.fixture
def every_form(quick_mission: Mission, fixed_lab: Path) -> list[bytes]:
    """All ways in which a hidden seed or the secret might be written down."""
    forms = [lab_secret(), lab_secret().hex().encode()]
    for seed in hidden_seeds(quick_mission):
        forms += [str(seed).encode(), f"{seed:x}".encode(), seed.to_bytes(8, "little"), seed.to_bytes(8, "big")]
    return forms


def test_nothing_of_a_submission_tells_a_seed(ask: ASK, every_form: list[bytes]) -> None:
    request = ask()
    submission = grade(request, workers=2)
    assert [one.number for one in submission.seeds] == [1, 2, 3, 4]
    assert all(one.scorecard.seed is None for one in submission.seeds)
    files = [file for file in request.folder.rglob("*") if file.is_file()]
    assert request.folder / SUBMISSION_FILE in files
    for number in range(1, 5):
        card = request.folder / f"seed_{number}" / "scorecard.json"
        assert Scorecard.model_validate_json(card.read_text(encoding="utf-8")).seed is None
    for file in files:
        content = file.read_bytes()
        assert not any(form in content for form in every_form), file
    assert not any(form.decode("latin-1") in submission.model_dump_json() for form in every_form)


def test_a_recording_of_a_hidden_seed_tells_it_nowhere(ask: ASK, every_form: list[bytes]) -> None:
    request = ask()
    grade(request, workers=1)
    for number in range(1, 5):
        recording = open_recording(request.folder / f"seed_{number}" / "episode.mcap")
        assert recording.about["seed"] == "hidden"
        assert {message.seed for _, message in recording.decoded("/valence/episode_state")} == {0}
        card = recording.scorecard()
        assert card is not None
        assert card.seed is None
        texts = [str({**recording.about, **recording.result}).encode()]
        texts += [recording.attachment(name) or b"" for name in ("program.py", "scorecard.json", "map.json")]
        assert all(texts)
        messages = [one.data for one in recording.raw()]
        assert len(messages) > 500
        assert not any(form in content for form in every_form for content in [*texts, *messages])


def test_a_program_finds_no_seed(ask: ASK, every_form: list[bytes], fixed_lab: Path) -> None:
    request = ask()
    secret, mission = fixed_lab / "lab_secret", request.mission.folder
    places = [secret, mission / "mission.yaml", mission / "reference.py", request.folder / "seed_1" / "scorecard.json"]
    request = ask(SNOOP.format(places=", ".join(repr(str(place)) for place in places)), folder=request.folder)
    submission = grade(request, workers=1)
    assert submission.failed == ()
    for number in range(1, 5):
        lines = (request.folder / f"seed_{number}" / "log.jsonl").read_text(encoding="utf-8").splitlines()
        said = [json.loads(line) for line in lines]
        assert any("environment" in str(one) for one in said)
        for place in places:
            assert any("refused" in str(one) and str(place) in str(one) for one in said), place
            assert not any(f"read {place}" in str(one) for one in said)
        assert not any(form.decode("latin-1") in line for form in every_form for line in lines)


def test_a_submission_lies_where_only_its_owner_can_go(ask: ASK, fixed_lab: Path) -> None:
    assert stat.S_IMODE(fixed_lab.stat().st_mode) == 0o700
