# SPDX-License-Identifier: Apache-2.0
"""What a source of sound gives off, as one period of samples that is heard again and again."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from worlds.sdf.sound import Sound
from worlds.spoken import WORDS, spoken, voice_of

Samples = npt.NDArray[np.float64]

FINER = 2
"""Sources are sampled so many times as finely as microphones: between their samples a straight line is drawn."""

REFERENCE_PA = 20e-6
"""0 dB of sound pressure (ISO 1683)."""

_RAMP_S = 0.005
_VOICES = 1_000_000


def pressure_pa(level_db: float) -> float:
    """The effective sound pressure of a level, Pa."""
    return REFERENCE_PA * math.exp(level_db * math.log(10.0) / 20.0)


def emitted(sound: Sound, rate_hz: int, stream: np.random.Generator) -> Samples:
    """Makes one period of a source.

    Args:
        sound: what it is.
        rate_hz: samples a second.
        stream: of this source in this episode: noise, and which word is said by whom where the world leaves that open.

    Returns:
        Sound pressure at 1 m in Pa, float64 (samples,), with silence up to the period's end.
    """
    period = np.zeros(max(1, round(sound.every_s * rate_hz)))
    lasting = min(len(period), max(1, round(sound.lasts_s * rate_hz)))
    if sound.kind == "command":
        word = sound.word or WORDS[int(stream.integers(len(WORDS)))]
        voice = voice_of(int(stream.integers(_VOICES)) if sound.voice is None else sound.voice)
        wave = spoken(word, voice, rate_hz, stream)[: len(period)]
    elif sound.kind == "noise":
        wave = stream.standard_normal(lasting)
    else:
        wave = math.sqrt(2.0) * np.sin(_phase(sound, lasting, len(period), rate_hz))
    if len(wave) < len(period):
        wave = wave * _ramps(len(wave), round(_RAMP_S * rate_hz))
    period[: len(wave)] = pressure_pa(sound.level_db) * wave
    return period


def _phase(sound: Sound, lasting: int, period: int, rate_hz: int) -> Samples:
    """Of a tone or a chirp; a tone without a pause gets a whole number of waves, so that it goes on without a click."""
    times_s = np.arange(lasting) / rate_hz
    if sound.kind == "chirp":
        rise = (sound.to_hz - sound.frequency_hz) / (lasting / rate_hz)
        return math.tau * (sound.frequency_hz + rise * times_s / 2) * times_s
    if lasting < period:
        return math.tau * sound.frequency_hz * times_s
    seconds = period / rate_hz
    return (math.tau * max(1, round(sound.frequency_hz * seconds)) / seconds) * times_s


def _ramps(samples: int, ramp: int) -> Samples:
    ramp = max(1, min(ramp, samples // 2))
    shape = np.ones(samples)
    rising = 0.5 - 0.5 * np.cos(math.pi * (np.arange(ramp) + 0.5) / ramp)
    shape[:ramp] = rising
    shape[samples - ramp :] = rising[::-1]
    return shape
