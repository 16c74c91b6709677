# SPDX-License-Identifier: Apache-2.0
"""The page of figures: rows are put in one by one, and no other file is written over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from missions import catalogue_check
from missions.catalogue_check import MissionFigures, Played, files_mark, measure
from missions.catalogue_page import CATALOGUE_PAGE, page_text, row_of, rows_of
from missions.errors import MissionError
from missions.grading.seed_task import SeedTask
from missions.scorecard import Scorecard
from missions.spec import Mission, load_mission, mission_names


def figures(mission: str, *, reference: tuple[float, ...] = (90.0, 80.0), mark: str = "0123abcd") -> MissionFigures:
    played = {
        "reference": Played("reference.py", reference, sum(score >= 65 for score in reference)),
        "idle": Played("idle.py", (0.0, 0.0), 0),
    }
    return MissionFigures(mission, 65.0, played, 12.4, mark)


def card(score: float) -> Scorecard:
    return Scorecard.model_construct(score=score, passed=score >= 65)


def test_a_row_says_it_all_and_is_found_again(tmp_path: Path) -> None:
    row = row_of(figures("wall_follow"))
    assert row == ("| wall_follow | 65 | 85 (80 to 90), 2 of 2 | – | – | – | 0, 0 of 2 | 12 s | `0123abcd` |")
    page = tmp_path / "catalogue.md"
    assert rows_of(page) == {}
    page.write_text(page_text({"wall_follow": row, "gone": row_of(figures("gone"))}, ["first_drive", "wall_follow"]))
    assert rows_of(page) == {"wall_follow": (row, "0123abcd")}
    assert page.read_text().endswith("\nNot measured yet: first_drive.\n")


@pytest.mark.parametrize("content", [b"# Mine\n", b"", b"\xff\xfe"])
def test_another_file_is_not_written_over(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.md").write_bytes(content)
    with pytest.raises(MissionError, match="written over|can't be read"):
        rows_of(tmp_path / "mine.md")
    with pytest.raises(MissionError, match="can't be read"):
        rows_of(tmp_path)


def test_the_page_of_the_lab_is_as_it_is_written_now() -> None:
    rows = {name: line for name, (line, _) in rows_of(CATALOGUE_PAGE).items()}
    assert CATALOGUE_PAGE.read_text(encoding="utf-8") == page_text(rows, mission_names())


def test_who_must_pass_and_who_must_not_is_told() -> None:
    assert figures("m").faults == ()
    weak = figures("m", reference=(90.0, 60.0))
    assert [file for file, _ in weak.faults] == ["reference.py"]
    good_rule = MissionFigures("m", 65.0, {"rule": Played("rule.py", (64.0, 66.0), 1)}, None, "0")
    assert [file for file, _ in good_rule.faults] == ["rule.py"]


def test_a_changed_file_changes_the_mark(tmp_path: Path) -> None:
    copy = tmp_path / "first_drive"
    shutil.copytree(load_mission("first_drive").folder, copy)
    (copy / "__pycache__").mkdir(exist_ok=True)
    (copy / "__pycache__" / "x.pyc").write_bytes(b"x")
    mission = load_mission(copy)
    before = files_mark(mission)
    assert before == files_mark(load_mission("first_drive"))
    (copy / "naive.py").write_text("def drive(robot):\n    pass\n", encoding="utf-8")
    assert files_mark(mission) != before


def test_of_several_programs_the_one_that_is_most_worrying_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_lab: Path
) -> None:
    copy = tmp_path / "wall_follow"
    shutil.copytree(load_mission("wall_follow").folder, copy)
    (copy / "learned.py").write_text("def drive(robot):\n    pass\n", encoding="utf-8")
    shutil.copy(copy / "reference.py", copy / "reference_2.py")
    won = {"reference.py": 90.0, "reference_2.py": 70.0, "learned.py": 80.0, "naive.py": 5.0, "idle.py": 0.0}
    asked: list[SeedTask] = []

    def play(tasks: dict[tuple[int, int], SeedTask], *_: object) -> dict[tuple[int, int], Scorecard]:
        asked.extend(tasks.values())
        return {key: card(won.get(task.program_name, 30.0)) for key, task in tasks.items()}

    monkeypatch.setattr(catalogue_check, "play", play)
    mission: Mission = load_mission(copy)
    found = measure(mission)
    assert all(task.hidden for task in asked)
    assert len({task.seed for task in asked}) == mission.spec.hidden_seed_count
    assert found.played["reference"] == Played("reference_2.py", (70.0,) * 5, 5)
    assert found.played["learned"].mean == 80.0
    assert found.played["naive"].program == "naive_one_ray.py"
    assert "rule" not in found.played
    assert found.learn_s is None
