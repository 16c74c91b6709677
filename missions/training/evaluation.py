# SPDX-License-Identifier: Apache-2.0
"""How good a policy is: scores and share of passed episodes over mission seeds, and what chance may have done."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from missions.spec import Mission
from missions.training.environment import MissionEnv
from valence_nodes.policies.policy import Policy

CONFIDENCE_Z = 1.959964
"""Two-sided quantile of the normal distribution for 95 %."""


@dataclass(frozen=True)
class Interval:
    """From where to where a share lies with 95 % confidence."""

    low: float
    high: float


def wilson(successes: int, trials: int, z: float = CONFIDENCE_Z) -> Interval:
    """Confidence interval of a share by Wilson (1927, J. Am. Stat. Assoc. 22:209), which also holds for few trials.

    Args:
        successes: 0 to trials.
        trials: 1 or more.
        z: quantile of the normal distribution.

    Raises:
        ValueError: there are no trials, or not so many.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"A share of {successes} successes in {trials} trials can't be.")
    share = successes / trials
    scale = 1 + z * z / trials
    middle = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    # At the ends the formula is exact but for rounding.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return Interval(low, high)


@dataclass(frozen=True)
class EpisodeResult:
    """What came out of one episode.

    Attributes:
        seed: mission seed.
        score: points, the episode's return.
        passed: whether they are enough.
        sim_time_s: how long it took.
        trajectory_sha256: the same as that of the ROS episode with this policy and seed.
    """

    seed: int
    score: float
    passed: bool
    sim_time_s: float
    trajectory_sha256: str


@dataclass(frozen=True)
class PolicyEvaluation:
    """How good a policy is.

    Attributes:
        episodes: one for each seed.
        max_score: points that there are.
    """

    episodes: tuple[EpisodeResult, ...]
    max_score: float

    @property
    def mean_return(self) -> float:
        """Mean score."""
        return sum(one.score for one in self.episodes) / len(self.episodes)

    @property
    def success_rate(self) -> float:
        """Share of episodes that passed."""
        return sum(one.passed for one in self.episodes) / len(self.episodes)

    @property
    def success_interval(self) -> Interval:
        """Where the share lies with 95 % confidence, were all seeds driven."""
        return wilson(sum(one.passed for one in self.episodes), len(self.episodes))

    def in_words(self) -> str:
        """One line."""
        interval = self.success_interval
        return (
            f"{self.mean_return:.1f} of {self.max_score:g} points on average; passed {self.success_rate:.0%} of "
            f"{len(self.episodes)} episodes (95 % confidence: {interval.low:.0%} to {interval.high:.0%})."
        )


def evaluate(
    mission: str | Path | Mission,
    policy: Policy,
    seeds: Sequence[int],
    *,
    robot: str | None = None,
    patience_s: float | None = None,
    on_episode: Callable[[EpisodeResult], None] | None = None,
) -> PolicyEvaluation:
    """Drives one episode for each seed, the very one that `./valence run --seed` runs.

    Args:
        mission: name, folder, or the mission itself.
        policy: that drives; what it is given is its own affair.
        seeds: mission seeds, at least one.
        robot: name of an allowed robot; None for the mission's own.
        patience_s: ends episodes in which the robot does not get on for so long; see `MissionEnv`.
        on_episode: told each result.

    Raises:
        MissionError: the mission, robot or seeds can't be used.
        PolicyError: the policy can't.
    """
    env = MissionEnv(mission, robot=robot, seeds=seeds, policy=policy.spec, kept_worlds=1, patience_s=patience_s)
    try:
        results = []
        for seed in seeds:
            observation, _ = env.reset(options={"seed": seed})
            over = False
            while not over:
                observation, _, terminated, truncated, _ = env.step(policy.decide(observation))
                over = terminated or truncated
            card = env.scorecard()
            result = EpisodeResult(seed, card.score, card.passed, card.sim_time_s, card.trajectory_sha256)
            results.append(result)
            if on_episode is not None:
                on_episode(result)
        return PolicyEvaluation(tuple(results), env.mission.spec.max_score)
    finally:
        env.close()
