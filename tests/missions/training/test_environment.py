# SPDX-License-Identifier: Apache-2.0
"""Missions as Gymnasium environments."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import missions.training
from missions.errors import MissionError
from missions.seeds import hidden_seeds
from missions.spec import Mission, load_mission, mission_names
from missions.training.environment import TRAINING_SEEDS, MissionEnv
from valence_nodes.policies.controllers import AlongWall

AHEAD = np.array([1.0, 0.0], np.float32)


def drive(env: MissionEnv, answers: list[Any], **options: int) -> tuple[list[np.ndarray[Any, Any]], list[float]]:
    observation, _ = env.reset(options=options)
    seen, rewards = [observation], []
    for answer in answers:
        observation, reward, terminated, truncated, _ = env.step(answer)
        seen.append(observation)
        rewards.append(reward)
        if terminated or truncated:
            break
    return seen, rewards


@pytest.mark.parametrize("name", mission_names())
def test_every_mission_is_a_sound_environment(name: str) -> None:
    env = gymnasium.make(f"missions.training:{missions.training.environment_id(name)}", seeds=(1000,))
    check_env(env.unwrapped, skip_render_check=True)
    assert isinstance(env.unwrapped, MissionEnv)
    assert env.unwrapped.mission.spec.name == name
    env.close()


def test_it_is_drawn_from_above(short_wall: Mission) -> None:
    env = MissionEnv(short_wall, render_mode="rgb_array")
    env.reset(options={"seed": 1})
    picture = env.render()
    assert picture is not None
    assert picture.shape == (240, 320, 3)
    assert picture.std() > 10
    env.close()


def test_rewards_add_up_to_the_score_and_the_time_limit_truncates(short_wall: Mission) -> None:
    env = MissionEnv(short_wall)
    env.reset(options={"seed": 1})
    total, truncated, terminated, info = 0.0, False, False, {}
    while not (truncated or terminated):
        _, reward, terminated, truncated, info = env.step(AHEAD)
        total += reward
    assert (terminated, truncated) == (False, True)
    assert info["score"] == env.scorecard().score == pytest.approx(total)
    assert info["time_s"] == pytest.approx(3.0)
    with pytest.raises(RuntimeError, match="reset it first"):
        env.step(AHEAD)
    env.close()


def test_rewards_add_up_where_gates_are_passed_too() -> None:
    wall = AlongWall()
    env = MissionEnv("wall_follow", policy=wall.spec, patience_s=1.0)
    observation, _ = env.reset(options={"seed": 1})
    total, terminated, info = 0.0, False, {}
    while info.get("time_s", 0.0) < 13.0:
        observation, reward, terminated, _, info = env.step(wall.decide(observation))
        total += reward
        assert not terminated
    assert total > 5.0  # the first gate, and a good way at the right distance
    while not terminated:  # then it stands still, and patience ends
        _, reward, terminated, _, info = env.step(np.array([-1.0, 0.0], np.float32))
        total += reward
    assert info["score"] == pytest.approx(total)
    assert info["score"] > 5.0
    env.close()


def test_the_same_seed_gives_the_same_bits_and_other_noise_does_not(short_wall: Mission) -> None:
    env = MissionEnv(short_wall)
    answers = [AHEAD] * 5
    first, again = drive(env, answers, seed=3), drive(env, answers, seed=3)
    assert [one.tobytes() for one in first[0]] == [one.tobytes() for one in again[0]]
    assert first[1] == again[1]
    other, _ = drive(env, answers, seed=3, noise_seed=4)
    assert any(one.tobytes() != two.tobytes() for one, two in zip(first[0], other, strict=True))
    env.close()


def test_a_world_that_was_let_go_comes_back_the_same(short_wall: Mission) -> None:
    env = MissionEnv(short_wall, kept_worlds=1)
    first, _ = drive(env, [AHEAD] * 3, seed=3)
    drive(env, [AHEAD] * 3, seed=4)
    again, _ = drive(env, [AHEAD] * 3, seed=3)
    assert [one.tobytes() for one in first] == [one.tobytes() for one in again]
    env.close()


def test_training_draws_neither_public_nor_hidden_seeds(own_lab: object, short_wall: Mission) -> None:
    for name in mission_names():
        mission = load_mission(name)
        assert not set(TRAINING_SEEDS) & {*mission.spec.public_seeds, *hidden_seeds(mission)}
    env = MissionEnv(short_wall, seeds=(1000, 1001))
    drawn = {env.reset(seed=0)[1]["mission_seed"], *(env.reset()[1]["mission_seed"] for _ in range(8))}
    assert drawn == {1000, 1001}
    env.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sead": 1}, "no option sead"),
        ({"seed": -1}, "must be a whole number"),
        ({"seed": 2**63}, "must be a whole number"),
        ({"seed": "1"}, "must be a whole number"),
        ({"noise_seed": True}, "must be a whole number"),
    ],
)
def test_wrong_options_are_explained(short_wall: Mission, options: dict[str, Any], said: str) -> None:
    with pytest.raises(MissionError, match=said):
        MissionEnv(short_wall).reset(options=options)


@pytest.mark.parametrize("answer", [[np.nan, 0.0], [np.inf, 0.0], [0.0], [0.0, 0.0, 0.0]])
def test_an_answer_that_is_none_is_refused(short_wall: Mission, answer: list[float]) -> None:
    env = MissionEnv(short_wall)
    env.reset(options={"seed": 1})
    with pytest.raises(ValueError, match="two finite numbers"):
        env.step(np.array(answer, np.float32))
    env.close()


def test_what_can_not_be_made_is_explained(short_wall: Mission) -> None:
    with pytest.raises(RuntimeError, match="no episode yet"):
        MissionEnv(short_wall).step(AHEAD)
    with pytest.raises(MissionError, match="no seeds"):
        MissionEnv(short_wall, seeds=())
    with pytest.raises(ValueError, match="no render mode"):
        MissionEnv(short_wall, render_mode="human")
    with pytest.raises(MissionError, match="turtlebot9"):
        MissionEnv(short_wall, robot="turtlebot9")


def test_nothing_of_it_is_loaded_at_start_up() -> None:
    text = (
        "import sys, web_console.command_line.command, missions.episode.launcher\n"
        "heavy = {'torch', 'gymnasium', 'stable_baselines3', 'onnx', 'onnxruntime', 'missions.training'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
