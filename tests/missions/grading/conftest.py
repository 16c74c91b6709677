# SPDX-License-Identifier: Apache-2.0
"""Real submissions of a mission that takes a few seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from missions.grading.grading import SubmissionRequest
from missions.lab_home import LAB_HOME_VARIABLE
from missions.seeds import SECRET_BYTES, SECRET_FILE
from missions.spec import Mission
from tests.missions.episode.conftest import shortened
from valence_nodes.programs.box import box_available

ASK = Callable[..., SubmissionRequest]

WANDER = """
    def drive(robot):
        print("Off I go.")
        while robot.running:
            robot.move(0.1 + 0.01 * min(robot.distance(), 2.0), 0.3 * min(robot.distance(deg(90)), 2.0))
    """
"""Drives by what the noisy lidar says: the same twice only if everything is."""


@pytest.fixture(scope="module")
def fixed_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A lab whose hidden seeds are the same in every run of the tests."""
    folder = tmp_path_factory.mktemp("fixed") / "lab"
    folder.mkdir(mode=0o700)
    secret = folder / SECRET_FILE
    secret.touch(mode=0o600)
    secret.write_bytes(b"s" * SECRET_BYTES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LAB_HOME_VARIABLE, str(folder))
        yield folder


@pytest.fixture(scope="session")
def quick_mission(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """`first_drive` with 2 s to drive and four hidden seeds."""
    folder = tmp_path_factory.mktemp("quick")
    return shortened("first_drive", folder, "time_limit_s: 2.0", "hidden_seed_count: 4")


@pytest.fixture(scope="module")
def ask(fixed_lab: Path, quick_mission: Mission) -> ASK:
    """Makes a request for a program, on the quick mission."""
    status = box_available()
    assert status.ok, status.reason
    counter = iter(range(1000))

    def request(text: str = WANDER, **fields: object) -> SubmissionRequest:
        given = {"mission": quick_mission, "folder": fixed_lab / f"submission_{next(counter)}", **fields}
        return SubmissionRequest(program_text=dedent(text), program_name="my_program.py", **given)  # type: ignore[arg-type]

    return request
