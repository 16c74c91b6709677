# SPDX-License-Identifier: Apache-2.0
"""From keys to commands."""

from __future__ import annotations

import random

import pytest

from missions.by_hand.keys import Keyboard
from missions.by_hand.steering import STEPS, Wish, action_range, full_range
from missions.spec import load_mission
from valence_nodes.policies.spec import ActionSpec
from worlds.robot_spec import load_robot_spec

UP, DOWN, RIGHT, LEFT = (b"\x1b[" + letter for letter in (b"A", b"B", b"C", b"D"))


def after(*sent: bytes) -> Keyboard:
    keyboard = Keyboard()
    for part in sent:
        keyboard.feed(part)
    return keyboard


def test_each_press_changes_the_command_by_a_step_and_it_stays() -> None:
    assert after(UP, UP, LEFT).wish == after(b"wWa").wish == after(b"\x1bOA\x1bOA\x1bOD").wish == Wish(0.4, 0.2)
    assert after(UP * 9).wish == Wish(1.0, 0.0)
    assert after(DOWN, RIGHT * 9).wish == Wish(-0.2, -1.0)


def test_the_other_side_first_goes_straight_ahead() -> None:
    assert after(UP, LEFT * 4, RIGHT).wish == Wish(0.2, 0.0)
    assert after(UP, LEFT * 4, RIGHT * 2).wish == Wish(0.2, -0.2)


def test_space_stops_and_q_ends() -> None:
    keyboard = after(UP, LEFT, b" ")
    assert keyboard.wish == Wish()
    assert not keyboard.ended
    assert after(b"Q").ended


def test_a_key_may_come_in_parts() -> None:
    assert after(b"\x1b", b"[", b"A").wish == Wish(0.2, 0.0)
    assert after(b"\x1b").wish == Wish()


def test_other_keys_do_nothing() -> None:
    # Delete, Ctrl-up, F5, Esc before a letter, what is no letter.
    assert after(b"\x1b[3~\x1b[1;5A\x1b[15~\x1b\x1bxyz\xff\x00").wish == Wish()


def test_no_noise_breaks_it() -> None:
    draw = random.Random(0)
    keyboard = Keyboard()
    for _ in range(300):
        keyboard.feed(draw.randbytes(draw.randint(1, 40)))
        assert -1 <= keyboard.wish.speed <= 1
        assert -1 <= keyboard.wish.turn <= 1
    keyboard.feed(b"x" * 8 + b" ")
    assert keyboard.wish == Wish()


def test_a_command_stays_within_what_a_policy_may_do() -> None:
    ahead_only = ActionSpec(speed_mps=(0.0, 0.22), turn_radps=(-1.2, 1.0))
    assert Wish(1.0, -1.0).command(ahead_only) == (0.22, -1.2)
    assert Wish(-1.0, 0.5).command(ahead_only) == (0.0, 0.5)
    both = ActionSpec(speed_mps=(-0.1, 0.2))
    assert Wish(-0.5).command(both) == (pytest.approx(-0.05), 0.0)


def test_the_range_is_that_of_the_missions_policy_or_all_that_the_robot_can() -> None:
    burger = load_robot_spec("turtlebot3_burger")
    assert action_range(load_mission("wall_follow"), burger).speed_mps == (0.0, 0.22)
    assert action_range(load_mission("first_drive"), burger) == full_range(burger)
    assert full_range(burger).speed_mps == (-burger.limits.max_speed_mps, burger.limits.max_speed_mps)


def test_steps_are_whole() -> None:
    keyboard = Keyboard()
    for _ in range(STEPS):
        keyboard.feed(UP)
    keyboard.feed(DOWN * STEPS)
    assert keyboard.wish == Wish()
