# SPDX-License-Identifier: Apache-2.0
"""Environments side by side: the same as each in a process of its own, and an end that leaves nothing behind."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stable_baselines3.common.vec_env import SubprocVecEnv, VecEnv

from missions.spec import Mission
from missions.training.environment import MissionEnv
from missions.training.side_by_side import SideBySide

DECISIONS = 120


def makers(folder: Path, count: int) -> list[Callable[[], Any]]:
    def maker(number: int) -> Callable[[], Any]:
        return lambda: MissionEnv(folder, seeds=(1000 + number,), patience_s=2.0)

    return [maker(number) for number in range(count)]


def driven(environments: VecEnv) -> list[Any]:
    """All that comes out of a drive by a seeded hand, with several episodes in it."""
    environments.seed(3)
    environments.set_options([{"noise_seed": number} for number in range(environments.num_envs)])
    told: list[Any] = [environments.reset().tobytes()]
    hand = np.random.default_rng(1)
    ended = 0
    for _ in range(DECISIONS):
        answers = hand.uniform(-1, 1, (environments.num_envs, 2)).astype(np.float32)
        seen, rewards, dones, infos = environments.step(answers)
        assert isinstance(seen, np.ndarray)
        told.append((seen.tobytes(), rewards.dtype, rewards.tobytes(), dones.tolist(), repr(infos)))
        ended += int(dones.sum())
    assert ended > environments.num_envs
    told.append(environments.get_attr("render_mode"))
    told.append([space.shape for space in environments.env_method("get_wrapper_attr", "action_space")])
    return told


def test_what_comes_out_is_the_same_to_the_last_bit(short_wall: Mission) -> None:
    with closing(SideBySide(makers(short_wall.folder, 2))) as beside:
        ours = driven(beside)
    with closing(SubprocVecEnv(makers(short_wall.folder, 2), start_method="forkserver")) as apart:
        assert ours == driven(apart)


def test_ctrl_c_comes_through_and_leaves_no_process(short_wall: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    with closing(SideBySide(makers(short_wall.folder, 2))) as beside:
        beside.reset()
        monkeypatch.setattr(MissionEnv, "step", interrupted)  # in this process alone
        with pytest.raises(KeyboardInterrupt):
            beside.step(np.zeros((2, 2), np.float32))
    assert not any(process.is_alive() for process in beside.processes)
    beside.close()  # a second time does no harm


def test_one_alone_is_not_beside_anything(short_wall: Mission) -> None:
    with pytest.raises(ValueError, match="two or more, not 1"):
        SideBySide(makers(short_wall.folder, 1))
