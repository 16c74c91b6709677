# SPDX-License-Identifier: Apache-2.0
"""Noise, lidar and inertial unit, without an engine."""

from __future__ import annotations

import math

import numpy as np
import pytest

from worlds.pose import Pose
from worlds.sdf.description import Imu, Lidar, Noise
from worlds.sensor_models import ImuModel, LidarModel, Motion, lidar_angles_rad
from worlds.sensor_noise import GaussianNoise, PictureNoise, noise_stream

UPRIGHT = (1.0, 0.0, 0.0, 0.0)


def lidar(samples: int = 4, stddev: float = 0.0, resolution_m: float = 0.0) -> Lidar:
    return Lidar(samples, 0.0, 2 * math.pi, 1, 0.0, 0.0, 0.1, 3.0, resolution_m, Noise(stddev=stddev))


def test_streams_differ_by_seed_and_name_and_repeat() -> None:
    first = noise_stream(1, "lidar").standard_normal(4)
    assert np.array_equal(first, noise_stream(1, "lidar").standard_normal(4))
    assert not np.array_equal(first, noise_stream(1, "lidar2").standard_normal(4))
    assert not np.array_equal(first, noise_stream(2, "lidar").standard_normal(4))


def test_a_stream_is_the_same_on_every_machine() -> None:
    assert noise_stream(42, "imu").integers(1 << 30, size=3).tolist() == [311726105, 293934010, 513716637]


def test_noise_has_the_spread_it_was_given_and_one_bias_an_episode() -> None:
    drawn = GaussianNoise(Noise(1.0, 0.1), noise_stream(0, "x")).draw_many(20_000)
    assert drawn.mean() == pytest.approx(1.0, abs=0.01)
    assert drawn.std() == pytest.approx(0.1, rel=0.03)
    biased = GaussianNoise(Noise(bias_stddev=0.5), noise_stream(3, "x"))
    assert biased.error(0.0) == biased.error(0.0) != 0.0
    assert biased.error(1.0) == biased.error(0.0)


def test_ranges_follow_rep_117() -> None:
    reading = LidarModel(lidar(), noise_stream(0, "l")).read(np.array([0.05, 0.1, 3.0, np.inf]))
    assert reading.ranges_m.tolist() == [-np.inf, np.float32(0.1), 3.0, np.inf]
    assert reading.ranges_m.dtype == np.float32
    assert reading.angle_increment_rad == pytest.approx(2 * math.pi / 3)


def test_noise_never_leaves_the_limits() -> None:
    model = LidarModel(lidar(2000, stddev=0.05), noise_stream(0, "l"))
    for true_m in (0.12, 2.98):
        ranges_m = model.read(np.full(2000, true_m)).ranges_m
        finite = ranges_m[np.isfinite(ranges_m)]
        assert finite.min() >= np.float32(0.1)
        assert finite.max() <= np.float32(3.0)
        assert len(finite) < 2000


def test_ranges_are_rounded_to_the_resolution() -> None:
    reading = LidarModel(lidar(resolution_m=0.015), noise_stream(0, "l")).read(np.array([1.0, 1.007, 1.008, 2.0]))
    assert reading.ranges_m == pytest.approx([1.005, 1.005, 1.005, 1.995])


def test_angles_run_from_first_to_last() -> None:
    assert lidar_angles_rad(lidar(3)) == pytest.approx([0.0, math.pi, 2 * math.pi])


def test_an_imu_without_errors_reads_the_truth() -> None:
    start = Pose.from_rpy((0.0, 0.0, 0.0), (0.0, 0.0, 1.0)).quaternion_wxyz
    model = ImuModel(Imu(), noise_stream(0, "i"), start)
    turned = Pose.from_rpy((0.0, 0.0, 0.0), (0.0, 0.0, 1.5)).quaternion_wxyz
    reading = model.read(Motion(turned, (0.0, 0.0, 0.5), (0.0, 0.0, 9.8)), 1.0)
    assert Pose((0.0, 0.0, 0.0), reading.orientation_wxyz).yaw_rad == pytest.approx(0.5)
    assert reading.angular_velocity_radps == (0.0, 0.0, 0.5)
    assert reading.linear_acceleration_mps2 == (0.0, 0.0, 9.8)


def test_a_gyros_bias_turns_the_heading_but_not_roll_and_pitch() -> None:
    bias = Noise(bias_mean=0.01)
    model = ImuModel(Imu(gyro_noise=(bias, bias, bias)), noise_stream(0, "i"), UPRIGHT)
    for step in range(1, 501):
        reading = model.read(Motion(UPRIGHT, (0.0, 0.0, 0.0), (0.0, 0.0, 9.8)), step * 0.02)
    roll, pitch, yaw = Pose((0.0, 0.0, 0.0), reading.orientation_wxyz).rpy_rad
    assert yaw == pytest.approx(0.1)
    assert (roll, pitch) == (pytest.approx(0.0), pytest.approx(0.0))
    assert reading.angular_velocity_radps == pytest.approx((0.01, 0.01, 0.01))


def test_picture_noise_has_its_spread_and_repeats_with_the_seed() -> None:
    grey = np.full((60, 80, 3), 128, dtype=np.uint8)

    def noisy(seed: int) -> list[np.ndarray]:
        noise = PictureNoise(Noise(stddev=0.02), noise_stream(seed, "c"), grey.size)
        return [noise.add(grey), noise.add(grey)]

    first, second = noisy(1)
    assert first.dtype == np.uint8
    assert first.std() == pytest.approx(0.02 * 255, rel=0.05)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, noisy(1)[0])
    assert not np.array_equal(first, noisy(2)[0])


def test_picture_noise_stops_at_black_and_white() -> None:
    noise = PictureNoise(Noise(stddev=0.5), noise_stream(0, "c"), 300)
    assert set(np.unique(noise.add(np.full((10, 10, 3), 250, dtype=np.uint8)))) >= {0, 255}


def test_no_noise_leaves_a_picture_as_it_is() -> None:
    picture = np.arange(300, dtype=np.uint8).reshape(10, 10, 3)
    assert PictureNoise(Noise(), noise_stream(0, "c"), 300).add(picture) is picture
