# SPDX-License-Identifier: Apache-2.0
"""Signal nodes on recordings (MCAP): what they tell, how often it is right, and what they do with bad messages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from nav_msgs.msg import Odometry
from sensor_msgs.msg import Imu

from missions.episode.graph import open_graph
from tests.valence_nodes.nodes.signal_asking import ENOUGH_S, answers, running, write_recording
from tests.valence_nodes.signals.ground_windows import GROUNDS, RATE_HZ, drive
from tests.valence_nodes.signals.test_terrain import LEARNED, rows
from valence_nodes.learning.registry import ModelRegistry
from valence_nodes.learning.training import train
from valence_nodes.signals.accuracy import accuracy
from valence_nodes.signals.training import Lesson, learn

DOMAIN = 95


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return open_graph(DOMAIN).environment


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    known = rows(LEARNED)
    model, figures = learn(Lesson(known, known, "drives"))
    ModelRegistry(folder).add("terrain", model, metrics=figures, data_name="drives", data_sha256="")
    other = train("tree", np.eye(4), target=np.array(["a", "b", "a", "b"]))
    ModelRegistry(folder).add("other", other, metrics={}, data_name="none", data_sha256="")
    return folder


def stamp(time_s: float) -> Time:
    time_ns = round(time_s * 1e9)
    return Time(sec=time_ns // 10**9, nanosec=time_ns % 10**9)


def imu_message(time_s: float, sample: Any) -> Imu:
    message = Imu()
    message.header.stamp = stamp(time_s)
    spin, push = message.angular_velocity, message.linear_acceleration
    spin.x, spin.y, spin.z, push.x, push.y, push.z = map(float, sample)
    return message


def shaken(bad_at: int | None = None) -> Iterator[tuple[str, float, Any]]:
    """One drive after the other over each ground, with a second between; of the first a sample may be NaN."""
    for number, ground in enumerate(GROUNDS):
        felt, speed_mps = drive(ground, 101)
        for index, sample in enumerate(felt):
            time_s = 10.0 * number + index / RATE_HZ
            if index % 5 == 0:
                odometry = Odometry()
                odometry.header.stamp = stamp(time_s)
                odometry.twist.twist.linear.x = speed_mps
                yield "/odom", time_s, odometry
            broken = number == 0 and index == bad_at
            yield "/imu", time_s, imu_message(time_s, [math.nan] * 6 if broken else sample)


def test_terrain_is_told_of_a_recording_that_was_not_learned_from(
    tmp_path: Path, models: Path, environment: dict[str, str]
) -> None:
    recording = write_recording(tmp_path / "drive.mcap", shaken(bad_at=150))
    parameters = {"model": "terrain", "models": models, "step_s": 0.25}
    # 200 samples a ground are five windows; a NaN in the first ground costs the last two of it.
    told = answers(recording, "terrain_node", parameters, "/terrain", 18, environment)
    assert [round(stamp_s - 10 * (stamp_s // 10), 2) for stamp_s, _ in told] == [
        *(0.99, 1.24, 1.49),
        *(0.99, 1.24, 1.49, 1.74, 1.99) * 3,
    ]
    truth = [GROUNDS[int(stamp_s // 10)] for stamp_s, _ in told]
    figures = accuracy(truth, [found[0][0] for _, found in told])
    assert all(one.precision >= 0.6 and one.recall >= 0.6 for one in figures.values()), figures
    assert sum(one.recall * one.samples for one in figures.values()) / len(told) > 0.85
    assert all(sum(score for _, score in found) == pytest.approx(1.0, abs=1e-4) for _, found in told)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "No model is named"),
        ({"model": "no_such"}, "no folder with a model.json"),
        ({"model": "no_such", "models": "HERE"}, "There is no model “no_such”"),
        ({"model": "other", "models": "HERE"}, "A model for terrain takes 63 features; this tree takes 4 numbers"),
        ({"model": "terrain", "models": "HERE", "rate_hz": 10.0}, "rate_hz"),
        ({"model": "terrain", "models": "HERE", "window_s": 1000.0}, "window_s"),
    ],
)
def test_a_model_or_number_that_does_not_fit_ends_the_node_with_its_reason(
    given: dict[str, Any], told: str, models: Path, environment: dict[str, str]
) -> None:
    parameters = {name: models if value == "HERE" else value for name, value in given.items()}
    with running("terrain_node", environment, parameters) as process:
        _, said = process.communicate(timeout=ENOUGH_S)
    assert process.returncode == 1
    assert told in said.splitlines()[-1]
