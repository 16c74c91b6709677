# SPDX-License-Identifier: Apache-2.0
"""Spoken-like commands, made of formants: no person's recording, and the same bits for the same word and voice.

A vowel is a row of harmonics of the voice's pitch, each as strong as the vocal tract lets it through: resonances
(formants) that glide from sound to sound, after D. H. Klatt, Software for a cascade/parallel formant synthesizer,
Journal of the Acoustical Society of America 67 (1980), 971-995. Formants of vowels are men's means of G. E. Peterson
and H. L. Barney, Control methods used in a study of the vowels, ibid. 24 (1952), 175-184. Hisses and bursts are noise
in a band. Voices differ in pitch, in the length of the vocal tract (a factor on all formants), pace, breath and tilt.
It sounds like an old toy that speaks; it is for learning to recognise, not for being mistaken for a person.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]
Formants = tuple[float, float, float]


@dataclass(frozen=True)
class _Part:
    """A piece of a word.

    Attributes:
        lasts_s: at a pace of 1.
        begin: formants at its beginning, Hz.
        end: the same at its end.
        voiced: how strong the voice is.
        hiss: how strong the noise is.
        band_hz: middle and width of the noise.
    """

    lasts_s: float
    begin: Formants
    end: Formants
    voiced: float = 1.0
    hiss: float = 0.0
    band_hz: tuple[float, float] = (1500.0, 1500.0)


_OPEN, _LAX, _BACK = (730, 1090, 2440), (530, 1840, 2480), (570, 840, 2410)
_MIDDLE, _HIGH, _ROUND = (660, 1720, 2410), (390, 1990, 2550), (300, 870, 2240)
_NEUTRAL, _L, _R = (500, 1500, 2500), (360, 1300, 2700), (320, 1060, 1400)
_PAUSE = _Part(0.05, _NEUTRAL, _NEUTRAL, 0.0)


def _burst(middle_hz: float, width_hz: float, lasts_s: float = 0.03, hiss: float = 0.5) -> _Part:
    return _Part(lasts_s, _NEUTRAL, _NEUTRAL, 0.0, hiss, (middle_hz, width_hz))


_S, _F = _burst(5800, 2200, 0.13, 0.35), _burst(4500, 6000, 0.10, 0.15)
_T, _K, _P = _burst(4200, 2500), _burst(1900, 900), _burst(700, 800)
_B, _G = _burst(500, 500, 0.015), _burst(1700, 800, 0.02)

_SPELT: dict[str, tuple[_Part, ...]] = {
    "back": (_B, _Part(0.20, (400, 1200, 2300), _MIDDLE), _Part(0.06, _MIDDLE, (500, 1900, 2300), 0.7), _PAUSE, _K),
    "go": (_G, _Part(0.10, (350, 1300, 2200), _BACK), _Part(0.22, _BACK, _ROUND)),
    "left": (_Part(0.09, _L, _L, 0.7), _Part(0.16, _L, _LAX), _F, _PAUSE, _T),
    "right": (_Part(0.09, _R, _R, 0.7), _Part(0.13, _R, _OPEN), _Part(0.15, _OPEN, _HIGH), _PAUSE, _T),
    "stop": (_S, _PAUSE, _T, _Part(0.19, (600, 1300, 2500), _OPEN), _PAUSE, _P),
}
WORDS = tuple(_SPELT)
"""What can be said."""

_BANDWIDTHS_HZ = (80.0, 100.0, 140.0)
_RAMP_S = 0.008
_FRAMES_HZ = 500.0


@dataclass(frozen=True)
class Voice:
    """How somebody speaks.

    Attributes:
        pitch_hz: of the voice, at the beginning of a word.
        formant_scale: factor on all formants: above 1 for a shorter vocal tract.
        pace: below 1 is slower.
        breath: noise in the voice.
        tilt_db: by which the voice grows weaker with each octave.
        fall: by which share the pitch falls within a word.
    """

    pitch_hz: float
    formant_scale: float
    pace: float
    breath: float
    tilt_db: float
    fall: float


def voice_of(number: int) -> Voice:
    """Draws a voice; the same number is the same speaker, on every machine.

    Pitches from 90 to 260 Hz and scales of formants from 0.92 to 1.22 are those of men, women and children in Peterson
    and Barney's tables; high voices go with short vocal tracts.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([7_264, number])))
    height = random.random()
    return Voice(
        pitch_hz=float(90.0 * (260.0 / 90.0) ** height),
        formant_scale=float(0.92 + 0.25 * height + random.uniform(0.0, 0.05)),
        pace=float(random.uniform(0.85, 1.2)),
        breath=float(random.uniform(0.01, 0.06)),
        tilt_db=float(random.uniform(5.0, 9.0)),
        fall=float(random.uniform(0.0, 0.25)),
    )


def spoken(word: str, voice: Voice, rate_hz: int, stream: np.random.Generator) -> Samples:
    """Says a word.

    Args:
        word: one of `WORDS`.
        voice: who says it.
        rate_hz: samples a second.
        stream: of the hisses, and of what differs from one time to the next: pitch, pace and formants by 3 %.

    Returns:
        float64 (samples,) with a root mean square of 1.

    Raises:
        KeyError: there is no such word.
    """
    parts = _SPELT[word]
    pitch, pace, scale = (float(value * (1.0 + 0.03 * stream.standard_normal())) for value in (1.0, 1.0, 1.0))
    lengths_s = np.array([part.lasts_s for part in parts]) / (voice.pace * pace)
    ends_s = np.cumsum(lengths_s)
    times_s = np.arange(round(ends_s[-1] * rate_hz)) / rate_hz
    which = np.minimum(np.searchsorted(ends_s, times_s, side="right"), len(parts) - 1)
    within = (times_s - (ends_s - lengths_s)[which]) / lengths_s[which]
    begin, end = (np.array([getattr(part, name) for part in parts]) for name in ("begin", "end"))
    formants = (begin[which] + (end - begin)[which] * within[:, None]) * (voice.formant_scale * scale)
    pitches_hz = voice.pitch_hz * pitch * (1.0 - voice.fall * times_s / ends_s[-1])
    loud = _smooth(np.array([part.voiced for part in parts])[which], rate_hz)
    said = loud * _harmonics(pitches_hz, formants, voice, rate_hz)
    said += loud * voice.breath * stream.standard_normal(len(times_s))
    for number, part in enumerate(parts):
        if part.hiss > 0:
            level = _smooth(np.where(which == number, part.hiss, 0.0), rate_hz)
            said += level * _band_noise(len(times_s), part.band_hz, voice.formant_scale, rate_hz, stream)
    return said / max(float(np.sqrt(np.mean(said**2))), 1e-9)


def _harmonics(pitches_hz: Samples, formants_hz: Samples, voice: Voice, rate_hz: int) -> Samples:
    """The voice: harmonics up to what the ear needs, through three resonances, with a root mean square near 1."""
    phase = np.cumsum(pitches_hz) * (math.tau / rate_hz)
    every = max(1, round(rate_hz / _FRAMES_HZ))  # formants glide slowly, so that their gains need not be at each sample
    frames = np.arange(0, len(phase) + every, every)
    at = np.minimum(frames, len(phase) - 1)
    highest_hz = min(4200.0 * voice.formant_scale, 0.45 * rate_hz)
    said, power = np.zeros(len(phase)), np.zeros(len(frames))
    for harmonic in range(1, int(highest_hz / pitches_hz.max()) + 1):
        hertz = harmonic * pitches_hz[at]
        gain = 10.0 ** (-voice.tilt_db * math.log2(harmonic) / 20.0) * np.ones(len(frames))
        for place, width_hz in enumerate(_BANDWIDTHS_HZ):
            middle = formants_hz[at, place]
            # Gain of a resonance at a frequency, 1 at 0 Hz: Klatt (1980), section I.C.
            gain *= (middle**2 + width_hz**2 / 4) / np.hypot(middle**2 + width_hz**2 / 4 - hertz**2, hertz * width_hz)
        power += gain**2 / 2
        said += np.interp(np.arange(len(phase)), frames, gain) * np.sin(harmonic * phase)
    # Vowels are about equally loud, so that the word's course is that of its parts.
    loudness: Samples = np.interp(np.arange(len(phase)), frames, np.sqrt(power))
    return said / np.maximum(loudness, 1e-9)


def _band_noise(
    samples: int, band_hz: tuple[float, float], scale: float, rate_hz: int, stream: np.random.Generator
) -> Samples:
    spectrum = np.fft.rfft(stream.standard_normal(samples))
    hertz = np.fft.rfftfreq(samples, 1.0 / rate_hz)
    middle_hz, width_hz = band_hz
    shape = np.exp(-0.5 * ((hertz - middle_hz * scale) / (width_hz / 2)) ** 2)
    noise = np.fft.irfft(spectrum * shape, samples)
    return np.asarray(noise / max(float(noise.std()), 1e-9))


def _smooth(steps: Samples, rate_hz: int) -> Samples:
    """Rounds off steps within a few milliseconds."""
    width = max(1, round(_RAMP_S * rate_hz))
    summed = np.cumsum(np.concatenate([np.zeros(width), steps]))
    return np.asarray((summed[width:] - summed[:-width]) / width)
