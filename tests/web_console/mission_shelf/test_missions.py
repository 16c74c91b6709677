# SPDX-License-Identifier: Apache-2.0
"""The missions as the console tells them: list, details, pictures; and what it must not tell."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from missions.spec import CATALOG, load_mission, mission_names
from tests.web_console.lab import Lab
from web_console.mission_shelf import shelf

PIXEL = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def folder(own_catalog: Path) -> Path:
    """A copy of `first_drive` that a test may change."""
    return Path(shutil.copytree(CATALOG / "first_drive", own_catalog / "first_drive"))


def test_the_list_holds_every_mission(lab: Lab) -> None:
    told = lab.visitor.get("/api/missions").json()["missions"]
    assert [one["name"] for one in told] == list(mission_names())
    assert {"en", "de"} <= set(told[0]["title"])


def test_a_mission_is_told_with_all_that_its_page_needs(lab: Lab) -> None:
    told = lab.visitor.get("/api/missions/first_drive").json()
    spec = load_mission("first_drive").spec
    assert told["brief"]["en"].startswith("# First drive")
    assert told["brief"]["de"].startswith("# Erste Fahrt")
    assert [one["name"] for one in told["robots"]] == list(spec.allowed_robots)
    assert told["robots"][0]["title"] == "TurtleBot3 Burger"
    assert told["robot"] == "turtlebot3_burger"
    assert told["public_seeds"] == [1, 2, 3, 4, 5]
    assert told["hidden_seed_count"] == spec.hidden_seed_count
    assert (told["control_rate_hz"], told["time_limit_s"]) == (20, 150)
    assert sum(one["points"] for one in told["criteria"]) == told["max_score"] == 100
    assert told["zones"][0] == {
        "name": "red", "shape": "circle", "centre_m": [0.9, -1.7], "radius_m": 0.3, "colour": "red"
    }  # fmt: skip
    assert "def drive(robot):" in told["starter"]["code"]


def test_what_teachers_and_the_referee_know_is_not_told(lab: Lab) -> None:
    for name in mission_names():
        told = lab.visitor.get(f"/api/missions/{name}")
        mission = load_mission(name)
        assert told.status_code == 200
        assert "teacher_notes" not in told.json()
        assert mission.spec.teacher_notes[:40] not in told.text
        assert "start_poses" not in told.json()


@pytest.mark.parametrize(
    "name", ["first_driv", "..%2ffirst_drive", "%2e%2e", "x" * 5000, "a%00b", "%f0%9f%a4%96", "mission.yaml"]
)
def test_an_unknown_mission_is_refused_with_a_hint(lab: Lab, name: str) -> None:
    answer = lab.visitor.get(f"/api/missions/{name}")
    assert answer.status_code == 404
    assert len(answer.content) < 1000


def test_a_misspelt_mission_is_told_the_closest(lab: Lab) -> None:
    told = lab.visitor.get("/api/missions/first_driv").json()
    assert told["kind"] == "not_found"
    assert "first_drive" in told["hint"]


def test_a_mission_is_read_again_only_when_it_has_changed(
    lab: Lab, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []
    real = shelf.load_mission
    monkeypatch.setattr(shelf, "load_mission", lambda name: loaded.append(name) or real(name))
    for _ in range(3):
        assert len(lab.visitor.get("/api/missions").json()["missions"]) == 1
    assert loaded == ["first_drive"]
    file = folder / "mission.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("en: First drive", "en: Second drive"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert lab.visitor.get("/api/missions").json()["missions"][0]["title"]["en"] == "Second drive"
    (folder / "brief.fr.md").write_text("# Premier trajet", encoding="utf-8")
    assert lab.visitor.get("/api/missions/first_drive").json()["brief"]["fr"] == "# Premier trajet"


def test_a_broken_mission_hides_no_other_and_is_logged_once(
    lab: Lab, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(folder, folder.parent / "broken")
    (folder.parent / "broken" / "mission.yaml").write_text("name: [", encoding="utf-8")
    assert [one["name"] for one in lab.visitor.get("/api/missions").json()["missions"]] == ["first_drive"]
    answer = lab.visitor.get("/api/missions/broken")
    assert (answer.status_code, answer.json()["kind"]) == (503, "broken_mission")
    assert str(folder.parent) not in answer.text
    assert caplog.text.count("mission broken is left out") == 1
    assert "mission.yaml" in caplog.text


def test_a_picture_of_a_brief_is_served(lab: Lab, folder: Path) -> None:
    (folder / "hall.png").write_bytes(PIXEL)
    answer = lab.visitor.get("/api/missions/first_drive/files/hall.png")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, PIXEL, "image/png")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "mission.yaml", "reference.py", "naive.py", "missing.png", "hall.PNG.py", ".png", "..png", "page.html",
        "../first_drive/hall.png", "..%2fsecret.png", "%2e%2e%2fsecret.png", "%2fetc%2fpasswd", "link.png",
        "folder.png", "a" * 300 + ".png", "hall.png%00", "hall.png%0a", "..\\secret.png",
    ],
)  # fmt: skip
def test_nothing_else_is_served(lab: Lab, folder: Path, name: str) -> None:
    (folder / "hall.PNG.py").write_bytes(PIXEL)
    (folder / "page.html").write_bytes(PIXEL)
    (folder / "folder.png").mkdir()
    (folder.parent / "secret.png").write_bytes(PIXEL)
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    assert lab.visitor.get(f"/api/missions/first_drive/files/{name}").status_code == 404
    assert lab.visitor.get(f"/api/missions/first_drive/files/{quote(name, safe='')}").status_code == 404
