# SPDX-License-Identifier: Apache-2.0
"""Attacks of `tests/attacks` while a program learns, where the box gives it more threads, memory and time."""

from __future__ import annotations

from pathlib import Path

import pytest

from missions.learning.learn import model_for
from missions.spec import Mission
from tests.missions.learning.conftest import Make
from valence_nodes.programs.box import box_available
from valence_nodes.programs.failure import ProgramFailed
from valence_nodes.programs.learning_session import LearningNews
from valence_nodes.programs.source import ProgramSource

pytestmark = pytest.mark.skipif(not box_available().ok, reason="no box on this machine")

ATTACKS = Path(__file__).resolve().parents[2] / "attacks"
LEARN = """


class _Standing:
    def say(self, text):
        print(text)

    def __getattr__(self, name):
        return lambda *given, **named: None


def learn(data):
    drive(_Standing())
    return 1
"""


@pytest.fixture
def mission(learning_mission: Make) -> Mission:
    return learning_mission(data=False, cpu_s=2, memory_mb=512)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("core_dump", {"gone"}),
        ("disk_by_many_files", {"output"}),
        ("disk_in_its_folder", {"exception"}),
        ("fork_bomb", {"forbidden"}),
        ("kills_itself", {"memory"}),
        ("machines_processors", {"forbidden"}),
        ("memory_by_mapping_files", {"exception", "memory"}),
        ("memory_by_numpy", {"memory"}),
        ("network", {"forbidden"}),
        ("process_by_machine_code", {"forbidden", "gone"}),
        ("process_by_spawn", {"forbidden"}),
        ("secrets_in_proc", {"exception"}),
        ("signal_to_others", {"forbidden"}),
        ("traces_others", {"forbidden", "exception"}),
    ],
)
def test_what_is_forbidden_to_drive_is_forbidden_to_learn(mission: Mission, name: str, kinds: set[str]) -> None:
    text = (ATTACKS / f"{name}.py").read_text(encoding="utf-8") + LEARN
    with pytest.raises(ProgramFailed) as failed:
        model_for(mission, ProgramSource(text, f"{name}.py"))
    assert failed.value.failure.kind in kinds, failed.value.failure


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("disk_beside_its_folder", "['/work']"),
        ("secrets_behind_links", "Invalid cross-device link"),
        ("signal_to_all", "alone"),
    ],
)
def test_who_looks_around_while_learning_finds_nothing(mission: Mission, name: str, said: str) -> None:
    told: list[LearningNews] = []
    text = (ATTACKS / f"{name}.py").read_text(encoding="utf-8") + LEARN
    assert model_for(mission, ProgramSource(text, f"{name}.py"), told.append) is not None
    assert said in [line.text for news in told for line in news.log]
