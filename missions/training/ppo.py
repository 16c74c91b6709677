# SPDX-License-Identifier: Apache-2.0
"""Learns a policy by trying: PPO (Schulman et al. 2017, arXiv 1707.06347) of stable-baselines3 on a mission.

With the same plan it comes to the same policy, to the last bit on one machine: every draw comes from the seed, the
environments answer in a fixed order, and torch adds up with one thread. What is interrupted and continued is another
training, as its episodes begin anew.
"""

from __future__ import annotations

import io
import json
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.logger import Logger
from stable_baselines3.common.vec_env import DummyVecEnv, SubprocVecEnv, VecEnv, VecNormalize

from missions.spec import Mission, load_mission
from missions.training.evaluation import EpisodeResult
from missions.training.learning_env import PATIENCE_S, VALIDATION_SEEDS, LearningEnv
from missions.training.onnx_net import TrainedNet, to_onnx
from missions.training.policy_spec import policy_spec
from missions.training.ppo_plan import PpoPlan, PpoProgress
from missions.training.side_by_side import SideBySide
from missions.variation import robot_name
from missions.whole_file import write_whole
from valence_nodes.policies.spec import PolicySpec
from worlds.errors import HintedError
from worlds.robot_spec import load_robot_spec

STATE_FILE = "ppo.pt"
PROGRESS_FILE = "ppo_progress.json"
BEST_FILE = "model.onnx"

_EPISODES_IN_MEAN = 20
_LEAST_EPISODES = 8
_KEEP_EVERY = 16
"""Updates."""
_CHECK_EVERY = 8
"""Updates."""
_WORTH_CHECKING = 10.0
"""A policy that is so many points below the pass mark while it tries things out is worth a look without that."""


class TrainingStateError(HintedError):
    """A training can't be continued."""


OnProgress = Callable[[PpoProgress], None]


@dataclass
class _Best:
    """The best policy so far.

    Attributes:
        net: of it.
        passed: validation seeds that it passed; -1 for one that was not driven without trying things out.
        score: the worst of these episodes, or else the mean of the last ones of the training.
    """

    net: TrainedNet | None = None
    passed: int = -1
    score: float = float("-inf")


@dataclass(frozen=True)
class PpoOutcome:
    """What a training came to.

    Attributes:
        net: the best policy.
        progress: at the end.
        interrupted: it was stopped from outside.
    """

    net: TrainedNet
    progress: PpoProgress
    interrupted: bool = False


def _mission_of(plan: PpoPlan) -> Mission:
    folder = Path(plan.mission)
    return load_mission(folder if folder.is_dir() else plan.mission)


def _policy_of(plan: PpoPlan) -> PolicySpec:
    mission = _mission_of(plan)
    return policy_spec(mission, load_robot_spec(robot_name(mission, plan.robot)))


def _environment(plan: PpoPlan, number: int) -> Callable[[], LearningEnv]:
    seeds = plan.seeds[number :: max(1, plan.environments)]

    def make() -> LearningEnv:
        if number or plan.environments == 1:
            # In a process of its own. Ctrl-C goes to all of a terminal; the one that trains ends the others.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        env = LearningEnv(_mission_of(plan), robot=plan.robot, seeds=seeds, patience_s=PATIENCE_S)
        env.validation_seeds = VALIDATION_SEEDS[number :: max(1, plan.environments)]
        env.reset(seed=plan.seed * 1000 + number)
        return env

    return make


def make_environments(plan: PpoPlan) -> VecEnv:
    """Starts the environments of a training."""
    makers: list[Callable[[], Any]] = [_environment(plan, number) for number in range(max(1, plan.environments))]
    if plan.environments > 1:
        return SideBySide(makers)
    return SubprocVecEnv(makers, start_method="forkserver") if plan.environments else DummyVecEnv(makers)


def train(plan: PpoPlan, folder: Path, on_progress: OnProgress | None = None, *, go_on: bool = False) -> PpoOutcome:
    """Trains until the decisions are made, the policy is good, or somebody interrupts it (Ctrl-C).

    Args:
        plan: what to do.
        folder: where the state of the training is left, to continue from.
        on_progress: told after each update; what it raises ends the training.
        go_on: continue from what is in the folder.

    Raises:
        TrainingStateError: there is nothing to continue from, or it is of another mission or net.
        MissionError: the mission or its policy can't be used.
    """
    spec = _policy_of(plan)
    folder.mkdir(parents=True, exist_ok=True)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    environments = make_environments(plan)
    try:
        model, scaled = _resumed(plan, environments, folder) if go_on else _new(plan, environments)

        def keep_state() -> None:
            _keep(model, scaled, follower, folder)

        follower = _Follower(plan, spec, scaled, on_progress, _earlier(folder) if go_on else (), keep_state)
        interrupted = False
        try:
            model.learn(plan.decisions, callback=follower, reset_num_timesteps=not go_on)
        except KeyboardInterrupt:
            interrupted = True
        keep_state()
        net = follower.best.net or net_of(model, scaled)
        return PpoOutcome(net, follower.progress(), interrupted)
    finally:
        torch.set_num_threads(threads)
        environments.close()


def _new(plan: PpoPlan, environments: VecEnv) -> tuple[PPO, VecNormalize]:
    scaled = VecNormalize(environments, gamma=plan.discount, clip_obs=5.0)
    scaled.seed(plan.seed)

    def rate(left: float) -> float:
        return plan.learning_rate * (0.1 + 0.9 * left)

    model = PPO(
        "MlpPolicy",
        scaled,
        learning_rate=rate,
        n_steps=plan.rollout,
        batch_size=min(128, plan.rollout * max(1, plan.environments)),
        n_epochs=10,
        gamma=plan.discount,
        gae_lambda=0.95,
        # What is tried out goes on for some decisions: a robot that trembles gets nowhere (Raffin et al. 2021,
        # arXiv 2005.05719).
        use_sde=True,
        sde_sample_freq=8,
        policy_kwargs={"net_arch": list(plan.hidden), "log_std_init": -2.0},
        seed=plan.seed,
        device="cpu",
        verbose=0,
    )
    model.set_logger(Logger(folder=None, output_formats=[]))  # its own would leave a folder behind, with nothing in it
    return model, scaled


def _resumed(plan: PpoPlan, environments: VecEnv, folder: Path) -> tuple[PPO, VecNormalize]:
    """Goes on from a state; it holds numbers alone, and reading it runs nothing."""
    file = folder / STATE_FILE
    if not file.is_file():
        raise TrainingStateError(f"There is no {file}: no training to continue.", "Train it from the beginning.")
    model, scaled = _new(plan, environments)
    try:
        state = torch.load(file, weights_only=True)
        model.policy.load_state_dict(state["policy"])
        model.policy.optimizer.load_state_dict(state["optimizer"])
        for known, part in ((scaled.obs_rms, "observations"), (scaled.ret_rms, "returns")):
            statistics: Any = known
            mean, var, count = state[part]
            if mean.shape != np.shape(statistics.mean):
                raise ValueError(f"its {part} have the shape {tuple(mean.shape)}")
            statistics.mean, statistics.var, statistics.count = mean.numpy(), var.numpy(), count
        model.num_timesteps = int(state["decisions"])
    except Exception as error:  # torch raises a dozen kinds for a file that is none
        raise TrainingStateError(
            f"{file} can't be continued with this mission and net: {str(error)[:160]}", "Train it from the beginning."
        ) from error
    return model, scaled


def _keep(model: PPO, scaled: VecNormalize, follower: _Follower, folder: Path) -> None:
    """Leaves what a training goes on from, and its best policy so far; a power cut costs some updates at most."""
    observations: Any = scaled.obs_rms
    returns: Any = scaled.ret_rms
    state = {
        "policy": model.policy.state_dict(),
        "optimizer": model.policy.optimizer.state_dict(),
        "decisions": int(model.num_timesteps),
        "observations": _plain(observations),
        "returns": _plain(returns),
    }
    written = io.BytesIO()
    torch.save(state, written)
    write_whole(folder / STATE_FILE, written.getvalue())
    write_whole(folder / PROGRESS_FILE, json.dumps(asdict(follower.progress())))
    net = follower.best.net or net_of(model, scaled)
    write_whole(folder / BEST_FILE, to_onnx(net, follower.spec))


def _plain(statistics: Any) -> tuple[torch.Tensor, torch.Tensor, float]:
    mean, var = (torch.from_numpy(np.array(part, dtype=np.float64)) for part in (statistics.mean, statistics.var))
    return mean, var, float(statistics.count)


def _earlier(folder: Path) -> tuple[tuple[int, float], ...]:
    try:
        plain = json.loads((folder / PROGRESS_FILE).read_text(encoding="utf-8"))
        return tuple((int(decisions), float(score)) for decisions, score in plain["curve"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def net_of(model: PPO, scaled: VecNormalize) -> TrainedNet:
    """Takes the deterministic policy out of a model: the mean of what it would try."""
    policy = model.policy
    layers = [*policy.mlp_extractor.policy_net, policy.action_net]
    linear = [layer for layer in layers if isinstance(layer, torch.nn.Linear)]
    weights = tuple((one.weight.detach().numpy().copy(), one.bias.detach().numpy().copy()) for one in linear)
    statistics: Any = scaled.obs_rms  # a dict for spaces of several parts, which this is none of
    deviation = (statistics.var + scaled.epsilon) ** 0.5
    return TrainedNet(weights, statistics.mean.copy(), deviation, scaled.clip_obs)


class _Follower(BaseCallback):
    """Counts scores, keeps the best policy, tells how far it is."""

    def __init__(
        self,
        plan: PpoPlan,
        spec: PolicySpec,
        scaled: VecNormalize,
        on_progress: OnProgress | None,
        curve: tuple[tuple[int, float], ...],
        keep_state: Callable[[], None],
    ) -> None:
        super().__init__()
        self._plan = plan
        self.spec = spec
        self._scaled = scaled
        self._on_progress = on_progress
        self._scores: deque[float] = deque(maxlen=_EPISODES_IN_MEAN)
        self._episodes = self._updates = 0
        self._keep_state = keep_state
        self._curve = list(curve)
        self._began_s = time.monotonic()
        self._mission = _mission_of(plan)
        self._check_at = 0
        self._good = False
        self.best = _Best()

    def _on_step(self) -> bool:
        for done, info in zip(self.locals["dones"], self.locals["infos"], strict=True):
            if done and "score" in info:
                self._scores.append(info["score"])
                self._episodes += 1
        return not self._good

    def _on_rollout_end(self) -> None:
        mean = self._mean()
        self._updates += 1
        if mean is not None:
            self._curve.append((int(self.num_timesteps), round(mean, 3)))
            if len(self._scores) >= _LEAST_EPISODES:
                self._look_at(mean)
        if self._updates % _KEEP_EVERY == 0:
            self._keep_state()
        if self._on_progress is not None:
            self._on_progress(self.progress())

    def _look_at(self, mean: float) -> None:
        """Keeps the policy if it is the best so far.

        Who tries things out gets out of places in which he would stand for ever without: so the best is chosen by
        driving without, as soon as that is promising.
        """
        assert isinstance(self.model, PPO)
        spec, best = self._mission.spec, self.best
        if mean < spec.pass_mark - _WORTH_CHECKING:
            if best.passed < 0 and mean > best.score:
                best.score, best.net = mean, net_of(self.model, self._scaled)
            return
        if self._updates < self._check_at:
            return
        self._check_at = self._updates + _CHECK_EVERY
        net = net_of(self.model, self._scaled)
        found = self._driven(net)
        passed, worst = sum(one.passed for one in found), min(one.score for one in found)
        if (passed, worst) > (best.passed, best.score):
            best.net, best.passed, best.score = net, passed, worst
        margin = self._plan.margin
        self._good = margin is not None and worst >= spec.pass_mark + margin

    def _driven(self, net: TrainedNet) -> tuple[EpisodeResult, ...]:
        """Drives the validation seeds, each environment's process some of them."""
        parts = self._scaled.env_method("validate", to_onnx(net, self.spec), self._plan.robot)
        return tuple(result for part in parts for result in part)

    def _mean(self) -> float | None:
        return sum(self._scores) / len(self._scores) if self._scores else None

    def progress(self) -> PpoProgress:
        """How far it is."""
        best = self.best.score
        return PpoProgress(
            decisions=int(self.num_timesteps),
            of=self._plan.decisions,
            episodes=self._episodes,
            mean_score=self._mean(),
            best_score=best if best > float("-inf") else None,
            wall_s=time.monotonic() - self._began_s,
            curve=tuple(self._curve),
        )
