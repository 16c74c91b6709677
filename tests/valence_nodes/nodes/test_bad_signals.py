# SPDX-License-Identifier: Apache-2.0
"""Signal nodes over ROS: what is wrong, empty, huge or of another rate is left out, and what follows is answered."""

from __future__ import annotations

import array
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from nav_msgs.msg import Odometry
from sensor_msgs.msg import Imu
from valence_interfaces.msg import AudioBlock, MotorState
from vision_msgs.msg import Classification

from tests.valence_nodes.nodes.in_process import in_process
from tests.valence_nodes.nodes.test_signal_nodes import imu_message, stamp
from valence_nodes.learning.registry import ModelRegistry
from valence_nodes.learning.training import train
from valence_nodes.nodes.command_node import CommandNode
from valence_nodes.nodes.gesture_node import GestureNode
from valence_nodes.nodes.terrain_node import TerrainNode
from valence_nodes.nodes.tone_node import ToneNode
from valence_nodes.nodes.wheel_fault_node import WheelFaultNode
from valence_nodes.signals import commands, gestures, terrain, wheel_faults
from valence_nodes.signals.gesture_examples import Person
from valence_nodes.signals.spoken_examples import RATE_HZ as SOUND_HZ
from valence_nodes.signals.spoken_examples import command, heard

DOMAIN = 89
Told = tuple[str, Any]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models that always know an answer, whether it is right or not."""
    folder = tmp_path_factory.mktemp("models")
    for name, names, labels in (
        ("terrain", terrain.NAMES, ("tile", "carpet")),
        ("commands", commands.NAMES, ("go", "stop")),
        ("gestures", gestures.NAMES, ("wave", "raise")),
        ("wheel_faults", wheel_faults.NAMES, ("healthy", "hub")),
    ):
        rows = np.random.default_rng(0).standard_normal((20, len(names)))
        model = train("tree", rows, target=np.array(labels * 10))
        ModelRegistry(folder).add(name, model, metrics={}, data_name="none", data_sha256="")
    return folder


def given(models: Path, name: str, **more: Any) -> dict[str, Any]:
    return {"model": name, "models": models, **more}


def imu(time_s: float, numbers: Any, topic: str = "/imu") -> Told:
    return topic, imu_message(time_s, numbers)


def odometry(time_s: float, speed_mps: float = 0.2) -> Told:
    message = Odometry()
    message.header.stamp = stamp(time_s)
    message.twist.twist.linear.x = speed_mps
    return "/odom", message


def shaking(start_s: float, *, rate_hz: float = 100.0, numbers: Any = None, speed_mps: float = 0.2) -> Iterator[Told]:
    """A second of the inertial unit and odometry."""
    random = np.random.default_rng(1)
    for number in range(100):
        time_s = start_s + number / rate_hz
        yield imu(time_s, random.standard_normal(6) if numbers is None else np.asarray(numbers) * (-1) ** number)
        if number % 5 == 0:
            yield odometry(time_s, speed_mps)
    yield odometry(start_s + 99 / rate_hz, speed_mps)


def test_terrain_is_told_of_what_can_be_used(models: Path) -> None:
    with in_process(TerrainNode, given(models, "terrain"), "/terrain", Classification, DOMAIN) as node:
        node.tell(shaking(0.0, numbers=[math.nan] * 6))
        node.tell(shaking(10.0, rate_hz=37.0))
        node.tell(shaking(20.0, numbers=[math.inf] * 6))
        node.tell(shaking(30.0, speed_mps=math.nan))
        node.tell([("/imu", Imu()), ("/odom", Odometry())])  # as empty as can be, and long ago
        node.tell(shaking(40.0))
        (answer,) = node.wait_for(1)
        assert answer.header.stamp == stamp(40.99)
        node.tell(shaking(50.0, numbers=np.array([1e200] * 6)))
        node.tell(shaking(60.0))
        assert node.wait_for(2)[-1].header.stamp == stamp(60.99)


def block(end_s: float, sound: Any, **changes: Any) -> Told:
    numbers = np.clip(np.rint(np.asarray(sound) * 16_000), -32_767, 32_767).astype(np.int16)
    message = AudioBlock(rate_hz=SOUND_HZ, channels=1, full_scale_pa=2.0, samples=array.array("h", numbers.tobytes()))
    message.header.stamp = stamp(end_s)
    for name, value in changes.items():
        setattr(message, name, value)
    return "/audio", message


def bad_blocks() -> Iterator[Told]:
    """Blocks that are none, and some of a strange but possible form."""
    some = np.zeros(800)
    yield "/audio", AudioBlock()
    yield block(0.1, [])
    for change in ({"rate_hz": 0}, {"rate_hz": 2**32 - 1}, {"channels": 0}, {"channels": 255}, {"channels": 3}):
        yield block(0.2, some, **change)
    for full_scale_pa in (math.nan, math.inf, 0.0, -1.0):
        yield block(0.3, some, full_scale_pa=full_scale_pa)
    yield block(0.4, some, rate_hz=1000)
    yield block(100.0, np.zeros(2_000_000))  # two minutes at once


def test_tones_are_told_of_what_can_be_used() -> None:
    times_s = np.arange(1600) / SOUND_HZ
    beep = np.sin(2 * math.pi * 1000 * times_s)
    with in_process(ToneNode, {"window_s": 0.1, "step_s": 0.1}, "/tones", Classification, DOMAIN) as node:
        node.tell(bad_blocks())
        node.tell([block(200.1, beep)])
        # Of what was possible each window was answered: nothing was heard in them.
        answers = node.wait_for(8 + 1250 + 1)
        assert [one.class_id for one in answers[-1].results] == ["beep"]
        assert not any(one.results for one in answers[:-1])


def test_commands_are_told_of_what_can_be_used(models: Path) -> None:
    parameters = given(models, "commands", min_confidence=0.0)
    said = heard(command("stop", 3), 4) / 2.0
    with in_process(CommandNode, parameters, "/spoken_commands", Classification, DOMAIN) as node:
        node.tell(bad_blocks())
        node.tell(block(200 + (n + 1) / 20, part * 2) for n, part in enumerate(said.reshape(-1, SOUND_HZ // 20)))
        (answer,) = node.wait_for(1)
        assert 200.5 < answer.header.stamp.sec + answer.header.stamp.nanosec / 1e9 < 202


def wrist(samples: Any, start_s: float, rate_hz: float = 50.0) -> Iterator[Told]:
    for number, one in enumerate(samples):
        yield imu(start_s + number / rate_hz, one, "/wrist/imu")


def test_gestures_are_told_of_what_can_be_used(models: Path) -> None:
    wave = Person(1).perform("wave").samples
    broken, huge = wave.copy(), wave.copy()
    broken[::8, 4] = math.nan
    huge[40:60] = 1e30
    with in_process(GestureNode, given(models, "gestures"), "/gestures", Classification, DOMAIN) as node:
        node.tell([("/wrist/imu", Imu())])
        node.tell(wrist(wave, 10.0, rate_hz=30.0))
        node.tell(wrist(wave, 20.0, rate_hz=200.0))
        node.tell(wrist(broken, 30.0))
        node.tell(wrist(np.tile(huge[50], (100, 1)), 40.0))
        node.tell(wrist(wave, 50.0))
        (answer,) = node.wait_for(1)
        assert 50.0 < answer.header.stamp.sec < 56.0
        assert sum(one.score for one in answer.results) == pytest.approx(1.0, abs=1e-4)


def motors(time_s: float, numbers: float = 3.0, **changes: Any) -> Told:
    two = [numbers, numbers]
    message = MotorState(
        joints=["left", "right"], position_rad=[numbers * time_s] * 2, velocity_radps=two, command_radps=two
    )
    message.current_a = [0.1, 0.1]
    message.header.stamp = stamp(time_s)
    for name, value in changes.items():
        setattr(message, name, value)
    return "/motor_state", message


def rolling(start_s: float, *, rate_hz: float = 50.0, numbers: float = 3.0, **changes: Any) -> Iterator[Told]:
    """Two seconds of the motor drivers and the gyroscope."""
    for number in range(100):
        time_s = start_s + number / rate_hz
        yield imu(time_s, [0.0] * 6)
        yield motors(time_s, numbers, **changes)


def test_wheels_are_told_of_what_can_be_used(models: Path) -> None:
    parameters = given(models, "wheel_faults", step_s=2.0)
    with in_process(WheelFaultNode, parameters, "/diagnostics", DiagnosticArray, DOMAIN) as node:
        node.tell([("/imu", Imu()), ("/motor_state", MotorState())])
        node.tell(rolling(10.0, rate_hz=20.0))
        node.tell(rolling(20.0, numbers=math.nan))
        node.tell(rolling(30.0, numbers=1e30))
        for changes in ({"joints": []}, {"current_a": [0.1]}, {"command_radps": [1.0] * 5000}):
            node.tell(rolling(40.0, **changes))
        node.tell(rolling(45.0, current_a=[math.inf, 0.1]))
        node.tell(motors(50.0 + number / 50) for number in range(100))  # without a gyroscope nobody can say
        node.tell(rolling(60.0, numbers=0.0))  # who stands still tells nothing
        node.tell(rolling(70.0))
        (answer,) = node.wait_for(1)
        assert answer.header.stamp == stamp(71.98)
        assert [one.name for one in answer.status] == ["left", "right"]
        for one in answer.status:
            assert {value.key for value in one.values} == {"healthy", "hub"}
            assert one.level in (b"\x00", b"\x01")
