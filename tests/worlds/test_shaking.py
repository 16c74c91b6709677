# SPDX-License-Identifier: Apache-2.0
"""Patches of uneven ground: what a robot feels of them, and what becomes of its load."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from worlds.ground_profile import Patch
from worlds.pose import Pose
from worlds.robot_spec import load_robot_spec
from worlds.sdf.description import Place
from worlds.sdf.ground import Ground
from worlds.sdf.reader import read_model
from worlds.sensor_noise import noise_stream
from worlds.shaking import Shaking, Stance

STANCE = Stance(0.16, -0.081)
UNIT_M = (-0.032, 0.0, 0.078)
STEP_S = 0.01
PLACE = Place(Path("w.sdf"), 1, "")
BOARDS = Ground("boards", Pose(), (40.0, 2.0), 0.0, 0.1, 0.01, 2.0, 0.03, 0.01, 0.001, 30.0, 0.3, 0.0, PLACE)
GRAVEL = replace(BOARDS, kind="gravel", rms_m=0.001, joint_spacing_m=0.0, joint_depth_m=0.0)


def of_the_lab(kind: str) -> Ground:
    """One of the lab's grounds, long enough for a long drive."""
    (ground,) = read_model(f"ground_{kind}", name="g", pose=Pose()).links[0].grounds
    return replace(ground, pose=Pose(), size_m=(40.0, 2.0), variety=0.0)


def drive(
    ground: Ground, speed_mps: float, *, seed: int = 1, seconds: float = 5.0
) -> tuple[npt.NDArray[np.float64], float]:
    """Drives straight on at one speed: what the unit felt (n, 6), and how far the load slid."""
    shaking = Shaking([Patch(ground, 0.0, 0.0, 0.0, noise_stream(seed, "g"))], STANCE, LOAD)
    x_m = -10.0
    shaking.start(x_m, 0.1, 0.0)
    felt = []
    for step in range(round(seconds / STEP_S)):
        # It sets off gently, so that only the ground moves the load.
        x_m += speed_mps * min(1.0, step * STEP_S) * STEP_S
        shaking.go_on(x_m, 0.1, 0.0, STEP_S)
        spin, push = shaking.felt_at(UNIT_M)
        felt.append((*spin, *push))
    slid_m = shaking.slid_m
    assert slid_m is not None
    return np.array(felt)[100:], slid_m


LOAD = load_robot_spec("turtlebot3_burger_tray").load
assert LOAD is not None


def loudest_hz(signal: npt.NDArray[np.float64]) -> float:
    """The frequency with most power."""
    power = np.abs(np.fft.rfft(signal - signal.mean())) ** 2
    return float(np.fft.rfftfreq(len(signal), STEP_S)[power.argmax()])


@pytest.mark.parametrize("speed_mps", [0.09, 0.15, 0.21])
def test_boards_knock_as_often_as_their_joints_pass(speed_mps: float) -> None:
    felt, _ = drive(BOARDS, speed_mps)
    knocks_hz = speed_mps / BOARDS.joint_spacing_m
    assert loudest_hz(felt[:, 1]) == pytest.approx(knocks_hz, abs=0.3)


def test_the_height_of_a_profile_is_the_one_asked_for() -> None:
    x = np.linspace(-15.0, 15.0, 20_000)
    heights = [Patch(GRAVEL, 0, 0, 0, noise_stream(seed, "g")).heights_m(x, 0 * x).std() for seed in range(5)]
    assert np.mean(heights) == pytest.approx(GRAVEL.rms_m, rel=0.1)


def test_a_patch_comes_down_to_the_floor_at_its_edge_and_is_none_beyond() -> None:
    patch = Patch(replace(GRAVEL, size_m=(2.0, 1.0)), 5.0, 1.0, 0.3, noise_stream(1, "g"))
    ahead, left = math.cos(0.3), math.sin(0.3)
    assert patch.holds(5.0 + 0.99 * ahead, 1.0 + 0.99 * left)
    assert not patch.holds(5.0 + 1.01 * ahead, 1.0 + 1.01 * left)
    edge = patch.heights_m(np.array([5.0 + ahead]), np.array([1.0 + left]))
    assert edge[0] == pytest.approx(0.0, abs=1e-12)


def test_the_same_seed_shakes_the_same_and_another_seed_otherwise() -> None:
    one, other, third = (drive(GRAVEL, 0.1, seed=seed, seconds=1.5)[0] for seed in (1, 1, 2))
    assert np.array_equal(one, other)
    assert not np.allclose(one, third)


def test_even_ground_and_a_robot_that_stands_feel_nothing() -> None:
    even = replace(GRAVEL, rms_m=0.0)
    assert np.abs(drive(even, 0.2, seconds=2.0)[0]).max() < 1e-12
    standing, slid_m = drive(GRAVEL, 0.0, seconds=2.0)
    assert np.ptp(standing[:, 5]) < 1e-9
    assert slid_m == 0.0


def test_the_faster_the_rougher_and_soft_ground_is_felt_less() -> None:
    slow, fast = (drive(GRAVEL, speed)[0][:, 5].std() for speed in (0.06, 0.2))
    assert fast > 3 * slow
    short = replace(GRAVEL, longest_m=0.02, shortest_m=0.01)
    hard, soft = (drive(replace(short, firmness_hz=firm), 0.2)[0][:, 5].std() for firm in (30.0, 6.0))
    assert soft < hard / 2


def test_the_load_stays_where_it_may_be_fast_and_slides_where_it_may_not() -> None:
    slid_m = {
        (kind, speed): np.mean([drive(of_the_lab(kind), speed, seed=seed)[1] for seed in (1, 2)])
        for kind, speed in (
            *(("tile", 0.22), ("carpet", 0.22), ("gravel", 0.055), ("gravel", 0.22)),
            *(("boards", 0.14), ("boards", 0.22)),
        )
    }
    for kept in (("tile", 0.22), ("carpet", 0.22), ("gravel", 0.055), ("boards", 0.22)):
        assert slid_m[kept] < 0.02, kept
    assert slid_m["gravel", 0.22] > 0.05
    # Its own pace moves it most: on boards, faster is better.
    assert slid_m["boards", 0.14] > 4 * slid_m["boards", 0.22]


def test_carpet_at_full_speed_shakes_more_than_gravel_driven_slowly() -> None:
    assert drive(of_the_lab("carpet"), 0.22)[0][:, 1].std() > drive(of_the_lab("gravel"), 0.055)[0][:, 1].std() * 2
