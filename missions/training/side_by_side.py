# SPDX-License-Identifier: Apache-2.0
"""Environments that go on at once, the first of them in this process and each other one in a process of its own.

As stable-baselines3 has it, all are in processes of their own, and the one that learns only waits for them: for each
decision it is woken by all and wakes all again, and until then the cores stand idle. Here it drives an episode itself
meanwhile. What comes out is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gymnasium
from stable_baselines3.common.vec_env import SubprocVecEnv
from stable_baselines3.common.vec_env.base_vec_env import CloudpickleWrapper
from stable_baselines3.common.vec_env.subproc_vec_env import _worker as work

Maker = Callable[[], gymnasium.Env[Any, Any]]


class SideBySide(SubprocVecEnv):
    """Two environments or more."""

    def __init__(self, makers: Sequence[Maker]) -> None:
        """Starts them.

        Args:
            makers: each makes one; the first is called here, each other one in its process.

        Raises:
            ValueError: there are less than two.
        """
        if len(makers) < 2:
            raise ValueError(f"Side by side are two or more, not {len(makers)}.")
        here: Any = _Here(makers[0]())
        super().__init__(list(makers[1:]), start_method="forkserver")
        self.remotes = (here, *self.remotes)
        self.num_envs += 1
        self._reset_seeds()
        self._reset_options()
        self.reset_infos = [{} for _ in makers]


class _Here:
    """Stands where the pipe to a process does: what is sent to it is done here, once the answer is asked for.

    So all others are at work already. It is done by the very code that does it in their processes.
    """

    def __init__(self, env: gymnasium.Env[Any, Any]) -> None:
        self._env = env
        self._asked: tuple[str, Any] | None = None

    def send(self, message: tuple[str, Any]) -> None:
        self._asked = message
        if message[0] == "close":
            self.recv()

    def recv(self) -> Any:
        asked, self._asked = self._asked, None
        if asked is None:
            return None  # what was asked last was interrupted
        once: Any = _Once(asked)
        work(once, once, CloudpickleWrapper(lambda: self._env))
        if not once.answers and asked[0] != "close":
            raise KeyboardInterrupt  # which the code above takes for the end of its process
        return once.answers[0] if once.answers else None

    def close(self) -> None:
        """There is nothing to close."""


class _Once:
    """A pipe's other end, through which one message comes and then no other."""

    def __init__(self, message: tuple[str, Any]) -> None:
        self._messages = [message]
        self.answers: list[Any] = []

    def recv(self) -> tuple[str, Any]:
        if not self._messages:
            raise EOFError
        return self._messages.pop()

    def send(self, answer: Any) -> None:
        self.answers.append(answer)

    def close(self) -> None:
        """There is nothing to close."""
