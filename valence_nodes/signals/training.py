# SPDX-License-Identifier: Apache-2.0
"""Trains the models of the signal nodes: `python -m valence_nodes.signals.training terrain --models DIR --data DIR`.

It needs the learning extra (`./valence --with-learning doctor`); the nodes need onnxruntime alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from valence_nodes.learning.datasets import Dataset, Part
from valence_nodes.learning.errors import DataError, LearningError
from valence_nodes.learning.models import OnnxModel
from valence_nodes.learning.registry import ModelRegistry
from valence_nodes.signals.accuracy import accuracy
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.lesson import Lesson, Rows
from valence_nodes.signals.terrain import CHANNELS, terrain_features

TREES = 80
SPEED_COLUMN = "speed_mps"


def learn(lesson: Lesson, seed: int = 0) -> tuple[OnnxModel, dict[str, float]]:
    """Trains a forest and examines it.

    Returns:
        The model; its figures on the test rows: `score`, and `precision_…` and `recall_…` of each class.

    Raises:
        LearningError: there is nothing to learn from, or only one class.
    """
    from valence_nodes.learning.training import train  # noqa: PLC0415 - the node itself never trains

    model = train("forest", lesson.training.x, target=np.array(lesson.training.y), seed=seed, trees=TREES)
    told = model.predict(lesson.test.x).tolist()
    figures = {"score": float(np.mean([one == other for one, other in zip(told, lesson.test.y, strict=True)]))}
    for label, one in accuracy(lesson.test.y, told).items():
        figures |= {f"precision_{label}": one.precision, f"recall_{label}": one.recall}
    return model, figures


def terrain_lesson(folder: Path) -> Lesson:
    """Reads a dataset of windows of an inertial unit, such as that of the mission `feel_the_ground`.

    Raises:
        DataError: it has no windows of the six channels, or no speed.
    """
    data = Dataset.open(folder)
    rates = {one.name: one.rate_hz for one in data.card.columns if one.type == "signal"}
    if tuple(rates) != CHANNELS or SPEED_COLUMN not in {one.name for one in data.card.columns}:
        raise DataError(
            f"The dataset {data.card.name} can't teach terrain: it has {', '.join(rates) or 'no signals'}.",
            f"It needs the signals {', '.join(CHANNELS)} and the column {SPEED_COLUMN}.",
        )
    rate_hz = float(rates[CHANNELS[0]] or 0.0)
    training = [_terrain_rows(part, rate_hz) for part in (data.train, data.validation) if len(part)]
    together = Rows(np.concatenate([one.x for one in training]), tuple(name for one in training for name in one.y))
    return Lesson(together, _terrain_rows(data.test, rate_hz), data.card.name, data.sha256)


def _terrain_rows(part: Part, rate_hz: float) -> Rows:
    pairs = zip(part.signals, part.table[SPEED_COLUMN], strict=True)
    return Rows(
        np.array([terrain_features(window, rate_hz, float(speed_mps)) for window, speed_mps in pairs]),
        tuple(map(str, part.y)),
    )


def _commands_lesson(given: argparse.Namespace) -> Lesson:
    from valence_nodes.signals.spoken_examples import commands_lesson  # noqa: PLC0415 - terrain needs no speech

    return commands_lesson(seed=given.seed)


def _wheel_faults_lesson(given: argparse.Namespace) -> Lesson:
    from valence_nodes.signals.fault_examples import wheel_faults_lesson  # noqa: PLC0415 - the others need no engine

    return wheel_faults_lesson()


def _gestures_lesson(given: argparse.Namespace) -> Lesson:
    from valence_nodes.signals.gesture_examples import gestures_lesson  # noqa: PLC0415 - the others need no people

    return gestures_lesson()


LESSONS: dict[str, Callable[[argparse.Namespace], Lesson]] = {
    "commands": _commands_lesson,
    "gestures": _gestures_lesson,
    "terrain": lambda given: terrain_lesson(given.data),
    "wheel_faults": _wheel_faults_lesson,
}
"""What can be trained, by name."""

_WITH_DATA = {"terrain"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains one, keeps it in a registry and says how good it is; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m valence_nodes.signals.training", description=__doc__)
    parser.add_argument("what", choices=sorted(LESSONS), help="what to recognise")
    parser.add_argument("--models", type=Path, required=True, help="folder of the registry of models")
    parser.add_argument("--data", type=Path, help="folder of the dataset, where one is needed")
    parser.add_argument("--name", help="of the model; without it what it recognises")
    parser.add_argument("--seed", type=int, default=0, help="of everything that chance decides (0)")
    given: Any = parser.parse_args(arguments)
    if given.what in _WITH_DATA and given.data is None:
        parser.error(f"{given.what} is learned from a dataset: say --data FOLDER")
    try:
        lesson = LESSONS[given.what](given)
        model, figures = learn(lesson, given.seed)
        kept = ModelRegistry(given.models).add(
            given.name or given.what,
            model,
            metrics=figures,
            data_name=lesson.data_name,
            data_sha256=lesson.data_sha256,
        )
    except (LearningError, SignalError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    lines = [f"{kept.reference} in {kept.folder}: {figures['score']:.1%} of {len(lesson.test.y)} test samples right"]
    for label in model.classes:
        lines.append(
            f"  {label}: precision {figures[f'precision_{label}']:.2f}, recall {figures[f'recall_{label}']:.2f}"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
