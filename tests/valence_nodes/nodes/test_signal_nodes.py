# SPDX-License-Identifier: Apache-2.0
"""Signal nodes on recordings (MCAP): what they tell, how often it is right, and what they do with bad messages."""

from __future__ import annotations

import array
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from nav_msgs.msg import Odometry
from sensor_msgs.msg import Imu
from valence_interfaces.msg import AudioBlock, MotorState

from missions.episode.graph import open_graph
from tests.valence_nodes.nodes.signal_asking import ENOUGH_S, answers, running, write_recording
from tests.valence_nodes.signals.test_terrain import DATA, GROUNDS
from valence_nodes.learning.datasets import Dataset
from valence_nodes.learning.registry import ModelRegistry
from valence_nodes.learning.training import train
from valence_nodes.signals import fault_examples, gesture_examples, gestures
from valence_nodes.signals.accuracy import accuracy
from valence_nodes.signals.fault_examples import Drive
from valence_nodes.signals.lesson import Lesson
from valence_nodes.signals.spoken_examples import FIRST_HELD_OUT, command, examples, heard, other
from valence_nodes.signals.spoken_examples import RATE_HZ as SOUND_HZ
from valence_nodes.signals.training import learn, terrain_lesson
from worlds.spoken import WORDS
from worlds.wheel_faults import SIDES

DOMAIN = 90
EACH = 12
FULL_PA = 2.0


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return open_graph(DOMAIN).environment


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    model, figures = learn(terrain_lesson(DATA))
    ModelRegistry(folder).add("terrain", model, metrics=figures, data_name="drives", data_sha256="")
    words, figures = learn(Lesson(examples(range(14)), examples([FIRST_HELD_OUT]), "words"))
    ModelRegistry(folder).add("commands", words, metrics=figures, data_name="words", data_sha256="")
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


def felt_windows() -> list[tuple[str, float, Any]]:
    """Of drives that were not learned from: ground, speed and a second of the inertial unit, each ground as often."""
    part = Dataset.open(DATA).test
    found = list(zip(part.y, part.table["speed_mps"], part.signals, strict=True))
    by_ground = [[one for one in found if one[0] == ground][:EACH] for ground in GROUNDS]
    return [one for ones in by_ground for one in ones]


def shaken(broken: int) -> Iterator[tuple[str, float, Any]]:
    """One window after the other, each ten seconds after the one before; in one of them a reading is NaN."""
    for number, (_, speed_mps, samples) in enumerate(felt_windows()):
        for index, sample in enumerate(samples):
            time_s = 10.0 * number + index / 100.0
            if index % 5 == 0:
                odometry = Odometry()
                odometry.header.stamp = stamp(time_s)
                odometry.twist.twist.linear.x = float(speed_mps)
                yield "/odom", time_s, odometry
            bad = number == broken and index == 50
            yield "/imu", time_s, imu_message(time_s, [math.nan] * 6 if bad else sample)


def test_terrain_is_told_of_a_recording_that_was_not_learned_from(
    tmp_path: Path, models: Path, environment: dict[str, str]
) -> None:
    recording = write_recording(tmp_path / "drive.mcap", shaken(broken=1))
    grounds = [ground for ground, _, _ in felt_windows()]
    parameters = {"model": "terrain", "models": models}
    told = answers(recording, "terrain_node", parameters, "/terrain", len(grounds) - 1, environment)
    assert [round(stamp_s, 2) for stamp_s, _ in told] == [
        10.0 * number + 0.99 for number in range(len(grounds)) if number != 1
    ]
    figures = accuracy([grounds[int(stamp_s // 10)] for stamp_s, _ in told], [found[0][0] for _, found in told])
    assert all(one.precision >= 0.7 and one.recall >= 0.7 for one in figures.values()), figures
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


def audio_blocks(sounds: list[Any], *, broken_at: int | None = None) -> Iterator[tuple[str, float, Any]]:
    """What two microphones hear of one sound after the other, 1.6 s each, in blocks of 50 ms; one may be broken."""
    numbers = np.concatenate([heard(one, seed, channels=2) for seed, one in enumerate(sounds, 900)]) / FULL_PA * 32_767
    for index, block in enumerate(numbers.reshape(-1, SOUND_HZ // 20)):
        message = AudioBlock(rate_hz=SOUND_HZ, channels=2, full_scale_pa=FULL_PA)
        message.header.stamp = stamp((index + 1) / 20)
        message.samples = array.array(
            "h", np.repeat(np.clip(np.rint(block), -32_767, 32_767).astype(np.int16), 2).tobytes()
        )
        if index == broken_at:
            message.channels = 7
        yield "/audio", (index + 1) / 20, message


def test_commands_of_speakers_who_were_not_learned_from_are_told_at_their_end(
    tmp_path: Path, models: Path, environment: dict[str, str]
) -> None:
    said = [*WORDS, *reversed(WORDS)]
    sounds: list[Any] = [command(word, FIRST_HELD_OUT + number) for number, word in enumerate(said)]
    sounds[3:3] = [other(2), other(3)]  # a noise and a beep, which are no commands
    recording = write_recording(tmp_path / "said.mcap", audio_blocks(sounds, broken_at=3))
    parameters = {"model": "commands", "models": models, "min_confidence": 0.3}
    told = answers(recording, "command_node", parameters, "/spoken_commands", 9, environment)
    truth = [*said[:3], "", "", *said[3:]]
    heard_words = [""] * len(truth)
    for stamp_s, found in told:
        heard_words[int(stamp_s // 1.6)] = found[0][0]
    figures = accuracy(truth, heard_words)
    right = sum(one == other for one, other in zip(truth, heard_words, strict=True) if one)
    assert right >= 9, heard_words
    assert min(one.precision for one in figures.values()) >= 0.5


def test_tones_are_told_window_by_window(tmp_path: Path, environment: dict[str, str]) -> None:
    beep = replace(command("go", 1), kind="tone", frequency_hz=1000.0, lasts_s=0.5)
    recording = write_recording(tmp_path / "beep.mcap", audio_blocks([beep, beep]))
    parameters = {"tones": "beep:1000,alarm:2500", "step_s": 0.1}
    told = answers(recording, "tone_node", parameters, "/tones", 32, environment)
    assert [round(stamp_s, 2) for stamp_s, _ in told] == [round(0.1 * number, 2) for number in range(1, 33)]
    truth = ["beep" if 0.55 < stamp_s % 1.6 <= 1.0 else "" for stamp_s, _ in told]
    said = [found[0][0] if found else "" for _, found in told]
    figures = accuracy(truth, said)
    assert set(figures) == {"beep"}
    # The room goes on sounding for a moment: precision is less than recall.
    assert figures["beep"].recall == 1.0
    assert figures["beep"].precision >= 0.6


def test_tones_that_are_none_end_the_node(environment: dict[str, str]) -> None:
    with running("tone_node", environment, {"tones": "beep"}) as process:
        _, said = process.communicate(timeout=ENOUGH_S)
    assert process.returncode == 1
    assert "Tones can't be read from “beep”" in said.splitlines()[-1]


def driven(drives: list[Drive]) -> Iterator[tuple[str, float, Any]]:
    """One drive after another, each begun 100 s after the one before, as a robot node tells of it."""
    for number, drive in enumerate(drives):
        for index, (*wheels, turn_rate_radps) in enumerate(drive.samples.tolist()):
            time_s = 100.0 * number + index / 50
            yield "/imu", time_s, imu_message(time_s, [0.0, 0.0, turn_rate_radps, 0.0, 0.0, 9.8])
            message = MotorState(joints=["left", "right"], position_rad=wheels[:2], velocity_radps=wheels[2:4])
            message.command_radps, message.current_a = wheels[4:6], wheels[6:8]
            message.header.stamp = stamp(time_s)
            yield "/motor_state", time_s, message


def test_bad_wheels_are_told_of_a_recording_that_was_not_learned_from(
    tmp_path: Path, models: Path, environment: dict[str, str]
) -> None:
    rows = fault_examples.examples(range(12), 7.0)
    model, figures = learn(Lesson(rows, rows, "drives"))
    ModelRegistry(models).add("wheel_faults", model, metrics=figures, data_name="drives", data_sha256="")
    held_out = list(fault_examples.drives(range(FIRST_HELD_OUT, FIRST_HELD_OUT + 4), 6.0))
    recording = write_recording(tmp_path / "drives.mcap", driven(held_out))
    parameters = {"model": "wheel_faults", "models": models, "windows": 3}
    told = answers(recording, "wheel_fault_node", parameters, "/diagnostics", 4 * 5, environment)
    last = {int(stamp_s // 100): found for stamp_s, found in told}
    truth = [drive.label(side) for drive in held_out for side in (0, 1)]
    said = [
        name.removeprefix(f"{side} ") for found in last.values() for side, (name, _) in zip(SIDES, found, strict=True)
    ]
    figures_by_label = accuracy(truth, said)
    assert set(figures_by_label) == {"healthy", "bearing", "hub", "encoder"}
    assert sum(one == other for one, other in zip(truth, said, strict=True)) >= 7, (truth, said)


def test_gestures_of_people_who_were_not_learned_from_are_told(
    tmp_path: Path, models: Path, environment: dict[str, str]
) -> None:
    rows = gesture_examples.examples(range(12), 2)
    model, figures = learn(Lesson(rows, rows, "people"))
    ModelRegistry(models).add("gestures", model, metrics=figures, data_name="people", data_sha256="")
    done = list(gesture_examples.performances([FIRST_HELD_OUT, FIRST_HELD_OUT + 1], 1))
    recording = write_recording(
        tmp_path / "wrist.mcap",
        (
            ("/wrist/imu", (time_s := 20.0 * number + index / 50), imu_message(time_s, sample))
            for number, one in enumerate(done)
            for index, sample in enumerate(one.samples)
        ),
    )
    parameters = {"model": "gestures", "models": models}
    truth = ["" if one.label == gestures.OTHER else one.label for one in done]
    told = answers(recording, "gesture_node", parameters, "/gestures", sum(map(bool, truth)) - 1, environment)
    said = [""] * len(done)
    for stamp_s, found in told:
        said[int(stamp_s // 20)] = found[0][0]
    figures_by_label = accuracy(truth, said)
    assert sum(one == other for one, other in zip(truth, said, strict=True)) >= len(truth) - 2, (truth, said)
    assert min(one.precision for one in figures_by_label.values()) >= 0.5
