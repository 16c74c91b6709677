# SPDX-License-Identifier: Apache-2.0
"""What a fast IMU felt between steps: each reading once, in order, and never more than is kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from valence_nodes.nodes.imu_window import MOST_SAMPLES, ImuWindow
from valence_nodes.nodes.reading_forms import ReadingForms
from valence_nodes.programs.inside.felt_samples import FeltSamples
from worlds.readings import ImuReading
from worlds.robot_spec import load_robot_spec

SPEC = load_robot_spec("turtlebot3_burger_tray")


def message(number: int) -> bytes:
    felt = ImuReading((1.0, 0.0, 0.0, 0.0), (number, 0.0, 0.5), (1.0, 2.0, 9.8))
    return ReadingForms(SPEC).imu(SPEC.sensor("imu"), felt, number)


def samples(data: bytes) -> npt.NDArray[np.float32]:
    return np.frombuffer(data, "<f4").reshape(-1, 6)


def test_each_reading_is_handed_out_once_and_in_order() -> None:
    window = ImuWindow(100.0)
    for number in (1, 2, 2, 1, 3):  # a step's messages are sent again when one is missing
        window.add(number, message(number))
    taken = samples(window.take().samples)
    assert taken[:, 0].tolist() == [1.0, 2.0, 3.0]
    assert taken[0, 1:].tolist() == [0.0, 0.5, 1.0, 2.0, np.float32(9.8)]
    assert window.take().samples == b""
    window.clear()
    window.add(1, message(1))
    assert len(samples(window.take().samples)) == 1


def test_a_program_that_does_not_look_costs_no_memory() -> None:
    window, one = ImuWindow(100.0), message(1)
    for number in range(MOST_SAMPLES + 50):
        window.add(number, one)
    assert len(samples(window.take().samples)) == MOST_SAMPLES


def test_the_box_remembers_the_last_seconds_across_steps() -> None:
    felt = FeltSamples()
    assert felt.last(1.0) == b""
    felt.add(None)
    for step in range(400):
        five = np.full((5, 6), step, np.float32).tobytes()
        felt.add({"rate_hz": 100.0, "samples": five})
    assert samples(felt.last(1.0))[:, 0].tolist() == [step for step in range(380, 400) for _ in range(5)]
    assert len(samples(felt.last(0.03))) == 3
    assert len(samples(felt.last(99.0))) <= 1005
