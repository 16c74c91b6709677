# SPDX-License-Identifier: Apache-2.0
"""A gamepad's events; a pipe stands for the device that the kernel makes."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from missions.by_hand.gamepad import Gamepad, GamepadError
from missions.by_hand.steering import Wish

AXIS, BUTTON, INITIAL = 2, 1, 0x80


def event(value: int, number: int, kind: int = AXIS) -> bytes:
    return struct.pack("<IhBB", 1234, value, kind, number)


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    file = tmp_path / "js0"
    os.mkfifo(file)
    return file


@pytest.fixture
def plug(pipe: Path) -> Iterator[int]:
    handle = os.open(pipe, os.O_RDWR)
    yield handle
    os.close(handle)


def test_the_left_stick_says_speed_and_turn(pipe: Path, plug: int) -> None:
    with Gamepad(pipe) as pad:
        pad.take()
        assert pad.wish == Wish()
        os.write(plug, event(-32767, 1) + event(32767, 0))
        pad.take()
        assert pad.wish == Wish(1.0, -1.0)  # pushed away from oneself, and to the right
        os.write(plug, event(16383, 0))
        pad.take()
        assert pad.wish.turn == pytest.approx(-0.432, abs=0.001)


def test_a_worn_stick_at_rest_is_at_rest(pipe: Path, plug: int) -> None:
    with Gamepad(pipe) as pad:
        os.write(plug, event(-3900, 1, AXIS | INITIAL) + event(2500, 0, AXIS | INITIAL))
        pad.take()
        assert pad.wish == Wish()


def test_other_axes_and_buttons_do_nothing_and_the_extremes_stay_in_bounds(pipe: Path, plug: int) -> None:
    with Gamepad(pipe) as pad:
        os.write(plug, event(32767, 2) + event(1, 0, BUTTON) + event(-32768, 1) + event(-32768, 255, 0xFF))
        pad.take()
        assert pad.wish == Wish(1.0, 0.0)


def test_an_event_may_come_in_parts(pipe: Path, plug: int) -> None:
    with Gamepad(pipe) as pad:
        sent = event(-32767, 1)
        for part in (sent[:3], sent[3:]):
            os.write(plug, part)
            pad.take()
        assert pad.wish == Wish(1.0, 0.0)


def test_one_that_is_unplugged_is_told(pipe: Path) -> None:
    handle = os.open(pipe, os.O_RDWR)
    with Gamepad(pipe) as pad:
        os.close(handle)
        with pytest.raises(GamepadError, match="is gone"):
            pad.take()


@pytest.mark.parametrize(
    ("name", "said"),
    [("none", "no gamepad"), ("file/below", "no gamepad"), ("a" * 300, "can't be"), ("\0", "can't be")],
)
def test_what_is_none_is_explained(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(GamepadError, match=said) as refused:
        Gamepad(tmp_path / name)
    assert refused.value.hint
