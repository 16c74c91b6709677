# SPDX-License-Identifier: Apache-2.0
"""Tones in a sound: lines that stand out of the spectrum, and which known tone each is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from valence_nodes.signals.errors import SignalError
from valence_nodes.signals.features import power_spectrum
from valence_nodes.signals.windows import Signal, checked_rate, checked_signal, hann

MOST_TONES = 16
_NEIGHBOURS_HZ = 250.0
_LINE_BINS = 3
"""A tone's line in the spectrum is so wide to each side under Hann's window."""

_KNOWN = re.compile(r"\s*(?P<name>[a-z][a-z0-9_]{0,39})\s*:\s*(?P<hertz>[0-9]{1,5}(\.[0-9]{1,3})?)\s*", re.ASCII)


@dataclass(frozen=True)
class Tone:
    """A tone that was heard.

    Attributes:
        frequency_hz: where it is.
        rms: how strong it is, in the sound's unit.
        snr_db: by how much it stands out of what is beside it in the spectrum.
    """

    frequency_hz: float
    rms: float
    snr_db: float


def goertzel(sound: Any, rate_hz: float, frequency_hz: float) -> float:
    """Power of a sound at one frequency, in its unit squared: half the amplitude's square for a tone just there.

    G. Goertzel, An algorithm for the evaluation of finite trigonometric series, The American Mathematical Monthly 65
    (1958), 34-35: one line of the spectrum without all others. The recursion is written as the sum that it works out.

    Args:
        sound: (samples,).
        rate_hz: of the samples.
        frequency_hz: any, up to half the rate.

    Raises:
        SignalError: the sound is wrong, or the frequency is not below half the rate.
    """
    signal, rate = checked_signal(sound, channels=0), checked_rate(rate_hz)
    if not 0 < frequency_hz < rate / 2:
        raise SignalError(f"At {rate:g} Hz there are frequencies up to {rate / 2:g} Hz; {frequency_hz:g} Hz was asked.")
    shape = hann(len(signal))
    turning = np.exp(-2j * math.pi * frequency_hz / rate * np.arange(len(signal)))
    amplitude = 2 * abs(complex(np.dot((signal - signal.mean()) * shape, turning))) / float(shape.sum())
    return amplitude**2 / 2


def find_tones(
    sound: Any, rate_hz: float, *, min_snr_db: float = 15.0, low_hz: float = 100.0, high_hz: float | None = None
) -> list[Tone]:
    """Finds tones, the strongest first.

    A tone is a peak of the spectrum that stands so far above the median of what is beside it, within 250 Hz. The place
    of the peak between two lines is that of a parabola through the logarithms of three (J. O. Smith, Spectral audio
    signal processing, 2011, “Quadratic interpolation of spectral peaks”).

    Args:
        sound: (samples,).
        rate_hz: of the samples.
        min_snr_db: by how much it must stand out.
        low_hz: lowest frequency that counts.
        high_hz: highest, nearly half the rate when None.

    Raises:
        SignalError: the sound is wrong, or the limits don't rise.
    """
    signal, rate = checked_signal(sound, channels=0, fewest=64), checked_rate(rate_hz)
    highest_hz = 0.49 * rate if high_hz is None else high_hz
    if not 0 <= low_hz < highest_hz <= rate / 2:
        raise SignalError(f"Tones from {low_hz:g} to {highest_hz:g} Hz can't be looked for at {rate:g} Hz.")
    frequencies, power = power_spectrum(signal, rate, length=2 * len(signal))
    power = power + 1e-18
    reach = max(4 * _LINE_BINS, round(_NEIGHBOURS_HZ / float(frequencies[1])))
    inner = power[1:-1]
    peaks = np.flatnonzero((inner > power[:-2]) & (inner >= power[2:])) + 1
    peaks = peaks[(frequencies[peaks] >= low_hz) & (frequencies[peaks] <= highest_hz)]
    found: list[tuple[int, Tone]] = []
    # Few peaks can be tones: the strongest are looked at closely.
    for peak in sorted(peaks.tolist(), key=lambda one: -power[one])[: 4 * MOST_TONES]:
        beside = np.r_[power[max(0, peak - reach) : peak - 2 * _LINE_BINS], power[peak + 2 * _LINE_BINS : peak + reach]]
        if not len(beside):
            continue
        snr_db = 10 * math.log10(power[peak] / float(np.median(beside)))
        if snr_db < min_snr_db or any(abs(peak - other) <= 2 * _LINE_BINS for other, _ in found):
            continue
        line = power[max(0, peak - 2 * _LINE_BINS) : peak + 2 * _LINE_BINS + 1].sum()
        hertz = (peak + _between(np.log(power[peak - 1 : peak + 2]))) * float(frequencies[1])
        found.append((peak, Tone(hertz, math.sqrt(float(line)), snr_db)))
    return [tone for _, tone in found[:MOST_TONES]]


def _between(three: Signal) -> float:
    low, middle, high = three.tolist()
    bend = low - 2 * middle + high
    return 0.0 if bend == 0 else max(-0.5, min(0.5, 0.5 * (low - high) / bend))


def known_tones(text: str) -> dict[str, float]:
    """Reads names and frequencies, such as `beep:1000, alarm:2500`.

    Raises:
        SignalError: it is written otherwise, or a name is there twice.
    """
    known: dict[str, float] = {}
    for part in text.split(","):
        match = _KNOWN.fullmatch(part)
        if match is None or match["name"] in known or len(known) == MOST_TONES:
            raise SignalError(
                f"Tones can't be read from “{text[:80]}”, at “{part.strip()[:40]}”.",
                f"Write up to {MOST_TONES} names with their Hz, each once: beep:1000, alarm:2500",
            )
        known[match["name"]] = float(match["hertz"])
    return known


def recognise_tones(
    sound: Any, rate_hz: float, known: Mapping[str, float], *, tolerance_hz: float = 15.0, min_snr_db: float = 15.0
) -> list[tuple[str, float, Tone]]:
    """Says which known tones are in a sound.

    Args:
        sound: (samples,).
        rate_hz: of the samples.
        known: frequency in Hz by name.
        tolerance_hz: a tone may be so far off: Doppler shifts a tone of 1000 Hz by 3 Hz for each m/s.
        min_snr_db: by how much it must stand out.

    Returns:
        Name, share of the sound's power that is in this tone (0..1), and the tone; the strongest first.

    Raises:
        SignalError: see `find_tones`.
    """
    signal = checked_signal(sound, channels=0, fewest=64)
    total = max(float(np.mean((signal - signal.mean()) ** 2)), 1e-18)
    told: dict[str, tuple[str, float, Tone]] = {}
    for tone in find_tones(signal, rate_hz, min_snr_db=min_snr_db):
        name = min(known, key=lambda one: abs(known[one] - tone.frequency_hz), default=None)
        if name is not None and abs(known[name] - tone.frequency_hz) <= tolerance_hz:
            told.setdefault(name, (name, min(1.0, tone.rms**2 / total), tone))
    return list(told.values())
