# SPDX-License-Identifier: Apache-2.0
"""Features of windows are what they are called, and bad signals are refused with a reason."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.features import (
    band_energies,
    centroid_hz,
    features,
    power_spectrum,
    rms,
    rolloff_hz,
    zero_crossings,
)
from valence_nodes.signals.mfcc import mel_filters, mel_of, mfcc
from valence_nodes.signals.timed_windows import TimedWindows
from valence_nodes.signals.windows import Gathered, checked_signal, hann, windows

RATE_HZ = 1000.0
TIMES_S = np.arange(1000) / RATE_HZ
TONE = 3.0 * np.sin(math.tau * 120.0 * TIMES_S) + 9.8


@pytest.mark.parametrize("samples", [999, 1000])
def test_the_power_of_all_frequencies_is_the_mean_square(samples: int) -> None:
    noise = 2.0 * np.random.default_rng(1).standard_normal((samples, 400))
    _, power = power_spectrum(noise, RATE_HZ)
    assert power.sum(axis=0).mean() == pytest.approx(4.0, rel=0.02)
    _, power = power_spectrum(TONE[:samples], RATE_HZ)
    assert power.sum() == pytest.approx(4.5, rel=0.01)


def test_a_tone_is_found_where_it_is() -> None:
    frequencies, power = power_spectrum(TONE, RATE_HZ)
    assert frequencies[power.argmax()] == 120.0
    assert centroid_hz(frequencies, power) == pytest.approx(120.0)
    assert rolloff_hz(frequencies, power) == pytest.approx(120.0, abs=1.0)
    assert rms(TONE) == pytest.approx(3.0 / math.sqrt(2))
    assert zero_crossings(TONE) * RATE_HZ == pytest.approx(240, abs=2)
    low, high = band_energies(frequencies, power, (0, 100, 200))
    assert (low, high) == pytest.approx((0.0, 4.5), abs=1e-9)


def test_a_finer_raster_keeps_the_power() -> None:
    frequencies, power = power_spectrum(TONE, RATE_HZ, length=4096)
    assert power.sum() == pytest.approx(4.5, rel=0.01)
    assert frequencies[power.argmax()] == pytest.approx(120.0, abs=0.13)


def test_windows_overlap_and_cover_the_signal() -> None:
    cut = windows(np.arange(10.0), 4, 3)
    assert cut.tolist() == [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]
    two = windows(np.arange(20.0).reshape(10, 2), 4)
    assert two.shape == (4, 4, 2)
    assert two[1].tolist() == [[4, 5], [6, 7], [8, 9], [10, 11]]
    assert (hann(64)[:32] + hann(64)[32:]).tolist() == pytest.approx([1.0] * 32)


def test_features_have_names_and_dont_depend_on_strength_but_for_one() -> None:
    window = np.random.default_rng(2).standard_normal((256, 2))
    one = features(window, RATE_HZ, (0, 50, 500), ("roll", "pitch"))
    two = features(7.0 * window + 3.0, RATE_HZ, (0, 50, 500), ("roll", "pitch"))
    assert list(one) == [
        f"{channel}_{name}"
        for channel in ("roll", "pitch")
        for name in ("rms", "zero_crossings", "centroid_hz", "rolloff_hz", "band_1", "band_2")
    ]
    assert two["roll_rms"] == pytest.approx(7 * one["roll_rms"])
    for name in one.keys() - {"roll_rms", "pitch_rms"}:
        assert two[name] == pytest.approx(one[name]), name
    assert set(features(window[:, 0], RATE_HZ, (0, 500))) == {
        "rms",
        "zero_crossings",
        "centroid_hz",
        "rolloff_hz",
        "band_1",
    }


def test_silence_has_features_without_a_division_by_zero() -> None:
    with np.errstate(all="raise"):
        assert features(np.zeros(64), RATE_HZ, (0, 500))["centroid_hz"] == 0.0
        assert np.isfinite(mfcc(np.zeros(1600), 16_000)).all()


def test_mel_filters_rise_and_fall_and_a_louder_sound_changes_the_first_coefficient_alone() -> None:
    assert mel_of(1000.0) == pytest.approx(1000.0, abs=0.1)
    bank = mel_filters(20, 512, 16_000, 0.0, 8000.0)
    assert bank.shape == (20, 257)
    assert (np.diff(bank.argmax(axis=1)) > 0).all()
    assert 0 < bank.max() <= 1
    sound = np.random.default_rng(3).standard_normal(4000)
    one, two = mfcc(sound, 16_000), mfcc(10 * sound, 16_000)
    assert one.shape == (23, 13)
    assert two[:, 1:] == pytest.approx(one[:, 1:], abs=1e-6)
    assert two[:, 0] - one[:, 0] == pytest.approx(np.full(23, math.log(100) * math.sqrt(26)), rel=1e-6)


@pytest.mark.parametrize(
    ("signal", "told"),
    [
        ([], "0 samples"),
        ([1.0, 2.0], "2 samples"),
        ([1.0, math.nan, 3.0, 4.0, math.inf], "NaN or infinity in 2 of 5"),
        (np.zeros((4, 4, 4)), "(4, 4, 4)"),
        (3.0, "shape ()"),
        ("aaaa", "array of numbers"),
        ([[1, 2], [3]], "array of numbers"),
        (None, "shape ()"),
        (np.zeros((8, 0)), "(8, 0)"),
    ],
)
def test_what_is_no_signal_is_refused_with_its_reason(signal: Any, told: str) -> None:
    for read in (checked_signal, rms, zero_crossings, lambda one: features(one, RATE_HZ, (0, 500))):
        with pytest.raises(SignalError) as refused:
            read(signal)
        assert told in str(refused.value)


@pytest.mark.parametrize("rate_hz", [0, -1, math.nan, math.inf, "fast", None])
def test_a_rate_that_is_none_is_refused(rate_hz: Any) -> None:
    with pytest.raises(SignalError, match="rate"):
        power_spectrum(TONE, rate_hz)
    with pytest.raises(SignalError, match="rate"):
        mfcc(TONE, rate_hz)


def test_wrong_numbers_are_refused() -> None:
    frequencies, power = power_spectrum(TONE, RATE_HZ)
    for edges in ((5,), (), (5, 5), (9, 3), (math.nan, 1)):
        with pytest.raises(SignalError, match="Edges"):
            band_energies(frequencies, power, edges)
    with pytest.raises(SignalError, match="shorter windows"):
        windows(np.arange(5.0), 6)
    for samples, step in ((0, 1), (4, 0), (-3, 2)):
        with pytest.raises(SignalError, match="1 or more"):
            windows(np.arange(5.0), samples, step)
    with pytest.raises(SignalError, match="too short"):
        power_spectrum(TONE, RATE_HZ, length=10)
    with pytest.raises(SignalError, match="names"):
        features(np.zeros((8, 2)), RATE_HZ, (0, 500), ("only",))
    with pytest.raises(SignalError, match="from 400"):
        mfcc(np.zeros(399), 16_000)
    with pytest.raises(SignalError, match="mel filters"):
        mfcc(np.zeros(500), 16_000, high_hz=9000.0)
    with pytest.raises(SignalError, match="coefficients"):
        mfcc(np.zeros(500), 16_000, coefficients=40)


def test_blocks_are_gathered_into_windows_however_they_come() -> None:
    signal = np.arange(50.0)[:, None]
    for size in (1, 7, 50):
        gathered = Gathered(10, 4, 1)
        got = [one for start in range(0, 50, size) for one in gathered.add(signal[start : start + size])]
        assert [one[:, 0].tolist() for one in got] == windows(signal[:, 0], 10, 4).tolist()
    with pytest.raises(SignalError, match="every 11"):
        Gathered(10, 11, 1)


def test_a_gap_or_a_step_back_in_time_begins_a_new_window() -> None:
    timed = TimedWindows(10.0, 1.0, 0.5, 1)
    times = [*(number / 10 for number in range(9)), *(5 + number / 10 for number in range(10)), 0.0]
    full = [timed.add(time_s, (time_s,)) for time_s in times]
    assert [index for index, one in enumerate(full) if one is not None] == [18]
    assert full[18] is not None
    assert full[18][0, 0] == 5.0


def test_another_rate_or_nan_is_refused_and_what_was_gathered_forgotten() -> None:
    timed = TimedWindows(10.0, 1.0, 0.5, 1)
    with pytest.raises(SignalError, match=r"Samples come 12\.5 times a second, and 10 Hz"):
        for number in range(10):
            timed.add(number * 0.08, (0.0,))
    timed = TimedWindows(10.0, 1.0, 1.0, 1)
    for number in range(9):
        assert timed.add(number / 10, (0.0,)) is None
    with pytest.raises(SignalError, match="NaN"):
        timed.add(0.9, (math.nan,))
    assert [timed.add(1 + number / 10, (0.0,)) is None for number in range(10)] == [True] * 9 + [False]


def test_features_need_nothing_but_numpy() -> None:
    code = (
        "import sys; import valence_nodes.signals.features, valence_nodes.signals.mfcc;"
        "print(sorted({'scipy', 'sklearn', 'torch', 'pandas', 'rclpy', 'onnxruntime'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
