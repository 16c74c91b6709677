# SPDX-License-Identifier: Apache-2.0
"""Trains a policy from the beginning to a program that drives: learn, drive the mission's public seeds, keep it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from missions.episode.episode_files import recordings_in
from missions.lab_home import lab_home
from missions.recording.recording import open_recording
from missions.spec import Mission
from missions.training.cloning import CloningPlan, CloningProgress, clone
from missions.training.evaluation import PolicyEvaluation, evaluate
from missions.training.onnx_net import TrainedNet, to_onnx
from missions.training.policy_program import policy_program
from missions.training.policy_spec import policy_spec
from missions.training.ppo import train
from missions.training.ppo_plan import PpoPlan, PpoProgress
from missions.training.recorded_driving import driving_of
from missions.variation import robot_name
from valence_nodes.learning.models import CurvePoint
from valence_nodes.learning.registry import MODELS_FOLDER, ModelRegistry, StoredModel
from valence_nodes.policies.features import MOST_SECTORS, LidarFeature
from valence_nodes.policies.policy import OnnxPolicy
from valence_nodes.policies.spec import PolicySpec
from worlds.errors import HintedError
from worlds.robot_spec import load_robot_spec

STATES_FOLDER = "trainings"
PROGRAM_FILE = "drive.py"
_LATENCY_ROUNDS = 200
_OF_HABIT = ("last_action", "speed")

Watch = Callable[[CurvePoint], None]
"""Is told how a training goes; `train_score` is the share of the points."""


class NoDrivingError(HintedError):
    """There are no recordings to learn from."""


@dataclass(frozen=True)
class TrainedPolicy:
    """What a training came to.

    Attributes:
        stored: in the lab's models; its folder also holds `drive.py`, a program that drives with it.
        evaluation: episodes of the mission's public seeds, which it has not learned from.
    """

    stored: StoredModel
    evaluation: PolicyEvaluation


def train_by_trying(mission: Mission, name: str, plan: PpoPlan, watch: Watch, *, go_on: bool = False) -> TrainedPolicy:
    """Trains with PPO and keeps the best policy; after Ctrl-C, the best so far.

    Args:
        mission: to learn.
        name: under which the policy is kept.
        plan: of the training; its mission is this one.
        watch: told after each update.
        go_on: continue the training of that name.

    Raises:
        TrainingStateError: there is no training to continue.
        ModelError: the name is none, or it can't be kept.
        MissionError: the mission or its policy can't be used.
    """
    registry = _registry(name)

    def tell(progress: PpoProgress) -> None:
        watch(_point(progress.decisions, progress.of, progress.mean_score, mission))

    outcome = train(plan, lab_home() / STATES_FOLDER / name, tell, go_on=go_on)
    spec = policy_spec(mission, load_robot_spec(robot_name(mission, plan.robot)))
    curve = tuple(_point(decisions, plan.decisions, score, mission) for decisions, score in outcome.progress.curve)
    return _kept(registry, name, mission, "ppo", plan.seed, (outcome.net, spec, plan.robot), curve, outcome.interrupted)


def train_by_example(
    mission: Mission, name: str, recordings: Sequence[Path], plan: CloningPlan, watch: Watch
) -> TrainedPolicy:
    """Trains with behaviour cloning from recorded episodes and keeps the policy.

    It is given neither what it did last nor how fast it goes: who copies a driver learns from these to go on as before,
    whatever comes (de Haan, Jayaraman, Levine, NeurIPS 2019). And its lidar has twice the sectors, for it has to tell
    apart what the driver told apart. Along the wall both made the difference between 2 and 5 of 5 episodes passed.

    Args:
        mission: whose policy it is to be.
        name: under which the policy is kept.
        recordings: `episode.mcap` files, or folders in which some are.
        plan: of the training.
        watch: told after each epoch.

    Raises:
        NoDrivingError: there are none.
        RecordingError: one can't be read, or lacks what the policy needs.
        CloningError: there is too little to learn from.
        ModelError: the name is none, or it can't be kept.
    """
    registry = _registry(name)
    files = sorted({file for place in recordings for file in recordings_in(place)})
    if not files:
        raise NoDrivingError(
            "There is no recorded episode to learn from.",
            f"Drive yourself: ./valence drive {mission.spec.name} --seed 1000. Or record your best program: "
            f"./valence run {mission.spec.name} --seed 1000 --record FOLDER, and learn --from FOLDER.",
        )
    opened = [open_recording(file) for file in files]
    other = next((one for one in opened if one.about.get("mission") != mission.spec.name), None)
    if other is not None:
        raise NoDrivingError(
            f"{other.file} is of the mission {other.about.get('mission', '?')[:60]}, not of {mission.spec.name}.",
            "Give recordings of one mission alone.",
        )
    robots = sorted({one.about.get("robot", "") for one in opened})
    if len(robots) != 1:
        raise NoDrivingError(f"The recordings are of several robots: {', '.join(robots)}.", "Give those of one.")
    spec = _to_copy(policy_spec(mission, load_robot_spec(robots[0])))

    def tell(progress: CloningProgress) -> None:
        # As R²: 1 is the driver himself, 0 who always answers the mean.
        shares = [1 - error / progress.baseline_error for error in (progress.error, progress.validation_error)]
        watch(CurvePoint(progress.epoch, progress.of, progress.error, shares[0], shares[1]))

    outcome = clone([driving_of(one, spec) for one in opened], plan, tell)
    curve = tuple(CurvePoint(one.epoch, one.of, one.error, None, None) for one in outcome.curve)
    return _kept(registry, name, mission, "cloning", plan.seed, (outcome.net, spec, robots[0]), curve, False)


def _to_copy(spec: PolicySpec) -> PolicySpec:
    """What a policy is given that copies a driver."""
    kept = spec.without(*_OF_HABIT)
    features = tuple(
        replace(one, sectors=min(2 * one.sectors, MOST_SECTORS)) if isinstance(one, LidarFeature) else one
        for one in kept.observation
    )
    return replace(kept, observation=features)


def _registry(name: str) -> ModelRegistry:
    registry = ModelRegistry(lab_home() / MODELS_FOLDER)
    # A wrong name is found out before the work is done, not after.
    registry.check_name(name)
    return registry


def _point(step: int, steps: int, score: float | None, mission: Mission) -> CurvePoint:
    share = None if score is None else score / mission.spec.max_score
    return CurvePoint(min(step, steps), steps, None, share, None)


def _kept(
    registry: ModelRegistry,
    name: str,
    mission: Mission,
    kind: str,
    seed: int,
    learned: tuple[TrainedNet, PolicySpec, str | None],
    curve: tuple[CurvePoint, ...],
    stopped: bool,
) -> TrainedPolicy:
    net, spec, robot = learned
    policy = OnnxPolicy(to_onnx(net, spec))
    found = evaluate(mission, policy, mission.spec.public_seeds, robot=robot)
    interval = found.success_interval
    metrics = {
        "score": found.mean_return / found.max_score,
        "baseline_score": 0.0,  # standing still wins nothing in any mission
        "mean_return": found.mean_return,
        "success_rate": found.success_rate,
        "success_rate_low": interval.low,
        "success_rate_high": interval.high,
        "latency_ms": latency_ms(policy),
    }
    about = f"{kind}, seed {seed}, for {mission.spec.name}. {found.in_words()}"
    stored = registry.add_policy(
        name,
        policy.onnx,
        kind=kind,
        mission=mission.spec.name,
        metrics=metrics,
        seed=seed,
        curve=curve,
        stopped=stopped,
        files={PROGRAM_FILE: policy_program(policy, about).encode()},
    )
    return TrainedPolicy(stored, found)


def latency_ms(policy: OnnxPolicy) -> float:
    """Measures how long one answer takes on this machine, ms: the median of many."""
    nothing = np.zeros(policy.spec.size, np.float32)
    policy.decide(nothing)
    took_s = []
    for _ in range(_LATENCY_ROUNDS):
        began_s = time.perf_counter()
        policy.decide(nothing)
        took_s.append(time.perf_counter() - began_s)
    return round(statistics.median(took_s) * 1000, 4)
