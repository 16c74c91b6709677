# SPDX-License-Identifier: Apache-2.0
"""What a program hears: the last second, each block once, and nothing of a message that makes no sense."""

from __future__ import annotations

import array

import numpy as np
import pytest
from builtin_interfaces.msg import Time
from rclpy.serialization import serialize_message
from valence_interfaces.msg import AudioBlock

from valence_nodes.nodes import to_messages
from valence_nodes.nodes.from_messages import sound_data
from valence_nodes.nodes.observation_gate import observation_sources
from valence_nodes.nodes.serialised import BrokenMessageError, decoded
from valence_nodes.nodes.sound_window import MOST_BYTES, SoundWindow
from worlds.readings import MicrophoneReading
from worlds.robot_spec import load_robot_spec

BLOCK = 800


def message(number: int, *, samples: int = BLOCK, rate_hz: int = 16_000) -> bytes:
    heard = np.full((samples, 2), (number, -number), dtype=np.int16)
    block = to_messages.audio_block(MicrophoneReading(rate_hz, 2.0, heard), Time(sec=number), "ears_link")
    return bytes(serialize_message(block))


def test_the_last_second_is_there_each_block_once_and_in_order() -> None:
    window = SoundWindow()
    assert window.newest() is None
    for number in (1, 2, 2, 1, 3):  # a step's messages are sent again when one is missing
        window.add(number, message(number))
    heard = window.newest()
    assert heard is not None
    assert (heard.rate_hz, heard.channels, heard.full_scale_pa) == (16_000, 2, 2.0)
    samples = np.frombuffer(heard.samples, "<i2").reshape(-1, 2)
    assert samples[::BLOCK].tolist() == [[1, -1], [2, -2], [3, -3]]
    assert window.newest() is heard  # so that it is sent into the box once
    for number in range(4, 50):
        window.add(number, message(number))
    later = window.newest()
    assert later is not None
    assert np.frombuffer(later.samples, "<i2").reshape(-1, 2)[::BLOCK, 0].tolist() == list(range(30, 50))
    window.clear()
    assert window.newest() is None


def test_another_rate_begins_anew_and_a_strange_one_fills_no_memory() -> None:
    window = SoundWindow()
    window.add(1, message(1))
    for number in range(2, 60):
        window.add(number, message(number, samples=20_000, rate_hz=4_000_000_000))
    heard = window.newest()
    assert heard is not None
    assert heard.rate_hz == 4_000_000_000
    assert MOST_BYTES <= len(heard.samples) < MOST_BYTES + 80_000


@pytest.mark.parametrize(
    "change",
    [{"channels": 0}, {"channels": 9}, {"rate_hz": 0}, {"full_scale_pa": float("nan")}, {"full_scale_pa": 0.0}],
)
def test_a_block_that_makes_no_sense_is_a_broken_message(change: dict[str, float]) -> None:
    fields = {"rate_hz": 8000, "channels": 2, "full_scale_pa": 1.0, "samples": array.array("h", [1, 2])} | change
    data = bytes(serialize_message(AudioBlock(**fields)))
    with pytest.raises(BrokenMessageError, match="/audio"):
        decoded("/audio", data, sound_data)
    whole = message(1)
    for end in range(0, len(whole) - 1, 97):
        with pytest.raises(BrokenMessageError):
            decoded("/audio", whole[:end], sound_data)


def test_a_robot_with_ears_has_it_and_others_have_not() -> None:
    parts = {
        robot: {one.part for one in observation_sources(load_robot_spec(robot), detections=False)}
        for robot in ("turtlebot3_burger", "turtlebot3_burger_ears")
    }
    assert parts["turtlebot3_burger_ears"] - parts["turtlebot3_burger"] == {"sound"}
