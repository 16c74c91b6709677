# SPDX-License-Identifier: Apache-2.0
"""The proof that a mission can be solved: what is in the way is told, with its place and the variation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from missions.errors import MissionError
from missions.mission_check import MissionProblem, check_mission
from missions.seeds import SECRET_BYTES, SECRET_FILE, hidden_seeds
from missions.spec import load_mission
from missions.variation import scenario_for
from tests.missions.mission_files import plain_spec, write_mission


@pytest.fixture(autouse=True)
def fixed_secret(own_lab: Path) -> None:
    own_lab.mkdir(mode=0o700)
    secret = own_lab / SECRET_FILE
    secret.touch(mode=0o600)
    secret.write_bytes(b"s" * SECRET_BYTES)


def problems(tmp_path: Path, **changes: Any) -> list[MissionProblem]:
    return check_mission(write_mission(tmp_path, plain_spec(**changes)))


def zone(name: str, x_m: float, y_m: float, radius_m: float = 0.3) -> dict[str, Any]:
    return {"name": name, "shape": "circle", "centre_m": [x_m, y_m], "radius_m": radius_m}


def test_a_zone_that_is_walled_off_is_told_with_its_line_and_how_near_one_gets(tmp_path: Path) -> None:
    zones = [zone("here", 1.0, 0.0), zone("beyond", 5.0, 0.0)]
    (found,) = problems(tmp_path, zones=zones)
    assert "can't reach the zone beyond from 0, 0: it is walled off" in found.message
    assert "the nearest that the robot gets is" in found.message
    assert found.line > 0
    text = (tmp_path / "try_out" / "mission.yaml").read_text(encoding="utf-8").splitlines()
    assert "beyond" in "\n".join(text[found.line - 1 :])
    assert "here" not in "\n".join(text[found.line - 1 :])


def test_a_zone_without_room_is_told(tmp_path: Path) -> None:
    found = problems(tmp_path, world="first_drive", zones=[zone("in_the_wall", 3.05, 0.0, 0.05)])
    assert any("in_the_wall" in one.message and "there is no room in it" in one.message for one in found)


def test_a_corner_of_the_jitter_in_a_wall_is_told_though_the_seeds_miss_it(tmp_path: Path) -> None:
    world = load_mission("first_drive").spec
    start = {"x_m": -2.3, "y_m": -1.75}
    common = {"world": "first_drive", "start_poses": [start], "zones": [zone("red", 0.9, -1.7)]}
    assert world.world == "first_drive"
    assert problems(tmp_path, **common, variation={"start_jitter": {"x_m": 0.06, "y_m": 0.06}}) == []
    found = problems(tmp_path, **common, variation={"start_jitter": {"x_m": 0.06, "y_m": 0.7}})
    assert found
    assert all("at a corner of start_jitter: the robot would start in something" in one.message for one in found)
    assert {one.hint for one in found} == {"Make start_jitter smaller, or move the start."}


def test_a_robot_that_is_too_wide_for_it_is_named(tmp_path: Path) -> None:
    # A zone of 1 cm in a corner: the small robot's middle gets there, the large one's does not.
    robots = ["turtlebot3_burger", "turtlebot4"]
    found = problems(
        tmp_path,
        allowed_robots=robots,
        zones=[zone("corner", 2.855, 0.0, 0.01)],
        world="first_drive",
        start_poses=[{"x_m": -2.3, "y_m": -1.75}],
    )
    assert found
    assert all("turtlebot4" in one.message for one in found)


def crowded(seeds: list[int], hidden: int) -> dict[str, Any]:
    clutter = {"models": ["crate"], "count": [0, 30], "regions": [{"x_m": [0, 1.2], "y_m": [1, 2.2]}]}
    return {"variation": {"clutter": clutter}, "public_seeds": seeds, "hidden_seed_count": hidden}


def easy_seeds(tmp_path: Path) -> list[int]:
    """Seeds that put little enough into the crowded region."""
    mission = load_mission(write_mission(tmp_path, plain_spec(**crowded([1], 1))))
    found = []
    for seed in range(1, 100):
        try:
            scenario_for(mission, seed)
        except MissionError:
            continue
        found.append(seed)
        if len(found) == 2:
            break
    return found


def test_a_hidden_seed_without_a_way_is_told_by_its_number_alone(tmp_path: Path) -> None:
    found = problems(tmp_path, **crowded(easy_seeds(tmp_path), 20))
    assert 0 < len(found) <= 3, "the rest has the same cause"
    assert all(one.message.startswith("hidden seed ") and "no place for" in one.message for one in found)
    seeds = hidden_seeds(load_mission(tmp_path / "try_out"))
    assert not any(str(seed) in one.message + one.hint for one in found for seed in seeds)


def test_variations_of_no_seed_of_the_mission_are_tried_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    easy = easy_seeds(tmp_path)
    monkeypatch.setattr("missions.reachability.hidden_seeds", lambda _mission: tuple(easy))
    found = problems(tmp_path, **crowded(easy, 2))
    assert found
    assert all(one.message.startswith("the variation of seed 100000") for one in found)


def test_the_greatest_clutter_is_tried_even_if_no_seed_drew_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    easy = easy_seeds(tmp_path)
    monkeypatch.setattr("missions.reachability.hidden_seeds", lambda _mission: tuple(easy))
    monkeypatch.setattr("missions.reachability.OTHER_SEEDS", tuple(easy))
    (found,) = problems(tmp_path, **crowded(easy, 2))
    assert found.message.startswith("30 things and the start 0, 0")
    assert "start" in found.message
