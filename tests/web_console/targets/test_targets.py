# SPDX-License-Identifier: Apache-2.0
"""Targets: what there is to run on, and why something can't be chosen."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from missions.spec import CATALOG
from tests.web_console.lab import Lab
from web_console.targets.engine_states import EngineStates
from worlds.engines.registry import simulator_features
from worlds.robot_spec import robot_names


def told(lab: Lab, mission: str | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    answer = lab.visitor.get("/api/targets", params={} if mission is None else {"mission": mission})
    assert answer.status_code == 200, answer.text
    return {(one["kind"], one["name"]): one for one in answer.json()["targets"]}


def test_the_engine_that_is_there_can_be_chosen(lab: Lab) -> None:
    mujoco = told(lab, "first_drive")["engine", "mujoco"]
    assert (mujoco["title"], mujoco["available"], mujoco["why_not"]) == ("MuJoCo", True, "")
    assert mujoco["version"] == simulator_features("mujoco").version


def test_what_can_t_be_chosen_says_why(lab: Lab, own_catalog: Path) -> None:
    lab.app.state.engine_states = EngineStates(lambda code: (False, "no module “mujoco”"))
    folder = Path(shutil.copytree(CATALOG / "first_drive", own_catalog / "first_drive"))
    file = folder / "mission.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(", turtlebot4]", "]"), encoding="utf-8")
    targets = told(lab, "first_drive")
    assert all(one["why_not"] and not one["available"] for one in targets.values())
    assert targets["engine", "mujoco"]["reason"] == "not_installed"
    assert "no module “mujoco”" in targets["engine", "mujoco"]["why_not"]
    assert "later version" in targets["engine", "gazebo"]["why_not"]
    assert {name for kind, name in targets if kind == "robot"} == set(robot_names())
    assert targets["robot", "turtlebot4"]["reason"] == "not_allowed"
    assert "TurtleBot3 Burger" in targets["robot", "turtlebot4"]["why_not"]
    assert targets["robot", "turtlebot3_burger"]["reason"] == "not_connected"
    assert told(lab)["robot", "turtlebot4"]["reason"] == "not_connected"


@pytest.mark.parametrize("mission", ["frist_drive", "", "../..", "x" * 5000])
def test_an_unknown_mission_is_refused(lab: Lab, mission: str) -> None:
    answer = lab.visitor.get("/api/targets", params={"mission": mission})
    assert (answer.status_code, answer.json()["kind"]) == (404, "not_found")


def test_an_engine_that_works_is_tried_once_and_a_broken_one_again_after_a_while() -> None:
    now_s, answers, tries = 0.0, [(False, "broken"), (True, "3.1")], []

    def try_code(code: str) -> tuple[bool, str]:
        tries.append(code)
        return answers[len(tries) - 1]

    states = EngineStates(try_code, lambda: now_s)
    assert [states.state_of("mujoco").works for _ in range(3)] == [False] * 3
    now_s = 61.0
    assert [states.state_of("mujoco").said for _ in range(3)] == ["3.1"] * 3
    now_s = 1e6
    assert states.state_of("mujoco").works
    assert len(tries) == 2
