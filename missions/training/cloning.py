# SPDX-License-Identifier: Apache-2.0
"""Learns a policy from driving: behaviour cloning (Pomerleau 1989), a net that answers as the driver did.

The same drives and seed give the same net, to the last bit on one machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from missions.training.onnx_net import Layer, TrainedNet
from missions.training.recorded_driving import Driving, Samples

FEWEST_SAMPLES = 200
"""Ten seconds of driving; less is no example."""

_MOST = 5.0
_BATCH = 256


class CloningError(Exception):
    """There is nothing to learn from."""


@dataclass(frozen=True)
class CloningPlan:
    """A training.

    Attributes:
        epochs: how often every sample is looked at.
        seed: of the net's first weights, and of the order of samples.
        hidden: sizes of the net's layers.
        learning_rate: of Adam at the start; it falls to 0 along a cosine.
    """

    epochs: int = 60
    seed: int = 0
    hidden: tuple[int, ...] = (64, 64)
    learning_rate: float = 2e-3


@dataclass(frozen=True)
class CloningProgress:
    """How far a training is.

    Attributes:
        epoch: that was done, 1 first.
        of: how many there are.
        error: mean squared error of the answers on the drives that it learns from.
        validation_error: the same on drives that it does not learn from.
        baseline_error: what the mean of all answers would have on those.
    """

    epoch: int
    of: int
    error: float
    validation_error: float
    baseline_error: float


OnProgress = Callable[[CloningProgress], None]


@dataclass(frozen=True)
class CloningOutcome:
    """What it came to.

    Attributes:
        net: the one with the least error on the drives that it did not learn from.
        curve: one point an epoch.
    """

    net: TrainedNet
    curve: tuple[CloningProgress, ...]


def clone(drives: Sequence[Driving], plan: CloningPlan, on_progress: OnProgress | None = None) -> CloningOutcome:
    """Learns from drives; every fifth (at least one) is kept apart to choose the best net with.

    Whole drives are kept apart, never single samples: neighbours in time are so alike that a net which has seen one
    knows the other.

    Args:
        drives: two or more.
        plan: how.
        on_progress: told after each epoch.

    Raises:
        CloningError: there are too few drives or samples, or numbers that are none.
    """
    apart = tuple(drives[4::5]) or tuple(drives[-1:])
    learned = [drive for drive in drives if not any(drive is one for one in apart)]
    observations, answers = _joined(learned)
    others, their_answers = _joined(apart)
    mean, deviation = observations.mean(axis=0), observations.std(axis=0)
    # What never changes in these drives says nothing; scaled by 1 it can't grow out of bounds elsewhere.
    deviation = np.where(deviation < 1e-3, 1.0, deviation)
    torch.manual_seed(plan.seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _Cloning(plan, mean, deviation).run(
            (observations, answers), (others, their_answers), on_progress or (lambda _: None)
        )
    finally:
        torch.set_num_threads(threads)


def _joined(drives: Sequence[Driving]) -> tuple[Samples, Samples]:
    count = sum(len(drive.observations) for drive in drives)
    if count < FEWEST_SAMPLES:
        raise CloningError(
            f"There are {count} samples of driving to learn from and to test with each; {FEWEST_SAMPLES} are the "
            "least (10 s). Record two drives or more."
        )
    observations = np.concatenate([drive.observations for drive in drives])
    answers = np.concatenate([drive.answers for drive in drives])
    if not (np.isfinite(observations).all() and np.isfinite(answers).all()):
        raise CloningError("The drives hold numbers that are none (NaN or infinite); record them anew.")
    return observations, answers


class _Cloning:
    def __init__(self, plan: CloningPlan, mean: Samples, deviation: Samples) -> None:
        self._plan = plan
        self._mean, self._deviation = mean.astype(np.float64), deviation.astype(np.float64)
        sizes = [len(mean), *plan.hidden, 2]
        parts: list[torch.nn.Module] = []
        for number, (size, after) in enumerate(itertools.pairwise(sizes)):
            parts += [torch.nn.Tanh()] * (number > 0) + [torch.nn.Linear(size, after)]
        self._net = torch.nn.Sequential(*parts)

    def run(
        self, learned: tuple[Samples, Samples], apart: tuple[Samples, Samples], on_progress: OnProgress
    ) -> CloningOutcome:
        plan = self._plan
        x, y = self._scaled(learned[0]), torch.from_numpy(learned[1])
        test_x, test_y = self._scaled(apart[0]), torch.from_numpy(apart[1])
        baseline = float(((test_y - y.mean(dim=0)) ** 2).mean())
        optimiser = torch.optim.Adam(self._net.parameters(), plan.learning_rate)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, plan.epochs)
        draw = torch.Generator().manual_seed(plan.seed)
        best: tuple[float, tuple[Layer, ...]] | None = None
        curve: list[CloningProgress] = []
        for epoch in range(plan.epochs):
            total = 0.0
            for batch in torch.randperm(len(x), generator=draw).split(_BATCH):
                loss = ((self._net(x[batch]) - y[batch]) ** 2).mean()
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                total += float(loss.detach()) * len(batch)
            schedule.step()
            with torch.no_grad():
                error = float(((self._net(test_x) - test_y) ** 2).mean())
            if best is None or error < best[0]:
                best = error, self._layers()
            curve.append(CloningProgress(epoch + 1, plan.epochs, total / len(x), error, baseline))
            on_progress(curve[-1])
        assert best is not None
        return CloningOutcome(TrainedNet(best[1], self._mean, self._deviation, _MOST), tuple(curve))

    def _scaled(self, observations: Samples) -> torch.Tensor:
        scaled = np.clip((observations - self._mean) / self._deviation, -_MOST, _MOST)
        return torch.from_numpy(scaled.astype(np.float32))

    def _layers(self) -> tuple[Layer, ...]:
        linear = [part for part in self._net if isinstance(part, torch.nn.Linear)]
        return tuple((one.weight.detach().numpy().copy(), one.bias.detach().numpy().copy()) for one in linear)
