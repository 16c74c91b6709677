# SPDX-License-Identifier: Apache-2.0
"""Tones are found where they are, in noise too, and their direction by two microphones."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from valence_nodes.signals.accuracy import accuracy
from valence_nodes.signals.bearing import bearing_rad
from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.tones import find_tones, goertzel, known_tones, recognise_tones
from valence_nodes.signals.windows import Signal

RATE_HZ = 16_000.0
KNOWN = {"low": 440.0, "beep": 1000.0, "alarm": 2500.0}


def sound(hertz: dict[float, float], noise: float, seed: int = 0, samples: int = 1600) -> Signal:
    """Tones of given amplitudes in white noise of a given strength."""
    random = np.random.default_rng(seed)
    times_s = np.arange(samples) / RATE_HZ
    tones = [size * np.sin(math.tau * (f * times_s + random.random())) for f, size in hertz.items()]
    return np.asarray(sum(tones) + noise * random.standard_normal(samples))


@pytest.mark.parametrize("hertz", [300.0, 1003.7, 4444.4])
def test_a_tone_is_found_to_a_hertz(hertz: float) -> None:
    (tone,) = find_tones(sound({hertz: 1.0}, 0.1), RATE_HZ)
    assert tone.frequency_hz == pytest.approx(hertz, abs=1.0)
    assert tone.rms == pytest.approx(1 / math.sqrt(2), rel=0.05)
    assert goertzel(sound({hertz: 1.0}, 0.0), RATE_HZ, hertz) == pytest.approx(0.5, rel=0.01)
    assert goertzel(sound({hertz: 1.0}, 0.0), RATE_HZ, hertz + 200) < 1e-4


def test_known_tones_are_recognised_in_noise_and_unknown_ones_are_not() -> None:
    truth, told = [], []
    for seed in range(120):
        name = [*KNOWN, ""][seed % 4]
        # Noise three times as strong as the tone; every fourth sound is noise alone or a tone that nobody asked for.
        hertz = {KNOWN[name] * 1.002: 1.0} if name else ({1700.0: 1.0} if seed % 8 == 3 else {})
        found = recognise_tones(sound(hertz, 1.5, seed), RATE_HZ, KNOWN)
        truth.append(name)
        told.append(found[0][0] if found else "")
    figures = accuracy(truth, told)
    assert set(figures) == set(KNOWN)
    assert all(one.precision >= 0.95 and one.recall >= 0.9 for one in figures.values()), figures


def test_two_tones_at_once_are_both_told_the_stronger_first() -> None:
    found = recognise_tones(sound({1000.0: 1.0, 2500.0: 0.4}, 0.05), RATE_HZ, KNOWN)
    assert [name for name, _, _ in found] == ["beep", "alarm"]
    assert found[0][1] == pytest.approx(1 / 1.16, abs=0.03)


def test_silence_and_a_steady_pressure_hold_no_tone() -> None:
    assert find_tones(np.zeros(1600), RATE_HZ) == []
    assert find_tones(np.full(1600, 7.0), RATE_HZ) == []


@pytest.mark.parametrize("bearing", [-1.2, -0.4, 0.0, 0.9])
def test_the_direction_of_a_noise_is_told(bearing: float) -> None:
    wide = np.random.default_rng(1).standard_normal(8 * 4096)
    smooth = np.convolve(wide, np.ones(8) / 8, mode="same")
    later = round(8 * RATE_HZ * 0.16 * math.sin(bearing) / 343.0)
    both = np.column_stack([smooth, np.roll(smooth, later)])[::8]
    assert bearing_rad(both, RATE_HZ, 0.16) == pytest.approx(bearing, abs=0.05)


def test_names_and_frequencies_are_read() -> None:
    assert known_tones("beep:1000, alarm : 2500.5") == {"beep": 1000.0, "alarm": 2500.5}
    for text in ("", "beep", "beep:", "beep:x", "beep:1,beep:2", "Beep:1", "a:1" * 9, "b:1e9", ",", "a:-3", "é:5"):
        with pytest.raises(SignalError, match="beep:1000"):
            known_tones(text)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (np.full(1600, math.nan), "NaN"),
        ([], "0 samples"),
        (np.zeros((1600, 2)), "(1600, 2)"),
        ("sound", "array of numbers"),
    ],
)
def test_what_is_no_sound_is_refused(given: Any, told: str) -> None:
    for ask in (
        lambda: find_tones(given, RATE_HZ),
        lambda: recognise_tones(given, RATE_HZ, KNOWN),
        lambda: goertzel(given, RATE_HZ, 500.0),
    ):
        with pytest.raises(SignalError) as refused:
            ask()
        assert told in str(refused.value)


def test_wrong_numbers_are_refused() -> None:
    quiet = np.zeros(1600)
    for rate_hz in (0.0, math.nan):
        with pytest.raises(SignalError, match="rate"):
            find_tones(quiet, rate_hz)
    with pytest.raises(SignalError, match="up to 8000"):
        goertzel(quiet, RATE_HZ, 8000.0)
    with pytest.raises(SignalError, match="can't be looked for"):
        find_tones(quiet, RATE_HZ, low_hz=3000.0, high_hz=2000.0)
    with pytest.raises(SignalError, match="apart"):
        bearing_rad(np.zeros((100, 2)), RATE_HZ, 0.0)
    with pytest.raises(SignalError, match=r"\(100, 3\)"):
        bearing_rad(np.zeros((100, 3)), RATE_HZ, 0.2)
